//! The proof itself leaves nothing out: what `tests/run` passes over on PostgreSQL touches no database.

use std::fs;

use crate::conventions::{files, none, root};

/// The words that `tests/run` assigns to a list.
fn list(name: &str) -> Vec<String> {
    let script = fs::read_to_string(root().join("tests/run")).unwrap();
    let (_, rest) = script.split_once(&format!("readonly {name}=(")).expect(name);
    rest.split_once(')').unwrap().0.split_whitespace().map(str::to_owned).collect()
}

/// The files of a module of tests.
fn of_module(name: &str) -> Vec<crate::conventions::File> {
    let (alone, below) = (format!("tests/{name}.rs"), format!("tests/{name}/"));
    files("tests").into_iter().filter(|file| file.path == alone || file.path.starts_with(&below)).collect()
}

/// What a test needs to come by a database.
const WAYS_TO_A_DATABASE: [&str; 7] =
    ["Place::", "Serving", "World", "Home", "History", "Database", "entente(&"];

#[test]
fn modules_passed_over_on_postgresql_touch_no_database() {
    let skipped = list("WITHOUT_DATABASE");
    let declared = fs::read_to_string(root().join("tests/main.rs")).unwrap();
    let declared: Vec<&str> =
        declared.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    let mut faults = Vec::new();
    for name in &skipped {
        if !declared.contains(&name.as_str()) {
            faults.push(format!("{name} is no module"));
        }
        // libtest passes over every name that has `{name}::` in it.
        let alike = declared.iter().filter(|other| *other != name && other.ends_with(name.as_str()));
        faults.extend(alike.map(|other| format!("{other} would be passed over with {name}")));
        for file in of_module(name) {
            let ways = WAYS_TO_A_DATABASE.iter().filter(|way| file.text.contains(**way));
            let ways = ways.filter(|_| name != "proof");
            faults.extend(ways.map(|way| format!("{}: {way} leads to a database", file.path)));
        }
    }
    none("Passed over on PostgreSQL", &faults);
    assert!(skipped.len() >= 5, "{skipped:?}");
}

/// Tests of the library and of the packages run once: none of them knows of PostgreSQL.
#[test]
fn tests_beside_the_code_know_no_server() {
    let knows = |file: &crate::conventions::File| file.text.contains("ENTENTE_TEST_DATABASE_URL");
    let found = ["src", "packages"].into_iter().flat_map(files).filter(knows).map(|file| file.path);
    none("Runs on SQLite alone", &found.collect::<Vec<_>>());
}

#[test]
fn folders_of_tests_have_one_maker() {
    let own = |file: &crate::conventions::File| {
        let free = ["tests/support.rs", "tests/proof.rs"].contains(&file.path.as_str())
            || file.path.starts_with("tests/bench/");
        !free && crate::conventions::has_ending(file, &[".rs"]) && file.text.contains("tempdir(")
    };
    let found = files("tests").into_iter().filter(own).map(|file| file.path);
    none("Use `support::folder`", &found.collect::<Vec<_>>());
}
