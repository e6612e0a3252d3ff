//! Whatever is typed, nothing breaks and nothing takes long.

use std::time::Duration;

use super::reading::hear;
use super::{numbered, plain};
use crate::{Fault, Kind, Named, Paragraph, Section, Sheet, pdf};

const LONGEST: usize = 100_000;

/// The processor time of this thread that something takes, so that other work on the machine does not count.
fn takes<T>(work: impl Fn() -> T) -> (Duration, T) {
    let now = || {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::try_from(now).unwrap()
    };
    let start = now();
    let done = work();
    (now().saturating_sub(start), done)
}

fn everywhere(text: &str) -> Sheet<'_> {
    let part = Named { name: text, value: text };
    Sheet {
        title: text,
        language: text,
        marking: text,
        label: text,
        date: text,
        body: vec![
            numbered(text, text),
            numbered("1", text),
            plain(text),
            Paragraph { number: text, text, kind: Kind::Heading },
        ],
        lists: vec![Section { heading: text, texts: vec![text; 5] }],
        notes: vec![Section { heading: text, texts: vec![text; 2] }],
        address: part,
        hash: part,
    }
}

#[test]
fn every_kind_of_text_stands_everywhere() {
    let kinds = [
        "",
        " ",
        "\n",
        "\u{0}\u{1}\u{7}\u{1b}[31m\u{7f}\u{9f}",
        "a\u{0}b",
        "\u{202e}\u{202d}\u{2066}\u{2067}\u{2068}\u{2069}\u{202c}x",
        "\u{301}",
        "\u{301}a\u{301}\u{301}",
        "\u{200d}\u{200d}a\u{200d}",
        "\u{fe0f}\u{e0100}b",
        "\u{5d0}\u{5bc}\u{5b8}",
        "ل\u{200d}ا",
        "\u{915}\u{94d}\u{200d}\u{94d}\u{94d}",
        "\u{94d}\u{915}",
        "\u{1031}\u{1000}\u{103b}\u{1031}",
        "\u{17d2}\u{17d2}ក",
        "((((((((שלום))))))))",
        "%PDF-1.7 endstream endobj (\\)) <</S/JavaScript>>",
        "\u{2028}\u{2029}\u{85}x",
        "\u{1c5}\u{fb03}\u{1e9e}",
        "\u{3164}\u{ffa0}x",
        "\u{e0001}\u{e0041}x",
        "\u{10ffff}\u{fffe}x",
    ];
    let mut printed = 0;
    for text in kinds {
        match pdf(&everywhere(text)) {
            Ok(document) => printed += usize::from(hear(&document).pages > 0),
            Err(fault) => {
                assert!(matches!(fault, Fault::Script { .. } | Fault::Untitled), "{text:?}: {fault}");
            }
        }
    }
    assert!(printed > 15, "{printed}");
}

#[test]
fn no_text_is_much_more_work_than_plain_words() {
    let of = |unit: &str| unit.chars().cycle().take(LONGEST).collect::<String>();
    let print = |text: &str| pdf(&Sheet { title: "Long", body: vec![plain(text)], ..Sheet::default() });
    let (plain_words, document) = takes(|| print(&of("words of a statement. ")));
    let heard = hear(&document.unwrap());
    assert_eq!(
        heard.texts.last().unwrap().chars().count(),
        of("words of a statement. ").trim().chars().count()
    );
    for unit in [
        "a",
        "é",
        "e\u{301}",
        "\u{301}",
        "ب",
        "ب ",
        "بَّ",
        "אב(",
        "(",
        "א(ב)[",
        "\u{2067}a\u{2066}",
        "\u{202b}a",
        "a\u{2069}",
        "1,2.3/4",
        "a\u{200d}",
        "a\n",
        "क्",
        "क्षि",
        "ក្ក",
        "ကျွန်ုပ်",
        "เสรีภาพ",
        "ก",
        "አ፡",
        "ab אב 12 ",
        "-",
        "https://a/b?c=d&",
        "\u{e33}",
        "\u{fb03}",
    ] {
        let text = of(unit);
        let (took, document) = takes(|| print(&text));
        let document = document.unwrap();
        assert!(took < plain_words * 25, "{unit:?}: {took:?}, plain words {plain_words:?}");
        assert!(document.len() < 20_000_000, "{unit:?}: {} bytes", document.len());
    }
}

#[test]
fn a_hundred_thousand_signs_fit_into_every_field() {
    let long = "wide ".repeat(LONGEST / 5);
    let sheet = Sheet { language: "en", ..everywhere(&long) };
    let document = pdf(&sheet).unwrap();
    assert!(hear(&document).pages > 100);
    let wide = "w".repeat(LONGEST);
    assert!(pdf(&Sheet { title: &wide, label: &wide, marking: &wide, ..Sheet::default() }).is_ok());
}
