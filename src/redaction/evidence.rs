//! Files of a subject: what was received, what was made of it, what of that goes out.

mod copied;
mod erasing;

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Original, Target};
use crate::access::{Act, Audience, Opened, Viewer, sql};
use crate::audit::SubjectKind;
use crate::db::schema::{evidence, evidence_copy, readable, rendition};
use crate::db::{Conn, CopyId, EvidenceId, IsAmong, Moment, OrganisationId, PersonId, ReportId, Tx};
use crate::error::{Error, Result, message};
use sanitise::{Area, Refusal, Shortfall, clean_name};

pub use crate::files::FileState;
pub(super) use erasing::erase_of;

/// A file as the sealed original has it: all of this is its owner's alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// `E-7K3QX9`.
    pub reference: String,
    /// What it shows, in its owner's words. Goes out with the copy.
    pub description: String,
    /// What it was called.
    pub name: String,
    /// What it is by its content: a media type.
    pub kind: String,
    /// How large it is.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sha256: String,
}

impl Attached {
    /// What it was called, as people may see it: names of earlier versions are kept as they were sent.
    pub fn called(&self) -> String {
        clean_name(&self.name)
    }
}

/// A copy as it went out, frozen with the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    /// `E-7K3QX9`.
    pub id: String,
    /// Internal.
    pub copy: String,
    /// What it shows.
    pub description: String,
    /// A media type.
    pub kind: String,
    /// How large the copy is.
    pub bytes: u64,
    /// SHA-256 of the copy.
    pub sha256: String,
    /// What the original shows or holds and this copy does not.
    #[serde(default)]
    pub shortfalls: Vec<Shortfall>,
}

/// A file of a report.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = evidence)]
pub struct File {
    /// Internal; the vault keeps it under this name.
    pub id: EvidenceId,
    /// What the outside calls it: `E-7K3QX9`.
    pub reference: String,
    /// Of which report.
    pub report_id: ReportId,
    /// Whose.
    pub organisation_id: OrganisationId,
    /// Where it stands.
    pub state: FileState,
    /// Why there is no copy.
    pub refusal: Option<String>,
    /// How large it is.
    pub bytes: i64,
    /// What is burnt into its copy.
    boxes: String,
    /// The copy that would go out now.
    copy_id: Option<CopyId>,
    /// Who brought it.
    pub added_by: PersonId,
    /// When all of it was there.
    pub added_at: Moment,
    /// When it was taken out of the report.
    pub removed_at: Option<Moment>,
    /// Its name in the store.
    pub file: String,
    /// How its owner says that it is encoded; nothing where nobody asked.
    pub encoding: Option<String>,
}

/// A copy that was rebuilt.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = evidence_copy)]
pub struct Rebuilding {
    /// Internal.
    pub id: CopyId,
    /// Of which file.
    pub evidence_id: EvidenceId,
    /// When.
    pub made_at: Moment,
    /// A media type.
    pub kind: String,
    /// How large it is.
    pub bytes: i64,
    /// Its hash.
    pub sha256: String,
    /// Of a document; 1 of anything else.
    pub pages: i32,
    /// Pixels of it, or of its first page; 0 of text.
    pub width: i32,
    /// Likewise.
    pub height: i32,
    /// Whether it shows less than the original.
    incomplete: bool,
    boxes: String,
    /// Its name in the store.
    pub file: String,
    /// What the original shows or holds and this does not, as JSON.
    shortfalls: String,
}

impl Rebuilding {
    /// What the original shows or holds and this does not.
    pub fn shortfalls(&self) -> Result<Vec<Shortfall>> {
        let listed: Vec<Shortfall> = serde_json::from_str(&self.shortfalls).map_err(Error::internal)?;
        // Copies of earlier versions know no more than that there is something.
        Ok(if listed.is_empty() && self.incomplete { vec![Shortfall::Unknown] } else { listed })
    }
}

fn json<T: Serialize>(list: &[T]) -> Result<String> {
    serde_json::to_string(list).map_err(Error::internal)
}

impl File {
    /// A file that was received.
    pub fn received(
        tx: &mut Tx<'_>,
        id: EvidenceId,
        (report, owner, by): (&ReportId, &OrganisationId, &PersonId),
        (bytes, file): (u64, &str),
    ) -> Result<Self> {
        let row = Self {
            id,
            reference: free_reference(tx)?,
            report_id: report.clone(),
            organisation_id: owner.clone(),
            state: FileState::Received,
            refusal: None,
            bytes: i64::try_from(bytes).map_err(Error::internal)?,
            boxes: "[]".into(),
            copy_id: None,
            added_by: by.clone(),
            added_at: tx.now(),
            removed_at: None,
            file: file.to_owned(),
            encoding: None,
        };
        diesel::insert_into(evidence::table).values(&row).execute(tx.conn)?;
        Ok(row)
    }

    /// Itself, where its original is to be opened.
    pub fn opened(&self) -> Opened<'_> {
        Opened { kind: SubjectKind::Evidence, id: self.id.as_str(), reference: &self.reference }
    }

    /// What is burnt into its copy.
    pub fn boxes(&self) -> Result<Vec<Area>> {
        serde_json::from_str(&self.boxes).map_err(Error::internal)
    }

    /// The copy that would go out now; none while it is being made, or where there will be none.
    pub fn copy(&self, conn: &mut Conn) -> Result<Option<Rebuilding>> {
        match (&self.copy_id, self.state) {
            (Some(copy), FileState::Ready) => copy_by_id(conn, copy.as_str()).map(Some),
            _ => Ok(None),
        }
    }

    /// Other boxes are to be burnt in: a new copy has to be made. What is released stays as it is.
    pub fn draw(&self, tx: &mut Tx<'_>, boxes: &[Area]) -> Result<()> {
        diesel::update(evidence::table.find(&self.id))
            .set((
                evidence::boxes.eq(json(boxes)?),
                evidence::state.eq(FileState::Received),
                evidence::copy_id.eq(None::<CopyId>),
            ))
            .execute(tx.conn)?;
        Ok(())
    }

    /// Whether it is for its owner to say how it is encoded.
    pub fn asks_encoding(&self) -> bool {
        self.encoding.is_some() || self.refusal.as_deref() == Some(Refusal::UnknownEncoding.slug())
    }

    /// It is to be read in an encoding: a new copy has to be made.
    pub fn read_as(&self, tx: &mut Tx<'_>, encoding: &str) -> Result<()> {
        let changed = (evidence::encoding.eq(encoding), evidence::refusal.eq(None::<String>));
        diesel::update(evidence::table.find(&self.id)).set(changed).execute(tx.conn)?;
        self.draw(tx, &self.boxes()?)
    }

    /// It belongs to the report no more.
    pub fn remove(&self, tx: &mut Tx<'_>) -> Result<()> {
        diesel::update(evidence::table.find(&self.id))
            .set(evidence::removed_at.eq(tx.now()))
            .execute(tx.conn)?;
        Ok(())
    }
}

fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('E', |conn, reference| {
        evidence::table.filter(evidence::reference.eq(reference)).count().get_result(conn)
    })
}

/// The files of an organisation with these references, in their order: those that a sealed original or a released text of
/// its own names. What somebody typed is looked up by [`known`].
pub fn named_in(conn: &mut Conn, owner: &OrganisationId, references: &[String]) -> Result<Vec<File>> {
    let mut files: Vec<File> = evidence::table
        .filter(evidence::organisation_id.eq(owner))
        .filter(evidence::reference.is_among(references.to_vec()))
        .select(File::as_select())
        .load(conn)?;
    let mut named = |reference: &String| {
        let place = files.iter().position(|file| file.reference == *reference);
        place.map(|place| files.swap_remove(place)).ok_or_else(|| {
            Error::stored("evidence", reference, "a text names a file that its owner does not have")
        })
    };
    references.iter().map(&mut named).collect()
}

/// The file that is called so, if this viewer may know of it: it went out with a text that they read, or their organisation
/// has it at work.
pub fn known(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<File> {
    // As a copy is written down with the text that it went out with. In a string the quotes would be escaped.
    let named = format!("%\"id\":{}%", serde_json::Value::from(reference));
    let out = rendition::table.filter(rendition::id.eq(readable::id)).filter(rendition::evidence.like(named));
    let read = readable::table
        .filter(readable::family.eq(evidence::report_id))
        .filter(sql::is_readable(viewer))
        .filter(exists(out));
    let desk = sql::home_for(viewer, &[|owner| Act::SeeDesk { owner }]);
    evidence::table
        .filter(evidence::reference.eq(reference))
        .filter(evidence::organisation_id.eq(desk).or(exists(read)))
        .select(File::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Every file that a report has or had, oldest first.
pub fn of_report(conn: &mut Conn, report: &ReportId) -> Result<Vec<File>> {
    Ok(evidence::table
        .filter(evidence::report_id.eq(report))
        .order((evidence::added_at, evidence::id))
        .select(File::as_select())
        .load(conn)?)
}

/// A copy, whoever asks.
pub fn copy_by_id(conn: &mut Conn, id: &str) -> Result<Rebuilding> {
    Ok(evidence_copy::table.find(id).select(Rebuilding::as_select()).first(conn)?)
}

/// Whether everybody in an audience may see this file.
pub fn goes_along(original: &Original, owner: &OrganisationId, audience: &Audience, reference: &str) -> bool {
    let on_it = |target: &Target| matches!(target, Target::Evidence(id) if id == reference);
    original.marks.iter().filter(|mark| on_it(&mark.target)).all(|mark| mark.spares(owner, audience))
}

/// The copies that go out with a text to an audience. One that is being made holds the text back: nobody can look at it.
pub fn going_along(
    conn: &mut Conn,
    original: &Original,
    owner: &OrganisationId,
    audience: &Audience,
) -> Result<Vec<Released>> {
    let along = |one: &&Attached| goes_along(original, owner, audience, &one.reference);
    let along: Vec<&Attached> = original.evidence.iter().filter(along).collect();
    let references: Vec<String> = along.iter().map(|one| one.reference.clone()).collect();
    let files = named_in(conn, owner, &references)?;
    let mut going = Vec::new();
    for (file, attached) in files.into_iter().zip(along) {
        if file.state == FileState::Received {
            return Err(Error::Conflict(message("conflict-evidence-waits")));
        }
        if let Some(copy) = file.copy(conn)? {
            going.push(Released {
                shortfalls: copy.shortfalls()?,
                id: file.reference,
                copy: copy.id.as_str().to_owned(),
                description: attached.description.clone(),
                kind: copy.kind,
                bytes: u64::try_from(copy.bytes).map_err(Error::internal)?,
                sha256: copy.sha256,
            });
        }
    }
    Ok(going)
}
