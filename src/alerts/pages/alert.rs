//! The page of one alert, and of one of its versions.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::Value;

use super::AT;
use super::content::Content;
use crate::access::{Act, Audience, Tlp, Viewer, permits};
use crate::accounts::Posted;
use crate::alerts::acknowledgement::{self, Acknowledgement, Answered};
use crate::alerts::acts::{self, ActLine};
use crate::alerts::view::author_is_active;
use crate::alerts::{Alert, AlertBody, AlertPhase, Answer, acknowledge, links, store};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Result, message};
use crate::facts::languages::name_of;
use crate::mandates;
use crate::people;
use crate::reports::contribution_page::{ContributionPage, Review, act_on};
use crate::reports::one_page::OfOne;
use crate::reports::readers::{self, Who, name_readers};
use crate::reports::version_page::{Earlier, VersionLink, VersionPage, version_links};
use crate::vault::Vault;
use crate::web::{Form, Page, done};

/// What the viewer's organisation can answer, and has.
pub struct Answering {
    /// Whether it is asked to, or can still say more than that it has read the alert.
    pub asked: bool,
    /// Whether this person may for it.
    pub may: bool,
    /// What it has answered, in words.
    pub given: String,
    /// Whether that was before its author asked again.
    pub earlier: bool,
    /// Whether it has said so far only that it has read the alert.
    pub seen: bool,
    /// The help that it offered.
    pub offered: String,
    /// What was typed.
    pub offer: String,
}

/// What another organisation answered, as a page shows it.
pub struct AnswerLine {
    pub organisation: String,
    pub answer: String,
    /// Whether that was before its author asked again.
    pub earlier: bool,
    pub at: Moment,
    pub offer: String,
}

/// The page of one alert.
#[derive(Template)]
#[template(path = "alerts/alert.html")]
pub struct OnePage {
    page: Page,
    reference: String,
    at: Moment,
    tlp: Tlp,
    /// Whom it was released to, as far as the viewer belongs to them; for its own organisation all.
    names: String,
    /// For those who see to it: everybody who reads it, and who is left out.
    who: Option<Who>,
    /// What it says; nothing where the viewer may not open what is sealed.
    content: Option<Content>,
    /// For members: whether its author is no active member, so that it calls nobody and nobody updates it.
    author_inactive: bool,
    review: Review,
    answering: Answering,
    /// What others answered, for the author's organisation.
    answered: Option<Vec<AnswerLine>>,
    /// Whether answers can still come.
    awaits: bool,
    /// Who has not, where the author's organisation may list all readers.
    missing: Vec<String>,
    versions: Vec<VersionLink>,
    /// Of an update that waits: the address of the version that is read meanwhile.
    read_meanwhile: String,
    /// Of a proposal that was returned, or has ended unconfirmed: the address of a form that begins with it.
    again: String,
    /// Whether the viewer may update it.
    updates: bool,
    /// Whether a report can be begun from it.
    drafts: bool,
    /// The joint actions about it that the viewer reads.
    acts: Vec<ActLine>,
    /// Whether a joint action can be begun from it.
    begins: bool,
    /// The address of its text for programs, where it is public.
    cap: String,
    /// The number of the version that is shown, where it is no longer the newest.
    number: usize,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn answering(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    (row, answered): (&Contribution<Alert>, &Answered),
    form: &Form,
) -> Result<Answering> {
    let waited = store::is_waited_for(conn, viewer, &[row.version.as_str().to_owned()])?;
    let own = viewer.is_of(&row.organisation_id);
    let given = answered.by.last().filter(|_| !own);
    let current = row.is_readable_by(viewer) && row.is_shown(viewer.at());
    let seen = given.is_some_and(|one| one.answer == Answer::Seen.as_str() && !one.earlier);
    let more = seen && current && AlertBody::read(row)?.phase(viewer.at()) == AlertPhase::Current;
    Ok(Answering {
        asked: (!waited.is_empty() && current) || more,
        earlier: given.is_some_and(|one| one.earlier),
        seen,
        may: permits(viewer, Act::AcknowledgeAlert { owner: &row.organisation_id }),
        given: given.map_or_else(String::new, |one| {
            page.ta(&format!("alert-given-{}", one.answer), &[("when", &page.moment(one.at))])
        }),
        offered: given.map(|one| one.offer.clone()).unwrap_or_default(),
        offer: form.raw("offer").to_owned(),
    })
}

impl ContributionPage for Alert {
    const AT: &'static str = AT;
    type OnePage = OnePage;

    fn page(
        tx: &mut Tx<'_>,
        mut page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        review: Review,
        form: &Form,
    ) -> Result<OnePage> {
        let sent = ["flash-alert-out", "flash-alert-proposed"];
        name_readers(tx.conn, &mut page, viewer, (&audience, &row.organisation_id), sent)?;
        one_page(tx, page, viewer, (row, audience), review, (form, 0))
    }

    fn words(conn: &mut Conn, page: &Page, viewer: &Viewer, row: &Contribution<Self>) -> Result<String> {
        let body = AlertBody::read(row)?;
        let facts = Content::of(page, &body, "", row.at())?;
        let exercise = body.exercise.then(|| page.t("alert-exercise-text"));
        let message = Some(facts.message).filter(|message| !message.is_empty());
        let places = Some((page.t("alert-places"), facts.places)).filter(|(_, places)| !places.is_empty());
        let expires = (page.t("alert-expires"), page.moment(facts.expires_at));
        let links: Vec<String> =
            links::shown(conn, viewer, row)?.into_iter().map(|link| link.reference).collect();
        let links = (page.t("alert-links"), links.join(", "));
        let links = Some(links).filter(|(_, links)| !links.is_empty());
        let named = facts.words.into_iter().chain(places).chain([expires]).chain(links);
        let named = named.map(|(name, word)| format!("{name}: {word}"));
        let facts = exercise.into_iter().chain(message).chain(named).collect::<Vec<_>>().join("\n");
        let texts = body.texts.iter().map(|text| {
            let parts = [name_of(&text.language), &text.headline, &text.body, &text.instruction];
            parts.join("\n\n").trim().to_owned()
        });
        Ok(texts.chain([facts]).collect::<Vec<_>>().join("\n\n"))
    }
}

impl VersionPage for Alert {
    type OneVersion = OnePage;

    fn version(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        of: (Contribution<Self>, Audience),
        Earlier { number, at, withdraws, typed, .. }: Earlier<'_>,
    ) -> Result<OnePage> {
        let form = typed.0;
        let review = Review::of_version(&page, at, withdraws, typed);
        one_page(tx, page, viewer, of, review, (form, number))
    }
}

fn lines(page: &Page, answered: &Answered) -> Vec<AnswerLine> {
    let line = |one: &Acknowledgement| AnswerLine {
        organisation: one.organisation.name.clone(),
        answer: page.t(&format!("alert-answer-{}", one.answer)),
        earlier: one.earlier,
        at: one.at,
        offer: one.offer.clone(),
    };
    answered.by.iter().map(line).collect()
}

/// Whether a version calls its readers, or will once it is released: it neither expired nor ended.
fn goes_on(row: &Contribution<Alert>, at: Moment) -> Result<bool> {
    if row.body.is_empty() || row.ended.is_some() || row.is_past(at) {
        return Ok(false);
    }
    Ok(AlertBody::read(row)?.phase(at) == AlertPhase::Current)
}

/// Where somebody goes on with what was returned, or has ended because nobody confirmed it; empty of everything else. An update goes on
/// only while there is something to update.
fn again(row: &Contribution<Alert>, review: &Review, awaits: bool) -> String {
    match (review.is_over, row.is_correction()) {
        (true, false) => format!("{AT}/new?again={}", row.reference),
        (true, true) if row.released_at.is_none() && awaits => {
            format!("{AT}/{}/update?draft=yes", row.reference)
        }
        _ => String::new(),
    }
}

fn one_page(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (row, audience): (Contribution<Alert>, Audience),
    review: Review,
    (form, number): (&Form, usize),
) -> Result<OnePage> {
    let owner = &row.organisation_id;
    let told = audience.told(viewer, owner);
    // While an update waits, answers are to the version that is read.
    let released = if row.released_at.is_none() && contributions::current(tx.conn, &row)?.is_some() {
        contributions::by_ids::<Alert>(tx.conn, std::slice::from_ref(&row.id))?.pop()
    } else {
        None
    };
    let read = released.as_ref().unwrap_or(&row);
    let answered = acknowledgement::answered(tx.conn, viewer, read)?;
    let awaits = goes_on(read, viewer.at())?;
    let lapsed = read.is_past(viewer.at());
    let content = Content::stored(tx.conn, &page, viewer, &row)?;
    let goes_on = goes_on(&row, viewer.at())?;
    // Who else reads it is for those to know who see to it: a reader learns of nobody by it.
    let sees_to_it = viewer.reads_as(owner) || review.may("approve") || review.may("confirm");
    let who = if sees_to_it {
        Some(readers::who(tx.conn, &page, viewer, &audience, &told.iter().collect::<Vec<_>>())?)
    } else {
        None
    };
    let is_released = row.released_at.is_some() || released.is_some();
    let sees = permits(viewer, Act::SeeAcknowledgements { owner }) && is_released;
    let versions = version_links(tx.conn, &page, viewer, &row)?;
    let posts = permits(viewer, Act::PostAlert { owner });
    let author = people::organisation(tx.conn, owner)?;
    Ok(OnePage {
        tlp: audience.tlp(),
        names: readers::names(&page, &people::token_names(tx.conn, &told)?),
        who,
        author_inactive: author_is_active(viewer, &author) == Some(false),
        answering: answering(tx.conn, &page, viewer, (&row, &answered), form)?,
        // Nobody owes an answer to what nobody confirmed.
        missing: answered.missing.iter().flatten().filter(|_| !lapsed).map(|one| one.name.clone()).collect(),
        awaits,
        answered: sees.then(|| lines(&page, &answered)),
        read_meanwhile: match versions.first() {
            Some(newest) if row.released_at.is_none() => newest.href.clone(),
            _ => String::new(),
        },
        versions,
        again: if posts && content.is_some() { again(&row, &review, awaits) } else { String::new() },
        // While an update waits there is no other; one that was returned gives way.
        updates: (goes_on && row.released_at.is_some() || awaits && released.is_some() && review.is_over)
            && number == 0
            && posts,
        drafts: row.released_at.is_some() && permits(viewer, Act::DraftReport),
        acts: if number == 0 { acts::about(tx.conn, &page, viewer, &row.id)? } else { Vec::new() },
        begins: row.released_at.is_some() && mandates::may_begin(tx.conn, viewer)?,
        cap: if audience.is_public() && row.released_at.is_some() && row.ended.is_none() && number == 0 {
            format!("{}/{}.cap", AT, row.reference)
        } else {
            String::new()
        },
        at: row.at(),
        reference: row.reference,
        content,
        review,
        number,
        page,
    })
}

/// `POST /alerts/{reference}/acknowledgement`.
pub async fn acknowledge_alert(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let back = format!("{AT}/{reference}");
    let work = |tx: &mut Tx<'_>, _: &Vault, viewer: &Viewer, reference: &str, form: &Form| {
        // Of the three buttons one sends the offer, and needs one; another never sends what stands there.
        let (answer, offer) = match form.text("answer") {
            "offer" if form.text("offer").is_empty() => {
                return Err(Error::invalid("offer", message("fault-offer-missing")));
            }
            "offer" => (Answer::Acknowledged.as_str(), form.raw("offer")),
            answer => (answer, form.raw("offer")),
        };
        acknowledge(tx, viewer, reference, (answer, offer))?;
        Ok(Value::Null)
    };
    let lead = move |_: &Value| done(&back, "alert-acknowledged");
    act_on::<Alert>(posted, vault, reference, work, lead).await
}
