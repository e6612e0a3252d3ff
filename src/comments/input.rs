//! What somebody types of a comment, and what of it is wrong.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Comment, Recorded};
use crate::access::{Audience, Token, Viewer};
use crate::actions::{self, Action};
use crate::alerts::{self, AlertLink};
use crate::contributions::{self, Contribution, LinkKind};
use crate::db::{Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::outcomes::Outcome;
use crate::people::{self, Organisation, OrganisationStatus};
use crate::web::{body, needed_words};

/// The most characters of a comment.
const LONGEST: usize = 10_000;
/// The most that one names.
const MOST_MENTIONED: usize = 20;

/// A comment on an action.
#[derive(Deserialize, ToSchema)]
pub struct NewComment {
    /// What it says, in Markdown.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 10000)]
    pub(super) text: Option<String>,
    /// The comment that it answers, on the same action.
    pub(super) reply_to: Option<String>,
    /// Who of the readers of the action reads it, as of a release; all of them if it is left out. The own organisation always
    /// does. An empty list is refused.
    pub(super) audience: Option<Vec<String>>,
    pub(super) except: Option<Vec<String>>,
    /// Whom it names: organisations that all who read the action are shown to take part, and own people, each in the words of an
    /// audience. They are told if they can read it.
    #[serde(default)]
    pub(super) mentions: Vec<String>,
    /// What came of the action: `achieved`, `partly`, `not_achieved` or `unclear`. Its lead says so.
    pub(super) outcome: Option<String>,
    /// With `outcome`: the day on which that is looked at again, as in 2026-12-01. It begins by UTC.
    pub(super) review_on: Option<String>,
    /// Incidents and reports, as evidence. Each is shown only to those who can read it.
    #[serde(default)]
    pub(super) links: Vec<AlertLink>,
    /// The `mark` of the brief that was seen, as in `If-Match`: 412 where another is read by now.
    pub(super) mark: Option<String>,
}

/// What is written in place of a comment.
#[derive(Default, Deserialize, ToSchema)]
pub struct CommentUpdate {
    /// What it says, in Markdown.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 10000)]
    pub(super) text: Option<String>,
    /// What came of the action, as in a new comment: it stays if it is left out. Its lead changes it.
    pub(super) outcome: Option<String>,
    /// The day on which that is looked at again: it stays if it is left out, and there is none if it is empty.
    pub(super) review_on: Option<String>,
    /// Its evidence, which stays if it is left out.
    pub(super) links: Option<Vec<AlertLink>>,
    /// The `mark` of the version that was seen.
    pub(super) mark: Option<String>,
}

/// A comment as its author typed it, once every field has been checked.
pub(super) struct Parsed {
    pub words: String,
    pub audience: Audience,
    pub answers: Option<Contribution<Comment>>,
    pub mentions: Vec<Token>,
    pub outcome: Option<Recorded>,
    pub links: Vec<(LinkKind, String)>,
}

/// The words of a comment. What was pasted as the markup of a word processor becomes its words.
pub(super) fn words(faults: &mut Fields, typed: Option<&str>) -> String {
    needed_words(faults, "text", typed.unwrap_or_default(), LONGEST)
}

impl NewComment {
    /// All of it; what is wrong is told at once.
    pub(super) fn parse(
        self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        (action, home): (&Contribution<Action>, &OrganisationId),
    ) -> Result<Parsed> {
        let mut faults = Fields::default();
        let words = words(&mut faults, self.text.as_deref());
        let answers = faults.gather(answered(tx, viewer, action, self.reply_to.as_deref()))?;
        // Whoever speaks of words that not all read says who reads the answer.
        let narrow = match answers.iter().flatten().next() {
            Some(one) => !one.audience()?.tokens().contains(&Token::Coalition),
            None => false,
        };
        let named = self.audience.or_else(|| narrow.then(Vec::new));
        let audience = faults.gather(audience(tx.conn, viewer, (action, home), (named, self.except)))?;
        let everybody = Audience::of(Token::Coalition);
        let among = audience.as_ref().unwrap_or(&everybody);
        let mentions = faults.gather(mentions(tx.conn, viewer, (action, among), &self.mentions))?;
        let (result, day) = (self.outcome.unwrap_or_default(), self.review_on.unwrap_or_default());
        let outcome = faults.gather(outcome(&result, &day, tx.arrived()))?;
        let links = faults.gather(alerts::link_targets(tx.conn, viewer, &self.links))?;
        let (Some(audience), Some(answers), Some(mentions)) = (audience, answers, mentions) else {
            return Err(Error::Invalid(faults));
        };
        let (Some(outcome), Some(links)) = (outcome, links) else { return Err(Error::Invalid(faults)) };
        faults.into_result(Parsed { words, audience, answers, mentions, outcome, links })
    }
}

/// A day as it is typed.
pub(super) fn day_of(said: Option<Recorded>) -> String {
    said.and_then(|said| said.review_at).map(|at| at.date().to_string()).unwrap_or_default()
}

/// What came of the action, and the day on which that is looked at again.
fn outcome(result: &str, day: &str, now: Moment) -> Result<Option<Recorded>> {
    let (result, day) = (result.trim(), day.trim());
    if result.is_empty() {
        let alone = || Error::invalid("outcome", message("fault-review-alone"));
        return if day.is_empty() { Ok(None) } else { Err(alone()) };
    }
    let mut faults = Fields::default();
    let begun = NaiveDate::parse_from_str(day, "%Y-%m-%d").ok().filter(|day| day.year() < 2200);
    let review_at = begun.and_then(|day| day.and_hms_opt(0, 0, 0)).map(|at| Moment::from(at.and_utc()));
    match review_at {
        None if !day.is_empty() => faults.add("review_on", message("fault-day")),
        Some(at) if at <= now => faults.add("review_on", message("fault-review-past")),
        _ => {}
    }
    let Ok(result) = result.parse::<Outcome>() else {
        faults.add("outcome", message("fault-outcome"));
        return Err(Error::Invalid(faults));
    };
    faults.into_result(Some(Recorded { result, review_at }))
}

impl CommentUpdate {
    /// What came of the action by the changed comment, where that differs from what it `said` before.
    pub(super) fn changed(&self, said: Option<Recorded>, now: Moment) -> Result<Option<Recorded>> {
        let before = (said.map_or("", |said| said.result.as_str()), day_of(said));
        let result = self.outcome.as_deref().unwrap_or(before.0).trim();
        let day = self.review_on.as_deref().unwrap_or(&before.1).trim();
        if (result, day) == (before.0, before.1.as_str()) {
            return Ok(None);
        }
        match outcome(result, day, now)? {
            Some(changed) => Ok(Some(changed)),
            // What says that something came of it goes on saying so: it is taken back as a whole.
            None => Err(Error::invalid("outcome", message("fault-outcome"))),
        }
    }
}

/// The audience of a comment: all readers of the action if none is chosen. They are not named one by one, because the author
/// need not know them; resting on the action keeps the comment from everybody else.
fn audience(
    conn: &mut Conn,
    viewer: &Viewer,
    (action, home): (&Contribution<Action>, &OrganisationId),
    (named, except): (Option<Vec<String>>, Option<Vec<String>>),
) -> Result<Audience> {
    if named.as_ref().is_some_and(Vec::is_empty) {
        return Err(Error::invalid("audience", message("fault-no-audience")));
    }
    let named = named.unwrap_or_else(|| vec!["coalition".to_owned()]);
    let refused =
        |word: &str| Error::invalid("audience", message("fault-no-such-audience").with("name", word));
    if let Some(word) = named.iter().find(|word| *word == "public" || word.starts_with("person:")) {
        return Err(refused(word));
    }
    let chosen = people::audience_from_words(conn, viewer, &named, &except.unwrap_or_default())?;
    if chosen.except().contains(home) {
        return Err(Error::invalid("except", message("fault-comment-except-own")));
    }
    // Whom the brief leaves out is told to those alone who began the action.
    if *home == action.organisation_id {
        let leaves_out = |id: &&OrganisationId| chosen.tokens().contains(&Token::Organisation((*id).clone()));
        if let Some(left) = action.audience()?.except().iter().find(leaves_out) {
            let name = people::organisation(conn, left)?.name;
            return Err(Error::invalid("audience", message("fault-comment-left-out").with("name", name)));
        }
    }
    let tokens = if chosen.tokens().contains(&Token::Coalition) {
        BTreeSet::from([Token::Coalition])
    } else {
        let own = Token::Organisation(home.clone());
        chosen.tokens().iter().cloned().chain([own]).collect()
    };
    Audience::new(tokens, chosen.except().iter().cloned())
}

/// The comment that is answered: one on this action that the viewer reads, and that was not taken back.
fn answered(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    action: &Contribution<Action>,
    reference: Option<&str>,
) -> Result<Option<Contribution<Comment>>> {
    let Some(reference) = reference.filter(|reference| !reference.is_empty()) else { return Ok(None) };
    let refused =
        || Error::invalid("reply_to", message("fault-no-such-comment").with("reference", reference));
    let found = match contributions::find::<Comment>(tx, viewer, reference) {
        Ok(found) => found.row().clone(),
        Err(Error::NotFound) => return Err(refused()),
        Err(other) => return Err(other),
    };
    if found.rests_on != action.id.as_str() || !found.is_live(viewer.at()) {
        return Err(refused());
    }
    Ok(Some(found))
}

/// Somebody who can be named: in a word of the outside, and by name.
pub(super) struct Offered {
    pub word: String,
    pub name: String,
    pub token: Token,
}

/// Whom a comment can name that goes to these readers of the action: organisations that all its readers are shown to take
/// part, and the writer's own people. So nobody learns by an offer or by a name who reads the action.
pub(super) fn offered(
    conn: &mut Conn,
    viewer: &Viewer,
    (action, audience): (&Contribution<Action>, &Audience),
) -> Result<Vec<Offered>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let known = actions::known_to_take_part(conn, viewer, action)?;
    let organisations = people::organisations_by_ids(conn, known.into_iter().collect())?;
    let is_addressed = |one: &Organisation| {
        let tokens = [Token::Coalition, Token::Sector(one.kind), Token::Organisation(one.id.clone())];
        one.status == OrganisationStatus::Active
            && one.id != home
            && !audience.except().contains(&one.id)
            && tokens.iter().any(|token| audience.tokens().contains(token))
    };
    let mut offered: Vec<Offered> = organisations
        .into_values()
        .filter(is_addressed)
        .map(|one| Offered {
            word: format!("org:{}", one.slug),
            name: one.name,
            token: Token::Organisation(one.id),
        })
        .collect();
    offered.sort_by(|a, b| a.name.cmp(&b.name));
    let accounts = people::open_accounts(conn, &home)?;
    let readers = people::viewers_for(conn, &accounts, viewer.at())?;
    let readers =
        readers.iter().filter(|one| action.is_readable_by(one) || one.reads_as(&action.organisation_id));
    let readers: BTreeSet<_> = readers.filter_map(Viewer::person).collect();
    for (person, _) in people::people_of(conn, viewer, &home, viewer.at())? {
        if readers.contains(&person.id) && viewer.person() != Some(&person.id) {
            let token = Token::Person(person.id);
            offered.push(Offered { word: format!("person:{}", person.email), name: person.name, token });
        }
    }
    Ok(offered)
}

/// The organisations and people that a comment names. A name that is not offered gets the answer of a name that does not exist.
fn mentions(
    conn: &mut Conn,
    viewer: &Viewer,
    among: (&Contribution<Action>, &Audience),
    words: &[String],
) -> Result<Vec<Token>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut faults = Fields::default();
    if words.len() > MOST_MENTIONED {
        faults.add("mentions", message("fault-list-of-texts").number("most", MOST_MENTIONED as u64));
        return Err(Error::Invalid(faults));
    }
    let offered = offered(conn, viewer, among)?;
    let mut tokens = BTreeSet::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if let Some(one) = offered.iter().find(|one| one.word == *word) {
            tokens.insert(one.token.clone());
        } else {
            faults.add("mentions", message("fault-no-mention").with("name", word));
        }
    }
    faults.into_result(tokens.into_iter().collect())
}
