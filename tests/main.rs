//! What Entente promises, by what each test protects.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop where it stands, says what it skips, and looks at databases and \
              the world from outside"
)]

mod canaries;
mod feed_reader;
mod scenarios;
mod http;
mod program;
mod serving;
mod sheets;
mod smtp;
mod support;
mod table;
mod generators;

mod access_requests;
mod account_spellings;
mod alert_feeds;
mod alert_map;
mod inquiries;
mod bad_input;
mod bodies;
mod canary;
mod canary_addresses;
mod canary_inquiries;
mod canary_marks;
mod canary_notes;
mod canary_replies;
mod canary_searches;
mod canary_translations;
mod canary_words;
mod alert_links;
mod alert_readers;
mod alert_reminders;
mod alerts;
mod canary_alerts;
mod cap;
mod canary_delegations;
mod canary_mail;
mod collected_files;
mod contract;
mod coalition;
mod corrections;
mod corroborations;
mod crash;
mod database;
mod review;
mod ribbon;
mod delegation;
mod developments;
mod description;
mod downloads;
mod earlier;
mod ended_rights;
mod endings;
mod evidence;
mod fates;
mod damaged_index;
mod evidence_names;
mod search;
mod searches;
mod search_news;
mod feeds;
mod first_people;
mod following;
mod founding;
mod importing_again;
mod retention;
mod kinds;
mod marking_pages;
mod marks;
mod importing;
mod journey_api;
mod journey_people;
mod pages_long;
mod pages_say;
mod pages_tell;
mod people_forms;
mod printed;
mod proof;
mod queues;
mod journey_pages;
mod report_filing;
mod report_forms;
mod roles;
mod sanitise;
mod routes;
mod shortfalls;
mod signing_in;
mod staying_up;
mod confirmations;
mod conventions;
mod lists;
mod conventions_rule;
mod conventions_modules;
mod conventions_tables;
mod conventions_words;
mod logged;
mod looking;
mod lookups;
mod mail;
mod missing;
mod moved;
mod idempotency;
mod named_approvers;
mod notification_choices;
mod notification_faults;
mod notification_losses;
mod notification_privacy;
mod notifications;
mod outbox;
mod evidence_links;
mod narrowings;
mod replies;
mod remarks;
mod rule;
mod tidying;
mod timers;
mod translations;
mod typed;
mod self_given;
mod versions;
mod ways_back;
mod sessions;
mod sign_in_attacks;
mod statements;
mod tokens;
mod unconfirmed;
mod urgent;
