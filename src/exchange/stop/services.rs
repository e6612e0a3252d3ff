//! The services that a row names: those answered with yes in columns of their own, and every short name that stands
//! in the column of others. No list says which there are, for each year brings new ones.

use super::Cells;
use super::cells::answer;
use crate::facts::{Answer, List, Service, Stated};

/// Columns of services that are answered with yes, no or unknown.
const SERVICES: [(&str, &str); 7] = [
    ("facebook_affected", "Facebook"),
    ("twitter_affected", "Twitter"),
    ("whatsapp_affected", "WhatsApp"),
    ("instagram_affected", "Instagram"),
    ("telegram_affected", "Telegram"),
    ("sms_affected", "SMS"),
    ("phonecall_affected", "Phone calls"),
];

/// Words of a sentence: what holds one describes and names nothing.
const SENTENCE: &[&str] = &[
    "in",
    "of",
    "to",
    "from",
    "over",
    "until",
    "the",
    "with",
    "was",
    "were",
    "is",
    "are",
    "by",
    "for",
    "at",
    "on",
    "not",
    "only",
    "than",
    "during",
    "between",
    "across",
    "that",
    "which",
    "users",
    "access",
    "blocked",
    "blocking",
    "suspended",
    "reduced",
    "disrupted",
    "downgrading",
    "downgraded",
    "throttled",
    "restricted",
    "slowed",
    "cut",
    "shutdown",
    "lines",
    "districts",
    "content",
    "sharing",
    "speed",
    "speeds",
    "websites",
    "sites",
    "apps",
    "modes",
];
/// What says that there is nothing, or nothing known.
const NOTHING: &[&str] =
    &["no", "none", "n/a", "na", "nil", "unknown", "yes", "not sure", "other", "others", "etc", "all"];
/// Words before a name that count and do not name.
const COUNTS: &[&str] =
    &["other ", "several ", "some ", "various ", "many ", "all ", "certain ", "multiple "];
/// The most words of a name, and the most characters.
const WORDS: usize = 4;
/// See [`WORDS`].
const LETTERS: usize = 40;
/// What the dataset writes in several ways, beside the spellings of [`Service`].
const SPELT: &[(&str, &str)] = &[
    ("facebook livestream", "Facebook Live"),
    ("imo messenger", "imo"),
    ("moi mir", "Moi Mir"),
    ("ok.ru", "Odnoklassniki"),
    ("social media only", "Social media"),
    ("vkontakte", "VK"),
];

/// "No" in every column is no service; nothing but "Unknown" is unknown.
pub fn of(cells: Cells<'_>) -> List<Service> {
    let answers: Vec<_> = SERVICES.iter().map(|(column, name)| (answer(cells.get(column)), *name)).collect();
    let named = answers.iter().filter(|(said, _)| said.known() == Some(&Answer::Yes));
    let named = named.map(|(_, name)| (*name).to_owned());
    let mut services: Vec<Service> = Vec::new();
    for name in named.chain(others(cells.get("other_affected"))) {
        services.extend(Service::parse(&name).ok().flatten().filter(|service| !services.contains(service)));
    }
    let denied = answers.iter().any(|(said, _)| said.known().is_some());
    if services.is_empty() && !denied && answers.iter().any(|(said, _)| said.is_unknown()) {
        return Stated::Unknown;
    }
    services.into_iter().collect()
}

/// The names in a cell. "Possibly" takes back the name beside it.
fn others(cell: &str) -> Vec<String> {
    let mut names = Vec::new();
    for item in items(cell) {
        let item = item.trim().trim_end_matches('.').trim();
        if item.to_lowercase().starts_with("possibly") || item.to_lowercase().ends_with("possibly") {
            if item.len() == "possibly".len() {
                names.pop();
            }
            continue;
        }
        names.push(name(item));
    }
    names.into_iter().flatten().collect()
}

/// What stands between commas, semicolons, lines and "and", outside brackets and quotation marks.
fn items(cell: &str) -> Vec<String> {
    let cell = [" and ", " including ", " as well as ", " & "]
        .iter()
        .fold(format!(" {cell} "), |cell, word| cell.replace(word, ", "));
    let (mut depth, mut quoted) = (0_i32, false);
    let parts = cell.split(|c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        quoted ^= c == '"';
        matches!(c, ',' | ';' | '\n' | '/') && depth <= 0 && !quoted
    });
    // A full stop ends an item where a blank and a capital follow.
    let ended = |part: &str| part.split(". ").map(str::to_owned).collect::<Vec<_>>();
    parts.flat_map(ended).collect()
}

/// An item as the name of a service, if it is one: short, and no words of a sentence.
fn name(item: &str) -> Option<String> {
    let bare = item.strip_prefix("and ").unwrap_or(item);
    let bare = bare.split_once(" (").map_or(bare, |(name, _)| name).trim();
    // "Google’s Gmail service" is Gmail.
    let bare = bare.split_once("’s ").or_else(|| bare.split_once("'s ")).map_or(bare, |(_, name)| name);
    let bare = bare.strip_suffix(" service").unwrap_or(bare);
    let lower = bare.to_lowercase();
    let counted = COUNTS.iter().find(|word| lower.starts_with(**word)).map_or(0, |word| word.len());
    let rest = bare.get(counted..).unwrap_or(bare).trim();
    // "Other Google services" names Google's; "other social media platforms" names none.
    let named = counted == 0 || rest.contains(char::is_uppercase);
    let lower = rest.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let sentence = words.iter().any(|word| SENTENCE.contains(word));
    let fits = (1..=WORDS).contains(&words.len())
        && rest.chars().count() <= LETTERS
        && (rest == "X" || rest.chars().nth(1).is_some())
        && rest.starts_with(char::is_alphabetic)
        && !rest.contains(['"', '“', '”', ':', '?', '!']);
    if !named || !fits || sentence || NOTHING.contains(&lower.as_str()) {
        return None;
    }
    let spelt = SPELT.iter().find(|(written, _)| *written == lower);
    Some(spelt.map_or_else(|| first_capital(rest), |(_, name)| (*name).to_owned()))
}

/// A name of words in small letters begins with a capital, so that one name is one.
fn first_capital(name: &str) -> String {
    if name.contains(' ') && !name.contains(char::is_uppercase) {
        let mut letters = name.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    } else {
        name.to_owned()
    }
}
