//! The tables of rounds of silence, and of the days on which none ends.

diesel::table! {
    silence_round (id) {
        id -> Text,
        contribution_id -> Text,
        number -> Integer,
        version_id -> Text,
        version -> Integer,
        hash -> Text,
        opened_at -> Timestamp,
        opened_by -> Text,
        deadline -> Timestamp,
        deadline_zone -> Text,
        min_hours -> Integer,
        extended -> Integer,
        outcome -> Nullable<Text>,
        ended_at -> Nullable<Timestamp>,
        counted_at -> Nullable<Timestamp>,
        reason -> Text,
        record -> Nullable<Text>,
    }
}

diesel::table! {
    silence_roll (round_id, organisation_id) {
        round_id -> Text,
        organisation_id -> Text,
        waived -> Text,
    }
}

diesel::table! {
    silence_position (id) {
        id -> Text,
        reference -> Text,
        contribution_id -> Text,
        ordinal -> Integer,
        version_id -> Text,
        version -> Integer,
        hash -> Text,
        round_id -> Nullable<Text>,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        value -> Text,
        arrived_at -> Timestamp,
        reservation -> Bool,
        late -> Bool,
        recorded -> Bool,
        confirmed_at -> Nullable<Timestamp>,
        confirmed_by -> Nullable<Text>,
        confirmed_mandate_id -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_by -> Nullable<Text>,
        accepted -> Nullable<Bool>,
        reason -> Text,
        counted -> Bool,
    }
}

diesel::table! {
    silence_request (round_id, organisation_id) {
        round_id -> Text,
        organisation_id -> Text,
        ordinal -> Integer,
        arrived_at -> Timestamp,
        answer -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        reason -> Text,
    }
}

diesel::table! {
    explanation_details (contribution_id) {
        contribution_id -> Text,
        version_id -> Text,
        position_id -> Text,
        round_id -> Nullable<Text>,
        role -> Text,
    }
}

diesel::table! {
    closed_day (date) {
        date -> Text,
        label -> Text,
        person_id -> Text,
        at -> Timestamp,
    }
}
