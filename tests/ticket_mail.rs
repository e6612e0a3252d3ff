//! Of requests to states neither mail tells anything nor the page of what was not delivered.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use diesel::prelude::*;
use entente::db::schema::event;
use entente::outbox::EventKind;
use serde_json::json;

use crate::notifications::Post;
use crate::serving::{CONVENOR, GOVERNMENT};
use crate::ticket_readers::{VERA, asked, begun, brief, founded, moved};

/// All that others than the reader may be told.
const OUTSIDE: &str = "There is something new in a joint action";

/// What happens in an action that was begun.
const OF_ACTIONS: [EventKind; 32] = [
    EventKind::ActionMoved,
    EventKind::ActionJoined,
    EventKind::ActionLeadOffered,
    EventKind::ActionTask,
    EventKind::ActionDue,
    EventKind::ActionTaskDue,
    EventKind::ActionFile,
    EventKind::PartRecorded,
    EventKind::CommentPosted,
    EventKind::Mentioned,
    EventKind::OutcomeReview,
    EventKind::TicketAsked,
    EventKind::TicketReminder,
    EventKind::TicketUnanswered,
    EventKind::TicketMoved,
    EventKind::StatementMoved,
    EventKind::StatementSaid,
    EventKind::StatementAnswered,
    EventKind::ConsultationOver,
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
    EventKind::EndorsementAsked,
    EventKind::EndorsementSaid,
    EventKind::StatementReview,
];

/// A class of leaks: a sentence that requests to states alone have says as much as one that names them.
#[test]
fn all_that_happens_in_an_action_has_one_sentence_outside() {
    let alike = |kind: &&EventKind| kind.words_outside() == "notification-joint-action";
    let same: BTreeSet<EventKind> = EventKind::ALL.iter().filter(alike).copied().collect();
    assert_eq!(same, BTreeSet::from(OF_ACTIONS));
    // Pages tell all of them apart.
    let words: BTreeSet<String> = OF_ACTIONS.iter().map(|kind| kind.words()).collect();
    assert_eq!(words.len(), OF_ACTIONS.len());
}

/// A class of leaks: whoever keeps a mailbox learns that somebody asks a state for something.
#[test]
fn mail_does_not_tell_that_a_state_is_asked() {
    let post = Post::new();
    let serving = &post.serving;
    founded(serving);
    for who in [GOVERNMENT, VERA] {
        post.choose(who, &[("mail.actions", "at_once"), ("mail.deadlines", "at_once")]).expect(303);
    }
    let action = begun(serving, &brief(&["coalition"], &[]));
    post.delivered();
    let ticket = asked(serving, VERA, &action, "Zilokestrel");
    let mut taken = post.delivered();
    serving.place.clock.advance(TimeDelta::days(3));
    serving.instance.timers.work().unwrap();
    taken.extend(post.delivered());
    moved(serving, GOVERNMENT, &ticket, &json!({ "to": "accepted" })).expect(200);
    taken.extend(post.delivered());
    taken.retain(|one| [GOVERNMENT, VERA].contains(&one.to.as_str()));
    for who in [GOVERNMENT, VERA] {
        let subjects: Vec<String> =
            taken.iter().filter(|one| one.to == who).map(|one| one.header("Subject").unwrap()).collect();
        assert_eq!(subjects, [OUTSIDE; 2], "asked and reminded; not acknowledged and moved on: {who}");
    }
    for one in &taken {
        let said = one.plain();
        assert!(said.contains(OUTSIDE), "{said}");
        for hidden in
            ["state", "support", "request for", "asked", "acknowledged", ticket.as_str(), action.as_str()]
        {
            assert!(!said.contains(hidden), "{hidden} in {said}");
        }
    }
}

#[test]
fn what_is_not_delivered_does_not_tell_that_a_state_is_asked() {
    let post = Post::new();
    post.serving.write(|tx| {
        for kind in OF_ACTIONS {
            diesel::insert_into(event::table)
                .values((
                    event::id.eq(format!("0-{kind}")),
                    event::kind.eq(kind),
                    event::subject.eq("nothing"),
                    event::thread.eq("nothing"),
                    event::addressee.eq("galaxy:andromeda"),
                    event::at.eq(tx.after(-TimeDelta::days(1))),
                    event::attempts.eq(0),
                ))
                .execute(tx.conn)?;
        }
        Ok(())
    });
    post.tell();
    let page = post.serving.new_client(CONVENOR).get("/undelivered").expect(200).text();
    assert_eq!(page.matches(OUTSIDE).count(), OF_ACTIONS.len(), "{page}");
    for hidden in ["asked for support", "request for support", "your request", "new comment"] {
        assert!(!page.contains(hidden), "{hidden} in {page}");
    }
}
