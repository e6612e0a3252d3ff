//! Texts made to be slow take no longer than writing, measured against each other on the same machine.

use std::time::{Duration, Instant};

use super::super::suggest;

const LENGTH: usize = 20_000;

fn of(piece: &str) -> String {
    piece.chars().cycle().take(LENGTH).collect()
}

/// The quickest of three: what else the machine does slows some of them.
fn taken(text: &str) -> Duration {
    let once = || {
        let begin = Instant::now();
        std::hint::black_box(suggest(text));
        begin.elapsed()
    };
    (0..3).map(|_| once()).min().unwrap()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn hostile_texts_take_as_long_as_writing() {
    let writing = of(
        "The journalist Mira Hakimi, born on 3 March 1985, passport no. AB1234567, called +44 20 7946 0958. Журналиста \
        задержали, номер паспорта 4509 123456. رقم جواز سفره هو ٠٠١٢٣٤٥٦٧ في دمشق. 护照号码为E12345678，记者李小明。 ",
    );
    suggest("warm 1985 +44 20 7946 0958");
    let plain = taken(&writing);
    for piece in [
        "passport ",
        "passport no no no no ",
        "паспорт номер ",
        "a",
        "é",
        "Ж",
        "م",
        "中",
        "ก",
        "က",
        "e\u{301}",
        "\u{301}",
        "\u{94d}",
        "(",
        "((((1",
        ")",
        "[",
        "⟦",
        "1",
        "1 ",
        "1.",
        "12345 ",
        "passport 12345 ",
        "1-",
        "1/",
        "+",
        "@",
        "a@",
        "a.",
        ".",
        ":",
        "::1",
        "Mr ",
        "Mr Mira ",
        "Mira ",
        "M ",
        "Mira de ",
        "arrested ",
        "was arrested ",
        "记者",
        "记者李",
        "李",
        "นาย",
        "ဦး",
        "김",
        "기자 ",
        "d'",
        "'",
        "born ",
        "born in a ",
        "плат ",
        "plate A ",
        "plate 1 ",
        "لوحة ",
        "ال",
        "والو",
        "و ",
        "%2C",
        "https://a/",
        "%",
        "http://x.y/%2525",
        "geo:",
        "geohash ",
        "a.onion ",
        "abcdefghijklmnop",
        "plus code ",
        "\u{200b}",
        "\u{ad}\n",
        "\n",
        " ",
        "tel ",
        "tel (",
        "号码",
        "是",
        "a b c d ",
        "AB12 ",
        "A1",
        "AB-",
        "12 ب ",
        "street 1 ",
        "1 a ",
        "1 Main ",
        "rue a ",
        "P<",
        "DE89 ",
        "<",
        "33.5138, ",
        "33° ",
        "1, ",
    ] {
        let text = of(piece);
        let hostile = taken(&text);
        assert!(
            hostile < plain * 8 + Duration::from_millis(2),
            "{piece:?} takes {hostile:?}, writing {plain:?}"
        );
    }
}

#[test]
fn twice_the_text_takes_twice_the_time() {
    for piece in ["passport no ", "Mr Mira de ", "1 ", "born in a ", "\u{301}a"] {
        let (once, twice) = (of(piece), of(piece).repeat(4));
        let (short, long) = (taken(&once), taken(&twice));
        assert!(
            long < short * 16 + Duration::from_millis(20),
            "{piece:?}: {short:?}, four times as long {long:?}"
        );
    }
}
