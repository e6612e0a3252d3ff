//! Canaries in joint statements: what is written, said and decided in a room reaches nobody outside it, nor anybody who left it.

use chrono::TimeDelta;
use entente::access::OrganisationKind::Government;
use entente::access::Role::{Delegate, Observer};
use entente::people::{self, NewOrganisation};
use serde_json::{Value, json};

use crate::canaries::World;
use crate::serving::{
    ADMIN, CONVENOR, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER, SECRETARIAT,
};

/// A delegate of another state, which is in every room.
pub const INES: &str = "ines@valdora.example.org";
/// Who is in the rooms of states.
pub const ROOM: [&str; 3] = [GOVERNMENT, CONVENOR, SECRETARIAT];
/// Who was in one.
pub const LEFT: [&str; 4] = [REPORTER, REVIEWER, OBSERVER, ADMIN];

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

impl World {
    /// One that is negotiated, with all that is said in it; one that is drafted at home and waits to be urgent; one of which a reader
    /// was left out; one of which nothing is left.
    pub fn plant_statements(&self) {
        self.serving.write(|tx| {
            if people::organisation_for_operator(tx.conn, "valdora").is_ok() {
                return Ok(());
            }
            let known = NewOrganisation::known("valdora", "Valdora", Government, Some("PT"), "");
            let home = people::found(tx, known)?;
            entente::accounts::enrol(tx, &home, "Ines Duarte", INES, "", &[Delegate, Observer]).map(|_| ())
        });
        self.plant_negotiated();
        self.plant_drafted();
        self.plant_left();
        self.plant_withdrawn();
    }

    pub fn to_statement(&self, who: &str, statement: &str, what: &str, sent: &Value) -> Value {
        let path = format!("/api/v1/statements/{statement}/{what}");
        let answer = self.serving.new_client(who).post(&path, sent);
        assert!(answer.status < 300, "{path}: {}", answer.text());
        answer.json()
    }

    /// What was made of a statement, for the walk.
    pub fn made(&self, who: &str, statement: &str, what: &str, sent: &Value) -> String {
        let reference = text(&self.to_statement(who, statement, what, sent)["reference"]);
        self.said.borrow_mut().push(reference.clone());
        reference
    }

    /// A statement of Estmark, which its own people read, and the action that it is.
    fn statement_drafted(&self, (name, readers): (&str, &[&'static str])) -> (String, String) {
        let client = self.serving.new_client(GOVERNMENT);
        let sent = json!({ "title": "A statement", "reason": "What is said.", "audience": ["coalition"] });
        let made = client.post("/api/v1/statements", &sent).expect(201).json();
        let (statement, action) = (text(&made["reference"]), text(&made["action"]));
        let path = format!("/api/v1/actions/{action}/approval");
        self.serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
        self.to_statement(GOVERNMENT, &statement, "moves", &json!({ "to": "drafting" }));
        let title = self.canary(&format!("title of a text: {name}"), readers);
        let path = format!("/api/v1/statements/{statement}/title");
        client.json("PUT", &path, &[], &json!({ "title": title })).expect(200);
        let words = self.canary(&format!("words of a text: {name}"), readers);
        let paragraphs = json!([
            { "kind": "operative", "text": format!("We act together. {words}") },
            { "kind": "recommendation", "text": "They answer." },
        ]);
        client.put(&format!("/api/v1/statements/{statement}/paragraphs"), "*", &paragraphs).expect(200);
        self.said.borrow_mut().extend([statement.clone(), action.clone()]);
        (statement, action)
    }

    /// Proposes the version that opens a room, and gives its reference.
    fn statement_proposed(&self, statement: &str, sent: &Value) -> String {
        self.to_statement(GOVERNMENT, statement, "moves", sent);
        let read = self.serving.new_client(GOVERNMENT).get(&format!("/api/v1/statements/{statement}"));
        let waits = text(&read.expect(200).json()["proposed"]);
        self.said.borrow_mut().push(waits.clone());
        waits
    }

    /// One that this audience is asked about.
    pub fn statement_opened(&self, of: (&str, &[&'static str]), audience: &[&str]) -> (String, String) {
        let (statement, action) = self.statement_drafted(of);
        let sent = json!({ "to": "consultation", "audience": audience, "until": "2030-01-01" });
        let waits = self.statement_proposed(&statement, &sent);
        let path = format!("/api/v1/statement-texts/{waits}/approval");
        self.serving.new_client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
        (statement, action)
    }

    fn plant_negotiated(&self) {
        let (statement, action) = self.statement_opened(("negotiated", &ROOM), &["sector:government"]);
        let word = |what: &str| self.canary(what, &ROOM);
        let path = format!("/api/v1/actions/{action}/participation");
        let ines = self.serving.new_client(INES);
        ines.json("PUT", &path, &[], &json!({})).expect(200);
        ines.json("PUT", &format!("/api/v1/statements/{statement}/sponsorship"), &[], &json!({})).expect(200);
        let whole = self.made(INES, &statement, "inputs", &json!({ "text": word("an input to a text") }));
        let comment = json!({ "paragraph": "p1", "text": word("a comment on a paragraph") });
        let comment = self.made(INES, &statement, "inputs", &comment);
        let answer = json!({ "answer": "not", "reason": word("why an input is not followed") });
        self.to_statement(GOVERNMENT, &statement, &format!("inputs/{whole}/answer"), &answer);
        self.to_statement(
            GOVERNMENT,
            &statement,
            &format!("inputs/{comment}/answer"),
            &json!({ "answer": "accepted" }),
        );
        self.to_statement(GOVERNMENT, &statement, "moves", &json!({ "to": "negotiation" }));
        let read = ines.get(&format!("/api/v1/statements/{statement}")).expect(200).json();
        let amend = |paragraph: &str, what: &str| {
            let sent = json!({ "paragraph": paragraph, "version": read["version"], "text": word(what) });
            self.made(INES, &statement, "amendments", &sent)
        };
        let (one, other) =
            (amend("p1", "an amendment that is rejected"), amend("p2", "an amendment that is changed"));
        let rejected = json!({ "decision": "rejected", "reason": word("why an amendment is rejected") });
        self.to_statement(GOVERNMENT, &statement, &format!("amendments/{one}/decision"), &rejected);
        let words = word("words in the place of an amendment");
        let modified = json!({ "decision": "accepted_modified", "text": words });
        self.to_statement(GOVERNMENT, &statement, &format!("amendments/{other}/decision"), &modified);
        let text = word("other words for those in brackets");
        let bracket = json!({ "paragraph": "p1", "start": 0, "end": 2, "kind": "alternative", "text": text });
        self.made(INES, &statement, "brackets", &bracket);
        let given_up = json!({ "to": "withdrawn", "reason": word("why a sponsor gives it up") });
        self.to_statement(INES, &statement, "moves", &given_up);
    }

    fn plant_drafted(&self) {
        let (statement, _) = self.statement_drafted(("drafted", &[GOVERNMENT]));
        let reason = self.canary("why a text is urgent that waits", &[GOVERNMENT]);
        let sent = json!({ "to": "negotiation", "reason": reason, "audience": ["coalition"] });
        self.statement_proposed(&statement, &sent);
    }

    fn plant_left(&self) {
        let audience = ["sector:government", "org:open-lines"];
        let (statement, _) = self.statement_opened(("that somebody left", &ROOM), &audience);
        let said = json!({ "text": self.canary("what somebody said who left", &ROOM) });
        self.made(REVIEWER, &statement, "inputs", &said);
        self.serving.place.clock.advance(TimeDelta::seconds(5));
        let reason = self.canary("why somebody reads a text no longer", &LEFT);
        let sent = json!({ "audience": ["sector:government"], "reason": reason });
        let path = format!("/api/v1/statements/{statement}/room");
        self.serving.new_client(GOVERNMENT).json("PUT", &path, &[], &sent).expect(200);
    }

    fn plant_withdrawn(&self) {
        let (statement, action) = self.statement_opened(("withdrawn", &[]), &["coalition"]);
        let said = json!({ "text": self.canary("what was said of a text that is gone", &[]) });
        self.made(INES, &statement, "inputs", &said);
        let given_up = json!({ "to": "withdrawn", "reason": "It is over." });
        self.to_statement(GOVERNMENT, &statement, "moves", &given_up);
        let path = format!("/api/v1/actions/{action}");
        let client = self.serving.new_client(GOVERNMENT);
        client.json("DELETE", &path, &[], &json!({ "reason": "A mistake" })).expect(200);
    }
}
