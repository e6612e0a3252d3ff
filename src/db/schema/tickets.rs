//! The tables of what states are asked for.

diesel::table! {
    ticket (id) {
        id -> Text,
        reference -> Text,
        contribution_id -> Text,
        version_id -> Text,
        requester_id -> Text,
        asked_id -> Text,
        state -> Text,
        revision -> Integer,
        beneficiaries -> Bool,
        requested_at -> Timestamp,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    ticket_step (id) {
        id -> Text,
        ticket_id -> Text,
        ordinal -> Integer,
        state -> Text,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
        sealed -> Nullable<Binary>,
        action_id -> Nullable<Text>,
    }
}
