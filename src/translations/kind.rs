//! Translations as a kind of contribution.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;

use super::store::of_rendition;
use super::view::{TranslationView, answer, is_told};
use super::{TranslatedFields, Translation, verbs, words_of};
use crate::access::{Act, Audience, Viewer, permits, sql};
use crate::contributions::api::Answer;
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{contribution, contribution_version, readable, translation_details};
use crate::db::{ChangeKind, Conn, IsAmong, ReportId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::{Release, TextKind};
use crate::vault::Vault;

/// How many are asked about in one statement.
const PART: usize = 500;

impl Kind for Translation {
    const KIND: TextKind = TextKind::Translation;
    const PREFIX: char = 'T';
    const SEALED: &'static str = "translation";
    const DRAFTED: &'static str = "translation.drafted";
    const WITHDRAWN: &'static str = "translation.withdrawn";
    type View = TranslationView;
    const KEEPS_SEALED: bool = true;

    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        diesel::insert_into(translation_details::table)
            .values((
                translation_details::contribution_id.eq(&row.id),
                translation_details::report_id.eq(&row.details.report),
                translation_details::rendition_hash.eq(&row.details.hash),
                translation_details::language.eq(&row.details.language),
            ))
            .execute(tx.conn)?;
        Ok(())
    }

    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        let mut details = BTreeMap::new();
        for part in ids.chunks(PART) {
            let rows: Vec<(String, ReportId, String, String)> = translation_details::table
                .filter(translation_details::contribution_id.is_among(part.to_vec()))
                .load(conn)?;
            let of = |(id, report, hash, language)| (id, Self { report, hash, language });
            details.extend(rows.into_iter().map(of));
        }
        Ok(details)
    }

    /// It is on their desk; it is or was theirs to decide; or they read it, or could until it was withdrawn by itself. What
    /// went with its rendition is gone.
    fn is_known(viewer: &Viewer) -> Condition {
        let read = readable::table
            .filter(readable::id.eq(contribution_version::id))
            .filter(sql::could_read(viewer))
            .filter(sql::is_listed().and(sql::rests(viewer)).or(contribution::ended_at.is_not_null()));
        let desk = contribution::organisation_id.eq(contributions::desk_of(viewer));
        Box::new(desk.or(contributions::is_decided_by(viewer)).or(exists(read)))
    }

    /// Who decides for another organisation opens none of a text that is no longer released.
    fn may_open(
        conn: &mut Conn,
        viewer: &Viewer,
        all: &[(&Contribution<Self>, &Release)],
    ) -> Result<Vec<bool>> {
        let desk = |row: &Contribution<Self>| permits(viewer, Act::SeeDesk { owner: &row.organisation_id });
        let foreign: Vec<&Contribution<Self>> =
            all.iter().map(|(row, _)| *row).filter(|row| !desk(row)).collect();
        let standing = verbs::standing_among(conn, viewer.at(), &foreign)?;
        let decides = |row: &Contribution<Self>, release: &Release| {
            viewer.person() != Some(&release.proposed_by) && standing.contains(&row.version)
        };
        Ok(all.iter().map(|(row, release)| desk(row) || decides(row, release)).collect())
    }

    fn guard(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        match verbs::standing(tx.conn, tx.now(), row)? {
            Some(_) => Ok(()),
            None => Err(Error::Conflict(message("conflict-translation-gone"))),
        }
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        // It takes the place of an earlier one of the same text and language.
        let mut replaced = false;
        for other in of_rendition(tx.conn, &row.rests_on.clone().into())? {
            let same = other.details.language == row.details.language;
            if same && other.version != row.version && other.released_at.is_some() {
                sql::retire(tx, other.version.as_str())?;
                replaced = true;
            }
        }
        tx.change(ChangeKind::Report, row.details.report.as_str(), replaced).map(|_| ())
    }

    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        tx.change(ChangeKind::Report, row.details.report.as_str(), true).map(|_| ())
    }

    fn about(row: &Contribution<Self>) -> Option<&str> {
        Some(row.details.report.as_str())
    }

    fn title(body: &str) -> Result<String> {
        let words: TranslatedFields = serde_json::from_str(body).map_err(Error::internal)?;
        Ok(words.of("title").to_owned())
    }

    fn language(&self) -> Option<&str> {
        Some(&self.language)
    }

    fn approved(viewer: &Viewer, row: &Contribution<Self>, release: &Release) -> &'static str {
        if is_told(viewer, row, release) { "live" } else { "approved" }
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<TranslationView> {
        let words = words_of(&row)?;
        TranslationView::of(conn, viewer, (row, audience, state), Some(&words))
    }

    /// What it is of may be released no longer: then it is for its desk.
    fn answer(
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        reference: &str,
    ) -> Result<Option<Answer<TranslationView>>> {
        answer(tx, vault, viewer, reference).map(Some)
    }
}
