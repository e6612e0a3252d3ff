//! The fields of a JSON body, read strictly: what is unknown, of another type or too long is named, never passed
//! over.

use serde_json::Value;

use super::text::control_in;
use crate::error::{Error, Fields, Result, said};

/// The most characters of a text for which nothing else is said.
const LONGEST: usize = 4_096;
/// The most entries of a list.
const MOST: usize = 500;

/// Refuses fields that the call does not know.
pub fn only(body: &Value, names: &[&str]) -> Result<()> {
    let mut faults = Fields::default();
    for name in body.as_object().into_iter().flat_map(|object| object.keys()) {
        if !names.contains(&name.as_str()) {
            faults.add(name, said("fault-no-such-field"));
        }
    }
    faults.into_result(())
}

/// A text; missing is empty, and anything else is refused.
pub fn text(body: &Value, name: &str) -> Result<String> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => whole(name, text),
        Some(_) => Err(Error::invalid(name, said("fault-text"))),
    }
}

/// A list of texts; missing is empty, and anything else is refused.
pub fn words(body: &Value, name: &str) -> Result<Vec<String>> {
    let refused = || Error::invalid(name, said("fault-list-of-texts").number("most", MOST as u64));
    match body.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(words)) if words.len() <= MOST => {
            words.iter().map(|word| whole(name, word.as_str().ok_or_else(refused)?)).collect()
        }
        Some(_) => Err(refused()),
    }
}

/// Yes or no; missing is no, and anything else is refused.
pub fn flag(body: &Value, name: &str) -> Result<bool> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(Error::invalid(name, said("fault-true-or-false"))),
    }
}

fn whole(name: &str, text: &str) -> Result<String> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(Error::invalid(name, said("fault-too-long").number("most", LONGEST as u64)));
    }
    // One of the databases keeps no such text.
    if text.contains('\0') {
        let fault = control_in(&text.replace("\r\n", "\n"));
        return Err(Error::invalid(name, fault.unwrap_or(said("fault-text"))));
    }
    Ok(text.to_owned())
}
