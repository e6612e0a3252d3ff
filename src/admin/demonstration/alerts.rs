//! The alerts of the demonstration, one for each audience and state. Everything in them is invented.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::dialogue::{Reports, report};
use super::stories::{CUT, HENRIK, INES, KIRSI, LEILA, PAVEL, Who};
use super::viewer;
use crate::alerts::{self, Alert, NewAlert};
use crate::contributions::Reviewed;
use crate::db::Tx;
use crate::error::Result;
use crate::flow::Decision;
use crate::vault::Vault;
use crate::web::body;

/// An alert of the demonstration.
struct Call {
    author: Who,
    /// Who approves it, if somebody has.
    second: Option<Who>,
    audience: &'static [&'static str],
    /// Where, ISO 3166-1 alpha-2.
    country: Option<&'static str>,
    headline: &'static str,
    body: &'static str,
    instruction: &'static str,
    /// Urgency, severity, certainty, category.
    words: [&'static str; 4],
    /// In how many seconds it expires.
    expires: i64,
    urgent: bool,
    exercise: bool,
}

const DAY: i64 = 86_400;

/// Headlines of alerts that actions are about.
pub(super) const LINES: &str = "Mobile networks in three provinces may stay dark over the weekend";
pub(super) const HOME: &str = "A colleague has not come home";

/// The alerts that were posted: their references by their headlines.
pub(super) type Calls = BTreeMap<&'static str, String>;

const DARK: Call = Call {
    author: KIRSI,
    second: Some(PAVEL),
    audience: &["coalition"],
    country: Some("IR"),
    headline: LINES,
    body: "Two operators have told us that the order was extended until Monday. Hospitals have asked for **satellite lines**.",
    instruction: "Tell us which lines you can lend, and to whom. Do not name the hospitals in public.",
    words: ["Expected", "Severe", "Likely", "Infra"],
    expires: 3 * DAY,
    urgent: false,
    exercise: false,
};

const TOOLS: Call = Call {
    author: INES,
    second: Some(HENRIK),
    audience: &["public"],
    country: Some("UG"),
    headline: "A false update of a messenger steals contacts",
    body: "Messages with a link to an “emergency update” come from numbers that people know. The file reads their contacts.",
    instruction: "Do not open the link. Update from the shop of your telephone alone.",
    words: ["Immediate", "Severe", "Observed", "Security"],
    expires: 14 * DAY,
    urgent: false,
    exercise: false,
};

const CALLS: &[Call] = &[
    Call {
        author: INES,
        second: Some(HENRIK),
        audience: &["sector:government"],
        country: Some("PK"),
        headline: "Summons of network operators expected on Thursday",
        body: "Our embassy expects that operators are called in to be told of new filters.",
        instruction: "Missions that speak with the regulator: please ask for the text.",
        words: ["Future", "Moderate", "Possible", "Other"],
        expires: 7 * DAY,
        urgent: false,
        exercise: false,
    },
    Call {
        author: INES,
        second: Some(HENRIK),
        audience: &["group:safety-of-defenders"],
        country: None,
        headline: HOME,
        body: "She left the office on Tuesday evening. Her family asks that nothing be published.",
        instruction: "Only say whether you can reach a lawyer in the capital.",
        words: ["Immediate", "Extreme", "Likely", "Safety"],
        expires: 2 * DAY,
        urgent: false,
        exercise: false,
    },
    Call {
        author: KIRSI,
        second: Some(PAVEL),
        audience: &["org:lumora"],
        country: None,
        headline: "An order to your office is being prepared",
        body: "We hear that an order to keep traffic records will be served this week.",
        instruction: "Please have counsel at hand.",
        words: ["Expected", "Moderate", "Possible", "Security"],
        expires: 5 * DAY,
        urgent: false,
        exercise: false,
    },
    Call {
        author: KIRSI,
        second: None,
        audience: &["coalition"],
        country: Some("ET"),
        headline: "Routes of the national carrier vanish since noon",
        body: "Half of its prefixes are no longer announced. We have one source so far.",
        instruction: "Measurements from inside are welcome.",
        words: ["Immediate", "Extreme", "Likely", "Infra"],
        expires: 2 * DAY,
        urgent: true,
        exercise: false,
    },
    Call {
        author: KIRSI,
        second: None,
        audience: &["public"],
        country: None,
        headline: "What to do when a network goes dark",
        body: "A short list for travellers and staff.",
        instruction: "Agree on a place and a time to meet.",
        words: ["Future", "Minor", "Possible", "Infra"],
        expires: 30 * DAY,
        urgent: false,
        exercise: false,
    },
    Call {
        author: KIRSI,
        second: Some(PAVEL),
        audience: &["coalition"],
        country: Some("KE"),
        headline: "Throttling during the opening of parliament",
        body: "It lasted two hours and is over.",
        instruction: "",
        words: ["Past", "Minor", "Observed", "Infra"],
        // It has expired by the time somebody looks.
        expires: 1,
        urgent: false,
        exercise: false,
    },
    Call {
        author: INES,
        second: None,
        audience: &["org:valdora"],
        country: None,
        headline: "Exercise: the cable to the islands is cut",
        body: "For the desk of the ministry only.",
        instruction: "Go through the list of calls, and note how long each takes.",
        words: ["Immediate", "Severe", "Observed", "Infra"],
        expires: DAY,
        urgent: false,
        exercise: true,
    },
];

/// Posts all of them.
pub(super) fn call(tx: &mut Tx<'_>, vault: &Vault, told: &Reports) -> Result<Calls> {
    let mut calls = Calls::new();
    for one in CALLS {
        calls.insert(one.headline, post(tx, vault, one, json!([]))?);
    }
    let links = json!([{ "kind": "report", "reference": report(told, CUT)?.reference }]);
    let lines = post(tx, vault, &DARK, links)?;
    let helper = viewer(tx, LEILA)?;
    let offer = "Two satellite terminals in the north, until the end of the month.";
    alerts::acknowledge(tx, &helper, &lines, ("acknowledged", offer))?;
    calls.insert(LINES, lines);
    let tools = post(tx, vault, &TOOLS, json!([]))?;
    let (author, second) = (viewer(tx, INES)?, viewer(tx, HENRIK)?);
    let mut news = sent(tx, &TOOLS, json!([]));
    if let Some(fields) = news.as_object_mut() {
        fields.insert("message".into(), json!("update"));
        fields.insert("headline".into(), json!("The false update now comes by text message too"));
        fields.insert("translations".into(), json!([{
            "language": "fr",
            "headline": "La fausse mise à jour arrive aussi par SMS",
            "body": "Des messages avec un lien vers une « mise à jour d’urgence » viennent de numéros connus. Le fichier lit les contacts.",
            "instruction": "N’ouvrez pas le lien. Ne mettez à jour que depuis la boutique de votre téléphone.",
        }]));
    }
    alerts::update(tx, vault, &author, &tools, body::read::<NewAlert>(&news)?)?;
    Alert::approve(tx, vault, &second, &tools, Decision::default())?;
    Ok(calls)
}

fn sent(tx: &Tx<'_>, call: &Call, links: Value) -> Value {
    let [urgency, severity, certainty, category] = call.words;
    json!({
        "headline": call.headline, "body": call.body, "instruction": call.instruction, "language": "en",
        "urgency": urgency, "severity": severity, "certainty": certainty, "category": category,
        "audience": call.audience, "countries": call.country.as_slice(), "links": links, "urgent": call.urgent, "exercise": call.exercise,
        "expires_at": tx.after(TimeDelta::seconds(call.expires)).rfc3339(),
    })
}

fn post(tx: &mut Tx<'_>, vault: &Vault, call: &Call, links: Value) -> Result<String> {
    let author = viewer(tx, call.author)?;
    let new: NewAlert = body::read(&sent(tx, call, links))?;
    let (row, _) = alerts::post(tx, vault, &author, new)?;
    if let Some(second) = call.second {
        let second = viewer(tx, second)?;
        Alert::approve(tx, vault, &second, &row.reference, Decision::default())?;
    }
    Ok(row.reference)
}
