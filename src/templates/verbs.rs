//! What is done with templates.

use serde_json::{Value, json};

use super::input::NewTemplate;
use super::model::{Row, keeping};
use super::{Template, Wording, ready, store};
use crate::access::{Act, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::vault::Vault;

/// So many an organisation keeps for itself, and as many for all members.
const MOST: i64 = 100;

fn log(tx: &mut Tx<'_>, viewer: &Viewer, row: &Row, act: &'static str, more: Value) -> Result<()> {
    // What it says is sealed; the row goes when it is deleted, and the log goes on naming it.
    let mut detail = json!({ "template": row.reference, "common": row.common });
    if let (Some(detail), Value::Object(more)) = (detail.as_object_mut(), more) {
        detail.extend(more);
    }
    let entry = Entry {
        act,
        subject_kind: SubjectKind::Template,
        subject: row.id.as_str(),
        owner: Some(&row.organisation_id),
        detail,
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}

/// Keeps a template, for one's organisation or for all members.
pub fn keep(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, new: NewTemplate) -> Result<Template> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let common = new.common.unwrap_or_default();
    allows(viewer, keeping(common, &home))?;
    let in_use = new.in_use.unwrap_or(true);
    let says = new.parse(tx.conn, viewer, (&home, common), None)?;
    write(tx, vault, viewer, (&home, common, in_use), says)
}

fn write(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (home, common, in_use): (&OrganisationId, bool, bool),
    says: Wording,
) -> Result<Template> {
    if store::count(tx.conn, home, common)? >= MOST {
        return Err(Error::Conflict(message("conflict-templates-enough").with("most", MOST)));
    }
    let mut row = Row {
        id: tx.id(),
        reference: store::free_reference(tx)?,
        organisation_id: home.clone(),
        common,
        version: 1,
        sealed: Vec::new(),
        retired_at: (!in_use).then(|| tx.now()),
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    row.sealed = vault.seal_kept(tx, home, row.named(), &bytes(&says)?)?;
    store::insert(tx, &row)?;
    log(tx, viewer, &row, "template.added", json!({}))?;
    Ok(Template { row, says, held: common })
}

fn bytes(says: &Wording) -> Result<Vec<u8>> {
    serde_json::to_vec(says).map_err(Error::internal)
}

/// A template that the viewer may change.
fn own(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Template> {
    let found = store::readable(tx.conn, vault, viewer, reference)?;
    if !found.is_own(viewer) {
        return Err(Error::Denied(message("denied-template")));
    }
    allows(viewer, found.keeping())?;
    Ok(found)
}

/// A template that the viewer may take out of use and delete.
fn seen_to(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Template> {
    let found = store::readable(tx.conn, vault, viewer, reference)?;
    if found.is_seen_to(viewer) {
        return Ok(found);
    }
    own(tx, vault, viewer, reference)
}

/// What differs between two wordings, in the words of the fields.
fn changed(before: &Wording, now: &Wording) -> Vec<&'static str> {
    let fields = [
        ("name", before.name != now.name),
        ("kind", before.kind != now.kind),
        ("title", before.title != now.title),
        ("brief", before.brief != now.brief),
        ("language", before.language != now.language),
        ("audience", before.audience != now.audience),
        ("except", before.except != now.except),
        ("due_in", before.due_days != now.due_days),
        ("tasks", before.tasks != now.tasks),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

/// Changes what a template says, and whether it is in use where that is said. `check` is handed the version that stands, and
/// refuses a lost update.
pub fn change(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    (reference, new): (&str, NewTemplate),
    check: impl FnOnce(&str) -> Result<()>,
) -> Result<Template> {
    let Template { mut row, says: before, held } = own(tx, vault, viewer, reference)?;
    check(&row.version.to_string())?;
    if new.common.is_some_and(|common| common != row.common) {
        return Err(Error::invalid("common", message("fault-template-common-stays")));
    }
    let in_use = new.in_use.unwrap_or(row.retired_at.is_none());
    let says = new.parse(tx.conn, viewer, (&row.organisation_id, row.common), Some(&before))?;
    let fields = changed(&before, &says);
    let moved = in_use != row.retired_at.is_none();
    if fields.is_empty() && !moved {
        return Ok(Template { row, says, held });
    }
    let seen = row.version;
    row.version += 1;
    row.changed_at = tx.now();
    if moved {
        row.retired_at = (!in_use).then(|| tx.now());
    }
    let owner = row.organisation_id.clone();
    row.sealed = vault.seal_kept(tx, &owner, row.named(), &bytes(&says)?)?;
    store::update(tx, &row, seen)?;
    if !fields.is_empty() {
        log(tx, viewer, &row, "template.changed", json!({ "fields": fields }))?;
    }
    if moved {
        log(tx, viewer, &row, word(in_use), json!({}))?;
    }
    Ok(Template { row, says, held })
}

fn word(in_use: bool) -> &'static str {
    if in_use { "template.restored" } else { "template.retired" }
}

/// Takes a template out of use, or back: out of use it is shown to its own organisation alone, and nothing is begun with it.
pub fn set_use(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str, in_use: bool) -> Result<()> {
    let Template { mut row, says, .. } = seen_to(tx, vault, viewer, reference)?;
    if in_use == row.retired_at.is_none() {
        return Ok(());
    }
    let (seen, owner) = (row.version, row.organisation_id.clone());
    row.version += 1;
    row.changed_at = tx.now();
    row.retired_at = (!in_use).then(|| tx.now());
    row.sealed = vault.seal_kept(tx, &owner, row.named(), &bytes(&says)?)?;
    store::update(tx, &row, seen)?;
    log(tx, viewer, &row, word(in_use), json!({}))
}

/// Deletes a template. Actions that were begun with it stay as they are.
pub fn delete(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<()> {
    let found = seen_to(tx, vault, viewer, reference)?;
    store::remove(tx, &found.row.id)?;
    log(tx, viewer, &found.row, "template.deleted", json!({}))
}

/// Adds those templates that the program comes with, as far as none for all members is called the same. Their references.
pub fn add_ready(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer) -> Result<Vec<String>> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    allows(viewer, Act::KeepCommonTemplates)?;
    let mut added = Vec::new();
    for says in missing(&store::all(tx.conn, vault, viewer)?) {
        added.push(write(tx, vault, viewer, (&home, true, true), says)?.row.reference);
    }
    Ok(added)
}

/// Those of the templates that the program comes with that are not among these.
pub(super) fn missing(all: &[Template]) -> Vec<Wording> {
    let there =
        |ready: &Wording| all.iter().any(|one| one.row.common && one.held && one.says.name == ready.name);
    ready::all().into_iter().filter(|ready| !there(ready)).collect()
}
