//! Canaries in what a government replies, for each audience, and in the reports that it names as evidence.

use serde_json::{Value, json};

use crate::canaries::World;
use crate::serving::{
    ACADEMIC, ADMIN, COMPANY, CONVENOR, DEFENDER, FORUM, GOVERNMENT, GOVERNMENT_REVIEWER, JOURNALIST,
    OBSERVER, REPORTER, REVIEWER, SECRETARIAT,
};

/// Who holds a role in an active organisation.
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
/// The government, and the people of Open Lines.
const TWO: [&str; 5] = [GOVERNMENT, REPORTER, REVIEWER, OBSERVER, ADMIN];

impl World {
    /// A report of Estmark's with a canary in its title and its text.
    fn plant_evidence(&self, audience: &[&str], readers: &[&'static str]) -> String {
        let body = json!({
            "title": self.canary("title of a report that is named as evidence", readers),
            "narrative": self.canary("text of a report that is named as evidence", readers),
        });
        let report = self.serving.draft(GOVERNMENT, &body);
        let release = self.serving.propose(&report, GOVERNMENT, audience);
        if audience.len() > 1 {
            self.serving.approve(&report, &release, GOVERNMENT_REVIEWER);
        }
        self.note(&report, Vec::new());
        report
    }

    fn reply(&self, incident: &str, sent: &Value) -> String {
        let path = format!("/api/v1/incidents/{incident}/corroborations");
        let said = self.serving.client(GOVERNMENT).post(&path, sent).expect(201).json();
        let reference = said["reference"].as_str().unwrap().to_owned();
        self.said.borrow_mut().push(reference.clone());
        reference
    }

    /// What a government replies: to members, among governments, waiting, taken back, and to a text that names its
    /// country while another leaves it out.
    pub fn plant_replies(&self) {
        let serving = &self.serving;
        let wide =
            self.plant_evidence(&["org:estmark", "sector:civil_society"], &[&TWO[..], &[DEFENDER]].concat());
        let within = self.plant_evidence(&["org:estmark"], &[GOVERNMENT]);
        let report = self.planted.borrow().iter().find(|report| report.name == "coalition").unwrap().clone();
        let say = |audience: &str, readers: &[&'static str]| {
            let note = self.canary(&format!("reply to {audience}"), readers);
            self.reply(
                &report.incident,
                &json!({
                    "stance": "replies", "note": note, "report": report.reference, "audience": [audience],
                    "evidence": [wide, within],
                }),
            )
        };
        say("coalition", &MEMBERS);
        say("sector:government", &[GOVERNMENT]);
        say("public", &[GOVERNMENT]);
        let taken = say("coalition", &[]);
        let reason = self.canary("reason why a reply was taken back", &MEMBERS);
        let path = format!("/api/v1/corroborations/{taken}");
        serving.client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": reason })).expect(200);
        self.plant_hidden_country();
        serving.settle();
    }

    /// Governments read which country a report is about, everybody else does not: nor do they read its reply.
    fn plant_hidden_country(&self) {
        let serving = &self.serving;
        let body = json!({ "title": "In some country", "facts": { "countries": ["EE"] } });
        let report = serving.draft(REPORTER, &body);
        let marks = json!([{ "fact": "countries", "reason": "source_identity", "visible_to": ["sector:government"] }]);
        serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), "\"1\"", &marks).expect(200);
        for audience in [&["org:open-lines", "sector:government"][..], &["public"]] {
            let id = serving.propose(&report, REPORTER, audience);
            serving.approve(&report, &id, REVIEWER);
        }
        self.note(&report, Vec::new());
        let incident = self.planted.borrow().last().unwrap().incident.clone();
        let note = self.canary("reply that would tell of a country", &TWO);
        let sent = json!({ "stance": "replies", "note": note, "audience": ["public"] });
        let said = self.reply(&incident, &sent);
        let path = format!("/api/v1/corroborations/{said}/approval");
        serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    }
}
