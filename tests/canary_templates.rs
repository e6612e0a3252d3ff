//! Canaries in templates: an organisation's own, those for all members, and one that is out of use.

use serde_json::json;

use crate::canaries::{MEMBERS, World};
use crate::serving::{ADMIN, CONVENOR, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, SECRETARIAT};

impl World {
    pub fn plant_templates(&self) {
        let keep = |name: &str, author: &str, (common, in_use): (bool, bool), readers: &[&'static str]| {
            let text = self.canary(&format!("a template: {name}"), readers);
            let sent = json!({
                "name": text, "kind": "letter", "title": text, "brief": text, "common": common, "in_use": in_use,
                "tasks": [{ "title": text }],
            });
            let made = self.serving.client(author).post("/api/v1/templates", &sent).expect(201).json();
            self.said.borrow_mut().push(made["reference"].as_str().unwrap().to_owned());
        };
        let open_lines = [REPORTER, REVIEWER, OBSERVER, ADMIN];
        keep("of Open Lines", REVIEWER, (false, true), &open_lines);
        keep("of Open Lines, out of use", REVIEWER, (false, false), &open_lines);
        keep("of Estmark", GOVERNMENT, (false, true), &[GOVERNMENT]);
        keep("for all members", CONVENOR, (true, true), &MEMBERS);
        keep("for all members, out of use", CONVENOR, (true, false), &[CONVENOR, SECRETARIAT]);
    }
}
