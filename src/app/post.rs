//! What people are told and mailed while the program serves; and mail as the operator tries it.

use std::sync::Arc;
use std::time::Duration;

use super::said::say;
use super::{Instance, open_beside};
use crate::admin;
use crate::config::Config;
use crate::db::Ambient;
use crate::error::{Error, Result, message};
use crate::jobs::Recurring;
use crate::language::{Language, Strings};
use crate::mail::{Body, Closing, Letter, Mailer};

/// How often what happened and what is due is looked for.
const SECOND: Duration = Duration::from_secs(1);

/// Tells and sends from now on, each in a thread of its own: a slow relay keeps no dashboard waiting.
pub(super) fn start(instance: &Arc<Instance>) -> Result<[Recurring; 2]> {
    instance.courier.begin()?;
    let (telling, sending) = (Arc::clone(instance), Arc::clone(instance));
    Ok([
        Recurring::start("notifications", SECOND, move || telling.courier.tell().map(|_| ()))?,
        Recurring::start("mail", SECOND, move || sending.courier.deliver().map(|_| ()))?,
    ])
}

/// `entente mail test`.
pub fn try_mail(config: Config, address: &str) -> Result<()> {
    let (database, _) = open_beside(&config)?;
    let demonstration = database.read(admin::is_demonstration)?;
    let mailer = Mailer::of(&config, demonstration)?;
    let mailer = mailer.ok_or_else(|| Error::Command("no mail relay is set: see --smtp".into()))?;
    match mailer.send(&test_letter(&config, address)?)? {
        Ok(()) => say(&format!("The test message to {address} was taken.")),
        Err(failure) => {
            let said = Strings::of(Language::english());
            let why =
                said.message(&message("mail-test-failed").word("why", format!("mail-failure-{failure}")));
            Err(Error::Command(why))
        }
    }
}

fn test_letter(config: &Config, address: &str) -> Result<Letter> {
    let (ambient, strings) = (Ambient::system(), Strings::of(Language::english()));
    let says = strings.ta("mail-test-text", &[("address", &config.public_url)]);
    let body = Body {
        lang: strings.language().tag(),
        dir: strings.language().dir(),
        heading: strings.t("mail-test-subject"),
        items: Vec::new(),
        closings: vec![Closing { says, href: String::new() }],
    };
    Ok(Letter {
        to: address.to_owned(),
        subject: body.heading.clone(),
        text: body.text(),
        html: body.html()?,
        at: ambient.now(),
        id: ambient.secret(),
        thread: None,
        list: None,
    })
}
