use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::super::{Known, normal, remember};

fn keyed(key: &'static [u8]) -> impl Fn(&[u8]) -> [u8; 32] {
    move |bytes| {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(bytes);
        mac.finalize().into_bytes().into()
    }
}

fn found(marked: &[&str], text: &str) -> Vec<String> {
    let hash = keyed(b"key");
    let known = Known::new(marked.iter().map(|one| remember(one, &hash).unwrap()));
    let cut = |start: usize, end: usize| text.chars().skip(start).take(end - start).collect();
    known.find(text, &hash).into_iter().map(|one| cut(one.start, one.end)).collect()
}

#[test]
fn found_again_however_written() {
    for (marked, text, again) in [
        ("Mira Hakimi", "😀 said Mira Hakimi, who", "Mira Hakimi"),
        ("Mira Hakimi", "MIRA\r\n  HAKIMI left", "MIRA\r\n  HAKIMI"),
        ("Mira Hakimi", "Mi\u{200b}ra\u{a0}Haki\u{ad}mi's", "Mi\u{200b}ra\u{a0}Haki\u{ad}mi"),
        ("Mira Hakimi", "Haki\u{ad}\nmi, Mira Haki\u{ad}\r\nmi", "Mira Haki\u{ad}\r\nmi"),
        ("Mira Hakimi", "\u{202b}Mira-Hakimi\u{202c}", "Mira-Hakimi"),
        ("José Núñez", "Jose\u{301} Nu\u{301}n\u{303}ez", "Jose\u{301} Nu\u{301}n\u{303}ez"),
        ("Ｍｉｒａ", "with Mira today", "Mira"),
        ("Straßenbauer", "STRASSENBAUER", "STRASSENBAUER"),
        ("محمد علی", "قال مُحَمَّد علي أمس", "مُحَمَّد علي"),
        ("ΓΙΩΡΓΟΣ", "ο γιωργος ο", "γιωργος"),
        ("မောင်မောင်", "ဦးမောင်မောင်သည်", "မောင်မောင်"),
        ("မောင် မောင်", "ဦးမောင်မောင်သည်", "မောင်မောင်"),
        ("สมชาย", "นายสมชายไป", "สมชาย"),
        ("李小明", "记者李小明说", "李小明"),
        ("李明", "记者李明说", "李明"),
        ("山田 太郎", "記者の山田太郎さん", "山田太郎"),
        ("mira@example.org", "to Mira@Example.org.", "Mira@Example.org"),
        (
            "house 12 on the hill by the river",
            "the House 12, on the hill by the river!",
            "House 12, on the hill by the river",
        ),
    ] {
        assert_eq!(found(&[marked], text), [again], "{marked:?} in {text:?}");
    }
}

#[test]
fn only_whole_units_and_only_what_was_marked() {
    assert!(found(&["Mira"], "Miranda and Admira").is_empty());
    assert!(found(&["Mira Hakimi"], "Mira, and then Hakimi").is_empty());
    assert!(found(&["Mira Hakimi of Zabol"], "Mira Hakimi of Herat").is_empty());
    assert_eq!(
        found(&["Mira Hakimi", "Mira Hakimi of Zabol"], "Mira Hakimi of Zabol"),
        ["Mira Hakimi of Zabol"]
    );
    assert_eq!(found(&["Mira Hakimi", "Hakimi of Zabol"], "Mira Hakimi of Zabol"), ["Mira Hakimi of Zabol"]);
}

#[test]
fn another_key_finds_nothing() {
    let known = Known::new(remember("Mira Hakimi", &keyed(b"one")));
    assert!(known.find("Mira Hakimi", &keyed(b"other")).is_empty());
}

#[test]
fn not_worth_remembering() {
    for text in [
        "",
        "  ",
        "Ali",
        "12",
        "2016",
        "20 16",
        "—!?",
        "The government".split_at(4).1,
        "李",
        "\u{200b}\u{200b}",
    ] {
        assert_eq!(normal(text), None, "{text:?}");
    }
    assert_eq!(normal(" Mira\u{a0}\u{200f}HAKIMI "), Some(("mira hakimi".to_owned(), 2)));
    assert_eq!(normal("123456"), Some(("123456".to_owned(), 1)));
    assert_eq!(normal(&"word ".repeat(65)), None);
}

#[test]
fn short_strings_are_plain_hashes_of_their_normal_form() {
    let hash = keyed(b"key");
    assert_eq!(remember("Mira Hakimi", &hash), Some((hash(b"mira hakimi"), 2)));
    let (kept, units) = remember("Mira Hakimi of Zabol", &hash).unwrap();
    assert_eq!((units, &kept[4..]), (4, &hash(b"mira hakimi of zabol")[4..]));
    assert_eq!(&kept[..4], &hash(b"mira hakimi")[..4]);
}
