//! Canaries in joint actions: in their briefs at every audience, in the reasons of moves and in tasks. All of them are due soon,
//! so that they are in calendars too.

use entente::access::Role::Delegate;
use entente::{accounts, people};
use serde_json::{Value, json};

use crate::canaries::{MEMBERS, VIEWERS, World};
use crate::serving::{ADMIN, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER};

/// What an action is sent as.
pub fn action(text: &str, audience: &[&str]) -> Value {
    json!({
        "kind": "demarche", "title": text, "brief": text, "forum": text, "audience": audience,
        "target": { "kind": "government", "name": text }, "countries": ["EE"],
    })
}

impl World {
    /// Actions at home, for a sector, for members, for everybody, waiting, and narrowed; with a move and a task in each.
    pub fn plant_actions(&self) {
        let begin = |name: &str, readers: &[&'static str], audience: &[&str], approved: bool| {
            let text = self.canary(&format!("an action: {name}"), readers);
            let client = self.serving.client(GOVERNMENT);
            let mut sent = action(&text, audience);
            sent["due_at"] = json!(self.soon());
            let made = client.post("/api/v1/actions", &sent).expect(201).json();
            let reference = made["reference"].as_str().unwrap().to_owned();
            if approved {
                self.decide_action(&reference);
            }
            self.said.borrow_mut().push(reference.clone());
            reference
        };
        begin("at home", &[GOVERNMENT], &["org:estmark"], false);
        let governments = begin("for governments", &[GOVERNMENT], &["sector:government"], true);
        self.work_on(&governments, "for governments", &[GOVERNMENT]);
        begin("for members, waiting", &[GOVERNMENT], &["coalition"], false);
        let everybody = begin("for everybody", &VIEWERS, &["public"], true);
        // What is done with it stays among members.
        self.work_on(&everybody, "for everybody", &MEMBERS);
        let members = begin("for members", &MEMBERS, &["coalition"], true);
        let task = self.work_on(&members, "for members", &MEMBERS);
        self.choose_doer(&task);
        let narrow = begin(
            "for civil society",
            &[GOVERNMENT, REPORTER, REVIEWER, OBSERVER, ADMIN],
            &["sector:government", "org:open-lines"],
            true,
        );
        let before = self.work_on(
            &narrow,
            "before others read it",
            &[GOVERNMENT, REPORTER, REVIEWER, OBSERVER, ADMIN],
        );
        let text = self.canary("the brief of an action that members read by now", &MEMBERS);
        let path = format!("/api/v1/actions/{narrow}/versions");
        self.serving.client(GOVERNMENT).post(&path, &action(&text, &["coalition"])).expect(201);
        self.decide_action(&narrow);
        self.said.borrow_mut().push(before);
        let changed = begin("for members, then changed", &MEMBERS, &["coalition"], true);
        self.send_back(&changed);
        self.plant_links();
    }

    /// Two joint statements, and actions that link to both: what each is called is for those who may know of it, and a statement is beside
    /// an action for those who read that.
    fn plant_links(&self) {
        let client = self.serving.client(GOVERNMENT);
        let stated = |name: &str, readers: &[&'static str], audience: &[&str]| {
            let text = self.canary(&format!("a concept to which actions link: {name}"), readers);
            let sent = json!({ "title": text, "reason": text, "audience": audience });
            let made = client.post("/api/v1/statements", &sent).expect(201).json();
            let [statement, of] = ["reference", "action"].map(|name| made[name].as_str().unwrap().to_owned());
            self.decide_action(&of);
            self.said.borrow_mut().extend([statement.clone(), of]);
            json!({ "kind": "statement", "reference": statement })
        };
        let narrow = stated("for governments", &[GOVERNMENT], &["sector:government"]);
        let wide = stated("for members", &MEMBERS, &["coalition"]);
        for (name, readers, audience) in
            [("at home", &[GOVERNMENT][..], "org:estmark"), ("for members", &MEMBERS[..], "coalition")]
        {
            let text = self.canary(&format!("an action that links to statements: {name}"), readers);
            let mut sent = action(&text, &[audience]);
            sent["links"] = json!([narrow, wide]);
            let made = client.post("/api/v1/actions", &sent).expect(201).json();
            let reference = made["reference"].as_str().unwrap().to_owned();
            if audience == "coalition" {
                self.decide_action(&reference);
            }
            self.said.borrow_mut().push(reference);
        }
    }

    /// A new brief of it is returned: its words are for those who can open what is sealed.
    fn send_back(&self, reference: &str) {
        let text = self.canary("a new brief of an action that was returned", &[GOVERNMENT]);
        let path = format!("/api/v1/actions/{reference}");
        let sent = action(&text, &["coalition"]);
        self.serving.client(GOVERNMENT).post(&format!("{path}/versions"), &sent).expect(201);
        let comment = json!({ "comment": text });
        self.serving.client(GOVERNMENT_REVIEWER).post(&format!("{path}/return"), &comment).expect(200);
    }

    fn soon(&self) -> String {
        let now = self.serving.place.database.ambient().now();
        now.plus(chrono::TimeDelta::hours(30)).rfc3339()
    }

    fn decide_action(&self, reference: &str) {
        let path = format!("/api/v1/actions/{reference}/approval");
        self.serving.client(GOVERNMENT_REVIEWER).post(&path, &json!({})).expect(200);
    }

    /// A file with words in it, in its name and in what is said of it.
    fn attach(&self, reference: &str, name: &str, readers: &[&'static str]) {
        let text = self.canary(&format!("a file of an action: {name}"), readers);
        let told = self.canary(&format!("the description of a file of an action: {name}"), readers);
        let called = self.canary(&format!("the name of a file of an action: {name}"), &[GOVERNMENT]);
        let path = format!("/api/v1/actions/{reference}/files");
        let file = (format!("{called}.txt"), text.into_bytes());
        let sent = self.serving.client(GOVERNMENT).upload(
            &path,
            &[],
            &[("description", told.as_str())],
            (&file.0, &file.1),
        );
        self.said.borrow_mut().push(sent.expect(201).json()["id"].as_str().unwrap().to_owned());
        self.serving.copied();
    }

    /// Somebody of Estmark does a task: who that is, its own people alone are shown.
    fn choose_doer(&self, task: &str) {
        let name = self.canary("who of an organisation does a task", &[GOVERNMENT]);
        let email = "chosen@estmark.example.org";
        self.serving.write(|tx| {
            let home = people::organisation_for_operator(tx.conn, "estmark")?;
            accounts::enrol(tx, &home, &name, email, "", &[Delegate])
        });
        let chosen = json!({ "organisation": "estmark", "person": email });
        let path = format!("/api/v1/tasks/{task}");
        self.serving.client(GOVERNMENT).json("PATCH", &path, &[], &chosen).expect(200);
    }

    /// Moves it with a reason, attaches a file, and writes down a task. The reference of the task.
    fn work_on(&self, reference: &str, name: &str, readers: &[&'static str]) -> String {
        let client = self.serving.client(GOVERNMENT);
        let reason = self.canary(&format!("the reason of a move: {name}"), readers);
        let path = format!("/api/v1/actions/{reference}/moves");
        client.post(&path, &json!({ "to": "considered", "reason": reason })).expect(200);
        self.attach(reference, name, readers);
        let title = self.canary(&format!("a task: {name}"), readers);
        let path = format!("/api/v1/actions/{reference}/tasks");
        let sent = json!({ "title": title, "due_at": self.soon() });
        let task = client.post(&path, &sent).expect(201).json();
        task["reference"].as_str().unwrap().to_owned()
    }
}
