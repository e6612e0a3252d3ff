//! `entente import`: the operator enters a file of records. Every importer goes this way.

use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::{fmt, thread};

use super::stop::{self, RowError, StopRecord};
use crate::access::{Audience, Token};
use crate::db::{Database, Tx};
use crate::error::{Error, Result};
use crate::jobs::{TimerKind, timers};
use crate::people::{self, Organisation, OrganisationStatus};
use crate::redaction::Original;
use crate::reports::imports::held::{Held, Signs};
use crate::reports::imports::{self, Known, Outcome, Record};
use crate::vault::Vault;
use crate::web::mended;

/// So many records go into one transaction.
const BATCH: usize = 250;

/// So many lines are named whose dates contradict each other.
const SHOWN: usize = 20;

/// The kinds of files that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Source {
    /// The STOP dataset of Access Now's #`KeepItOn` coalition, as CSV or XLSX.
    Stop,
}

/// What became of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// New records.
    pub imported: u64,
    /// Records that were here already, as they are.
    pub unchanged: u64,
    /// Records that said something else before.
    pub updated: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Records of earlier imports that no row of the file is about any more. They stay as they are.
    pub gone: u64,
    /// The lines whose dates contradict each other.
    pub contradicting: Vec<u64>,
    /// Where the rejected rows stand with their reasons.
    pub rejects: Option<PathBuf>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { imported, unchanged, updated, rejected, gone, contradicting, rejects } = self;
        write!(f, "imported {imported}, unchanged {unchanged}, updated {updated}, rejected {rejected}")?;
        if *gone > 0 {
            write!(f, "\nno longer in the file: {gone} (they stay as they are)")?;
        }
        if !contradicting.is_empty() {
            let lines: Vec<String> = contradicting.iter().take(SHOWN).map(u64::to_string).collect();
            let more = if contradicting.len() > SHOWN { " …" } else { "" };
            let (count, lines) = (contradicting.len(), lines.join(", "));
            write!(f, "\ncontradicting dates: {count} (line {lines}{more})")?;
        }
        rejects.as_ref().map_or(Ok(()), |path| write!(f, "\nrejected rows: {}", path.display()))
    }
}

/// What the operator asks for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The kind of file.
    pub source: Source,
    /// The file.
    pub file: &'a Path,
    /// The slug of the organisation that owns the records.
    pub organisation: &'a str,
    /// Who may read them, as a word; the organisation alone where none is given.
    pub audience: Option<&'a str>,
    /// Does everything but write.
    pub dry_run: bool,
}

/// Imports a file for an organisation, released at once to its audience. `say` is given the progress. Rejected rows
/// are written beside the file.
pub fn import_file(
    database: &Database,
    vault: &Vault,
    request: Request<'_>,
    say: &mut dyn FnMut(&str),
) -> Result<Summary> {
    let Request { file, organisation, .. } = request;
    let owner =
        database.read(|conn| people::organisation_for_operator(conn, organisation)).map_err(|error| {
            match error {
                Error::NotFound => Error::Command(format!("there is no organisation “{organisation}”")),
                other => other,
            }
        })?;
    let audience = database.read(|conn| audience_for(conn, &owner, request.audience))?;
    let input = File::open(file).map_err(|error| Error::Command(format!("{}: {error}", file.display())))?;
    let into = Destination { database, vault, owner: &owner, audience: &audience, dry_run: request.dry_run };
    let (mut summary, rejects) = match request.source {
        Source::Stop => import_stop(&into, input, say)?,
    };
    if !rejects.is_empty() && !request.dry_run {
        let path = file.with_extension("rejected.csv");
        write_rejects(&path, &rejects)?;
        summary.rejects = Some(path);
    }
    Ok(summary)
}

/// Where records go, and for whom.
#[derive(Clone, Copy)]
pub struct Destination<'a> {
    /// The database.
    pub database: &'a Database,
    /// What seals the originals.
    pub vault: &'a Vault,
    /// Whose the records are.
    pub owner: &'a Organisation,
    /// Who reads them.
    pub audience: &'a Audience,
    /// Whether nothing is kept of it.
    pub dry_run: bool,
}

/// The audience that the operator named. The operator sees every group and organisation.
fn audience_for(conn: &mut crate::db::Conn, owner: &Organisation, word: Option<&str>) -> Result<Audience> {
    let token = match word {
        None => Token::Organisation(owner.id.clone()),
        Some("public") => Token::Public,
        Some("coalition") => Token::Coalition,
        Some(word) => match word.split_once(':') {
            Some(("sector", kind)) => Token::Sector(kind.parse().map_err(Error::Command)?),
            Some(("org", slug)) => Token::Organisation(
                people::organisation_for_operator(conn, slug)
                    .ok()
                    .filter(|found| found.status == OrganisationStatus::Active)
                    .ok_or_else(|| Error::Command(format!("there is no active organisation “{slug}”")))?
                    .id,
            ),
            Some(("group", slug)) => {
                let group = people::group_for_operator(conn, slug)
                    .map_err(|_| Error::Command(format!("there is no group “{slug}”")))?;
                Token::Group(group.id, group.epoch)
            }
            _ => return Err(Error::Command(format!("there is no audience “{word}”"))),
        },
    };
    Ok(Audience::of(token))
}

/// A row as a record, with the contradiction of its dates, if there is one.
fn record(row: StopRecord, known: &Known) -> (Record, bool) {
    let contradicts = !row.facts.contradictions().is_empty();
    let record = Record {
        system: stop::SYSTEM,
        known: known.clone(),
        incident: row.incident_key,
        original: Original {
            title: mended(&row.title, false),
            narrative: mended(&row.narrative, true),
            language: row.language.to_owned(),
            facts: row.facts.to_value(),
            ..Original::default()
        },
    };
    (record, contradicts)
}

/// Imports STOP records from any reader.
pub fn import_stop(
    into: &Destination<'_>,
    input: impl Read,
    say: &mut dyn FnMut(&str),
) -> Result<(Summary, Vec<RowError>)> {
    let rows = stop::read(input).map_err(|error| Error::Command(error.to_string()))?;
    let mut held = into.database.read(|conn| Held::of(conn, &into.owner.id, stop::SYSTEM))?;
    let signs: Vec<Signs<'_>> =
        rows.identities().iter().map(|row| Signs { id: &row.source_id, again: &row.again }).collect();
    let known = held.recognise(into.vault, &signs)?;
    let mut summary = Summary { gone: held.gone(), ..Summary::default() };
    let mut rejects = Vec::new();
    let mut batch = Vec::with_capacity(BATCH);
    // One thread maps rows, this one enters them: a row takes a while to map, and its transaction should not wait.
    thread::scope(|scope| -> Result<()> {
        let (sender, read) = mpsc::sync_channel(BATCH);
        scope.spawn(move || {
            for row in rows {
                let made = row.map(|row| {
                    let known = known.get(row.place).cloned().unwrap_or_default();
                    let line = row.line;
                    (line, record(row, &known))
                });
                if sender.send(made).is_err() {
                    break;
                }
            }
        });
        for row in read {
            match row {
                Ok((line, (record, contradicts))) => {
                    summary.contradicting.extend(contradicts.then_some(line));
                    batch.push(record);
                }
                Err(reject) => {
                    say(&reject.to_string());
                    rejects.push(reject);
                }
            }
            if batch.len() == BATCH {
                enter(into, &mut batch, &mut summary)?;
                say(&format!("{} rows", summary.imported + summary.unchanged + summary.updated));
            }
        }
        enter(into, &mut batch, &mut summary)
    })?;
    summary.rejected = rejects.len() as u64;
    Ok((summary, rejects))
}

fn enter(into: &Destination<'_>, batch: &mut Vec<Record>, summary: &mut Summary) -> Result<()> {
    let mut outcomes = Vec::with_capacity(batch.len());
    let written = into.database.write(|tx: &mut Tx<'_>| {
        outcomes.clear();
        for record in batch.iter() {
            outcomes.push(imports::import(tx, into.vault, &into.owner.id, into.audience, record)?);
        }
        timers::set(tx, TimerKind::AccessRequestsFitting, into.owner.id.as_str(), tx.now())?;
        // An error takes back what was written.
        if into.dry_run { Err(Error::Command("a dry run".to_owned())) } else { Ok(()) }
    });
    if !(into.dry_run && outcomes.len() == batch.len()) {
        written?;
    }
    batch.clear();
    for outcome in outcomes {
        match outcome {
            Outcome::Imported => summary.imported += 1,
            Outcome::Unchanged => summary.unchanged += 1,
            Outcome::Updated => summary.updated += 1,
        }
    }
    Ok(())
}

/// The rows hold what they held: only the operator reads them.
fn write_rejects(path: &Path, rejects: &[RowError]) -> Result<()> {
    let options = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
    let file = options.map_err(|error| Error::Command(format!("{}: {error}", path.display())))?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
    writer.write_record(["line", "column", "reason", "cells"]).map_err(Error::internal)?;
    for reject in rejects {
        let head = [reject.line.to_string(), reject.column.clone(), reject.reason.clone()];
        writer.write_record(head.iter().chain(&reject.cells)).map_err(Error::internal)?;
    }
    writer.flush().map_err(Error::internal)
}
