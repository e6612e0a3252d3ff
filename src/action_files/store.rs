//! What is stored of the files of actions.

use diesel::dsl::exists;
use diesel::prelude::*;
use sanitise::Shortfall;

use crate::access::{Act, Opened, Viewer, permits, sql};
use crate::audit::SubjectKind;
use crate::db::schema::{action_file, action_file_copy, contribution, readable};
use crate::db::{
    ActionFileId, Conn, ContributionId, CopyId, IsAmong, MandateId, Moment, OrganisationId, PersonId, Tx,
};
use crate::error::{Error, Result};
use crate::files::{self, FileState};
use crate::{outbox, web};

/// A file as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = action_file)]
pub struct File {
    /// Internal; the vault keeps it under this name.
    pub(super) id: ActionFileId,
    /// What the outside calls it: `Z-7K3QX9`.
    pub reference: String,
    pub(super) contribution_id: ContributionId,
    /// The version of the brief before whose readers it was attached.
    pub(super) version_id: ContributionId,
    /// Who attached it, and whose it stays.
    pub(super) organisation_id: OrganisationId,
    pub(super) person_id: PersonId,
    pub(super) mandate_id: Option<MandateId>,
    pub(super) at: Moment,
    pub(super) description: String,
    /// What was received, by its content: a media type.
    pub(super) kind: String,
    /// How much was received.
    pub(super) bytes: i64,
    pub(super) state: FileState,
    /// Why there is no copy.
    pub(super) refusal: Option<String>,
    /// Its name in the store.
    #[diesel(column_name = file)]
    pub(super) stored: String,
}

/// The copy of one.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = action_file_copy)]
pub(super) struct FileCopy {
    pub id: CopyId,
    pub file_id: ActionFileId,
    pub made_at: Moment,
    /// A media type.
    pub kind: String,
    pub bytes: i64,
    pub sha256: String,
    /// Its name in the store.
    pub file: String,
    /// What the original shows or holds and this does not, as JSON.
    pub shortfalls: String,
}

impl FileCopy {
    pub fn shortfalls(&self) -> Result<Vec<Shortfall>> {
        serde_json::from_str(&self.shortfalls).map_err(Error::internal)
    }
}

impl File {
    /// Itself, where its original is opened.
    pub(super) fn opened(&self) -> Opened<'_> {
        Opened { kind: SubjectKind::File, id: self.id.as_str(), reference: &self.reference }
    }
}

/// A file with its copy, where it has one.
pub(super) type Kept = (File, Option<FileCopy>);

pub(super) fn insert(tx: &mut Tx<'_>, file: &File) -> Result<()> {
    diesel::insert_into(action_file::table).values(file).execute(tx.conn)?;
    Ok(())
}

pub(super) fn free_reference(tx: &mut Tx<'_>) -> Result<String> {
    tx.free_reference('Z', |conn, reference| {
        action_file::table.filter(action_file::reference.eq(reference)).count().get_result(conn)
    })
}

/// How many files an organisation has attached to an action.
pub(super) fn count_of(conn: &mut Conn, action: &ContributionId, home: &OrganisationId) -> Result<i64> {
    Ok(action_file::table
        .filter(action_file::contribution_id.eq(action))
        .filter(action_file::organisation_id.eq(home))
        .count()
        .get_result(conn)?)
}

/// As a condition on a row of `action_file` of an action that the viewer reads now: their organisation attached it, or there is a copy and
/// it was attached before readers to whom they belong, or their organisation began the action.
macro_rules! is_shown {
    ($viewer:expr) => {{
        let version = readable::table.filter(readable::id.eq(action_file::version_id));
        let began = contribution::table
            .filter(contribution::id.eq(action_file::contribution_id))
            .filter(contribution::organisation_id.eq(sql::reading_home($viewer)));
        let heard = exists(version.filter(sql::could_read($viewer))).or(exists(began));
        let own = action_file::organisation_id.eq(sql::reading_home($viewer));
        own.or(action_file::state.eq(FileState::Ready).and(heard))
    }};
}

/// The newest files of an action that the viewer, who reads it now, may see, the oldest of them first.
pub(super) fn shown(
    conn: &mut Conn,
    viewer: &Viewer,
    action: &ContributionId,
    most: i64,
) -> Result<Vec<Kept>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let mut files: Vec<Kept> = action_file::table
        .left_join(action_file_copy::table)
        .filter(action_file::contribution_id.eq(action))
        .filter(is_shown!(viewer))
        .order((action_file::at.desc(), action_file::id.desc()))
        .limit(most)
        .select((File::as_select(), Option::<FileCopy>::as_select()))
        .load(conn)?;
    files.reverse();
    Ok(files)
}

/// Those of these files that the viewer may see, of these actions, which they read now, the oldest first.
pub(super) fn shown_among(
    conn: &mut Conn,
    viewer: &Viewer,
    ids: Vec<String>,
    actions: &[ContributionId],
) -> Result<Vec<Kept>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let actions: Vec<String> = actions.iter().map(|id| id.as_str().to_owned()).collect();
    Ok(action_file::table
        .left_join(action_file_copy::table)
        .filter(action_file::id.is_among(ids))
        .filter(action_file::contribution_id.is_among(actions))
        .filter(is_shown!(viewer))
        .order((action_file::at, action_file::id))
        .select((File::as_select(), Option::<FileCopy>::as_select()))
        .load(conn)?)
}

/// The file that is called so, if the viewer may see it: of an action that they read now, or one that their organisation attached itself.
pub(super) fn known(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Kept> {
    let version = readable::table.filter(readable::id.eq(action_file::version_id));
    let began = || {
        contribution::table
            .filter(contribution::id.eq(action_file::contribution_id))
            .filter(contribution::organisation_id.eq(sql::reading_home(viewer)))
    };
    let now = readable::table
        .filter(readable::family.eq(action_file::contribution_id))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer));
    let heard = exists(version.filter(sql::could_read(viewer))).or(exists(began()));
    let own = action_file::organisation_id.eq(sql::reading_home(viewer));
    let found: Option<Kept> = action_file::table
        .left_join(action_file_copy::table)
        .filter(action_file::reference.eq(reference))
        .filter(
            own.or(exists(now).or(exists(began())).and(action_file::state.eq(FileState::Ready)).and(heard)),
        )
        .select((File::as_select(), Option::<FileCopy>::as_select()))
        .first(conn)
        .optional()?;
    found.filter(|_| permits(viewer, Act::SeeActionWork)).ok_or(Error::NotFound)
}

/// A file by its internal id, whoever may see it.
pub(super) fn by_id(conn: &mut Conn, id: &str) -> Result<Option<File>> {
    Ok(action_file::table.filter(action_file::id.eq(id)).select(File::as_select()).first(conn).optional()?)
}

/// The actions that these files belong to, whoever may see them.
pub(super) fn actions_of(conn: &mut Conn, ids: Vec<String>) -> Result<Vec<ContributionId>> {
    Ok(action_file::table
        .filter(action_file::id.is_among(ids))
        .select(action_file::contribution_id)
        .distinct()
        .load(conn)?)
}

/// Leaves nothing of a file but that it was there, in the log of its organisation.
pub(super) fn erase(tx: &mut Tx<'_>, file: &File) -> Result<()> {
    let copies = action_file_copy::table.filter(action_file_copy::file_id.eq(&file.id));
    let names: Vec<String> = copies.select(action_file_copy::file).load(tx.conn)?;
    files::erase(tx, file.id.as_str(), names.into_iter().chain([file.stored.clone()]))?;
    diesel::delete(action_file_copy::table.filter(action_file_copy::file_id.eq(&file.id)))
        .execute(tx.conn)?;
    diesel::delete(action_file::table.find(&file.id)).execute(tx.conn)?;
    // They have the hash of what was received.
    web::forget_answers_about(tx, &file.reference)?;
    outbox::forget(tx, file.id.as_str())
}

/// Leaves nothing of the files of an action: it was withdrawn.
pub(super) fn forget_of(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let files: Vec<File> = action_file::table
        .filter(action_file::contribution_id.eq(action))
        .select(File::as_select())
        .load(tx.conn)?;
    files.iter().try_for_each(|file| erase(tx, file))
}

/// Ids with references, for the log. What is not there any more has none.
pub fn references_of(conn: &mut Conn, ids: &[String]) -> Result<Vec<(String, String)>> {
    Ok(action_file::table
        .filter(action_file::id.is_among(ids.to_vec()))
        .select((action_file::id, action_file::reference))
        .load(conn)?)
}
