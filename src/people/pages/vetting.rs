//! The convenors' queue: who applies, who is suspended, and what was said of whom.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::directory::Entry;
use super::organisation::act;
use super::{Posted, Visit, words};
use crate::access::Role;
use crate::db::Moment;
use crate::error::{Error, Fields, Result, said};
use crate::people::{self, Grant, Vetting, WaitingInvitation, Wanted};
use crate::web::{Page, html};

/// What a convenor said.
pub struct Word {
    /// Whose word.
    pub name: String,
    /// What they want.
    pub wanted: String,
    /// Why.
    pub note: String,
    /// When.
    pub at: Moment,
}

/// What can be decided over one organisation.
pub struct Item {
    /// The id of its note, unlike any other on the page.
    pub id: String,
    /// Over whom.
    pub entry: Entry,
    /// Where it stands.
    pub status: String,
    /// What can be wanted now.
    pub wanted: &'static str,
    /// Whether that needs its reason.
    pub needs_reason: bool,
    /// What was said.
    pub votes: Vec<Word>,
    /// What is still needed, in words.
    pub missing: String,
    /// Whether the one who looks can say something.
    pub open: bool,
}

impl Item {
    /// As the page says it.
    pub fn of(page: &Page, id: String, vetting: Vetting) -> Self {
        let wanted = vetting.wanted.as_str();
        let votes = vetting.votes.into_iter().map(|(name, vote)| Word {
            name,
            wanted: page.t(&format!("vetting-wants-{}", vote.wanted)),
            note: vote.note,
            at: vote.at,
        });
        Self {
            id,
            entry: Entry::of(page, &vetting.organisation),
            status: words::status(page, vetting.organisation.status),
            wanted,
            needs_reason: vetting.wanted == Wanted::Suspend,
            votes: votes.collect(),
            missing: page.tn(&format!("vetting-missing-{wanted}"), vetting.missing as u64),
            open: !vetting.closed_to_me,
        }
    }
}

/// A right to approve that an organisation gave one of its own.
struct GrantLine {
    organisation: String,
    slug: String,
    role: String,
    at: Moment,
    counts_from: Moment,
}

/// An invitation by one convenor that waits for another's word.
pub struct WaitingLine {
    /// Into which organisation.
    pub organisation: String,
    /// Its slug.
    pub slug: String,
    /// Whom.
    pub email: String,
    /// With which roles.
    pub roles: Vec<Role>,
    /// Who invites whom as what.
    pub sentence: String,
    /// Until when it is good.
    pub expires_at: Moment,
    /// Whether the one who asks has said it.
    pub mine: bool,
}

impl WaitingLine {
    /// As it is read.
    pub(super) fn of(page: &Page, one: WaitingInvitation) -> Self {
        let roles = one.invitation.roles();
        let named = roles.iter().map(|role| words::role(page, *role)).collect::<Vec<_>>().join(", ");
        let said = [("name", one.by.as_str()), ("email", &one.invitation.email), ("roles", &named)];
        Self {
            sentence: page.ta("invite-waiting-by", &said),
            organisation: one.organisation.name,
            slug: one.organisation.slug,
            email: one.invitation.email,
            expires_at: one.invitation.expires_at,
            mine: one.mine,
            roles,
        }
    }
}

#[derive(Template)]
#[template(path = "people/vetting.html")]
struct VettingPage {
    page: Page,
    items: Vec<Item>,
    waiting: Vec<WaitingLine>,
    grants: Vec<GrantLine>,
    /// Until when the founding goes on, in words, where it does.
    founding: Option<String>,
    errors: Fields,
}

/// `GET /vetting`.
pub async fn vetting(visit: Visit) -> Result<HttpResponse> {
    let (core, visitor, page) = visit.open();
    let now = core.ambient().now();
    let (queue, waiting, granted, founding) = core
        .read(move |conn| {
            let viewer = visitor.viewer();
            let waiting = people::waiting_invitations(conn, viewer, now)?;
            let granted = people::rights_granted(conn, viewer, now)?;
            let founding = people::founding_until(conn, now)?;
            Ok((people::vetting_queue(conn, viewer)?, waiting, granted, founding))
        })
        .await?;
    let grant = |grant: Grant| GrantLine {
        role: words::role(&page, grant.role),
        organisation: grant.organisation,
        slug: grant.slug,
        at: grant.at,
        counts_from: grant.counts_from,
    };
    let founding = founding.map(|until| page.moment(until));
    let grants = granted.into_iter().map(grant).collect();
    let item = |one: Vetting| Item::of(&page, format!("note-{}", one.organisation.slug), one);
    let items = queue.into_iter().map(item).collect();
    let waiting = waiting.into_iter().map(|one| WaitingLine::of(&page, one)).collect();
    let answer = VettingPage { items, waiting, grants, founding, errors: Fields::default(), page };
    html(&core, &answer.page, &answer)
}

/// `POST /organisations/{slug}/vetting`.
pub async fn vet(slug: web::Path<String>, posted: Posted) -> Result<HttpResponse> {
    act(posted, slug.into_inner(), "note", |tx, visitor, home, form| {
        let wanted: Wanted = form.text("wanted").parse().map_err(|_| {
            Error::invalid("wanted", said("fault-one-of").with("words", "admit, suspend, readmit"))
        })?;
        let settled = people::vote(tx, visitor.viewer(), home, wanted, form.text("note"))?;
        Ok(if settled {
            format!("/vetting?done=vetting-{wanted}")
        } else {
            "/vetting?done=vetting-said".into()
        })
    })
    .await
}

/// `POST /founding/close`.
pub async fn close_founding(posted: Posted) -> Result<HttpResponse> {
    posted
        .once(|tx, visitor, _| {
            people::close_founding(tx, visitor.viewer())?;
            Ok("/vetting?done=founding-closed".into())
        })
        .await
}
