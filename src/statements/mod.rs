//! Joint statements, from their concept to the end of their negotiation.
//!
//! A statement is an action of its kind, and has a text, a stage and a room of its own. Of its concept those learn who read the brief of
//! the action; once there is a text, those alone who read that as well: to anybody else there is no such statement. The text is a kind
//! of contribution, which the penholder owns, and its audience is the room. What organisations say of it (`amending`) is written before the
//! readers of a version, and shown to who could read that and reads the text of now, to whoever said it and to the penholder. How all of
//! that is shown is `chamber`.

mod begin;
mod body;
mod called;
mod clock;
mod consolidation;
mod entries;
mod find;
mod kind;
mod later;
mod model;
mod moving;
mod news;
mod onward;
mod opening;
mod pen;
mod room;
pub(crate) mod rows;
mod sponsors;
mod stage;
mod store;
mod writing;

pub use begin::{Begun, NewStatement, begin, sponsor};
pub use body::{ParagraphView, Wording};
pub use called::LINKS;
pub use clock::{consultation_due, lapse_due};
pub use entries::{
    AMENDMENTS, AmendmentKind, AmendmentState, BRACKETS, BracketKind, BracketStatus, EntryCase, InputAnswer,
};
pub use find::{Acting, CurrentText, Standing, acting, find, left_behind, of_action};
pub use kind::WordingView;
pub use later::{Place, Places, wire};
pub use model::{Statement, StepKind};
pub use moving::{NewMove, NewRoom, Outcome, move_on, readdress};
pub use news::{actions_of, news_of};
pub use pen::{lay_down, take as take_pen};
pub use room::{Named, members, told};
pub use rows::{Pending, pending};
pub use sponsors::Sponsor;
pub use stage::{
    Days, MACHINE, Mode, PATIENCE, SILENCE_HOURS, Stage, StageCase, StatementMove, URGENT_HOURS,
};
pub use writing::{NewParagraph, NewText, consolidate, write};

pub(crate) use begin::{forget, released};
pub(crate) use body::Body;
pub(crate) use called::titles;
pub(crate) use clock::settle;
pub(crate) use find::unasked;
pub(crate) use later::places;
pub(crate) use model::{Amendment, Bracket, Input, Step};
pub(crate) use moving::reason;
pub(crate) use onward::{
    Onward, agree, amend, brief_of, by_action, disagreeing, give_up, go_on, is_of_known, of_text, versions_of,
};
pub(crate) use rows::Shown;
pub(crate) use sponsors::sponsors;
pub(crate) use store::{Asked, known_to, steps as steps_of, submitted, unanswered};
pub(crate) use writing::{MOST_PARAGRAPHS, is_able, words};

use crate::db::{Conn, ContributionId, OrganisationId};
use crate::error::Result;

/// The sponsors of a statement, whoever may know of that: for those who decide what comes of it.
pub fn sponsors_of(conn: &mut Conn, of: &ContributionId) -> Result<Vec<(OrganisationId, Sponsor)>> {
    let steps = store::steps(conn, of)?;
    let mut all: Vec<_> = sponsors::sponsors(&steps).into_iter().collect();
    all.sort_by_key(|(_, one)| one.place);
    Ok(all)
}
