//! Canaries in comments on joint actions: for several audiences, with their answers, before and after others read the action.

use serde_json::{Value, json};

use crate::canaries::{MEMBERS, World};
use crate::canary_actions::action;
use crate::serving::{ADMIN, COMPANY, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER};

const OPEN_LINES: [&str; 4] = [REPORTER, REVIEWER, OBSERVER, ADMIN];

impl World {
    /// An action that governments and Open Lines read, and members later, with comments of either time.
    pub fn plant_comments(&self) {
        let both = [&[GOVERNMENT][..], &OPEN_LINES].concat();
        let text = self.canary("an action that is talked about, at first", &both);
        let sent = action(&text, &["sector:government", "org:open-lines"]);
        let made = self.serving.client(GOVERNMENT).post("/api/v1/actions", &sent).expect(201).json();
        let reference = made["reference"].as_str().unwrap().to_owned();
        self.agree(&reference);
        let all = self.comment(&reference, GOVERNMENT, "for all who read the action then", &both, json!({}));
        self.comment(
            &reference,
            GOVERNMENT,
            "at home",
            &[GOVERNMENT],
            json!({ "audience": ["org:estmark"] }),
        );
        let civil = json!({ "audience": ["sector:civil_society"] });
        let hidden = self.comment(&reference, REVIEWER, "for civil society", &OPEN_LINES, civil);
        // An answer goes to more than what it answers.
        self.comment(
            &reference,
            REVIEWER,
            "an answer to what few read",
            &both,
            json!({ "reply_to": hidden, "audience": ["coalition"] }),
        );
        self.comment(&reference, REVIEWER, "an answer for all", &both, json!({ "reply_to": all }));
        let gone = self.comment(&reference, GOVERNMENT, "taken back", &[], json!({}));
        let reason = self.canary("why a comment was taken back", &both);
        let path = format!("/api/v1/comments/{gone}");
        self.serving.client(GOVERNMENT).json("DELETE", &path, &[], &json!({ "reason": reason })).expect(200);
        let changed = self.comment(&reference, GOVERNMENT, "before it was changed", &both, json!({}));
        let words = self.canary("a comment: after it was changed", &both);
        let path = format!("/api/v1/comments/{changed}/versions");
        self.serving.client(GOVERNMENT).post(&path, &json!({ "text": words })).expect(201);
        // Members read the action from now on, and nothing that was said before.
        let text = self.canary("an action that is talked about, for members", &MEMBERS);
        let path = format!("/api/v1/actions/{reference}/versions");
        self.serving.client(GOVERNMENT).post(&path, &action(&text, &["coalition"])).expect(201);
        self.agree(&reference);
        self.comment(&reference, REVIEWER, "for members", &MEMBERS, json!({}));
        let except = json!({ "except": ["lumora"] });
        let without: Vec<&'static str> = MEMBERS.into_iter().filter(|who| *who != COMPANY).collect();
        self.comment(&reference, GOVERNMENT, "for all but a company", &without, except);
        let companies = json!({ "audience": ["sector:company"] });
        self.comment(&reference, GOVERNMENT, "for companies", &[GOVERNMENT, COMPANY], companies);
        // What came of it stands on the action, in lists, tables and calendars, for those who read that.
        let day =
            self.serving.place.database.ambient().now().plus(chrono::TimeDelta::days(3)).date().to_string();
        for (name, readers, audience) in [
            ("what came of it, for members", &MEMBERS[..], "coalition"),
            ("what came of it, for companies", &[GOVERNMENT, COMPANY][..], "sector:company"),
        ] {
            let sent = json!({ "audience": [audience], "outcome": "partly", "review_on": day });
            self.comment(&reference, GOVERNMENT, name, readers, sent);
        }
    }

    fn agree(&self, reference: &str) {
        let path = format!("/api/v1/actions/{reference}/approval");
        self.serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
        self.said.borrow_mut().push(reference.to_owned());
    }

    fn comment(
        &self,
        action: &str,
        who: &str,
        name: &str,
        readers: &[&'static str],
        mut sent: Value,
    ) -> String {
        sent["text"] = json!(self.canary(&format!("a comment: {name}"), readers));
        let path = format!("/api/v1/actions/{action}/comments");
        let made = self.serving.client(who).post(&path, &sent).expect(201).json();
        let reference = made["reference"].as_str().unwrap().to_owned();
        self.said.borrow_mut().push(reference.clone());
        reference
    }
}
