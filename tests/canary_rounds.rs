//! Canaries in rounds of silence: what is said with a position reaches those who decide, and what explains one reaches the room;
//! nobody beyond.

use serde_json::{Value, json};

use crate::canaries::{MEMBERS, World};
use crate::canary_joint_statements::{INES, LEFT, ROOM};
use crate::serving::{CONVENOR, GOVERNMENT};
use crate::table::rounds::adopt;

/// Those on the roll and the chair.
const VOICES: [&str; 2] = [GOVERNMENT, CONVENOR];

/// All who read the text.
fn readers() -> Vec<&'static str> {
    [&ROOM[..], &LEFT[..]].concat()
}

impl World {
    /// Of rounds: one that was broken by an objection; one that the chair ended; one in which the text was adopted. And a day on which none
    /// ends.
    pub fn plant_rounds(&self) {
        self.plant_closed_day();
        self.plant_broken();
        self.plant_ended();
        self.plant_adopted();
    }

    fn plant_closed_day(&self) {
        let label = self.canary("what a closed day is", &MEMBERS);
        let sent = json!({ "date": "2030-12-24", "label": label });
        self.serving.new_client(CONVENOR).post("/api/v1/statements/closed-days", &sent).expect(201);
    }

    /// A statement of Estmark, which states and Open Lines negotiate.
    fn negotiated_before(&self, name: &str) -> String {
        let audience = ["sector:government", "org:open-lines"];
        let (statement, _) = self.statement_opened((name, &readers()), &audience);
        self.to_statement(GOVERNMENT, &statement, "moves", &json!({ "to": "negotiation" }));
        statement
    }

    /// A round begins. Whoever has said something of the text was told of it, and nobody says why they were not.
    fn begins(&self, statement: &str, told: bool) {
        let mut sent = json!({ "to": "silence", "deadline": "2030-01-10" });
        if !told {
            let why = self.canary("why a round began although somebody was not told", &[CONVENOR]);
            sent["waivers"] = json!({ "valdora": why });
        }
        self.to_statement(CONVENOR, statement, "moves", &sent);
    }

    /// What Valdora says of the version that is read.
    fn valdora_says(&self, statement: &str, mut sent: Value) -> String {
        let read = self.serving.new_client(INES).get(&format!("/api/v1/statements/{statement}"));
        sent["version"] = read.expect(200).json()["hash"].clone();
        self.made(INES, statement, "positions", &sent)
    }

    /// Has the walk look at everything that was said with positions.
    fn note_explanations(&self, statement: &str) {
        let read = self.serving.new_client(INES).get(&format!("/api/v1/statements/{statement}"));
        let view = read.expect(200).json();
        let positions = view["positions"].as_array().unwrap().iter();
        let words = positions.flat_map(|one| one["words"].as_array().unwrap());
        let found: Vec<String> = words.map(|one| one["reference"].as_str().unwrap().to_owned()).collect();
        assert!(!found.is_empty(), "{view}");
        self.said.borrow_mut().extend(found);
    }

    fn plant_broken(&self) {
        let statement = self.negotiated_before("in a round that was broken");
        let word = |what: &str| self.canary(what, &VOICES);
        let condition =
            self.valdora_says(&statement, json!({ "value": "support_if", "text": word("a condition") }));
        let declined = json!({ "answer": "declined", "reason": word("why a condition is declined") });
        self.to_statement(GOVERNMENT, &statement, &format!("positions/{condition}/answer"), &declined);
        self.begins(&statement, true);
        let explains = self.canary("why somebody has no objection", &readers());
        let accepts = json!({
            "value": "no_objection", "text": explains, "reservation": word("what is reserved in a broken round"),
        });
        self.valdora_says(&statement, accepts);
        self.valdora_says(
            &statement,
            json!({ "value": "more_time", "text": word("why more time is needed") }),
        );
        let declined = json!({
            "organisation": "valdora", "answer": "declined", "reason": word("why no more time is given"),
        });
        self.to_statement(CONVENOR, &statement, "more-time", &declined);
        let objects = json!({
            "value": "object", "text": word("an objection"), "amendment": word("other words of an objection"),
        });
        self.valdora_says(&statement, objects);
        self.note_explanations(&statement);
    }

    fn plant_ended(&self) {
        let statement = self.negotiated_before("in a round that the chair ended");
        self.begins(&statement, false);
        let reason = self.canary("why the chair ended a round", &readers());
        self.to_statement(CONVENOR, &statement, "moves", &json!({ "to": "broken", "reason": reason }));
    }

    fn plant_adopted(&self) {
        let statement = self.negotiated_before("that was adopted");
        self.begins(&statement, false);
        let replaced = self.canary("what is reserved and then reserved otherwise", &VOICES);
        let reserves = self.canary("what is reserved with an adoption", &readers());
        for words in [replaced, reserves] {
            self.valdora_says(&statement, json!({ "value": "no_objection", "reservation": words }));
        }
        adopt(&self.serving, &statement);
        let late = self.canary("what is reserved after an adoption", &readers());
        self.valdora_says(&statement, json!({ "value": "object", "text": late }));
        self.note_explanations(&statement);
    }
}
