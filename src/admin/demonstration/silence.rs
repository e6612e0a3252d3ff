//! The joint statements of the demonstration that were put to a round of silence: an urgent one, whose round runs, and one that an
//! objection has sent back to those who negotiate it; and how any of them is brought forward. Everything in them is invented.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::dialogue::{Reports, report};
use super::statement::{Bracketed, Said, amend, bracket, moved, open, write};
use super::stories::{ANA, CUT, HENRIK, INES, KIRSI, PAVEL, Who};
use super::viewer;
use crate::actions::{self, Action, Seen};
use crate::amending::{self, NewDecision};
use crate::contributions::Reviewed;
use crate::db::Tx;
use crate::error::Result;
use crate::flow::Decision;
use crate::rounds::{self, NewPosition};
use crate::statements::{self, NewStatement};
use crate::vault::Vault;
use crate::web::body;

/// A statement, as a government brings it forward.
pub(super) struct Concept {
    /// Who writes it.
    pub holder: Who,
    /// The colleague who agrees to its readers.
    pub second: Who,
    /// Who takes part in it.
    pub joins: Who,
    pub title: &'static str,
    pub reason: &'static str,
    pub text: &'static [Said],
}

/// The one whose round runs.
const SHUTDOWN: Concept = Concept {
    holder: INES,
    second: HENRIK,
    joins: KIRSI,
    title: "Joint statement on the shutdown in three provinces",
    reason: "Mobile networks in three provinces have carried no data for more than a week. Hospitals work on paper, and \
             nobody has published an order. The authorities meet at the weekend, so our governments should speak before \
             that, and **with one voice**.\n\n\
             The text names no operator and no hospital.",
    text: &[
        (
            "preamble",
            "Deeply concerned that mobile networks in three provinces have carried no data for more than a week,",
        ),
        (
            "preamble",
            "Recalling that in a crisis people need, more than ever, to reach a doctor, their families and the news,",
        ),
        ("preamble", "Noting that no order, no legal basis and no end date has been made public,"),
        ("heading", "We therefore state:"),
        (
            "operative",
            "Access to the Internet in the three provinces should be restored at once and in full.",
        ),
        (
            "operative",
            "The authorities should publish the order, the law on which it rests and the day on which it ends.",
        ),
        (
            "operative",
            "Where access cannot be restored in one step, hospitals, emergency services and banks come first.",
        ),
        (
            "recommendation",
            "Operators should tell their customers in plain words what is switched off, and on whose order.",
        ),
    ],
};

/// Why nobody is consulted on it first.
const URGENT: &str = "The authorities decide at the weekend whether the order is extended. A consultation of several days \
                      would end after that.";

/// Words of its penholder that another government changes.
const SOONER: (Who, &str, &str) = (
    KIRSI,
    "p6",
    "The authorities should publish, within three days, the order, the law on which it rests and the day on which it ends.",
);

const CONDITION: &str = "Estmark can support the text if the note that carries it says that it blames no operator: two of \
                         them are still looking for a lawful way to refuse the order.";

const CO_SPONSORS: &str = "Valdora co-sponsors the text. Our embassy has visited four hospitals in the three provinces: none \
                           of them has a line on which an ambulance can be called.";

/// The one that was broken.
const ENCRYPTION: Concept = Concept {
    holder: KIRSI,
    second: PAVEL,
    joins: INES,
    title: "Joint statement on end-to-end encryption",
    reason: "Two parliaments are debating bills that would oblige messengers to read what people write. Before the second \
             readings, our governments should say what they stand for and what they would not ask of anybody.",
    text: &[
        ("preamble", "Recalling that everybody has the right to speak in confidence, online as in a room,"),
        (
            "preamble",
            "Aware that journalists, doctors and human rights defenders depend on messages that nobody else can read,",
        ),
        ("heading", "We declare:"),
        ("operative", "End-to-end encryption protects people, and states should not weaken it."),
        (
            "operative",
            "No service should be obliged to build a way in for anybody, whether a public authority or not.",
        ),
        (
            "operative",
            "Investigators rely on warrants for one person, and never on reading everybody's messages.",
        ),
        (
            "recommendation",
            "Governments should publish, once a year, how often they asked services for data and how often a court refused.",
        ),
    ],
};

const WAIVER: &str =
    "Valdora's delegate was in the room when the text was agreed word by word, and asked us to begin.";

const OBJECTION: &str = "We cannot let the second operative paragraph pass. Our parliament is debating a bill on lawful \
                         access, and the government may not rule out today what parliament has not decided.";
const OFFER: &str = "No service should be obliged to weaken encryption for all who use it.";

const BRACKETS: &[Bracketed] = &[
    Bracketed {
        who: INES,
        paragraph: "p5",
        words: "to build a way in for anybody, whether a public authority or not",
        kind: "alternative",
        says: "to weaken encryption for all who use it",
    },
    Bracketed {
        who: KIRSI,
        paragraph: "p7",
        words: "and how often a court refused",
        kind: "trade",
        says: "Estmark can give these words up if the paragraph on obligations stays as strong as it is.",
    },
];

const AMENDMENT: (Who, &str, &str) = (
    INES,
    "p6",
    "Investigators rely on a court's warrant for one person or one device, and never on reading everybody's messages.",
);

/// Begins both, and does what is done with each.
pub(super) fn put(tx: &mut Tx<'_>, vault: &Vault, told: &Reports) -> Result<()> {
    let cut = json!([{ "kind": "report", "reference": report(told, CUT)?.reference }]);
    let urgent = begin(tx, vault, &SHUTDOWN, &cut)?;
    run(tx, vault, &urgent)?;
    let broken = begin(tx, vault, &ENCRYPTION, &json!([]))?;
    break_off(tx, vault, &broken)
}

/// Brings a statement forward and writes its text. The reference.
pub(super) fn begin(tx: &mut Tx<'_>, vault: &Vault, of: &Concept, links: &Value) -> Result<String> {
    let (holder, second, joins) = (viewer(tx, of.holder)?, viewer(tx, of.second)?, viewer(tx, of.joins)?);
    let sent = json!({
        "title": of.title, "reason": of.reason, "language": "en", "links": links, "audience": ["coalition"],
    });
    let begun = statements::begin(tx, vault, &holder, body::read::<NewStatement>(&sent)?)?;
    Action::approve(tx, vault, &second, &begun.action, Decision::default())?;
    let seen = Seen::default();
    actions::join(tx, &joins, &begun.action, &seen)?;
    for stage in ["preparing", "in_consultation"] {
        actions::move_on(tx, &holder, &begun.action, ("", stage, ""), &seen)?;
    }
    write(tx, vault, (of.holder, &begun.reference), of.text)?;
    Ok(begun.reference)
}

/// Takes a position on the version that is read: what, in which words, and which words are offered instead. What it is called.
pub(super) fn say(
    tx: &mut Tx<'_>,
    vault: &Vault,
    (who, reference): (Who, &str),
    (value, text, amendment): (&str, &str, &str),
) -> Result<String> {
    let who = viewer(tx, who)?;
    let mark = statements::find(tx.conn, &who, reference)?.mark();
    let sent = json!({ "value": value, "version": mark, "text": text, "amendment": amendment });
    rounds::say(tx, vault, &who, (reference, &body::read::<NewPosition>(&sent)?))
}

/// A full hour, this many hours from now or a little later, as the clocks of UTC show it.
pub(super) fn in_hours(tx: &Tx<'_>, hours: i64) -> String {
    tx.after(TimeDelta::hours(hours + 1)).to_utc().format("%Y-%m-%dT%H:00").to_string()
}

/// The urgent one: amended once, then put to a round that ends tomorrow. Whoever set a condition for the text knows of it, so no notice has
/// to be waived. That the condition is accepted is no support yet: its government is still asked.
fn run(tx: &mut Tx<'_>, vault: &Vault, reference: &str) -> Result<()> {
    let Concept { holder, second, joins, .. } = SHUTDOWN;
    let audience = ["sector:government", "sector:civil_society"];
    let urged = json!({ "to": "negotiation", "reason": URGENT, "audience": audience });
    open(tx, vault, ([holder, second], reference), &urged)?;
    moved(tx, vault, (ANA, reference), &json!({ "to": "negotiation" }))?;
    let (pen, other, seen) = (viewer(tx, holder)?, viewer(tx, joins)?, Seen::default());
    statements::sponsor(tx, &other, reference, &seen)?;
    let sooner = amend(tx, reference, SOONER)?;
    let accepts: NewDecision = body::read(&json!({ "decision": "accepted" }))?;
    amending::decide(tx, &pen, ((reference, sooner.as_str()), &accepts), &seen)?;
    statements::consolidate(tx, vault, &pen, reference, &seen)?;
    let condition = say(tx, vault, (joins, reference), ("support_if", CONDITION, ""))?;
    rounds::answer_condition(tx, &pen, ((reference, condition.as_str()), (true, "")))?;
    let silence = json!({ "to": "silence", "deadline": in_hours(tx, 30) });
    moved(tx, vault, (ANA, reference), &silence)?;
    say(tx, vault, (holder, reference), ("co_sponsor", CO_SPONSORS, "")).map(|_| ())
}

/// The other: a government objects at once, and says so again in brackets and in an amendment once it is negotiated anew.
fn break_off(tx: &mut Tx<'_>, vault: &Vault, reference: &str) -> Result<()> {
    let Concept { holder, second, joins, text, .. } = ENCRYPTION;
    let until = tx.after(TimeDelta::days(3)).date().to_string();
    let asks = json!({ "to": "consultation", "audience": ["sector:government"], "until": until });
    open(tx, vault, ([holder, second], reference), &asks)?;
    moved(tx, vault, (holder, reference), &json!({ "to": "negotiation" }))?;
    let waivers = json!({ (joins.0): WAIVER });
    let silence = json!({ "to": "silence", "deadline": in_hours(tx, 96), "waivers": waivers });
    moved(tx, vault, (ANA, reference), &silence)?;
    say(tx, vault, (joins, reference), ("object", OBJECTION, OFFER))?;
    moved(tx, vault, (holder, reference), &json!({ "to": "negotiation" }))?;
    bracket(tx, (reference, text), BRACKETS)?;
    amend(tx, reference, AMENDMENT).map(|_| ())
}
