//! The law of the code: who imports whom, how long a file gets, and what stands nowhere.
//! Every fault is listed, so that one run tells all there is to put right.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A file of the project: its path from the root, and its text.
pub struct File {
    pub path: String,
    pub text: String,
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The templates without their comments.
pub fn templates() -> Vec<File> {
    let read = |file: File| File { text: uncommented(&file.text), path: file.path };
    files("frontend/templates").into_iter().map(read).collect()
}

/// The text files below a folder. What git ignores is not there, nor what is no text.
pub fn files(below: &str) -> Vec<File> {
    let mut found = Vec::new();
    walk(&root().join(below), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no file below {below}: the law would hold of nothing");
    found
}

fn walk(folder: &Path, found: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let ignored = ["target", "data", ".git"].contains(&name.as_str()) || name.ends_with("node_modules");
        if ignored {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            walk(&path, found);
        } else if let Ok(text) = fs::read_to_string(&path) {
            found.push(File { path: name, text });
        }
    }
}

pub fn has_ending(file: &File, endings: &[&str]) -> bool {
    endings.iter().any(|ending| file.path.ends_with(ending))
}

/// The line of a place in a text.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Fails with every fault on a line of its own.
pub fn none(law: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{law}\n  {}\n", faults.join("\n  "));
}

/// Rust without its comments and without what stands in quotes; every line keeps its number.
pub fn bare(text: &str) -> String {
    let mut rest = text;
    let mut code = String::with_capacity(text.len());
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '"' {
            quoted(rest)
        } else if rest.starts_with("r\"") || rest.starts_with("r#") {
            raw(rest)
        } else if let Some(inside) = rest.strip_prefix("'\\") {
            inside[1..].find('\'').map_or(rest.len(), |end| end + 4)
        } else if first == '\'' && rest.chars().nth(2) == Some('\'') {
            rest.chars().take(3).map(char::len_utf8).sum()
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            // The `r` at the end of a name begins no raw string.
            if first.is_alphanumeric() || first == '_' {
                let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
                code.push_str(&rest[..word]);
                rest = &rest[word..];
            }
            continue;
        };
        code.extend(rest[..length].chars().filter(|&c| c == '\n'));
        rest = &rest[length..];
    }
    code
}

/// A template without its comments; every line keeps its number.
fn uncommented(text: &str) -> String {
    let mut pieces = text.split("{#");
    let mut shown = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (comment, after) = piece.split_once("#}").unwrap_or((piece, ""));
        shown.extend(comment.chars().filter(|&c| c == '\n'));
        shown.push_str(after);
    }
    shown
}

/// How long the quoted text is that begins here.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// How long the raw text is that begins here; 1 where it is a raw name.
fn raw(text: &str) -> usize {
    let marks = text[1..].chars().take_while(|&c| c == '#').count();
    if !text[1 + marks..].starts_with('"') {
        return 1;
    }
    let end = format!("\"{}", "#".repeat(marks));
    text[2 + marks..].find(&end).map_or(text.len(), |at| at + 2 + marks + end.len())
}

/// For each line, how many `mod name {` of this file it stands in.
fn depths(code: &str) -> Vec<usize> {
    let mut open: Vec<usize> = Vec::new();
    code.lines()
        .map(|line| {
            let indent = line.len() - line.trim_start().len();
            if line.trim() == "}" && open.last() == Some(&indent) {
                open.pop();
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            if matches!(words.as_slice(), [.., "mod", _, "{"]) {
                open.push(indent);
            }
            open.len()
        })
        .collect()
}

/// The names at the head of what follows: one, or those of a group.
fn heads(code: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|&c| c.is_alphanumeric() || c == '_' || c == '*').collect()
    };
    let Some(group) = code.trim_start().strip_prefix('{') else { return vec![name(code)] };
    let mut names = vec![name(group)];
    let mut depth = 0;
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The folders that a file of `src` names, by `crate::…` or by climbing with `super::`, and where.
fn imports(file: &File) -> Vec<(usize, String)> {
    let code = bare(&file.text);
    let inner = depths(&code);
    let stem = file.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let height = stem.split('/').count();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let names = heads(&code[at + "crate::".len()..]);
        found.extend(names.into_iter().map(|name| (line_of(&code, at), name)));
    }
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let mut rest = &code[at..];
        let mut climbed = 0;
        while let Some(above) = rest.strip_prefix("super::") {
            rest = above;
            climbed += 1;
        }
        let line = line_of(&code, at);
        if climbed == height + inner[line - 1] {
            found.extend(heads(rest).into_iter().map(|name| (line, name)));
        }
    }
    found
}

/// The folders in the order of `src/lib.rs`.
fn order() -> Vec<String> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect()
}

/// Whether `home` may import from `other`, which is another.
fn may_import(order: &[String], home: &str, other: &str) -> bool {
    let place = |name: &str| order.iter().position(|folder| folder == name);
    match (home, other) {
        (_, "app") => false,
        ("app", _) => place(other).is_some(),
        (_, "routes") => false,
        _ => place(other).is_some_and(|other| Some(other) < place(home)),
    }
}

#[test]
fn a_folder_imports_only_from_those_above_it() {
    let order = order();
    assert!(order.len() > 10, "src/lib.rs lists only {order:?}");
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in files("src").iter().filter(|file| has_ending(file, &[".rs"])) {
        let inside = file.path.trim_start_matches("src/");
        let home = inside.split('/').next().unwrap().trim_end_matches(".rs");
        if ["main", "lib"].contains(&home) {
            continue;
        }
        if !order.iter().any(|folder| folder == home) {
            faults.push(format!("{}: its folder is not in src/lib.rs", file.path));
        }
        for (line, other) in imports(file) {
            seen += 1;
            if other != home && !may_import(&order, home, &other) {
                faults.push(format!("{}:{line}: `{home}` imports `{other}`", file.path));
            }
        }
    }
    assert!(seen > 100, "only {seen} imports seen: the reading of `use` lines is broken");
    none("A folder imports only from those above it in src/lib.rs:", &faults);
}

#[test]
fn the_reading_of_imports_sees_every_form() {
    let file = File {
        path: "src/web/page.rs".into(),
        text: "use crate::{db::{a, b}, people::x,\n    vault};\n// crate::comment\nlet s = \"crate::text\"; let r = r#\"crate::raw\"#;\n\
               let c = '\"'; crate::flow::run::<'a>();\nuse super::here;\nuse super::super::index;\nmod tests {\n    use super::super::inside;\n    \
               use super::super::super::jobs::y;\n}\nuse super::super::{audit, app::z};\n"
            .into(),
    };
    let mut seen: Vec<_> = imports(&file);
    seen.sort();
    let expected = [
        (1, "db"),
        (1, "people"),
        (1, "vault"),
        (5, "flow"),
        (7, "index"),
        (10, "jobs"),
        (12, "app"),
        (12, "audit"),
    ];
    assert_eq!(seen, expected.map(|(line, name)| (line, name.to_owned())));
}

#[test]
fn a_file_holds_one_idea() {
    let mut faults = Vec::new();
    for (below, most) in [("src", 400), ("packages", 400), ("tests", 500)] {
        for file in files(below).iter().filter(|file| has_ending(file, &[".rs", ".js"])) {
            let lines = file.text.lines().count();
            if lines > most {
                faults.push(format!("{}: {lines} lines, at most {most}", file.path));
            }
        }
    }
    none("A file that grows has found a second idea, which wants a file of its own:", &faults);
}

#[test]
fn a_room_holds_no_more_than_a_reader_can_learn_at_once() {
    let mut rooms: BTreeMap<String, usize> = BTreeMap::new();
    for file in files("src").iter().filter(|file| has_ending(file, &[".rs"])) {
        let inside = file.path.trim_start_matches("src/");
        let room = inside.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        *rooms.entry(room.to_owned()).or_default() += file.text.lines().count();
    }
    assert!(rooms.len() > 30, "only {rooms:?} seen");
    let large = rooms.iter().filter(|(_, lines)| **lines > 4_000);
    let faults: Vec<String> =
        large.map(|(room, lines)| format!("src/{room}: {lines} lines, at most 4000")).collect();
    none("A room that grows has found a second idea, which wants a room of its own:", &faults);
}

#[test]
fn values_are_asked_for_in_statements_that_are_planned_once() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in files("src").iter().filter(|file| has_ending(file, &[".rs"])) {
        let code = bare(&file.text);
        for (at, called) in code.match_indices(".eq_any(") {
            let argument = code[at + called.len()..].lines().next().unwrap_or_default();
            seen += 1;
            if !argument.contains(".select(") && !argument.contains("_ids()") {
                faults.push(format!("{}:{}: {argument}", file.path, line_of(&code, at)));
            }
        }
    }
    assert!(seen > 0, "no question within another is seen");
    none("Among given values one looks by `is_among` (src/db/among.rs):", &faults);
}

#[test]
fn no_lint_is_switched_off_and_nothing_is_left_for_later() {
    let mut faults = Vec::new();
    let code = [".rs", ".html", ".js", ".css", ".ftl", ".sql", ".py", ".toml", ".md", "/run"];
    let later = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!")];
    for below in ["src", "packages", "frontend", "tests", "migrations"] {
        for file in files(below).iter().filter(|file| has_ending(file, &code)) {
            for (number, line) in file.text.lines().enumerate() {
                let place = format!("{}:{}: {}", file.path, number + 1, line.trim());
                let switched =
                    line.contains(concat!("#[", "allow(")) || line.contains(concat!("#![", "allow("));
                if (["src", "packages"].contains(&below) && switched)
                    || later.iter().any(|word| is_word(line, word))
                {
                    faults.push(place);
                }
            }
        }
    }
    none("`#[expect(…, reason)]` instead of `allow`, and nothing left for later:", &faults);
}

/// Whether a text has this as a word of its own.
fn is_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next())
    })
}

#[test]
fn the_project_names_no_machine_and_no_registry() {
    let folders = [concat!("/", "work/"), concat!("/", "home/"), concat!("/", "root/")];
    let hosts = [
        concat!("registry.", "npmjs.org"),
        concat!("registry.", "yarnpkg.com"),
        concat!("index.", "crates.io"),
        concat!("static.", "crates.io"),
        concat!("files.", "pythonhosted.org"),
        concat!("pypi.", "org"),
        concat!("deb.", "debian.org"),
        concat!("proxy.", "golang.org"),
    ];
    let mut faults = Vec::new();
    for file in files("") {
        for (number, line) in file.text.lines().enumerate() {
            let path = folders.iter().any(|folder| {
                // Inside an address or a longer path it is a folder of somebody else.
                line.match_indices(folder).any(|(at, _)| {
                    let before = line[..at].chars().next_back();
                    !before.is_some_and(|c| c.is_alphanumeric() || "._~%-/}".contains(c))
                })
            });
            let locked = file.path.ends_with("package-lock.json") && line.contains("\"resolved\":");
            if path || locked || hosts.iter().any(|host| line.contains(host)) {
                let shown: String = line.trim().chars().take(120).collect();
                faults.push(format!("{}:{}: {shown}", file.path, number + 1));
            }
        }
    }
    none("No path of one machine and no host of a package registry:", &faults);
}
