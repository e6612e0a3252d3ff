//! The way back of a migration leaves nothing that the version before cannot read, and nothing without an owner.

use diesel::prelude::*;
use entente::db::schema::{change_log, event, feed_address, outbox};

use crate::database::{connect, down, next, pending, up};
use crate::support::{Place, rows};

/// An older program reads every word that a way back leaves, or it could not go on.
#[test]
fn a_way_back_leaves_no_word_that_the_version_before_does_not_know() {
    let place = Place::unmigrated();
    let mut conn = connect(&place);
    (0..pending(&mut conn)).for_each(|_| up(&mut conn));
    for statement in [
        "INSERT INTO timer VALUES ('t', '2026-01-01 00:00:00', 'alert.reminder', 'w', 1, NULL, NULL),
            ('l', '2026-01-01 00:00:00', 'release.lapse', 'r', 1, NULL, NULL),
            ('u', '2026-01-01 00:00:00', 'access_request.owners', 'q', 1, NULL, NULL),
            ('v', '2026-01-01 00:00:00', 'access_request.fitting', 'o', 1, NULL, NULL)",
        "INSERT INTO event (id, kind, subject, thread, addressee, at)
            VALUES ('e', 'access-asked', 's', 's', 'organisation:o', '2026-01-01 00:00:00'),
                ('f', 'alert-released', 's', 's', 'coalition', '2026-01-01 00:00:00'),
                ('g', 'search-news', 's', 's', 'person:p', '2026-01-01 00:00:00'),
                ('h', 'group-joined', 's', 's', 'organisation:o', '2026-01-01 00:00:00'),
                ('i', 'proposal-lapsed', 's', 's', 'organisation:o', '2026-01-01 00:00:00'),
                ('j', 'confirmation-waiting', 's', 's', 'organisation:o', '2026-01-01 00:00:00')",
        "INSERT INTO change_log VALUES (1, 'alert', 'w', true, '2026-01-01 00:00:00')",
        "INSERT INTO organisation VALUES ('o', 'o', 'O', 'company', NULL, '', '', 'active', '2026-01-01 00:00:00')",
        "INSERT INTO person VALUES ('p', 'o', 'p@example.org', 'P', '', 'en', '2026-01-01 00:00:00', NULL)",
        "INSERT INTO feed_address (id, reference, kind, person_id, subject, secret_hash, created_at)
            VALUES ('f', 'F-1', 'saved_search', 'p', 's', '1', '2026-01-01 00:00:00'),
                ('g', 'F-2', 'calendar', 'p', 'p', '2', '2026-01-01 00:00:00')",
        "INSERT INTO outbox (id, person_id, cadence, thread, due_at, generation, attempts, outcome, failure)
            VALUES ('m', 'p', 'at_once', 's', '2026-01-01 00:00:00', 1, 1, 'failed', 'letters')",
        "INSERT INTO contribution (id, kind, reference, organisation_id, created_by, created_at)
            VALUES ('w', 'alert', 'W-1', 'o', 'p', '2026-01-01 00:00:00')",
        "INSERT INTO contribution_version (id, contribution_id, rests_on_revision, body, created_by, created_at, ordinal)
            VALUES ('w', 'w', 1, '', 'p', '2026-01-01 00:00:00', 1)",
        "INSERT INTO action_template VALUES ('b', 'B-1', 'o', true, 1, 's', NULL, '2026-01-01', '2026-01-01')",
        "INSERT INTO sealed_key VALUES ('b', 'o', 'wrapped', '2026-01-01'), ('w', 'o', 'wrapped', '2026-01-01')",
        "INSERT INTO sealed_text VALUES ('w', 'alert', 1, 'sealed', 'c', 'p', '2026-01-01 00:00:00')",
        "INSERT INTO audience VALUES ('a')",
        "INSERT INTO audience_token VALUES ('a', 'coalition')",
        "INSERT INTO release (id, reference, subject_kind, subject, organisation_id, approvers_id, state, audience_id,
                revision, commitment, proposed_by, proposed_at, comment)
            VALUES ('x', 'L-1', 'alert', 'w', 'o', 'o', 'proposed', 'a', 1, 'c', 'p', '2026-01-01 00:00:00', '')",
    ] {
        diesel::sql_query(statement).execute(&mut conn).unwrap();
    }
    let of_feeds =
        |conn: &mut _| -> Vec<String> { feed_address::table.select(feed_address::kind).load(conn).unwrap() };
    assert_eq!(of_feeds(&mut conn).len(), 2);
    while !next(&mut conn).ends_with("_calendar") {
        down(&mut conn);
    }
    assert_eq!(of_feeds(&mut conn), ["saved_search"]);
    while !next(&mut conn).ends_with("_alerts") {
        down(&mut conn);
    }
    let counted = rows(&mut conn);
    assert_eq!((counted["timer"], counted["event"], counted["change_log"]), (0, 2, 1));
    let known: Vec<String> = event::table.select(event::kind).order(event::kind).load(&mut conn).unwrap();
    assert_eq!(known, ["group-joined", "review-waiting"]);
    let failures: Vec<Option<String>> = outbox::table.select(outbox::failure).load(&mut conn).unwrap();
    assert_eq!(failures, [Some("address".to_owned())]);
    // Nothing of an alert is left: neither its key nor who would have read it.
    for table in ["contribution", "contribution_version", "release", "sealed_text", "sealed_key", "audience"]
    {
        assert_eq!(counted[table], 0, "{table}");
    }
    let words: Vec<String> = change_log::table.select(change_log::kind).load(&mut conn).unwrap();
    assert_eq!(words, ["report"]);
}
