//! The owner's desk of one report: the original, who reads what of it, what was proposed, what can be done now.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{Act, Viewer, permits};
use crate::accounts::Visit;
use crate::contributions::Contribution;
use crate::db::{Moment, Tx};
use crate::delegation::pages::form::Line;
use crate::error::{Fields, Result};
use crate::facts::languages::name_of;
use crate::flow::{Release, ReleaseState};
use crate::inquiries::entries::{Entry, entries};
use crate::people::{self, called};
use crate::redaction::{Reading, Rendition};
use crate::reports::readers::{self, Who};
use crate::reports::text::{Text, retracted_text};
use crate::reports::{self, Desk, Report, grouping};
use crate::review::progress;
use crate::review::remark_rows::{self, ReturnedRemarks};
use crate::translations::{self, Translation};
use crate::vault::Vault;
use crate::verification::Assessments;
use crate::web::{FormErrors, Link, Page, encode, html};
use crate::workspace::pages::file_row::Listed;
use crate::{delegation, evidence, inquiries};

/// What one audience reads.
struct Live {
    who: Who,
    version: String,
    hash: String,
    released_at: Moment,
    /// Whether the original says more by now.
    older: bool,
    text: Text,
    /// The release by which it was released: there it can be withdrawn.
    release: String,
    /// Where it is translated; empty where the viewer may not.
    translate: String,
    translations: Vec<Translated>,
    /// Where another is begun from the words of one that went with an earlier text.
    again: Vec<Link>,
}

/// A translation of what is released.
struct Translated {
    href: String,
    tag: String,
    name: String,
    state: String,
    state_kind: &'static str,
}

fn translations_of(tx: &mut Tx<'_>, page: &Page, rendition: &Rendition) -> Result<Vec<Translated>> {
    let all = translations::of_desk(tx, rendition)?;
    let now = tx.now();
    let one = |(row, release): &(Contribution<Translation>, Release)| {
        let ended = row.is_past(now);
        Translated {
            href: format!("/translations/{}", row.reference),
            name: name_of(&row.details.language).to_owned(),
            tag: row.details.language.clone(),
            state: page.t(&format!("release-state-{}", if ended { "ended" } else { release.state.as_str() })),
            state_kind: if ended { "" } else { progress::kind_of(release.state) },
        }
    };
    Ok(all.iter().map(one).collect())
}

fn again(tx: &mut Tx<'_>, page: &Page, translate: &str, rendition: &Rendition) -> Result<Vec<Link>> {
    let earlier = translations::to_start_from(tx, rendition)?.into_iter();
    let link = |row: Contribution<Translation>| Link {
        href: format!("{translate}&from={}", row.reference),
        label: page.ta("translate-again", &[("language", name_of(&row.details.language))]),
    };
    Ok(earlier.map(link).collect())
}

/// A proposal and what became of it.
struct Proposed {
    href: String,
    who: Who,
    state: String,
    state_kind: &'static str,
    by: String,
    at: Moment,
    decided_by: String,
    waits_for: String,
    comment: String,
}

#[derive(Template)]
#[template(path = "workspace/workspace.html")]
pub(super) struct OwnerPage {
    pub(super) page: Page,
    reference: String,
    incident: String,
    /// Whether the incident has a page for this viewer.
    incident_readable: bool,
    alone: bool,
    /// Where it was filed before, in words, and until when.
    moves: Vec<(String, Moment)>,
    text: Text,
    /// What reviewers remarked when they returned it.
    remarked: Vec<ReturnedRemarks>,
    revision: String,
    updated_at: Moment,
    live: Vec<Live>,
    proposed: Vec<Proposed>,
    /// What others were asked to publish of it.
    delegated: Vec<Line>,
    readable: bool,
    edits: bool,
    proposes: bool,
    groups: bool,
    withdraws: bool,
    /// Whether something is released that the viewer may say to be wrong.
    retracts: bool,
    /// Why the organisation no longer stands by what is released, and since when; empty where it does.
    retracted: String,
    /// Until when it is kept, where that was said.
    kept_until: String,
    /// Whether the viewer says how long it is kept.
    keeps: bool,
    files: Vec<Listed>,
    /// What was asked of it and answered.
    asked: Vec<Entry>,
    /// What was typed with a file that was not received.
    description: String,
    errors: Fields,
    notice: String,
}

fn live(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    report: &Report,
    (rendition, releases): (&Rendition, &[Release]),
) -> Result<Live> {
    let tokens: Vec<_> = rendition.audience.tokens().iter().collect();
    let translate = match rendition.audience.tokens().first() {
        Some(token) if permits(viewer, Act::Translate { owner: &report.organisation_id }) => {
            let whom = encode(&people::word_of_token(tx.conn, token)?);
            format!("/reports/{}/translate?rendition={}&as={whom}", report.reference, rendition.hash)
        }
        _ => String::new(),
    };
    let release = releases.iter().find(|one| one.result.as_deref() == Some(rendition.id.as_str()));
    Ok(Live {
        who: readers::who(tx.conn, page, viewer, &rendition.audience, &tokens)?,
        version: page.ta("version", &[("version", &rendition.version.to_string())]),
        hash: rendition.hash.clone(),
        released_at: rendition.released_at,
        older: rendition.revision < report.revision,
        text: Text::of(page, &rendition.reading)?,
        release: release
            .map(|one| format!("/reports/{}/releases/{}", report.reference, one.reference))
            .unwrap_or_default(),
        again: if translate.is_empty() { Vec::new() } else { again(tx, page, &translate, rendition)? },
        translations: translations_of(tx, page, rendition)?,
        translate,
    })
}

fn proposed(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    report: &Report,
    (release, live): (&Release, &[Rendition]),
) -> Result<Proposed> {
    let names = progress::names_of(tx.conn, std::iter::once(release))?;
    let tokens = reports::tokens_of(viewer, release);
    let is_out = |id: &String| live.iter().any(|one| one.id.as_str() == id);
    let ended = release.state == ReleaseState::Approved && !release.result.as_ref().is_some_and(is_out);
    let decided_by = match &release.decided_by {
        Some(person) => called(tx.conn, viewer, person)?,
        None => String::new(),
    };
    Ok(Proposed {
        href: format!("/reports/{}/releases/{}", report.reference, release.reference),
        who: readers::who(tx.conn, page, viewer, &release.audience, &tokens)?,
        state: page.t(&format!("release-state-{}", if ended { "ended" } else { release.state.as_str() })),
        state_kind: if ended { "" } else { progress::kind_of(release.state) },
        by: called(tx.conn, viewer, &release.proposed_by)?,
        at: release.proposed_at,
        decided_by,
        waits_for: progress::waits_for(&names, page, viewer, release)?,
        comment: release.comment.clone(),
    })
}

pub(super) fn owner_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    report: &Report,
    desk: &Desk,
    (refusal, description): (FormErrors, &str),
) -> Result<OwnerPage> {
    let owner = &report.organisation_id;
    let known = grouping::known_incident_of(tx.conn, viewer, report)?;
    let text = Text::of(&page, &Reading::whole(desk.original.reveal(&desk.permit)))?;
    let live = desk
        .renditions
        .iter()
        .map(|rendition| live(tx, &page, viewer, report, (rendition, &desk.releases)))
        .collect::<Result<Vec<_>>>()?;
    let proposed = desk
        .releases
        .iter()
        .map(|release| proposed(tx, &page, viewer, report, (release, &desk.renditions)))
        .collect::<Result<Vec<_>>>()?;
    let delegated = delegation::of_report(tx, viewer, report)?;
    let files = evidence::of_original(tx.conn, report, desk.original.reveal(&desk.permit))?;
    let asked = inquiries::of_desk(tx.conn, viewer, report)?;
    let moves = grouping::moves_of(tx.conn, viewer, report)?;
    let standing = Assessments::load(tx.conn, &[report.id.as_str().to_owned()])?;
    let retracted = desk.renditions.iter().find_map(|one| standing.retraction_of(one));
    let retracted = retracted.map(|(at, reason)| retracted_text(&page, at, reason));
    let day = report.keep_until.map(|until| page.date(until.date()));
    let left = |incident: &str| page.ta("report-moved-from", &[("incident", incident)]);
    Ok(OwnerPage {
        moves: moves.iter().map(|(incident, at)| (left(incident), *at)).collect(),
        reference: report.reference.clone(),
        incident_readable: known.readable,
        incident: known.reference,
        alone: known.reports < 2,
        text,
        remarked: remark_rows::returned_remarks(tx, vault, &page, viewer, report)?,
        revision: page.ta("report-revision", &[("revision", &report.revision.to_string())]),
        updated_at: report.updated_at,
        live,
        proposed,
        delegated: delegated.iter().map(|one| Line::of(&page, one)).collect(),
        readable: desk.renditions.iter().any(|rendition| rendition.audience.readable_by(viewer)),
        edits: permits(viewer, Act::EditOriginal { owner }),
        proposes: permits(viewer, Act::ProposeRelease { owner }),
        groups: permits(viewer, Act::GroupIncidents { owner }),
        retracts: desk.renditions.iter().any(|one| standing.retraction_of(one).is_none())
            && permits(viewer, Act::Retract { owner }),
        retracted: retracted.unwrap_or_default(),
        kept_until: day.map(|day| page.ta("keeping-on-desk", &[("day", &day)])).unwrap_or_default(),
        keeps: permits(viewer, Act::Erase { owner }),
        withdraws: permits(viewer, Act::WithdrawRelease { owner }),
        files: files.iter().map(|file| Listed::of(&page, file)).collect::<Result<_>>()?,
        asked: entries(&page, viewer, &asked),
        description: description.to_owned(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

/// `GET /reports/{reference}/desk`.
pub async fn report_desk(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
) -> Result<HttpResponse> {
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let report = reports::own_report(tx.conn, viewer, &reference)?;
            let desk = reports::desk(tx, &vault, viewer, &report)?;
            owner_page(tx, &vault, page.clone(), viewer, &report, &desk, (FormErrors::none(), ""))
        })
        .await?;
    html(&app, &answer.page, &answer)
}
