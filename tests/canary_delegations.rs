//! Canaries in what one organisation asks another to publish, and in what a reviewer remarks on a text.

use serde_json::{Value, json};

use crate::canaries::{VIEWERS, World};
use crate::serving::{COMPANY, COMPANY_REVIEWER, GOVERNMENT, REPORTER, REVIEWER};

const DESK: [&str; 2] = [REPORTER, REVIEWER];

/// What Open Lines asks to have published.
struct Asked {
    report: String,
    reference: String,
}

impl World {
    /// A proposal that was returned with a remark on a part of it.
    pub fn plant_remarks(&self) {
        let title = self.canary("title that is remarked on", &DESK);
        let report = self.serving.draft(REPORTER, &json!({ "title": title }));
        let id = self.serving.propose(&report, REPORTER, &["public"]);
        let remark = self.canary("remark of a reviewer", &DESK);
        let remarks = json!([{ "field": "title", "start": 0, "end": 5, "words": remark }]);
        let sent = json!({ "comment": "Less of this.", "remarks": remarks });
        let path = format!("/api/v1/reports/{report}/releases/{id}/return");
        self.serving.client(REVIEWER).post(&path, &sent).expect(200);
        self.note(&report, Vec::new());
    }

    /// Requests in each state; what is handed over is for `readers` beside the desk, the words for `words_for`.
    fn ask(
        &self,
        name: &str,
        publisher: &str,
        readers: &[&'static str],
        words_for: &[&'static str],
    ) -> Asked {
        let serving = &self.serving;
        let told = [&DESK[..], readers].concat();
        let word = |part: &str, readers: &[&'static str]| {
            self.canary(&format!("{part} of what is handed over ({name})"), readers)
        };
        let marked = word("marked part", &DESK);
        let narrative = format!("{} and {marked}.", word("account", &told));
        let start = narrative.find(" and ").map(|byte| narrative[..byte].chars().count() + 5).unwrap();
        let report = serving.draft(
            REPORTER,
            &json!({
                "title": word("title", &told), "narrative": narrative,
                "facts": {
                    "places": [word("place", &told)],
                    "sources": [{ "title": word("confidential source", &DESK), "confidential": true }],
                    "source": { "system": word("data set", &DESK), "id": "1", "raw": { "cell": word("cell", &DESK) } },
                },
            }),
        );
        let original =
            serving.client(REPORTER).get(&format!("/api/v1/reports/{report}/original")).expect(200);
        let kept = original.json()["narrative"].as_str().unwrap().chars().count();
        let mark =
            json!([{ "field": "narrative", "start": start, "end": kept - 1, "reason": "source_identity" }]);
        serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &mark).expect(200);
        let words = self.canary(&format!("words of the request ({name})"), words_for);
        let sent = json!({ "publisher": publisher, "words": words });
        let path = format!("/api/v1/reports/{report}/delegations");
        let asked = serving.client(REPORTER).post(&path, &sent).expect(201).json();
        let reference = asked["reference"].as_str().unwrap().to_owned();
        self.note(&report, Vec::new());
        self.delegated.borrow_mut().push(reference.clone());
        Asked { report, reference }
    }

    fn act(&self, who: &str, asked: &Asked, verb: &str, sent: &Value) -> Value {
        let path = format!("/api/v1/delegations/{}/{verb}", asked.reference);
        self.serving.client(who).post(&path, sent).json()
    }

    /// Requests that wait for a second person, and for an answer; one that was declined, and one whose text is released.
    pub fn plant_delegations(&self) {
        let desk_and_publisher = [REPORTER, REVIEWER, GOVERNMENT];
        self.ask("proposed", "estmark", &[], &DESK);
        let waiting = self.ask("waiting", "estmark", &[GOVERNMENT], &desk_and_publisher);
        self.act(REVIEWER, &waiting, "approval", &json!({}));
        // What is over keeps no words: they are nobody's.
        let declined = self.ask("declined", "estmark", &[], &[]);
        self.act(REVIEWER, &declined, "approval", &json!({}));
        let reason = self.canary("why a request was declined", &DESK);
        self.act(GOVERNMENT, &declined, "refusal", &json!({ "reason": reason }));
        let taken = self.ask("taken on", "lumora", &VIEWERS, &[]);
        self.act(REVIEWER, &taken, "approval", &json!({}));
        let begun = self.act(COMPANY, &taken, "acceptance", &json!({}));
        let theirs = begun["report"].as_str().unwrap();
        assert_ne!(theirs, taken.report);
        let id = self.serving.propose(theirs, COMPANY, &["public"]);
        self.serving.approve(theirs, &id, COMPANY_REVIEWER);
        self.note(theirs, Vec::new());
        self.serving.settle();
    }
}
