//! The joint statement of the demonstration that everybody reads: adopted, endorsed, translated, cleared by two people of the secretariat and
//! followed up. That takes weeks, and no deadline is moved for it: each part is done at a time of its own, before today. Everything in it is
//! invented.

use chrono::TimeDelta;
use serde_json::json;

use super::silence::{Concept, begin, in_hours, say};
use super::statement::{moved, open};
use super::stories::{ANA, BEN, INES, KIRSI, PAVEL, ROSA, TOMAS, Who};
use super::{days_ago, viewer};
use crate::actions::{self, Seen};
use crate::contributions::{self, Reviewed};
use crate::db::{ContributionId, Tx};
use crate::endorsements::{self, NewEndorsement};
use crate::error::{Error, Result};
use crate::flow::{self, Decision, TextKind};
use crate::follow_up::{self, NewAsk, NewAskStatus, NewReview};
use crate::publications::{self, NewTranslation, Publication};
use crate::statements;
use crate::vault::Vault;
use crate::web::{AppState, body};

const DISASTERS: Concept = Concept {
    holder: KIRSI,
    second: PAVEL,
    joins: INES,
    title: "Joint statement on open networks in disasters",
    reason: "Three floods this year have shown the same. Where networks stayed open, people found shelter and help \
             found them. In two regions they were switched off so that rumours would not spread, and rescue workers \
             lost days. Our governments should say **before the next season** what they expect of authorities and \
             operators, and of themselves.",
    text: &[
        (
            "preamble",
            "Recalling that after this year's floods people found shelter, and helpers found them, over the Internet,",
        ),
        (
            "preamble",
            "Regretting that networks in two regions were switched off for days so that rumours would not spread,",
        ),
        ("heading", "We therefore state:"),
        ("operative", "Networks stay open in a disaster, for everybody and until it is over."),
        ("operative", "Authorities answer rumours with information, and never by silencing a region."),
        (
            "recommendation",
            "Governments should agree with operators, before a disaster, which sites get power and fuel first.",
        ),
        (
            "recommendation",
            "The relief organisations of the United Nations should publish every year for how long networks were down \
             in each disaster.",
        ),
    ],
};

/// The same in French: its title, and a paragraph for each.
const FRENCH: (&str, &[&str]) = (
    "Déclaration commune sur l’ouverture des réseaux lors des catastrophes",
    &[
        "Rappelant qu’après les inondations de cette année, c’est par Internet que des personnes ont trouvé un abri et \
         que les secours les ont trouvées,",
        "Regrettant que les réseaux de deux régions aient été coupés pendant des jours pour que des rumeurs ne se \
         répandent pas,",
        "Nous déclarons donc :",
        "Lors d’une catastrophe, les réseaux restent ouverts, pour tous et jusqu’à ce qu’elle soit terminée.",
        "Les autorités répondent aux rumeurs par des informations, et jamais en réduisant une région au silence.",
        "Les gouvernements devraient convenir avec les opérateurs, avant toute catastrophe, des sites qui reçoivent en \
         premier électricité et carburant.",
        "Les organismes de secours des Nations Unies devraient publier chaque année pendant combien de temps les réseaux \
         ont été coupés lors de chaque catastrophe.",
    ],
);

const SUPPORTS: &str = "Valdora supports the text. After the floods our civil protection reached more people by messenger \
                        than by siren.";

/// Who endorses it, by which authority, and what they reserve.
const ENDORSEMENTS: &[(Who, &str, &str)] = &[
    (ROSA, "The board of Open Lines, at its meeting in spring", ""),
    (
        BEN,
        "The executive committee of Lumora Telecom",
        "Lumora reads the first recommendation as one of planning. It cannot promise fuel that it does not have.",
    ),
];

/// What it asks, by paragraph: of whom, where, and what became of that.
const ASKS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "p6",
        "The governments of the coalition",
        "national",
        "under_way",
        "Estmark has agreed a list of sites with its operators. Valdora has begun to.",
    ),
    (
        "p7",
        "The relief organisations of the United Nations",
        "international",
        "done",
        "The report on this year's floods has a table of it.",
    ),
];

const FINDING: &str = "In last week's flood all networks in the south of Valdora stayed open. Two sites ran out of fuel on \
                       the third day: the list of sites has to name who drives there.";

/// Does all of it, each part at its time. It comes before all else that happens in the demonstration.
pub(super) fn publish(app: &AppState, vault: &Vault) -> Result<()> {
    let reference = days_ago(app, 20).write(|tx| negotiate(tx, vault))?;
    days_ago(app, 15).write(|tx| gather(tx, vault, &reference))?;
    days_ago(app, 12).write(|tx| sign(tx, &reference))?;
    days_ago(app, 8).write(|tx| clear(tx, vault, &reference))?;
    days_ago(app, 6).write(|tx| follow(tx, vault, &reference))?;
    days_ago(app, 1).write(|tx| look_again(tx, &reference))
}

/// Written, agreed and put to a round of four days. Valdora supports the version before that: so nobody has to be told of it. What it is called.
fn negotiate(tx: &mut Tx<'_>, vault: &Vault) -> Result<String> {
    let Concept { holder, second, joins, .. } = DISASTERS;
    let reference = begin(tx, vault, &DISASTERS, &json!([]))?;
    let until = tx.after(TimeDelta::days(3)).date().to_string();
    let sectors = ["government", "civil_society", "company", "academia"].map(|one| format!("sector:{one}"));
    let asks = json!({ "to": "consultation", "audience": sectors, "until": until });
    open(tx, vault, ([holder, second], &reference), &asks)?;
    moved(tx, vault, (holder, &reference), &json!({ "to": "negotiation" }))?;
    let other = viewer(tx, joins)?;
    statements::sponsor(tx, &other, &reference, &Seen::default())?;
    say(tx, vault, (joins, &reference), ("support", SUPPORTS, ""))?;
    let silence = json!({ "to": "silence", "deadline": in_hours(tx, 96) });
    moved(tx, vault, (ANA, &reference), &silence)?;
    Ok(reference)
}

/// The round is over and nobody has objected: the chair invites others. One of them has not answered yet.
fn gather(tx: &mut Tx<'_>, vault: &Vault, reference: &str) -> Result<()> {
    let until = tx.after(TimeDelta::days(6)).date().to_string();
    let invites = json!({
        "to": "sign_on", "invite": ["open-lines", "lumora", "meridian"], "sign_on_until": until,
    });
    moved(tx, vault, (ANA, reference), &invites)?;
    move_action(tx, reference, "agreed")
}

/// Moves the action on that the statement is.
fn move_action(tx: &mut Tx<'_>, reference: &str, to: &str) -> Result<()> {
    let holder = viewer(tx, DISASTERS.holder)?;
    let action = statements::find(tx.conn, &holder, reference)?.action.reference;
    actions::move_on(tx, &holder, &action, ("", to, ""), &Seen::default())
}

/// Others endorse it, and a sponsor writes it in its language.
fn sign(tx: &mut Tx<'_>, reference: &str) -> Result<()> {
    let seen = Seen::default();
    for (who, authority, reservation) in ENDORSEMENTS {
        let who = viewer(tx, *who)?;
        let sent = json!({ "authority": authority, "reservation": reservation });
        endorsements::endorse(tx, &who, (reference, &body::read::<NewEndorsement>(&sent)?), &seen)?;
    }
    let sponsor = viewer(tx, DISASTERS.joins)?;
    let (title, paragraphs) = FRENCH;
    let sent = json!({ "title": title, "text": paragraphs.join("\n\n") });
    let new = body::read::<NewTranslation>(&sent)?;
    publications::attach(tx, &sponsor, ((reference, "fr"), &new), &seen)
}

/// One of the secretariat proposes what everybody is to read, and another finds it among their reviews and agrees.
fn clear(tx: &mut Tx<'_>, vault: &Vault, reference: &str) -> Result<()> {
    moved(tx, vault, (ANA, reference), &json!({ "to": "cleared" }))?;
    let (second, now) = (viewer(tx, TOMAS)?, tx.now());
    let waiting = flow::queue(tx.conn, now, &second)?;
    let release = waiting.into_iter().find(|one| one.subject_kind == TextKind::Publication);
    let proposed = [ContributionId::from(release.ok_or(Error::NotFound)?.subject)];
    let found = contributions::by_ids::<Publication>(tx.conn, &proposed)?.pop().ok_or(Error::NotFound)?;
    Publication::approve(tx, vault, &second, &found.reference, Decision::default())?;
    move_action(tx, reference, "delivered")
}

/// The penholder writes down what it asks and what became of that.
fn follow(tx: &mut Tx<'_>, vault: &Vault, reference: &str) -> Result<()> {
    let Concept { holder, .. } = DISASTERS;
    let (pen, seen) = (viewer(tx, holder)?, Seen::default());
    let mut numbers = Vec::new();
    for (paragraph, addressee, level, ..) in ASKS {
        let sent = json!({ "paragraph": paragraph, "addressee": addressee, "level": level });
        let new = body::read::<NewAsk>(&sent)?;
        numbers.push(follow_up::record(tx, &pen, (reference, &new), &seen)?.to_string());
    }
    let review = tx.after(TimeDelta::days(90)).date().to_string();
    moved(tx, vault, (holder, reference), &json!({ "to": "follow_up", "review": review }))?;
    for (number, (.., status, note)) in numbers.iter().zip(ASKS) {
        let sent = json!({ "status": status, "note": note });
        let new = body::read::<NewAskStatus>(&sent)?;
        follow_up::set_status(tx, &pen, ((reference, number.as_str()), &new), &seen)?;
    }
    move_action(tx, reference, "following_up")
}

/// A state looks at it again.
fn look_again(tx: &mut Tx<'_>, reference: &str) -> Result<()> {
    let state = viewer(tx, INES)?;
    let sent = json!({ "finding": FINDING });
    follow_up::review(tx, &state, (reference, &body::read::<NewReview>(&sent)?), &Seen::default())
}

#[cfg(test)]
mod tests {
    use wording::read_plain;

    use super::{ASKS, DISASTERS, FRENCH};

    #[test]
    fn the_translation_has_a_paragraph_for_each_and_what_is_asked_is_said() {
        let (_, paragraphs) = FRENCH;
        assert_eq!(read_plain(&paragraphs.join("\n\n")).len(), DISASTERS.text.len());
        for (paragraph, ..) in ASKS {
            let number: usize = paragraph.trim_start_matches('p').parse().unwrap();
            assert_eq!(DISASTERS.text[number - 1].0, "recommendation", "{paragraph}");
        }
    }
}
