//! Canaries in requests to states: what is asked and answered, for the two organisations alone; names, for whoever asks.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::canaries::World;
use crate::serving::{ADMIN, GOVERNMENT, OBSERVER, REPORTER, REVIEWER};

/// A delegate of Open Lines who begins actions.
const VERA: &str = "vera@open-lines.example.org";
/// Who reads what Open Lines asks Estmark, and its answers.
const TWO: [&str; 5] = [GOVERNMENT, REPORTER, REVIEWER, OBSERVER, ADMIN];

fn brief(audience: &[&str], title: &str) -> Value {
    json!({ "kind": "emergency_support", "title": title, "brief": "What is needed.", "audience": audience })
}

impl World {
    /// One that the state declines, one that it has done something for, one that it will do; and one of which the action was narrowed
    /// to those who ask.
    pub fn plant_tickets(&self) {
        let serving = &self.serving;
        serving.write(|tx| {
            let home = entente::people::organisation_for_operator(tx.conn, "open-lines")?;
            entente::accounts::enrol(tx, &home, "Vera Lang", VERA, "", &[entente::access::Role::Delegate])
        });
        let action = self.action_of_tickets("Support for some");
        let ways: [(&str, &[&str]); 3] = [
            ("declined", &["declined"]),
            ("done", &["accepted", "acted", "reported"]),
            ("promised", &["accepted"]),
        ];
        for (name, moves) in ways {
            // When one ends its names are erased: nobody meets them.
            let names = if name == "promised" {
                self.canary("for whom a state is asked", &[REVIEWER])
            } else {
                "Somebody".to_owned()
            };
            let ticket = self.asked_of_estmark(&action, name, (&TWO, &names));
            for to in moves {
                let field = if *to == "declined" { "reason" } else { "text" };
                let text = self.canary(&format!("what a state says, {to}: {name}"), &TWO);
                let path = format!("/api/v1/tickets/{ticket}/moves");
                serving.client(GOVERNMENT).post(&path, &json!({ "to": to, field: text })).expect(200);
            }
        }
        // Of this one the state reads nothing any more.
        let action = self.action_of_tickets("Support for others");
        let home = [REPORTER, REVIEWER, OBSERVER, ADMIN];
        let names = self.canary("for whom a state was asked that reads no more", &[REVIEWER]);
        self.asked_of_estmark(&action, "narrowed", (&home, &names));
        serving.place.clock.advance(TimeDelta::seconds(5));
        let mut narrow = brief(&["org:open-lines"], "Support for others");
        narrow["reason"] = json!("We go on alone");
        let path = format!("/api/v1/actions/{action}/versions");
        let made = serving.client(VERA).post(&path, &narrow).expect(201).json();
        if made["state"] == "proposed" {
            self.approve_action_of_tickets(&action);
        }
    }

    fn approve_action_of_tickets(&self, action: &str) {
        let path = format!("/api/v1/actions/{action}/approval");
        self.serving.client(REVIEWER).post(&path, &json!({})).expect(200);
    }

    /// An action of Open Lines that the coalition reads.
    fn action_of_tickets(&self, title: &str) -> String {
        let sent = brief(&["coalition"], title);
        let made = self.serving.client(VERA).post("/api/v1/actions", &sent).expect(201).json();
        let action = made["reference"].as_str().unwrap().to_owned();
        self.approve_action_of_tickets(&action);
        self.said.borrow_mut().push(action.clone());
        action
    }

    fn asked_of_estmark(
        &self,
        action: &str,
        name: &str,
        (readers, names): (&[&'static str], &str),
    ) -> String {
        let text = self.canary(&format!("what a state is asked: {name}"), readers);
        let asked = json!({ "organisation": "estmark", "text": text, "beneficiaries": names });
        let path = format!("/api/v1/actions/{action}/tickets");
        let made = self.serving.client(VERA).post(&path, &asked).expect(201).json();
        let ticket = made["reference"].as_str().unwrap().to_owned();
        self.said.borrow_mut().push(ticket.clone());
        ticket
    }
}
