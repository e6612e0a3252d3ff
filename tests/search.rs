//! Whatever is written in any script is found again, and nothing that is typed breaks the search.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use entente::access::{Audience, Readable, Token, Viewer, terms};
use entente::db::{Change, Conn};
use entente::error::Result;
use entente::index::{
    Document, Follower, Index, Kind, Likeness, ONGOING, Query, Replacement, Sort, Source, Want,
};

use crate::kinds::{KINDS, REPORTS};
use crate::support::{Place, noon};

/// Documents that never change.
struct Fixed(Vec<Document>);

impl Source for Fixed {
    fn kind(&self) -> &'static Kind {
        &REPORTS
    }

    fn documents(&self, _: &mut Conn, _: &Change) -> Result<Replacement> {
        Ok(Replacement::default())
    }

    fn all(&self, _: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        self.0.iter().try_for_each(each)
    }
}

fn document(number: u64, audience: Token, title: &str, body: &str) -> Document {
    Document {
        id: number.to_string(),
        subject: number.to_string(),
        parent: number,
        terms: terms::of_family(&[Readable::listed(Audience::of(audience))]).remove(0).remove(0),
        title: title.to_owned(),
        body: body.to_owned(),
        facets: Vec::new(),
        started: None,
        ended: None,
        released_at: noon(),
    }
}

fn indexed(documents: Vec<Document>) -> Index {
    let place = Place::new();
    let index = Index::in_memory(KINDS).unwrap();
    Follower::new(index.clone(), place.database.clone(), vec![Arc::new(Fixed(documents))])
        .catch_up()
        .unwrap();
    index
}

fn public() -> Query {
    Query::everything(terms::of_viewer(&Viewer::public()))
}

fn found(index: &Index, text: &str, sort: Sort) -> Vec<u64> {
    let query = Query { text: Some(text.to_owned()), sort, ..public() };
    let answer = index.view_as_it_is(&REPORTS).unwrap().search(&query, None, 1000, Want::Overview).unwrap();
    answer.page.rows.iter().map(|row| row.parent).collect()
}

/// A sentence each, and what somebody might type to find it.
const SAMPLES: [(&str, &[&str]); 14] = [
    (
        "Internet shut down during national exams; AS12345 and R-7K3QX9",
        &["EXAMS", "\"shut down\"", "as12345", "R-7K3QX9", "7k3qx9"],
    ),
    ("L’accès à l’Internet a été coupé à Yaoundé", &["acces", "l'accès", "YAOUNDE", "coupe"]),
    ("İstanbul’da sosyal medya yavaşlatıldı", &["istanbul", "YAVASLATILDI", "yavaşlatıldı"]),
    ("قُطِعَ الإنترنت عن المدينة يوم ٢٠ يناير", &["الانترنت", "يناير", "المدينه", "20"]),
    ("اینترنت در شهرهای کردستان قطع شد", &["اينترنت", "كردستان"]),
    ("Доступ к сети ограничен, всё ещё замедление", &["ДОСТУП", "все", "замедление"]),
    ("ኢንተርኔት በትግራይ ተቋርጧል።", &["ኢንተርኔት", "ተቋርጧል"]),
    ("जम्मू में इंटरनेट सेवाएँ बंद हैं", &["इंटरनेट", "सेवाएँ"]),
    ("有关部门封锁了虚拟专用网络和社交媒体", &["封锁", "虚拟专用网络", "网"]),
    ("インターネットの遮断とＶＰＮの禁止", &["遮断", "vpn", "インターネット"]),
    ("ရန်ကုန်တွင် အင်တာနက် ဖြတ်တောက်ခဲ့သည်", &["အင်တာနက်", "ဖြတ်တောက်"]),
    ("การปิดกั้นอินเทอร์เน็ตในประเทศไทย", &["อินเทอร์เน็ต", "ปิดกั้น"]),
    ("인터넷이 차단되었다", &["인터넷", "차단"]),
    ("བོད་ལྗོངས་ཀྱི་དྲ་རྒྱ་བཅད་པ།", &["དྲ་རྒྱ", "བོད་ལྗོངས"]),
];

#[test]
fn every_script_is_found_by_its_words() {
    let documents = (0..).zip(SAMPLES).map(|(number, (text, _))| document(number, Token::Public, "", text));
    let index = indexed(documents.collect());
    for (number, (text, words)) in (0..).zip(SAMPLES) {
        for word in words {
            assert_eq!(found(&index, word, Sort::Newest), [number], "{word} of {text}");
            assert_eq!(found(&index, word, Sort::Relevance), [number], "{word} of {text}");
        }
    }
}

#[test]
fn runs_are_found_whole_and_not_in_pieces() {
    let index = indexed(vec![
        document(1, Token::Public, "", "封锁网络"),
        document(2, Token::Public, "", "网封络锁 封网 锁络"),
    ]);
    assert_eq!(found(&index, "封锁网络", Sort::Newest), [1]);
    assert_eq!(found(&index, "络", Sort::Newest), [2, 1]);
}

#[test]
fn the_small_language_of_words() {
    let index = indexed(vec![
        document(1, Token::Public, "Shutdown", "mobile data off for exams"),
        document(2, Token::Public, "Court order", "a shutdown of mobile networks; exams not touched"),
        document(3, Token::Public, "Exams", "for exams, mobile data was throttled"),
    ]);
    assert_eq!(found(&index, "mobile exams", Sort::Newest), [3, 2, 1]);
    assert_eq!(found(&index, "\"mobile data\"", Sort::Newest), [3, 1]);
    assert_eq!(found(&index, "exams -throttled", Sort::Newest), [2, 1]);
    assert_eq!(found(&index, "exams -\"mobile data\"", Sort::Newest), [2]);
    assert_eq!(found(&index, "-court", Sort::Newest), [3, 1]);
    assert_eq!(found(&index, "", Sort::Newest), [3, 2, 1]);
    assert!(found(&index, "?!", Sort::Newest).is_empty());
    assert_eq!(found(&index, "exams", Sort::Relevance)[0], 3, "a word of the title counts more");
    let (one, two) = (found(&index, "title body", Sort::Newest), found(&index, "order a", Sort::Newest));
    assert!(one.is_empty() && two == [2]);
    assert!(found(&index, "\"order a\"", Sort::Newest).is_empty(), "title and body are not one phrase");
}

/// Data that stands beside the project, where it does.
pub fn shared(path: &str) -> Option<PathBuf> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    if !file.exists() {
        eprintln!("skipped: {} is not here", file.display());
    }
    file.exists().then_some(file)
}

#[test]
fn nothing_typed_breaks_the_search() {
    let index = indexed(vec![document(1, Token::Public, "a", "b")]);
    let mut typed =
        ["\"", "-", "--", "-\"", "\"\"", "AND OR NOT", "a:b", "[* TO *]", "\\", "\0", "^~*?(){}", "\u{301}"]
            .map(str::to_owned)
            .to_vec();
    typed.push("\u{fdfa}".repeat(300));
    typed.push("あ\u{3099}".repeat(5_000));
    if let Some(file) = shared("naughty-strings/blns.json") {
        typed.extend(serde_json::from_str::<Vec<String>>(&std::fs::read_to_string(file).unwrap()).unwrap());
    }
    for text in &typed {
        found(&index, text, Sort::Newest);
        found(&index, text, Sort::Relevance);
    }
    // What can be typed can be written too, and is then found.
    let documents = (0..).zip(&typed).map(|(number, text)| document(number, Token::Public, text, text));
    let index = indexed(documents.collect());
    for (number, text) in (0..).zip(&typed) {
        let quoted = format!(
            "\"{}\"",
            text.replace(['"', '“', '”', '„', '«', '»', '＂', '「', '」', '『', '』'], " ")
        );
        let words = entente::index::SearchTerms::parse(&quoted, &entente::index::NO_NAMES).unwrap();
        assert!(words.is_empty() || found(&index, &quoted, Sort::Newest).contains(&number), "{text:?}");
    }
}

#[test]
fn article_19_is_found_in_every_language() {
    let words = [
        ("eng", "opinion and expression"),
        ("fra", "\"liberté d’opinion\""),
        ("spa", "opinion expresion"),
        ("por_BR", "opinião expressão"),
        ("tur", "FIKIRLERINI aciklamak"),
        ("vie", "quan điểm"),
        ("swh", "maoni yake"),
        ("rus", "УБЕЖДЕНИЙ"),
        ("ukr", "переконань"),
        ("bel", "перакананняў"),
        ("arb", "الرأي"),
        ("pes_1", "عقيده بيان"),
        ("urd", "اظہار"),
        ("hin", "अभिव्यक्ति"),
        ("tir", "ነፃነት ምግላፅን"),
        ("bod", "བསམ་ཚུལ"),
        ("cmn_hans", "发表意见"),
        ("cmn_hant", "發表意見"),
        ("kmr", "ramanen"),
    ];
    let texts = include_str!("data/articles-17-to-21.json");
    let texts: BTreeMap<String, Vec<String>> = serde_json::from_str(texts).unwrap();
    for (language, word) in words {
        let articles = (17..).zip(&texts[language]);
        let index =
            indexed(articles.map(|(number, text)| document(number, Token::Public, "", text)).collect());
        assert_eq!(found(&index, word, Sort::Newest), [19], "{language}: {word}");
    }
}

#[test]
fn pages_of_equals_neither_repeat_nor_miss() {
    let index = indexed((0..25).map(|number| document(number, Token::Public, "same", "text")).collect());
    for sort in [Sort::Newest, Sort::Oldest, Sort::Released, Sort::Relevance] {
        let query = Query { text: Some("same".to_owned()), sort, ..public() };
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page =
                index.view_as_it_is(&REPORTS).unwrap().search(&query, after, 4, Want::Rows).unwrap().page;
            seen.extend(page.rows.iter().map(|row| row.parent));
            after = page.next.map(|key| entente::index::Key::from_bytes(&key.to_bytes()).unwrap());
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, (0..25).rev().collect::<Vec<_>>());
    }
}

#[test]
fn similar_incidents_come_from_what_is_readable() {
    let day = |day| NaiveDate::from_ymd_opt(2024, 3, day);
    let like = |number, audience, country: &str, kind: &str, started, ended| Document {
        facets: vec![("country", country.to_owned()), ("type", kind.to_owned())],
        started,
        ended,
        ..document(number, audience, "", "")
    };
    let index = indexed(vec![
        like(1, Token::Public, "IQ", "shutdown", day(3), None),
        like(2, Token::Public, "IQ", "filtering", day(10), None),
        like(3, Token::Coalition, "IQ", "shutdown", day(10), None),
        like(4, Token::Public, "IR", "shutdown", day(10), None),
        like(5, Token::Public, "IQ", "shutdown", NaiveDate::from_ymd_opt(2019, 1, 1), Some(ONGOING)),
        like(8, Token::Public, "IQ", "shutdown", NaiveDate::from_ymd_opt(2023, 3, 1), Some(ONGOING)),
        like(9, Token::Public, "IQ", "filtering", NaiveDate::from_ymd_opt(2024, 3, 30), Some(ONGOING)),
        like(6, Token::Public, "IQ", "shutdown", NaiveDate::from_ymd_opt(2019, 1, 1), None),
        like(7, Token::Public, "IQ", "shutdown", None, None),
    ]);
    let likeness = Likeness {
        viewer: public().viewer,
        same: ("country", vec!["IQ".into()]),
        first: ("type", vec!["shutdown".into()]),
        day: day(10).unwrap(),
        apart: 14,
        but: None,
    };
    let similar = |likeness: &Likeness| -> Vec<u64> {
        index
            .view_as_it_is(&REPORTS)
            .unwrap()
            .similar(likeness, 5)
            .unwrap()
            .iter()
            .map(|row| row.parent)
            .collect()
    };
    // What goes on since long is near to every day, and says nothing; what began a year ago comes after what is nearer.
    assert_eq!(similar(&likeness), [1, 8, 2]);
    assert_eq!(similar(&Likeness { but: Some(8), ..likeness.clone() }), [1, 2]);
    assert!(similar(&Likeness { same: ("country", Vec::new()), ..likeness.clone() }).is_empty());
}

#[test]
fn what_cannot_be_read_does_not_move_the_ranks() {
    let public_texts =
        ["exam exam leak", "exam", "leak leak leak", "court", "a much longer text about an exam and a court"];
    let documents =
        || (0..).zip(public_texts).map(|(number, text)| document(number, Token::Public, "", text));
    let hidden = (100..200).map(|number| document(number, Token::Coalition, "", "leak leak leak"));
    let (alone, among) = (indexed(documents().collect()), indexed(documents().chain(hidden).collect()));
    let keys = |index: &Index| -> BTreeMap<u64, [u8; 8]> {
        let query = Query { text: Some("exam".into()), sort: Sort::Relevance, ..public() };
        let page = index.view_as_it_is(&REPORTS).unwrap().search(&query, None, 50, Want::Rows).unwrap().page;
        page.rows.iter().map(|row| (row.parent, row.key.to_bytes())).collect()
    };
    assert_eq!(keys(&alone), keys(&among));
    assert!(!keys(&alone).is_empty());
}
