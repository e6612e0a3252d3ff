//! The tables of what follows the adoption of a joint statement: endorsements, publications, what is followed up.

diesel::table! {
    statement_endorsement (id) {
        id -> Text,
        contribution_id -> Text,
        ordinal -> Integer,
        version_id -> Text,
        hash -> Text,
        organisation_id -> Text,
        state -> Text,
        authority -> Text,
        reservation -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    statement_translation (id) {
        id -> Text,
        contribution_id -> Text,
        version_id -> Text,
        hash -> Text,
        language -> Text,
        body -> Text,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    publication_details (contribution_id) {
        contribution_id -> Text,
        ordinal -> BigInt,
        statement_id -> Text,
        hash -> Text,
        opens -> Nullable<Timestamp>,
    }
}

diesel::table! {
    statement_ask (id) {
        id -> Text,
        contribution_id -> Text,
        ordinal -> Integer,
        version_id -> Text,
        paragraph -> Text,
        addressee -> Text,
        level -> Text,
        status -> Text,
        note -> Text,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    statement_lineage (contribution_id, earlier_id) {
        contribution_id -> Text,
        earlier_id -> Text,
        relation -> Text,
        version_id -> Text,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    statement_review (id) {
        id -> Text,
        contribution_id -> Text,
        version_id -> Text,
        finding -> Text,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
    }
}
