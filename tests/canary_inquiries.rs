//! Canaries in what is asked of owners: questions and answers, each to an audience of its own; the reasons of wishes;
//! requests for access.

use serde_json::json;

use crate::canaries::World;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, COMPANY_REVIEWER, CONVENOR, DEFENDER, FORUM, GOVERNMENT, JOURNALIST, OBSERVER,
    REPORTER, REVIEWER, SECRETARIAT,
};

const DESK: [&str; 2] = [REPORTER, REVIEWER];
const OWNER: [&str; 4] = [REPORTER, REVIEWER, OBSERVER, ADMIN];
const MEMBERS: [&str; 12] = [
    COMPANY,
    GOVERNMENT,
    DEFENDER,
    ACADEMIC,
    JOURNALIST,
    FORUM,
    CONVENOR,
    SECRETARIAT,
    REPORTER,
    REVIEWER,
    OBSERVER,
    ADMIN,
];

impl World {
    fn reference_of(&self, name: &str) -> String {
        let planted = self.planted.borrow();
        planted.iter().find(|report| report.name == name).unwrap().reference.clone()
    }

    /// Asks about a report, with a canary for the words.
    fn inquire(&self, who: &str, of: &str, audience: Option<&str>, readers: &[&'static str]) -> String {
        let words = self.canary(&format!("question of {who} to {audience:?} about “{of}”"), readers);
        let mut sent = json!({ "words": words });
        if let Some(audience) = audience {
            sent["audience"] = json!([audience]);
        }
        self.asked(who, &format!("/api/v1/reports/{}/inquiries", self.reference_of(of)), &sent)
    }

    fn answer(&self, question: &str, audience: Option<&str>, readers: &[&'static str]) -> String {
        let words = self.canary(&format!("answer to {audience:?}"), readers);
        let mut sent = json!({ "words": words });
        if let Some(audience) = audience {
            sent["audience"] = json!([audience]);
        }
        self.asked(REPORTER, &format!("/api/v1/inquiries/{question}/answers"), &sent)
    }

    fn asked(&self, who: &str, path: &str, sent: &serde_json::Value) -> String {
        let asked = self.serving.client(who).post(path, sent).expect(201).json();
        let reference = asked["reference"].as_str().unwrap().to_owned();
        self.said.borrow_mut().push(reference.clone());
        reference
    }

    /// What is asked and answered about reports that were planted.
    pub fn plant_asking(&self) {
        let with = |some: &[&'static str], others: &[&'static str]| [some, others].concat();
        // Of a report that the owner's people read on its desk alone.
        self.inquire(GOVERNMENT, "governments", None, &with(&DESK, &[GOVERNMENT]));
        // Between the two; the answer to a group whose other members do not learn what was asked.
        let question = self.inquire(GOVERNMENT, "coalition", None, &with(&OWNER, &[GOVERNMENT]));
        self.answer(&question, Some("group:circle"), &with(&OWNER, &[GOVERNMENT, ACADEMIC]));
        self.answer(&question, None, &with(&OWNER, &[GOVERNMENT]));
        let question = self.inquire(COMPANY, "coalition", Some("sector:company"), &with(&OWNER, &[COMPANY]));
        self.answer(&question, Some("coalition"), &MEMBERS);
        // Said to more than read the report: they hear nothing.
        self.inquire(GOVERNMENT, "confidential group", Some("coalition"), &with(&OWNER, &[GOVERNMENT]));
        // It waits for a reviewer.
        self.inquire(GOVERNMENT, "public", Some("public"), &[GOVERNMENT]);
        // Taken back, and what answered it is its author's.
        let question = self.inquire(COMPANY, "coalition", Some("coalition"), &[]);
        self.answer(&question, Some("coalition"), &DESK);
        let reason = self.canary("reason why a question was taken back", &MEMBERS);
        let path = format!("/api/v1/inquiries/{question}");
        self.serving
            .client(COMPANY_REVIEWER)
            .json("DELETE", &path, &[], &json!({ "reason": reason }))
            .expect(200);
        let reason = self.canary("reason of a wish", &with(&DESK, &[COMPANY]));
        let path = format!("/api/v1/reports/{}/inquiries", self.reference_of("companies"));
        let wish = json!({ "kind": "wish", "words": reason, "wished": ["coalition", "org:estmark"] });
        self.asked(COMPANY, &path, &wish);
        // By country, and by the reference of a report; to owners of what fits, and to nobody where nothing does.
        let of =
            |name: &str| self.planted.borrow().iter().find(|report| report.name == name).unwrap().country;
        for (who, wanted, country, readers) in [
            (COMPANY, "", of("governments"), with(&DESK, &[COMPANY])),
            (GOVERNMENT, &self.reference_of("companies"), "", with(&DESK, &[GOVERNMENT])),
            (GOVERNMENT, &self.reference_of("draft"), "", with(&DESK, &[GOVERNMENT])),
            (GOVERNMENT, "R-000000", "", vec![GOVERNMENT]),
            (DEFENDER, "I-000000", "ZM", vec![DEFENDER]),
        ] {
            let words = self.canary(&format!("why {who} looks for {wanted}{country}"), &readers);
            let sent = json!({ "wanted": wanted, "country": country, "words": words });
            self.asked(who, "/api/v1/access-requests", &sent);
        }
        self.serving.settle();
    }
}
