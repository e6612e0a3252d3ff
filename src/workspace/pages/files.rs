//! The pages of files: one is attached on its report's desk, and looked at, described and covered on its own.

use actix_web::{HttpResponse, web};
use askama::Template;
use sanitise::Reading;
use serde_json::json;

use crate::access::{Act, Viewer, permits};
use crate::accounts::{Posted, Visit};
use crate::db::{Moment, Tx};
use crate::directory::{self, LogEntry, told};
use crate::error::{Error, Fields, Result, message};
use crate::evidence::api::attach;
use crate::evidence::boxes::{self, BoxRow};
use crate::evidence::encodings::{self, Beginning};
use crate::evidence::{self, Desk};
use crate::files::{Sanitiser, upload};
use crate::incidents;
use crate::redaction::evidence::{File, FileState};
use crate::reports::text::file_size;
use crate::reports::{self, Report};
use crate::vault::Vault;
use crate::web::{Choice, Form, FormErrors, Idempotent, Page, done, html, html_as, once};
use crate::workspace::pages::file_row::Listed;
use crate::workspace::pages::workspace;

#[derive(Template)]
#[template(path = "workspace/file.html")]
struct FilePage {
    page: Page,
    report: String,
    file: Listed,
    /// When it was taken out.
    removed_at: Option<Moment>,
    /// Where the picture of the copy is; empty where there is none.
    picture: String,
    /// Whether there is a copy at all.
    copied: bool,
    copy_size: String,
    copy_sha256: String,
    /// Which page is shown, from 1, and how many there are.
    shown: u32,
    pages: u32,
    boxes: Vec<BoxRow>,
    /// How a text reads in each encoding that it can be in; nothing where that is not for its owner to say.
    readings: Vec<Choice>,
    /// Whether it could not be read in them just now.
    unread: bool,
    /// The revision of the report that this shows.
    revision: i32,
    custody: Vec<LogEntry>,
    edits: bool,
    description: String,
    errors: Fields,
    notice: String,
}

/// What the desk knows of a file; one that was taken out is told by its history alone.
fn desk_of(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, report: &Report, file: &File) -> Result<Desk> {
    let desk = crate::reports::desk(tx, vault, viewer, report)?;
    let attached =
        desk.original.reveal(&desk.permit).evidence.iter().find(|one| one.reference == file.reference);
    let attached = attached.cloned().unwrap_or_else(|| crate::redaction::Attached {
        reference: file.reference.clone(),
        description: String::new(),
        name: String::new(),
        kind: String::new(),
        bytes: u64::try_from(file.bytes).unwrap_or_default(),
        sha256: String::new(),
    });
    Ok(Desk { copy: file.copy(tx.conn)?, file: file.clone(), attached })
}

fn file_page(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    ((report, file), shown): ((&Report, &File), u32),
    refusal: FormErrors,
) -> Result<FilePage> {
    let desk = desk_of(tx, vault, viewer, report, file)?;
    let pages = desk.copy.as_ref().map_or(0, |copy| u32::try_from(copy.pages).unwrap_or_default());
    let shown = shown.clamp(1, pages.max(1));
    let picture = match &desk.copy {
        Some(copy) if copy.kind.starts_with("image/") => format!("/evidence/{}/copy", file.reference),
        Some(copy) if copy.width > 0 => format!("/evidence/{}/pages/{shown}", file.reference),
        _ => String::new(),
    };
    let boxes = boxes::rows_of(&file.boxes()?, shown);
    let lines = directory::lines_about(
        tx.conn,
        viewer,
        &report.organisation_id,
        file.id.as_str(),
        incidents::references_of,
    )?;
    let edits = permits(viewer, Act::EditOriginal { owner: &report.organisation_id });
    Ok(FilePage {
        report: report.reference.clone(),
        removed_at: file.removed_at,
        picture,
        copied: desk.copy.is_some(),
        copy_size: desk
            .copy
            .as_ref()
            .map(|copy| file_size(&page, u64::try_from(copy.bytes).unwrap_or_default()))
            .unwrap_or_default(),
        copy_sha256: desk.copy.as_ref().map(|copy| copy.sha256.clone()).unwrap_or_default(),
        shown,
        pages,
        boxes,
        readings: Vec::new(),
        unread: false,
        revision: report.revision,
        custody: lines.iter().map(|line| told(&page, line)).collect(),
        edits: edits && file.removed_at.is_none(),
        description: desk.attached.description.clone(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        file: Listed::of(&page, &desk)?,
        page,
    })
}

/// A page as far as the database tells it, and the beginning of a text of which its owner has to say how it is encoded.
struct Begun {
    answer: FilePage,
    chosen: Option<String>,
    beginning: Option<Beginning>,
}

fn begun(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: Page,
    viewer: &Viewer,
    ((report, file), shown): ((&Report, &File), u32),
    refusal: FormErrors,
) -> Result<Begun> {
    let answer = file_page(tx, vault, page, viewer, ((report, file), shown), refusal)?;
    let asks = answer.edits && file.asks_encoding() && file.state != FileState::Received;
    let beginning = asks.then(|| encodings::beginning(tx, vault, viewer, (report, file))).transpose()?;
    Ok(Begun { answer, chosen: file.encoding.clone(), beginning })
}

impl Begun {
    /// The page with the readings of the text. They are made by a process of their own, so outside of any transaction.
    fn finish(self, sanitiser: &Sanitiser) -> Result<FilePage> {
        let Self { mut answer, chosen, beginning } = self;
        let read = beginning.map_or(Ok(Vec::new()), |beginning| beginning.readings(sanitiser));
        answer.unread = matches!(read, Err(Error::Unavailable(_)));
        let readings = if answer.unread { Vec::new() } else { read? };
        answer.readings = readings.into_iter().map(|reading| choice(reading, chosen.as_deref())).collect();
        Ok(answer)
    }
}

/// `GET /evidence/{file}/desk?page=`.
pub async fn file(
    visit: Visit,
    vault: web::Data<Vault>,
    sanitiser: web::Data<Sanitiser>,
    file: web::Path<String>,
) -> Result<HttpResponse> {
    let asked = visit.asked();
    let (app, visitor, page) = visit.open();
    let shown = asked.text("page").parse().unwrap_or(1);
    let begun = app
        .read_or_audit(move |tx| {
            let viewer = visitor.viewer();
            let (report, file) = evidence::own_file(tx.conn, viewer, &file)?;
            begun(tx, &vault, page.clone(), viewer, ((&report, &file), shown), FormErrors::none())
        })
        .await?;
    let answer = app.blocking(move |_| begun.finish(&sanitiser)).await?;
    html(&app, &answer.page, &answer)
}

fn choice(reading: Reading, chosen: Option<&str>) -> Choice {
    let chosen = chosen == Some(reading.encoding.as_str());
    Choice { help: reading.text, ..Choice::new(reading.encoding.clone(), reading.encoding, chosen) }
}

/// `POST /reports/{reference}/evidence`.
pub async fn attach_file(
    visit: Visit,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse> {
    visit.visitor.person()?;
    let request = visit.request.clone();
    let (app, visitor, page) = visit.open();
    let (asked, asking) = (reference.clone(), visitor.clone());
    if !upload::is_form(&request) {
        return Err(Error::Malformed(message("malformed-no-upload")));
    }
    app.read(move |conn| evidence::attachable(conn, asking.viewer(), &asked).map(|_| ())).await?;
    let received = upload::receive_form(&app, &vault, &request, payload).await;
    let desk = format!("/reports/{reference}/desk");
    let refused = app
        .blocking(move |app| {
            let (form, attached) = match received {
                Ok((key, received)) => {
                    let form = received.form.clone();
                    let of = (reference.as_str(), &key, form.raw("description"));
                    let answer = |file: &File, _: &str| (303, json!({ "id": file.reference }));
                    let attached = attach(app, &vault, &visitor, of, received, answer).map(|_| ());
                    (form, attached)
                }
                Err(error) => (Form::default(), Err(error)),
            };
            let Err(error) = attached else { return Ok(None) };
            let refusal = FormErrors::of(error)?;
            let status = refusal.status;
            let viewer = visitor.viewer();
            let shown = app.write_now(|tx| {
                let report = reports::own_report(tx.conn, viewer, &reference)?;
                let desk = crate::reports::desk(tx, &vault, viewer, &report)?;
                let over = (refusal, form.raw("description"));
                workspace::owner_page(tx, &vault, page, viewer, &report, &desk, over)
            })?;
            Ok(Some((status, shown)))
        })
        .await?;
    match refused {
        None => Ok(done(&desk, "file-received")),
        Some((status, shown)) => html_as(status, &app, &shown.page, &shown),
    }
}

/// What a form of a file's page does.
pub trait Deed: 'static {
    /// What is said of it when it is done.
    const DONE: &'static str;
    /// Whether it changes what the page showed: what somebody else did in the meantime would be undone unseen.
    const REPLACES: bool = true;

    /// Does it.
    fn act(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, of: (&Report, &File), form: &Form) -> Result<()>;
}

/// `POST /evidence/{file}/description`.
pub struct Description;

impl Deed for Description {
    const DONE: &'static str = "file-described";

    fn act(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, of: (&Report, &File), form: &Form) -> Result<()> {
        evidence::describe(tx, vault, viewer, of, form.raw("description"))
    }
}

/// `POST /evidence/{file}/boxes`.
pub struct Boxes;

impl Deed for Boxes {
    const DONE: &'static str = "file-covered";

    fn act(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, of: (&Report, &File), form: &Form) -> Result<()> {
        evidence::draw(tx, vault, viewer, of, &boxes::drawn(form)?)
    }
}

/// `POST /evidence/{file}/encoding`.
pub struct Encoding;

impl Deed for Encoding {
    const DONE: &'static str = "file-encoded";

    fn act(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, of: (&Report, &File), form: &Form) -> Result<()> {
        encodings::choose(tx, vault, viewer, of, form.text("encoding"))
    }
}

/// `POST /evidence/{file}/removal`.
pub struct Removal;

impl Deed for Removal {
    const DONE: &'static str = "file-removed";
    const REPLACES: bool = false;

    fn act(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, of: (&Report, &File), _: &Form) -> Result<()> {
        evidence::remove(tx, vault, viewer, of)
    }
}

/// Does what a form of a file's page asks, and says so; where it cannot be done, the page comes back with what was typed,
/// and says why.
pub async fn change_file<D: Deed>(
    vault: web::Data<Vault>,
    sanitiser: web::Data<Sanitiser>,
    name: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let person = visit.visitor.person()?.clone();
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let back = format!("/evidence/{name}/desk");
    let refused = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let acted = app.write_now(|tx| {
                let (report, file) = evidence::own_file(tx.conn, viewer, &name)?;
                once(tx, &person, &key, &form.hash(), |tx| {
                    if D::REPLACES && form.text("revision") != report.revision.to_string() {
                        return Err(Error::Conflict(message("conflict-file-changed")));
                    }
                    D::act(tx, &vault, viewer, (&report, &file), &form)?;
                    Ok((303, json!({})))
                })
            });
            let Err(error) = acted else { return Ok(None) };
            let refusal = FormErrors::of(error)?;
            let status = refusal.status;
            let begun = app.write_now(|tx| {
                let (report, file) = evidence::own_file(tx.conn, viewer, &name)?;
                let place = form.text("shown").parse().unwrap_or(1);
                begun(tx, &vault, page, viewer, ((&report, &file), place), refusal)
            })?;
            let mut shown = begun.finish(&sanitiser)?;
            typed_again(&mut shown, &form);
            Ok(Some((status, shown)))
        })
        .await?;
    match refused {
        None => Ok(done(&back, D::DONE)),
        Some((status, shown)) => html_as(status, &app, &shown.page, &shown),
    }
}

/// Puts what was typed into the form that comes back.
fn typed_again(shown: &mut FilePage, form: &Form) {
    if form.has("description") {
        form.raw("description").clone_into(&mut shown.description);
    }
    if form.has("x.0") {
        let stood = std::mem::take(&mut shown.boxes);
        shown.boxes = boxes::rows_again(form, stood, form.text("revision") == shown.revision.to_string());
    }
    if form.has("encoding") {
        for reading in &mut shown.readings {
            reading.chosen = reading.value == form.text("encoding");
        }
    }
}
