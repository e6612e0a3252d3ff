//! Whether what happened still concerns somebody, asked of the rule now.

use std::collections::{BTreeMap, BTreeSet};

use super::place::place_of;
use crate::access::{Act, Token, Viewer, permits, sql};
use crate::actions;
use crate::alerts::{self, Alert};
use crate::comments;
use crate::contributions::{self, Contribution, Kind};
use crate::db::{Conn, ContributionId, Moment, OrganisationId};
use crate::delegation::{self, DelegationState};
use crate::error::Result;
use crate::flow::{self, Release, ReleaseState, TextKind};
use crate::inquiries::Inquiry;
use crate::outbox::EventKind;
use crate::people::{self, OrganisationStatus};
use crate::reports::store as rows;
use crate::verification::Corroboration;
use crate::{
    access_requests, action_files, endorsements, follow_up, incidents, invitations, mandates, recorded,
    retention, rounds, searches, statements, tickets,
};

/// Something that happened: what, and the internal id of what it happened to.
pub type Happened = (EventKind, String);

/// What somebody may know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// What the thing is called.
    pub reference: String,
    /// Where it is.
    pub href: String,
}

/// What a viewer is asked about.
struct Asked<'a> {
    now: Moment,
    viewer: &'a Viewer,
    of: &'a [Happened],
    found: BTreeMap<Happened, Concern>,
}

/// Those of these that concern a viewer now: they may read the thing, and it is theirs to know of. What is decided,
/// withdrawn, erased or no longer readable is missing. A fixed number of statements for each kind, however many there are.
pub fn concerns(
    conn: &mut Conn,
    now: Moment,
    viewer: &Viewer,
    of: &[Happened],
) -> Result<BTreeMap<Happened, Concern>> {
    if viewer.person().is_none() || of.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut asked = Asked { now, viewer, of, found: BTreeMap::new() };
    asked.releases(conn)?;
    asked.contributions(conn)?;
    asked.delegations(conn)?;
    asked.access_requests(conn)?;
    asked.organisations(conn)?;
    asked.groups(conn)?;
    asked.erasures(conn)?;
    asked.alerts(conn)?;
    asked.searches(conn)?;
    asked.actions(conn)?;
    asked.comments(conn)?;
    asked.acting(conn)?;
    Ok(asked.found)
}

impl Asked<'_> {
    /// The subjects of events of this kind.
    fn subjects(&self, kind: EventKind) -> Vec<String> {
        self.of.iter().filter(|(of, _)| *of == kind).map(|(_, subject)| subject.clone()).collect()
    }

    fn any(&self, kinds: &[EventKind]) -> bool {
        self.of.iter().any(|(kind, _)| kinds.contains(kind))
    }

    fn add(&mut self, kind: EventKind, subject: &str, reference: &str, href: String) {
        let happened = (kind, subject.to_owned());
        if self.of.contains(&happened) {
            self.found.insert(happened, Concern { reference: reference.to_owned(), href });
        }
    }

    fn releases(&mut self, conn: &mut Conn) -> Result<()> {
        let kinds = [
            EventKind::ReviewWaiting,
            EventKind::ConfirmationWaiting,
            EventKind::ProposalApproved,
            EventKind::ProposalReturned,
            EventKind::ProposalLapsed,
        ];
        let ids: BTreeSet<String> = kinds.iter().flat_map(|kind| self.subjects(*kind)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = ids.into_iter().collect();
        let mut releases = flow::concerning(conn, self.now, self.viewer, &ids)?;
        releases.retain(|release| self.kind_for(release).is_some());
        let results: Vec<String> = releases.iter().filter_map(|release| release.result.clone()).collect();
        let going_on = sql::going_on(conn, self.now, &results)?;
        // What was approved and has been withdrawn since, or has ended, is nothing to be told of.
        releases.retain(|release| {
            let ended = |result: &String| !going_on.contains(result);
            let is_text = release.subject_kind != TextKind::Delegation;
            let approved = release.state == ReleaseState::Approved;
            !(approved && is_text && release.result.as_ref().is_none_or(ended))
        });
        let mut named: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for release in &releases {
            named.entry(release.subject_kind.as_str().to_owned()).or_default().push(release.subject.clone());
        }
        let references = incidents::references_of(conn, &named)?;
        for release in &releases {
            let key = (release.subject_kind.as_str().to_owned(), release.subject.clone());
            if let (Some(kind), Some(reference)) = (self.kind_for(release), references.get(&key)) {
                self.add(kind, release.id.as_str(), reference, place_of(release, reference));
            }
        }
        Ok(())
    }

    /// What a release is to the viewer now: theirs to decide, or theirs and decided.
    fn kind_for(&self, release: &Release) -> Option<EventKind> {
        let own =
            self.viewer.person() == Some(&release.proposed_by) && self.viewer.reads_as(&release.organisation);
        let taken = release.claimed_by.is_some() && release.claimed_by.as_ref() != self.viewer.person();
        let decides = !taken && permits(self.viewer, release.deciding());
        match release.state {
            ReleaseState::Proposed | ReleaseState::Claimed => decides.then_some(EventKind::ReviewWaiting),
            ReleaseState::Unconfirmed => decides.then_some(EventKind::ConfirmationWaiting),
            ReleaseState::Approved => own.then_some(EventKind::ProposalApproved),
            ReleaseState::Returned => own.then_some(EventKind::ProposalReturned),
            // An alert is the whole organisation's word: whoever of it could call again learns that its call has ended.
            ReleaseState::Lapsed => (own || self.sees_to(release)).then_some(EventKind::ProposalLapsed),
            ReleaseState::Cancelled => None,
        }
    }

    /// Whether the viewer sees to what was released: of an alert, the delegates of its organisation do.
    fn sees_to(&self, release: &Release) -> bool {
        let owner = &release.organisation;
        release.subject_kind == TextKind::Alert && permits(self.viewer, Act::PostAlert { owner })
    }

    fn contributions(&mut self, conn: &mut Conn) -> Result<()> {
        self.beneath::<Corroboration>(conn, EventKind::Corroborated, "corroborations", |viewer, owner| {
            permits(viewer, Act::SeeDesk { owner }) || permits(viewer, Act::ProposeRelease { owner })
        })?;
        let answers = |viewer: &Viewer, owner: &OrganisationId| permits(viewer, Act::Answer { owner });
        self.beneath::<Inquiry>(conn, EventKind::Asked, "inquiries", answers)?;
        let asks = |viewer: &Viewer, owner: &OrganisationId| permits(viewer, Act::Ask { owner });
        self.beneath::<Inquiry>(conn, EventKind::Answered, "inquiries", asks)
    }

    /// What was written beneath reports, for whom it concerns by the owner of the report.
    fn beneath<K: Kind>(
        &mut self,
        conn: &mut Conn,
        kind: EventKind,
        path: &str,
        concerned: impl Fn(&Viewer, &OrganisationId) -> bool,
    ) -> Result<()> {
        let subjects = self.subjects(kind);
        if subjects.is_empty() {
            return Ok(());
        }
        let read: Vec<Contribution<K>> = contributions::released_among(conn, self.viewer, &subjects)?;
        let about: BTreeSet<String> = read.iter().map(|row| row.rests_on.clone()).collect();
        let reports = rows::reports_by_id(conn, &about.into_iter().collect::<Vec<_>>())?;
        for row in read {
            let report = reports.iter().find(|report| report.id.as_str() == row.rests_on);
            if report.is_some_and(|report| concerned(self.viewer, &report.organisation_id)) {
                self.add(kind, row.version.as_str(), &row.reference, format!("/{path}/{}", row.reference));
            }
        }
        Ok(())
    }

    fn delegations(&mut self, conn: &mut Conn) -> Result<()> {
        let kinds = [EventKind::PublishingAsked, EventKind::PublishingAnswered];
        if !self.any(&kinds) || self.viewer.organisation().is_none() {
            return Ok(());
        }
        for row in delegation::list(conn, self.viewer)? {
            let kind = match row.state {
                DelegationState::Asked if self.viewer.is_of(&row.publisher_id) => EventKind::PublishingAsked,
                DelegationState::Accepted | DelegationState::Declined
                    if self.viewer.is_of(&row.organisation_id) =>
                {
                    EventKind::PublishingAnswered
                }
                _ => continue,
            };
            self.add(kind, row.id.as_str(), &row.reference, format!("/delegations/{}", row.reference));
        }
        Ok(())
    }

    fn access_requests(&mut self, conn: &mut Conn) -> Result<()> {
        let (asked, answered) =
            (self.subjects(EventKind::AccessAsked), self.subjects(EventKind::AccessAnswered));
        if !asked.is_empty() {
            for (id, reference) in access_requests::asked_of_own(conn, self.viewer, self.now, &asked)? {
                self.add(EventKind::AccessAsked, &id, &reference, "/access-requests/received".into());
            }
        }
        if !answered.is_empty() {
            for (id, reference) in access_requests::answering_own(conn, self.viewer, self.now, &answered)? {
                self.add(EventKind::AccessAnswered, &id, &reference, format!("/reports/{reference}"));
            }
        }
        Ok(())
    }

    fn organisations(&mut self, conn: &mut Conn) -> Result<()> {
        if self.any(&[EventKind::VettingWaiting]) && permits(self.viewer, Act::Admit) {
            for one in people::vetting_queue(conn, self.viewer)? {
                let begun = one.organisation.status == OrganisationStatus::Applicant || !one.votes.is_empty();
                if begun && !one.closed_to_me {
                    let of = one.organisation;
                    self.add(EventKind::VettingWaiting, of.id.as_str(), &of.slug, "/vetting".into());
                }
            }
        }
        if self.any(&[EventKind::InvitationWaiting]) && permits(self.viewer, Act::InviteFirst) {
            for one in invitations::waiting_invitations(conn, self.viewer, self.now)? {
                if !one.mine {
                    let of = one.organisation;
                    self.add(EventKind::InvitationWaiting, of.id.as_str(), &of.slug, "/vetting".into());
                }
            }
        }
        Ok(())
    }

    fn groups(&mut self, conn: &mut Conn) -> Result<()> {
        if !self.any(&[EventKind::GroupJoined]) {
            return Ok(());
        }
        let belongs = |group: &people::Group| {
            let of_it = |token: &Token| matches!(token, Token::Group(id, _) if *id == group.id);
            self.viewer.tokens().iter().any(of_it)
        };
        let groups: Vec<_> = people::seen_groups(conn, self.viewer)?.into_iter().filter(belongs).collect();
        for group in groups {
            let href = format!("/groups/{}", group.slug);
            self.add(EventKind::GroupJoined, group.id.as_str(), &group.slug, href);
        }
        Ok(())
    }

    fn searches(&mut self, conn: &mut Conn) -> Result<()> {
        for news in searches::news_of(conn, self.viewer, &self.subjects(EventKind::SearchNews))? {
            let href = format!("/searches/{}", news.reference);
            self.add(EventKind::SearchNews, &news.id, &news.reference, href);
        }
        Ok(())
    }

    fn actions(&mut self, conn: &mut Conn) -> Result<()> {
        let mut news = actions::news_of(conn, self.viewer, self.of)?;
        news.extend(action_files::news_of(conn, self.viewer, self.of)?);
        for (kind, subject, reference) in news {
            self.add(kind, &subject, &reference, format!("/actions/{reference}"));
        }
        Ok(())
    }

    fn comments(&mut self, conn: &mut Conn) -> Result<()> {
        for (kind, subject, reference) in comments::news_of(conn, self.viewer, self.of)? {
            self.add(kind, &subject, &reference, format!("/comments/{reference}"));
        }
        Ok(())
    }

    /// Who acts for the viewer's organisation, and what others recorded that it does.
    fn acting(&mut self, conn: &mut Conn) -> Result<()> {
        let asked = self.subjects(EventKind::MandateEnds);
        for (id, reference, href) in mandates::ending_soon(conn, self.viewer, self.now, &asked)? {
            self.add(EventKind::MandateEnds, &id, &reference, href);
        }
        let asked = self.subjects(EventKind::PartRecorded);
        for (id, reference) in recorded::news_of(conn, self.viewer, &asked)? {
            self.add(EventKind::PartRecorded, &id, &reference, format!("/actions/{reference}/records"));
        }
        for (kind, id, reference) in tickets::news_of(conn, self.viewer, self.of)? {
            self.add(kind, &id, &reference, format!("/tickets/{reference}"));
        }
        for (kind, id, reference) in statements::news_of(conn, self.viewer, self.of)? {
            self.add(kind, &id, &reference, format!("/statements/{reference}"));
        }
        for (kind, id, reference) in endorsements::news_of(conn, self.viewer, self.of)? {
            self.add(kind, &id, &reference, format!("/statements/{reference}/endorsements"));
        }
        for (kind, id, reference) in follow_up::news_of(conn, self.viewer, self.of)? {
            self.add(kind, &id, &reference, format!("/statements/{reference}/follow-up"));
        }
        for (kind, id, reference) in rounds::news_of(conn, self.viewer, self.of)? {
            self.add(kind, &id, &reference, format!("/statements/{reference}/round"));
        }
        Ok(())
    }

    fn erasures(&mut self, conn: &mut Conn) -> Result<()> {
        let sees =
            self.viewer.organisation().is_some_and(|owner| permits(self.viewer, Act::SeeDesk { owner }));
        if !sees || !self.any(&[EventKind::ErasureNear]) {
            return Ok(());
        }
        for report in retention::soon_erased(conn, self.viewer, self.now)? {
            if report.keep_until.is_none_or(|until| until > self.now.plus(rows::WARNED)) {
                continue;
            }
            let href = format!("/reports/{}/desk", report.reference);
            self.add(EventKind::ErasureNear, report.id.as_str(), &report.reference, href);
        }
        Ok(())
    }
}

impl Asked<'_> {
    /// Alerts that the viewer reads; of their own organisation's, what others answered; of others', that theirs has not.
    fn alerts(&mut self, conn: &mut Conn) -> Result<()> {
        let answered: Vec<ContributionId> =
            self.subjects(EventKind::AlertAcknowledged).into_iter().map(ContributionId::from).collect();
        for alert in contributions::by_ids::<Alert>(conn, &answered)? {
            let owner = &alert.organisation_id;
            if alert.ended.is_none() && permits(self.viewer, Act::SeeAcknowledgements { owner }) {
                let href = format!("/alerts/{}", alert.reference);
                self.add(EventKind::AlertAcknowledged, alert.id.as_str(), &alert.reference, href);
            }
        }
        let kinds = [EventKind::AlertReleased, EventKind::AlertUpdated, EventKind::AlertReminder];
        let ids: BTreeSet<String> = kinds.iter().flat_map(|kind| self.subjects(*kind)).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = ids.into_iter().collect();
        let waited = alerts::is_waited_for(conn, self.viewer, &ids)?;
        for alert in contributions::released_among::<Alert>(conn, self.viewer, &ids)? {
            let version = alert.version.as_str();
            let waits = waited.iter().any(|one| one == version);
            // One that cannot be read keeps none of the others back.
            let current = alerts::is_current(&alert, self.now).unwrap_or_else(|fault| {
                tracing::error!(%fault, "an alert is news to nobody");
                false
            });
            let concerns = |kind: &&EventKind| match kind {
                EventKind::AlertReminder => waits,
                // What has expired by then is news to nobody. That one is over is.
                EventKind::AlertReleased => current,
                _ => true,
            };
            for kind in kinds.iter().filter(concerns).filter(|_| alert.is_readable_by(self.viewer)) {
                self.add(*kind, version, &alert.reference, format!("/alerts/{}", alert.reference));
            }
        }
        Ok(())
    }
}
