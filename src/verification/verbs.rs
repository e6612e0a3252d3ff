//! Who may say what of a report.

use serde_json::json;

use super::input::Parsed;
use super::{Corroboration, Input, Stance, evidence_links, replies};
use crate::access::{Act, Viewer, allows, permits, sql};
use crate::contributions::{self, Contribution, Draft, LinkKind};
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::Release;
use crate::redaction::{self, Rendition};
use crate::reports::{Report, store as rows};
use crate::vault::Vault;

/// The report of an incident that somebody can speak of, and all that they read of it, fullest first. Where they read
/// none there is no incident.
pub fn spoken_of(
    conn: &mut Conn,
    viewer: &Viewer,
    incident: &str,
    report: &str,
) -> Result<(Report, Vec<Rendition>)> {
    let incident = rows::known_incident(conn, viewer, incident)?;
    let mut readable = Vec::new();
    for one in rows::reports_of(conn, &incident.id)? {
        let texts = redaction::readable_of(conn, viewer, one.id.as_str())?;
        if !texts.is_empty() {
            readable.push((one, texts));
        }
    }
    if readable.is_empty() {
        return Err(Error::NotFound);
    }
    let chosen = if report.is_empty() {
        let others = readable.iter().position(|(one, _)| !viewer.is_of(&one.organisation_id));
        others.unwrap_or(0)
    } else {
        let named = readable.iter().position(|(one, _)| one.reference == report);
        named.ok_or_else(|| Error::invalid("report", message("fault-no-such-report")))?
    };
    Ok(readable.swap_remove(chosen))
}

/// The reference of the report that something was said of, where the viewer reads it.
pub fn readable_report(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Corroboration>,
) -> Result<Option<String>> {
    if sql::readable_in(conn, viewer, &row.rests_on)?.is_empty() {
        return Ok(None);
    }
    Ok(Some(rows::report_by_id(conn, &row.rests_on)?.reference))
}

/// Says something of a report. Among members it is released at once; a public one needs a second person.
pub fn corroborate(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    incident: &str,
    input: &Input,
) -> Result<(Contribution<Corroboration>, Release)> {
    let (report, texts) = spoken_of(tx.conn, viewer, incident, &input.report)?;
    viewer.person().ok_or(Error::SignIn)?;
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let owner = &report.organisation_id;
    let parsed = may_say(tx.conn, viewer, owner, &texts, input)?;
    let cited = evidence_links::named(tx.conn, viewer, &home, &input.evidence)?;
    let proposal = input.words.proposal(tx.conn, viewer, &home)?;
    let references: Vec<_> = cited.iter().map(|report| &report.reference).collect();
    let draft = Draft {
        rests_on: report.id.as_str().to_owned(),
        revision: texts.iter().map(|text| text.revision).max().unwrap_or(report.revision),
        reply_to: None,
        body: parsed.note,
        logged: json!({ "stance": parsed.stance, "evidence": references }),
        links: cited.iter().map(|report| (LinkKind::Report, report.id.as_str().to_owned())).collect(),
        details: Corroboration { stance: parsed.stance, grade: parsed.grade },
    };
    contributions::propose(tx, vault, viewer, draft, (act_for(parsed.stance, owner), proposal))
}

/// What somebody says, where they may say it of a report of which they read these texts.
fn may_say(
    conn: &mut Conn,
    viewer: &Viewer,
    owner: &OrganisationId,
    texts: &[Rendition],
    input: &Input,
) -> Result<Parsed> {
    if viewer.is_of(owner) {
        return Err(Error::Denied(message("denied-own-report")));
    }
    // Who may say nothing is told so before anything else.
    if !permits(viewer, Act::Verify { owner }) && !permits(viewer, Act::Reply { owner }) {
        allows(viewer, Act::Corroborate { owner })?;
    }
    let parsed = input.parse()?;
    allows(viewer, act_for(parsed.stance, owner))?;
    if parsed.stance == Stance::Replies && !replies::concerned(conn, viewer, texts)? {
        return Err(Error::Denied(message("denied-not-concerned")));
    }
    Ok(parsed)
}

pub(super) fn act_for(stance: Stance, owner: &OrganisationId) -> Act<'_> {
    match stance {
        Stance::Corroborates | Stance::Disputes => Act::Corroborate { owner },
        Stance::Verifies => Act::Verify { owner },
        Stance::Replies => Act::Reply { owner },
    }
}
