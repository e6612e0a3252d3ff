//! Canaries in alerts: in what they say, at every audience and in every state, and in what organisations offer.

use chrono::TimeDelta;
use entente::db::Moment;
use serde_json::{Value, json};

use crate::canaries::{MEMBERS, VIEWERS, World};
use crate::serving::{COMPANY, GOVERNMENT, GOVERNMENT_REVIEWER, Serving};

/// What an alert is sent as.
pub fn alert(serving: &Serving, text: &str, audience: &[&str]) -> Value {
    let until: Moment = serving.place.database.ambient().now().plus(TimeDelta::hours(48));
    json!({
        "headline": text, "body": text, "instruction": text, "places": [text],
        "countries": ["EE"], "urgency": "Immediate", "severity": "Severe", "certainty": "Observed",
        "category": "Infra", "audience": audience, "expires_at": until.rfc3339(),
    })
}

impl World {
    /// Alerts at home, for a sector, for members as approved, at once and waiting, for everybody, updated and over; and an
    /// offer of help.
    pub fn plant_alerts(&self) {
        let post = |name: &str, readers: &[&'static str], audience: &str, more: Value, approved: bool| {
            let text = self.canary(&format!("an alert: {name}"), readers);
            let mut sent = alert(&self.serving, &text, &[audience]);
            sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let made = self.serving.client(GOVERNMENT).post("/api/v1/alerts", &sent).expect(201).json();
            let reference = made["reference"].as_str().unwrap().to_owned();
            if approved {
                self.decide_alert(&reference, "approval");
            }
            self.said.borrow_mut().push(reference.clone());
            reference
        };
        let plain = json!({});
        post("at home", &[GOVERNMENT], "org:estmark", plain.clone(), false);
        post("for governments", &[GOVERNMENT], "sector:government", plain.clone(), true);
        post("for members, waiting", &[GOVERNMENT], "coalition", plain.clone(), false);
        post("for members, at once", &MEMBERS, "coalition", json!({ "urgent": true }), false);
        post("for everybody, waiting", &[GOVERNMENT], "public", plain.clone(), false);
        post("for everybody", &VIEWERS, "public", plain.clone(), true);
        let members = post("for members", &MEMBERS, "coalition", json!({ "exercise": true }), true);
        self.offer_help(&members);
        let ended = post("for members, over", &MEMBERS, "coalition", plain, true);
        let text = self.canary("the end of an alert", &MEMBERS);
        let mut sent = alert(&self.serving, &text, &["coalition"]);
        sent["message"] = json!("all_clear");
        let path = format!("/api/v1/alerts/{ended}/versions");
        self.serving.client(GOVERNMENT).post(&path, &sent).expect(201);
        self.decide_alert(&ended, "approval");
    }

    fn decide_alert(&self, reference: &str, decision: &str) {
        let path = format!("/api/v1/alerts/{reference}/{decision}");
        self.serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    }

    /// Only the two organisations read an offer.
    fn offer_help(&self, alert: &str) {
        let offer = self.canary("an offer of help", &[GOVERNMENT, COMPANY]);
        let path = format!("/api/v1/alerts/{alert}/acknowledgement");
        self.serving.client(COMPANY).post(&path, &json!({ "offer": offer })).expect(201);
    }
}
