//! The tables of keys, reports, their files, and what is said of them.

diesel::table! {
    organisation_key (organisation_id) {
        organisation_id -> Text,
        wrapped -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    sealed_key (subject) {
        subject -> Text,
        organisation_id -> Text,
        wrapped -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    sealed_text (subject, kind, revision) {
        subject -> Text,
        kind -> Text,
        revision -> Integer,
        sealed -> Binary,
        commitment -> Text,
        author_id -> Nullable<Text>,
        at -> Timestamp,
    }
}

diesel::table! {
    incident (id) {
        id -> Text,
        reference -> Text,
        ordinal -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    report (id) {
        id -> Text,
        reference -> Text,
        organisation_id -> Text,
        incident_id -> Text,
        revision -> Integer,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        source_system -> Nullable<Text>,
        source_id -> Nullable<Text>,
        source_incident -> Nullable<Text>,
        source_hash -> Nullable<Text>,
        keep_until -> Nullable<Timestamp>,
        erased_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refiled (id) {
        id -> Text,
        report_id -> Text,
        old_incident_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    rendition (id) {
        id -> Text,
        report_id -> Text,
        audience_key -> Text,
        version -> Integer,
        state -> Text,
        revision -> Integer,
        title -> Text,
        narrative -> Text,
        language -> Text,
        facts -> Text,
        redactions -> Text,
        hash -> Text,
        released_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_reason -> Nullable<Text>,
        evidence -> Text,
    }
}

diesel::table! {
    evidence (id) {
        id -> Text,
        reference -> Text,
        report_id -> Text,
        organisation_id -> Text,
        state -> Text,
        refusal -> Nullable<Text>,
        bytes -> BigInt,
        boxes -> Text,
        copy_id -> Nullable<Text>,
        added_by -> Text,
        added_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
        file -> Text,
        encoding -> Nullable<Text>,
    }
}

diesel::table! {
    evidence_copy (id) {
        id -> Text,
        evidence_id -> Text,
        made_at -> Timestamp,
        kind -> Text,
        bytes -> BigInt,
        sha256 -> Text,
        pages -> Integer,
        width -> Integer,
        height -> Integer,
        incomplete -> Bool,
        boxes -> Text,
        file -> Text,
        shortfalls -> Text,
    }
}

diesel::table! {
    erased_file (name) {
        name -> Text,
    }
}

diesel::table! {
    marked_before (organisation_id, hash, report_id) {
        organisation_id -> Text,
        hash -> Text,
        report_id -> Text,
        words -> Integer,
    }
}

diesel::table! {
    release (id) {
        id -> Text,
        reference -> Text,
        subject_kind -> Text,
        subject -> Text,
        organisation_id -> Text,
        approvers_id -> Text,
        state -> Text,
        audience_id -> Text,
        revision -> Integer,
        commitment -> Text,
        proposed_by -> Text,
        proposed_at -> Timestamp,
        claimed_by -> Nullable<Text>,
        claimed_at -> Nullable<Timestamp>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        comment -> Text,
        result_id -> Nullable<Text>,
        confirm_by -> Nullable<Timestamp>,
    }
}

diesel::table! {
    retraction (report_id, revision) {
        report_id -> Text,
        revision -> Integer,
        reason -> Text,
        retracted_by -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    delegation (id) {
        id -> Text,
        reference -> Text,
        organisation_id -> Text,
        report_id -> Text,
        publisher_id -> Text,
        state -> Text,
        created_by -> Text,
        created_at -> Timestamp,
    }
}
