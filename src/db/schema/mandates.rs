//! The tables of mandates.

diesel::table! {
    held_mandate (id) {
        id -> Text,
        reference -> Text,
        organisation_id -> Text,
        person_id -> Text,
        scope -> Text,
        scope_value -> Text,
        stands_in_for -> Nullable<Text>,
        from_at -> Timestamp,
        until_at -> Nullable<Timestamp>,
        granted_at -> Timestamp,
        granted_by -> Text,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    mandate_rule (organisation_id) {
        organisation_id -> Text,
        since -> Timestamp,
        person_id -> Text,
    }
}
