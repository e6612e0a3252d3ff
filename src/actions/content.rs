//! What a brief says, as pages show it.

use markdown::SafeHtml;

use super::links::{self, ActionLink};
use super::view::sees_stage;
use super::{Action, ActionBody, Due};
use crate::access::{Tlp, Viewer};
use crate::contributions::Contribution;
use crate::db::Conn;
use crate::error::Result;
use crate::geography::CountryCode;
use crate::language::{DueLine, direction};
use crate::reports::Title;
use crate::web::{Link, Page};

/// A brief as pages show it.
pub struct Content {
    pub title: String,
    pub language: String,
    pub dir: &'static str,
    pub brief: SafeHtml,
    /// What is done, in words.
    pub kind: String,
    /// To whom it is addressed, in words.
    pub target: String,
    pub forum: String,
    /// Each country leads to what is done there.
    pub places: Vec<Link>,
    pub due: Option<DueLine>,
    pub links: Vec<AboutLine>,
}

/// Something that an action is about.
pub struct AboutLine {
    pub href: String,
    pub reference: String,
    /// What it is called; empty where the viewer does not read it now.
    pub title: String,
    pub language: String,
    pub dir: &'static str,
    /// The label of what it is called by; none without a title.
    pub tlp: Option<Tlp>,
}

impl AboutLine {
    fn of(link: ActionLink, title: Option<Title>) -> Self {
        let tlp = title.as_ref().map(|title| title.tlp);
        let (title, language) = title.map(|title| (title.text, title.language)).unwrap_or_default();
        Self {
            href: format!("/{}s/{}", link.kind, link.reference),
            reference: link.reference,
            title,
            dir: direction(&language),
            language,
            tlp,
        }
    }
}

impl Content {
    /// Of what a version says; `open`: whether it can be late, where the viewer is told.
    fn of(page: &Page, body: &ActionBody, open: Option<bool>, links: Vec<AboutLine>) -> Self {
        let place = |country: &CountryCode| Link {
            href: format!("/actions?country={country}&stage=all"),
            label: country.name(&page.lang).to_owned(),
        };
        let line = |due: &Due| DueLine::of(page.strings(), (due.at, &due.zone), page.now, open);
        let target = body.target.as_ref().map(|target| {
            let kind = page.t(&format!("action-target-{}", target.kind));
            page.ta("action-target-named", &[("name", &target.name), ("kind", &kind)])
        });
        Self {
            title: body.title.clone(),
            dir: direction(&body.language),
            language: body.language.clone(),
            brief: markdown::render(&body.brief),
            kind: page.t(&format!("action-kind-{}", body.kind.as_str().replace('_', "-"))),
            target: target.unwrap_or_default(),
            forum: body.forum.clone(),
            places: body.countries.iter().map(place).collect(),
            due: body.due.as_ref().map(line),
            links,
        }
    }

    /// Of a version that is stored; nothing where what it says is sealed.
    pub fn stored(
        conn: &mut Conn,
        page: &Page,
        viewer: &Viewer,
        row: &Contribution<Action>,
    ) -> Result<Option<Self>> {
        if row.body.is_empty() {
            return Ok(None);
        }
        // Whether it can be late follows from its stage, which not everybody is told.
        let told = row.is_shown(viewer.at()) && sees_stage(viewer, row.audience()?);
        let open = told.then(|| row.details.stage.is_undone());
        let links = links::shown(conn, viewer, row)?;
        let mut titles = links::titles(conn, viewer, (row, &links), &page.lang)?;
        let about = |link: ActionLink| {
            let title = titles.remove(&link.reference);
            AboutLine::of(link, title)
        };
        let links = links.into_iter().map(about).collect();
        Ok(Some(Self::of(page, &ActionBody::read(row)?, open, links)))
    }
}
