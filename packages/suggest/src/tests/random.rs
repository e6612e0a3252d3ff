//! Texts that nobody writes: whatever is given, offsets are right.

use sha2::{Digest, Sha256};

use super::super::{Kind, Known, normal, remember, suggest};

/// A small generator, so that a failure comes again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn any_char(&mut self) -> char {
        const RANGES: &[(u32, u32)] = &[
            (0x20, 0x7e),
            (0x20, 0x7e),
            (0x30, 0x39),
            (0x9, 0xd),
            (0xa0, 0x17f),
            (0x300, 0x36f),
            (0x370, 0x5ff),
            (0x600, 0x6ff),
            (0x900, 0x97f),
            (0xe00, 0xe7f),
            (0x1000, 0x109f),
            (0x2000, 0x206f),
            (0x3040, 0x30ff),
            (0x4e00, 0x9fff),
            (0xac00, 0xd7a3),
            (0xfe00, 0xfe0f),
            (0xff00, 0xffef),
            (0x1f300, 0x1f6ff),
            (0xe0000, 0xe007f),
            (0, 0x10_ffff),
        ];
        loop {
            let (from, to) = RANGES[self.roll(RANGES.len())];
            let span = usize::try_from(to - from + 1).unwrap();
            if let Some(c) = char::from_u32(from + u32::try_from(self.roll(span)).unwrap()) {
                return c;
            }
        }
    }

    fn text(&mut self, most: usize) -> String {
        const PIECES: &[&str] = &[
            "@",
            "tel: ",
            "+44 20 7946 0958",
            "https://",
            "t.me/",
            "::",
            "\r\n",
            "\u{ad}\n",
            "(at)",
            " dot ",
            "IBAN DE89",
            "4111 1111",
            "12 Main Street",
            "33.5138, 36.2765",
            "passport AB",
            "⟦",
            "\u{202e}",
            "၀၉",
            "شارع ",
            "address: ",
            "中山路",
            "1.",
            "-",
            "/",
            "203.0.113.7",
            "%40",
            "mailto:",
            "📞",
            "\u{20e3}",
            "P<UTO",
        ];
        let mut text = String::new();
        for _ in 0..self.roll(most) {
            if self.roll(6) == 0 {
                text.push_str(PIECES[self.roll(PIECES.len())]);
            } else {
                text.push(self.any_char());
            }
        }
        text
    }
}

/// No secret, but as spread as one.
fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

#[test]
fn offsets_are_always_right() {
    let mut dice = Dice(1);
    for round in 0..1_500 {
        let text = dice.text(120);
        let points = text.chars().count();
        let part: String = text.chars().skip(dice.roll(points + 1)).take(12).collect();
        let known = Known::new(remember(&part, &hash));
        for all in [suggest(&text), known.find(&text, &hash)] {
            let mut end = 0;
            for one in &all {
                assert!(
                    end <= one.start && one.start < one.end && one.end <= points,
                    "round {round}: {one:?} in {text:?}"
                );
                end = one.end;
            }
        }
    }
}

#[test]
fn a_planted_address_is_found_where_it_is() {
    let mut dice = Dice(2);
    for round in 0..1_500 {
        let mail = format!("name{}.x@host{}.example", dice.roll(100), dice.roll(100));
        // Nothing that is part of an address, of a link or of a longer find may touch it.
        let calm = |text: String| {
            text.chars().filter(|c| !"@%/:#".contains(*c) && !c.is_numeric()).collect::<String>()
        };
        let (before, after) = (calm(dice.text(60)), calm(dice.text(60)));
        let text = format!("{before} … {mail} … {after}");
        let start = before.chars().count() + 3;
        let wanted = (start, start + mail.chars().count());
        let all = suggest(&text);
        assert!(
            all.iter().any(|one| one.kind == Kind::Email && (one.start, one.end) == wanted),
            "round {round}: {wanted:?} not in {all:?} of {text:?}"
        );
    }
}

#[test]
fn what_was_marked_is_found_in_any_surroundings() {
    let mut dice = Dice(3);
    for round in 0..1_500 {
        let marked = dice.text(14);
        let Some((kept, units)) = remember(&marked, &hash) else { continue };
        assert_eq!(normal(&marked).map(|(_, count)| count), Some(units));
        let text = format!("{} — {marked} — {}", dice.text(30), dice.text(30));
        let all = Known::new([(kept, units)]).find(&text, &hash);
        assert!(!all.is_empty(), "round {round}: {marked:?} not found in {text:?}");
    }
}
