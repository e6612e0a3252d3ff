//! The tables of saved searches, and of addresses that are read without signing in.

diesel::table! {
    saved_search (id) {
        id -> Text,
        reference -> Text,
        person_id -> Text,
        name -> Text,
        query -> Text,
        organisation_id -> Nullable<Text>,
        group_id -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    saved_search_look (search_id, person_id) {
        search_id -> Text,
        person_id -> Text,
        seen_until -> Timestamp,
        tells -> Bool,
        told_at -> Nullable<Timestamp>,
        told_until -> Nullable<Timestamp>,
        news_id -> Nullable<Text>,
    }
}

diesel::table! {
    feed_address (id) {
        id -> Text,
        reference -> Text,
        kind -> Text,
        person_id -> Text,
        subject -> Text,
        secret_hash -> Text,
        created_at -> Timestamp,
        used_on -> Nullable<Text>,
        revoked_at -> Nullable<Timestamp>,
    }
}
