//! The order by hand in which an organisation keeps the cards of a stage. Only that organisation is shown it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;

use crate::access::{Act, Viewer, allows, permits};
use crate::actions::{Action, Stage};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::contributions::{self, Contribution};
use crate::db::schema::action_place;
use crate::db::{Conn, IsAmong, Tx};
use crate::error::{Error, Result, message};

/// How many are asked about in one statement.
const PART: usize = 500;
/// So many cards are put in order at once.
const MOST: usize = 100;

/// The same actions in the order of the viewer's organisation: first those that it has not put in their places, as they came.
pub fn in_own_order(
    conn: &mut Conn,
    viewer: &Viewer,
    mut rows: Vec<Contribution<Action>>,
) -> Result<Vec<Contribution<Action>>> {
    let Some(home) = viewer.organisation().filter(|_| permits(viewer, Act::SeeActionWork)) else {
        return Ok(rows);
    };
    let ids: Vec<String> = rows.iter().map(|row| row.id.as_str().to_owned()).collect();
    let mut places: BTreeMap<String, (String, i64)> = BTreeMap::new();
    for part in ids.chunks(PART) {
        let found: Vec<(String, String, i64)> = action_place::table
            .filter(action_place::organisation_id.eq(home))
            .filter(action_place::contribution_id.is_among(part.to_vec()))
            .select((action_place::contribution_id, action_place::stage, action_place::ordinal))
            .load(conn)?;
        places.extend(found.into_iter().map(|(id, stage, ordinal)| (id, (stage, ordinal))));
    }
    rows.sort_by_key(|row| {
        let place = places.get(row.id.as_str()).filter(|(stage, _)| *stage == row.details.stage.as_str());
        place.map(|(_, ordinal)| *ordinal)
    });
    Ok(rows)
}

/// Puts the cards of a stage in this order, for the viewer's organisation. What the viewer does not read, and what is in another
/// stage by now, is passed over as what does not exist.
pub fn put_in_order(tx: &mut Tx<'_>, viewer: &Viewer, stage: Stage, order: &[String]) -> Result<()> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    allows(viewer, Act::JoinAction)?;
    allows(viewer, Act::SeeActionWork)?;
    if order.is_empty() {
        return Err(Error::invalid("order", message("fault-missing")));
    }
    if order.len() > MOST {
        let fault = message("fault-list-of-texts").number("most", MOST as u64);
        return Err(Error::invalid("order", fault));
    }
    let mut places: BTreeMap<String, i64> = BTreeMap::new();
    for (reference, ordinal) in order.iter().zip(1..) {
        let found = match contributions::find::<Action>(tx, viewer, reference) {
            Ok(found) => found,
            Err(Error::NotFound) => continue,
            Err(fault) => return Err(fault),
        };
        if let Some(version) = contributions::current(tx.conn, found.row())? {
            places.entry(version.as_str().to_owned()).or_insert(ordinal);
        }
    }
    let versions: Vec<String> = places.keys().cloned().collect();
    for row in contributions::released_among::<Action>(tx.conn, viewer, &versions)? {
        let Some(ordinal) = places.get(row.version.as_str()).filter(|_| row.is_readable_by(viewer)) else {
            continue;
        };
        if row.details.stage != stage {
            continue;
        }
        let own = action_place::table.find((home.as_str(), row.id.as_str()));
        diesel::delete(own).execute(tx.conn)?;
        diesel::insert_into(action_place::table)
            .values((
                action_place::organisation_id.eq(&home),
                action_place::contribution_id.eq(&row.id),
                action_place::stage.eq(stage),
                action_place::ordinal.eq(ordinal),
            ))
            .execute(tx.conn)?;
    }
    let entry = Entry {
        act: "organisation.board_ordered",
        subject_kind: SubjectKind::Organisation,
        subject: home.as_str(),
        owner: Some(&home),
        detail: json!({ "stage": stage }),
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}
