//! The forms on which something is said of another organisation's report: what others know of it, and what the
//! government that it is about replies.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde_json::{Value, json};

use crate::access::{Act, Viewer, allows, permits};
use crate::accounts::{Posted, Visit};
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::TextKind;
use crate::redaction::Rendition;
use crate::reports::audience_picker::{self, Offers};
use crate::vault::Vault;
use crate::verification::{self, Grade, Input, Stance, Weight};
use crate::web::{Choice, Form, FormErrors, Idempotent, Page, done, html, html_as, once};

/// Which of the two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormKind {
    /// That it is so, that it is not, that it was verified.
    Stance,
    /// What the government that it is about has to say.
    Reply,
}

#[derive(Template)]
#[template(path = "verification/corroborate.html")]
struct FormPage {
    page: Page,
    incident: String,
    report: String,
    title: String,
    language: String,
    /// Whether a government replies: then there is nothing to choose of what it says.
    replies: bool,
    stances: Vec<Choice>,
    /// Why the word of this government counts for nothing here; empty where it counts.
    weightless: &'static str,
    /// Whether it can reply instead.
    may_reply: bool,
    grades: Vec<Choice>,
    note: String,
    evidence: Evidence,
    offers: Offers,
    errors: Fields,
    notice: String,
}

/// What one can name as evidence.
pub struct Evidence {
    /// The newest of one's own reports of which something is released.
    pub own: Vec<Choice>,
    /// Whether there may be others: they are named by their references.
    pub more: bool,
    /// Those.
    pub references: String,
    /// Whether something is named: then it is shown open.
    pub open: bool,
}

impl Evidence {
    /// What a form names, of those that are offered and of others.
    pub(super) fn chosen(form: &Form) -> Vec<String> {
        let typed = form.text("references").split([' ', ',', ';', '\n']).map(str::to_owned).collect();
        [form.all("evidence"), typed].concat()
    }

    /// What is offered, with these named: by their references where they are not among it.
    pub(super) fn offered(
        conn: &mut Conn,
        viewer: &Viewer,
        home: &OrganisationId,
        named: &[String],
    ) -> Result<Self> {
        let (citable, more) = verification::citable(conn, viewer, home)?;
        let offered = |reference: &&String| citable.iter().any(|one| one.reference == **reference);
        let others: Vec<&str> =
            named.iter().filter(|one| !one.is_empty() && !offered(one)).map(String::as_str).collect();
        let references = others.join(" ");
        let own = citable.into_iter().map(|one| Choice {
            chosen: named.contains(&one.reference),
            help: one.reference.clone(),
            value: one.reference,
            label: one.title,
        });
        let own: Vec<Choice> = own.collect();
        Ok(Self { more, open: !references.is_empty() || own.iter().any(|one| one.chosen), own, references })
    }
}

/// What can be said on the form, where the viewer may say anything on it.
fn stances(
    conn: &mut Conn,
    viewer: &Viewer,
    owner: &OrganisationId,
    (saying, texts): (FormKind, &[Rendition]),
) -> Result<Vec<Stance>> {
    if saying == FormKind::Reply {
        // The owner of a report has no reply to it, whatever their role.
        if viewer.is_of(owner) {
            return Err(Error::Denied(message("denied-own-report")));
        }
        allows(viewer, Act::Reply { owner })?;
        if !verification::concerned(conn, viewer, texts)? {
            return Err(Error::Denied(message("denied-not-concerned")));
        }
        return Ok(Vec::new());
    }
    let verifies = permits(viewer, Act::Verify { owner });
    if !verifies {
        allows(viewer, Act::Corroborate { owner })?;
    }
    let corroborates = permits(viewer, Act::Corroborate { owner });
    let offered = |stance: &&Stance| match stance {
        Stance::Corroborates | Stance::Disputes => corroborates,
        Stance::Verifies => verifies,
        Stance::Replies => false,
    };
    Ok(Stance::ALL.iter().filter(offered).copied().collect())
}

fn form_page(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (saying, incident, form): (FormKind, &str, &Form),
    refusal: FormErrors,
) -> Result<FormPage> {
    let (report, texts) = verification::spoken_of(tx.conn, viewer, incident, form.text("report"))?;
    let stances = stances(tx.conn, viewer, &report.organisation_id, (saying, &texts))?;
    let may_reply = permits(viewer, Act::Reply { owner: &report.organisation_id })
        && verification::concerned(tx.conn, viewer, &texts)?;
    let text = texts.into_iter().next().ok_or(Error::NotFound)?;
    let weightless = match verification::weight(tx.conn, viewer, &text)? {
        Weight::Counts => "",
        Weight::Concerned => "corroborate-concerned",
        Weight::NoCountry => "corroborate-no-country",
        Weight::NoHome => "corroborate-no-home",
    };
    let reading = text.reading;
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    let grades = Grade::ALL.iter().filter(|_| stances.contains(&Stance::Verifies)).map(|grade| {
        Choice::new(grade.as_str(), page.t(&format!("grade-{grade}")), form.text("grade") == grade.as_str())
    });
    let grades = grades.collect();
    let stances = stances.iter().map(|stance| Choice {
        help: page.t(&format!("stance-help-{stance}")),
        ..Choice::new(
            stance.as_str(),
            page.t(&format!("stance-{stance}")),
            form.text("stance") == stance.as_str(),
        )
    });
    Ok(FormPage {
        incident: incident.to_owned(),
        report: report.reference,
        title: reading.title,
        language: reading.language,
        replies: saying == FormKind::Reply,
        stances: stances.collect(),
        weightless,
        may_reply,
        grades,
        note: form.raw("note").to_owned(),
        evidence: Evidence::offered(tx.conn, viewer, &home, &Evidence::chosen(form))?,
        offers: audience_picker::offers(
            tx,
            &page,
            viewer,
            (TextKind::Corroboration, &home),
            &audience_picker::chosen(form),
        )?,
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

async fn choose(visit: Visit, saying: FormKind, incident: web::Path<String>) -> Result<HttpResponse> {
    let form = visit.asked();
    let (app, visitor, page) = visit.open();
    let answer = app
        .read_or_audit(move |tx| {
            form_page(tx, page.clone(), visitor.viewer(), (saying, &incident, &form), FormErrors::none())
        })
        .await?;
    html(&app, &answer.page, &answer)
}

/// `GET /incidents/{reference}/corroborate?report=`.
pub async fn choose_stance(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    choose(visit, FormKind::Stance, reference).await
}

/// `GET /incidents/{reference}/reply?report=`.
pub async fn choose_reply(visit: Visit, reference: web::Path<String>) -> Result<HttpResponse> {
    choose(visit, FormKind::Reply, reference).await
}

fn input(saying: FormKind, form: &Form) -> Input {
    let stance = if saying == FormKind::Reply { Stance::Replies.as_str() } else { form.text("stance") };
    Input {
        stance: stance.to_owned(),
        grade: form.text("grade").to_owned(),
        note: form.raw("note").to_owned(),
        report: form.text("report").to_owned(),
        evidence: Evidence::chosen(form),
        words: audience_picker::chosen_readers(form),
    }
}

async fn post(
    saying: FormKind,
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    Posted { visit, form }: Posted,
) -> Result<HttpResponse> {
    let person = visit.visitor.person()?.clone();
    let key = Idempotent::of_form(&visit.request, &form);
    let (app, visitor, page) = visit.open();
    let shown = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let input = input(saying, &form);
            let said = app.write_now(|tx| {
                once(tx, &person, &key, &form.hash(), |tx| {
                    let (row, release) = verification::corroborate(tx, &vault, viewer, &reference, &input)?;
                    Ok((303, json!({ "reference": row.reference, "waits": release.state.is_open() })))
                })
            });
            match said {
                Ok((_, answer)) => Ok(Ok(answer)),
                Err(error) => {
                    let refusal = FormErrors::of(error)?;
                    let status = refusal.status;
                    let about = (saying, reference.as_str(), &form);
                    let page = app.write_now(|tx| form_page(tx, page, viewer, about, refusal))?;
                    Ok(Err((status, page)))
                }
            }
        })
        .await?;
    match shown {
        Ok(answer) => {
            let reference = answer.get("reference").and_then(Value::as_str).unwrap_or_default();
            let waits = answer.get("waits") == Some(&Value::Bool(true));
            let key = if waits { "corroboration-proposed" } else { "corroboration-out" };
            Ok(done(&format!("/corroborations/{reference}"), key))
        }
        Err((status, form)) => html_as(status, &app, &form.page, &form),
    }
}

/// `POST /incidents/{reference}/corroborate`.
pub async fn post_stance(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    post(FormKind::Stance, vault, reference, posted).await
}

/// `POST /incidents/{reference}/reply`.
pub async fn post_reply(
    vault: web::Data<Vault>,
    reference: web::Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    post(FormKind::Reply, vault, reference, posted).await
}
