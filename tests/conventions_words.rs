//! The law of the words: every one that a page says is written down once, in English at least.
//! Every fault is listed, so that one run tells all there is to put right.

use std::collections::{BTreeMap, BTreeSet};

use crate::conventions::{files, has_ending, line_of, none, root, templates};

/// The keys of each language, and where each is defined; the faults are keys defined twice.
fn strings() -> (BTreeMap<String, BTreeSet<String>>, Vec<String>) {
    let mut keys: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let mut faults = Vec::new();
    for file in files("frontend/locales").iter().filter(|file| has_ending(file, &[".ftl"])) {
        let language = file.path.split('/').nth(2).unwrap();
        for (number, line) in file.text.lines().enumerate() {
            let Some((key, _)) = line.split_once('=') else { continue };
            let key = key.trim_end();
            if !key.starts_with(|c: char| c.is_ascii_alphabetic()) || key.contains(char::is_whitespace) {
                continue;
            }
            let place = format!("{}:{}", file.path, number + 1);
            let known = keys.entry(language.to_owned()).or_default();
            if let Some(first) = known.insert(key.to_owned(), place.clone()) {
                faults.push(format!("{place}: `{key}` is already in {first}"));
            }
        }
    }
    let keys = keys.into_iter().map(|(language, keys)| (language, keys.into_keys().collect())).collect();
    (keys, faults)
}

#[test]
fn no_string_is_defined_twice_and_english_has_them_all() {
    let (keys, mut faults) = strings();
    for (language, keys_of) in &keys {
        let strangers = keys_of.difference(&keys["en"]);
        faults.extend(strangers.map(|key| format!("frontend/locales/{language}: `{key}` is not in en")));
    }
    none("Every key stands once in a language, and in English:", &faults);
}

/// A key as a call names it: whole, or only how it begins.
#[derive(Debug, PartialEq, Eq)]
enum Key {
    Whole(String),
    Beginning(String),
}

/// The keys that a text asks for by a literal: `t("key")`, `t("begin-" ~ rest)`, `t(&format!("begin-{rest}"))`.
fn asked(text: &str) -> Vec<(usize, Key)> {
    let mut found = Vec::new();
    for call in ["t(", "tn(", "ta(", "strings.find(", "said("] {
        for (at, _) in text.match_indices(call) {
            // Of a page or of strings, not the end of another name.
            if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let argument = text[at + call.len()..].trim_start().trim_start_matches('&');
            let inner = argument.strip_prefix("format!(").map(str::trim_start);
            let Some(literal) = inner.unwrap_or(argument).strip_prefix('"') else { continue };
            let Some((literal, after)) = literal.split_once('"') else { continue };
            let key = match literal.split_once('{') {
                Some((beginning, _)) if inner.is_some() => Key::Beginning(beginning.to_owned()),
                _ if after.trim_start().starts_with('~') => Key::Beginning(literal.to_owned()),
                _ => Key::Whole(literal.to_owned()),
            };
            found.push((line_of(text, at), key));
        }
    }
    found
}

#[test]
fn every_word_that_is_asked_for_is_written_down() {
    let keys = strings().0.remove("en").unwrap();
    let mut faults = Vec::new();
    let mut seen = 0;
    let sources = files("src").into_iter().filter(|file| has_ending(file, &[".rs"]));
    for file in sources.chain(templates()) {
        for (line, key) in asked(&file.text) {
            seen += 1;
            let fault = match &key {
                Key::Whole(key) if !keys.contains(key) => format!("`{key}` is nowhere"),
                // A key whose beginning is open could be any.
                Key::Beginning(start) if !keys.iter().any(|key| key.starts_with(start)) => {
                    format!("nothing begins with `{start}`")
                }
                _ => continue,
            };
            faults.push(format!("{}:{line}: {fault}", file.path));
        }
    }
    assert!(seen > 10, "only {seen} keys seen: the reading of calls is broken");
    none("Every string that is asked for stands in frontend/locales/en:", &faults);
}

#[test]
fn every_act_in_the_log_has_words() {
    let keys = strings().0.remove("en").unwrap();
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let is_act = |word: &&str| {
        let (thing, verb) = word.split_once('.').unwrap_or_default();
        let past =
            verb.ends_with("ed") || verb.ends_with("made") || ["left", "gone", "status"].contains(&verb);
        plain(thing) && plain(verb) && past && !["facts", "legal_basis"].contains(&thing)
    };
    let mut acts = BTreeSet::new();
    for file in files("src").iter().filter(|file| has_ending(file, &[".rs"])) {
        acts.extend(file.text.split('"').filter(is_act).map(str::to_owned));
    }
    assert!(acts.len() > 25, "only {acts:?} seen");
    let key = |act: &String| format!("act-{}", act.replace(['.', '_'], "-"));
    let faults: Vec<_> = acts.into_iter().filter(|act| !keys.contains(&key(act))).collect();
    none("Every act is told in words:", &faults);
}

#[test]
fn the_reading_of_keys_sees_every_form() {
    let text = r#"page.t("a") format("no") strings.ta(
        "b", &[]) page.t("c-" ~ kind) s.t(&format!("d-{kind}")) page.tn("e", 3) page.t(key) strings.find(&format!("f-{x}"))"#;
    let keys: BTreeSet<String> = asked(text).into_iter().map(|(_, key)| format!("{key:?}")).collect();
    let expected = [
        "Beginning(\"c-\")",
        "Beginning(\"d-\")",
        "Beginning(\"f-\")",
        "Whole(\"a\")",
        "Whole(\"b\")",
        "Whole(\"e\")",
    ];
    assert_eq!(keys, expected.map(str::to_owned).into());
}

#[test]
fn every_template_that_another_names_is_there() {
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in templates() {
        for (at, _) in file.text.match_indices("{%") {
            let tag = file.text[at + 2..].trim_start_matches(['-', '~', '+']).trim_start();
            let named = ["import", "include", "extends"].iter().find_map(|word| tag.strip_prefix(word));
            let Some(name) = named.and_then(|rest| rest.trim_start().strip_prefix('"')) else { continue };
            let name = name.split('"').next().unwrap();
            seen += 1;
            if !root().join("frontend/templates").join(name).is_file() {
                faults.push(format!("{}:{}: there is no {name}", file.path, line_of(&file.text, at)));
            }
        }
    }
    assert!(seen > 0, "no template names another: the reading of tags is broken");
    none("Every template that another names is there:", &faults);
}
