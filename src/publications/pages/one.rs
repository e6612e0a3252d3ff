//! The page of a publication: for everybody, and for those who decide on it.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{Act, Audience, Tlp, Viewer, permits};
use crate::accounts::Visit;
use crate::contributions::{Contribution, Kind};
use crate::db::{Conn, Moment, Tx};
use crate::endorsements::NameKind;
use crate::error::Result;
use crate::language::{DueLine, direction};
use crate::publications::body::Body;
use crate::publications::find::{self, related_to};
use crate::publications::model::Publication;
use crate::publications::paper::address;
use crate::publications::view::{NameView, PublicationView, TextView};
use crate::reports::contribution_page::{ContributionPage, Paged, Review};
use crate::reports::one_page::{self, OfOne, Shown};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Link, Page};

/// A paragraph, in one language or in two beside each other.
pub struct ParagraphLine {
    number: String,
    is_heading: bool,
    text: String,
    /// The same in the other language; empty where there is none.
    beside: String,
}

/// A name.
pub struct NameLine {
    name: String,
    reservation: String,
    withdrawn: Option<Moment>,
}

/// The names of one kind.
pub struct NameList {
    id: &'static str,
    heading: String,
    names: Vec<NameLine>,
}

/// A language, as one chooses it.
pub struct LanguageLine {
    tag: String,
    link: Link,
    current: bool,
}

/// A published statement to which this one stands in some relation.
pub struct RelatedLine {
    /// How, in words.
    says: String,
    hash: String,
    title: String,
    language: String,
}

/// The page of a publication.
#[derive(Template)]
#[template(path = "publications/one.html")]
pub struct OnePage {
    page: Page,
    tlp: Tlp,
    statement: String,
    title: String,
    language: String,
    dir: &'static str,
    /// The other language and its direction; empty where one stands alone.
    other: String,
    other_dir: &'static str,
    other_title: String,
    languages: Vec<LanguageLine>,
    /// The same, to stand beside.
    beside: Vec<LanguageLine>,
    mode: String,
    adopted: Option<Moment>,
    published: Option<Moment>,
    /// When it opens, where that is to come.
    opens: Option<DueLine>,
    paragraphs: Vec<ParagraphLine>,
    lists: Vec<NameList>,
    reservations: Vec<NameLine>,
    /// Published statements to which it stands in some relation.
    related: Vec<RelatedLine>,
    hash: String,
    /// Where it stands for good.
    address: String,
    /// How it is cited.
    citation: String,
    /// Whether the viewer may not open it.
    sealed: bool,
    review: Review,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

fn name_line(of: &NameView) -> NameLine {
    NameLine { name: of.name.clone(), reservation: of.reservation.clone(), withdrawn: of.withdrawn_at }
}

fn lists(page: &Page, of: &PublicationView) -> Vec<NameList> {
    let list = |kind: &NameKind| NameList {
        id: kind.as_str(),
        heading: page.t(&format!("publication-names-{kind}")),
        names: of.names.iter().filter(|one| one.kind == *kind).map(name_line).collect(),
    };
    NameKind::ALL.iter().map(list).filter(|list| !list.names.is_empty()).collect()
}

fn languages(at: &str, of: &PublicationView, (name, keeps): (&str, &str), chosen: &str) -> Vec<LanguageLine> {
    let one = |text: &TextView| LanguageLine {
        link: Link { href: format!("{at}?{keeps}{name}={}", text.language), label: text.language.clone() },
        current: text.language.eq_ignore_ascii_case(chosen),
        tag: text.language.clone(),
    };
    of.texts.iter().map(one).collect()
}

fn paragraphs(text: &TextView, other: Option<&TextView>) -> Vec<ParagraphLine> {
    let beside = |place: usize| other.and_then(|other| other.paragraphs.get(place));
    let one = |(place, one): (usize, &crate::statements::ParagraphView)| ParagraphLine {
        number: one.number.clone(),
        is_heading: one.kind == "heading",
        text: one.text.clone(),
        beside: beside(place).map(|one| one.text.clone()).unwrap_or_default(),
    };
    text.paragraphs.iter().enumerate().map(one).collect()
}

/// The published statements to which it stands in some relation, as far as the viewer reads them.
fn related(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    row: &Contribution<Publication>,
) -> Result<Vec<RelatedLine>> {
    let mut lines = Vec::new();
    for (relation, other) in related_to(conn, &row.details.statement_id)? {
        let Some(other) = find::current(conn, &other)?.filter(|other| other.is_readable_by(viewer)) else {
            continue;
        };
        let body = Body::read(&other)?;
        let original = body.original()?;
        lines.push(RelatedLine {
            says: page.t(&format!("lineage-{relation}").replace('_', "-")),
            hash: other.details.hash.clone(),
            title: original.title.clone(),
            language: original.language.clone(),
        });
    }
    Ok(lines)
}

/// How it is cited: what it is called, its number, its day, its address.
fn citation(page: &Page, of: &PublicationView, (text, address): (&TextView, &str)) -> String {
    let day = of.published_at.map(|at| page.strings().date(at.date())).unwrap_or_default();
    let named =
        [("title", text.title.as_str()), ("statement", &of.statement), ("day", &day), ("address", address)];
    page.ta("publication-citation", &named)
}

impl ContributionPage for Publication {
    const AT: &'static str = "/publications";
    type OnePage = OnePage;

    fn page(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        mut review: Review,
        form: &Form,
    ) -> Result<OnePage> {
        // It is opened by its statement, and read by everybody.
        let opened = row.released_at.is_some();
        let related = related(tx.conn, &page, viewer, &row)?;
        let view = Self::view(tx.conn, viewer, row, &audience, "")?;
        let waits = view.published_at.is_some_and(|at| at > page.now);
        if opened && waits {
            review.state = page.t("publication-waits");
        }
        let sealed = view.texts.is_empty();
        let blank =
            TextView { language: page.lang.clone(), title: view.reference.clone(), paragraphs: Vec::new() };
        let wanted = if form.has("language") { form.text("language") } else { page.lang.as_str() };
        let text = view.text_in(wanted).unwrap_or(&blank).clone();
        let with = form.text("with").to_owned();
        let is_other =
            |one: &&TextView| one.language.eq_ignore_ascii_case(&with) && one.language != text.language;
        let other = view.texts.iter().find(is_other);
        let at = page.path.clone();
        let keeps = format!("language={}&", text.language);
        let public = page.address.split("/publications/").next().unwrap_or_default();
        let address = address(public, &view.hash);
        let reserves = |one: &&NameView| !one.reservation.is_empty() && one.withdrawn_at.is_none();
        let zone = "UTC";
        Ok(OnePage {
            tlp: view.tlp,
            dir: direction(&text.language),
            other: other.map(|one| one.language.clone()).unwrap_or_default(),
            other_dir: other.map(|one| direction(&one.language)).unwrap_or_default(),
            other_title: other.map(|one| one.title.clone()).unwrap_or_default(),
            languages: languages(&at, &view, ("language", ""), &text.language),
            beside: languages(&at, &view, ("with", &keeps), &with),
            mode: page.t(&format!("publication-mode-{}", view.mode).replace('_', "-")),
            adopted: view.adopted_at,
            published: view.published_at.filter(|_| opened),
            opens: view
                .published_at
                .filter(|_| !opened || waits)
                .map(|at| DueLine::of(page.strings(), (at, zone), page.now, None)),
            paragraphs: paragraphs(&text, other),
            lists: lists(&page, &view),
            reservations: view.names.iter().filter(reserves).map(name_line).collect(),
            citation: citation(&page, &view, (&text, &address)),
            title: text.title,
            language: text.language,
            hash: view.hash.clone(),
            statement: view.statement.clone(),
            related,
            address,
            sealed,
            review,
            page,
        })
    }

    fn words(_: &mut Conn, _: &Page, _: &Viewer, row: &Contribution<Self>) -> Result<String> {
        let body = Body::read(row)?;
        Ok(wording::numbered_text(body.original()?))
    }
}

fn show(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    (hash, form): (&str, &Form),
    refusal: FormErrors,
) -> Result<Shown<OnePage>> {
    let (reference, id) = find::by_hash(tx.conn, viewer, hash)?;
    let Some(row) = find::released(tx.conn, viewer, &id)? else {
        return Publication::shown(tx, vault, page, viewer, (&reference, form), refusal);
    };
    let audience = row.audience()?.clone();
    let withdraws = permits(viewer, Act::WithdrawRelease { owner: &row.organisation_id });
    let at = format!("{}/{reference}", <Publication as ContributionPage>::AT);
    let mut review = Review::of_version(&page, at, withdraws, (form, refusal));
    review.state = String::new();
    Ok(Ok(Box::new(<Publication as ContributionPage>::page(
        tx,
        page,
        viewer,
        (row, audience),
        review,
        form,
    )?)))
}

/// `GET /publications/sha256/{hash}?language=&with=`.
pub async fn permanent(
    vault: web::Data<Vault>,
    hash: web::Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    let shown = app
        .read_or_audit(move |tx| {
            show(tx, &vault, page.clone(), visitor.viewer(), (hash.as_str(), &asked), FormErrors::none())
        })
        .await?;
    one_page::answer(&app, actix_web::http::StatusCode::OK, shown)
}
