//! What somebody can do with a statement now, for buttons and lists.

use crate::access::{Act, OrganisationKind, Token, Viewer, permits};
use crate::actions;
use crate::contributions;
use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::statements::{
    MACHINE, Stage, StageCase, Standing, StatementMove, Wording, is_able, sponsors, steps_of,
};

/// What a viewer can do with a statement.
#[derive(Debug, Clone, Default)]
pub(crate) struct Can {
    /// The moves that are open to them, if they give a reason and name readers.
    pub verbs: Vec<StatementMove>,
    /// Say that their state sponsors it, or stands by it again.
    pub sponsor: bool,
    /// Write the text: they act for the penholder.
    pub write: bool,
    /// Say something of it.
    pub say: bool,
}

impl Can {
    /// Whether a move is open.
    pub fn may(&self, verb: StatementMove) -> bool {
        self.verbs.contains(&verb)
    }

    /// The words by which the stages are named to which one can move it.
    pub fn moves(&self, now: Stage) -> Vec<&'static str> {
        let to = |verb: &StatementMove| match verb {
            StatementMove::Draft | StatementMove::Decline => Some(Stage::Drafting),
            StatementMove::Consult => Some(Stage::Consultation),
            StatementMove::Urge | StatementMove::Expedite | StatementMove::Negotiate => {
                Some(Stage::Negotiation)
            }
            StatementMove::Silence => Some(Stage::Silence),
            StatementMove::Break => Some(Stage::Broken),
            StatementMove::Reopen => Some(Stage::Negotiation),
            StatementMove::OpenToSign | StatementMove::Invite | StatementMove::Recall => Some(Stage::SignOn),
            StatementMove::Clear => Some(Stage::Cleared),
            StatementMove::FollowUp => Some(Stage::FollowUp),
            StatementMove::Close => Some(Stage::Closed),
            StatementMove::Supersede => Some(Stage::Superseded),
            StatementMove::Withdraw => Some(Stage::Withdrawn),
            StatementMove::Amend
            | StatementMove::Bracket
            | StatementMove::Consolidate
            | StatementMove::Object
            | StatementMove::Adopt
            | StatementMove::Publish
            | StatementMove::Lapse => None,
        };
        let mut words: Vec<&'static str> =
            self.verbs.iter().filter_map(to).filter(|_| now.is_open()).map(Stage::as_str).collect();
        words.dedup();
        words
    }
}

/// What the viewer can do, as far as roles and mandates go.
pub(super) fn can(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Can> {
    let chairs = permits(viewer, Act::ChairStatement);
    let acts = actions::may_act(conn, viewer, &of.action)?;
    let Some(home) = viewer.organisation().filter(|_| acts || chairs) else { return Ok(Can::default()) };
    let steps = steps_of(conn, &of.statement.contribution_id)?;
    let mut case = of.case(viewer, &steps)?;
    if !acts {
        case = StageCase { penholder: false, sponsor: false, votes: false, ..case };
    }
    let write = case.penholder && of.stage.is_written();
    if case.sponsor && !case.penholder && of.stage == Stage::Concept {
        case.penholder = !is_able(conn, of, viewer.at())?;
    }
    let hoped = StageCase {
        open: true,
        reason: true,
        unanimous: true,
        authorised: true,
        asks: true,
        succeeded: true,
        ..case
    };
    let state = viewer.tokens().contains(&Token::Sector(OrganisationKind::Government));
    let may_sponsor = acts && state && of.stage.is_sponsored();
    let stands = sponsors(&steps).get(home).is_some_and(|one| !one.withdraws);
    let sponsor = may_sponsor && !stands && actions::involved(conn, &of.action)?.contains(home);
    Ok(Can {
        verbs: MACHINE.open_moves(of.stage, &hoped),
        sponsor,
        write,
        say: acts && of.text.is_some() && of.is_asked(viewer.at()),
    })
}

/// Whether the next move is that of the viewer's organisation: `said` is whether an input and whether an amendment waits.
pub(super) fn waits(
    (stage, urgent): (Stage, bool),
    (input, amendment): (bool, bool),
    (holds, chairs): (bool, bool),
) -> bool {
    match stage {
        Stage::Concept | Stage::Broken | Stage::Published => holds,
        Stage::Drafting => {
            if urgent {
                chairs
            } else {
                holds
            }
        }
        Stage::Consultation => holds && input,
        Stage::Negotiation => holds && (input || amendment),
        Stage::Adopted => chairs,
        // Whose word a round waits for is known where rounds are.
        Stage::Silence
        | Stage::SignOn
        | Stage::Cleared
        | Stage::FollowUp
        | Stage::Closed
        | Stage::Superseded
        | Stage::Withdrawn
        | Stage::Lapsed => false,
    }
}

/// The text as it waits for a second person, or came back from them, for the people of the penholder who may know of it.
pub(super) fn proposed(tx: &mut Tx<'_>, viewer: &Viewer, of: &Standing) -> Result<Option<String>> {
    let own = of.text.as_ref().filter(|text| viewer.reads_as(&text.row.organisation_id));
    let Some(text) = own else { return Ok(None) };
    let (row, _) = contributions::find::<Wording>(tx, viewer, &text.row.reference)?.into_parts();
    let is_draft = row.released_at.is_none() && row.ended.is_none();
    Ok(is_draft.then_some(row.reference))
}
