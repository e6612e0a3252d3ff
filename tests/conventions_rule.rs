//! The law of the rule: nothing goes round it. What is made readable was released, and whoever names a thing is a viewer.

use crate::conventions::{File, files, has_ending, line_of, none};

fn sources() -> Vec<File> {
    files("src").into_iter().filter(|file| has_ending(file, &[".rs"])).collect()
}

/// Every place where a text stands in a file that is none of these.
fn outside(files: &[File], text: &str, homes: &[&str]) -> Vec<String> {
    let strangers = files.iter().filter(|file| !homes.iter().any(|home| file.path.starts_with(home)));
    strangers
        .flat_map(|file| {
            file.text
                .match_indices(text)
                .map(|(at, _)| format!("{}:{}: {text}", file.path, line_of(&file.text, at)))
        })
        .collect()
}

#[test]
fn what_is_made_readable_was_released() {
    let sources = sources();
    let mut faults = outside(&sources, "Released::by_flow(", &["src/flow/"]);
    faults.extend(outside(&sources, "insert_into(readable", &["src/access/"]));
    faults.extend(outside(&sources, "update(readable", &["src/access/"]));
    // The operator's import, and where it is made.
    let imports = sources.iter().filter(|file| file.text.contains("flow::imported("));
    let imports: Vec<&str> = imports.map(|file| file.path.as_str()).collect();
    assert!(matches!(imports.as_slice(), [one] if one.contains("imports")), "{imports:?}");
    none("Only what `flow` released is made readable, and only `access` writes who reads:", &faults);
}

/// The functions of a file that others may call: name and parameters.
/// Those that find nothing but do something are left out.
fn functions(text: &str) -> Vec<(usize, &str, &str)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("pub fn ") {
        let rest = &text[at + "pub fn ".len()..];
        let Some((name, after)) = rest.split_once('(') else { continue };
        let name = name.split('<').next().unwrap_or_default();
        let Some((parameters, answer)) = after.split_once(") ->") else { continue };
        if !answer.trim_start().starts_with("Result<()>") {
            found.push((line_of(text, at), name, parameters));
        }
    }
    found
}

/// Whether a function finds something by a name that came from outside.
fn finds_by_name(parameters: &str) -> bool {
    let looks = parameters.contains("conn: &mut Conn") || parameters.contains("tx: &mut Tx");
    looks && ["reference: &str", "slug: &str"].iter().any(|named| parameters.contains(named))
}

#[test]
fn whoever_finds_something_by_its_name_is_a_viewer() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in &sources() {
        for (line, name, parameters) in functions(&file.text) {
            if finds_by_name(parameters) {
                seen += 1;
                if !parameters.contains("viewer: &Viewer") && !name.ends_with("for_operator") {
                    faults.push(format!("{}:{line}: {name}", file.path));
                }
            }
        }
    }
    assert!(seen > 15, "only {seen} finders seen: the reading of functions is broken");
    none("A finder takes a viewer and has the rule in its statement:", &faults);
}

#[test]
fn the_operator_alone_is_no_viewer() {
    // The command line, the founding of an empty database, the demonstration, and where these finders are.
    let homes = ["src/exchange/import.rs", "src/admin/demonstration", "src/people/", "src/reports/store.rs"];
    let faults = outside(&sources(), "for_operator(", &homes);
    none("What asks for no viewer is the operator's:", &faults);
}

#[test]
fn the_reading_of_finders_sees_every_form() {
    let text = "pub fn one(conn: &mut Conn, reference: &str) -> A {}\n\
                pub fn two<K: Kind>(\n    tx: &mut Tx<'_>,\n    viewer: &Viewer,\n    slug: &str,\n) -> B {}\n\
                pub(super) fn three(conn: &mut Conn, reference: &str) -> C {}\npub fn four(reference: &str) -> D {}\n\
                pub fn five(tx: &mut Tx<'_>, reference: &str) -> Result<()> {}";
    let found: Vec<(&str, bool)> =
        functions(text).into_iter().map(|(_, name, parameters)| (name, finds_by_name(parameters))).collect();
    assert_eq!(found, [("one", true), ("two", true), ("four", false)]);
}
