use std::time::Instant;

use proptest::prelude::*;

use super::*;

fn shown(before: &str, after: &str) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Same(text) => text.clone(),
        Piece::Removed(text) => format!("[{text}]"),
        Piece::Added(text) => format!("{{{text}}}"),
    };
    words(before, after).iter().map(piece).collect()
}

fn sides(pieces: &[Piece]) -> (String, String) {
    let side = |skipped: fn(&&Piece) -> bool| {
        pieces.iter().filter(|piece| !skipped(piece)).map(Piece::text).collect()
    };
    (side(|piece| matches!(piece, Piece::Added(_))), side(|piece| matches!(piece, Piece::Removed(_))))
}

#[test]
fn words_are_told_apart_as_a_reader_would() {
    for (before, after, says) in [
        (
            "Two people were held.",
            "Three people were held at night.",
            "[Two]{Three} people were held{ at night}.",
        ),
        (
            "They were held on Tuesday.",
            "They all got home on Tuesday.",
            "They [were held]{all got home} on Tuesday.",
        ),
        ("freedom, and rights", "freedom and rights", "freedom[,] and rights"),
        ("all rights", "all human rights", "all {human }rights"),
        ("all human rights", "all rights", "all [human ]rights"),
        ("rights online", "rights", "rights[ online]"),
        ("rights", "rights online", "rights{ online}"),
        ("a  b", "a b", "a[  ]{ }b"),
        ("the same", "the same", "the same"),
        ("", "new", "{new}"),
        ("old", "", "[old]"),
        ("", "", ""),
        ("حرية التعبير على الإنترنت", "حرية الرأي على الإنترنت", "حرية [التعبير]{الرأي} على الإنترنت"),
        ("言论自由受到保护。", "表达自由受到保护。", "[言论]{表达}自由受到保护。"),
        ("เสรีภาพ ของ เรา", "เสรีภาพ ของ เขา", "เสรีภาพ ของ เ[ร]{ข}า"),
        ("cafe\u{301} noir", "cafe noir", "[cafe\u{301}]{cafe} noir"),
    ] {
        assert_eq!(shown(before, after), says);
    }
}

proptest! {
    #[test]
    fn pieces_give_both_texts_back(
        before in "\\PC{0,60}|[a-c ]{0,60}|[a-b ,.\u{301}ا字\n]{0,60}",
        after in "\\PC{0,60}|[a-c ]{0,60}|[a-b ,.\u{301}ا字\n]{0,60}",
    ) {
        let pieces = words(&before, &after);
        prop_assert_eq!(sides(&pieces), (before.clone(), after.clone()));
        prop_assert!(pieces.iter().all(|piece| !piece.text().is_empty()));
        // Nothing is shown as changed that is not, and no two pieces of a kind are next to each other.
        prop_assert_eq!(before == after, pieces.iter().all(|piece| matches!(piece, Piece::Same(_))));
        let kind = std::mem::discriminant::<Piece>;
        prop_assert!(pieces.windows(2).all(|two| kind(&two[0]) != kind(&two[1])), "{:?}", pieces);
    }

    /// A few words that were replaced are found, and no others.
    #[test]
    fn what_was_not_touched_is_the_same(places in prop::collection::btree_set(0_usize..200, 1..20)) {
        let word = |place: usize| format!("word{place} ");
        let new = |place: usize| if places.contains(&place) { format!("new{place} ") } else { word(place) };
        let (before, after) = ((0..200).map(word).collect::<String>(), (0..200).map(new).collect::<String>());
        let gone = words(&before, &after).into_iter().filter(|piece| matches!(piece, Piece::Removed(_)));
        let gone = gone.map(|piece| piece.text().split_whitespace().count()).sum::<usize>();
        prop_assert_eq!(gone, places.len());
    }
}

/// Texts that are as hard to tell apart as the ways to do it allow.
fn hard(count: usize) -> Vec<(String, String)> {
    let text = |word: &dyn Fn(usize) -> usize| -> String {
        (0..count).map(|place| format!("w{} ", word(place))).collect::<Vec<_>>().concat()
    };
    let drawn = |most: usize, seed: u64| -> String {
        let mut state = seed;
        let mut draw = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % most
        };
        (0..count).map(|place| format!("w{} ", draw(place))).collect::<Vec<_>>().concat()
    };
    let every_other = |common: fn(usize) -> usize, own: usize| {
        text(&move |place| if place % 2 == 0 { common(place) } else { own + place })
    };
    vec![
        (text(&|place| place), text(&|place| place + 100_000)),
        (text(&|place| place), text(&|place| count - place)),
        (text(&|place| place), text(&|place| (place + count / 2) % count)),
        (text(&|place| place % 97), text(&|place| place % 89)),
        (text(&|place| place % 2), text(&|place| place / 2 % 2)),
        (drawn(2, 1), drawn(2, 2)),
        (drawn(10, 1), drawn(10, 2)),
        (drawn(100, 1), drawn(100, 2)),
        (drawn(1_000, 1), drawn(1_000, 2)),
        (every_other(|place| place, 100_000), every_other(|place| place, 200_000)),
        (every_other(|place| place / 60, 100_000), every_other(|place| place / 60, 200_000)),
        ("🇫🇷".repeat(count), "🇩🇪".repeat(count)),
        ("字词".repeat(count / 2), "字".repeat(count)),
        ("a\u{301}".repeat(count), "\u{301}".repeat(count)),
        ("a.\u{301}".repeat(count), "a.".repeat(count)),
        ("a'".repeat(count), "'a".repeat(count)),
        ("क्".repeat(count), "क".repeat(count)),
        ("👩\u{200D}".repeat(count), "👩".repeat(count)),
        (" ".repeat(count), "\u{A0} ".repeat(count)),
        ("\r\n".repeat(count), "\n".repeat(count)),
    ]
}

/// Whatever two texts are, telling them apart takes time in proportion to their length. The bound is what a build
/// without optimisation on a busy machine keeps; in a release, two texts of 10,000 words take some milliseconds.
#[test]
fn no_two_texts_take_long_to_be_told_apart() {
    for (number, (before, after)) in hard(10_000).into_iter().enumerate() {
        let start = Instant::now();
        let pieces = words(&before, &after);
        let took = start.elapsed();
        assert!(took.as_secs() < 3, "{number}: {took:?}");
        assert!(sides(&pieces) == (before, after), "{number}");
    }
}

#[test]
fn of_too_many_words_the_middle_is_replaced() {
    let text = |middle: &str| format!("First. {} Last.", format!("{middle} common ").repeat(MOST_WORDS));
    let pieces = words(&text("old"), &text("new"));
    assert_eq!(sides(&pieces), (text("old"), text("new")));
    assert!(matches!(&pieces[..], [Piece::Same(_), Piece::Removed(_), Piece::Added(_), Piece::Same(_)]));
}
