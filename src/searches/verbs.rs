//! What is done with saved searches.

use serde_json::json;

use super::model::Parsed;
use super::{Input, SavedSearch, Sharing, store};
use crate::access::{Act, Token, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::config::InstanceKey;
use crate::db::{Conn, Moment, PersonId, SavedSearchId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::feeds::{self, FeedKind, Made};
use crate::outbox;
use crate::people::{self, Group};

/// So many searches a person may keep.
pub const MOST: i64 = 100;

/// The word for one's own organisation, where it is said who a search is shared with.
pub(super) const ORGANISATION: &str = "organisation";

fn actor(viewer: &Viewer) -> Actor {
    Actor::of(viewer.person(), viewer.organisation())
}

fn log(tx: &mut Tx<'_>, viewer: &Viewer, row: &SavedSearch, act: &'static str) -> Result<()> {
    let entry = Entry {
        act,
        subject_kind: SubjectKind::SavedSearch,
        subject: row.id.as_str(),
        owner: viewer.organisation(),
        // Its name and its question are its owner's. The row goes when it is deleted; the log goes on naming it.
        detail: json!({ "search": row.reference }),
    };
    audit::record(tx, &actor(viewer), &entry)
}

/// The groups with which a viewer may share a search: those that their organisation belongs to.
pub fn sharings(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Group>> {
    let belongs = |group: &Group| {
        viewer.tokens().iter().any(|token| matches!(token, Token::Group(id, _) if *id == group.id))
    };
    Ok(people::seen_groups(conn, viewer)?.into_iter().filter(belongs).collect())
}

/// The word for who a search is shared with, among the groups that a viewer may know of. A group that they left has none:
/// there it is shared with nobody.
pub(super) fn sharing_word(search: &SavedSearch, groups: &[Group]) -> String {
    match search.sharing() {
        Sharing::Own => String::new(),
        Sharing::Organisation(_) => ORGANISATION.into(),
        Sharing::Group(id) => {
            let group = groups.iter().find(|group| group.id == id);
            group.map(|group| format!("group:{}", group.slug)).unwrap_or_default()
        }
    }
}

/// With whom it is to be shared, by the word for that.
fn sharing(conn: &mut Conn, viewer: &Viewer, word: &str, faults: &mut Fields) -> Result<Sharing> {
    let home = viewer.organisation().ok_or(Error::SignIn)?;
    match word.trim() {
        "" => return Ok(Sharing::Own),
        ORGANISATION => return Ok(Sharing::Organisation(home.clone())),
        word => {
            let slug = word.strip_prefix("group:").unwrap_or_default();
            let found = sharings(conn, viewer)?.into_iter().find(|group| group.slug == slug);
            if let Some(group) = found {
                return Ok(Sharing::Group(group.id));
            }
            faults.add("sharing", message("fault-sharing"));
        }
    }
    Ok(Sharing::Own)
}

impl SavedSearch {
    fn with(self, parsed: Parsed, sharing: Sharing) -> Self {
        let (organisation_id, group_id) = match sharing {
            Sharing::Own => (None, None),
            Sharing::Organisation(id) => (Some(id), None),
            Sharing::Group(id) => (None, Some(id)),
        };
        Self { name: parsed.name, query: parsed.query, organisation_id, group_id, ..self }
    }
}

/// Keeps a search. What was released before is not new in it.
pub fn save(tx: &mut Tx<'_>, viewer: &Viewer, input: &Input) -> Result<SavedSearch> {
    allows(viewer, Act::SaveSearches)?;
    let person = viewer.person().ok_or(Error::SignIn)?.clone();
    let mut faults = Fields::default();
    let parsed = input.parse(&mut faults);
    let sharing = sharing(tx.conn, viewer, &input.sharing, &mut faults)?;
    faults.into_result(())?;
    if store::count_own(tx.conn, &person)? >= MOST {
        return Err(Error::Conflict(message("conflict-too-many-searches").with("most", MOST)));
    }
    let empty = SavedSearch {
        id: tx.id(),
        reference: store::free_reference(tx)?,
        person_id: person,
        name: String::new(),
        query: String::new(),
        organisation_id: None,
        group_id: None,
        version: 1,
        created_at: tx.now(),
    };
    let row = empty.with(parsed, sharing);
    store::insert(tx, &row)?;
    log(tx, viewer, &row, "search.saved")?;
    Ok(row)
}

/// A search of one's own. One that is shared with the viewer they may open, and not change.
fn own(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<SavedSearch> {
    let row = store::readable(conn, viewer, reference)?;
    if viewer.person() == Some(&row.person_id) {
        Ok(row)
    } else {
        Err(Error::Denied(message("denied-search-owner")))
    }
}

/// Changes name, question and sharing. `check` is handed the version that stands, and refuses a lost update.
pub fn edit(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    input: &Input,
    check: impl FnOnce(&str) -> Result<()>,
) -> Result<SavedSearch> {
    let row = own(tx.conn, viewer, reference)?;
    allows(viewer, Act::SaveSearches)?;
    check(&row.version.to_string())?;
    let mut faults = Fields::default();
    let parsed = input.parse(&mut faults);
    let sharing = sharing(tx.conn, viewer, &input.sharing, &mut faults)?;
    faults.into_result(())?;
    let row = row.with(parsed, sharing);
    store::update(tx, &row)?;
    log(tx, viewer, &row, "search.edited")?;
    Ok(SavedSearch { version: row.version + 1, ..row })
}

/// Deletes a search of one's own, with all addresses of it and all that is to be told of it.
pub fn delete(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<()> {
    let row = own(tx.conn, viewer, reference)?;
    remove(tx, &row.id)?;
    log(tx, viewer, &row, "search.deleted")
}

fn remove(tx: &mut Tx<'_>, id: &SavedSearchId) -> Result<()> {
    feeds::forget_subject(tx, FeedKind::SavedSearch, id.as_str())?;
    outbox::forget(tx, id.as_str())?;
    store::remove(tx, id)
}

/// What was released up to a moment is not new to the viewer any more. Never later than now.
pub fn set_seen(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, until: Moment) -> Result<()> {
    let row = store::readable(tx.conn, viewer, reference)?;
    let person = viewer.person().ok_or(Error::SignIn)?;
    let look = store::look(tx.conn, person, &row)?;
    let until = until.min(tx.now());
    if until <= look.seen_until {
        return Ok(());
    }
    store::set_look(tx, &store::Look { seen_until: until, ..look })
}

/// Whether the viewer is told what is new.
pub fn set_tells(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, tells: bool) -> Result<()> {
    let row = store::readable(tx.conn, viewer, reference)?;
    if tells {
        allows(viewer, Act::SaveSearches)?;
    }
    let person = viewer.person().ok_or(Error::SignIn)?;
    let look = store::look(tx.conn, person, &row)?;
    if look.tells == tells {
        return Ok(());
    }
    store::set_look(tx, &store::Look { tells, ..look })?;
    let act = if tells { "search.followed" } else { "search.unfollowed" };
    log(tx, viewer, &row, act)
}

/// Makes an address of a search for the viewer.
pub fn make_address(tx: &mut Tx<'_>, key: &InstanceKey, viewer: &Viewer, reference: &str) -> Result<Made> {
    let row = store::readable(tx.conn, viewer, reference)?;
    allows(viewer, Act::SaveSearches)?;
    let person = viewer.person().ok_or(Error::SignIn)?;
    feeds::make(tx, key, (person, &actor(viewer)), FeedKind::SavedSearch, row.id.as_str())
}

/// Ends an address of the viewer's.
pub fn revoke_address(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<()> {
    let person = viewer.person().ok_or(Error::SignIn)?;
    let found = feeds::own(tx.conn, person)?.into_iter().find(|address| address.reference == reference);
    feeds::revoke(tx, &actor(viewer), &found.ok_or(Error::NotFound)?)
}

/// Forgets all that somebody has saved, and how far they have seen what others share: their account is closed.
pub fn forget_person(tx: &mut Tx<'_>, person: &PersonId) -> Result<()> {
    for id in store::ids_of(tx.conn, person)? {
        remove(tx, &id)?;
    }
    store::forget_looks(tx, person)
}
