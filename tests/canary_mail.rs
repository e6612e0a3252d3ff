//! The canary walk reads mail: no message holds a word of anybody's, nor anything that another mailbox holds too.

use std::collections::BTreeMap;

use canary_words::canaries_in;
use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::Conn;
use entente::db::schema::notification;
use entente::mail::{Mailer, spool_of};
use entente::notifications::Courier;

use crate::notifications::{SOON, marks};
use crate::serving::{Serving, slug_of};

/// A courier that keeps mail in a folder, as that of a demonstration does.
pub fn spooling(serving: &Serving) -> Courier {
    let app = serving.instance.app.clone();
    let mailer = Mailer::of(app.config(), true).unwrap();
    Courier::new(app, mailer)
}

/// What everybody's notifications are called. Requests for access are among what they tell of: by name, and by country.
pub fn references_told(serving: &Serving) -> Vec<String> {
    let all = |conn: &mut Conn| {
        Ok(notification::table.select((notification::kind, notification::reference)).load(conn)?)
    };
    let told: Vec<(String, String)> = serving.place.database.read(all).unwrap();
    let asked = told.iter().filter(|(kind, _)| kind == "access-asked").count();
    assert!(asked > 2, "{asked} were told of a request for access");
    told.into_iter().map(|(_, reference)| reference).collect()
}

/// Sends all that is due within a week, and reads it.
pub fn mails_tell_nothing(serving: &Serving, courier: &Courier) {
    for time in [SOON, TimeDelta::days(8)] {
        serving.place.clock.advance(time);
        courier.deliver().unwrap();
    }
    let mut of: BTreeMap<String, String> = BTreeMap::new();
    for file in std::fs::read_dir(spool_of(&serving.instance.app.config().data)).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap().replace("=\r\n", "");
        assert!(canaries_in(&text).is_empty(), "{text}");
        let to = text.lines().find_map(|line| line.strip_prefix("To: ")).unwrap();
        of.entry(slug_of(to).to_owned()).or_default().push_str(&text);
    }
    assert!(of.len() > 3, "only {:?} got mail", of.keys());
    for (one, text) in &of {
        for (other, others) in of.range(one.clone()..).skip(1) {
            let common: Vec<_> = marks(text).intersection(&marks(others)).cloned().collect();
            assert!(common.is_empty(), "{one} and {other}: {common:?}");
        }
    }
}
