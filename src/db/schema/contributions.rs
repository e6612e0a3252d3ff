//! The tables of texts that organisations write for an audience, and what single kinds of them store beside.

diesel::table! {
    contribution (id) {
        id -> Text,
        kind -> Text,
        reference -> Text,
        organisation_id -> Text,
        rests_on -> Nullable<Text>,
        reply_to -> Nullable<Text>,
        created_by -> Text,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_as -> Nullable<Text>,
        ended_reason -> Nullable<Text>,
    }
}

diesel::table! {
    contribution_version (id) {
        id -> Text,
        contribution_id -> Text,
        rests_on_revision -> Integer,
        body -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        released_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        ordinal -> Integer,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_reason -> Nullable<Text>,
    }
}

diesel::table! {
    contribution_link (version_id, target_kind, target_id) {
        version_id -> Text,
        target_kind -> Text,
        target_id -> Text,
    }
}

diesel::table! {
    corroboration_details (contribution_id) {
        contribution_id -> Text,
        stance -> Text,
        grade -> Nullable<Text>,
    }
}

diesel::table! {
    inquiry_details (contribution_id) {
        contribution_id -> Text,
        entry -> Text,
        wished -> Text,
    }
}

diesel::table! {
    translation_details (contribution_id) {
        contribution_id -> Text,
        report_id -> Text,
        rendition_hash -> Text,
        language -> Text,
    }
}

diesel::table! {
    alert_details (contribution_id) {
        contribution_id -> Text,
        ordinal -> BigInt,
    }
}

diesel::table! {
    alert_version (version_id) {
        version_id -> Text,
        contribution_id -> Text,
        expires_at -> Timestamp,
        calls -> Bool,
        round -> Integer,
    }
}

diesel::table! {
    alert_acknowledgement (contribution_id, organisation_id, round, answer) {
        contribution_id -> Text,
        organisation_id -> Text,
        round -> Integer,
        answer -> Text,
        version_id -> Text,
        person_id -> Text,
        at -> Timestamp,
        offer -> Text,
    }
}

diesel::table! {
    action_details (contribution_id) {
        contribution_id -> Text,
        ordinal -> BigInt,
        stage -> Text,
        moved_at -> Timestamp,
        lead_id -> Text,
    }
}

diesel::table! {
    action_version (version_id) {
        version_id -> Text,
        contribution_id -> Text,
        due_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    action_place (organisation_id, contribution_id) {
        organisation_id -> Text,
        contribution_id -> Text,
        stage -> Text,
        ordinal -> BigInt,
    }
}

diesel::table! {
    action_step (id) {
        id -> Text,
        contribution_id -> Text,
        version_id -> Text,
        kind -> Text,
        stage -> Nullable<Text>,
        organisation_id -> Text,
        other_id -> Nullable<Text>,
        person_id -> Text,
        at -> Timestamp,
        reason -> Text,
        ordinal -> BigInt,
        mandate_id -> Nullable<Text>,
    }
}

diesel::table! {
    recorded_part (id) {
        id -> Text,
        contribution_id -> Text,
        version_id -> Text,
        organisation_id -> Text,
        says -> Text,
        by_id -> Text,
        person_id -> Text,
        at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    action_task (id) {
        id -> Text,
        reference -> Text,
        contribution_id -> Text,
        version_id -> Text,
        title -> Text,
        author_id -> Text,
        created_at -> Timestamp,
        owner_id -> Nullable<Text>,
        changed_version_id -> Text,
        due_at -> Nullable<Timestamp>,
        done_at -> Nullable<Timestamp>,
        revision -> Integer,
        ordinal -> BigInt,
        person_id -> Nullable<Text>,
    }
}

diesel::table! {
    action_file (id) {
        id -> Text,
        reference -> Text,
        contribution_id -> Text,
        version_id -> Text,
        organisation_id -> Text,
        person_id -> Text,
        mandate_id -> Nullable<Text>,
        at -> Timestamp,
        description -> Text,
        kind -> Text,
        bytes -> BigInt,
        state -> Text,
        refusal -> Nullable<Text>,
        file -> Text,
    }
}

diesel::table! {
    action_file_copy (id) {
        id -> Text,
        file_id -> Text,
        made_at -> Timestamp,
        kind -> Text,
        bytes -> BigInt,
        sha256 -> Text,
        file -> Text,
        shortfalls -> Text,
    }
}

diesel::table! {
    comment_details (contribution_id) {
        contribution_id -> Text,
        brief_id -> Text,
        answers -> Nullable<Text>,
        mentions -> Text,
    }
}

diesel::table! {
    comment_outcome (version_id) {
        version_id -> Text,
        contribution_id -> Text,
        action_id -> Text,
        result -> Text,
        review_at -> Nullable<Timestamp>,
    }
}
