//! Canaries in mandates: the people of the organisation and convenors see them, and nobody else.

use serde_json::json;

use crate::canaries::World;
use crate::serving::{ADMIN, CONVENOR, OBSERVER, REPORTER, REVIEWER};

impl World {
    /// A mandate in force, and one to come, in forums that are named nowhere else.
    pub fn plant_mandates(&self) {
        let readers = [REPORTER, REVIEWER, OBSERVER, ADMIN, CONVENOR];
        let path = "/api/v1/organisations/open-lines/mandates";
        for (name, from) in [("in force", ""), ("to come", "2099-01-01")] {
            let forum = self.canary(&format!("the forum of a mandate {name}"), &readers);
            let sent = json!({ "person": REVIEWER, "scope": "forum", "forum": forum, "from": from });
            self.serving.client(ADMIN).post(path, &sent).expect(201);
        }
    }
}
