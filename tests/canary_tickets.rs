//! Canaries in requests to states: what is asked and answered, for the two organisations alone; names, for whoever asks.

use serde_json::json;

use crate::canaries::World;
use crate::serving::{ADMIN, GOVERNMENT, OBSERVER, REPORTER, REVIEWER};

/// A delegate of Open Lines who begins actions.
const VERA: &str = "vera@open-lines.example.org";

impl World {
    /// One that the state declines, one that it has done something for, and one of which the action went to others since.
    pub fn plant_tickets(&self) {
        let serving = &self.serving;
        serving.write(|tx| {
            let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
            entente::accounts::enrol(tx, &home, "Vera Lang", VERA, "", &[entente::access::Role::Delegate])
        });
        let two = [GOVERNMENT, REPORTER, REVIEWER, OBSERVER, ADMIN];
        let client = serving.client(VERA);
        let sent = |audience: &[&str], title: &str| json!({ "kind": "emergency_support", "title": title, "brief": "What is needed.", "audience": audience });
        let made =
            client.post("/api/v1/actions", &sent(&["coalition"], "Support for some")).expect(201).json();
        let action = made["reference"].as_str().unwrap().to_owned();
        let approve = || {
            let path = format!("/api/v1/actions/{action}/approval");
            serving.client(REVIEWER).post(&path, &json!({})).expect(200);
        };
        approve();
        self.said.borrow_mut().push(action.clone());
        for (name, moves) in [("declined", &["declined"][..]), ("done", &["accepted", "acted", "reported"])] {
            let asked = json!({
                "organisation": "estmark", "text": self.canary(&format!("what a state is asked: {name}"), &two),
                "beneficiaries": self.canary(&format!("for whom a state is asked: {name}"), &[REVIEWER]),
            });
            let made = client.post(&format!("/api/v1/actions/{action}/tickets"), &asked).expect(201).json();
            let ticket = made["reference"].as_str().unwrap().to_owned();
            for to in moves {
                let field = if *to == "declined" { "reason" } else { "text" };
                let text = self.canary(&format!("what a state says, {to}: {name}"), &two);
                let path = format!("/api/v1/tickets/{ticket}/moves");
                serving.client(GOVERNMENT).post(&path, &json!({ "to": to, field: text })).expect(200);
            }
            self.said.borrow_mut().push(ticket);
        }
    }
}
