//! Files of a report: attached, described, covered in part, taken out; and their copies, read.

use std::io::Read;

use sanitise::{Area, Kind, clean_name};
use serde_json::{Value, json};

use crate::access::{Act, Permit, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result, message};
use crate::files::{self, Copy, described};
use crate::redaction::evidence::{self, File, FileState, Rebuilding};
use crate::redaction::{self, Attached, Original, Released, Target};
use crate::reports::revision::{Revised, revise};
use crate::reports::{self, Report, store, texts};
use crate::vault::{Arrived, Unredacted, Vault};

/// The most files of a report.
const MOST_FILES: usize = 100;
/// The most boxes on a file.
pub const MOST_BOXES: usize = 500;

/// What is said of a file that was attached.
pub struct About<'a> {
    /// What it was called where it came from.
    pub name: &'a str,
    /// What it shows.
    pub description: &'a str,
    /// When its first byte came.
    pub begun: Moment,
}

pub(super) fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    act: &'static str,
    detail: Value,
) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: SubjectKind::Evidence,
        subject: file.id.as_str(),
        owner: Some(&file.organisation_id),
        detail,
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}

/// A report to which this viewer may attach files: asked before the first byte is taken, and again when all are there.
pub fn attachable(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Report> {
    let report = reports::own_report(conn, viewer, reference)?;
    allows(viewer, Act::EditOriginal { owner: &report.organisation_id })?;
    Ok(report)
}

/// Attaches a file that has arrived. That is a new revision of the report.
pub fn attach(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    report: &Report,
    arrived: &Arrived,
    about: &About<'_>,
) -> Result<File> {
    let owner = &report.organisation_id;
    allows(viewer, Act::EditOriginal { owner })?;
    let person = viewer.person().ok_or(Error::SignIn)?;
    let description = described(about.description)?;
    vault.adopt(tx, owner, arrived)?;
    let id = arrived.subject.clone().into();
    let file = File::received(tx, id, (&report.id, owner, person), (arrived.bytes, arrived.stored.name()))?;
    let attached = Attached {
        reference: file.reference.clone(),
        description,
        name: clean_name(about.name),
        kind: Kind::of(&arrived.head).media_type().to_owned(),
        bytes: arrived.bytes,
        sha256: arrived.sha256.clone(),
    };
    let revised = revise(tx, vault, viewer, report, "evidence", |_, original| {
        if original.evidence.len() >= MOST_FILES {
            return Err(Error::Conflict(message("conflict-evidence-many").with("most", MOST_FILES)));
        }
        let mut original = original.clone();
        original.evidence.push(attached);
        Ok(original)
    })?;
    let detail = with_revision(
        &revised,
        json!({ "begun_at": about.begun, "sha256": arrived.sha256, "bytes": arrived.bytes }),
    );
    log(tx, viewer, &file, "evidence.received", detail)?;
    Ok(file)
}

pub(super) fn with_revision(revised: &Revised, mut detail: Value) -> Value {
    if let Some(detail) = detail.as_object_mut() {
        detail.insert("revision".into(), revised.report.revision.into());
        detail.insert("voided".into(), revised.voided.into());
    }
    detail
}

/// A file of a report that is on the viewer's desk: another organisation's does not exist. One that was taken out is
/// known for its history.
pub fn own_file(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<(Report, File)> {
    let file = evidence::known(conn, viewer, reference)?;
    let report = store::report_by_id(conn, file.report_id.as_str())?;
    // A colleague without the role learns of the copies that they can read, and of nothing else.
    match reports::own_report(conn, viewer, &report.reference) {
        Err(Error::Denied(why)) if released(conn, viewer, &file)?.is_some() => Err(Error::Denied(why)),
        Err(Error::Denied(_)) => Err(Error::NotFound),
        other => other.map(|report| (report, file)),
    }
}

pub(super) fn changeable(file: &File) -> Result<()> {
    if file.removed_at.is_some() {
        Err(Error::Conflict(message("conflict-evidence-removed")))
    } else {
        Ok(())
    }
}

/// Says otherwise what a file shows.
pub fn describe(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, file): (&Report, &File),
    description: &str,
) -> Result<()> {
    changeable(file)?;
    let description = described(description)?;
    let revised = revise(tx, vault, viewer, report, "evidence", |_, original| {
        let mut original = original.clone();
        for one in original.evidence.iter_mut().filter(|one| one.reference == file.reference) {
            one.description.clone_from(&description);
        }
        Ok(original)
    })?;
    log(tx, viewer, file, "evidence.described", with_revision(&revised, json!({})))
}

/// Takes a file out of the report, and the marks on it. Copies that are out stay with the texts that they went out with.
pub fn remove(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, file): (&Report, &File),
) -> Result<()> {
    changeable(file)?;
    let revised = revise(tx, vault, viewer, report, "evidence", |_, original| {
        let mut original = original.clone();
        original.evidence.retain(|one| one.reference != file.reference);
        let on_it = |target: &Target| matches!(target, Target::Evidence(id) if *id == file.reference);
        original.marks.retain(|mark| !on_it(&mark.target));
        original.lost.retain(|lost| !on_it(&lost.mark.target));
        Ok(original)
    })?;
    file.remove(tx)?;
    log(tx, viewer, file, "evidence.removed", with_revision(&revised, json!({})))
}

/// Burns other boxes into the copy: another copy is made. It is a new revision, so that nobody approves what they did
/// not look at.
pub fn draw(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, file): (&Report, &File),
    boxes: &[Area],
) -> Result<()> {
    changeable(file)?;
    if boxes.len() > MOST_BOXES {
        return Err(Error::invalid("boxes", message("fault-too-many-entries").with("most", MOST_BOXES)));
    }
    let copy = file.copy(tx.conn)?;
    let pages = match (&copy, file.state) {
        (Some(copy), _) if copy.width > 0 => u32::try_from(copy.pages).unwrap_or(1),
        (Some(_), _) => return Err(Error::Conflict(message("conflict-evidence-text"))),
        (None, FileState::Received) => return Err(Error::Conflict(message("conflict-evidence-waits"))),
        (None, _) => return Err(Error::Conflict(message("conflict-evidence-refused"))),
    };
    let on_it = |area: &Area| {
        area.page < pages && area.x < 1000 && area.y < 1000 && area.width > 0 && area.height > 0
    };
    if !boxes.iter().all(on_it) {
        return Err(Error::invalid("boxes", message("fault-box-place")));
    }
    let revised = revise(tx, vault, viewer, report, "evidence", |_, original| Ok(original.clone()))?;
    file.draw(tx, boxes)?;
    log(tx, viewer, file, "evidence.boxes", with_revision(&revised, json!({ "boxes": boxes })))
}

/// A file as its owner's desk sees it.
pub struct Desk {
    /// Its row.
    pub file: File,
    /// Its copy.
    pub copy: Option<Rebuilding>,
    /// What the original says of it.
    pub attached: Attached,
}

/// The files of a report's original that is open.
pub fn of_original(conn: &mut Conn, report: &Report, original: &Original) -> Result<Vec<Desk>> {
    let references: Vec<String> =
        original.evidence.iter().map(|attached| attached.reference.clone()).collect();
    let rows = evidence::named_in(conn, &report.organisation_id, &references)?;
    let mut files = Vec::new();
    for (file, attached) in rows.into_iter().zip(&original.evidence) {
        files.push(Desk { copy: file.copy(conn)?, file, attached: attached.clone() });
    }
    Ok(files)
}

/// What this viewer may read of a file: the copy that went out with the fullest text that they read and that has it.
fn released(conn: &mut Conn, viewer: &Viewer, file: &File) -> Result<Option<Released>> {
    let readable = redaction::readable_of(conn, viewer, file.report_id.as_str())?;
    let mut released = readable.into_iter().flat_map(|rendition| rendition.reading.evidence);
    Ok(released.find(|released| released.id == file.reference))
}

fn open(conn: &mut Conn, vault: &Vault, file: &File, copy: &Rebuilding) -> Result<Copy> {
    let content = vault.open_copy(conn, file.id.as_str(), copy.id.as_str(), &copy.file)?;
    Ok(Copy {
        kind: copy.kind.clone(),
        bytes: u64::try_from(copy.bytes).map_err(Error::internal)?,
        sha256: copy.sha256.clone(),
        name: files::name_of_copy(&file.reference, &copy.kind),
        content,
    })
}

/// Opens what this viewer may read of a file.
pub fn read(conn: &mut Conn, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Copy> {
    let file = evidence::known(conn, viewer, reference)?;
    let released = released(conn, viewer, &file)?.ok_or(Error::NotFound)?;
    let copy = evidence::copy_by_id(conn, &released.copy)?;
    open(conn, vault, &file, &copy)
}

/// Opens the copy that would go out now, for the owner's desk.
pub fn own_copy(conn: &mut Conn, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Copy> {
    let (_, file) = own_file(conn, viewer, reference)?;
    let copy = file.copy(conn)?.ok_or(Error::NotFound)?;
    open(conn, vault, &file, &copy)
}

/// Opens the copy that goes out with a release, for those who see the release.
pub fn proposed_copy(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (report, release): (&str, &str),
    reference: &str,
) -> Result<Copy> {
    let (report, release) = reports::visible_release(tx, viewer, report, release)?;
    if !release.state.is_open() {
        return Err(Error::NotFound);
    }
    let reading = texts::text_of(tx, vault, viewer, &report, &release)?;
    let going = reading.evidence.into_iter().find(|one| one.id == reference).ok_or(Error::NotFound)?;
    let files = evidence::named_in(tx.conn, &report.organisation_id, &[going.id])?;
    let file = files.into_iter().next().ok_or(Error::NotFound)?;
    let copy = evidence::copy_by_id(tx.conn, &going.copy)?;
    open(tx.conn, vault, &file, &copy)
}

/// An original, open: for those who may open originals, and written to the log.
pub struct Taken {
    /// What it is kept as.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
    /// What it says.
    pub content: Unredacted<Box<dyn Read + Send>>,
    /// Leave to read it.
    pub permit: Permit,
}

/// Opens an original.
pub fn take(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Taken> {
    let (report, file) = own_file(tx.conn, viewer, reference)?;
    let owner = &report.organisation_id;
    let permit = Permit::ask(
        tx,
        viewer,
        Act::OpenOriginal { owner },
        owner,
        &[file.opened(), report.opened()],
        "download",
    )?;
    let content = vault.open_file(tx.conn, &permit, file.id.as_str(), &file.file)?;
    let original = Original::open(tx, vault, &permit, report.id.as_str(), report.revision)?;
    let attached = original.reveal(&permit).evidence.iter().find(|one| one.reference == file.reference);
    Ok(Taken {
        name: kept_as(&file, attached),
        bytes: u64::try_from(file.bytes).map_err(Error::internal)?,
        content,
        permit,
    })
}

/// What an original is called where it is kept outside. One that was taken out of its report has no name any more.
pub(super) fn kept_as(file: &File, attached: Option<&Attached>) -> String {
    files::kept_as(&file.reference, attached.map(Attached::called).as_deref())
}
