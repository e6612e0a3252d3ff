//! The tables, as the migrations make them. Each is used by one folder alone: `tests/conventions_tables.rs` holds everybody to it.
#![expect(missing_docs, reason = "the columns are described in the migrations")]

mod asking;
mod contributions;
mod endorsements;
mod mandates;
mod reports;
mod rounds;
mod searches;
mod statements;
mod templates;
mod tickets;
mod told;

pub use asking::*;
pub use contributions::*;
pub use endorsements::*;
pub use mandates::*;
pub use reports::*;
pub use rounds::*;
pub use searches::*;
pub use statements::*;
pub use templates::*;
pub use tickets::*;
pub use told::*;

diesel::table! {
    cleaned (seq) {
        seq -> BigInt,
    }
}

diesel::table! {
    setting (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    counter (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    timer (id) {
        id -> Text,
        due_at -> Timestamp,
        kind -> Text,
        subject -> Text,
        generation -> BigInt,
        claimed_at -> Nullable<Timestamp>,
        fired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    change_log (seq) {
        seq -> BigInt,
        kind -> Text,
        subject -> Text,
        narrowing -> Bool,
        at -> Timestamp,
    }
}

diesel::table! {
    audit (id) {
        id -> Text,
        at -> Timestamp,
        act -> Text,
        actor_id -> Nullable<Text>,
        actor_organisation_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        subject_kind -> Text,
        subject -> Text,
        detail -> Text,
    }
}

diesel::table! {
    idempotency (person_id, route, key) {
        person_id -> Text,
        route -> Text,
        key -> Text,
        body_hash -> Text,
        status -> Integer,
        answer -> Text,
        at -> Timestamp,
        rights -> Text,
    }
}

diesel::table! {
    organisation (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        kind -> Text,
        country -> Nullable<Text>,
        website -> Text,
        about -> Text,
        status -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    founding (id) {
        id -> Text,
        opened_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    membership (id) {
        id -> Text,
        organisation_id -> Text,
        status -> Text,
        from_at -> Timestamp,
        until_at -> Nullable<Timestamp>,
        reason -> Text,
    }
}

diesel::table! {
    person (id) {
        id -> Text,
        organisation_id -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        language -> Text,
        created_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    vetting (id) {
        id -> Text,
        organisation_id -> Text,
        person_id -> Text,
        wanted -> Text,
        note -> Text,
        at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    role_grant (id) {
        id -> Text,
        person_id -> Text,
        role -> Text,
        from_at -> Timestamp,
        until_at -> Nullable<Timestamp>,
        granted_by -> Nullable<Text>,
        granted_by_convenor -> Bool,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    invitation (id) {
        id -> Text,
        token_hash -> Text,
        organisation_id -> Text,
        email -> Text,
        roles -> Text,
        invited_by -> Nullable<Text>,
        by_convenor -> Bool,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        accepted_by -> Nullable<Text>,
    }
}

diesel::table! {
    session (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        token_hash -> Text,
        device -> Text,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refresh_token (token_hash) {
        token_hash -> Text,
        session_id -> Text,
        issued_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    signing_key (kid) {
        kid -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    remembered_browser (token_hash) {
        token_hash -> Text,
        person_id -> Text,
        remembered_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_delay (key) {
        key -> Text,
        failures -> Integer,
        failed_at -> Timestamp,
    }
}

diesel::table! {
    coalition_group (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        purpose -> Text,
        confidential_roster -> Bool,
        epoch -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    group_member (id) {
        id -> Text,
        group_id -> Text,
        organisation_id -> Text,
        from_epoch -> Integer,
        joined_at -> Timestamp,
        left_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    readable (id) {
        id -> Text,
        family -> Text,
        rank -> Integer,
        state -> Text,
        opens -> Nullable<Timestamp>,
        until -> Nullable<Timestamp>,
        rests_on -> Nullable<Text>,
        audience_id -> Text,
    }
}

diesel::table! {
    readable_rest (readable_id, base) {
        readable_id -> Text,
        base -> Text,
    }
}

diesel::table! {
    audience (id) {
        id -> Text,
    }
}

diesel::table! {
    audience_token (audience_id, token) {
        audience_id -> Text,
        token -> Text,
    }
}

diesel::table! {
    audience_except (audience_id, organisation_id) {
        audience_id -> Text,
        organisation_id -> Text,
    }
}

diesel::joinable!(readable_rest -> readable (readable_id));
diesel::joinable!(person -> organisation (organisation_id));
diesel::joinable!(group_member -> organisation (organisation_id));
diesel::joinable!(group_member -> coalition_group (group_id));
diesel::joinable!(contribution_version -> contribution (contribution_id));
diesel::joinable!(inquiry_details -> contribution (contribution_id));
diesel::joinable!(alert_details -> contribution (contribution_id));
diesel::joinable!(action_details -> contribution (contribution_id));
diesel::joinable!(comment_details -> contribution (contribution_id));
diesel::joinable!(explanation_details -> contribution (contribution_id));
diesel::joinable!(publication_details -> contribution (contribution_id));
diesel::joinable!(action_file_copy -> action_file (file_id));

diesel::allow_tables_to_appear_in_same_query!(
    setting,
    counter,
    timer,
    change_log,
    audit,
    idempotency,
    organisation,
    founding,
    membership,
    person,
    vetting,
    role_grant,
    invitation,
    session,
    refresh_token,
    signing_key,
    remembered_browser,
    sign_in_delay,
    coalition_group,
    group_member,
    readable,
    readable_rest,
    audience,
    audience_token,
    audience_except,
    organisation_key,
    sealed_key,
    sealed_text,
    incident,
    report,
    refiled,
    rendition,
    marked_before,
    evidence,
    evidence_copy,
    release,
    contribution,
    contribution_version,
    contribution_link,
    corroboration_details,
    inquiry_details,
    translation_details,
    alert_details,
    alert_version,
    alert_acknowledgement,
    action_details,
    action_version,
    action_step,
    action_place,
    action_task,
    action_file,
    action_file_copy,
    recorded_part,
    ticket,
    ticket_step,
    statement,
    statement_step,
    statement_input,
    statement_amendment,
    statement_bracket,
    silence_round,
    silence_roll,
    silence_position,
    silence_request,
    explanation_details,
    statement_endorsement,
    statement_translation,
    publication_details,
    statement_ask,
    statement_lineage,
    statement_review,
    comment_details,
    comment_outcome,
    held_mandate,
    mandate_rule,
    retraction,
    access_request,
    access_request_dismissal,
    delegation,
    event,
    notification,
    outbox,
    notification_preference,
    notification_reader,
);
