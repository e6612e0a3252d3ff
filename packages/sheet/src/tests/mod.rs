//! What comes out of a document is what went in.

mod hostile;
mod layout;
mod reading;

use std::fs;

use crate::faces::CUTS;
use crate::{Fault, Kind, Named, Paragraph, Section, Sheet, pdf};
use reading::hear;

pub(super) fn plain(text: &str) -> Paragraph<'_> {
    Paragraph { number: "", text, kind: Kind::Plain }
}

pub(super) fn numbered<'a>(number: &'a str, text: &'a str) -> Paragraph<'a> {
    Paragraph { number, text, kind: Kind::Numbered }
}

pub(super) fn statement() -> Sheet<'static> {
    Sheet {
        title: "Joint statement on keeping people connected during elections",
        language: "en",
        marking: "TLP:CLEAR",
        label: "Published statement",
        date: "14 March 2027",
        body: vec![
            numbered(
                "1",
                "Recalling that the human rights that people have offline must also be protected online,",
            ),
            numbered(
                "2",
                "Noting with concern that access was restricted in eleven countries in the year before,",
            ),
            Paragraph { number: "", text: "We, as participating States:", kind: Kind::Heading },
            plain("This is said together — and each of us says it alone."),
            numbered(
                "A",
                "Call upon all governments to keep the Internet open before, during and after a vote.",
            ),
        ],
        lists: vec![Section {
            heading: "Endorsed by",
            texts: vec!["Estmark", "Norwick", "République de Valène", "Westerland", "大"],
        }],
        notes: vec![Section {
            heading: "Reservation of Norwick",
            texts: vec!["Norwick does not read paragraph 2 as a finding.", "It stays part of the consensus."],
        }],
        address: Named { name: "Permanent address", value: "https://entente.example/statements/6f1ed002" },
        hash: Named {
            name: "SHA-256 of the text",
            value: "6f1ed002ab5595859014ebf0951522d9a8b1c2d3e4f5061728394a5b6c7d8e9f",
        },
    }
}

/// The statement without the name that no font has.
pub(super) fn printable() -> Sheet<'static> {
    let mut sheet = statement();
    sheet.lists[0].texts.pop();
    sheet
}

#[test]
fn a_statement_is_heard_as_it_was_written() {
    let heard = hear(&pdf(&printable()).unwrap());
    assert_eq!(
        heard.structure,
        "Document(H1 P P P H2 P P H2 L(LI(LBody) LI(LBody) LI(LBody) LI(LBody)) H2 P P P P(Link) P P)"
    );
    let sheet = printable();
    assert_eq!(
        heard.texts,
        [
            sheet.title,
            sheet.date,
            "1 Recalling that the human rights that people have offline must also be protected online,",
            "2 Noting with concern that access was restricted in eleven countries in the year before,",
            "We, as participating States:",
            "This is said together — and each of us says it alone.",
            "A Call upon all governments to keep the Internet open before, during and after a vote.",
            "Endorsed by",
            "Estmark",
            "Norwick",
            "République de Valène",
            "Westerland",
            "Reservation of Norwick",
            "Norwick does not read paragraph 2 as a finding.",
            "It stays part of the consensus.",
            "Permanent address",
            sheet.address.value,
            "SHA-256 of the text",
            sheet.hash.value,
        ]
    );
    assert_eq!(heard.title, sheet.title);
    assert_eq!((heard.language.as_str(), heard.pages), ("en", 1));
    assert_eq!(heard.links, [sheet.address.value]);
}

#[test]
fn the_same_sheet_is_the_same_bytes() {
    let first = pdf(&printable()).unwrap();
    let elsewhere = std::thread::spawn(|| pdf(&printable()).unwrap()).join().unwrap();
    assert!(first == elsewhere);
    let other = Sheet { date: "15 March 2027", ..printable() };
    assert!(first != pdf(&other).unwrap());
    assert!(first.windows(15).any(|part| part == b"<pdfuaid:part>1"));
}

#[test]
fn every_bundled_font_says_what_was_written() {
    let scripts = [
        ("el", "Η ελευθερία της έκφρασης στο διαδίκτυο"),
        ("ru", "Свобода слова в интернете — для всех"),
        ("vi", "Quyền tự do ngôn luận trên mạng"),
        ("ar", "حرية التعبير على الإنترنت حقٌّ للجميع"),
        ("fa", "آزادی بیان در اینترنت را می‌خواهیم"),
        ("ur", "انٹرنیٹ پر اظہارِ رائے کی آزادی"),
        ("he", "חופש הביטוי באינטרנט שייך לכולם"),
        ("hy", "Խոսքի ազատությունը համացանցում"),
        ("ka", "სიტყვის თავისუფლება ინტერნეტში"),
        ("am", "የኢንተርኔት ነፃነት ለሁሉም፤ በሁሉም ቦታ።"),
        ("dv", "އިންޓަރނެޓްގެ މިނިވަންކަން"),
        ("hi", "इंटरनेट पर अभिव्यक्ति की स्वतंत्रता"),
        ("bn", "ইন্টারনেটে মত প্রকাশের স্বাধীনতা"),
        ("pa", "ਇੰਟਰਨੈੱਟ ਉੱਤੇ ਬੋਲਣ ਦੀ ਆਜ਼ਾਦੀ"),
        ("ta", "இணையத்தில் கருத்துச் சுதந்திரம்"),
        ("si", "අන්තර්ජාලයේ භාෂණයේ නිදහස"),
        ("th", "เสรีภาพในการแสดงออกบนอินเทอร์เน็ต"),
        ("lo", "ເສລີພາບໃນການສະແດງອອກທາງອິນເຕີເນັດ"),
        ("my", "အင်တာနက်ပေါ်တွင် လွတ်လပ်စွာ ထုတ်ဖော်ပြောဆိုခွင့်"),
        ("km", "សេរីភាពនៃការបញ្ចេញមតិនៅលើអ៊ីនធឺណិត"),
    ];
    for (language, text) in scripts {
        let long = [text; 12].join(" ");
        let body = vec![numbered("1", text), plain(&long)];
        let sheet = Sheet { title: text, language, body, ..Sheet::default() };
        let heard = hear(&pdf(&sheet).unwrap());
        assert_eq!(heard.texts, [text, &format!("1 {text}"), &long], "{language}");
        assert_eq!((heard.title.as_str(), heard.language.as_str()), (text, language));
    }
}

#[test]
fn three_scripts_stand_in_one_line() {
    let text = "The Coalition (التحالف من أجل إنترنت حر) met in 2027 at የአፍሪካ ሕብረት, said “שלום” and left.";
    let sheet = Sheet { title: text, language: "en", body: vec![plain(text)], ..Sheet::default() };
    assert_eq!(hear(&pdf(&sheet).unwrap()).texts, [text, text]);
    // Even in one letter.
    let text = "a\u{64b}e\u{94d}";
    let sheet = Sheet { title: text, language: "en", ..Sheet::default() };
    assert_eq!(hear(&pdf(&sheet).unwrap()).texts, [text]);
    let text = "اجتمع التحالف (Freedom Online Coalition) في 14 مارس 2027، وقال: «لا للحجب».";
    let sheet = Sheet { title: text, language: "ar", body: vec![plain(text)], ..Sheet::default() };
    assert_eq!(hear(&pdf(&sheet).unwrap()).texts, [text, text]);
}

#[test]
fn a_script_without_a_font_is_named() {
    let fault = |text: &str| pdf(&Sheet { title: "Names", body: vec![plain(text)], ..Sheet::default() });
    for (text, name, character) in [
        ("in the end 自由", "Han", '自'),
        ("자유", "Hangul", '자'),
        ("じゆう", "Hiragana", 'じ'),
        ("freedom 🕊", "Common", '🕊'),
        ("a\u{302a}", "Inherited", '\u{302a}'),
        ("\u{e000}", "Unknown", '\u{e000}'),
    ] {
        assert_eq!(fault(text), Err(Fault::Script { name: name.to_owned(), character }), "{text}");
    }
    assert_eq!(pdf(&statement()).unwrap_err().to_string(), "no bundled font has '大' of the script Han");
}

#[test]
fn a_sheet_has_a_title() {
    for title in ["", " \n\t", "\u{feff}", "\u{200e}\u{2069}", "\u{200b}"] {
        assert_eq!(pdf(&Sheet { title, ..Sheet::default() }), Err(Fault::Untitled), "{title:?}");
    }
    let alone =
        hear(&pdf(&Sheet { title: "Alone", language: "not a language", ..Sheet::default() }).unwrap());
    assert_eq!((alone.structure.as_str(), alone.language.as_str()), ("Document(H1)", "und"));
}

#[test]
fn only_the_web_is_linked_to() {
    for value in ["javascript:alert(1)", "statement 6f1e", "https://entente.example/é", "file:///etc/passwd"]
    {
        let sheet = Sheet { title: "Where", address: Named { name: "", value }, ..Sheet::default() };
        let heard = hear(&pdf(&sheet).unwrap());
        assert_eq!((heard.links.len(), heard.texts), (0, vec!["Where".to_owned(), value.to_owned()]));
    }
    // A long one can be pressed on each of its lines.
    let value = &format!("https://entente.example/{}", "statement/".repeat(60));
    let sheet = Sheet { title: "Where", address: Named { name: "At", value }, ..Sheet::default() };
    let heard = hear(&pdf(&sheet).unwrap());
    assert_eq!((heard.links, heard.texts.last()), (vec![value.clone()], Some(value)));
}

#[test]
fn fonts_are_small_and_come_with_their_licence() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    let notice = fs::read_to_string(format!("{folder}/NOTICE.md")).unwrap();
    let mut bytes = 0;
    for file in &files {
        let name = file.file_name().into_string().unwrap();
        if file.path().extension().is_some_and(|ending| ending == "ttf") {
            assert!(notice.contains(&format!("`{name}`")), "{name}");
            bytes += file.metadata().unwrap().len();
        }
    }
    assert!(
        fs::read_to_string(format!("{folder}/LICENSE"))
            .unwrap()
            .contains("SIL OPEN FONT LICENSE Version 1.1")
    );
    assert!(bytes < 4_000_000, "{bytes}");
    assert_eq!((CUTS.len(), files.len()), (18, 20));
}
