//! Names of people: a labelled set of our own, and what is no name. Every name in it is invented.

use super::super::{Kind, Names, suggest};
use super::leaves;

/// Names between `⟦` and `⟧`. None of these people exists; sentences are of the kinds that reports are made of.
pub(super) const LABELLED: &[&str] = &[
    "Mr ⟦Tesfaye⟧ and Dr. ⟦Mira Hakimi⟧ were there.",
    "The journalist ⟦Mira Hakimi⟧ was stopped at the border. ⟦Hakimi⟧ was alone.",
    "⟦Mira Hakimi⟧, a journalist, wrote to us.",
    "⟦Jonas van der Merwe⟧ was arrested on Monday.",
    "Police detained ⟦Anna-Maria Okello⟧ in Kampala.",
    "After the arrest of ⟦Samuel K. Boateng⟧ the network was slow.",
    "The lawyer ⟦Nia Obi⟧ asked the Ministry of Information.",
    "Activist ⟦Łukasz Nowak⟧ has been charged.",
    "⟦Fatou⟧ was released from prison.",
    "A man named ⟦Idris⟧ told us.",
    "Prof. ⟦Chukwuma⟧ spoke about Facebook.",
    "My neighbour ⟦Rosa⟧ saw it, and ⟦Rosa Quispe⟧ was summoned.",
    "She met ⟦Pavel⟧ in the market.",
    "La journaliste ⟦Aminata Diallo⟧ a été arrêtée à Conakry.",
    "L'arrestation de ⟦Jean-Pierre Mbala⟧ a suivi.",
    "Me ⟦Kouassi⟧, avocat, et Mme ⟦Traoré⟧ l'ont vu.",
    "El periodista ⟦Luis Ángel Rojas⟧ fue detenido el lunes.",
    "La Sra. ⟦Quispe⟧ y la abogada ⟦Elena de la Cruz⟧ viajaron.",
    "A jornalista ⟦Joana Macuácua⟧ foi detida em Maputo.",
    "Die Journalistin ⟦Lena Vogt⟧ wurde festgenommen.",
    "Herr ⟦Brandt⟧ und Frau ⟦Öztürk⟧ wurden befragt.",
    "La giornalista ⟦Giulia Rossetti⟧ è stata fermata.",
    "Gazeteci ⟦Deniz Aksoy⟧ gözaltına alındı.",
    "Dziennikarka ⟦Zofia Zielińska⟧ napisała list.",
    "Wartawan ⟦Budi Santoso⟧ ditangkap di Jayapura.",
    "Mwandishi ⟦Juma Mwakyusa⟧ alikamatwa.",
    "Журналистка ⟦Мария Орлова⟧ уехала. Адвокат ⟦Орловой⟧ молчит.",
    "Задержан активист ⟦Олег Савин⟧.",
    "Суд арестовал ⟦Ивана Белова⟧ на два месяца.",
    "⟦Ольга Гринько⟧ была задержана в Минске.",
    "Журналіста ⟦Тараса Бойка⟧ затримали.",
    "Ο δημοσιογράφος ⟦Νίκος Βέργος⟧ μίλησε.",
    "اعتقل الصحفي ⟦سامر الخطيب⟧ في دمشق",
    "قالت الناشطة ⟦ليلى حداد⟧ إن الشبكة مقطوعة",
    "اعتقال ⟦كريم منصور⟧ بعد الاحتجاج",
    "السيد ⟦عبد الرحمن ناصر⟧ كان هناك",
    "روزنامه‌نگار ⟦نسرین کاوه⟧ بازداشت شد",
    "آقای ⟦بهرام صادقی⟧ را دیدند",
    "صحافی ⟦عامر قریشی⟧ کو روکا گیا",
    "העיתונאי ⟦דניאל ברק⟧ נעצר אתמול",
    "पत्रकार ⟦रवि मेहता⟧ को रोका गया",
    "श्री ⟦अनिल वर्मा⟧ ने बताया",
    "⟦सुनीता राव⟧ को गिरफ्तार किया",
    "সাংবাদিক ⟦রফিক হোসেন⟧ কে আটক করা হয়",
    "ጋዜጠኛ ⟦አበበ በቀለ⟧ ታሰረ",
    "አቶ ⟦ተስፋዬ ገብሬ⟧ እና",
    "นักข่าว⟦สมชาย ใจดี⟧ถูกจับ",
    "นางสาว⟦มาลี ทองดี⟧ ได้โพสต์",
    "သတင်းထောက် ⟦မောင်လှ⟧ကို ဖမ်းဆီး",
    "记者⟦李小明⟧说网络中断",
    "律师⟦王芳⟧被带走",
    "⟦陈晓⟧先生在场",
    "⟦山田太郎⟧さんは記者です",
    "⟦김철수⟧ 기자가 말했다",
    "⟦박영희⟧ 씨는 체포되었다",
    "ჟურნალისტი ⟦ნინო ბერიძე⟧ იყო",
    "Nhà báo ⟦Trần Văn Minh⟧ bị bắt.",
    // Nothing beside these names says that they are any.
    "⟦Ibrahim⟧ keeps the router in the shop.",
    "Ask ⟦Leyla Demir⟧ about the cable.",
    "⟦Ахмедов⟧ пришёл первым.",
    "قال ⟦ماهر⟧ ذلك",
];

/// Without any name of a person.
const NOBODY: &[&str] = &[
    "The Ministry of Information ordered Safaricom to cut access in Nairobi.",
    "Journalists were arrested in Kampala on Monday.",
    "The Journalist Association of Kenya protested.",
    "Police arrested Syrian refugees and three students.",
    "Lawyers Without Borders wrote to the High Court.",
    "Access Now and CPJ named Uganda in the report.",
    "The activist group was detained. The Internet was slow.",
    "He was arrested. They were detained.",
    "MTN was charged with a fee.",
    "Un journaliste a été arrêté au Tchad.",
    "Журналисты были задержаны в Москве.",
    "Арестованы три активиста.",
    "اعتقال الصحفيين في القاهرة",
    "اعتقلت السلطات عشرات الناشطين",
    "पत्रकार संघ ने विरोध किया",
    "记者说网络中断",
    "นายกรัฐมนตรีกล่าวว่า",
    "皆さんは見た",
    "Students of the University of Khartoum protested.",
    "The source was published in The Guardian.",
];

fn cut(text: &str, start: usize, end: usize) -> String {
    text.chars().skip(start).take(end - start).collect()
}

/// All that is suggested as a person in a text: beside a word, and the same names again.
fn people(text: &str) -> Vec<String> {
    let mut all: Vec<_> = suggest(text).into_iter().filter(|one| one.kind == Kind::Person).collect();
    let names: Vec<String> = all.iter().map(|one| cut(text, one.start, one.end)).collect();
    all.extend(Names::new(names.iter().map(|name| (name.as_str(), true))).find(text, "name-again"));
    super::super::merged(all).into_iter().map(|one| cut(text, one.start, one.end)).collect()
}

#[test]
fn recall_and_precision_hold() {
    let (mut all, mut whole, mut given, mut right) = (0, 0, 0, 0);
    for marked in LABELLED {
        let text: String = marked.chars().filter(|c| !"⟦⟧".contains(*c)).collect();
        let wanted: Vec<&str> = marked
            .split('⟦')
            .skip(1)
            .filter_map(|rest| rest.split_once('⟧'))
            .map(|(inner, _)| inner)
            .collect();
        let found = people(&text);
        all += wanted.len();
        given += found.len();
        whole += wanted.iter().filter(|name| found.iter().any(|one| one.contains(**name))).count();
        right += found.iter().filter(|one| wanted.iter().any(|name| one.contains(name))).count();
        if wanted != found {
            println!("{text:?}: {found:?}");
        }
    }
    for text in NOBODY {
        let found = people(text);
        given += found.len();
        if !found.is_empty() {
            println!("{text:?}: {found:?}");
        }
    }
    println!("{all} names, {whole} wholly found; {given} suggested, {right} of them a name");
    assert!(whole * 100 >= all * 85, "{whole} of {all} names are found");
    assert!(right * 100 >= given * 90, "{right} of {given} suggestions are a name");
}

#[test]
fn what_is_nobody_is_left() {
    leaves(&[
        "The Journalist Association of Kenya protested.",
        "He was arrested. They were detained.",
        "اعتقال الصحفيين في القاهرة",
        "记者说网络中断",
    ]);
}

#[test]
fn names_of_facts_are_found_in_their_endings() {
    for (name, text, wanted) in [
        (
            "Mira Hakimi, neighbour",
            "We saw Mira and Hakimi's car, then MIRA HAKIMI.",
            vec!["Mira", "Hakimi's", "MIRA HAKIMI"],
        ),
        (
            "Interview with Мария Орлова",
            "Марии Орловой не было, Орлову ждали",
            vec!["Марии Орловой", "Орлову"],
        ),
        ("محمد علي", "سألنا محمد علي، ثم لمحمد", vec!["محمد علي", "لمحمد"]),
        ("Deniz Aksoy", "Aksoy'un evi, Denizin arabası", vec!["Aksoy'un", "Denizin"]),
        ("Anna Nowak", "Nowakowi i Annie, z Anną", vec!["Nowakowi", "Annie", "Anną"]),
        ("李小明", "后来李小明的朋友", vec!["李小明"]),
        ("김철수", "김철수는 말했다", vec!["김철수는"]),
        ("สมชาย", "แล้วสมชายไป", vec!["สมชาย"]),
        ("Mira Hakimi", "A miracle; the mirror; Market", vec![]),
    ] {
        let names = Names::new([(name, true)]);
        let found: Vec<String> =
            names.find(text, "name-in-facts").iter().map(|one| cut(text, one.start, one.end)).collect();
        assert_eq!(found, wanted, "{name}");
    }
    let office = Names::new([("Home Department, Ministry of Interior", false)]);
    assert!(office.find("The Home Department said so, at Home.", "name-in-facts").is_empty());
}
