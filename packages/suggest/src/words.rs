//! Words that announce what follows, in many languages, and the patterns made of them.

use regex::escape;

use super::flat::flattened;
use super::labels::Label;

/// Any of these words (`one|other`), as a pattern for a flat text. Longer words stand first; a star stands for an
/// ending of up to four letters.
pub(super) fn any(words: &str) -> String {
    let mut flat: Vec<String> = words.split('|').map(flattened).collect();
    flat.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let ended = |word: String| match word.strip_suffix('*') {
        Some(stem) => escape(stem) + r"[\p{L}\p{M}]{0,4}",
        None => escape(&word),
    };
    format!("(?:{})", flat.into_iter().map(ended).collect::<Vec<_>>().join("|"))
}

/// What announces a value. A star allows an ending of up to four letters, two stars one of twelve (compounds).
pub(super) const LABELS: &[(Label, &str)] = &[
    (Label::Identity, IDENTITY),
    (Label::Telephone, TELEPHONE),
    (Label::Messenger, MESSENGER),
    (Label::Account, ACCOUNT),
    (Label::Birth, BIRTH),
    (Label::Plate, PLATE),
    (Label::PlusCode, "plus code*|pluscode*|open location code|olc|código plus|плюс код*|رمز بلس"),
    (Label::Geohash, "geohash*|geo hash|геохеш*|جيوهاش"),
    (Label::Locator, "locator|maidenhead|grid square|qth|gridsquare|qra"),
    (Label::Filler, FILLERS),
];

/// The same in scripts that write no spaces.
pub(super) const JOINED: &[(Label, &str)] = &[
    (Label::Identity, IDENTITY_JOINED),
    (Label::Telephone, TELEPHONE_JOINED),
    (Label::Messenger, "微信|ဗိုက်ဘာ"),
    (Label::Account, "账号|賬號|帐号|帳號|账户|賬戶|銀行帳戶|银行卡|口座|บัญชี|ဘဏ်စာရင်း|គណនី"),
    (Label::Birth, BIRTH_JOINED),
    (Label::Plate, PLATE_JOINED),
    (Label::PlusCode, "プラスコード|加码地址|加號代碼"),
];

/// Words between a label and its value.
const FILLERS: &str = "\
    number|numbers|num|no|nos|nr|nro|id|card|cards|code|is|was|are|being|of|the|this|his|her|my|our|their|its|me|us|\
    him|them|at|on|to|via|and|or|in|has|as|follows|ending|issued|new|old|personal|holder|bearing|seen|with|\
    número*|numéro*|n|núm|de|del|du|des|d|da|do|dos|das|la|le|el|los|las|les|lo|il|l|es|est|era|fue|foi|é|è|sa|\
    son|su|sus|sua|seu|identidad|identidade|identité|ciudadanía|national|nationale|nacional|nummer*|lautet|ist|war|\
    der|die|das|den|dem|seine*|ihre*|meine*|am|van|het|een|zijn|haar|numer*|jest|číslo|čísla|broj*|број*|numara**|no'su|\
    szám*|număr*|este|номер*|серия|серии|серией|серії|рф|был|была|это|его|её|их|мой|моя|моего|за|под|с|у|от|\
    гражданина|гражданки|гражданин|їх|його|її|був|була|αριθμ*|αρ|είναι|του|της|رقم*|هو|هي|كان|كانت|الخاص*|الشخصي*|\
    التالي|تحت|في|من|بتاريخ|يوم|سنة|عام|شماره*|ام|او|این|است|با|به|نمبر|کا|کی|کے|ہے|מספר*|שלו|שלה|הוא|היא|מס|\
    नंबर|नम्बर|संख्या|क्रमांक|का|की|के|है|था|हैं|नं|सं|নম্বর*|নাম্বার*|নং|হল|হলো|ছিল|எண்*|நம்பர்|నంబర్*|నెంబర్*|సంఖ్య*|\
    ನಂಬರ್|ಸಂಖ್ಯೆ|നമ്പർ|നംബർ|નંબર|ਨੰਬਰ|අංකය|අංක|ቁጥር*|ቁጥሩ|ነው|ነበር|nambari|namba|ya|wa|ni|yake|nomor*|adalah|milik|\
    saya|số|là|của|tôi|번호*|는|은|ნომერი|համար*|raqami|raqam|нөмірі|рақами|lambar|nọmba|lambarka|tirsi";

/// The same where no spaces are written.
pub(super) const FILLERS_JOINED: &str = "\
    号码|號碼|号|號|番号|为|為|是|的|编号|編號|は|が|の|です|หมายเลข|เลขที่|เลข|คือ|เป็น|ของ|နံပါတ်|အမှတ်|သည်|မှာ|លេខ|គឺ|ເລກທີ|ເລກ|ແມ່ນ";

/// Before a telephone number. Those of scripts that write no spaces stand in [`TELEPHONE_JOINED`].
pub(super) const TELEPHONE: &str = "\
    tel|telephone*|phone|phones|phone number*|ph|call|calls|called|calling|mobile|mob|cell|cellphone|landline|\
    hotline|helpline|dial|fax|sms|text|ring|desk|contact|contact no|telefon**|telefonszám**|telefono|teléfono*|móvil*|móviles|\
    celular|cel|fono|llamar|llame|telefone|telemóvel|ligue|téléphone*|portable|gsm|appeler|appelez|\
    handy|rufnummer|mobil|anrufen|cellulare|chiamare|telefoon|bel|telefonnummer|puhelin|\
    matkapuhelin|telefonszám|komórka|телефон*|тел|моб|мобильный|звоните|звонить|номер|мобільний|τηλ|\
    τηλέφωνο|κινητό|هاتف*|هاتفه|هاتفها|تلفون|جوال|الجوال|موبايل|اتصل|اتصلوا|رقم|رقمه|رقمها|\
    تلفن|شماره|موبایل|همراه|تماس|فون|ٹیلیفون|טלפון|נייד|फ़ोन|फोन|मोबाइल|दूरभाष|ফোন|মোবাইল|தொலைபேசி|\
    cep|telefonu|simu|nambari|piga|telpon|telepon|hp|no hp|điện thoại|sđt|ĐT|전화|휴대폰|연락처|ስልክ*|ስልኩ|\
    telefoni|taleefan|waya|ფონი|ტელ|հեռ";

/// Before a telephone number, in scripts that write no spaces.
pub(super) const TELEPHONE_JOINED: &str = "\
    电话|電話|手机|手機|致电|致電|联系|聯繫|聯絡|拨打|携帯|ฺโทร|โทร|เบอร์|มือถือ|ဖုန်း|ဆက်သွယ်|ទូរស័ព្ទ|ໂທ";

/// Before the number behind a messenger.
pub(super) const MESSENGER: &str = "\
    whatsapp|whats app|wa|signal|telegram|viber|imo|wechat|line|zalo|botim|واتساب|واتس اب|واتس|\
    سيجنال|تلغرام|تيليجرام|واتس‌اپ|سیگنال|تلگرام|вайбер|ватсап|вотсап|сигнал|телеграм|व्हाट्सएप|\
    হোয়াটসঅ্যাপ|微信|ဗိုက်ဘာ";

/// After a telephone number.
pub(super) const AFTER_TELEPHONE: &str = "\
    office|home|work|mobile|cell|fax|desk|whatsapp|signal|viber|phone|landline";

/// After a number that counts something.
pub(super) const COUNTED: &str = "\
    people|persons|users|subscribers|customers|accounts|households|times|percent|million|billion|\
    thousand|hours|days|minutes|seconds|km|metres|meters|usd|eur|euro|euros|dollars|rupees|kyat|\
    deaths|cases|voters|votes|tests|measurements|requests|sites|websites|personnes|personas|pessoas|\
    человек|شخص";

/// Before the number of an identity paper.
pub(super) const IDENTITY: &str = "\
    passport**|driver's licence|driver's license|drivers license|drivers licence|driving licence*|driving license*|\
    driver license|license number|licence number|national id*|national identity|identity card*|identity number|\
    identification number|identification card|id card|id number|id no|id nr|nin|bvn|cnic|nadra|aadhaar|aadhar|voter id|\
    voter card|voter's card|residence permit*|residency permit|visa number|visa no|social security|ssn|tax id|\
    tax number|tin|military id|press card|press pass|refugee id|refugee card|unhcr|alien number|\
    prisoner number|inmate number|detainee number|prisoner id|student id|badge number|employee number|staff number|\
    patient number|birth certificate|travel document|laissez passer|\
    passeport*|carte* d'identité|carte nationale|carte de presse|carte de séjour|titre de séjour|permis de conduire|\
    numéro d'identité|numéro de sécurité sociale|acte de naissance|pasaporte*|cédula*|dni|nie|curp|rut|cuit|cuil|\
    documento* de identidad|carnet de identidad|carné de identidad|licencia* de conducir|partida de nacimiento|\
    passaporte*|cpf|rg|bilhete* de identidade|carteira de identidade|cartão de cidadão|título de eleitor|\
    passaport*|carta d'identità|codice fiscale|patente di guida|reisepass**|reisepäss**|pass nr|passnummer*|\
    personalausweis**|ausweis**|führerschein**|aufenthaltstitel*|steuer id|paspoort**|bsn|rijbewijs**|\
    identiteitskaart*|personnummer*|körkort*|henkilötunnus*|passi|passin|passinumero*|cpr nummer*|pesel|dowód*|dowodu|paszport*|\
    občansk*|pas číslo|cestovní pas|cnp|carte* de identitate|buletin*|kimlik*|tc no|tc kimlik|pasaport*|ehliyet*|\
    útlevél**|útlevele**|személyi igazolvány*|szig|pasoš*|osobna iskaznica|lična karta|jmbg|oib|pasaportë*|\
    letërnjoftim*|паспорт*|загранпаспорт*|снилс|инн|удостоверени*|водительск*|посвідчен*|ідентифікаційн*|ипн|\
    військов*|жеке куәлік*|паспорты*|лична карта|егн|пасош*|διαβατήρι*|διαβατηρί*|ταυτότητ*|αδτ|αφμ|αμκα|\
    جواز*|جوازات|جواز سفر*|الرقم الوطني|رقم وطني|رقمه الوطني|رقمها الوطني|الرقم القومي|رقم قومي|هوية*|هويته|\
    هويتها|بطاقة*|بطاقته|بطاقتها|رخصة القيادة|رخصة قيادة|رخصة السياقة|الاقامة|تصريح الإقامة|کد ملی|کدملی*|\
    گذرنامه*|پاسپورت*|شماره ملی|کارت ملی*|شناسنامه*|گواهینامه*|تذکره*|پاسپورٹ*|شناختی کارڈ|شناختی|דרכון*|דרכונ*|\
    תעודת זהות|תעודת הזהות|ת''ז|רישיון נהיגה|पासपोर्ट*|आधार*|पहचान पत्र*|मतदाता पहचान|वोटर आईडी|पैन कार्ड|पैन|ड्राइविंग लाइसेंस|नागरिकता|\
    পাসপোর্ট*|জাতীয় পরিচয়পত্র*|পরিচয়পত্র*|এনআইডি|பாஸ்போர்ட்*|கடவுச்சீட்டு*|ஆதார்*|పాస్‌పోర్ట్*|ఆధార్*|ಪಾಸ್‌ಪೋರ್ಟ್*|ಆಧಾರ್*|\
    പാസ്‌പോർട്ട്*|ആധാർ*|પાસપોર્ટ*|આધાર*|ਪਾਸਪੋਰਟ*|ਆਧਾਰ*|ගමන් බලපත්‍ර*|හැඳුනුම්පත්*|paspor|pasport*|nik|ktp|kad pengenalan|\
    kartu identitas|kitambulisho*|pasipoti*|hati ya kusafiria|hộ chiếu|cccd|cmnd|chứng minh nhân dân|căn cước|pasaporte|\
    여권**|주민등록**|운전면허**|외국인등록**|ፓስፖር*|መታወቂያ*|ፓስፖርት*|baasaboor*|teendhka|aqoonsi*|fasfo*|katin zama|pasipọọtụ|\
    პასპორტ*|პირადი ნომერი|პირადობის|անձնագր*|անձնագիր*|şəxsiyyət vəsiqəsi*|pasportu*";

/// Before the number of an identity paper, in scripts that write no spaces.
pub(super) const IDENTITY_JOINED: &str = "\
    护照|護照|身份证|身分證|身份證|证件|證件|驾照|驾驶证|駕照|駕駛執照|社保|旅券|パスポート|マイナンバー|運転免許|在留カード|免許証|免許|หนังสือเดินทาง|พาสปอร์ต|\
    บัตรประชาชน|บัตรประจำตัว|ใบขับขี่|မှတ်ပုံတင်|နိုင်ငံကူးလက်မှတ်|ပတ်စပို့|နိုင်ငံသားစိစစ်ရေး|လိုင်စင်|លិខិតឆ្លងដែន|អត្តសញ្ញាណប័ណ្ណ|ໜັງສືຜ່ານແດນ|ບັດປະຈຳຕົວ";

/// Before the number of an account.
pub(super) const ACCOUNT: &str = "\
    account|accounts|account number*|account no|acct|a/c|bank account*|iban|sort code|routing number|swift|bic|clabe|\
    ifsc|compte nº|compte no|numéro de compte|numéros de compte|compte bancaire|rib|cuenta*|cbu|conta|contas|agência|konto|kontos|kontonummer*|\
    kontonr|bankkonto*|bankverbindung|rekening|rekeningnummer*|conto corrente|conto|rachunek|rachunku|rachunk*|účet|\
    účtu|számla**|bankszámla**|hesap*|hesab*|расчётн* счёт*|счёт*|счет*|рахун*|сметка*|λογαριασμ*|رقم الحساب|حساب*|\
    شماره حساب|شماره کارت|اکاؤنٹ|חשבון*|계좌**|खाता*|खाते*|অ্যাকাউন্ট*|হিসাব নম্বর|கணக்கு*|ఖాతా*|rekening bank|norek|\
    số tài khoản|tài khoản|m-pesa|mpesa|paybill|mobile money|akaunti*|akoontiga|ሂሳብ*|የሂሳብ";

/// Before a day of birth.
pub(super) const BIRTH: &str = "\
    born|date of birth|birth date*|birthdate*|birthday*|birth day|d.o.b|dob|né le|né en|né à|né au|née|nés|nées|date de naissance|\
    naissance|nacid*|fecha de nacimiento|nació|nacimiento|nascid*|data de nascimento|nasceu|nascimento|nato|nata|\
    data di nascita|nascita|geboren*|geb|geburtsdatum*|geburtstag*|geboortedatum*|född|födelsedatum*|født*|fødselsdato*|\
    fødselsdag*|syntynyt|syntymäaika*|syntymäpäivä*|urodzon*|ur|data urodzenia|urodzenia|narozen*|datum narození|\
    narodený*|rođen*|datum rođenja|rojen*|született|születési idő|születési dátum*|születési ideje|născut*|\
    data nașterii|doğum tarihi*|doğum|doğumlu|ditëlindja|lindur|lahir|tanggal lahir|tarikh lahir|tgl lahir|\
    kelahiran|alizaliwa|kuzaliwa|tarehe ya kuzaliwa|ngày sinh|sinh ngày|sinh năm|ipinanganak|petsa ng kapanganakan|\
    dhashay|dhalasho|taariikhda dhalashada|haihuwa|ranar haihuwa|родил*|родивш*|рожден*|дата рожд*|день рожд*|народився|народилась|народилася|народжен*|\
    дата народж*|нарожд*|туған*|туылған*|туулган*|таваллуд*|γεννήθηκε*|γέννησης|ημερομηνία γέννησης|γεννημέν*|\
    تاريخ الميلاد|تاريخ ميلاد*|ميلاد*|مواليد*|المولود*|مولود*|ولد|ولدت|تاريخ الولادة|الولادة|تاریخ تولد*|تولد*|متولد*|\
    تاریخ پیدائش|پیدائش|پیدا|נולד*|תאריך לידה|תאריך הלידה|לידה|ילידת|יליד|जन्म*|जन्मतिथि*|जन्म तिथि|जन्म तारीख|जन्मदिन*|\
    জন্ম*|জন্মতারিখ*|জন্ম তারিখ*|பிறந்த*|பிறந்த தேதி|పుట్టిన*|పుట్టిన తేదీ|ಹುಟ್ಟಿದ*|ಜನ್ಮ*|ജനന*|ജനിച്ച*|જન્મ*|ਜਨਮ*|උපන්*|\
    생년월일**|생일**|출생**|태어난|የትውልድ ቀን*|ትውልድ*|ተወለደ*|የልደት ቀን*|დაბადებ*|დაიბადა|ծնված*|ծննդյան*|ծնվել*|doğulub|təvəllüd*";

/// The same in scripts that write no spaces.
const BIRTH_JOINED: &str = "\
    出生日期|出生年月|出生于|出生於|出生|生日|生于|生於|生年月日|誕生日|生まれ|วันเดือนปีเกิด|วันเกิด|เกิดวันที่|เกิดเมื่อ|မွေးနေ့|မွေးသက္ကရာဇ်|\
    ថ្ងៃខែឆ្នាំកំណើត|ថ្ងៃកំណើត|ວັນເດືອນປີເກີດ|ວັນເກີດ";

/// Before the plate of a vehicle.
pub(super) const PLATE: &str = "\
    number plate*|licence plate*|license plate*|plate|plates|plate number*|plate no|registration plate*|\
    vehicle registration*|registration number*|car registration|reg no|reg number|registration no|vehicle number|\
    vehicle no|car number|plaque* d'immatriculation|immatriculation*|immatriculé*|plaque*|plaque* minéralogique*|\
    matrícula*|matriculad*|placa*|patente|patentes|chapa|emplacad*|targa|targat*|\
    kennzeichen*|autokennzeichen*|nummernschild*|kenteken*|nummerplaat|nummerplade*|registreringsnummer*|\
    registreringsskylt*|rekisterinumero*|rekisterikilpi*|rejestracj*|tablica rejestracyjna|tablic* rejestracyjn*|\
    numer* rejestracyjn*|spz|registrační značka*|poznávací značka*|registarsk* tablic*|registarske oznake|\
    rendszám**|numărul de înmatriculare|număr de înmatriculare|plăcuța*|plakası*|plaka*|plakalı|targë*|госномер*|\
    гос номер*|госзнак*|номерной знак*|номерным знаком|номерного знака|номера машины|номер машины|номер автомобиля|\
    автономер*|номерний знак|номерним знаком|держномер*|рег номер*|πινακίδα*|πινακίδες|αριθμό κυκλοφορίας|لوحة*|\
    اللوحة|لوحته|لوحتها|لوحات|رقم السيارة|نمرة|پلاک*|نمبر پلیٹ*|گاڑی نمبر|לוחית רישוי|לוחית הרישוי|מספר רישוי|\
    नंबर प्लेट*|गाड़ी नंबर|गाड़ी संख्या|वाहन संख्या|वाहन नंबर|নম্বর প্লেট*|গাড়ির নম্বর|நம்பர் பிளேட்|வாகன எண்*|plat nomor|\
    nomor polisi|nopol|no pol|plat|nombor pendaftaran|nambari ya gari|namba ya gari|biển số*|biển kiểm soát|plaka ng|\
    plate number|번호판**|차량번호**|차 번호|ሰሌዳ*|የሰሌዳ|taarikada|sahannada|სანომრე|համարանիշ*|dövlət nişanı*";

/// The same in scripts that write no spaces.
const PLATE_JOINED: &str = "\
    车牌|車牌|牌照|ナンバープレート|車両番号|車のナンバー|ทะเบียนรถ|ป้ายทะเบียน|ယာဉ်နံပါတ်|ကားနံပါတ်|ယာဉ်အမှတ်|ស្លាកលេខ|ຫຼັກລົດ|ທະບຽນລົດ";

/// Before an address of the post.
pub(super) const ADDRESS: &str = "\
    address|addresses|home address|lives at|living at|lived in|lives on|lives in|resides at|\
    residing at|resident of|located at|return to|adresse*|habite au|domicilié|dirección|direcciones|domicilio*|\
    vive en|endereço*|reside na|indirizzo|indirizzi|residente in|wohnhaft|wohnt in|adres*|adress*|адрес*|\
    проживает|проживающий|διεύθυνση|عنوان*|العنوان|يسكن|يقيم|آدرس*|نشانی|כתובת*|पता|ঠিকানা|alamat|\
    anwani|địa chỉ|주소|地址|住址|住所|ที่อยู่|လိပ်စာ|osoite|cím|adresa*|lakcím*|adresi*|anwani*";
