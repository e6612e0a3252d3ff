//! What is done when timers fire, kind by kind.

use chrono::TimeDelta;

use crate::db::Tx;
use crate::error::Result;
use crate::index::Index;
use crate::jobs::{Duties, Timer, TimerKind, timers};
use crate::retention::{self, Erasures};
use crate::vault::Vault;
use crate::web::{self, AppState};
use crate::{
    access_requests, accounts, actions, alerts, comments, endorsements, feeds, flow, follow_up, mandates,
    outbox, publications, rounds, searches, statements, tickets,
};

/// How often what no longer counts is taken away.
const HOUR: TimeDelta = TimeDelta::hours(1);

/// All that the program does by itself at a moment that was set before.
pub struct OwnWork {
    app: AppState,
    vault: Vault,
    index: Index,
    erasures: Erasures,
}

impl OwnWork {
    pub(super) fn new(app: AppState, vault: Vault, index: Index, erasures: Erasures) -> Self {
        Self { app, vault, index, erasures }
    }

    /// Sets the timers of what recurs where there is none yet.
    pub(super) fn begin(tx: &mut Tx<'_>) -> Result<()> {
        timers::ensure(tx, TimerKind::SearchNews, "", tx.now())?;
        timers::ensure(tx, TimerKind::Tidying, "", tx.now())
    }
}

impl Duties for OwnWork {
    fn prepare(&self, timer: &Timer) -> Result<()> {
        match timer.kind {
            TimerKind::Tidying => retention::sweep(&self.app, &self.vault),
            TimerKind::SearchNews => searches::tell_news(&self.app, &self.index),
            TimerKind::AccessRequestOwners => {
                access_requests::look_for_owners(&self.app, &self.index, &timer.subject.clone().into())
            }
            TimerKind::AccessRequestsFitting => {
                access_requests::look_for_requests(&self.app, &self.index, &timer.subject.clone().into())
            }
            TimerKind::ReportErasure
            | TimerKind::ErasureWarning
            | TimerKind::ReleaseLapse
            | TimerKind::AccessRequestEnd
            | TimerKind::AlertReminder
            | TimerKind::ActionDue
            | TimerKind::ActionTaskDue
            | TimerKind::OutcomeReview
            | TimerKind::TicketReminder
            | TimerKind::StatementLapse
            | TimerKind::StatementConsultation
            | TimerKind::SilenceDeadline
            | TimerKind::SilenceReminder
            | TimerKind::EndorsementReminder
            | TimerKind::PublicationOpening
            | TimerKind::StatementReview
            | TimerKind::MandateEnd => Ok(()),
        }
    }

    fn fire(&self, tx: &mut Tx<'_>, timer: &Timer) -> Result<()> {
        match timer.kind {
            TimerKind::ReportErasure => retention::erase_due(tx, &self.erasures, &timer.subject),
            TimerKind::ErasureWarning => retention::warn_due(tx, &timer.subject),
            TimerKind::ReleaseLapse => flow::lapse_due(tx, &timer.subject.clone().into()),
            TimerKind::AccessRequestEnd => access_requests::end_due(tx, &timer.subject.clone().into()),
            TimerKind::AccessRequestOwners | TimerKind::AccessRequestsFitting => Ok(()),
            TimerKind::AlertReminder => alerts::remind_due(tx, &timer.subject.clone().into()),
            TimerKind::ActionDue => actions::remind_due(tx, &timer.subject.clone().into()),
            TimerKind::ActionTaskDue => crate::tasking::remind_task_due(tx, &timer.subject.clone().into()),
            TimerKind::OutcomeReview => comments::remind_review(tx, &timer.subject.clone().into()),
            TimerKind::TicketReminder => tickets::remind_due(tx, &timer.subject.clone().into()),
            TimerKind::StatementLapse => statements::lapse_due(tx, &timer.subject.clone().into()),
            TimerKind::StatementConsultation => {
                statements::consultation_due(tx, &timer.subject.clone().into())
            }
            TimerKind::SilenceDeadline => {
                let signer = rounds::signer(self.app.key())?;
                let instance = &self.app.config().public_url;
                rounds::deadline_due(tx, &timer.subject.clone().into(), (&signer, instance))
            }
            TimerKind::SilenceReminder => rounds::remind_due(tx, &timer.subject.clone().into()),
            TimerKind::EndorsementReminder => endorsements::remind_due(tx, &timer.subject.clone().into()),
            TimerKind::PublicationOpening => publications::open_due(tx, &timer.subject.clone().into()),
            TimerKind::StatementReview => follow_up::review_due(tx, &timer.subject.clone().into()),
            TimerKind::MandateEnd => mandates::remind_due(tx, &timer.subject.clone().into()),
            TimerKind::SearchNews => timers::set(tx, TimerKind::SearchNews, "", tx.after(HOUR)),
            TimerKind::Tidying => {
                accounts::forget_old(tx)?;
                web::forget_old_keys(tx)?;
                timers::forget_fired(tx)?;
                outbox::forget_old(tx)?;
                feeds::forget_old(tx)?;
                timers::set(tx, TimerKind::Tidying, "", tx.after(HOUR))
            }
        }
    }

    fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.app.write_now(work)
    }
}
