//! The law of the tables: each belongs to one folder of `src`, and no other names it.

use std::collections::{BTreeMap, BTreeSet};

use crate::conventions::{files, has_ending, none};

/// Tables that a second folder names, with the reason. A pair that is no longer there is a fault, too.
const SHARED: &[(&str, &str, &str)] = &[
    ("readable", "redaction", "a rendition and what makes it readable are one row each, under one id"),
    ("readable", "contributions", "the rule is a condition of the look-up of a text and of what it rests on"),
    ("release", "access", "an audience is forgotten with the last that refers to it"),
    (
        "readable",
        "reports",
        "a look-up is joined with what its viewer may read, by conditions that `access` makes",
    ),
    (
        "readable",
        "inquiries",
        "a look-up is joined with what its viewer may read, by conditions that `access` makes",
    ),
    (
        "readable",
        "translations",
        "a look-up is joined with what its viewer may read, by conditions that `access` makes",
    ),
    ("release", "contributions", "who decides on a text is a condition of its look-up"),
    ("release", "delegation", "who decides on a text is a condition of its look-up"),
    ("release", "reports", "drafts are told from what was proposed in one statement"),
    ("contribution", "inquiries", "a kind joins its texts with its own details and with the reports beneath"),
    (
        "contribution_version",
        "inquiries",
        "a kind joins its texts with its own details and with the reports beneath",
    ),
    ("contribution", "translations", "a kind joins its texts with its own details"),
    ("contribution_version", "translations", "a kind joins its texts with its own details"),
    (
        "contribution",
        "alerts",
        "every page asks for what waits in one statement, by conditions that `access` makes",
    ),
    ("contribution_version", "alerts", "every page asks for what waits in one statement"),
    (
        "contribution",
        "people",
        "whether the author of a text is an active member is a condition of its look-up",
    ),
    (
        "readable",
        "alerts",
        "every page asks for what waits in one statement, by conditions that `access` makes",
    ),
    ("contribution", "actions", "a kind joins its texts with its own details"),
    ("contribution_version", "actions", "a kind says by conditions who may know of its texts"),
    (
        "readable",
        "actions",
        "what is done is read by the readers of a version, by conditions that `access` makes",
    ),
    ("readable", "tasks", "a task is read by the readers of versions, by conditions that `access` makes"),
    ("contribution", "tasks", "whose the action is, is a condition of the look-up of its tasks"),
    ("action_details", "board", "the lists of joint actions are its own"),
    ("action_place", "board", "so is their order by hand, which goes with the action"),
    ("action_step", "board", "the lists of joint actions are its own"),
    ("action_task", "board", "the lists of joint actions are its own"),
    ("action_version", "board", "the lists of joint actions are its own"),
    ("contribution", "board", "whose an action is, is a condition of its lists"),
    (
        "readable",
        "board",
        "a list is joined with what its viewer may read, by conditions that `access` makes",
    ),
    ("contribution", "comments", "a kind joins its texts with its own details"),
    ("contribution_version", "comments", "a kind says by conditions who may know of its texts"),
    (
        "readable",
        "comments",
        "what is said is read by the readers of a version, by conditions that `access` makes",
    ),
    ("contribution", "action_files", "whose an action is, is a condition of the look-up of its files"),
    (
        "readable",
        "action_files",
        "what is attached is read by the readers of a version, by conditions that `access` makes",
    ),
    (
        "readable",
        "recorded",
        "what is recorded is read by the readers of a version, by conditions that `access` makes",
    ),
    ("contribution", "tickets", "whose the action is, is a condition of who reads what a state is asked"),
    (
        "readable",
        "tickets",
        "what a state is asked is read by readers of a version, by conditions that `access` makes",
    ),
    (
        "readable",
        "statements",
        "a statement is read by readers of versions, by conditions that `access` makes",
    ),
    ("contribution", "statements", "whose an action is, and whose a text, are conditions of their look-up"),
    ("contribution", "rounds", "a kind says by conditions who may know of its texts"),
    (
        "readable",
        "rounds",
        "what is said is read by the readers of a version, by conditions that `access` makes",
    ),
    (
        "readable",
        "endorsements",
        "what is said of names is read by the readers of a version, by conditions that `access` makes",
    ),
    ("contribution", "publications", "a kind joins its texts with its own details"),
    (
        "readable",
        "publications",
        "what is found by its hash is read by the readers of a version, by conditions that `access` makes",
    ),
    (
        "readable",
        "follow_up",
        "what is written down is read by the readers of a version, by conditions that `access` makes",
    ),
    ("report", "inquiries", "a kind joins its texts with its own details and with the reports beneath"),
];

/// The tables that the schema declares.
fn tables() -> BTreeSet<String> {
    let schema = files("src/db").into_iter().filter(|file| file.path.starts_with("src/db/schema"));
    let text: String = schema.map(|file| file.text).collect();
    let is_beside = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with(['/', '#']);
    let declared = |after: &str| after.lines().find(|line| !is_beside(line)).unwrap_or_default().to_owned();
    let lines = text.split("diesel::table! {").skip(1).map(declared);
    lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

/// The words that follow `schema::` in a text: one name or those of a group.
fn named(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("schema::") {
        let after = &text[at + "schema::".len()..];
        let end = if after.starts_with('{') { '}' } else { ';' };
        let part = after.split(end).next().unwrap_or_default();
        let part = if end == ';' {
            part.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()
        } else {
            Some(part)
        };
        let words = part.unwrap_or_default().split(|c: char| !(c.is_alphanumeric() || c == '_'));
        found.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }
    for after in text.split("table_name = ").skip(1) {
        let word = after.split(|c: char| !(c.is_alphanumeric() || c == '_')).next();
        found.extend(word.map(str::to_owned));
    }
    found
}

#[test]
fn the_reading_of_tables_sees_every_form() {
    let text = "use crate::db::schema::{audit,\n    report};\nuse crate::db::schema::timer;\ncrate::db::schema::setting::table;\n\
                #[diesel(table_name = person)]";
    assert_eq!(named(text), ["audit", "person", "report", "setting", "timer"].map(str::to_owned).into());
    assert_eq!(named("use crate::db::schema::*;"), BTreeSet::new());
}

#[test]
fn each_table_belongs_to_one_folder() {
    let tables = tables();
    assert!(tables.len() > 30, "{tables:?}");
    let mut users: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for file in files("src").iter().filter(|file| has_ending(file, &[".rs"])) {
        let inside = file.path.trim_start_matches("src/");
        let home = inside.split('/').next().unwrap().trim_end_matches(".rs");
        if inside.starts_with("db/schema") {
            continue;
        }
        assert!(!file.text.contains("schema::*"), "{}: tables are named one by one", file.path);
        for table in named(&file.text).into_iter().filter(|name| tables.contains(name)) {
            users.entry(table).or_default().insert(home.to_owned(), file.path.clone());
        }
    }
    let unused = tables.iter().filter(|table| !users.contains_key(*table));
    let mut faults: Vec<String> = unused.map(|table| format!("nobody uses the table {table}")).collect();
    let mut excused = BTreeSet::new();
    for (table, mut homes) in users {
        for (index, (of, home, _)) in SHARED.iter().enumerate() {
            if *of == table && homes.remove(*home).is_some() {
                excused.insert(index);
            }
        }
        if homes.len() > 1 {
            faults.push(format!("the table {table} is used by {homes:?}"));
        }
    }
    for (index, (table, home, _)) in SHARED.iter().enumerate() {
        if !excused.contains(&index) {
            faults.push(format!("{home} does not name the table {table}: the exception has to go"));
        }
    }
    none("A table belongs to one folder; others ask that folder:", &faults);
}
