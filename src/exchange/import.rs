//! `entente import`: the operator enters a file of records. Every importer goes this way.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use super::stop::{self, RowError, StopRecord};
use crate::access::{Audience, Token};
use crate::db::{Database, Tx};
use crate::error::{Error, Result};
use crate::incidents::imports::{self, Outcome, Record};
use crate::people::{self, Organisation};
use crate::redaction::Original;
use crate::vault::Vault;

/// So many records go into one transaction.
const BATCH: usize = 250;

/// The kinds of files that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Source {
    /// The STOP dataset of Access Now's #`KeepItOn` coalition, as CSV.
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
    /// Where the rejected rows stand with their reasons.
    pub rejects: Option<PathBuf>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { imported, unchanged, updated, rejected, rejects } = self;
        write!(f, "imported {imported}, unchanged {unchanged}, updated {updated}, rejected {rejected}")?;
        rejects.as_ref().map_or(Ok(()), |path| write!(f, "\nrejected rows: {}", path.display()))
    }
}

/// Imports a file for an organisation, released at once to `audience` (a word; the organisation alone where
/// none is said). `say` is told of progress. Rejected rows are written beside the file.
pub fn import_file(
    database: &Database,
    vault: &Vault,
    source: Source,
    file: &Path,
    organisation: &str,
    audience: Option<&str>,
    say: &mut dyn FnMut(&str),
) -> Result<Summary> {
    let owner = database.read(|conn| people::by_slug(conn, organisation)).map_err(|error| match error {
        Error::NotFound => Error::Command(format!("there is no organisation “{organisation}”")),
        other => other,
    })?;
    let audience = database.read(|conn| audience_for(conn, &owner, audience))?;
    let input = File::open(file).map_err(|error| Error::Command(format!("{}: {error}", file.display())))?;
    let (mut summary, rejects) = match source {
        Source::Stop => import_stop(database, vault, &owner, &audience, input, say)?,
    };
    if !rejects.is_empty() {
        let path = file.with_extension("rejected.csv");
        write_rejects(&path, &rejects)?;
        summary.rejects = Some(path);
    }
    Ok(summary)
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
                people::active_by_slug(conn, slug)
                    .map_err(|_| Error::Command(format!("there is no active organisation “{slug}”")))?
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

fn record(row: StopRecord) -> Record {
    Record {
        system: stop::SYSTEM,
        id: row.source_id,
        incident: row.incident_key,
        original: Original {
            title: row.title,
            narrative: row.narrative,
            language: row.language.to_owned(),
            facts: row.facts.to_value(),
            ..Original::default()
        },
    }
}

/// Imports STOP records from any reader.
pub fn import_stop(
    database: &Database,
    vault: &Vault,
    owner: &Organisation,
    audience: &Audience,
    input: impl Read + Send,
    say: &mut dyn FnMut(&str),
) -> Result<(Summary, Vec<RowError>)> {
    let rows = stop::read(input).map_err(|error| Error::Command(error.to_string()))?;
    let mut summary = Summary::default();
    let mut rejects = Vec::new();
    let mut batch = Vec::with_capacity(BATCH);
    // One thread reads rows, this one enters them: a row takes a while to map, and its transaction should not wait.
    thread::scope(|scope| -> Result<()> {
        let (sender, read) = mpsc::sync_channel(BATCH);
        scope.spawn(move || {
            for row in rows {
                if sender.send(row.map(record)).is_err() {
                    break;
                }
            }
        });
        for row in read {
            match row {
                Ok(record) => batch.push(record),
                Err(reject) => {
                    say(&reject.to_string());
                    rejects.push(reject);
                }
            }
            if batch.len() == BATCH {
                enter(database, vault, owner, audience, &mut batch, &mut summary)?;
                say(&format!("{} rows", summary.imported + summary.unchanged + summary.updated));
            }
        }
        enter(database, vault, owner, audience, &mut batch, &mut summary)
    })?;
    summary.rejected = rejects.len() as u64;
    Ok((summary, rejects))
}

fn enter(
    database: &Database,
    vault: &Vault,
    owner: &Organisation,
    audience: &Audience,
    batch: &mut Vec<Record>,
    summary: &mut Summary,
) -> Result<()> {
    let outcomes = database.write(|tx: &mut Tx<'_>| {
        batch
            .iter()
            .map(|record| imports::import(tx, vault, &owner.id, audience, record))
            .collect::<Result<Vec<Outcome>>>()
    })?;
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
