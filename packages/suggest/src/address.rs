//! Addresses of the post, cautiously: a street's word or ending, and a number beside it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::flat::{Flat, pattern};
use super::known::is_joined;
use super::links::Link;
use super::words::{ADDRESS, any};
use super::{Found, Kind, linked};

/// A word of a name, with what stands in names. Case is not looked at: people write addresses in small letters.
const NAME: &str = r"[\p{L}\p{M}][\p{L}\p{M}'.-]*";
const NUMBER: &str = r"\d{1,5}(?:-?[a-z]\b| (?-i:[A-Z])\b)?(?:[/-]\d{1,4})?";

/// `12 Main Street`: the street's word comes last.
static LAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\b(?:\d{{1,4}} )?{NUMBER},? (?P<name>(?:{NAME} ){{1,4}}?)(?:street|str?\.?|road|rd\.?|avenue|ave?\.?|lane|ln\.?|drive|dr\.?|boulevard|blvd\.?|court|crescent|terrace|close|parade|highway|hwy\.?|square|place|pl\.?|way|quay|mews|row|gardens|grove|hill|marg|nagar|sokak|sok\.|caddesi|cad\.|bulvari|utca|u\.|utja|ter|ulica|prospekt|pereulok|bulevar|tanav|iela|gatve)\b"
    ))
});
/// `Bem rkp. 97`, `Argyll Road 12`: the same, and the number after it.
static LAST_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:\b{NUMBER} )?(?P<name>(?:{NAME} ){{1,3}}?)(?:street|road|avenue|utca|utja|u\.|ter|rkp\.|krt\.|sokak|sok\.|caddesi|cad\.|bulvari|gurtel|strasse|str\.|platz|allee|weg|gasse|ring|ufer|damm|gata|gatan|vagen|gade|gate|vej|baan|straat|laan|plein|kade|улица|ул\.|проспект|просп\.|переулок|бульвар|вулиця|вул\.|sk\.|gatve|iela) ?(?:no\.? ?|nr\.? ?|д\. ?|№ ?|n° ?)?(?P<house>{NUMBER})"
    ))
});
/// `Nassaustraat 123`: the street's word is the end of its name.
static ENDING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:\b{NUMBER} )?(?P<name>(?:{NAME} )?)[\p{{L}}\p{{M}}-]{{2,30}}(?:strasse|str\.|gasse|platz|allee|gurtel|damm|ufer|steig|stieg|straat|laan|plein|gracht|singel|kade|steeg|gatan|gata|gaten|vagen|veien|vegen|gade|vej|alle|katu|kuja|polku|raitti|bakken|stien|tie|braut|straeti) ?(?:nr\.? ?)?(?P<house>{NUMBER})\b"
    ))
});
/// `107 rue Abdelaziz`, `calle Mayor 5`, `ул. Ленина, д. 5`, `شارع الثورة ٥`: the street's word comes first.
static FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let whole = r"rue|avenue|boulevard|place|impasse|allee|chemin|quai|route de|calle|carrera|avenida|paseo|plaza|camino|pasaje|rua|travessa|alameda|praca|via|viale|piazza|corso|vicolo|largo|ulica|aleja|strada|bulevardul|улица|проспект|пр-т|переулок|бульвар|вулиця|шоссе|οδος|οδου|πλατεια|λεωφορος|jalan|lorong|gang|شارع|طريق|حارة|زقاق|خیابان|کوچه|רחוב|שדרות|duong|pho|mtaa wa|rruga";
    let short =
        r"av\.|bd\.|c/|cra\.|avda\.|ul\.|al\.|os\.|str\.|ул\.|просп\.|пер\.|πλ\.|λεωφ\.|jl\.|rr\.|ถนน|ซอย";
    let house = r"(?:no\.?|nr\.?|n\.?|n°|№|д\.|дом|буд\.|num\.|numero|رقم|پلاک)";
    let capital = r"(?-i:[\p{Lu}\p{Lo}])[\p{L}\p{M}'.-]*";
    pattern(&format!(
        r"(?i)(?:(?P<front>(?:\b\d{{1,4}} )?\b{NUMBER}(?: (?:bis|ter|quater))?),? )?(?:(?:{whole}) |(?:{short}) ?)(?:(?P<name>{NAME}(?: {NAME}){{0,4}}?),? ?{house}? ?#? ?(?P<house>{NUMBER})\b|(?:(?:de|du|des|la|le|del|las|los|da|do|dos|di) ){{0,3}}{capital}(?: {capital}){{0,3}})"
    ))
});
/// Flats, boxes, and postcodes that look like nothing else.
static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let states = "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]";
    pattern(&format!(
        r"(?i:\b(?:apt|apartment|appt|suite|ste|flat|unit|dept|depto|piso|daire|lakas|p\.? ?o\.? box|postfach|apartado(?: postal)?|boite postale|casilla|skr\. pocztowa|posta kutusu)\b\.? ?(?:no\.? ?|nr\.? ?|#)?\d{{1,6}}[a-z]?\b)|(?i:кв\.|квартира|شقة) ?(?:№ ?|رقم ?)?\d{{1,4}}\b|\bB\.?P\.? \d{{2,5}}\b|(?:\b|[^\x00-\x7f])\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{{2}})\b|\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d\b|, (?:{states}),? \d{{5}}(?:-\d{{4}})?\b|〒 ?\d{{3}}-?\d{{4}}"
    ))
});
/// A postcode after its word.
static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:\bzip|zip ?code|post ?code|postal code|plz|postleitzahl|code postal|codigo postal|cep|cap|pin ?code|postnummer|postcode|kod pocztowy|почтовый индекс|индекс|الرمز البريدي|کد پستی)|邮编|郵便番号|우편번호) ?(?:is|:|-|=)? ?(?P<code>[a-z]{0,2}\d[\da-z]{1,6}(?:[ -][\da-z]{2,4})?)\b",
    )
});
/// Han, kana and Hangul streets: `中山路12号`, `테헤란로 152`, `1丁目2-3`.
static EAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"[\p{Han}]{1,12}(?:路|街|大道|巷|弄|胡同|里|村)(?:[\p{Han}]{0,4}段)?\d{1,5}(?:[-之]\d{1,4})?[号號](?:[\p{Han}\d]{0,12}[室楼樓层層单元栋棟])?|[\p{Han}\p{Hiragana}\p{Katakana}ー]{1,12}\d{1,2}丁目(?:\d{1,3}(?:番地?|号|-)){0,3}\d{0,3}|[\p{Han}\p{Katakana}]{2,8}[区區市町村][\p{Han}\p{Hiragana}\p{Katakana}ー]{1,8}\d{1,2}-\d{1,3}-\d{1,3}",
    )
});
/// After a word such as "address": a name and a number, or a number and a name, in the same line.
static ANNOUNCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:^|[^\p{{L}}\p{{M}}@-])(?:{})(?:\s?(?:is|was|to|with|it is|of|his|her|es|est|era|ist|lautet|è|jest|это|был|هو|هي|है|actual|actuelle|aktuell|:|=|-|,)){{0,4}}\s{{1,3}}(?P<place>\d{{1,5}}[a-z]?,? (?:\d{{1,5}} )?{NAME}(?:[ ,]{{1,2}}{NAME}){{0,4}}(?: \d{{1,5}}[a-z]?\b)?|{NAME}(?: {NAME}){{0,3}},? (?:no\.? ?)?\d{{1,5}}[a-z]?\b)",
        any(ADDRESS)
    ))
});

/// What follows a street up to a postcode: short names on the same line or the next, a flat.
static TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^[.]?(?:[ ,\n]{{1,8}}(?:apt|suite|flat|unit|no)?[.]? ?(?P<name>(?:\d{{1,4}}[a-z]?\b|{NAME})(?:[ ]{NAME}){{0,3}})){{0,4}}[ ,\n]{{1,8}}(?P<code>\d{{4}} ?(?-i:[A-Z]{{2}})|\d{{4,6}}(?:-\d{{4}})?|[a-z]{{1,2}}\d[a-z\d]? \d[a-z]{{2}}|[a-z]\d[a-z] \d[a-z]\d)\b"
    ))
});

/// Words that stand between a number and "road" in a sentence, not in an address.
const SENTENCE: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "by",
    "and",
    "or",
    "with",
    "was",
    "were",
    "is",
    "are",
    "has",
    "have",
    "had",
    "that",
    "this",
    "their",
    "his",
    "her",
    "its",
    "people",
    "persons",
    "days",
    "day",
    "hours",
    "hour",
    "years",
    "year",
    "months",
    "month",
    "weeks",
    "week",
    "minutes",
    "protesters",
    "blocked",
    "after",
    "before",
    "until",
    "during",
    "between",
    "when",
    "where",
    "which",
    "who",
    "internet",
    "mobile",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "am",
    "pm",
    "users",
    "districts",
    "only",
    "cities",
    "which",
    "not",
    "but",
    "as",
    "into",
    "over",
    "per",
    "percent",
    "million",
    "km",
    "while",
    "since",
    "than",
    "took",
    "et",
    "en",
    "und",
    "section",
    "act",
    "article",
    "order",
    "court",
    "rules",
    "every",
    "lakh",
    "crore",
    "state",
    "place",
    "took",
    "more",
    "first",
    "near",
    "about",
];

pub(super) fn find(flat: &Flat, links: &[Link], out: &mut Vec<Found>) {
    let text = flat.text();
    let mut add = |range: Range<usize>, rule| {
        if !linked(links, &range) && whole(flat, &range) {
            out.push(Found { range, kind: Kind::PostalAddress, rule });
        }
    };
    for rule in [&LAST, &LAST_NUMBER, &ENDING, &FIRST] {
        for hit in rule.iter().flat_map(|rule| rule.captures_iter(text)) {
            if let Some(range) = street(&hit) {
                add(range.start..tail(flat, range.end), "street");
            }
        }
    }
    PART.iter()
        .flat_map(|rule| rule.find_iter(text))
        .for_each(|hit| add(tidy(hit.start(), hit.as_str()), "address-part"));
    EAST.iter().flat_map(|rule| rule.find_iter(text)).for_each(|hit| add(hit.range(), "street"));
    for hit in CODE.iter().flat_map(|rule| rule.captures_iter(text)) {
        hit.name("code").into_iter().for_each(|code| add(code.range(), "postcode"));
    }
    for hit in ANNOUNCED.iter().flat_map(|rule| rule.captures_iter(text)) {
        let Some(place) = hit.name("place") else { continue };
        let last = place.as_str().split(' ').next_back().unwrap_or_default();
        if named(place.as_str()) && !year(last) && !year(lead(place.as_str())) {
            add(place.start()..tail(flat, place.end()), "address-after-word");
        }
    }
}

/// Of a hit, what is a street with its number: from after the last word of the sentence that it stands in.
fn street(hit: &Captures) -> Option<Range<usize>> {
    let all = hit.get(0)?;
    let name = hit.name("name");
    let house = hit.name("house").map(|house| house.as_str());
    let front = hit.name("front").is_some() || all.as_str().starts_with(|c: char| c.is_ascii_digit());
    if year(house.unwrap_or_default()) || (front && year(lead(all.as_str()))) || !(front || house.is_some()) {
        return None;
    }
    let Some(name) = name.filter(|name| !named(name.as_str())) else { return Some(all.range()) };
    // What stands before the name holds it to the number before; without that number there must be one after.
    let typed_first = name.start() > all.start() && !front;
    let words = name.as_str().trim_end();
    let kept = words.rfind(' ').filter(|_| named(words.split(' ').next_back().unwrap_or_default()));
    let start = match kept {
        Some(space) => name.start() + back_to_sentence(words, space),
        None => name.end(),
    };
    (house.is_some() && !typed_first && start < all.end()).then_some(start..all.end())
}

/// From the last words of a name, back as far as none belongs to a sentence: the byte where they begin.
fn back_to_sentence(words: &str, mut space: usize) -> usize {
    while let Some(before) = words.get(..space).and_then(|head| head.rfind(' ')) {
        if !named(words.get(before..space).unwrap_or_default()) {
            break;
        }
        space = before;
    }
    space + 1
}

/// Where an address ends that goes on to a postcode: not a year, and not through a sentence.
fn tail(flat: &Flat, end: usize) -> usize {
    let on = flat.trail(end, 96);
    let Some(hit) = TAIL.as_ref().and_then(|rule| rule.captures(on)) else { return end };
    let (Some(all), Some(code)) = (hit.get(0), hit.name("code")) else { return end };
    let between = on.get(..code.start()).unwrap_or_default();
    let apart = between.contains([',', '\n']) || between.trim().is_empty();
    if apart && named(between) && !year(code.as_str()) { end + all.end() } else { end }
}

fn lead(text: &str) -> &str {
    text.split(' ').next().unwrap_or_default()
}

/// No word of a sentence in the street's name.
fn named(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| !SENTENCE.contains(&word.to_lowercase().as_str()))
}

/// House numbers look like years seldom; years stand after names of streets often.
fn year(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.starts_with("19") || text.starts_with("20"))
}

/// Without what only served to find it.
fn tidy(start: usize, text: &str) -> Range<usize> {
    let kept = text.trim_start_matches([',', ' ']);
    start + text.len() - kept.len()..start + text.len()
}

/// Not within a number or a date.
fn whole(flat: &Flat, range: &Range<usize>) -> bool {
    let mut back = flat.lead(range.start, 2).chars().rev();
    let mark = back.next();
    let numbered = mark.is_some_and(|c| ".,/-:$€£".contains(c))
        && (back.next().is_some_and(|c| c.is_ascii_digit()) || mark == Some('$'));
    let within = flat.before(range.start).is_some_and(char::is_alphabetic)
        && flat.after(range.start).is_some_and(|c| c.is_alphabetic() && !is_joined(c));
    flat.stands_alone(range) && !within && !numbered && flat.after(range.end) != Some('%')
}
