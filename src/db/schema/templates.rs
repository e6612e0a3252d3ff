//! The table of the templates with which joint actions are begun.

diesel::table! {
    action_template (id) {
        id -> Text,
        reference -> Text,
        organisation_id -> Text,
        common -> Bool,
        version -> Integer,
        sealed -> Binary,
        retired_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        changed_at -> Timestamp,
    }
}
