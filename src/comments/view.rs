//! Comments as one viewer reads them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use super::{Comment, Recorded, known, outcome, store};
use crate::access::{self, Audience, Readable, Tlp, Token, Viewer};
use crate::actions::mark_of;
use crate::alerts::AlertLink;
use crate::contributions::Contribution;
use crate::db::{Conn, ContributionId, Moment};
use crate::error::{Error, Result};
use crate::outcomes::{CommentReaders, Outcome};
use crate::people::{Names, Organisation};

/// A comment as one viewer reads it. What it says is left out of the answer to the call that wrote it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActionComment)]
pub struct CommentView {
    /// Internal.
    #[serde(skip)]
    pub id: String,
    /// `P-…`.
    pub reference: String,
    /// The action that it is about.
    pub action: String,
    /// Where it is.
    #[schema(pattern = "^(live|replaced|ended|withdrawn)$")]
    pub state: &'static str,
    /// The organisation that writes.
    pub organisation: Organisation,
    /// Who of it wrote this, for its own people.
    #[schema(required = false)]
    pub person: Option<String>,
    /// What it says, in Markdown.
    #[schema(required = false)]
    pub text: String,
    /// Why it was taken back; empty where it was not.
    #[schema(required = false)]
    pub reason: String,
    /// The comment that it answers, where the viewer reads that.
    #[schema(required)]
    pub reply_to: Option<String>,
    /// Whom it names, as of an audience.
    #[schema(required = false)]
    pub mentions: Vec<String>,
    /// The same by name.
    #[serde(skip)]
    pub mentioned: Vec<String>,
    /// What it says that came of the action.
    #[schema(required = false, value_type = Option<String>, pattern = "^(achieved|partly|not_achieved|unclear)$")]
    pub outcome: Option<Outcome>,
    /// When that is looked at again.
    #[schema(required = false)]
    pub review_at: Option<Moment>,
    /// The incidents and reports that it names as evidence, as far as the viewer can read them; not in lists.
    #[schema(required = false)]
    pub links: Vec<AlertLink>,
    /// Whether it was changed since it was written.
    pub changed: bool,
    /// A mark of this version, for the next.
    pub mark: String,
    /// Of those who read the action: the tokens that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// The same, for pages.
    #[serde(skip)]
    pub readers: CommentReaders,
    /// Its label: never wider than that of the brief before whose readers it was written, nor than that of the brief of now.
    pub tlp: Tlp,
    /// When this version was written.
    pub at: Moment,
}

/// A comment with who reads it, and where it is in one word.
pub type Shown = (Contribution<Comment>, Audience, &'static str);

/// Whom a comment names, as far as this viewer is told: people are known to their own organisation alone.
fn mentions_of(viewer: &Viewer, row: &Contribution<Comment>) -> Vec<Token> {
    let own = viewer.reads_as(&row.organisation_id);
    let told = |token: &&Token| own || matches!(token, Token::Organisation(_));
    row.details.mentions.values().iter().filter(told).cloned().collect()
}

/// These, of each of which the viewer may know: a fixed number of statements, however many there are.
pub fn views(conn: &mut Conn, viewer: &Viewer, rows: Vec<Shown>) -> Result<Vec<CommentView>> {
    let told = |(row, audience, _): &Shown| audience.told(viewer, &row.organisation_id);
    let mut tokens: BTreeSet<Token> = rows.iter().flat_map(told).collect();
    tokens.extend(rows.iter().flat_map(|(row, ..)| mentions_of(viewer, row)));
    let writers = rows.iter().map(|(row, ..)| &row.organisation_id);
    let names = Names::load(conn, &tokens, writers, rows.iter().map(|(row, ..)| &row.created_by))?;
    let briefs: BTreeSet<String> =
        rows.iter().map(|(row, ..)| row.details.brief.as_str().to_owned()).collect();
    let briefs = access::readables(conn, &briefs.into_iter().collect::<Vec<_>>())?;
    let actions: BTreeSet<String> = rows.iter().map(|(row, ..)| row.rests_on.clone()).collect();
    let now = store::briefs_of_now(conn, actions.iter().cloned().collect())?;
    let actions = store::actions_by_ids(conn, actions.into_iter().collect())?;
    let answered = rows.iter().filter_map(|(row, ..)| row.details.answers.clone()).collect();
    let answered = known::known_among(conn, viewer, &answered)?;
    let versions: Vec<String> = rows.iter().map(|(row, ..)| row.version.as_str().to_owned()).collect();
    let outcomes = outcome::recorded(conn, &versions)?;
    let loaded = Loaded { names, briefs, now, actions, answered, outcomes };
    let mut views = Vec::with_capacity(rows.len());
    for shown in rows {
        let reference = shown.0.reference.clone();
        match loaded.view(viewer, shown) {
            Ok(view) => views.push(view),
            // One that cannot be read keeps none of the others back.
            Err(fault) => tracing::error!(%fault, reference, "a comment is shown to nobody"),
        }
    }
    Ok(views)
}

/// What is loaded for all of them at once.
struct Loaded {
    names: Names,
    briefs: BTreeMap<String, Result<Readable>>,
    /// Who reads the actions now, by their internal ids.
    now: BTreeMap<String, Audience>,
    actions: BTreeMap<String, String>,
    answered: BTreeMap<ContributionId, String>,
    outcomes: BTreeMap<String, Recorded>,
}

impl Loaded {
    fn view(&self, viewer: &Viewer, (row, audience, state): Shown) -> Result<CommentView> {
        let missing = || Error::stored("comment", &row.reference, "its action is missing");
        let brief = self.briefs.get(row.details.brief.as_str()).and_then(|brief| brief.as_ref().ok());
        let brief = brief.ok_or_else(missing)?;
        let own = viewer.reads_as(&row.organisation_id);
        // Of what was taken back nothing is told but that it was, by whom and why.
        let stands = row.ended.is_none();
        let tokens: Vec<Token> =
            audience.told(viewer, &row.organisation_id).into_iter().filter(|_| stands).collect();
        let mentioned = if stands { mentions_of(viewer, &row) } else { Vec::new() };
        let names = &self.names;
        let name = |token: &Token| match token {
            Token::Organisation(id) => names.organisation(id).map(|one| one.name.clone()),
            Token::Person(id) => names.person_before(viewer, id).map(str::to_owned),
            _ => Ok(String::new()),
        };
        let outcome = self.outcomes.get(row.version.as_str()).filter(|_| stands);
        let writer = || names.person_before(viewer, &row.created_by).map(str::to_owned);
        Ok(CommentView {
            id: row.id.as_str().to_owned(),
            action: self.actions.get(&row.rests_on).cloned().ok_or_else(missing)?,
            state,
            organisation: names.organisation(&row.organisation_id)?.clone(),
            person: (own && stands).then(writer).transpose()?,
            reason: row.ended.as_ref().map(|ended| ended.reason.clone()).unwrap_or_default(),
            reply_to: row.details.answers.as_ref().and_then(|id| self.answered.get(id)).cloned(),
            mentions: mentioned.iter().map(|token| names.word(token)).collect::<Result<_>>()?,
            mentioned: mentioned.iter().map(name).collect::<Result<_>>()?,
            outcome: outcome.map(|said| said.result),
            review_at: outcome.and_then(|said| said.review_at),
            links: Vec::new(),
            changed: row.is_correction(),
            mark: mark_of(&row.version),
            audience: tokens.iter().map(|token| names.word(token)).collect::<Result<_>>()?,
            readers: CommentReaders::of(names, &tokens, (own, own && !audience.except().is_empty()))?,
            tlp: self
                .now
                .get(&row.rests_on)
                .map_or(Tlp::Red, |now| now.tlp().min(audience.tlp()).min(brief.audience.tlp())),
            at: row.at(),
            text: row.body.clone(),
            reference: row.reference,
        })
    }
}
