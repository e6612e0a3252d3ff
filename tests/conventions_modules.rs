//! The law of the modules: none needs another that needs it, however far round.

use std::collections::{BTreeMap, BTreeSet};

use crate::conventions::{bare, files, has_ending, none};

type Path = Vec<String>;

/// A module of `src`: its code without `use` lines, what it imports and re-exports, and what it defines.
#[derive(Default)]
struct Module {
    code: String,
    imports: Vec<Path>,
    exports: Vec<Path>,
    items: BTreeSet<String>,
}

type Modules = BTreeMap<Path, Module>;

fn path_of(text: &str) -> Path {
    text.split("::").map(|step| step.trim().to_owned()).filter(|step| !step.is_empty()).collect()
}

/// The paths of a tree such as `crate::{a::{self, b}, c as d}`; what is renamed stands by its own name.
fn expanded(before: &str, tree: &str) -> Vec<String> {
    let Some(open) = tree.find('{') else {
        let plain = tree.split(" as ").next().unwrap_or_default();
        return vec![format!("{before}{}", plain.trim())];
    };
    let (head, inside) = (&tree[..open], &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())]);
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inside[from..]);
    let head = format!("{before}{}", head.trim());
    parts
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .flat_map(|part| expanded(&head, part.trim()))
        .collect()
}

/// What a module at `home` means by a path: from the root of the crate on, where it is of this crate.
fn absolute(home: &[String], path: &[String], children: &BTreeSet<Path>) -> Option<Path> {
    let mut found = match path.first()?.as_str() {
        "crate" => path[1..].to_vec(),
        "self" => [home, &path[1..]].concat(),
        "super" => {
            let up = path.iter().take_while(|step| *step == "super").count();
            [&home[..home.len().checked_sub(up)?], &path[up..]].concat()
        }
        child if children.contains(&[home, &[child.to_owned()]].concat()) => [home, path].concat(),
        _ => return None,
    };
    if found.last().is_some_and(|last| last == "self") {
        found.pop();
    }
    Some(found)
}

/// The names that code defines.
fn defined(code: &str) -> BTreeSet<String> {
    let kinds = ["fn", "struct", "enum", "trait", "const", "static", "type", "mod"];
    let words: Vec<&str> =
        code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect();
    words.windows(2).filter(|two| kinds.contains(&two[0])).map(|two| two[1].to_owned()).collect()
}

/// A file without its unit tests, cut into `use` lines and the rest.
fn module(home: &[String], text: &str, children: &BTreeSet<Path>) -> Module {
    let code = bare(text);
    let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut made = Module::default();
    let mut rest = code;
    while !rest.is_empty() {
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        let visible = line.starts_with("pub");
        let used = line.strip_prefix("use ").or_else(|| {
            let after = line.strip_prefix("pub")?.split_once("use ")?;
            (after.0.trim().is_empty() || after.0.trim().ends_with(')')).then_some(after.1)
        });
        if used.is_none() {
            made.code.push_str(line);
            rest = &rest[line.len()..];
            continue;
        }
        let end = rest.find(';').map_or(rest.len(), |end| end + 1);
        let tree = &rest[rest.find("use ").unwrap_or(0) + 4..end - 1];
        let paths = expanded("", &tree.replace('\n', " "));
        let paths = paths.iter().filter_map(|path| absolute(home, &path_of(path), children));
        if visible {
            made.exports.extend(paths);
        } else {
            made.imports.extend(paths);
        }
        rest = &rest[end..];
    }
    made.items = defined(&made.code);
    made
}

fn modules(files: &[(String, String)]) -> Modules {
    let home = |path: &str| -> Path {
        let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
        let steps: Path = inside.split('/').map(str::to_owned).filter(|step| step != "mod").collect();
        if steps == ["lib"] { Vec::new() } else { steps }
    };
    let homes: BTreeSet<Path> = files.iter().map(|(path, _)| home(path)).collect();
    files.iter().map(|(path, text)| (home(path), module(&home(path), text, &homes))).collect()
}

/// The module that defines what a path names, through whatever re-exports it; none where the path names a module alone.
fn definer(all: &Modules, path: &[String], steps: usize) -> Option<Path> {
    let (home, rest) =
        (0..=path.len()).rev().map(|at| path.split_at(at)).find(|(home, _)| all.contains_key(*home))?;
    let (name, module) = (rest.first()?, all.get(home)?);
    if module.items.contains(name) || steps == 0 {
        return Some(home.to_vec());
    }
    for export in &module.exports {
        let (last, before) = export.split_last()?;
        if last == name && export != path {
            return definer(all, &[export.as_slice(), &rest[1..]].concat(), steps - 1);
        }
        if last == "*" && all.get(before).is_some_and(|module| module.items.contains(name)) {
            return Some(before.to_vec());
        }
    }
    Some(home.to_vec())
}

/// The paths that follow a word in code: `word::a::b`.
fn after<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(word).filter_map(move |(at, _)| {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            return None;
        }
        let rest = &code[at..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
        rest[..end].starts_with(&format!("{word}::")).then_some(rest[..end].trim_end_matches(':'))
    })
}

/// The modules that each module needs.
fn needs(all: &Modules) -> BTreeMap<Path, BTreeSet<Path>> {
    let homes: BTreeSet<Path> = all.keys().cloned().collect();
    let mut needs = BTreeMap::new();
    for (home, module) in all {
        let mut found = BTreeSet::new();
        for import in &module.imports {
            found.extend(definer(all, import, 8));
            if all.contains_key(import)
                && let Some(name) = import.last()
            {
                let named = after(&module.code, name).map(path_of);
                found.extend(
                    named.filter_map(|path| definer(all, &[import.as_slice(), &path[1..]].concat(), 8)),
                );
            }
        }
        for word in ["crate", "super"] {
            let named = after(&module.code, word).filter_map(|path| absolute(home, &path_of(path), &homes));
            found.extend(named.filter_map(|path| definer(all, &path, 8)));
        }
        found.remove(home);
        needs.insert(home.clone(), found);
    }
    needs
}

/// What is left when every module that needs nothing of the rest, or is needed by nothing of it, is taken away.
fn circles(all: &Modules) -> Vec<String> {
    let mut needs = needs(all);
    loop {
        let needed: BTreeSet<Path> = needs.values().flatten().cloned().collect();
        let free: Vec<Path> = needs
            .iter()
            .filter(|(home, needs)| needs.is_empty() || !needed.contains(*home))
            .map(|(home, _)| home.clone())
            .collect();
        if free.is_empty() {
            break;
        }
        needs.retain(|home, _| !free.contains(home));
        for needs in needs.values_mut() {
            needs.retain(|other| !free.contains(other));
        }
    }
    let name = |path: &Path| if path.is_empty() { "crate".to_owned() } else { path.join("::") };
    needs
        .iter()
        .flat_map(|(home, needs)| {
            needs.iter().map(move |other| format!("{} needs {}", name(home), name(other)))
        })
        .collect()
}

#[test]
fn no_module_needs_one_that_needs_it() {
    let files: Vec<(String, String)> = files("src")
        .into_iter()
        .filter(|file| has_ending(file, &[".rs"]) && file.path != "src/main.rs")
        .map(|file| (file.path, file.text))
        .collect();
    let all = modules(&files);
    let count: usize = needs(&all).values().map(BTreeSet::len).sum();
    assert!(count > 1_000, "only {count} needs seen: the reading of paths is broken");
    none("No module needs one that needs it:", &circles(&all));
}

#[test]
fn circles_are_seen_in_every_form() {
    let seen = |files: &[(&str, &str)]| {
        circles(&modules(
            &files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect::<Vec<_>>(),
        ))
    };
    let (a, b) = (("src/x/mod.rs", "mod a;\nmod b;\npub use a::A;\npub use b::*;\n"), "src/x/b.rs");
    let by_import = ("src/x/a.rs", "use super::b::B;\npub struct A;\n");
    assert_eq!(seen(&[a, by_import, (b, "use super::A;\npub struct B;\n")]).len(), 2);
    let by_module = ("src/x/a.rs", "use crate::x::{self};\npub fn A() { x::B }\n");
    assert_eq!(seen(&[a, by_module, (b, "pub fn B() { super::a::A() }\n")]).len(), 2);
    assert_eq!(
        seen(&[a, by_import, (b, "pub struct B;\n#[cfg(test)]\nmod tests { use super::super::A; }\n")]),
        [""; 0]
    );
}
