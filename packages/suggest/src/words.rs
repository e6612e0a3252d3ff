//! Words that announce what follows, in many languages, and the patterns made of them.

use regex::escape;

use super::flat::flattened;

/// Any of these words (`one|other`), as a pattern for a flat text. Longer words stand first.
pub(super) fn any(words: &str) -> String {
    let mut flat: Vec<String> = words.split('|').map(|word| escape(&flattened(word))).collect();
    flat.sort_by_key(|word| std::cmp::Reverse(word.len()));
    format!("(?:{})", flat.join("|"))
}

/// Before a telephone number. Those of scripts that write no spaces stand in [`TELEPHONE_JOINED`].
pub(super) const TELEPHONE: &str = "\
    tel|telephone|phone|phones|ph|call|calls|called|calling|mobile|mob|cell|cellphone|landline|\
    hotline|helpline|dial|fax|sms|text|ring|desk|contact|contact no|telefon|telefono|teléfono|móvil|\
    celular|cel|fono|llamar|llame|telefone|telemóvel|ligue|téléphone|portable|gsm|appeler|appelez|\
    handy|rufnummer|mobil|anrufen|cellulare|chiamare|telefoon|bel|telefonnummer|puhelin|\
    matkapuhelin|telefonszám|komórka|телефон|тел|моб|мобильный|звоните|звонить|номер|мобільний|τηλ|\
    τηλέφωνο|κινητό|هاتف|الهاتف|هاتفه|هاتفها|تلفون|جوال|الجوال|موبايل|اتصل|اتصلوا|رقم|رقمه|رقمها|\
    تلفن|شماره|موبایل|همراه|تماس|فون|ٹیلیفون|טלפון|נייד|फ़ोन|फोन|मोबाइल|दूरभाष|ফোন|মোবাইল|தொலைபேசி|\
    cep|telefonu|simu|nambari|piga|telpon|telepon|hp|no hp|điện thoại|sđt|ĐT|전화|휴대폰|연락처|ስልክ|\
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
    passport|passports|driver's licence|driver's license|drivers license|drivers licence|\
    driving licence|driving license|license number|licence number|national id|national identity|\
    identity card|identity number|identification number|id card|id number|id no|id #|nin|bvn|cnic|\
    nadra|aadhaar|aadhar|voter id|voter card|residence permit|visa number|social security|ssn|\
    tax id|tax number|tin|military id|press card|refugee id|unhcr|alien number|a-number|\
    prisoner number|inmate number|passeport|carte d'identité|carte nationale|permis de conduire|\
    numéro d'identité|pasaporte|cédula|cedula|dni|nie|curp|rut|cuit|cuil|documento de identidad|\
    licencia de conducir|passaporte|cpf|rg|bilhete de identidade|passaporto|carta d'identità|\
    codice fiscale|reisepass|personalausweis|ausweisnummer|führerschein|paspoort|bsn|rijbewijs|\
    personnummer|pesel|dowód|cnp|kimlik|tc no|pasaport|паспорт|снилс|инн|удостоверение|водительское|\
    посвідчення|جواز|جواز سفر|جواز السفر|الرقم الوطني|الرقم القومي|هوية|الهوية|بطاقة|رقم الهوية|\
    کد ملی|گذرنامه|شماره ملی|شناسنامه|پاسپورٹ|شناختی کارڈ|דרכון|תעודת זהות|पासपोर्ट|आधार|পাসপোর্ট|\
    জাতীয় পরিচয়পত্র|paspor|nik|ktp|kitambulisho|pasipoti|hộ chiếu|cccd|cmnd|여권|주민등록번호|ፓስፖርት";

/// Before the number of an identity paper, in scripts that write no spaces.
pub(super) const IDENTITY_JOINED: &str = "\
    护照|護照|身份证|身分證|身份證|旅券|パスポート|マイナンバー|免許証|หนังสือเดินทาง|บัตรประชาชน|မှတ်ပုံတင်|နိုင်ငံကူးလက်မှတ်|\
    លិខិតឆ្លងដែន";

/// Before the number of an account.
pub(super) const ACCOUNT: &str = "\
    account number|account no|acct|a/c|a/c no|bank account|account|iban|sort code|routing number|\
    swift|bic|clabe|ifsc|numéro de compte|compte bancaire|rib|cuenta|número de cuenta|cbu|conta|\
    agência|konto|kontonummer|rekening|conto corrente|расчётный счёт|счёт|рахунок|رقم الحساب|حساب|\
    شماره حساب|شماره کارت|账号|賬號|银行卡|口座|계좌|खाता|hesap no|rekening bank|số tài khoản|m-pesa|mpesa|\
    paybill|mobile money|บัญชี";

/// Before an address of the post.
pub(super) const ADDRESS: &str = "\
    address|addresses|home address|lives at|living at|lived in|lives on|lives in|resides at|\
    residing at|resident of|located at|return to|adresse|habite au|domicilié|dirección|domicilio|\
    vive en|endereço|reside na|indirizzo|residente in|wohnhaft|wohnt in|adres|adress|адрес|адреса|\
    проживает|проживающий|διεύθυνση|عنوان|العنوان|يسكن|يقيم|آدرس|نشانی|כתובת|पता|ঠিকানা|alamat|\
    anwani|địa chỉ|주소|地址|住址|住所|ที่อยู่|လိပ်စာ|osoite|cím|adresa";
