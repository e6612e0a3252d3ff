//! The log of acts: what cannot be audited does not happen.
//!
//! A row is written in the transaction of the act itself; `db` refuses to commit a change without one. Rows
//! are only ever added; of what is erased they lose their details. Each belongs to the organisation whose thing it was, and only that organisation reads
//! it, with readers named by organisation.

use diesel::prelude::*;
use serde_json::Value;

use crate::db::schema::audit;
use crate::db::{AuditId, Conn, Moment, OrganisationId, PersonId, Tx, text_enum};
use crate::error::Result;

/// Who acts.
#[derive(Debug, Clone, Default)]
pub struct Actor {
    /// The account; none for the operator at the command line and for the public.
    pub person: Option<PersonId>,
    /// Its organisation.
    pub organisation: Option<OrganisationId>,
}

impl Actor {
    /// Somebody signed in.
    pub fn of(person: Option<&PersonId>, organisation: Option<&OrganisationId>) -> Self {
        Self { person: person.cloned(), organisation: organisation.cloned() }
    }

    /// The operator, at the command line of the machine itself.
    pub fn operator() -> Self {
        Self::default()
    }
}

text_enum! {
    /// The kinds of things of which the log tells.
    pub enum SubjectKind {
        /// An account.
        Person = "person",
        /// An organisation.
        Organisation = "organisation",
        /// A group.
        Group = "group",
        /// A report.
        Report = "report",
        /// A file of a report.
        Evidence = "evidence",
        /// A release, of which remarks are the words.
        Release = "release",
        /// A statement on a report.
        Corroboration = "corroboration",
        /// A question on a report, or an answer.
        Inquiry = "inquiry",
        /// A text in another language.
        Translation = "translation",
        /// A request to publish.
        Delegation = "delegation",
        /// An urgent call.
        Alert = "alert",
        /// What organisations do together.
        Action = "action",
        /// What somebody says of a joint action.
        Comment = "comment",
        /// The text of a joint statement.
        StatementText = "statement_text",
        /// What an organisation says with its position on such a text.
        Explanation = "explanation",
        /// A joint statement as everybody reads it.
        Publication = "publication",
        /// A file of a joint action.
        File = "file",
        @if "proof"
        /// A note on an incident: a kind that tests alone know.
        Note = "note",
        /// A request for access.
        AccessRequest = "request",
        /// A saved search.
        SavedSearch = "search",
        /// An address that is read without signing in.
        FeedAddress = "feed",
        /// A template with which joint actions are begun.
        Template = "template",
        /// That somebody may act for an organisation in something.
        Mandate = "mandate",
        /// What a state is asked for.
        Ticket = "ticket",
    }
}

/// What was done, to what, and whose it was.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// A dotted verb in the past tense: `report.drafted`.
    pub act: &'static str,
    /// The kind of thing.
    pub subject_kind: SubjectKind,
    /// Its internal id.
    pub subject: &'a str,
    /// The organisation whose thing it is; none for the coalition's own.
    pub owner: Option<&'a OrganisationId>,
    /// What a later reader needs to know, never the text that was sealed.
    pub detail: Value,
}

/// Writes the row.
pub fn record(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry<'_>) -> Result<()> {
    record_row(tx, actor, entry).map(|_| ())
}

/// Writes the row, and gives its id: more can be said in it.
pub(crate) fn record_row(tx: &mut Tx<'_>, actor: &Actor, entry: &Entry<'_>) -> Result<AuditId> {
    tx.require_write()?;
    let row: AuditId = tx.id();
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(&row),
            audit::at.eq(tx.now()),
            audit::act.eq(entry.act),
            audit::actor_id.eq(actor.person.clone()),
            audit::actor_organisation_id.eq(actor.organisation.clone()),
            audit::organisation_id.eq(entry.owner.cloned()),
            audit::subject_kind.eq(entry.subject_kind),
            audit::subject.eq(entry.subject),
            audit::detail.eq(entry.detail.to_string()),
        ))
        .execute(tx.conn)?;
    tx.audited();
    Ok(row)
}

/// Says more in a row that this same transaction has written: one look at a list is one row, however much it opens.
pub(crate) fn say_more(tx: &mut Tx<'_>, row: &AuditId, detail: &Value) -> Result<()> {
    tx.require_write()?;
    diesel::update(audit::table.find(row)).set(audit::detail.eq(detail.to_string())).execute(tx.conn)?;
    Ok(())
}

/// Of a thing that is erased the log keeps what was done, by whom and when, and nothing that tells what it was: whoever has
/// a file could tell by its hash that it was this one.
pub fn forget_details(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    diesel::update(audit::table.filter(audit::subject.eq(subject)))
        .set(audit::detail.eq("{}"))
        .execute(tx.conn)?;
    Ok(())
}

/// A row as the owner of the thing reads it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = audit)]
pub struct Row {
    /// Internal.
    pub id: AuditId,
    /// When.
    pub at: Moment,
    /// The dotted verb.
    pub act: String,
    /// The account, told only where it is of the reader's own organisation.
    #[diesel(column_name = actor_id)]
    pub person: Option<PersonId>,
    /// The acting organisation.
    #[diesel(column_name = actor_organisation_id)]
    pub organisation: Option<OrganisationId>,
    /// The kind of thing, in the word that is stored ([`SubjectKind`]).
    pub subject_kind: String,
    /// Its internal id.
    pub subject: String,
    /// JSON.
    pub detail: String,
}

/// What happened to one organisation's things, newest first: the first `limit` rows before the one named.
pub fn of_organisation(
    conn: &mut Conn,
    organisation: &OrganisationId,
    limit: i64,
    before: Option<&(Moment, AuditId)>,
) -> Result<Vec<Row>> {
    let mut rows = audit::table
        .filter(audit::organisation_id.eq(organisation.as_str()))
        .order((audit::at.desc(), audit::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some((at, id)) = before {
        rows = rows.filter(audit::at.lt(*at).or(audit::at.eq(*at).and(audit::id.lt(id))));
    }
    Ok(rows.load(conn)?)
}

/// What happened to one of an organisation's things, oldest first.
pub fn of_subject(conn: &mut Conn, organisation: &OrganisationId, subject: &str) -> Result<Vec<Row>> {
    Ok(audit::table
        .filter(audit::organisation_id.eq(organisation.as_str()))
        .filter(audit::subject.eq(subject))
        .order((audit::at, audit::id))
        .select(Row::as_select())
        .load(conn)?)
}

/// How many rows an organisation's log has.
pub fn count(conn: &mut Conn, organisation: &OrganisationId) -> Result<i64> {
    Ok(audit::table.filter(audit::organisation_id.eq(organisation.as_str())).count().get_result(conn)?)
}
