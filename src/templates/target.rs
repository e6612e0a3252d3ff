//! To whom an action is addressed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::begun::{LONGEST_LINE, line};
use crate::contributions::words;
use crate::db::text_enum;
use crate::error::{Fields, message};

text_enum! {
    /// What kind of body an action is addressed to.
    pub enum TargetKind {
        /// A government.
        Government = "government",
        /// A company.
        Company = "company",
        /// An institution.
        Institution = "institution",
    }
}

/// To whom an action is addressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Target {
    /// `government`, `company` or `institution`.
    #[serde(with = "words")]
    #[schema(value_type = String, pattern = "^(government|company|institution)$")]
    pub kind: TargetKind,
    /// What it is called.
    #[schema(max_length = 200)]
    pub name: String,
}

/// To whom it is addressed, as it was sent; nobody where nothing is said.
pub fn target(faults: &mut Fields, fields: &BTreeMap<String, String>) -> Option<Target> {
    if fields.is_empty() {
        return None;
    }
    if fields.keys().any(|field| !["kind", "name"].contains(&field.as_str())) {
        faults.add("target", message("fault-no-such-field"));
    }
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let name = line(faults, "target", field("name"), LONGEST_LINE);
    let Ok(kind) = field("kind").parse() else {
        faults.add("target", message("fault-target-kind"));
        return None;
    };
    Some(Target { kind, name })
}
