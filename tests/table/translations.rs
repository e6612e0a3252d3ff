//! Translations that rows ask about.

use serde_json::{Value, json};

use super::Names;
use crate::serving::{REPORTER, REVIEWER, Serving};

/// A translation of what was released, and whether it is released.
pub fn translated(serving: &Serving, mut names: Names, out: bool) -> Names {
    let path = format!("/api/v1/reports/{}/translations", names["reference"]);
    let made = serving.client(REPORTER).post(&path, &translation(&names)).expect(201).json();
    let reference = made["reference"].as_str().unwrap().to_owned();
    if out {
        let path = format!("/api/v1/translations/{reference}/approval");
        serving.client(REVIEWER).post(&path, &json!({})).expect(200);
    }
    names.insert("translation", reference);
    names
}

/// What a program sends to translate it.
pub fn translation(names: &Names) -> Value {
    json!({ "language": "fr", "title": "Une chose de Lignes ouvertes", "rendition": names["hash"] })
}
