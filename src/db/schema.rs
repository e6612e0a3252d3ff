//! The tables, as the migrations make them. Each is used by one folder alone (see `docs/architecture.md`).
#![expect(missing_docs, reason = "the columns are described in the migrations")]

diesel::table! {
    setting (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    counter (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    change_log (seq) {
        seq -> BigInt,
        kind -> Text,
        subject -> Text,
        narrowing -> Bool,
        at -> Timestamp,
    }
}

diesel::table! {
    audit (id) {
        id -> Text,
        at -> Timestamp,
        act -> Text,
        actor_id -> Nullable<Text>,
        actor_organisation_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        subject_kind -> Text,
        subject -> Text,
        detail -> Text,
    }
}

diesel::table! {
    idempotency (person_id, route, key) {
        person_id -> Text,
        route -> Text,
        key -> Text,
        body_hash -> Text,
        status -> Integer,
        answer -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    organisation (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        kind -> Text,
        country -> Nullable<Text>,
        website -> Text,
        about -> Text,
        status -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    membership (id) {
        id -> Text,
        organisation_id -> Text,
        status -> Text,
        from_at -> Timestamp,
        until_at -> Nullable<Timestamp>,
        reason -> Text,
    }
}

diesel::table! {
    person (id) {
        id -> Text,
        organisation_id -> Text,
        email -> Text,
        name -> Text,
        password_hash -> Text,
        language -> Text,
        created_at -> Timestamp,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    vetting (id) {
        id -> Text,
        organisation_id -> Text,
        person_id -> Text,
        wanted -> Text,
        note -> Text,
        at -> Timestamp,
        settled_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mandate (id) {
        id -> Text,
        person_id -> Text,
        role -> Text,
        from_at -> Timestamp,
        until_at -> Nullable<Timestamp>,
        granted_by -> Nullable<Text>,
        granted_by_convenor -> Bool,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    invitation (id) {
        id -> Text,
        token_hash -> Text,
        organisation_id -> Text,
        email -> Text,
        roles -> Text,
        invited_by -> Nullable<Text>,
        by_convenor -> Bool,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        accepted_by -> Nullable<Text>,
    }
}

diesel::table! {
    session (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        token_hash -> Text,
        device -> Text,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    refresh_token (token_hash) {
        token_hash -> Text,
        session_id -> Text,
        issued_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    signing_key (kid) {
        kid -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_delay (key) {
        key -> Text,
        failures -> Integer,
        failed_at -> Timestamp,
    }
}

diesel::table! {
    coalition_group (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        purpose -> Text,
        confidential_roster -> Bool,
        epoch -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    group_member (id) {
        id -> Text,
        group_id -> Text,
        organisation_id -> Text,
        from_epoch -> Integer,
        joined_at -> Timestamp,
        left_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    readable (id) {
        id -> Text,
        family -> Text,
        rank -> Integer,
        live -> Bool,
    }
}

diesel::table! {
    readable_token (readable_id, token) {
        readable_id -> Text,
        token -> Text,
    }
}

diesel::table! {
    readable_except (readable_id, organisation_id) {
        readable_id -> Text,
        organisation_id -> Text,
    }
}

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
    }
}

diesel::table! {
    marked_before (organisation_id, hash) {
        organisation_id -> Text,
        hash -> Text,
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
        tokens -> Text,
        except_organisations -> Text,
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
    }
}

diesel::table! {
    corroboration (id) {
        id -> Text,
        reference -> Text,
        organisation_id -> Text,
        report_id -> Text,
        stance -> Text,
        grade -> Nullable<Text>,
        revision -> Integer,
        note -> Text,
        created_by -> Text,
        created_at -> Timestamp,
        released_at -> Nullable<Timestamp>,
        withdrawn_at -> Nullable<Timestamp>,
        withdrawn_reason -> Nullable<Text>,
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

diesel::joinable!(person -> organisation (organisation_id));
diesel::joinable!(group_member -> organisation (organisation_id));
diesel::joinable!(group_member -> coalition_group (group_id));

diesel::allow_tables_to_appear_in_same_query!(
    setting,
    counter,
    change_log,
    audit,
    idempotency,
    organisation,
    membership,
    person,
    vetting,
    mandate,
    invitation,
    session,
    refresh_token,
    signing_key,
    sign_in_delay,
    coalition_group,
    group_member,
    readable,
    readable_token,
    readable_except,
    organisation_key,
    sealed_key,
    sealed_text,
    incident,
    report,
    refiled,
    rendition,
    marked_before,
    evidence,
    evidence_copy,
    release,
    corroboration,
    retraction,
);
