//! The tables of what readers ask of owners.

diesel::table! {
    access_request (id) {
        id -> Text,
        reference -> Text,
        organisation_id -> Text,
        wanted -> Nullable<Text>,
        country -> Nullable<Text>,
        from_day -> Nullable<Text>,
        to_day -> Nullable<Text>,
        words -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        ends_at -> Timestamp,
    }
}

diesel::table! {
    access_request_fit (request_id, text_id) {
        request_id -> Text,
        organisation_id -> Text,
        text_id -> Text,
    }
}

diesel::table! {
    access_request_dismissal (request_id, organisation_id) {
        request_id -> Text,
        organisation_id -> Text,
        dismissed_by -> Text,
        at -> Timestamp,
    }
}
