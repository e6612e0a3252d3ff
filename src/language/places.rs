//! Names of countries and regions of the world in the reader's language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The files of names, by language. A language is added by its file and its line here.
const FILES: &[(&str, &str)] = &[("en", include_str!("../../frontend/locales/en/countries.json"))];

type Names = BTreeMap<String, String>;

static NAMES: LazyLock<BTreeMap<&'static str, Names>> = LazyLock::new(|| {
    FILES.iter().map(|(language, file)| (*language, serde_json::from_str(file).unwrap_or_default())).collect()
});

/// The name of a country (alpha-2) or region (M49) in a language (BCP 47; `pt-BR` falls back on `pt`, then `en`).
pub fn place_name(language: &str, code: &str) -> Option<&'static str> {
    let base = language.split(['-', '_']).next().unwrap_or_default();
    let wanted: [&str; 3] = [language, base, "en"];
    wanted
        .iter()
        .find_map(|language| NAMES.get(*language).and_then(|names| names.get(code)).map(String::as_str))
}

/// The English names of countries and regions, by their codes.
pub fn english_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.get("en").into_iter().flatten().map(|(code, name)| (code.as_str(), name.as_str()))
}

/// Every country with its name in a language, in the order of names.
pub fn countries(language: &str) -> Vec<(&'static str, &'static str)> {
    let codes = english_names().map(|(code, _)| code).filter(|code| is_country(code));
    let mut all: Vec<_> = codes.filter_map(|code| Some((code, place_name(language, code)?))).collect();
    all.sort_by_key(|(_, name)| name.to_lowercase());
    all
}

/// Whether this is the code of a country: two capital letters that have a name.
pub fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) && place_name("en", code).is_some()
}
