//! How files are attached to an action, taken back, and read.

use std::io::Read;

use sanitise::{Kind, clean_name};
use serde_json::{Value, json};

use super::store::{self, File};
use crate::access::{Act, Permit, Viewer, allows};
use crate::actions::{self, Acting, Action, Seen};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::contributions::{self, Contribution};
use crate::db::{ChangeKind, Conn, MandateId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::files::{self, Copy, FileState, LONGEST_DESCRIPTION, Received};
use crate::mandates;
use crate::retention::Erasures;
use crate::vault::{Sealed, Unredacted, Vault};
use crate::web::needed;

/// The most files that one organisation attaches to an action.
const MOST: i64 = 50;

/// Under which the name of what was received is sealed.
fn name_of(file: &File) -> Sealed<'_> {
    Sealed { subject: file.id.as_str(), kind: "file-name", revision: 1 }
}

/// Whether the viewer, who reads an action, may attach files to it: as those may who add tasks.
pub(super) fn attaches(tx: &mut Tx<'_>, viewer: &Viewer, row: &Contribution<Action>) -> Result<bool> {
    let (Some(home), Some(person)) = (viewer.organisation(), viewer.person()) else { return Ok(false) };
    let of = Acting { row: row.clone(), home: home.clone(), person: person.clone() };
    let may = row.details.stage.is_open() && actions::may_act(tx.conn, viewer, row)?;
    Ok(may && actions::takes_part(tx, viewer, &of)?)
}

/// Whether this viewer attaches files to an action at all: asked before the first byte is taken, and again when all are there. Whether
/// that can be done now is asked then alone: who calls again with the same key is given the first answer.
pub(super) fn attaching(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<Acting> {
    let of = actions::acting(tx, viewer, reference, seen)?;
    if !actions::takes_part(tx, viewer, &of)? {
        return Err(Error::Denied(message("denied-task")));
    }
    of.authority(tx, viewer)?;
    Ok(of)
}

/// An action that takes one more file of this viewer's organisation now.
fn attachable(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<Acting> {
    let of = attaching(tx, viewer, reference, seen)?;
    if !of.row.details.stage.is_open() {
        return Err(Error::Conflict(message("conflict-action-ended")));
    }
    // Of one's own alone: others may have attached some that one is not shown.
    if store::count_of(tx.conn, &of.row.id, &of.home)? >= MOST {
        return Err(Error::Conflict(
            message("conflict-action-files-enough").number("most", MOST.unsigned_abs()),
        ));
    }
    Ok(of)
}

/// Attaches a file that has arrived, before the readers of the brief. Others are shown it when there is a copy.
pub fn attach(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, seen): (&str, &Seen),
    (received, description): (&Received, &str),
) -> Result<File> {
    let of = attachable(tx, viewer, reference, seen)?;
    let mut faults = Fields::default();
    let description = needed(&mut faults, "description", description, LONGEST_DESCRIPTION);
    let description = faults.into_result(description)?;
    let arrived = &received.arrived;
    vault.adopt(tx, &of.home, arrived)?;
    let file = File {
        id: arrived.subject.clone().into(),
        reference: store::free_reference(tx)?,
        contribution_id: of.row.id.clone(),
        version_id: of.row.version.clone(),
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: of.authority(tx, viewer)?,
        at: tx.now(),
        description,
        kind: Kind::of(&arrived.head).media_type().to_owned(),
        bytes: i64::try_from(arrived.bytes).map_err(Error::internal)?,
        state: FileState::Received,
        refusal: None,
        stored: arrived.stored.name().to_owned(),
    };
    store::insert(tx, &file)?;
    let name = clean_name(&received.name);
    vault.seal(tx, &of.home, name_of(&file), Some(&of.person), name.as_bytes())?;
    let detail = json!({
        "action": of.row.reference,
        "begun_at": received.begun,
        "sha256": arrived.sha256,
        "bytes": arrived.bytes,
    });
    contributions::log(tx, viewer, (&of.home, file.opened()), "file.received", detail)?;
    Ok(file)
}

/// The action of a file that the viewer may see.
fn action_of(conn: &mut Conn, file: &File) -> Result<Contribution<Action>> {
    let ids = std::slice::from_ref(&file.contribution_id);
    contributions::by_ids::<Action>(conn, ids)?.pop().ok_or(Error::NotFound)
}

/// Whether a file that the viewer may see is one of this action.
pub(super) fn is_file_of(conn: &mut Conn, viewer: &Viewer, file: &str, action: &str) -> Result<bool> {
    let (file, _) = store::known(conn, viewer, file)?;
    Ok(action_of(conn, &file)?.reference == action)
}

/// Takes a file back, for the organisation that attached it and for the lead: nothing is kept of it. Nothing may fail after this: it is
/// noted that the file is erased.
pub(super) fn remove(
    tx: &mut Tx<'_>,
    erasures: &Erasures,
    viewer: &Viewer,
    reference: &str,
    seen: &Seen,
) -> Result<()> {
    let (file, _) = store::known(tx.conn, viewer, reference)?;
    let row = action_of(tx.conn, &file)?;
    let own = viewer.is_of(&file.organisation_id);
    let of = match actions::acting(tx, viewer, &row.reference, seen) {
        Ok(of) => Some(of),
        // The brief goes to others now: what an organisation attached is its own all the same.
        Err(Error::NotFound) if own => None,
        Err(fault) => return Err(fault),
    };
    allows(viewer, Act::JoinAction)?;
    let mandate = if let Some(of) = &of {
        if !own && !actions::leads(tx.conn, viewer, &of.row)? {
            return Err(Error::Denied(message("denied-action-file")));
        }
        of.authority(tx, viewer)?
    } else {
        allows(viewer, Act::SeeActionWork)?;
        mandates::may_act_at_all(tx.conn, viewer)?;
        None
    };
    store::erase(tx, &file)?;
    if let Some(of) = of.filter(|_| !own) {
        log_of_lead(tx, viewer, (&of, mandate.as_ref()), &file)?;
    } else {
        let detail = json!({ "action": row.reference, "file": file.reference });
        let detail = mandates::logged(tx.conn, mandate.as_ref(), detail)?;
        let of_file = (&file.organisation_id, file.opened());
        contributions::log(tx, viewer, of_file, "file.removed", detail)?;
    }
    // Neither what was said of it nor its keys stay in files of the database.
    tx.change(ChangeKind::Erasure, file.id.as_str(), true)?;
    // Last: a list that cannot be written undoes it all.
    erasures.note(file.id.as_str(), tx.now())
}

/// Erases the files again that a copy from before brought back; how many there were.
pub fn erase_again(tx: &mut Tx<'_>, erasures: &Erasures) -> Result<usize> {
    let mut again = 0;
    for id in erasures.ids()? {
        if let Some(file) = store::by_id(tx.conn, &id)? {
            store::erase(tx, &file)?;
            log_unnamed(tx, &file, json!({ "restored": true }))?;
            tx.change(ChangeKind::Erasure, &id, true)?;
            again += 1;
        }
    }
    Ok(again)
}

/// Writes to the log of the organisation that attached a file that it is gone, and not who removed it.
fn log_unnamed(tx: &mut Tx<'_>, file: &File, detail: Value) -> Result<()> {
    let entry = Entry {
        act: "file.gone",
        subject_kind: SubjectKind::File,
        subject: file.id.as_str(),
        owner: Some(&file.organisation_id),
        detail,
    };
    audit::record(tx, &Actor::default(), &entry)
}

/// The lead has removed a file of another organisation. Who leads is for those to whom that is shown: the lead's own log says who did
/// it and by which mandate, and that of the organisation which attached the file that it is gone, as long as it knows of the action.
fn log_of_lead(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (of, mandate): (&Acting, Option<&MandateId>),
    file: &File,
) -> Result<()> {
    let detail = mandates::logged(tx.conn, mandate, json!({ "file": file.reference }))?;
    contributions::log(tx, viewer, (&of.home, of.row.opened()), "action.file_removed", detail)?;
    let owner = &file.organisation_id;
    if !actions::can_act(tx.conn, &of.row, owner, viewer.at())? {
        return Ok(());
    }
    log_unnamed(tx, file, json!({ "action": of.row.reference, "file": file.reference }))
}

/// Opens the copy of a file that the viewer is shown.
pub(super) fn read(conn: &mut Conn, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Copy> {
    let (file, copy) = store::known(conn, viewer, reference)?;
    let copy = copy.ok_or(Error::NotFound)?;
    let content = vault.open_copy(conn, file.id.as_str(), copy.id.as_str(), &copy.file)?;
    Ok(Copy {
        name: files::name_of_copy(&file.reference, &copy.kind),
        kind: copy.kind,
        bytes: u64::try_from(copy.bytes).map_err(Error::internal)?,
        sha256: copy.sha256,
        content,
    })
}

/// What was received, open: for those who may open originals of the organisation that attached it, and written to its log.
pub(super) struct Taken {
    /// What it is kept as.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
    /// What it says.
    pub content: Unredacted<Box<dyn Read + Send>>,
    /// Leave to read it.
    pub permit: Permit,
}

/// Opens what was received. To others there is none.
pub(super) fn take(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Taken> {
    let (file, _) = store::known(tx.conn, viewer, reference)?;
    let owner = &file.organisation_id;
    if !viewer.reads_as(owner) {
        return Err(Error::NotFound);
    }
    let permit = Permit::ask(tx, viewer, Act::OpenOriginal { owner }, owner, &[file.opened()], "download")?;
    let name = vault.open(tx.conn, &permit, name_of(&file))?;
    let name = String::from_utf8_lossy(name.reveal(&permit)).into_owned();
    Ok(Taken {
        name: files::kept_as(&file.reference, Some(&name)),
        bytes: u64::try_from(file.bytes).map_err(Error::internal)?,
        content: vault.open_file(tx.conn, &permit, file.id.as_str(), &file.stored)?,
        permit,
    })
}
