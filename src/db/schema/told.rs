//! What is to be told to whom.

diesel::table! {
    event (id) {
        id -> Text,
        kind -> Text,
        subject -> Text,
        thread -> Text,
        addressee -> Text,
        actor_id -> Nullable<Text>,
        at -> Timestamp,
        attempts -> Integer,
        not_before -> Nullable<Timestamp>,
        failed_at -> Nullable<Timestamp>,
        told_to -> Nullable<Text>,
    }
}

diesel::table! {
    notification (id) {
        id -> Text,
        reference -> Text,
        person_id -> Text,
        kind -> Text,
        subject -> Text,
        thread -> Text,
        at -> Timestamp,
        read_at -> Nullable<Timestamp>,
        settled_at -> Nullable<Timestamp>,
        mailed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        person_id -> Text,
        cadence -> Text,
        thread -> Text,
        due_at -> Timestamp,
        generation -> BigInt,
        attempts -> Integer,
        claimed_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
        failure -> Nullable<Text>,
    }
}

diesel::table! {
    notification_preference (owner_id, topic) {
        owner_id -> Text,
        topic -> Text,
        on_dashboard -> Bool,
        cadence -> Text,
    }
}

diesel::table! {
    notification_reader (person_id) {
        person_id -> Text,
        time_zone -> Text,
        quiet_from -> Nullable<Integer>,
        quiet_until -> Nullable<Integer>,
        handle -> Text,
        refused_at -> Nullable<Timestamp>,
        urgent_waits -> Bool,
    }
}
