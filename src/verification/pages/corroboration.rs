//! What other organisations say of a report, as pages show it.

use askama::Template;

use crate::access::{Audience, Tlp, Viewer};
use crate::contributions::Contribution;
use crate::db::{Moment, Tx};
use crate::error::Result;
use crate::reports::contribution_page::{ContributionPage, Review};
use crate::reports::one_page::OfOne;
use crate::reports::readers::{among, name_readers};
use crate::reports::version_page::{VersionLink, version_links};
use crate::verification::pages::versions::correct_href;
use crate::verification::{self, Cited, Corroboration, CorroborationView, Stance};
use crate::web::{Form, Page};

/// What another organisation says of a report, as pages show it.
pub struct Spoken {
    /// What kind of statement it is.
    pub heading: String,
    pub reference: String,
    pub organisation: String,
    pub stance: String,
    /// The colour of what is said.
    pub kind: &'static str,
    pub grade: String,
    pub note: String,
    /// The reports that it names, as far as the viewer reads them.
    pub evidence: Vec<Cited>,
    pub tlp: Tlp,
    pub audience: String,
    pub at: Moment,
    /// That it was said of an earlier text, where it was.
    pub earlier: String,
    /// That it moves no verification, where it does not.
    pub aside: String,
}

impl Spoken {
    /// In the words of the page.
    pub fn of(page: &Page, viewer: &Viewer, view: &CorroborationView) -> Self {
        let (heading, kind, earlier) = match view.stance {
            Stance::Disputes => ("corroboration-heading", "state-care", "said-earlier"),
            Stance::Corroborates | Stance::Verifies => {
                ("corroboration-heading", "state-good", "said-earlier")
            }
            Stance::Replies => ("reply-of-government", "", "reply-earlier"),
        };
        Self {
            heading: page.t(heading),
            reference: view.reference.clone(),
            organisation: view.organisation.name.clone(),
            stance: page.t(&format!("stance-{}", view.stance)),
            kind,
            grade: view.grade.map(|grade| page.t(&format!("grade-{grade}"))).unwrap_or_default(),
            note: view.note.clone(),
            evidence: view.evidence.clone(),
            tlp: view.tlp,
            audience: among(page, viewer.reads_as(&view.organisation.id), &view.audience),
            at: view.at,
            aside: if view.may_count || view.stance == Stance::Replies {
                String::new()
            } else {
                page.t("said-aside")
            },
            earlier: if view.of_earlier_text { page.t(earlier) } else { String::new() },
        }
    }
}

/// The page of one corroboration.
#[derive(Template)]
#[template(path = "verification/corroboration.html")]
pub struct OnePage {
    page: Page,
    said: Spoken,
    /// The report that it is of, where the viewer reads it.
    report: String,
    review: Review,
    /// Where it is corrected, for those who may.
    correct: String,
    /// Its versions, the newest first, where it has several.
    versions: Vec<VersionLink>,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl ContributionPage for Corroboration {
    const AT: &'static str = "/corroborations";
    type OnePage = OnePage;

    fn page(
        tx: &mut Tx<'_>,
        mut page: Page,
        viewer: &Viewer,
        (row, audience): (Contribution<Self>, Audience),
        review: Review,
        _: &Form,
    ) -> Result<OnePage> {
        let sent = ["flash-corroboration-out", "flash-corroboration-proposed"];
        name_readers(tx.conn, &mut page, viewer, (&audience, &row.organisation_id), sent)?;
        let report = verification::readable_report(tx.conn, viewer, &row)?.unwrap_or_default();
        let correct = correct_href(tx.conn, viewer, &row)?;
        let versions = version_links(tx.conn, &page, viewer, &row)?;
        let view = verification::view(tx.conn, viewer, &row, &audience, "live")?;
        Ok(OnePage { said: Spoken::of(&page, viewer, &view), report, review, correct, versions, page })
    }
}
