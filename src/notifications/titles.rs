//! What the things are called that somebody was told of: for pages alone. The rule is asked each time, nothing is kept, and no
//! message is made of it.

use std::collections::BTreeMap;

use super::concern::{Concern, Happened};
use crate::access::Viewer;
use crate::alerts::{Alert, AlertBody};
use crate::board::{self, Called};
use crate::contributions::{self, Contribution, Kind};
use crate::db::{Conn, ContributionId, Moment, OrganisationId};
use crate::delegation;
use crate::error::Result;
use crate::flow::{self, TextKind};
use crate::inquiries::Inquiry;
use crate::outbox::EventKind;
use crate::redaction::{self, Rendition};
use crate::verification::Corroboration;
use crate::{endorsements, people, rounds, searches, statements, tickets};

/// What somebody may read now of a thing that they were told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// A title, a headline or a name.
    pub text: String,
    /// BCP 47; empty of a name.
    pub language: String,
}

/// What was told, by the internal id of what it is called after.
type After = BTreeMap<String, Vec<Happened>>;

/// Events of joint actions: each carries the reference of its action.
const OF_ACTIONS: [EventKind; 9] = [
    EventKind::ActionReleased,
    EventKind::ActionMoved,
    EventKind::ActionJoined,
    EventKind::ActionLeadOffered,
    EventKind::ActionTask,
    EventKind::ActionDue,
    EventKind::ActionTaskDue,
    EventKind::ActionFile,
    EventKind::PartRecorded,
];
/// Events of comments on joint actions.
const OF_COMMENTS: [EventKind; 3] =
    [EventKind::CommentPosted, EventKind::Mentioned, EventKind::OutcomeReview];
/// Events of joint statements.
const OF_STATEMENTS: [EventKind; 5] = [
    EventKind::StatementMoved,
    EventKind::StatementSaid,
    EventKind::StatementAnswered,
    EventKind::ConsultationOver,
    EventKind::StatementReview,
];
/// Events of endorsements.
const OF_ENDORSEMENTS: [EventKind; 2] = [EventKind::EndorsementAsked, EventKind::EndorsementSaid];
/// Events of rounds of silence.
const OF_ROUNDS: [EventKind; 10] = [
    EventKind::SilenceBegun,
    EventKind::SilenceReminder,
    EventKind::SilenceBroken,
    EventKind::ObjectionWithdrawn,
    EventKind::MoreTimeAsked,
    EventKind::MoreTimeAnswered,
    EventKind::PositionRecorded,
    EventKind::ConditionSet,
    EventKind::ConditionAnswered,
    EventKind::StatementAdopted,
];
/// Events of requests to states.
const OF_TICKETS: [EventKind; 4] =
    [EventKind::TicketAsked, EventKind::TicketReminder, EventKind::TicketUnanswered, EventKind::TicketMoved];

/// Titles that are looked for.
struct Titles<'a> {
    viewer: &'a Viewer,
    now: Moment,
    language: &'a str,
    of: &'a [Happened],
    concerns: &'a BTreeMap<Happened, Concern>,
    /// By a version of an alert.
    alerts: After,
    /// By a report.
    reports: After,
    found: BTreeMap<Happened, Title>,
}

/// What these are called, as far as the viewer may read that at this moment; each concerns them. What is sealed, as a proposal is, has
/// no title here: opening it would be an act. A fixed number of statements for each kind, however many there are.
pub fn titles(
    conn: &mut Conn,
    viewer: &Viewer,
    (now, language): (Moment, &str),
    concerns: &BTreeMap<Happened, Concern>,
) -> Result<BTreeMap<Happened, Title>> {
    let (alerts, reports) = (After::new(), After::new());
    let of: &[Happened] = &concerns.keys().cloned().collect::<Vec<_>>();
    let mut titles = Titles { viewer, now, language, of, concerns, alerts, reports, found: BTreeMap::new() };
    titles.releases(conn)?;
    titles.beneath_reports(conn)?;
    titles.called_alerts(conn)?;
    titles.called_reports(conn)?;
    titles.called_actions(conn)?;
    titles.names(conn)?;
    Ok(titles.found)
}

fn add(after: &mut After, id: &str, happened: &Happened) {
    after.entry(id.to_owned()).or_default().push(happened.clone());
}

impl Titles<'_> {
    /// What happened of these kinds.
    fn of_kinds(&self, kinds: &[EventKind]) -> Vec<Happened> {
        self.of.iter().filter(|(kind, _)| kinds.contains(kind)).cloned().collect()
    }

    fn subjects(&self, kind: EventKind) -> Vec<String> {
        self.of_kinds(&[kind]).into_iter().map(|(_, subject)| subject).collect()
    }

    fn call(&mut self, all: &[Happened], text: &str, language: &str) {
        for happened in all {
            let title = Title { text: text.to_owned(), language: language.to_owned() };
            self.found.insert(happened.clone(), title);
        }
    }

    /// What was proposed or decided: called after its report, or the alert that it is.
    fn releases(&mut self, conn: &mut Conn) -> Result<()> {
        let told = self.of_kinds(&[
            EventKind::ReviewWaiting,
            EventKind::ConfirmationWaiting,
            EventKind::ProposalApproved,
            EventKind::ProposalReturned,
            EventKind::ProposalLapsed,
        ]);
        if told.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = told.iter().map(|(_, id)| id.clone()).collect();
        for release in flow::concerning(conn, self.now, self.viewer, &ids)? {
            let after = match release.subject_kind {
                TextKind::Report => &mut self.reports,
                TextKind::Alert => &mut self.alerts,
                _ => continue,
            };
            told.iter()
                .filter(|(_, id)| *id == release.id.as_str())
                .for_each(|one| add(after, &release.subject, one));
        }
        Ok(())
    }

    /// What was said about reports, or will happen to them.
    fn beneath_reports(&mut self, conn: &mut Conn) -> Result<()> {
        self.beneath::<Corroboration>(conn, &[EventKind::Corroborated])?;
        self.beneath::<Inquiry>(conn, &[EventKind::Asked, EventKind::Answered])?;
        for one in self.of_kinds(&[EventKind::ErasureNear]) {
            add(&mut self.reports, &one.1, &one);
        }
        let answered = self.of_kinds(&[EventKind::PublishingAnswered]);
        if answered.is_empty() || self.viewer.organisation().is_none() {
            return Ok(());
        }
        // A publisher never learns whose report it was.
        let mut own = delegation::list(conn, self.viewer)?;
        own.retain(|row| self.viewer.is_of(&row.organisation_id));
        for row in own {
            let told = answered.iter().filter(|(_, id)| *id == row.id.as_str());
            told.for_each(|one| add(&mut self.reports, row.report_id.as_str(), one));
        }
        Ok(())
    }

    fn beneath<K: Kind>(&mut self, conn: &mut Conn, kinds: &[EventKind]) -> Result<()> {
        let told = self.of_kinds(kinds);
        if told.is_empty() {
            return Ok(());
        }
        let versions: Vec<String> = told.iter().map(|(_, version)| version.clone()).collect();
        let read: Vec<Contribution<K>> = contributions::released_among(conn, self.viewer, &versions)?;
        for row in read {
            let of_it = told.iter().filter(|(_, version)| *version == row.version.as_str());
            of_it.for_each(|one| add(&mut self.reports, &row.rests_on, one));
        }
        Ok(())
    }

    fn called_alerts(&mut self, conn: &mut Conn) -> Result<()> {
        let kinds = [EventKind::AlertReleased, EventKind::AlertUpdated, EventKind::AlertReminder];
        for one in self.of_kinds(&kinds) {
            add(&mut self.alerts, &one.1, &one);
        }
        let versions: Vec<String> = self.alerts.keys().cloned().collect();
        if !versions.is_empty() {
            for row in contributions::released_among::<Alert>(conn, self.viewer, &versions)? {
                let told = self.alerts.remove(row.version.as_str()).unwrap_or_default();
                self.headline(&row, &told);
            }
        }
        // An answer is told of the alert and not of a version.
        let own: Vec<ContributionId> =
            self.subjects(EventKind::AlertAcknowledged).into_iter().map(ContributionId::from).collect();
        if !own.is_empty() {
            for row in contributions::by_ids::<Alert>(conn, &own)? {
                self.headline(&row, &[(EventKind::AlertAcknowledged, row.id.as_str().to_owned())]);
            }
        }
        Ok(())
    }

    /// The headline of an alert, in the language of the page if it has that; one that cannot be read keeps none of the others
    /// back.
    fn headline(&mut self, row: &Contribution<Alert>, told: &[Happened]) {
        let reads = row.is_readable_by(self.viewer) || row.on_desk(self.viewer);
        if !reads || !row.is_shown(self.now) {
            return;
        }
        match AlertBody::read(row) {
            Ok(body) => {
                if let Some(text) = body.text_in(self.language) {
                    self.call(told, &text.headline, &text.language);
                }
            }
            Err(fault) => tracing::error!(%fault, "an alert is told of without its headline"),
        }
    }

    /// A report is called as the fullest of its texts that the viewer reads.
    fn called_reports(&mut self, conn: &mut Conn) -> Result<()> {
        let reports: Vec<String> = self.reports.keys().cloned().collect();
        if !reports.is_empty() {
            for (report, texts) in redaction::readable_of_each(conn, self.viewer, &reports)? {
                let told = self.reports.remove(&report).unwrap_or_default();
                if let Some(fullest) = texts.first() {
                    self.call(&told, &fullest.reading.title, &fullest.reading.language);
                }
            }
        }
        let answering = self.subjects(EventKind::AccessAnswered);
        if !answering.is_empty() {
            for Rendition { id, reading, .. } in redaction::readable_by_ids(conn, self.viewer, &answering)? {
                let told = (EventKind::AccessAnswered, id.as_str().to_owned());
                self.call(&[told], &reading.title, &reading.language);
            }
        }
        Ok(())
    }

    /// What happened in joint actions is called after the action.
    fn called_actions(&mut self, conn: &mut Conn) -> Result<()> {
        let mut after = After::new();
        // An event of an action carries its reference.
        for one in self.of_kinds(&OF_ACTIONS) {
            if let Some(concern) = self.concerns.get(&one) {
                add(&mut after, &concern.reference, &one);
            }
        }
        let said = self.of_kinds(&OF_COMMENTS);
        let asked = self.of_kinds(&OF_TICKETS);
        let stated = self.of_kinds(&OF_STATEMENTS);
        let silent = self.of_kinds(&OF_ROUNDS);
        let endorsed = self.of_kinds(&OF_ENDORSEMENTS);
        let ids = |told: &[Happened]| told.iter().map(|(_, id)| id.clone()).collect::<Vec<_>>();
        let mut of_actions = tickets::actions_of(conn, self.viewer, ids(&asked))?;
        of_actions.extend(statements::actions_of(conn, self.viewer, ids(&stated))?);
        of_actions.extend(rounds::actions_of(conn, self.viewer, ids(&silent))?);
        of_actions.extend(endorsements::actions_of(conn, self.viewer, ids(&endorsed))?);
        let mut within = board::commented(conn, &ids(&said))?;
        within.extend(board::referred(conn, of_actions)?);
        for (thing, action) in &within {
            let told = said.iter().chain(&asked).chain(&stated).chain(&silent).chain(&endorsed);
            let told = told.filter(|(_, id)| id == thing);
            told.for_each(|one| add(&mut after, action, one));
        }
        let references: Vec<String> = after.keys().cloned().collect();
        for (reference, Called { title, language }) in board::called(conn, self.viewer, &references)? {
            let told = after.remove(&reference).unwrap_or_default();
            self.call(&told, &title, &language);
        }
        Ok(())
    }

    /// Groups, organisations and saved searches have names.
    fn names(&mut self, conn: &mut Conn) -> Result<()> {
        let groups = self.subjects(EventKind::GroupJoined);
        if !groups.is_empty() {
            for group in people::seen_groups(conn, self.viewer)? {
                self.call_known(EventKind::GroupJoined, group.id.as_str(), &group.name);
            }
        }
        let waiting = [EventKind::VettingWaiting, EventKind::InvitationWaiting];
        let organisations: Vec<OrganisationId> =
            self.of_kinds(&waiting).into_iter().map(|(_, id)| id.into()).collect();
        if !organisations.is_empty() {
            for (id, organisation) in people::organisations_by_ids(conn, organisations)? {
                for kind in waiting {
                    self.call_known(kind, id.as_str(), &organisation.name);
                }
            }
        }
        for news in searches::news_of(conn, self.viewer, &self.subjects(EventKind::SearchNews))? {
            self.call_known(EventKind::SearchNews, &news.id, &news.name);
        }
        Ok(())
    }

    /// Gives a thing its name, where it was told of.
    fn call_known(&mut self, kind: EventKind, id: &str, name: &str) {
        let told = (kind, id.to_owned());
        if self.of.contains(&told) {
            self.call(&[told], name, "");
        }
    }
}
