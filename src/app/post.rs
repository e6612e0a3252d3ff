//! Mail as the operator sees to it.

use super::open_beside;
use super::said::say;
use crate::admin;
use crate::config::Config;
use crate::db::Ambient;
use crate::error::{Error, Result, message};
use crate::language::{Language, Strings};
use crate::mail::{Body, Closing, Letter, Mailer};

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
