//! Plates of vehicles: of forms that little else has, and of any form behind a word such as "plate".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::bank::{apart, dated};
use super::flat::{Flat, flattened, pattern};
use super::labels::{Label, Labelled};
use super::links::Link;
use super::telephone::counted;
use super::words::any;
use super::{Found, Kind, linked};

/// The provinces on Chinese plates.
const CHINA: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
/// The letters of Russian and Ukrainian plates: those that look alike in both alphabets.
const CYRILLIC: &str = "АВЕКМНОРСТУХІЕ";
/// The syllables on Korean plates.
const KOREA: &str = "가|나|다|라|마|거|너|더|러|머|버|서|어|저|고|노|도|로|모|보|소|오|조|구|누|두|루|무|부|수|우|주|아|바|사|자|배|하|허|호";
/// The states and territories on Indian plates.
const INDIA: &str =
    "A[NPRS]|B[HR]|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|O[DR]|P[BY]|RJ|SK|T[NRS]|U[APK]|WB";
/// The letters on Persian plates.
const IRAN: &str = "الف|ب|پ|ت|ث|ج|د|ز|ژ|س|ش|ص|ط|ع|ف|ق|ک|ك|گ|ل|م|ن|و|ه|ی|ي";

/// Forms that are a plate's without any word beside them.
static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let all = [
        r"\b[A-HJ-PR-Y][A-HJ-PR-Y]\d{2} [A-HJ-PR-Z]{3}\b".to_owned(), // United Kingdom
        format!(r"\b(?:{INDIA})[ -]?\d{{1,2}}[ -]?[A-Z]{{1,3}}[ -]?\d{{4}}\b"),
        r"\b[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}\b".to_owned(), // France, Italy with hyphens
        r"\b[A-Z]{3}\d[A-Z]\d{2}\b".to_owned(),                      // Brazil
        r"\b[A-Z]{2} \d{3} [A-Z]{2}\b".to_owned(),                   // Argentina, Italy, Georgia
        r"\b[A-Z]{2} ?\d{4} ?[A-Z]{2}\b".to_owned(),                 // Ukraine in Latin letters
        r"\b[KU][A-Z]{2} ?\d{3}[A-Z]\b".to_owned(),                  // Kenya, Uganda
        r"\b[A-Z]{3}-\d{3}[A-Z]{2}\b".to_owned(),                    // Nigeria
        r"\b[A-Z]{1,3}-[A-Z]{1,2} \d{1,4}[EH]?\b".to_owned(),        // Germany
        format!(r"[{CYRILLIC}] ?\d{{3}} ?[{CYRILLIC}]{{2}} ?\d{{2,3}}\b"),
        format!(r"[{CYRILLIC}]{{2}} ?\d{{4}} ?[{CYRILLIC}]{{2}}"),
        format!(r"[{CHINA}][A-Z][ .]?[A-Z0-9]{{5,6}}\b"),
        format!(r"\b\d{{2,3}} ?{} ?\d{{4}}\b", any(KOREA)),
        format!(r"\b\d{{2}} ?{} ?\d{{3}} ?-? ?(?:ایران|ايران)? ?-? ?\d{{2}}\b", any(IRAN)),
        r"\p{Han}{1,4} ?\d{2,3} ?\p{Hiragana} ?\d{2}-\d{2}\b".to_owned(), // Japan
    ];
    pattern(&all.map(|one| flattened_letters(&one)).join("|"))
});

/// What follows a label: one to five groups of capitals, single letters and digits.
static AFTER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let before = format!(r"(?:[{CHINA}]|\p{{Lu}}{{1,4}}[ .\-/]?|\p{{Lo}}\p{{M}}*[ .\-]|[a-z]{{1,3}}-?)");
    let after = r"(?:[ .\-/]?(?:\d{1,4}|\p{Lu}{1,3}|\p{Hiragana}|[\x{1100}-\x{11ff}]{2,3}|\p{Arabic}(?:[ .\-]|\d))|[a-z]{1,3})";
    pattern(&format!(r"^(?:{before}{{0,3}}|\p{{Han}}{{2,4}} ?|\p{{Thai}}{{1,3}} ?)\d{{1,6}}{after}{{0,4}}"))
});

/// Literal syllables as the flat text has them; patterns without any stay as they are.
fn flattened_letters(source: &str) -> String {
    if source.is_ascii() { source.to_owned() } else { flattened(source) }
}

pub(super) fn find(flat: &Flat, labelled: &Labelled, links: &[Link], out: &mut Vec<Found>) {
    let mut add = |range: Range<usize>, rule| {
        if !linked(links, &range) {
            out.push(Found { range, kind: Kind::Plate, rule });
        }
    };
    for hit in FORM.iter().flat_map(|rule| rule.find_iter(flat.text())) {
        let lettered = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !super::known::is_joined(c));
        let within = lettered(flat.before(hit.start())) || lettered(flat.after(hit.end()));
        if apart(flat, &hit.range()) && !within && !reads_as_text(hit.as_str()) {
            add(hit.range(), "plate");
        }
    }
    for at in labelled.places(Label::Plate) {
        let Some(hit) = AFTER.as_ref().and_then(|rule| rule.find(flat.trail(at, 24))) else { continue };
        let text = hit.as_str().trim_end_matches(|c: char| !c.is_alphanumeric());
        let range = at..at + text.len();
        let signs = text.chars().filter(|c| c.is_alphanumeric()).count();
        let whole =
            !flat.after(range.end).is_some_and(|c| c.is_alphanumeric() && !super::known::is_joined(c));
        if (4..=12).contains(&signs) && whole && !dated(text) && !year(text) && !counted(flat, range.end) {
            add(range, "plate-after-word");
        }
    }
}

/// Four digits that a year would be.
fn year(text: &str) -> bool {
    text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words and codes that have a plate's form: documents of the United Nations, sums, months.
fn reads_as_text(hit: &str) -> bool {
    const NEVER: &[&str] = &[
        "USD", "EUR", "GBP", "RES", "DEC", "CVE", "RFC", "ISO", "COVID", "UN-", "A-", "S-", "IN-", "AM", "PM",
    ];
    NEVER.iter().any(|word| hit.starts_with(word)) || hit.ends_with(" AM") || hit.ends_with(" PM")
}
