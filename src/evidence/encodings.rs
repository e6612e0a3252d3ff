//! How a text that does not say so is encoded: its owner chooses, with a look at how its beginning reads.

use std::io::Read;

use sanitise::{Reading, known_encoding};
use serde_json::json;

use super::{changeable, log, with_revision};
use crate::access::{Act, Permit, Viewer};
use crate::db::Tx;
use crate::error::{Error, Result, message};
use crate::files::Sanitiser;
use crate::redaction::evidence::File;
use crate::reports::Report;
use crate::reports::revision::revise;
use crate::vault::{Unredacted, Vault};

/// Reads a text in an encoding: its copy is made anew. It is a new revision, so that nobody approves what they did not
/// look at.
pub fn choose(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, file): (&Report, &File),
    encoding: &str,
) -> Result<()> {
    changeable(file)?;
    asked(file)?;
    let encoding =
        known_encoding(encoding).ok_or_else(|| Error::invalid("encoding", message("fault-encoding")))?;
    let revised = revise(tx, vault, viewer, report, "evidence", |_, original| Ok(original.clone()))?;
    file.read_as(tx, encoding)?;
    let detail = with_revision(&revised, json!({ "encoding": encoding }));
    log(tx, viewer, file, "evidence.encoding", detail)
}

/// A file that says how it is encoded is read so; of one that is no text nothing can be chosen.
fn asked(file: &File) -> Result<()> {
    if file.asks_encoding() { Ok(()) } else { Err(Error::Conflict(message("conflict-evidence-encoding"))) }
}

/// The beginning of an original, to be read in every encoding. That it was opened is written to the log.
pub struct Beginning {
    content: Unredacted<Box<dyn Read + Send>>,
    permit: Permit,
}

/// Opens a text of which its owner has to say how it is encoded.
pub fn beginning(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, file): (&Report, &File),
) -> Result<Beginning> {
    asked(file)?;
    let owner = &report.organisation_id;
    let permit = Permit::ask(tx, viewer, Act::OpenOriginal { owner }, owner, &[file.opened()], "encoding")?;
    let content = vault.open_file(tx.conn, &permit, file.id.as_str(), &file.file)?;
    Ok(Beginning { content, permit })
}

impl Beginning {
    /// How it reads in each encoding that it can be in, the likelier first.
    pub fn readings(self, sanitiser: &Sanitiser) -> Result<Vec<Reading>> {
        sanitiser.readings(self.content.release(&self.permit))
    }
}
