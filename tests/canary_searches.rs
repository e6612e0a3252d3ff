//! The canary walk opens saved searches, and reads every address of a feed as everybody: what an address shows stands for its
//! owner, so it holds no word that is not everybody's.

use serde_json::json;

use crate::canaries::World;
use crate::serving::{ACADEMIC, ADMIN, GOVERNMENT, OBSERVER, REPORTER, REVIEWER};

/// What was planted.
#[derive(Debug, Clone, Default)]
pub struct Saved {
    /// References.
    pub searches: Vec<String>,
    /// Secrets in addresses.
    pub secrets: Vec<String>,
}

impl World {
    /// Searches with names for their own readers, and addresses of those who read the most.
    pub fn plant_searches(&self) {
        let colleagues = [REPORTER, REVIEWER, OBSERVER, ADMIN];
        let circle = [REPORTER, REVIEWER, OBSERVER, ADMIN, GOVERNMENT, ACADEMIC];
        for (sharing, readers) in
            [("", &[REPORTER][..]), ("organisation", &colleagues[..]), ("group:circle", &circle[..])]
        {
            let name = self.canary(&format!("name of a search shared with “{sharing}”"), readers);
            let sent = json!({ "name": name, "query": "", "sharing": sharing });
            let made = self.serving.client(REPORTER).post("/api/v1/searches", &sent).expect(201).json();
            let reference = made["reference"].as_str().unwrap().to_owned();
            self.saved.borrow_mut().searches.push(reference);
        }
        let shared = self.saved.borrow().searches[2].clone();
        for owner in [REPORTER, ADMIN, GOVERNMENT, ACADEMIC] {
            let path = format!("/api/v1/searches/{shared}/addresses");
            let made = self.serving.client(owner).send("POST", &path, &[], b"").expect(201).json();
            let secret = made["atom"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            self.saved.borrow_mut().secrets.push(secret);
            let path = "/api/v1/calendar/addresses";
            let made = self.serving.client(owner).send("POST", path, &[], b"").expect(201).json();
            let secret = made["ics"].as_str().unwrap().rsplit('/').next().unwrap();
            self.saved.borrow_mut().secrets.push(secret.trim_end_matches(".ics").to_owned());
        }
    }
}
