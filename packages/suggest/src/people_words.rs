//! Words beside which names of people stand, in many languages: titles, work, arrest; and words that are no names.

use super::labels::Label;

/// What tells of a person, by the word. Stars as in [`super::words::LABELS`].
pub(super) const LABELS: &[(Label, &str)] = &[
    (Label::Title, TITLES),
    (Label::Title, WORK),
    (Label::Title, WORK_ELSEWHERE),
    (Label::Titled, "bey|hanım|bey'in|hanım'ın|beyi|efendi|जी|साहब|صاحب|صاحبہ|খান|সাহেব|bey'e|úr|asszony"),
    (Label::Arrest, ARREST),
    (Label::Arrest, ARREST_ELSEWHERE),
];

/// The same in scripts that write no spaces.
pub(super) const JOINED: &[(Label, &str)] = &[
    (
        Label::Title,
        "记者|記者|律师|律師|博主|活动人士|活動人士|维权人士|維權人士|教授|作家|学者|學者|公民记者|弁護士|活動家|นายแพทย์|นาย|นางสาว|นาง|น.ส.|ดร.|\
         นักข่าว|ผู้สื่อข่าว|ทนายความ|ทนาย|นักกิจกรรม|သတင်းထောက်|ရှေ့နေ|ဦး|ဒေါ်|ဒေါက်တာ|ဆရာ|လောက်|លោកស្រី|លោក|អ្នកសារព័ត៌មាន|អ្នកកាសែត|មេធាវី|ທ່ານ|ນັກຂ່າວ|ທະນາຍຄວາມ",
    ),
    (Label::Titled, "先生|女士|小姐|氏|さん|様|容疑者|記者|弁護士"),
    (
        Label::Arrest,
        "逮捕了|逮捕|拘留了|拘留|抓捕了|抓捕|拘捕|带走了|带走|帶走|刑拘|被捕|被抓|被拘|被带走|被帶走|被逮捕|被拘留|被拘捕|被刑拘|จับกุม|ถูกจับ|ဖမ်းဆီး|အဖမ်းခံ|ចាប់ខ្លួន",
    ),
];

const TITLES: &str = "\
    mr|mrs|ms|miss|mx|dr|doctor|prof|professor|sir|madam|sister|brother|reverend|rev|imam|sheikh|shaykh|sheikha|\
    ustadh|maulana|mullah|colonel|col|captain|capt|lieutenant|lt|sergeant|sgt|corporal|comrade|named|by the name of|\
    known as|nicknamed|alias|colleague|colleagues|neighbour|neighbor|witness|source|cousin|wife|husband|daughter|mother|\
    father|son|whistleblower|informant|m|mme|mlle|monsieur|madame|mademoiselle|me|maître|docteur|professeur|nommé|\
    nommée|surnommé|témoin|sr|sra|srta|señor|señora|señorita|don|doña|doctora|profesor|profesora|ing|lic|licenciado|\
    licenciada|llamado|llamada|testigo|senhor|senhora|dona|doutor|doutora|chamado|chamada|testemunha|herr|herrn|frau|\
    doktor|namens|zeuge|zeugin|zeugen|sig|signor|signora|dott|dottor|dottoressa|avv|dhr|mevr|meneer|mevrouw|heer|pan|\
    pani|pana|panią|panu|paní|pán|sayın|bay|bayan|tanık|bapak|ibu|bpk|saudara|saudari|encik|puan|tuan|bwana|bw|bi|\
    bibi|mheshimiwa|ông|bà|anh|chị|fröken|господин*|госпож*|гн|г-н|г-жа|гражданин|гражданка|гражданина|гражданку|доктор*|\
    профессор*|свидетел*|по имени|пан|пані|пана|панові|свідок|свідка|κ|κα|κος|κύριος|κυρία|պարոն|տիկին|г-жу|г-ном|\
    السيد|السيدة|سيد|الآنسة|الدكتور*|دكتور*|د|الأستاذ*|الشيخ|الحاج|المدعو|المدعوة|يدعى|تدعى|واسمه|واسمها|اسمه|اسمها|الشاهد|الشاهدة|\
    آقای|خانم|دکتر|مهندس|استاد|به نام|بنام|جناب|محترمہ|ڈاکٹر|مسٹر|نامی|מר|גב|גברת|דוקטור|דר|פרופ|פרופסור|העד|\
    श्री|श्रीमती|सुश्री|डॉ|डॉक्टर|कुमारी|नामक|জনাব|ডা|ডঃ|ড|শ্রী|শ্রীমতী|বেগম|திரு|திருமதி|டாக்டர்|శ్రీ|శ్రీమతి|ಶ್ರೀ|ശ്രീ|શ્રી|ਸ੍ਰੀ|\
    አቶ|ወይዘሮ|ወሮ|ወይዘሪት|ዶክተር|ዶር|ባቶን|ბატონი|ქალბატონი";

/// Work that brings danger, in Latin letters.
const WORK: &str = "\
    journalist|reporter|correspondent|blogger|vlogger|editor|photojournalist|photographer|cameraman|broadcaster|\
    columnist|cartoonist|podcaster|youtuber|writer|poet|author|activist|campaigner|organiser|organizer|protester|\
    demonstrator|dissident|defender|advocate|lawyer|attorney|barrister|solicitor|student|teacher|nurse|researcher|\
    academic|engineer|artist|singer|rapper|musician|filmmaker|monk|priest|pastor|farmer|driver|worker|unionist|\
    journaliste|reporteur|rédacteur|rédactrice|blogueur|blogueuse|activiste|militant|militante|avocat|avocate|\
    défenseur|défenseure|étudiant|étudiante|opposant|opposante|photographe|syndicaliste|enseignant|enseignante|\
    periodista|reportero|reportera|comunicador|comunicadora|bloguero|bloguera|activista|abogado|abogada|estudiante|\
    opositor|opositora|defensor|defensora|fotógrafo|fotógrafa|fotoperiodista|escritor|escritora|dirigente|jornalista|\
    repórter|blogueiro|blogueira|ativista|advogado|advogada|estudante|militante|ativistas|journalistin|journalisten|\
    reporterin|bloggerin|aktivist|aktivistin|aktivisten|anwalt|anwältin|rechtsanwalt|rechtsanwältin|menschenrechtler|\
    menschenrechtlerin|studentin|studenten|lehrer|lehrerin|fotograf|fotografin|giornalista|cronista|attivista|\
    avvocato|avvocata|studente|studentessa|journaliste|activiste|advocaat|verslaggever|dziennikarz*|dziennikark*|\
    reporterka|aktywist*|działacz*|adwokat*|prawnik*|blogerka|studentka|novinář*|novinářka|novinar*|novinarka|\
    aktivist*|aktivistka|advokát*|advokat*|odvjetnik*|odvjetnica|jurnalist*|jurnalista|ziarist*|activistul|avocat*|\
    újságíró*|aktivista*|ügyvéd*|gazeteci*|muhabir*|aktivist*|avukat*|öğrenci*|yazar|jurnalis|wartawan|wartawati|\
    aktivis|pengacara|mahasiswa|peguam|mwandishi|mwanahabari|mwanaharakati|wakili|mwanafunzi|nhà báo|phóng viên|\
    luật sư|nhà hoạt động|blogger|mamamahayag|abogado|aktibista|wariye|suxufi|weriye|jarida|ɗan jarida|lauya|gazetar*|\
    jurnalistka|jurnalisti|faol|toimittaja*|aktivisti*|asianajaja*|journalisten|aktivisten|journaliste|jornalista";

/// The same in other letters.
const WORK_ELSEWHERE: &str = "\
    журналист*|журналистк*|репортёр*|репортер*|корреспондент*|блогер*|активист*|активистк*|адвокат*|правозащитни*|\
    юрист*|оппозиционер*|фотограф*|студент*|учител*|политик*|писател*|поэт*|художни*|журналіст*|журналістк*|активіст*|\
    правозахисни*|новинар*|новинарк*|активисти*|δημοσιογράφο*|ακτιβιστ*|δικηγόρο*|φοιτητ*|լրագրող*|ակտիվիստ*|փաստաբան*|\
    صحفي|صحفية|صحافي|صحافية|الصحفي|الصحفية|الصحافي|الصحافية|الإعلامي|الإعلامية|المراسل|المراسلة|المدون|المدونة|الناشط|\
    الناشطة|ناشط|ناشطة|المحامي|المحامية|محامي|محامية|الكاتب|الكاتبة|الطالب|الطالبة|المصور|المصورة|المعارض|المعارضة|\
    الحقوقي|الحقوقية|المهندس|المهندسة|المواطن|المواطنة|الشاعر|المعلم|المعلمة|الزميل|الزميلة|روزنامه‌نگار|خبرنگار|فعال مدنی|\
    فعال سیاسی|فعال حقوق|وبلاگ‌نویس|وکیل|دانشجو|نویسنده|شاعر|عکاس|معلم|صحافی|رپورٹر|کارکن|طالب علم|עיתונאי|עיתונאית|העיתונאי|\
    העיתונאית|הפעיל|הפעילה|פעיל|עורך הדין|עורכת הדין|עוד|הסטודנט|पत्रकार|रिपोर्टर|संवाददाता|कार्यकर्ता|वकील|अधिवक्ता|एक्टिविस्ट|छात्र|छात्रा|लेखक|\
    ब्लॉगर|সাংবাদিক|প্রতিবেদক|আইনজীবী|কর্মী|ছাত্র|ছাত্রী|লেখক|ব্লগার|পত্রকার|பத்திரிகையாளர்|செய்தியாளர்|வழக்கறிஞர்|ஆர்வலர்|పాత్రికేయుడు|జర్నలిస్ట్|\
    న్యాయవాది|ಪತ್ರಕರ್ತ|ವಕೀಲ|പത്രപ്രവർത്തകൻ|അഭിഭാഷകൻ|પત્રકાર|વકીલ|ਪੱਤਰਕਾਰ|ਵਕੀਲ|ජනමාධ්‍යවේදී|නීතිඥ|ጋዜጠኛ|ጠበቃ|አክቲቪስት|ጦማሪ|ተማሪ|መምህር|\
    ჟურნალისტი|ჟურნალისტ*|აქტივისტი|ადვოკატი";

const ARREST: &str = "\
    arrested|arrest of|arresting|detained|detaining|detention of|jailed|imprisoned|imprisonment of|abducted|\
    abduction of|kidnapped|kidnapping of|disappeared|disappearance of|summoned|interrogated|questioned|sentenced|\
    convicted|charged|indicted|prosecuted|tortured|beaten|assaulted|killed|murdered|shot dead|deported|extradited|\
    re-arrested|rearrested|harassed|threatened|raided|released from prison|freed|taken into custody|in custody|\
    arrêté|arrêtée|arrestation de|arrestation d|interpellé|interpellée|détenu|détenue|détention de|emprisonné|\
    emprisonnée|enlevé|enlevée|condamné|condamnée|incarcéré|incarcérée|torturé|torturée|assassiné|assassinée|\
    arrestado|arrestada|detenido|detenida|detuvo a|detuvieron a|detención de|encarcelado|encarcelada|secuestrado|\
    secuestrada|condenado|condenada|asesinado|asesinada|desaparecido|desaparecida|arresto de|preso|presa|detido|\
    detida|prisão de|detenção de|sequestrado|sequestrada|assassinado|assassinada|verhaftet|verhaftung von|\
    festgenommen|festnahme von|inhaftiert|verurteilt|entführt|ermordet|verschleppt|arrestato|arrestata|arresto di|\
    detenuto|detenuta|fermato|fermata|gearresteerd|opgepakt|aangehouden|aresztowan*|zatrzyman*|zatčen*|zadržen*|\
    uhićen*|uhapšen*|pritvoren*|arestat|arestată|reținut|reținută|letartóztat*|őrizetbe|gözaltına|tutuklan*|tutuklu|\
    hapsedil*|ditangkap|ditahan|penangkapan|penahanan|dipenjara|diculik|alikamatwa|amekamatwa|kukamatwa kwa|kumkamata|\
    bị bắt|bắt giữ|bắt giam|inaresto|dinakip|la xidhay|xiray|arrestuar|pidätetty|häktad|gripen|arresterad|anholdt";

/// The same in other letters.
const ARREST_ELSEWHERE: &str = "\
    арестова*|задержа*|осужд*|осуди*|приговор*|похищ*|похити*|арест|заключ*|допрос*|избит*|убит*|затрима*|заарешт*|\
    засудж*|ухапш*|арестуван*|συνελήφθη|συλλήψεις|σύλληψη του|σύλληψη της|կալանավոր*|ձերբակալ*|اعتقال|اعتقلت|اعتقل|\
    اعتقلوا|المعتقل|المعتقلة|معتقل|احتجاز|احتجز|احتجزت|توقيف|أوقف|أوقفت|أوقفوا|سجن|خطف|اختطاف|اختطف|اختطفت|حكم على|استدعاء|\
    استدعت|إطلاق سراح|القبض على|بازداشت|دستگیری|دستگیر|زندانی|گرفتار|نظربند|מעצר|מעצרו של|מעצרה של|נעצר|נעצרה|עצרו את|\
    गिरफ्तार|गिरफ़्तार|हिरासत|गिरफ्तारी|গ্রেপ্তার|গ্রেফতার|আটক|கைது|అరెస్ట్|అరెస్టు|ಬಂಧನ|അറസ്റ്റ്|ધરપકડ|ਗ੍ਰਿਫ਼ਤਾਰ|අත්අඩංගුවට|ታሰረ|ታሰረች|ታስሯል|\
    የታሰረው|የታሰረችው|체포|구금|დააკავეს|დაკავებ*";

/// Capitalised words that no name begins or ends with, in small letters without accents.
pub(super) const NOBODY: &str = "\
    a|an|the|he|she|they|it|we|i|you|this|that|these|those|his|her|their|our|my|its|who|one|two|three|four|five|six|\
    seven|eight|nine|ten|several|many|some|all|both|no|not|in|on|at|by|for|from|to|of|and|but|or|as|if|when|while|\
    after|before|during|since|until|with|without|under|over|about|between|according|also|however|there|here|was|were|\
    is|are|has|had|january|february|march|april|may|june|july|august|september|october|november|december|monday|\
    tuesday|wednesday|thursday|friday|saturday|sunday|today|yesterday|police|army|court|ministry|minister|president|\
    government|parliament|union|unions|association|network|networks|committee|council|commission|federation|\
    organisation|organization|group|party|university|school|institute|center|centre|house|hall|street|prison|jail|\
    station|state|states|national|international|united|nations|republic|county|district|province|city|town|village|\
    security|forces|force|service|services|bureau|agency|act|law|bill|article|section|internet|facebook|twitter|\
    whatsapp|telegram|signal|youtube|google|instagram|tiktok|africa|europe|asia|america|syndicate|guild|foundation|\
    society|movement|front|coalition|initiative|project|office|department|directorate|authority|authorities|company|\
    media|press|news|radio|television|tv|times|post|journalists|activists|lawyers|students|protesters|bloggers|rights|\
    human|freedom|free|digital|civil|without|reporters|officers|officer|officials|official|soldiers|people|persons|\
    residents|citizens|members|leaders|workers|women|men|children|at-large|mr|mrs|ms|dr|prof|le|la|les|un|une|des|il|\
    elle|ils|elles|police|gouvernement|tribunal|ministere|el|los|las|una|la|ella|ellos|policia|gobierno|ministerio|\
    der|die|das|ein|eine|er|sie|es|polizei|regierung|gericht|janvier|fevrier|mars|avril|mai|juin|juillet|aout|\
    septembre|octobre|novembre|decembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|\
    diciembre|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miercoles|jueves|viernes|sabado|domingo|\
    montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|juni|juli|oktober|dezember|он|она|они|\
    его|ее|в|на|по|при|как|суд|полиция|полиции|правительство|интернет|союз|союза|россии|мвд|фсб|январь|понедельник";

/// Words of sentences that follow a title in scripts without capitals.
pub(super) const NO_NAME: &str = "\
    في|من|إلى|الى|عن|مع|التي|الذي|الذين|و|أن|ان|قد|لم|لا|كان|كانت|هو|هي|بعد|قبل|خلال|منذ|حتى|بسبب|ضد|بتهمة|بينما|عند|لدى|\
    تم|جرى|قال|قالت|صرح|اليوم|أمس|امس|هذا|هذه|دون|غير|عدد|مدير|رئيس|أي|اي|صحفي|صحفيين|ناشط|ناشطين|مواطن|مواطنين|شخص|أشخاص|\
    اشخاص|عشرات|مئات|آلاف|را|در|از|به|با|که|شد|شدند|شده|بود|است|و|این|آن|کرد|کردند|برای|تا|هم|چند|یک|دو|سه|نفر|کو|کے|کی|کا|نے|\
    میں|سے|پر|اور|ہے|ہیں|تھا|של|את|על|עם|אל|כי|אשר|לא|גם|או|הוא|היא|היה|לאחר|को|ने|के|की|का|और|से|में|पर|है|हैं|था|थे|कि|एक|गया|\
    किया|लोगों|लोग|संघ|के|ও|এবং|কে|এর|থেকে|করা|করেছে|একজন|সহ|নেতা|சங்கம்|மற்றும்|እና|ነው|ላይ|ውስጥ|ከ|በ|ወደ|እንደ|ማህበር|და|არის|იყო";

/// Small words within names.
pub(super) const WITHIN: &str = "\
    de|del|della|di|da|das|do|dos|du|des|la|le|van|von|der|den|ter|ten|zu|zum|bin|ibn|bint|abu|abou|al|el|ul|as|at|af|\
    av|y|e|i|mac|mc|o|st|ben|ould|wa|ole|san|ap|d";
