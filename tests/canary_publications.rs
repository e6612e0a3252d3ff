//! Canaries in what follows an adoption: what an organisation says of endorsing a text stays between it and the secretariat until its name
//! stands there; outside nobody reads a word before its moment, and everybody does from then on; what comes of it is for those who read the
//! text.

use serde_json::{Value, json};

use crate::canaries::{VIEWERS, World};
use crate::canary_joint_statements::{INES, LEFT, ROOM};
use crate::serving::{CONVENOR, DEFENDER, GOVERNMENT, REVIEWER, SECOND_CONVENOR};
use crate::table::publications::publication_of;
use crate::table::rounds::adopt;

/// To whom the texts are released: states, Open Lines and Defenders' Desk.
const AUDIENCE: [&str; 3] = ["sector:government", "org:open-lines", "org:defenders"];

/// All who read such a text.
fn readers() -> Vec<&'static str> {
    [&ROOM[..], &LEFT[..], &[DEFENDER]].concat()
}

/// Open Lines, and who gathers names.
fn own() -> Vec<&'static str> {
    [&LEFT[..], &[CONVENOR]].concat()
}

impl World {
    /// One for which names are gathered, and whose publication was sent back; one that is cleared and opens later; one that everybody
    /// reads; and one that everybody could read.
    pub fn plant_publications(&self) {
        self.plant_gathered();
        self.plant_cleared();
        let earlier = self.plant_taken_back();
        self.plant_published(&earlier);
    }

    /// A statement of Estmark that is adopted, that others are invited to endorse, and that is there in French.
    fn gathered(
        &self,
        (name, readers): (&str, &[&'static str]),
        audience: &[&str],
        invited: &[&str],
    ) -> String {
        let (statement, _) = self.statement_opened((name, readers), audience);
        self.to_statement(GOVERNMENT, &statement, "moves", &json!({ "to": "negotiation" }));
        let waivers = json!({ "valdora": "They know of it." });
        let begins = json!({ "to": "silence", "deadline": "2030-01-10", "waivers": waivers });
        self.to_statement(CONVENOR, &statement, "moves", &begins);
        adopt(&self.serving, &statement);
        let invites = json!({ "to": "sign_on", "invite": invited });
        self.to_statement(CONVENOR, &statement, "moves", &invites);
        let title = self.canary(&format!("title in French: {name}"), readers);
        let words = self.canary(&format!("words in French: {name}"), readers);
        let text = format!("Nous agissons ensemble. {words}\n\nIls répondent.");
        self.put_to_statement(&statement, "translations/fr", &json!({ "title": title, "text": text }));
        statement
    }

    /// Something that Estmark says of its statement.
    fn put_to_statement(&self, statement: &str, what: &str, sent: &Value) {
        let path = format!("/api/v1/statements/{statement}/{what}");
        self.serving.new_client(GOVERNMENT).json("PUT", &path, &[], sent).expect(200);
    }

    /// What everybody is to read is proposed, at once or from a day on.
    fn proposed_to_all(&self, statement: &str, embargo: Option<&str>) -> String {
        let mut sent = json!({ "to": "cleared", "without_pending": true });
        if let Some(day) = embargo {
            sent["embargo"] = json!(day);
        }
        let moved = self.to_statement(CONVENOR, statement, "moves", &sent);
        assert_eq!(moved["state"], "proposed", "{moved}");
        let publication = publication_of(&self.serving, statement);
        self.said.borrow_mut().push(publication.clone());
        publication
    }

    fn decided_for_all(&self, publication: &str, decision: &str, sent: &Value) {
        let path = format!("/api/v1/publications/{publication}/{decision}");
        self.serving.new_client(SECOND_CONVENOR).post(&path, sent).expect(200);
    }

    /// Who is told that these organisations said something of endorsing it, in this order, and nothing of others.
    fn names_told(&self, statement: &str, told: &[(&str, &[&str])]) {
        for (who, slugs) in told {
            let path = format!("/api/v1/statements/{statement}");
            let view = self.serving.new_client(who).get(&path).expect(200).json();
            let said = view["endorsements"].as_array().unwrap().iter();
            let found: Vec<&str> = said.map(|one| one["organisation"]["slug"].as_str().unwrap()).collect();
            assert_eq!(found, *slugs, "{who}: {view}");
        }
    }

    fn plant_gathered(&self) {
        let (readers, name) = (readers(), "a publication for which names are gathered");
        let invited = ["open-lines", "valdora", "defenders"];
        let statement = self.gathered((name, &readers), &AUDIENCE, &invited);
        let endorses = json!({
            "authority": self.canary("who decided on an endorsement before a publication", &own()),
            "reservation": self.canary("what is reserved before a publication", &readers),
        });
        self.to_statement(REVIEWER, &statement, "endorsements", &endorses);
        // Without an authority, and declined after that.
        let waits = self.canary("what is reserved before a publication without an authority", &[CONVENOR]);
        self.to_statement(INES, &statement, "endorsements", &json!({ "reservation": waits }));
        let declined = self.canary("what was reserved before a publication that somebody declined", &[]);
        self.to_statement(DEFENDER, &statement, "endorsements", &json!({ "reservation": declined }));
        self.to_statement(DEFENDER, &statement, "endorsements/refusal", &json!({}));
        self.names_told(
            &statement,
            &[
                (GOVERNMENT, &["open-lines"]),
                (REVIEWER, &["open-lines"]),
                (INES, &["open-lines", "valdora"]),
                (DEFENDER, &["open-lines", "defenders"]),
                (CONVENOR, &["open-lines", "valdora", "defenders"]),
            ],
        );
        let publication = self.proposed_to_all(&statement, None);
        let comment = self.canary("why a publication is sent back", &[CONVENOR]);
        self.decided_for_all(&publication, "return", &json!({ "comment": comment }));
    }

    fn plant_cleared(&self) {
        let (readers, name) = (readers(), "a publication that opens later");
        let statement = self.gathered((name, &readers), &AUDIENCE, &["open-lines"]);
        let endorses = json!({
            "authority": "The board",
            "reservation": self.canary("what is reserved in a publication that opens later", &readers),
        });
        self.to_statement(REVIEWER, &statement, "endorsements", &endorses);
        let taken = json!({
            "authority": "The cabinet",
            "reservation": self.canary("what was reserved and taken back before a publication", &[]),
        });
        self.to_statement(INES, &statement, "endorsements", &taken);
        let path = format!("/api/v1/statements/{statement}/endorsements");
        self.serving.new_client(INES).delete(&path).expect(200);
        self.names_told(
            &statement,
            &[
                (GOVERNMENT, &["open-lines"]),
                (DEFENDER, &["open-lines"]),
                (INES, &["open-lines", "valdora"]),
                (CONVENOR, &["open-lines", "valdora"]),
            ],
        );
        let publication = self.proposed_to_all(&statement, Some("2031-01-01"));
        self.decided_for_all(&publication, "approval", &json!({}));
        for who in [GOVERNMENT, DEFENDER, INES] {
            let path = format!("/api/v1/publications/{publication}");
            self.serving.new_client(who).get(&path).expect(404);
        }
    }

    /// What is left of it is why: until it is withdrawn everybody reads it.
    fn plant_taken_back(&self) -> String {
        let name = "a publication that is taken back";
        let statement = self.gathered((name, &ROOM), &["sector:government"], &[]);
        let publication = self.proposed_to_all(&statement, None);
        self.decided_for_all(&publication, "approval", &json!({}));
        statement
    }

    fn take_back(&self, statement: &str) {
        let publication = publication_of(&self.serving, statement);
        let path = format!("/api/v1/publications/{publication}");
        self.serving.public().get(&path).expect(200);
        let reason = json!({ "reason": self.canary("why a publication was taken back", &VIEWERS) });
        self.serving.new_client(SECOND_CONVENOR).json("DELETE", &path, &[], &reason).expect(200);
        self.serving.public().get(&path).expect(410);
    }

    fn plant_published(&self, earlier: &str) {
        let (readers, name) = (readers(), "a publication that everybody reads");
        let statement = self.gathered((name, &VIEWERS), &AUDIENCE, &["open-lines", "defenders"]);
        let endorses = json!({
            "authority": self.canary("who decided on an endorsement in a publication", &own()),
            "reservation": self.canary("what is reserved in a publication", &VIEWERS),
        });
        self.to_statement(REVIEWER, &statement, "endorsements", &endorses);
        let publication = self.proposed_to_all(&statement, None);
        self.decided_for_all(&publication, "approval", &json!({}));
        // Whoever joins late stands in the text of the room, and in what waits for a second person.
        let late = json!({
            "authority": "The board",
            "reservation": self.canary("what is reserved late, after a publication", &readers),
        });
        self.to_statement(DEFENDER, &statement, "endorsements", &late);
        assert_eq!(self.proposed_to_all(&statement, None), publication);
        // It goes back to one of which others than states read nothing.
        self.put_to_statement(
            &statement,
            "follow-up/lineage",
            &json!({ "earlier": earlier, "relation": "builds_on" }),
        );
        self.plant_followed(&statement);
        self.take_back(earlier);
        for (who, told) in [(GOVERNMENT, vec![earlier]), (INES, vec![earlier]), (REVIEWER, vec![])] {
            let path = format!("/api/v1/statements/{statement}/follow-up");
            let view = self.serving.new_client(who).get(&path).expect(200).json();
            let lineage = view["lineage"].as_array().unwrap().iter();
            let found: Vec<&str> = lineage.map(|one| one["earlier"].as_str().unwrap()).collect();
            assert_eq!(found, told, "{who}: {view}");
        }
    }

    /// What it asks, what became of that, what was found, and what came of it.
    fn plant_followed(&self, statement: &str) {
        let word = |what: &str| self.canary(what, &readers());
        let asks = json!({
            "paragraph": "p1", "addressee": word("whom a publication asks"), "level": "national",
        });
        self.to_statement(GOVERNMENT, statement, "follow-up/asks", &asks);
        let note = word("what became of something that a publication asks");
        let status = json!({ "status": "under_way", "note": note });
        self.to_statement(GOVERNMENT, statement, "follow-up/asks/1/status", &status);
        let finding = json!({ "finding": word("what was found of a publication") });
        self.to_statement(INES, statement, "follow-up/reviews", &finding);
        self.to_statement(GOVERNMENT, statement, "moves", &json!({ "to": "follow_up" }));
        let reason = word("what came of a publication");
        self.to_statement(GOVERNMENT, statement, "moves", &json!({ "to": "closed", "reason": reason }));
    }
}
