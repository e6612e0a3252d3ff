use super::super::flat::{Flat, digit};
use super::super::{Kind, RULES, Suggestion, identity, merged};

#[test]
fn digits_of_all_scripts() {
    for text in [
        "٠١٢٣٤٥٦٧٨٩",
        "۰۱۲۳۴۵۶۷۸۹",
        "०१२३४५६७८९",
        "০১২৩৪৫৬৭৮৯",
        "၀၁၂၃၄၅၆၇၈၉",
        "๐๑๒๓๔๕๖๗๘๙",
        "០១២៣៤៥៦៧៨៩",
        "０１２３４５６７８９",
        "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
    ] {
        assert_eq!(Flat::new(text).text(), "0123456789");
    }
    assert_eq!(digit('a'), None);
}

#[test]
fn one_spelling_and_the_way_back() {
    let flat = Flat::new("e\u{301}té\r\n\u{200b}x–y\u{a0}z co\u{ad}\r\nop");
    assert_eq!(flat.text(), "ete\nx-y z coop");
    assert_eq!(flat.points(&(0..1)), Some((0, 2)), "an accent belongs to its letter");
    assert_eq!(flat.points(&(3..4)), Some((4, 6)), "two characters end one line");
    assert_eq!(flat.points(&(4..7)), Some((7, 10)));
    assert_eq!(flat.points(&(10..14)), Some((13, 20)));
    assert_eq!(flat.points(&(0..0)), None);
}

#[test]
fn overlapping_places_become_one() {
    let place = |start, end, kind| Suggestion { start, end, kind, rule: "email" };
    let all = vec![
        place(8, 12, Kind::Telephone),
        place(0, 5, Kind::Email),
        place(3, 10, Kind::Handle),
        place(12, 13, Kind::Email),
    ];
    assert_eq!(merged(all), [place(0, 12, Kind::Handle), place(12, 13, Kind::Email)]);
}

#[test]
fn every_rule_is_named_once() {
    let mut sorted = RULES.to_vec();
    sorted.dedup();
    assert_eq!(sorted.len(), RULES.len());
    for form in identity::forms::FORMS {
        assert!(RULES.contains(&form.rule), "{} is not named", form.rule);
    }
}
