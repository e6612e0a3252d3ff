//! The page of what an organisation says with a position.

use askama::Template;

use crate::access::{Audience, Tlp, Viewer};
use crate::contributions::{Contribution, Kind};
use crate::db::{Conn, Moment, Tx};
use crate::error::Result;
use crate::reports::contribution_page::{ContributionPage, Review};
use crate::reports::one_page::OfOne;
use crate::rounds::explanation::{Explanation, Words};
use crate::web::{Form, Page};

/// The page of what an organisation says with a position.
#[derive(Template)]
#[template(path = "rounds/explanation.html")]
pub struct OnePage {
    page: Page,
    tlp: Tlp,
    reference: String,
    /// The statement.
    statement: String,
    organisation: String,
    /// What it is, in words.
    role: String,
    state: String,
    text: String,
    amendment: String,
    cannot_accept: bool,
    at: Moment,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl ContributionPage for Explanation {
    const AT: &'static str = "/explanations";
    type OnePage = OnePage;

    fn page(
        tx: &mut Tx<'_>,
        page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        review: Review,
        _: &Form,
    ) -> Result<OnePage> {
        let view = Self::view(tx.conn, viewer, row, &audience, "")?;
        Ok(OnePage {
            tlp: view.tlp,
            statement: view.statement,
            organisation: view.organisation.name,
            role: page.t(&format!("words-{}", view.role)),
            state: review.state,
            text: view.text,
            amendment: view.amendment,
            cannot_accept: view.cannot_accept,
            at: view.at,
            reference: view.reference,
            page,
        })
    }

    fn words(_: &mut Conn, _: &Page, _: &Viewer, row: &Contribution<Self>) -> Result<String> {
        Ok(Words::read(row)?.text)
    }
}
