//! Renditions as rows: frozen, versioned, superseded, withdrawn.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use diesel::dsl::{Eq, auto_type, exists};
use diesel::prelude::*;

use super::{Original, Reading};
use crate::access::{self, Audience, Readable, Released, Token, Viewer, sql};
use crate::db::schema::{readable, rendition};
use crate::db::{Conn, IsAmong, Moment, OrganisationId, RenditionId, Tx, text_enum};
use crate::error::{Error, Result};

text_enum! {
    /// Where a rendition stands.
    pub enum RenditionState {
        /// Read by its audience.
        Live = "live",
        /// Replaced by a correction for the same audience.
        Superseded = "superseded",
        /// Taken back; its tombstone says why.
        Withdrawn = "withdrawn",
    }
}

/// What one audience reads of a subject.
#[derive(Debug, Clone)]
pub struct Rendition {
    /// Internal.
    pub id: RenditionId,
    /// The subject's internal id.
    pub subject: String,
    /// Who may read it.
    pub audience: Audience,
    /// Counts the texts that this very audience was given, from 1.
    pub version: i32,
    /// The revision of the original it was made from: for the owner's desk only.
    pub revision: i32,
    /// What is read.
    pub reading: Reading,
    /// SHA-256 of what is read.
    pub hash: String,
    /// When it went out.
    pub released_at: Moment,
}

/// What is left of a withdrawn rendition.
#[derive(Debug, Clone)]
pub struct Tombstone {
    /// When it was taken back.
    pub at: Moment,
    /// Why, in the owner's words.
    pub reason: String,
}

/// So many values at most go into one question to the database.
const PART: usize = 500;

#[derive(Queryable, Selectable)]
#[diesel(table_name = rendition)]
struct Row {
    id: RenditionId,
    report_id: String,
    version: i32,
    revision: i32,
    title: String,
    narrative: String,
    language: String,
    facts: String,
    redactions: String,
    evidence: String,
    hash: String,
    released_at: Moment,
}

impl Row {
    fn load(self, audience: Audience) -> Result<Rendition> {
        // A text is never shown without the list of its gaps.
        let id = self.id.as_str();
        let facts = serde_json::from_str(&self.facts).map_err(|fault| Error::stored("facts", id, fault))?;
        let redactions =
            serde_json::from_str(&self.redactions).map_err(|fault| Error::stored("redactions", id, fault))?;
        let evidence =
            serde_json::from_str(&self.evidence).map_err(|fault| Error::stored("evidence", id, fault))?;
        Ok(Rendition {
            audience,
            reading: Reading {
                title: self.title,
                narrative: self.narrative,
                language: self.language,
                facts,
                redactions,
                evidence,
            },
            id: self.id,
            subject: self.report_id,
            version: self.version,
            revision: self.revision,
            hash: self.hash,
            released_at: self.released_at,
        })
    }
}

/// Whether a text of this audience and revision takes the place of another one that is released: of that of the same audience,
/// and of an older one of those who are contained in the new audience and would go on reading it.
pub fn replaces((audience, revision): (&Audience, i32), (other, older): (&Audience, i32)) -> bool {
    other == audience || (older < revision && audience.contains(other))
}

/// Lets a text out to an audience: the newest version for that audience, in place of the one before. `spared` tells how
/// many marks of this revision an audience reads through: of two that are equally wide, who reads through more reads more.
/// Gives its id, and those of the texts whose place it took.
pub fn freeze(
    tx: &mut Tx<'_>,
    subject: &str,
    revision: i32,
    (released, reading): (&Released<'_>, &Reading),
    spared: &dyn Fn(&Audience) -> usize,
) -> Result<(RenditionId, Vec<RenditionId>)> {
    let audience = released.audience();
    let key = audience.key();
    let before: Option<i32> = rendition::table
        .filter(rendition::report_id.eq(subject))
        .filter(rendition::audience_key.eq(&key))
        .select(diesel::dsl::max(rendition::version))
        .get_result(tx.conn)?;
    let mut live = standing(tx.conn, subject)?;
    let goes = |other: &LiveText| replaces((audience, revision), (&other.audience, other.revision));
    let ended: Vec<RenditionId> = live.extract_if(.., |other| goes(other)).map(|gone| gone.id).collect();
    for gone in &ended {
        supersede(tx, gone.as_str())?;
    }
    let version = before.unwrap_or(0) + 1;
    let id: RenditionId = tx.id();
    let released_at = tx.now();
    live.push(LiveText { id: id.clone(), rank: None, revision, released_at, audience: audience.clone() });
    order(tx, (subject, released), live, spared)?;
    diesel::insert_into(rendition::table)
        .values((
            rendition::id.eq(&id),
            rendition::report_id.eq(subject),
            rendition::audience_key.eq(&key),
            rendition::version.eq(version),
            rendition::state.eq(RenditionState::Live),
            rendition::revision.eq(revision),
            rendition::title.eq(&reading.title),
            rendition::narrative.eq(&reading.narrative),
            rendition::language.eq(&reading.language),
            rendition::facts.eq(reading.facts.to_string()),
            rendition::redactions.eq(serde_json::to_string(&reading.redactions).map_err(Error::internal)?),
            rendition::evidence.eq(serde_json::to_string(&reading.evidence).map_err(Error::internal)?),
            rendition::hash.eq(reading.hash()),
            rendition::released_at.eq(released_at),
        ))
        .execute(tx.conn)?;
    Ok((id, ended))
}

/// Ends a rendition that another text has replaced; it leaves no tombstone.
pub fn supersede(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    end(tx, id, RenditionState::Superseded, None)
}

/// Takes a rendition back.
pub fn withdraw(tx: &mut Tx<'_>, id: &str, reason: &str) -> Result<()> {
    end(tx, id, RenditionState::Withdrawn, Some(reason))
}

/// Whether somebody took back what this audience last read of a subject, or everything that was out of it.
pub fn is_withdrawn(conn: &mut Conn, subject: &str, audience: &Audience) -> Result<bool> {
    let states: Vec<(String, RenditionState)> = rendition::table
        .filter(rendition::report_id.eq(subject))
        .order((rendition::released_at.desc(), rendition::version.desc()))
        .select((rendition::audience_key, rendition::state))
        .load(conn)?;
    let key = audience.key();
    let newest = states.iter().find(|(of, _)| *of == key).map(|(_, state)| *state);
    let has = |wanted| states.iter().any(|(_, state)| *state == wanted);
    let nothing_is_out = has(RenditionState::Withdrawn) && !has(RenditionState::Live);
    Ok(newest == Some(RenditionState::Withdrawn) || nothing_is_out)
}

fn end(tx: &mut Tx<'_>, id: &str, state: RenditionState, reason: Option<&str>) -> Result<()> {
    diesel::update(rendition::table.find(id))
        .set((
            rendition::state.eq(state),
            rendition::ended_at.eq(tx.now()),
            rendition::ended_reason.eq(reason),
        ))
        .execute(tx.conn)?;
    sql::retire(tx, id)
}

/// How much of the world an audience spans: the less, the fuller its text may be.
fn width(audience: &Audience) -> (u8, usize) {
    let widest = audience
        .tokens()
        .iter()
        .map(|token| match token {
            Token::Person(_) => 0,
            Token::Organisation(_) => 1,
            Token::Group(..) => 2,
            Token::Sector(_) => 3,
            Token::Coalition => 4,
            Token::Public => 5,
        })
        .max()
        .unwrap_or(0);
    (widest, audience.tokens().len())
}

/// How many marks of an original an audience reads through.
pub fn spared(original: &Original, owner: &OrganisationId, audience: &Audience) -> usize {
    original.marks.iter().filter(|mark| mark.spares(owner, audience)).count()
}

/// Whether of two audiences the one that is ranked fuller reads at least what the other does.
pub fn in_order(original: &Original, owner: &OrganisationId, one: &Audience, other: &Audience) -> bool {
    let reads_all = |fuller: &Audience, thinner: &Audience| {
        original.marks.iter().all(|mark| mark.spares(owner, fuller) || !mark.spares(owner, thinner))
    };
    match width(one).cmp(&width(other)) {
        std::cmp::Ordering::Less => reads_all(one, other),
        std::cmp::Ordering::Greater => reads_all(other, one),
        std::cmp::Ordering::Equal => reads_all(one, other) || reads_all(other, one),
    }
}

/// What the order of a subject's live renditions follows from.
struct LiveText {
    id: RenditionId,
    /// Its place among them; none before it has one.
    rank: Option<i32>,
    revision: i32,
    released_at: Moment,
    audience: Audience,
}

fn standing(conn: &mut Conn, subject: &str) -> Result<Vec<LiveText>> {
    let rows: Vec<(RenditionId, i32, i32, Moment)> = readable::table
        .inner_join(rendition::table.on(rendition::id.eq(readable::id)))
        .filter(readable::family.eq(subject))
        .filter(sql::is_listed())
        .select((rendition::id, readable::rank, rendition::revision, rendition::released_at))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, rank, revision, released_at)| {
            let audience = sql::audience(conn, id.as_str())?;
            Ok(LiveText { id, rank: Some(rank), revision, released_at, audience })
        })
        .collect()
}

/// Puts a subject's live renditions in order, fullest first: the narrower an audience, the fuller its text;
/// among equals the newer text first, and of one revision the one that tells more. What has no place yet is entered.
fn order(
    tx: &mut Tx<'_>,
    (subject, released): (&str, &Released<'_>),
    mut live: Vec<LiveText>,
    spared: &dyn Fn(&Audience) -> usize,
) -> Result<()> {
    live.sort_by_key(|one| {
        let fuller = Reverse((one.revision, spared(&one.audience), one.released_at));
        (width(&one.audience), fuller)
    });
    for (rank, one) in (0..).zip(&live) {
        match one.rank {
            None => sql::insert(tx, one.id.as_str(), sql::Place { family: subject, rank }, released)?,
            Some(before) if before != rank => sql::set_rank(tx, one.id.as_str(), rank)?,
            Some(_) => (),
        }
    }
    Ok(())
}

/// These renditions, in that order.
pub(super) fn load(conn: &mut Conn, ids: &[String]) -> Result<Vec<Rendition>> {
    rows_of(conn, ids)?.into_iter().map(|(readable, row)| row.load(readable?.audience)).collect()
}

/// The same for those who show many at once: each with its fault, where it does not parse.
pub(super) fn load_each(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, Result<Rendition>)>> {
    let each = |(readable, row): (Result<Readable>, Row)| {
        let id = row.id.as_str().to_owned();
        (id, readable.and_then(|readable| row.load(readable.audience)))
    };
    Ok(rows_of(conn, ids)?.into_iter().map(each).collect())
}

/// Their rows, each as the rule sees it, or the fault by which that does not parse: a fixed number of statements for each of
/// many.
fn rows_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(Result<Readable>, Row)>> {
    let mut rows: Vec<Row> = Vec::new();
    for part in ids.chunks(PART) {
        let found = rendition::table.filter(rendition::id.is_among(part.to_vec()));
        rows.extend(found.select(Row::as_select()).load(conn)?);
    }
    let places: BTreeMap<&str, usize> = ids.iter().map(String::as_str).zip(0..).collect();
    rows.sort_by_key(|row| places.get(row.id.as_str()).copied());
    as_the_rule_sees(conn, rows)
}

fn as_the_rule_sees(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<(Result<Readable>, Row)>> {
    let ids: Vec<String> = rows.iter().map(|row| row.id.as_str().to_owned()).collect();
    let mut readables = access::readables(conn, &ids)?;
    let mut seen = |row: Row| {
        let missing = || Error::stored("audience", row.id.as_str(), "it is missing");
        (readables.remove(row.id.as_str()).ok_or_else(missing).flatten(), row)
    };
    Ok(rows.into_iter().map(&mut seen).collect())
}

/// What this viewer may read of each of these subjects, fullest first, or the fault by which it does not parse. The rule is
/// asked in the statement that finds it.
pub(super) fn read_of(
    conn: &mut Conn,
    viewer: &Viewer,
    subjects: &[String],
) -> Result<Vec<Result<Rendition>>> {
    let mut rows: Vec<Row> = Vec::new();
    for part in subjects.chunks(PART) {
        let found = readable::table
            .inner_join(rendition::table.on(rendition::id.eq(readable::id)))
            .filter(readable::family.is_among(part.to_vec()))
            .filter(sql::is_listed())
            .filter(sql::is_readable(viewer))
            .order(readable::rank);
        rows.extend(found.select(Row::as_select()).load(conn)?);
    }
    let rows = as_the_rule_sees(conn, rows)?.into_iter();
    Ok(rows.map(|(readable, row)| row.load(readable?.audience)).collect())
}

pub(super) fn live_ids(conn: &mut Conn, subject: &str) -> Result<Vec<String>> {
    Ok(readable::table
        .filter(readable::family.eq(subject))
        .filter(sql::is_listed())
        .order((readable::rank, readable::id))
        .select(readable::id)
        .load(conn)?)
}

/// A text that is or was released, as the rule sees it; without itself where it does not parse.
pub type LiveReadable = (Readable, Option<Rendition>);

/// All that were released of these subjects for the index, fullest first, those too that have ended, each as the rule sees it:
/// one that does not parse is none, for the operator to mend, and keeps none of the others out. Its audience still counts, so
/// that no thinner text takes its place. A fixed number of statements for each of many.
pub fn live_readables(conn: &mut Conn, subjects: &[String]) -> Result<BTreeMap<String, Vec<LiveReadable>>> {
    let mut found: BTreeMap<String, Vec<LiveReadable>> = BTreeMap::new();
    for part in subjects.chunks(PART) {
        let ids: Vec<String> = readable::table
            .filter(readable::family.is_among(part.to_vec()))
            .filter(sql::is_listed())
            .order((readable::family, readable::rank, readable::id))
            .select(readable::id)
            .load(conn)?;
        for (readable, row) in rows_of(conn, &ids)? {
            let readable = readable?;
            let subject = row.report_id.clone();
            let shown = row.load(readable.audience.clone());
            let shown = shown.map_err(|fault| tracing::error!(%fault, "a text is left out of all lists"));
            found.entry(subject).or_default().push((readable, shown.ok()));
        }
    }
    Ok(found)
}

/// As a condition on a row of `readable`: it is a text that is live, or one that was withdrawn and left a tombstone.
#[auto_type(no_type_alias)]
pub(crate) fn leaves_a_trace() -> _ {
    let listed: sql::IsListed = sql::is_listed();
    let withdrawn: RenditionState = RenditionState::Withdrawn;
    let of_it: Eq<rendition::id, readable::id> = rendition::id.eq(readable::id);
    listed.or(exists(rendition::table.filter(of_it).filter(rendition::state.eq(withdrawn))))
}

/// Leaves nothing of what was ever released of a subject, nor of its files.
pub fn erase(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    diesel::delete(rendition::table.filter(rendition::report_id.eq(subject))).execute(tx.conn)?;
    super::evidence::erase_of(tx, subject)?;
    super::known_terms::forget(tx, subject)?;
    sql::erase(tx, subject)
}
