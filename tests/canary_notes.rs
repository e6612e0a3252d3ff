//! Canaries in the kind that tests alone know.

use serde_json::json;

use crate::canaries::{MEMBERS, World};
use crate::serving::{GOVERNMENT, GOVERNMENT_REVIEWER};

impl World {
    /// Notes on an incident: at home, for members as approved, at once and to be confirmed, and one that waits.
    pub fn plant_notes(&self) {
        let incident =
            self.planted.borrow().iter().find(|report| report.name == "coalition").unwrap().clone();
        for (audience, urgent, readers) in [
            ("org:estmark", false, &[GOVERNMENT][..]),
            ("coalition", false, &MEMBERS),
            ("coalition", true, &MEMBERS),
            ("public", false, &[GOVERNMENT]),
        ] {
            let text = self.canary(&format!("a note to {audience}, urgent: {urgent}"), readers);
            let path = format!("/api/v1/incidents/{}/notes", incident.incident);
            let sent = json!({ "text": text, "audience": [audience], "urgent": urgent });
            let made = self.serving.client(GOVERNMENT).post(&path, &sent).expect(201).json();
            let reference = made["reference"].as_str().unwrap().to_owned();
            if audience == "coalition" && !urgent {
                let path = format!("/api/v1/notes/{reference}/approval");
                self.serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
            }
            self.said.borrow_mut().push(reference);
        }
    }
}
