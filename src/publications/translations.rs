//! The text of a statement in other languages, as it is published beside it: written by those who gather names, read by those who read the text.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use wording::{Paragraph, StatementText, read_plain};

use crate::access::{Act, Viewer, allows, permits, sql};
use crate::actions;
use crate::contributions::Seen;
use crate::db::schema::{readable, statement_translation};
use crate::db::{
    Conn, ContributionId, MandateId, Moment, OrganisationId, PersonId, StatementTranslationId, Tx,
};
use crate::error::{Error, Fields, Result, message};
use crate::reports::is_language;
use crate::rounds;
use crate::statements::{self, Acting, Standing, words};
use crate::web::{body, pasted, typed};

/// The most languages of a statement beside its own.
const MOST: usize = 40;
/// So often they are written for one statement at most.
const MOST_WRITTEN: i64 = 500;
/// The most characters of all that is typed.
const LONGEST: usize = 400_000;

/// A text in another language, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementTranslation)]
pub struct NewTranslation {
    /// Its title.
    #[schema(required, max_length = 200)]
    pub(super) title: String,
    /// Its paragraphs as plain text, with an empty line between two: as many as the original has, in its order. Numbers and letters before them
    /// are taken off.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 400_000)]
    pub(super) text: Option<String>,
}

#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_translation)]
struct Row {
    id: StatementTranslationId,
    contribution_id: ContributionId,
    version_id: ContributionId,
    hash: String,
    language: String,
    body: String,
    organisation_id: OrganisationId,
    person_id: PersonId,
    mandate_id: Option<MandateId>,
    at: Moment,
}

/// What a translation says; nothing where it was taken back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Written {
    title: String,
    /// The paragraphs of the original, by their ids.
    paragraphs: BTreeMap<String, String>,
}

/// A text in another language.
#[derive(Debug, Clone)]
pub(super) struct Translated {
    pub text: StatementText,
    pub organisation: OrganisationId,
    pub at: Moment,
}

fn translated(of: &StatementText, row: Row) -> Result<Option<Translated>> {
    let written: Written = serde_json::from_str(&row.body).map_err(Error::internal)?;
    if row.hash != of.hash() || written.paragraphs.len() != of.paragraphs.len() {
        return Ok(None);
    }
    let mut paragraphs = Vec::with_capacity(of.paragraphs.len());
    for one in &of.paragraphs {
        let Some(text) = written.paragraphs.get(one.id.as_str()) else { return Ok(None) };
        paragraphs.push(Paragraph { text: text.clone(), ..one.clone() });
    }
    let text = StatementText { title: written.title, language: row.language, paragraphs };
    Ok(Some(Translated { text, organisation: row.organisation_id, at: row.at }))
}

fn newest(rows: Vec<Row>, of: &StatementText) -> Result<Vec<Translated>> {
    let by_language: BTreeMap<String, Row> =
        rows.into_iter().map(|row| (row.language.clone(), row)).collect();
    by_language.into_values().filter_map(|row| translated(of, row).transpose()).collect()
}

fn rows(conn: &mut Conn, of: &Standing, viewer: Option<&Viewer>) -> Result<Vec<Row>> {
    let all = statement_translation::table
        .filter(statement_translation::contribution_id.eq(&of.statement.contribution_id))
        .order((statement_translation::at, statement_translation::id))
        .select(Row::as_select())
        .into_boxed();
    Ok(match viewer {
        None => all.load(conn)?,
        Some(viewer) => {
            let heard = readable::table
                .filter(readable::id.eq(statement_translation::version_id))
                .filter(sql::could_read(viewer));
            let own = statement_translation::organisation_id.eq(sql::reading_home(viewer));
            all.filter(exists(heard).or(own)).load(conn)?
        }
    })
}

/// The text in other languages, by these, whoever may know of it: for those who make of it what everybody is to read.
pub(super) fn all(conn: &mut Conn, of: &Standing) -> Result<Vec<Translated>> {
    let rows = rows(conn, of, None)?;
    newest(rows, &of.current()?.text)
}

/// The same as far as a viewer who reads the text is shown it: written before readers to whom they belong, or by their own organisation.
pub(super) fn shown(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Vec<Translated>> {
    let rows = rows(conn, of, Some(viewer))?;
    newest(rows, &of.current()?.text)
}

/// Whether the viewer may write it: the chair, and who acts for the penholder or a sponsor, while names are gathered.
pub(super) fn may_write(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<bool> {
    if !of.stage.is_signed() {
        return Ok(false);
    }
    if permits(viewer, Act::ChairStatement) {
        return Ok(true);
    }
    let sponsors = statements::sponsors_of(conn, &of.statement.contribution_id)?;
    let home = viewer.organisation();
    let stands = sponsors.iter().any(|(one, _)| Some(one) == home);
    let holds = home.is_some() && home == of.statement.penholder_id.as_ref();
    Ok((stands || holds) && actions::may_act(conn, viewer, &of.action)?)
}

fn acting(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, seen): (&str, &Seen),
) -> Result<(Acting, Option<MandateId>)> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    let mandate = if permits(viewer, Act::ChairStatement) {
        None
    } else {
        allows(viewer, Act::JoinAction)?;
        of.authority(tx, viewer)?
    };
    if !of.of.stage.is_signed() {
        return Err(Error::Conflict(message("conflict-publication-translation")));
    }
    if !may_write(tx.conn, viewer, &of.of)? {
        return Err(Error::Denied(message("denied-statement-sponsor")));
    }
    Ok((of, mandate))
}

/// The language of a translation, if it is one and not that of the original.
fn language(of: &StatementText, tag: &str) -> Result<String> {
    if !is_language(tag) {
        return Err(Error::invalid("language", message("fault-language-tag")));
    }
    if of.language.eq_ignore_ascii_case(tag) {
        return Err(Error::invalid("language", message("fault-publication-language")));
    }
    Ok(tag.to_owned())
}

impl NewTranslation {
    fn parse(&self, of: &StatementText) -> Result<Written> {
        let mut faults = Fields::default();
        let title = actions::line(&mut faults, "title", &self.title, true);
        let text = pasted(self.text.as_deref().unwrap_or_default(), LONGEST);
        let text =
            faults.gather(typed(&text, LONGEST, true).map_err(|fault| Error::invalid("text", fault)))?;
        let read = text.map(|text| read_plain(&text)).unwrap_or_default();
        if read.len() != of.paragraphs.len() {
            let count = message("fault-publication-paragraphs")
                .number("found", read.len() as u64)
                .number("needed", of.paragraphs.len() as u64);
            faults.add("text", count);
        }
        let mut paragraphs = BTreeMap::new();
        for (one, (_, found)) in of.paragraphs.iter().zip(read) {
            match words(&found) {
                Ok(text) => drop(paragraphs.insert(one.id.as_str().to_owned(), text)),
                Err(fault) => faults.add("text", fault),
            }
        }
        faults.into_result(Written { title, paragraphs })
    }
}

fn insert(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (of, mandate): (&Acting, Option<&MandateId>),
    (language, written): (String, &Written),
) -> Result<()> {
    tx.require_write()?;
    let written_before: i64 = statement_translation::table
        .filter(statement_translation::contribution_id.eq(&of.of.statement.contribution_id))
        .count()
        .get_result(tx.conn)?;
    if written_before >= MOST_WRITTEN {
        return Err(Error::Conflict(message("conflict-steps-enough")));
    }
    let row = Row {
        id: tx.id(),
        contribution_id: of.of.statement.contribution_id.clone(),
        version_id: of.of.version().clone(),
        hash: of.of.current()?.text.hash(),
        language: language.clone(),
        body: serde_json::to_string(written).map_err(Error::internal)?,
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: mandate.cloned(),
        at: tx.now(),
    };
    diesel::insert_into(statement_translation::table).values(&row).execute(tx.conn)?;
    of.log(tx, viewer, "statement.translated", (mandate, json!({ "language": language })))
}

/// Writes the text in another language, in place of what there is of that.
pub fn attach(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    ((reference, tag), new): ((&str, &str), &NewTranslation),
    seen: &Seen,
) -> Result<()> {
    let (of, mandate) = acting(tx, viewer, (reference, seen))?;
    let text = &of.of.current()?.text;
    let language = language(text, tag)?;
    let written = new.parse(text)?;
    let known = all(tx.conn, &of.of)?;
    let fresh = !known.iter().any(|one| one.text.language == language);
    if fresh && known.len() >= MOST {
        return Err(Error::Conflict(message("conflict-publication-languages").number("most", MOST as u64)));
    }
    insert(tx, viewer, (&of, mandate.as_ref()), (language, &written))
}

/// Takes the text in a language back.
pub fn detach(tx: &mut Tx<'_>, viewer: &Viewer, (reference, tag): (&str, &str), seen: &Seen) -> Result<()> {
    let (of, mandate) = acting(tx, viewer, (reference, seen))?;
    let known = all(tx.conn, &of.of)?;
    if !known.iter().any(|one| one.text.language == tag) {
        return Err(Error::NotFound);
    }
    insert(tx, viewer, (&of, mandate.as_ref()), (tag.to_owned(), &Written::default()))
}
