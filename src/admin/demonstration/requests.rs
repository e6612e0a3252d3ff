//! What the demonstration's organisations ask states for. Everything in it is invented.

use serde_json::json;

use super::stories::{INES, ROSA, SAMI, Who};
use super::viewer;
use crate::actions::Seen;
use crate::db::Tx;
use crate::error::Result;
use crate::tickets::{self, NewMove, NewTicket};
use crate::vault::Vault;
use crate::web::body;

struct Request {
    /// The title of its action.
    action: &'static str,
    author: Who,
    /// Which state.
    asked: &'static str,
    text: &'static str,
    /// For whom: sealed with the organisation that asks.
    names: &'static str,
    /// Who moves it on, to where, and what they say.
    moves: &'static [(Who, &'static str, &'static str)],
}

const RENT: &str = "Rent and legal costs for a blogger in hiding";

const REQUESTS: &[Request] = &[
    Request {
        action: RENT,
        author: SAMI,
        asked: "valdora",
        text: "The landlord wants the next three months in advance, and the lawyer half of her fee before the hearing. \
               We can pass the money on within a day.",
        names: "Deng Akol (invented)",
        moves: &[
            (INES, "accepted", "The fund for emergencies covers both. We need no names, only the two sums."),
            (INES, "acted", "Both sums were paid to the Defenders' Desk this morning."),
        ],
    },
    Request {
        action: RENT,
        author: ROSA,
        asked: "valdora",
        text: "If the flat is no longer safe: could your embassy give out a travel document at short notice, and to whom \
               do we turn at night?",
        names: "",
        moves: &[],
    },
];

/// Makes those of an action, and does what is done with each.
pub(super) fn make(tx: &mut Tx<'_>, vault: &Vault, (title, reference): (&str, &str)) -> Result<()> {
    for one in REQUESTS.iter().filter(|one| one.action == title) {
        let author = viewer(tx, one.author)?;
        let new = json!({ "organisation": one.asked, "text": one.text, "beneficiaries": one.names });
        let new: NewTicket = body::read(&new)?;
        let made = tickets::request(tx, vault, &author, (reference, &new), &Seen::default())?;
        for (who, to, text) in one.moves {
            let who = viewer(tx, *who)?;
            let new: NewMove = body::read(&json!({ "to": to, "text": text }))?;
            tickets::move_on(tx, vault, &who, (&made, &new), &Seen::default())?;
        }
    }
    Ok(())
}
