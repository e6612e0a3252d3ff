//! Who reads the text of a statement: its room.

use std::collections::BTreeSet;

use super::find::{Acting, Standing};
use super::sponsors::sponsors;
use super::store;
use crate::access::{Act, Audience, OrganisationKind, Token, Viewer, permits};
use crate::contributions;
use crate::db::{Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::{Pace, Proposal};
use crate::people::{self, Organisation};
use crate::reports::audience_input::AudienceInput;

/// Whom a call names as readers.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Words of an audience; the readers of now if there are none.
    pub audience: Option<Vec<String>>,
    /// Slugs of organisations that never read it.
    pub except: Option<Vec<String>>,
    /// The slug of the organisation whose approvers decide, where that is not the own.
    pub approvers: Option<String>,
}

/// The room in these words: the penholder is always in it, and as soon as others are, the secretariat.
fn room(
    conn: &mut Conn,
    viewer: &Viewer,
    owner: &OrganisationId,
    (named, except): (&[String], &[String]),
) -> Result<Audience> {
    let refused =
        |word: &str| Error::invalid("audience", message("fault-no-such-audience").with("name", word));
    // Before it is adopted nobody outside the coalition reads it, and no single person acts for a state.
    if let Some(word) = named.iter().find(|word| *word == "public" || word.starts_with("person:")) {
        return Err(refused(word));
    }
    let chosen = people::audience_from_words(conn, viewer, named, except)?;
    let offices = people::secretariat(conn)?;
    if chosen.except().contains(owner) || offices.iter().any(|office| chosen.except().contains(office)) {
        return Err(Error::invalid("except", message("fault-statement-except")));
    }
    let own = Token::Organisation(owner.clone());
    let mut tokens: BTreeSet<Token> = chosen.tokens().clone();
    tokens.insert(own);
    if tokens.len() > 1 && !tokens.contains(&Token::Coalition) {
        tokens.insert(Token::Sector(OrganisationKind::Secretariat));
    }
    Audience::new(tokens, chosen.except().iter().cloned())
}

/// Refuses a room without a sponsor that can act: the statement is theirs together.
fn keeps_sponsors(tx: &mut Tx<'_>, of: &Acting, audience: &Audience) -> Result<()> {
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    let active = people::active(tx.conn)?;
    let others = sponsors(&steps).into_keys().filter(|id| *id != of.home && active.contains(id));
    let others: Vec<OrganisationId> = others.collect();
    let delegates = people::viewers_in(tx.conn, others.clone(), tx.now())?;
    for sponsor in others {
        let acts = |one: &&Viewer| one.is_of(&sponsor) && permits(one, Act::JoinAction);
        let own: Vec<&Viewer> = delegates.iter().filter(acts).collect();
        if !own.is_empty() && !own.iter().any(|one| audience.readable_by(one)) {
            let field = if audience.except().contains(&sponsor) { "except" } else { "audience" };
            let name = people::organisation(tx.conn, &sponsor)?.name;
            return Err(Error::invalid(field, message("fault-statement-sponsor").with("name", name)));
        }
    }
    Ok(())
}

/// Who reads the next version: those who are named, or the readers of now. Whoever is no active member stays as they are: they keep what
/// they have, and stay left out.
pub(super) fn next(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting, named: &Named) -> Result<Proposal> {
    let row = &of.of.current()?.row;
    let readers = contributions::next_readers(tx.conn, tx.now(), row)?.ok_or(Error::NotFound)?;
    let audience = match &named.audience {
        None => readers.audience,
        Some(words) if words.is_empty() => {
            return Err(Error::invalid("audience", message("fault-no-audience")));
        }
        Some(words) => {
            let said = (Some(words.clone()), named.except.clone());
            let (words, except) = readers.readdressed(tx.conn, said.0, said.1)?;
            let (words, except) = (words.unwrap_or_default(), except.unwrap_or_default());
            let audience = room(tx.conn, viewer, &of.home, (&words, &except))?.leaving_out(&readers.left_out);
            keeps_sponsors(tx, of, &audience)?;
            audience
        }
    };
    let approvers = named.approvers.clone().unwrap_or_default();
    let approvers = AudienceInput { approvers, ..AudienceInput::default() }.approvers(tx.conn, viewer)?;
    let colleagues = people::count_people(tx.conn, &of.home)?;
    Ok(Proposal { audience, approvers, colleagues, pace: Pace::Usual, before: None })
}

/// The room of the penholder alone, in which the first version is written.
pub(super) fn house(conn: &mut Conn, home: &OrganisationId) -> Result<Proposal> {
    let audience = Audience::of(Token::Organisation(home.clone()));
    let colleagues = people::count_people(conn, home)?;
    Ok(Proposal { audience, approvers: None, colleagues, pace: Pace::Usual, before: None })
}

/// The organisations that are in the room, as far as a viewer who reads the text may know: those to whom it is released, as they are told.
/// Some of them may not read the action: of that nobody is told. Of a concept there are none.
pub fn told(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Vec<Organisation>> {
    let Some(text) = &of.text else { return Ok(Vec::new()) };
    let (audience, owner) = (text.row.audience()?, &text.row.organisation_id);
    let mut found = people::reached(conn, viewer, &audience.told(viewer, owner))?;
    let left_out = |one: &Organisation| viewer.reads_as(owner) && audience.except().contains(&one.id);
    found.retain(|one| !left_out(one));
    Ok(found)
}

/// The organisations of which somebody truly reads it at a moment (of a concept the brief, else the text with it), whoever may know of
/// that: for those who count voices.
pub fn members(conn: &mut Conn, of: &Standing, at: Moment) -> Result<BTreeSet<OrganisationId>> {
    let active = people::active(conn)?;
    let people = people::viewers_in(conn, active, at)?;
    let reads = |one: &&Viewer| {
        let holds = of.text.as_ref().is_some_and(|text| one.reads_as(&text.row.organisation_id));
        let action = of.action.is_readable_by(one) || one.reads_as(&of.action.organisation_id) || holds;
        let text = of.text.as_ref().is_none_or(|text| text.row.is_readable_by(one));
        permits(one, Act::SeeActionWork) && action && text
    };
    Ok(people.iter().filter(reads).filter_map(Viewer::organisation).cloned().collect())
}
