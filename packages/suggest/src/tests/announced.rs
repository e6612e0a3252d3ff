//! What is found by the word before it: with fillers between, with endings on the word, in many languages.

use super::super::{Kind, suggest};
use super::{finds, leaves};

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn papers_behind_fillers_and_endings() {
    finds(
        Kind::IdentityNumber,
        &[
            "पासपोर्ट नंबर ⟦K1234567⟧ था",
            "ፓስፖርት ቁጥር ⟦EP1234567⟧ ነው",
            "የፓስፖርቱ ቁጥር ⟦EP1234567⟧",
            "cédula de identidad ⟦1.234.567⟧",
            "cédula de ciudadanía No. ⟦52123456⟧",
            "cédula de identidad número ⟦V-12345678⟧",
            "passport no. is ⟦AB1234567⟧",
            "his passport number was ⟦AB1234567⟧",
            "passports no ⟦AB1234567⟧",
            "le numéro de son passeport est le ⟦12AB34567⟧",
            "passeports nº ⟦12AB34567⟧",
            "номер паспорта: ⟦4509 123456⟧",
            "с паспортом № ⟦4509 123456⟧ был",
            "паспорт серии 4509 номер 123456".replace("4509 номер 123456", "⟦4509 номер 123456⟧").as_str(),
            "Reisepassnummer ⟦C01X00T47⟧",
            "Nummer seines Reisepasses lautet ⟦C01X00T47⟧",
            "Personalausweis Nr. ⟦T22000129⟧",
            "pasaportes n.º ⟦AB1234567⟧",
            "carta d'identità n. ⟦AX1234567⟧",
            "pasaportunun numarası ⟦U12345678⟧",
            "pasaport numarasıdır: ⟦U12345678⟧",
            "útlevélszáma: ⟦BA1234567⟧",
            "útlevelének száma ⟦BA1234567⟧",
            "رقم جواز سفره هو ⟦N00123456⟧",
            "وجواز سفرها رقم ⟦٠٠١٢٣٤٥٦٧⟧",
            "بجوازه رقم ⟦N00123456⟧",
            "الرقم الوطني: ⟦٩٨٧٦٥٤٣٢١٠⟧",
            "شماره گذرنامه‌اش ⟦A12345678⟧",
            "شماره ملی او ⟦۰۰۱۲۳۴۵۶۷۹⟧",
            "מספר הדרכון שלו הוא ⟦12345678⟧",
            "护照号码为⟦E12345678⟧，",
            "身份证号是 ⟦110105194912⟧",
            "パスポートの番号は⟦TK1234567⟧",
            "หนังสือเดินทางเลขที่ ⟦AA1234567⟧",
            "နိုင်ငံကူးလက်မှတ်အမှတ် ⟦၁၂၃၄၅၆၇⟧",
            "여권번호는 ⟦M12345678⟧",
            "nomor paspor saya adalah ⟦B1234567⟧",
            "namba ya pasipoti yake ni ⟦AB123456⟧",
            "số hộ chiếu của tôi là ⟦B1234567⟧",
            "পাসপোর্ট নম্বর ⟦AB1234567⟧",
            "paszportu numer ⟦AB1234567⟧",
            "паспортот број ⟦A1234567⟧",
            "αριθμός διαβατηρίου ⟦AB1234567⟧",
        ],
    );
    finds(
        Kind::BankNumber,
        &[
            "número de la cuenta es ⟦12345678⟧",
            "на счёте № ⟦40817810⟧",
            "Kontonummer lautet ⟦12345678⟧",
            "رقم حسابه هو ⟦12345678⟧",
        ],
    );
    finds(
        Kind::Telephone,
        &[
            "numéro de téléphone est le ⟦12 34 56 78⟧",
            "номером телефона ⟦123-45-67⟧",
            "رقم هاتفها هو ⟦٤٤١٢٣٤٥⟧",
            "telefonszáma: ⟦123 4567⟧",
            "फ़ोन नंबर है ⟦२३४५६७८९⟧",
            "ስልክ ቁጥሩ ⟦1234567⟧",
        ],
    );
    leaves(&[
        "passport holders: 12345 people",
        "the national identity card law of 2016",
        "accounts of 1234567 users",
        "паспортов выдано много",
        "account for the years 2016-2022",
    ]);
}

#[test]
fn plates() {
    finds(
        Kind::Plate,
        &[
            "a car, ⟦AB12 CDE⟧, waited",
            "⟦DL 3C AB 1234⟧".replace("3C AB", "3CAB").as_str(),
            "⟦京A12345⟧",
            "машина ⟦А123ВС 77⟧ стояла",
            "⟦AB-123-CD⟧",
            "⟦KBX 123A⟧ drove",
            "⟦12 ب 345 67⟧",
            "plate number ⟦ABC 123⟧ and",
            "licence plate no. is ⟦7ABC123⟧",
            "plaque d'immatriculation ⟦1234 TU 56⟧",
            "matrícula: ⟦1234 BCD⟧",
            "con placas ⟦XYZ-12-34⟧",
            "Kennzeichen ⟦B-MW 1234⟧",
            "госномер ⟦А123ВС77⟧",
            "номерным знаком ⟦О 777 ОО⟧",
            "لوحة السيارة رقم 12345".replace("السيارة رقم 12345", "رقم ⟦12345⟧").as_str(),
            "لوحتها ⟦أ ب ج 1234⟧",
            "车牌号⟦粤B12345⟧",
            "34 plakalı".replace("34 plakalı", "plaka ⟦34 ABC 123⟧").as_str(),
            "rendszáma: ⟦ABC-123⟧",
            "biển số ⟦29A-123.45⟧",
            "nomor polisi ⟦B 1234 XYZ⟧",
            "ทะเบียนรถ ⟦กข 1234⟧",
        ],
    );
    leaves(&[
        "ISO 3166 and RFC 4180",
        "A/HRC/RES/47/16",
        "on 14 MAR 2016",
        "the plate of food in 2016",
        "COVID-19 in 2020",
        "GPT-4 and 3G",
    ]);
}

#[test]
fn days_of_birth() {
    finds(
        Kind::BirthDate,
        &[
            "born on ⟦3 March 1985⟧ in",
            "born in Homs in ⟦1985⟧",
            "date of birth: ⟦1985-03-14⟧",
            "DOB ⟦14/03/85⟧",
            "née le ⟦3 mars 1985⟧ à",
            "fecha de nacimiento: ⟦14 de marzo de 1985⟧",
            "geboren am ⟦14.03.1985⟧",
            "geb. ⟦14.3.1985⟧",
            "data di nascita ⟦14/03/1985⟧",
            "родилась ⟦14 марта 1985⟧ года",
            "дата рождения: ⟦14.03.1985⟧",
            "⟦1985⟧ г. р.",
            "تاريخ الميلاد: ⟦١٤/٠٣/١٩٨٥⟧",
            "من مواليد ⟦١٩٨٥⟧",
            "تاریخ تولد ⟦۱۳۶۴/۱۲/۲۳⟧",
            "जन्म तिथि: ⟦१४-०३-१९८५⟧",
            "জন্ম তারিখ ⟦১৪/০৩/১৯৮৫⟧",
            "出生日期：⟦1985年3月14日⟧",
            "生年月日は⟦1985年3月14日⟧",
            "⟦1985年3月14日⟧出生",
            "생년월일: ⟦1985년 3월 14일⟧",
            "วันเกิด ⟦14/03/2528⟧",
            "doğum tarihi ⟦14.03.1985⟧",
            "tanggal lahir ⟦14 Maret 1985⟧",
            "ngày sinh ⟦14/03/1985⟧",
            "született: ⟦1985. március 14⟧",
            "የትውልድ ቀን ⟦14/03/1985⟧",
        ],
    );
    leaves(&["On 14 March 1985 the network was cut", "народ вышел 12.04.2021", "2016-03-14"]);
}

#[test]
fn hidden_services_codes_and_maps() {
    let onion = "vww6ybal4bd7szmgncyruucpgfkqahzddi37ktceo3ah7ngmcopnpyyd";
    finds(
        Kind::NetworkAddress,
        &[
            format!("on ⟦{onion}.onion⟧.").as_str(),
            format!("⟦http://{onion}.onion/drop?x=1⟧ there").as_str(),
            format!("⟦{onion}[.]onion⟧").as_str(),
            "⟦expyuzz4wqqyqhjn.onion⟧ is old",
        ],
    );
    finds(
        Kind::Coordinates,
        &[
            "plus code ⟦2V7J+2X⟧ there",
            "plus code: ⟦PFQV+GH⟧",
            "geohash: ⟦sy7w3qv2⟧",
            "geohash is ⟦sy7w3q⟧",
            "QTH locator ⟦KM73dk⟧",
            "⟦https://www.google.com/maps?q=33.5138%2C36.2765⟧",
            "⟦https://maps.google.com/?ll=33.5138%2C+36.2765&z=15⟧",
            "⟦https://www.google.com/url?q=https%3A%2F%2Fmaps.google.com%2F%3Fq%3D33.5138%252C36.2765⟧",
            "⟦https://www.openstreetmap.org/?mlat=33.513&mlon=36.276#map=15/33.513/36.276⟧",
            "⟦https://www.openstreetmap.org/#map=15/33.5/36.2⟧",
            "⟦geo:33.5138,36.2765;u=35⟧",
            "⟦geo:0,0?q=33.5138%2C36.2765⟧",
            "⟦https://yandex.com/maps/?ll=36.2765%2C33.5138&z=12⟧",
            "⟦https://bing.com/maps?cp=33.5138~36.2765⟧",
            "⟦https://waze.com/ul?ll=33.5138%2C36.2765⟧",
            "⟦maps.apple.com/?ll=33.5138,36.2765⟧",
            "⟦https://plus.codes/8G4P2V7J+2X⟧",
            "⟦https://2gis.ru/moscow/geo/37.6173%2C55.7558⟧",
        ],
    );
    leaves(&[
        "the locator of the year",
        "geohash is a code",
        "see example.onion",
        "onion soup",
        "https://example.org/a%2Cb",
        "https://www.google.com/search?q=shutdown",
    ]);
}

#[test]
fn every_rule_of_labels_is_named() {
    for text in ["plate AB 1234", "born 1985", "geohash u4pruyd", "Mr Hakimi", "detained Mira Hakimi"] {
        for one in suggest(text) {
            assert!(super::super::RULES.contains(&one.rule), "{}", one.rule);
        }
    }
}
