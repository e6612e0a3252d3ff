//! The order by hand in which an organisation keeps the cards of a stage. Only that organisation is shown it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::json;

use crate::access::{Act, Viewer, allows, permits, sql};
use crate::actions::{Action, Stage};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::contributions::Contribution;
use crate::db::schema::{action_details, action_place, contribution, readable};
use crate::db::{Conn, IsAmong, OrganisationId, Tx, insert_all};
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
    let places = places_of(conn, home, &ids)?;
    rows.sort_by_key(|row| {
        let place = places.get(row.id.as_str()).filter(|(stage, _)| *stage == row.details.stage.as_str());
        place.map(|(_, ordinal)| *ordinal)
    });
    Ok(rows)
}

/// The places that an organisation has given these actions, by their ids: in which stage, and which.
fn places_of(
    conn: &mut Conn,
    home: &OrganisationId,
    ids: &[String],
) -> Result<BTreeMap<String, (String, i64)>> {
    let mut places = BTreeMap::new();
    for part in ids.chunks(PART) {
        let found: Vec<(String, String, i64)> = action_place::table
            .filter(action_place::organisation_id.eq(home))
            .filter(action_place::contribution_id.is_among(part.to_vec()))
            .select((action_place::contribution_id, action_place::stage, action_place::ordinal))
            .load(conn)?;
        places.extend(found.into_iter().map(|(id, stage, ordinal)| (id, (stage, ordinal))));
    }
    Ok(places)
}

/// The ids of those of these actions that the viewer reads and that are in this stage, in this order: in one statement.
fn standing(conn: &mut Conn, viewer: &Viewer, stage: Stage, order: &[String]) -> Result<Vec<String>> {
    let found: Vec<(String, String)> = action_details::table
        .inner_join(contribution::table)
        .inner_join(readable::table.on(readable::family.eq(action_details::contribution_id)))
        .filter(contribution::reference.is_among(order.to_vec()))
        .filter(action_details::stage.eq(stage))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer))
        .select((contribution::reference, contribution::id))
        .load(conn)?;
    let mut found: BTreeMap<String, String> = found.into_iter().collect();
    Ok(order.iter().filter_map(|reference| found.remove(reference)).collect())
}

/// Puts the cards of a stage in this order, for the viewer's organisation. What the viewer does not read, and what is in another
/// stage by now, is passed over as what does not exist. Where nothing changes, nothing is written. A fixed number of statements.
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
    let ids = standing(tx.conn, viewer, stage, order)?;
    let wanted: BTreeMap<String, (String, i64)> =
        ids.into_iter().zip(1..).map(|(id, ordinal)| (id, (stage.to_string(), ordinal))).collect();
    let all: Vec<String> = wanted.keys().cloned().collect();
    if wanted == places_of(tx.conn, &home, &all)? {
        return Ok(());
    }
    let own = action_place::table.filter(action_place::organisation_id.eq(&home));
    diesel::delete(own.filter(action_place::contribution_id.is_among(all))).execute(tx.conn)?;
    let row = |(id, (_, ordinal)): (String, (String, i64))| {
        (
            action_place::organisation_id.eq(home.as_str().to_owned()),
            action_place::contribution_id.eq(id),
            action_place::stage.eq(stage),
            action_place::ordinal.eq(ordinal),
        )
    };
    let rows: Vec<_> = wanted.into_iter().map(row).collect();
    insert_all!(&mut *tx.conn, action_place::table, &rows)?;
    let entry = Entry {
        act: "organisation.board_ordered",
        subject_kind: SubjectKind::Organisation,
        subject: home.as_str(),
        owner: Some(&home),
        detail: json!({ "stage": stage }),
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}
