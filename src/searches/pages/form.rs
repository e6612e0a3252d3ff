//! The form on which a search is saved, and the one on which it is changed.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::{Act, Viewer, allows};
use crate::accounts::{Posted, Visit};
use crate::db::Conn;
use crate::error::{Fields, Result};
use crate::incidents::pages::question_in_words;
use crate::incidents::search::Search;
use crate::searches::verbs::ORGANISATION;
use crate::searches::{self, Input, sharings};
use crate::web::{Choice, Form, FormErrors, Page, html_as};

/// Who a search can be shared with; `chosen` is the word for who it is.
pub(super) fn sharing_choices(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    chosen: &str,
) -> Result<Vec<Choice>> {
    let mut choices = vec![
        Choice::new("", page.t("search-share-nobody"), chosen.is_empty()),
        Choice::new(ORGANISATION, page.t("search-share-organisation"), chosen == ORGANISATION),
    ];
    for group in sharings(conn, viewer)? {
        let word = format!("group:{}", group.slug);
        let label = page.ta("search-share-group", &[("group", &group.name)]);
        let is_chosen = chosen == word;
        choices.push(Choice::new(word, label, is_chosen));
    }
    Ok(choices)
}

/// What somebody typed.
pub(super) fn input_of(form: &Form) -> Input {
    Input {
        name: form.raw("name").to_owned(),
        query: form.raw("query").to_owned(),
        sharing: form.text("sharing").to_owned(),
    }
}

#[derive(Template)]
#[template(path = "searches/form.html")]
struct FormPage {
    page: Page,
    form: Form,
    query: String,
    /// What it asks, in words.
    asks: Vec<String>,
    sharings: Vec<Choice>,
    errors: Fields,
    notice: String,
}

async fn shown(visit: &Visit, form: Form, query: String, refusal: FormErrors) -> Result<HttpResponse> {
    let (page, viewer) = (visit.page(), visit.viewer().clone());
    let status = refusal.status;
    let answer = visit
        .app
        .read(move |conn| {
            let (question, _) = Search::read(&query)?;
            let sharings = sharing_choices(conn, &page, &viewer, form.text("sharing"))?;
            let asks = question_in_words(&page, &question).into_iter().map(|link| link.label).collect();
            let notice = refusal.notice(&page);
            Ok(FormPage { form, query, asks, sharings, errors: refusal.errors, notice, page })
        })
        .await?;
    html_as(status, &visit.app, &answer.page, &answer)
}

/// The question in the address of the form: that of the list on which “save” was pressed.
fn asked(request: &HttpRequest) -> Result<(String, Fields)> {
    let (search, faults) = Search::read(request.query_string())?;
    Ok((search.question().to_query(), faults))
}

/// `GET /searches/new?…`: with the query of the list.
pub async fn new_search(visit: Visit) -> Result<HttpResponse> {
    visit.visitor.person()?;
    allows(visit.viewer(), Act::SaveSearches)?;
    let (query, errors) = asked(&visit.request)?;
    let refusal = match errors.into_result(()) {
        Ok(()) => FormErrors::none(),
        Err(error) => FormErrors::of(error)?,
    };
    shown(&visit, Form::default(), query, refusal).await
}

/// `POST /searches`.
pub async fn post_search(posted: Posted) -> Result<HttpResponse> {
    let saved = posted
        .once(|tx, visitor, form| {
            let row = searches::save(tx, visitor.viewer(), &input_of(form))?;
            Ok(format!("/searches/{}?done=search-saved", row.reference))
        })
        .await;
    match saved {
        Ok(answer) => Ok(answer),
        Err(error) => {
            let refusal = FormErrors::of(error)?;
            let query = posted.form.raw("query").to_owned();
            shown(&posted, posted.form.clone(), query, refusal).await
        }
    }
}
