//! The tables of joint statements.

diesel::table! {
    statement (contribution_id) {
        contribution_id -> Text,
        reference -> Text,
        version_id -> Text,
        stage -> Text,
        mode -> Text,
        min_silence_hours -> Integer,
        begun_at -> Nullable<Timestamp>,
        moved_at -> Timestamp,
        revision -> Integer,
        penholder_id -> Nullable<Text>,
        text_id -> Nullable<Text>,
        consult_until -> Nullable<Timestamp>,
        consult_zone -> Text,
        sign_on_until -> Nullable<Timestamp>,
        sign_on_zone -> Text,
        opens_at -> Nullable<Timestamp>,
        review_at -> Nullable<Timestamp>,
        successor_id -> Nullable<Text>,
        urgent -> Bool,
        opening_mandate_id -> Nullable<Text>,
        pen_person_id -> Nullable<Text>,
        pen_since -> Nullable<Timestamp>,
        paragraphs_used -> Integer,
    }
}

diesel::table! {
    statement_step (id) {
        id -> Text,
        contribution_id -> Text,
        version_id -> Text,
        kind -> Text,
        stage -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        person_id -> Nullable<Text>,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
        reason -> Text,
        ordinal -> BigInt,
    }
}

diesel::table! {
    statement_input (id) {
        id -> Text,
        reference -> Text,
        contribution_id -> Text,
        version_id -> Text,
        paragraph -> Nullable<Text>,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
        text -> Text,
        answer -> Nullable<Text>,
        reason -> Text,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    statement_amendment (id) {
        id -> Text,
        reference -> Text,
        contribution_id -> Text,
        version_id -> Text,
        hash -> Text,
        paragraph -> Text,
        kind -> Text,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
        text -> Text,
        state -> Text,
        reason -> Text,
        settled -> Text,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        taken_version_id -> Nullable<Text>,
    }
}

diesel::table! {
    statement_bracket (id) {
        id -> Text,
        reference -> Text,
        contribution_id -> Text,
        version_id -> Text,
        paragraph -> Text,
        quoted -> Text,
        start -> Integer,
        kind -> Text,
        text -> Text,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
        status -> Text,
        changed_at -> Timestamp,
    }
}
