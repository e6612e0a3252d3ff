//! The facts of a report as fields of a form: grouped as people ask, every fact in one of the groups.

use crate::error::Fields;
use crate::facts::form::FormValues;
use crate::facts::{
    ActorType, Answer, AssessedCause, Extent, Facts, Finding, HarmKind, IncidentType, Network, OrderedBy,
    Part, Right, Scope, Shape, SourceKind, StatedReason, Status, UNKNOWN, Vocabulary, display,
};
use crate::geography::CountryCode;
use crate::web::{Choice, Page};

/// So many countries of one report are shown to be chosen; more stay as they were typed in JSON.
const MOST_COUNTRIES: usize = 40;

/// One field with what stands in it.
pub struct Field {
    /// The name that is sent: `facts.types`.
    pub name: String,
    pub label: String,
    pub help: String,
    /// How it is asked: `line`, `area`, `choices`, `select`, `countries`, `date`, `tick`.
    pub kind: &'static str,
    pub value: String,
    /// For `choices` and `select`.
    pub options: Vec<Choice>,
    /// For `countries`: one list to pull down for each, and some to spare.
    pub several: Vec<Vec<Choice>>,
    /// Whether it takes a whole line.
    pub wide: bool,
    /// For `date`: the name of its box “about”, and whether that is ticked.
    pub about: String,
    pub ticked: bool,
}

/// One entry of a list of records.
pub struct Record {
    pub heading: String,
    pub fields: Vec<Field>,
}

/// Fields that answer one question.
pub struct Group {
    pub heading: String,
    pub help: String,
    /// Whether it always stands open.
    pub main: bool,
    /// Whether it stands open now: something is in it, or something in it is wrong.
    pub open: bool,
    pub fields: Vec<Field>,
    pub records: Vec<Record>,
}

struct Plan {
    key: &'static str,
    main: bool,
    fields: &'static [&'static str],
    records: Option<(&'static str, usize)>,
}

const fn plan(key: &'static str, main: bool, fields: &'static [&'static str]) -> Plan {
    Plan { key, main, fields, records: None }
}

const PLAN: &[Plan] = &[
    plan("what", true, &["types", "status", "extent", "scope", "networks", "services"]),
    plan("where", true, &["countries", "places", "regions"]),
    plan("when", true, &["started", "ended", "status_as_of"]),
    Plan { key: "sources", main: true, fields: &[], records: Some(("sources", 2)) },
    plan("who", false, &["ordered_by", "actor_type", "decision_maker"]),
    plan("why", false, &["stated_reasons", "stated_reason_text", "assessed_causes", "assessed_cause_text"]),
    plan(
        "effects",
        false,
        &[
            "people_affected",
            "affected_groups",
            "cross_border",
            "acknowledged.government",
            "acknowledged.operators",
            "context.election",
            "context.violence",
            "context.rights_abuse",
        ],
    ),
    Plan { key: "harms", main: false, fields: &[], records: Some(("harms", 1)) },
    plan(
        "law",
        false,
        &[
            "legal_basis.claimed",
            "legal_basis.text",
            "tests.legality",
            "tests.legitimate_aim",
            "tests.necessity",
            "tests.proportionality",
            "rights",
            "instruments",
        ],
    ),
    plan("network", false, &["domains", "asns", "operators", "technologies", "vendors"]),
    plan("origin", false, &["source.system", "source.id"]),
];

fn words_of<W: Vocabulary>(prefix: &str) -> Vec<(String, String)> {
    W::ALL.iter().map(|word| (word.as_str().to_owned(), format!("{prefix}{}", word.as_str()))).collect()
}

/// The words that a fact may have, each with the name under which its string stands.
fn vocabulary(path: &str) -> Option<Vec<(String, String)>> {
    let answer = |path: &str| {
        path.starts_with("acknowledged.") || path.starts_with("context.") || path == "legal_basis.claimed"
    };
    Some(match path {
        "types" => words_of::<IncidentType>(""),
        "status" => words_of::<Status>(""),
        "extent" => words_of::<Extent>(""),
        "scope" => words_of::<Scope>(""),
        "networks" => words_of::<Network>(""),
        "ordered_by" => words_of::<OrderedBy>(""),
        "actor_type" => words_of::<ActorType>(""),
        "stated_reasons" => words_of::<StatedReason>(""),
        "assessed_causes" => words_of::<AssessedCause>(""),
        "rights" => words_of::<Right>(""),
        "harms.kind" => words_of::<HarmKind>("harm_"),
        "sources.kind" => words_of::<SourceKind>("source_"),
        "harms.direct" => words_of::<Answer>(""),
        path if path.starts_with("tests.") => words_of::<Finding>(""),
        path if answer(path) => words_of::<Answer>(""),
        _ => return None,
    })
}

/// The shape of a fact by its path without places: `sources.url`.
fn shape(path: &str) -> Option<Shape> {
    path.split('.').try_fold(Facts::SHAPE, |shape, name| match shape {
        Shape::Record(fields) | Shape::Records(fields) => {
            fields.iter().find(|(field, _)| *field == name).map(|(_, shape)| *shape)
        }
        _ => None,
    })
}

struct Making<'a> {
    page: &'a Page,
    values: &'a FormValues,
    countries: Vec<(String, String)>,
}

impl Making<'_> {
    fn choices(&self, name: &str, words: Vec<(String, String)>) -> Vec<Choice> {
        let mut all: Vec<Choice> = words
            .into_iter()
            .map(|(value, word)| {
                let chosen = self.values.has(name, &value);
                Choice::new(value, display::word(self.page, &word), chosen)
            })
            .collect();
        let unknown = self.values.has(name, UNKNOWN);
        all.push(Choice::new(UNKNOWN, self.page.t("word-unknown"), unknown));
        all
    }

    fn country(&self, chosen: &str) -> Vec<Choice> {
        let unknown = (UNKNOWN.to_owned(), self.page.t("word-unknown"));
        let all = self.countries.iter().chain([&unknown]);
        let mut all: Vec<Choice> =
            all.map(|(code, name)| Choice::new(code.as_str(), name.as_str(), code == chosen)).collect();
        // What was typed elsewhere and is no country comes back as well, with what is wrong beside it.
        if !chosen.is_empty() && !all.iter().any(|choice| choice.chosen) {
            all.push(Choice::new(chosen, chosen, true));
        }
        all
    }

    /// The field for a fact: `name` is `facts.sources.0.url`, `path` is `sources.url`.
    fn field(&self, name: String, path: &str) -> Field {
        let shape = shape(path).unwrap_or(Shape::Text);
        let key = path.replace(['.', '_'], "-");
        let mut field = Field {
            label: self.page.t(&format!("fact-{key}")),
            help: self.page.strings().find(&format!("facts-help-{key}")).unwrap_or_default(),
            kind: "line",
            value: self.values.one(&name),
            options: Vec::new(),
            several: Vec::new(),
            wide: path.ends_with("text") || path.ends_with("url"),
            about: String::new(),
            ticked: false,
            name,
        };
        let list = matches!(shape, Shape::Words | Shape::Names | Shape::Lines);
        if let Some(words) = vocabulary(path) {
            field.kind = if list { "choices" } else { "select" };
            field.options = self.choices(&field.name, words);
        } else if path == "countries" || path == "cross_border" {
            field.kind = "countries";
            let filled = self.values.all(&field.name).iter().map(String::as_str);
            let filled =
                filled.flat_map(|value| value.split([',', ' ', '\n'])).filter(|code| !code.is_empty());
            let spare = if path == "countries" { 2 } else { 1 };
            // Each brings the whole list of countries with it: a form sent with a million codes must not come back.
            let shown = filled.take(MOST_COUNTRIES).chain(std::iter::repeat_n("", spare));
            field.several = shown.map(|code| self.country(code)).collect();
        } else if let Shape::Date = shape {
            field.about = format!("{}.estimated", field.name);
            field.ticked = self.values.has(&field.about, "yes");
            field.name.push_str(".date");
            field.value = self.values.one(&field.name);
            field.kind = "date";
            field.help = self.page.t("facts-help-date");
        } else if let Shape::Flag = shape {
            field.ticked = self.values.has(&field.name, "yes");
            field.kind = "tick";
        } else if list {
            field.kind = "area";
            if field.help.is_empty() {
                let key = if let Shape::Lines = shape { "facts-help-lines" } else { "facts-help-words" };
                field.help = self.page.t(key);
            }
        } else if path.ends_with("text") {
            field.kind = "area";
        }
        field
    }

    fn records(&self, list: &str, spare: usize) -> Vec<Record> {
        let Some(Shape::Records(parts)) = shape(list) else {
            return Vec::new();
        };
        let name = |place: usize, part: &str| format!("facts.{list}.{place}.{part}");
        let filled = (0..self.values.count(&format!("facts.{list}")))
            .rev()
            .find(|place| parts.iter().any(|(part, _)| !self.values.one(&name(*place, part)).is_empty()));
        (0..filled.map_or(0, |last| last + 1) + spare)
            .map(|place| Record {
                heading: self
                    .page
                    .ta(&format!("facts-entry-{list}"), &[("number", &(place + 1).to_string())]),
                fields: parts
                    .iter()
                    .map(|(part, _)| self.field(name(place, part), &format!("{list}.{part}")))
                    .collect(),
            })
            .collect()
    }
}

impl Field {
    fn is_filled(&self) -> bool {
        !self.value.is_empty()
            || self.ticked
            || self
                .options
                .iter()
                .chain(self.several.iter().flatten())
                .any(|option| option.chosen && !option.value.is_empty())
    }

    fn is_wrong(&self, errors: &Fields) -> bool {
        !errors.of(&self.name).is_empty()
    }
}

impl Group {
    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.records.iter().flat_map(|record| &record.fields))
    }
}

/// The groups with what stands in them, and the faults put beside the fields that they are of.
pub fn groups(page: &Page, values: &FormValues, errors: Fields) -> (Vec<Group>, Fields) {
    let mut countries: Vec<(String, String)> =
        CountryCode::all().map(|code| (code.as_str().to_owned(), code.name(&page.lang).to_owned())).collect();
    countries.sort_by(|a, b| a.1.cmp(&b.1));
    let making = Making { page, values, countries };
    let mut groups: Vec<Group> = PLAN
        .iter()
        .map(|plan| Group {
            heading: page.t(&format!("facts-group-{}", plan.key)),
            help: page.strings().find(&format!("facts-group-{}-help", plan.key)).unwrap_or_default(),
            main: plan.main,
            open: plan.main,
            fields: plan.fields.iter().map(|path| making.field(format!("facts.{path}"), path)).collect(),
            records: plan.records.map(|(list, spare)| making.records(list, spare)).unwrap_or_default(),
        })
        .collect();
    let names: Vec<String> = groups.iter().flat_map(Group::fields).map(|field| field.name.clone()).collect();
    let errors = beside(errors, &names);
    for group in &mut groups {
        let speaks = group.fields().any(|field| field.is_filled() || field.is_wrong(&errors));
        group.open |= speaks;
    }
    (groups, errors)
}

/// A fault of an entry (`facts.countries.1`) stands beside the field of its list.
fn beside(errors: Fields, names: &[String]) -> Fields {
    let mut placed = Fields::default();
    for (path, messages) in errors.0 {
        let mut above = path.as_str();
        let field = loop {
            let dated = format!("{above}.date");
            if names.iter().any(|name| name == above) {
                break above.to_owned();
            } else if names.contains(&dated) {
                break dated;
            }
            match above.rsplit_once('.') {
                Some((shorter, _)) => above = shorter,
                None => break path.clone(),
            }
        };
        for message in messages {
            placed.add(field.clone(), message);
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every fact that a form can hold, without places: `sources.url`.
    fn leaves(name: &str, shape: Shape, found: &mut Vec<String>) {
        match shape {
            Shape::Record(fields) | Shape::Records(fields) => {
                for (field, shape) in fields {
                    let path = if name.is_empty() { (*field).to_owned() } else { format!("{name}.{field}") };
                    leaves(&path, *shape, found);
                }
            }
            Shape::Sealed => {}
            _ => found.push(name.to_owned()),
        }
    }

    #[test]
    fn every_fact_is_asked_for_once() {
        let mut all = Vec::new();
        leaves("", Facts::SHAPE, &mut all);
        for path in &all {
            let whole = PLAN.iter().flat_map(|plan| plan.fields).filter(|field| *field == path).count();
            let list = path.split('.').next();
            let entries = PLAN.iter().filter(|plan| plan.records.map(|(name, _)| name) == list).count();
            assert_eq!(whole + entries, 1, "{path}");
        }
        for path in PLAN.iter().flat_map(|plan| plan.fields) {
            assert!(shape(path).is_some(), "{path} is no fact");
        }
    }

    #[test]
    fn a_fault_stands_beside_its_field() {
        let names = ["facts.countries", "facts.started.date", "facts.sources.0.url"].map(str::to_owned);
        let mut errors = Fields::default();
        for path in ["facts.countries.3", "facts.started", "facts.sources.0.url", "facts.colour", "title"] {
            errors.add(path, crate::error::message("fault-missing"));
        }
        let placed = beside(errors, &names);
        let fields: Vec<&str> = placed.0.keys().map(String::as_str).collect();
        assert_eq!(
            fields,
            ["facts.colour", "facts.countries", "facts.sources.0.url", "facts.started.date", "title"]
        );
    }
}
