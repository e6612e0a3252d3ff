//! Facts withheld, or told more coarsely than they are known. Works on their JSON: what the fields mean to a
//! report is not known here, only which shapes can be told how.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::db::text_enum;

text_enum! {
    /// How much of a marked fact is still told.
    pub enum Level {
        /// Nothing but that it is withheld.
        Withheld = "withheld",
        /// Of a date: the month.
        Month = "month",
        /// Of a date: the year.
        Year = "year",
        /// Of places by name: the regions that are stated beside them.
        Region = "region",
        /// Of regions: their countries.
        Country = "country",
        /// Of a number: its order of magnitude.
        Range = "range",
        /// Of a service or a source: what kind it is.
        Kind = "kind",
    }
}

/// The facts that a mark can be on, each with the levels between all and nothing.
const FACTS: &[(&str, &[Level])] = &[
    ("types", &[]),
    ("countries", &[]),
    ("regions", &[Level::Country]),
    ("places", &[Level::Region]),
    ("cross_border", &[]),
    ("started", &[Level::Month, Level::Year]),
    ("ended", &[Level::Month, Level::Year]),
    ("status", &[]),
    ("status_as_of", &[]),
    ("extent", &[]),
    ("scope", &[]),
    ("networks", &[]),
    ("services", &[Level::Kind]),
    ("domains", &[]),
    ("asns", &[]),
    ("operators", &[]),
    ("ordered_by", &[]),
    ("decision_maker", &[]),
    ("actor_type", &[]),
    ("stated_reasons", &[]),
    ("stated_reason_text", &[]),
    ("assessed_causes", &[]),
    ("assessed_cause_text", &[]),
    ("legal_basis", &[]),
    ("tests", &[]),
    ("rights", &[]),
    ("instruments", &[]),
    ("harms", &[Level::Range]),
    ("affected_groups", &[]),
    ("people_affected", &[Level::Range]),
    ("acknowledged", &[]),
    ("context", &[]),
    ("technologies", &[]),
    ("vendors", &[]),
    ("sources", &[Level::Kind]),
];

/// The names of the facts that a mark can be on.
pub fn names() -> impl Iterator<Item = &'static str> {
    FACTS.iter().map(|(name, _)| *name)
}

/// How a fact can be told, from nothing up.
pub fn levels(name: &str) -> impl Iterator<Item = Level> {
    let found = FACTS.iter().find(|(known, _)| *known == name);
    found.into_iter().flat_map(|(_, levels)| [Level::Withheld].into_iter().chain(levels.iter().copied()))
}

/// Whether the fact at `path` (`operators`, `operators.2`) can be told at this level.
pub fn can(path: &str, level: Level) -> bool {
    let (name, entry) = split(path);
    let entry_ok = match entry {
        None => !path.contains('.'),
        // Regions and places are told by their whole list: an entry's country may not be another's.
        Some(_) => !matches!(level, Level::Region | Level::Country) && is_list(name),
    };
    entry_ok && levels(name).any(|known| known == level)
}

fn is_list(name: &str) -> bool {
    matches!(
        name,
        "types"
            | "countries"
            | "regions"
            | "places"
            | "cross_border"
            | "networks"
            | "services"
            | "domains"
            | "asns"
            | "operators"
            | "ordered_by"
            | "stated_reasons"
            | "assessed_causes"
            | "rights"
            | "instruments"
            | "harms"
            | "affected_groups"
            | "technologies"
            | "vendors"
            | "sources"
    )
}

/// `operators.2` is the third of the operators.
pub fn split(path: &str) -> (&str, Option<usize>) {
    match path.split_once('.') {
        Some((name, entry)) => match entry.parse() {
            Ok(place) => (name, Some(place)),
            Err(_) => (path, None),
        },
        None => (path, None),
    }
}

/// As what a reader is told of a place that was left out: of an entry of a list the list, for its number would tell how many
/// entries stood before it in the original.
pub fn told_as(path: &str) -> &str {
    match path.split_once('.') {
        Some((name, rest)) if rest.starts_with(|first: char| first.is_ascii_digit()) => name,
        _ => path,
    }
}

/// What stands at a path: names and places in lists, with dots between.
pub fn find<'a>(facts: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(facts, |value, step| match value {
        Value::Object(fields) => fields.get(step),
        Value::Array(entries) => entries.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The same, to be changed.
pub fn find_mut<'a>(facts: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    path.split('.').try_fold(facts, |value, step| match value {
        Value::Object(fields) => fields.get_mut(step),
        Value::Array(entries) => entries.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Tells the facts at each path no further than its level. Gives, for each that there was, its place among `marks`.
pub fn withhold(facts: &mut Value, marks: &[(&str, Level)]) -> Vec<usize> {
    let mut done = Vec::new();
    let mut order: Vec<usize> = (0..marks.len()).collect();
    // What becomes coarser first, and of what goes the last entry first: places in lists stay what they were.
    order.sort_by_key(|&place| {
        marks.get(place).map(|(path, level)| (*level == Level::Withheld, std::cmp::Reverse(split(path).1)))
    });
    // Two marks on one entry take one entry away.
    let mut removed: BTreeMap<&str, bool> = BTreeMap::new();
    let mut coarsened = BTreeSet::new();
    for place in order {
        let Some((path, level)) = marks.get(place) else { continue };
        let told = match level {
            Level::Withheld | Level::Region => {
                *removed.entry(path).or_insert_with(|| tell(facts, path, *level))
            }
            _ => tell(facts, path, *level),
        };
        if told {
            done.push(place);
            coarsened.insert(split(path).0);
        }
    }
    for name in coarsened {
        if let Some(Value::Array(entries)) = facts.get_mut(name) {
            merge_equal(entries);
        }
    }
    done.sort_unstable();
    done
}

/// Of entries that are the same by now one stays. Last of all: until then a mark finds its entry by its place.
fn merge_equal(entries: &mut Vec<Value>) {
    let mut kept: Vec<Value> = Vec::new();
    for entry in std::mem::take(entries) {
        if !kept.contains(&entry) {
            kept.push(entry);
        }
    }
    *entries = kept;
}

/// False where there was nothing to tell less of.
fn tell(facts: &mut Value, path: &str, level: Level) -> bool {
    let Some(value) = find_mut(facts, path) else { return false };
    match level {
        Level::Month | Level::Year => return coarsen_date(value, level),
        Level::Range => return each(value, &mut to_range),
        Level::Kind if path.starts_with("services") => return each(value, &mut to_kind_of_service),
        Level::Kind => return each(value, &mut to_kind_of_source),
        Level::Country => return to_countries(facts),
        Level::Withheld | Level::Region => {}
    }
    remove(facts, path)
}

fn remove(facts: &mut Value, path: &str) -> bool {
    let (name, entry) = split(path);
    let Some(fields) = facts.as_object_mut() else { return false };
    // The day until which a status holds would tell that there is one.
    if name == "status" {
        fields.remove("status_as_of");
    }
    let Some(entry) = entry else { return fields.remove(name).is_some() };
    let Some(entries) = fields.get_mut(name).and_then(Value::as_array_mut) else { return false };
    if entry >= entries.len() {
        return false;
    }
    entries.remove(entry);
    if entries.is_empty() {
        fields.remove(name);
    }
    true
}

/// Every entry of a list, or the one value; true where any changed.
fn each(value: &mut Value, change: &mut dyn FnMut(&mut Value) -> bool) -> bool {
    match value {
        Value::Array(entries) => {
            let mut changed = false;
            for entry in entries.iter_mut() {
                changed |= change(entry);
            }
            changed
        }
        one => change(one),
    }
}

/// `2024-02-29` becomes `2024-02` or `2024`; what is coarser already stays.
fn coarsen_date(value: &mut Value, level: Level) -> bool {
    let Some(date) = value.get("date").and_then(Value::as_str) else { return false };
    let (digits, precision) = if level == Level::Year { (4, "year") } else { (7, "month") };
    let Some(kept) = date.get(..digits).filter(|_| date.len() > digits).map(str::to_owned) else {
        return false;
    };
    if let Some(fields) = value.as_object_mut() {
        fields.insert("date".into(), kept.into());
        fields.insert("precision".into(), precision.into());
    }
    true
}

/// 7,300 becomes `1000-9999`: the power of ten below and the last number of as many digits.
fn to_range(value: &mut Value) -> bool {
    match value {
        Value::Number(number) => {
            let Some(number) = number.as_u64() else { return false };
            *value = format!("{}-{}", floor(number), ceiling(number)).into();
            true
        }
        Value::Object(fields) => {
            let mut changed = false;
            for (name, round) in [("minimum", floor as fn(u64) -> u64), ("maximum", ceiling)] {
                if let Some(number) = fields.get(name).and_then(Value::as_u64) {
                    changed |= round(number) != number;
                    fields.insert(name.into(), round(number).into());
                }
            }
            changed
        }
        _ => false,
    }
}

fn floor(number: u64) -> u64 {
    number.checked_ilog10().map_or(0, |digits| 10_u64.pow(digits))
}

fn ceiling(number: u64) -> u64 {
    number.checked_ilog10().map_or(9, |digits| 10_u64.pow(digits + 1) - 1)
}

/// What kind of service a name stands for. A name that is not known is an online service.
fn to_kind_of_service(value: &mut Value) -> bool {
    const KINDS: &[(&str, &[&str])] = &[
        (
            "Messaging",
            &[
                "whatsapp",
                "telegram",
                "signal",
                "messenger",
                "viber",
                "wechat",
                "line",
                "imo",
                "skype",
                "facebook messenger",
                "threema",
                "session",
                "briar",
                "kakaotalk",
                "zalo",
                "discord",
                "sms",
            ],
        ),
        (
            "Social media",
            &[
                "facebook",
                "x",
                "twitter",
                "instagram",
                "tiktok",
                "vk",
                "odnoklassniki",
                "linkedin",
                "snapchat",
                "reddit",
                "pinterest",
                "mastodon",
                "weibo",
                "clubhouse",
                "threads",
                "tumblr",
                "bluesky",
            ],
        ),
        ("Video", &["youtube", "vimeo", "dailymotion", "twitch", "netflix", "rutube", "bilibili"]),
        ("Search", &["google", "bing", "duckduckgo", "yandex", "baidu"]),
        ("Reference", &["wikipedia", "wikimedia"]),
        (
            "Circumvention",
            &["tor", "psiphon", "lantern", "vpn", "nordvpn", "protonvpn", "expressvpn", "outline"],
        ),
        ("E-mail", &["gmail", "outlook", "protonmail", "proton mail", "tutanota", "yahoo mail"]),
        ("Calls", &["zoom", "facetime", "google meet", "microsoft teams", "phone calls", "jitsi"]),
    ];
    let Some(name) = value.as_str().map(str::to_lowercase) else { return false };
    let known = KINDS.iter().find(|(_, names)| names.contains(&name.as_str()));
    *value = known.map_or("Online service", |(kind, _)| kind).into();
    true
}

/// A source keeps its kind alone.
fn to_kind_of_source(value: &mut Value) -> bool {
    let Some(fields) = value.as_object_mut() else { return false };
    let before = fields.len();
    fields.retain(|name, _| name == "kind" || name == "confidential");
    fields.len() < before
}

/// `IN-JK` becomes `IN`, beside the countries that are stated.
fn to_countries(facts: &mut Value) -> bool {
    let Some(fields) = facts.as_object_mut() else { return false };
    let Some(Value::Array(regions)) = fields.remove("regions") else { return false };
    let stated = fields.entry("countries").or_insert_with(|| json!([]));
    if let Some(countries) = stated.as_array_mut() {
        for region in regions {
            let country = region.as_str().and_then(|code| code.split_once('-')).map(|(country, _)| country);
            if let Some(country) = country.map(Value::from)
                && !countries.contains(&country)
            {
                countries.push(country);
            }
        }
    }
    if stated.as_array().is_some_and(Vec::is_empty) {
        fields.remove("countries");
    }
    true
}
