//! A row of every table, so that migrations run with data.

/// A row for every table, in the order in which they need each other.
pub const ROWS: &[(&str, &str)] = &[
    ("setting", "('k', 'v')"),
    ("event", "('e', 'group-joined', 'g', 'g', 'organisation:o', 'p', '2026-01-01 00:00:00')"),
    ("timer", "('t', '2026-01-01 00:00:00', 'tidying', '', 1, NULL, '2026-01-01 00:00:00')"),
    ("change_log", "(1, 'report', 'r', true, '2026-01-01 00:00:00')"),
    ("audit", "('a', '2026-01-01 00:00:00', 'report.drafted', 'p', 'o', 'o', 'report', 'r', '{}')"),
    ("idempotency", "('p', 'POST /api/v1/reports', 'k', 'h', 201, '{}', '2026-01-01 00:00:00')"),
    ("organisation", "('o', 'o', 'O', 'company', NULL, '', '', 'active', '2026-01-01 00:00:00')"),
    ("membership", "('m', 'o', 'active', '2026-01-01 00:00:00', NULL, '')"),
    ("person", "('p', 'o', 'p@example.org', 'P', 'x', 'en', '2026-01-01 00:00:00', NULL)"),
    (
        "notification",
        "('n', 'M-1', 'p', 'group-joined', 'g', 'g', '2026-01-01 00:00:00', true, NULL, '2026-01-02 00:00:00', NULL)",
    ),
    (
        "outbox",
        "('b', 'p', 'daily', '', '2026-01-01 00:00:00', 1, 0, NULL, '2026-01-02 00:00:00', 'failed', 'refused')",
    ),
    ("notification_preference", "('p', 'groups', true, 'weekly')"),
    ("notification_reader", "('p', 'Europe/Berlin', 22, 6, 's', NULL)"),
    ("founding", "('founding', '2026-01-01 00:00:00', NULL)"),
    ("vetting", "('v', 'o', 'p', 'admit', 'note', '2026-01-01 00:00:00', NULL)"),
    ("mandate", "('m', 'p', 'reporter', '2026-01-01 00:00:00', NULL, NULL, true, NULL)"),
    ("role_grant", "('m', 'p', 'reporter', '2026-01-01 00:00:00', NULL, NULL, true, NULL)"),
    (
        "invitation",
        "('i', 'h', 'o', 'p@example.org', 'reporter', 'p', false, '2026-01-01 00:00:00', '2026-01-08 00:00:00', NULL, NULL)",
    ),
    (
        "session",
        "('s', 'p', 'api', 'h', 'Firefox', '2026-01-01 00:00:00', '2026-01-01 00:00:00', '2026-01-15 00:00:00', NULL)",
    ),
    ("refresh_token", "('h', 's', '2026-01-01 00:00:00', '2026-01-15 00:00:00', NULL)"),
    ("signing_key", "('00', '2026-01-01 00:00:00', NULL)"),
    ("remembered_browser", "('h', 'p', '2026-01-01 00:00:00', '2026-06-30 00:00:00')"),
    ("sign_in_delay", "('k', 3, '2026-01-01 00:00:00')"),
    ("coalition_group", "('g', 'g', 'G', 'purpose', true, 2, '2026-01-01 00:00:00')"),
    ("group_member", "('m', 'g', 'o', 1, '2026-01-01 00:00:00', NULL)"),
    ("saved_search", "('s', 'S-1', 'p', 'Name', 'country=KE', NULL, 'g', 1, '2026-01-01 00:00:00')"),
    (
        "saved_search_look",
        "('s', 'p', '2026-01-01 00:00:00', true, '2026-01-01 00:00:00', '2026-01-01 00:00:00', 'x')",
    ),
    (
        "feed_address",
        "('f', 'F-1', 'saved_search', 'p', 's', 'h', '2026-01-01 00:00:00', '2026-01-01', NULL)",
    ),
    ("readable", "('x', 'r', 0, true)"),
    ("readable_token", "('x', 'coalition')"),
    ("readable_except", "('x', 'o')"),
    ("readable_rest", "('x', 'base')"),
    ("organisation_key", "('o', 'wrapped', '2026-01-01 00:00:00')"),
    ("sealed_key", "('r', 'o', 'wrapped', '2026-01-01 00:00:00')"),
    ("sealed_text", "('r', 'original', 1, 'sealed', 'c', 'p', '2026-01-01 00:00:00')"),
    ("incident", "('i', 'I-1', 1, '2026-01-01 00:00:00')"),
    (
        "report",
        "('r', 'R-1', 'o', 'i', 1, 'p', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 'stop', '1', 'e', 'h')",
    ),
    ("refiled", "('f', 'r', 'i', '2026-01-01 00:00:00')"),
    (
        "rendition",
        "('x', 'r', 'coalition', 1, 'live', 1, 'Title', 'Text', 'en', '{}', '[]', 'h', '2026-01-01 00:00:00', NULL, NULL)",
    ),
    ("erased_file", "('02')"),
    ("marked_before", "('o', '00', 'r', 2)"),
    (
        "corroboration",
        "('k', 'C-1', 'o', 'r', 'verifies', 'good', 1, 'note', 'p', '2026-01-01 00:00:00', '2026-01-01 00:00:00', NULL, NULL)",
    ),
    ("corroboration_evidence", "('k', 'r')"),
    (
        "translation",
        "('t', 'T-1', 'o', 'r', 'x', 'h', 'fr', '{}', 'p', '2026-01-01 00:00:00', '2026-01-01 00:00:00', NULL, NULL)",
    ),
    ("retraction", "('r', 1, 'reason', 'p', '2026-01-01 00:00:00')"),
    ("alert_details", "('k', 1)"),
    ("alert_version", "('k', 'k', '2026-01-02 00:00:00', true, 1)"),
    ("alert_acknowledgement", "('k', 'o', 1, 'seen', 'k', 'p', '2026-01-01 00:00:00', '')"),
    ("action_details", "('k', 1, 'proposed', '2026-01-01 00:00:00', 'o')"),
    ("action_version", "('k', 'k', '2026-01-02 00:00:00')"),
    ("action_step", "('s', 'k', 'k', 'joined', NULL, 'o', NULL, 'p', '2026-01-01 00:00:00', '', 1)"),
    (
        "action_task",
        "('t', 'J-1', 'k', 'k', 'title', 'o', '2026-01-01 00:00:00', NULL, 'k', '2026-01-02 00:00:00', NULL, 1, 1)",
    ),
    (
        "action_file",
        "('h', 'Z-1', 'k', 'k', 'o', 'p', NULL, '2026-01-01 00:00:00', 'words', 'text/plain', 7, 'ready', NULL, '03')",
    ),
    ("action_file_copy", "('c', 'h', '2026-01-01 00:00:00', 'text/plain', 7, 'h', '04', '[]')"),
    ("recorded_part", "('r', 'k', 'k', 'o', 'joined', 'o', 'p', '2026-01-01 00:00:00')"),
    (
        "ticket",
        "('h', 'H-1', 'k', 'k', 'o', 'o', 'requested', 1, true, '2026-01-01 00:00:00', '2026-01-01 00:00:00')",
    ),
    ("ticket_step", "('h', 'h', 1, 'requested', 'o', 'p', NULL, '2026-01-01 00:00:00', NULL, NULL)"),
    (
        "statement",
        "('k', 'V-1', 'k', 'negotiation', 'coalition_consensus', 72, '2026-01-01 00:00:00', '2026-01-01 00:00:00', 1, \
         'o', 'y', '2026-01-02 00:00:00', 'UTC', false, NULL, 'p', '2026-01-01 00:00:00', 3)",
    ),
    (
        "statement_step",
        "('s', 'k', 'k', 'moved', 'negotiation', 'o', 'p', NULL, '2026-01-01 00:00:00', '', 1)",
    ),
    (
        "statement_input",
        "('g', 'G-1', 'k', 'y', 'p1', 'o', 'p', NULL, '2026-01-01 00:00:00', 'words', 'not', 'why', 'p', \
         '2026-01-02 00:00:00')",
    ),
    (
        "statement_amendment",
        "('g', 'G-1', 'k', 'y', 'h', 'p1', 'replace', 'o', 'p', NULL, '2026-01-01 00:00:00', 'words', 'rejected', \
         'why', '', 'p', '2026-01-02 00:00:00', NULL)",
    ),
    (
        "statement_bracket",
        "('g', 'G-1', 'k', 'y', 'p1', 'words', 0, 'reserved', '', 'o', 'p', NULL, '2026-01-01 00:00:00', 'open', \
         '2026-01-01 00:00:00')",
    ),
    (
        "silence_round",
        "('r', 'k', 1, 'y', 1, 'h', '2026-01-01 00:00:00', 'p', '2026-01-04 00:00:00', 'UTC', 72, 0, 'broken', \
         '2026-01-02 00:00:00', NULL, '', NULL)",
    ),
    ("silence_roll", "('r', 'o', '')"),
    (
        "silence_position",
        "('u', 'U-1', 'k', 0, 'y', 1, 'h', 'r', 'o', 'p', NULL, 'object', '2026-01-02 00:00:00', false, false, false, \
         NULL, NULL, NULL, NULL, NULL, NULL, '')",
    ),
    ("silence_request", "('r', 'o', 1, '2026-01-01 00:00:00', 'granted', '2026-01-02 00:00:00', '')"),
    ("explanation_details", "('k', 'y', 'u', 'r', 'objection')"),
    ("closed_day", "('2026-12-24', 'words', 'p', '2026-01-01 00:00:00')"),
    (
        "statement_endorsement",
        "('s', 'k', 1, 'y', 'h', 'o', 'endorsed', 'words', '', 'p', NULL, '2026-01-01 00:00:00')",
    ),
    ("statement_translation", "('s', 'k', 'y', 'h', 'fr', '{}', 'o', 'p', NULL, '2026-01-01 00:00:00')"),
    ("publication_details", "('k', 1, 'k', 'h', '2026-01-01 00:00:00')"),
    (
        "statement_ask",
        "('s', 'k', 1, 'y', 'p1', 'words', 'national', 'open', '', 'o', 'p', NULL, '2026-01-01 00:00:00', \
         '2026-01-02 00:00:00')",
    ),
    ("statement_lineage", "('k', 'k', 'builds_on', 'y', 'o', 'p', NULL, '2026-01-01 00:00:00')"),
    ("statement_review", "('s', 'k', 'y', 'words', 'o', 'p', NULL, '2026-01-01 00:00:00')"),
    ("action_place", "('o', 'k', 'proposed', 1)"),
    (
        "action_template",
        "('t', 'B-1', 'o', true, 1, 'sealed', NULL, '2026-01-01 00:00:00', '2026-01-01 00:00:00')",
    ),
    ("comment_details", "('k', 'k', NULL, '')"),
    ("comment_outcome", "('k', 'k', 'k', 'achieved', '2026-01-02 00:00:00')"),
    (
        "held_mandate",
        "('m', 'X-1', 'o', 'p', 'everything', '', NULL, '2026-01-01 00:00:00', NULL, '2026-01-01 00:00:00', 'p', NULL, NULL)",
    ),
    ("mandate_rule", "('o', '2026-01-01 00:00:00', 'p')"),
    ("delegation", "('d', 'D-1', 'o', 'r', 'o', 'asked', 'p', '2026-01-01 00:00:00')"),
    (
        "inquiry",
        "('j', 'N-1', 'r', NULL, 'o', 'question', '', 1, 'words', 'p', '2026-01-01 00:00:00', '2026-01-01 00:00:00', NULL, NULL)",
    ),
    (
        "access_request",
        "('a', 'Q-1', 'o', 'R-1', 'KE', '2026-01-01', NULL, 'words', 'p', '2026-01-01 00:00:00', '2026-04-01 00:00:00')",
    ),
    ("access_request_fit", "('a', 'o', 'x')"),
    ("access_request_dismissal", "('a', 'o', 'p', '2026-01-01 00:00:00')"),
    (
        "evidence",
        "('e', 'E-1', 'r', 'o', 'ready', NULL, 7, '[]', 'y', 'p', '2026-01-01 00:00:00', NULL, '00')",
    ),
    ("evidence_copy", "('y', 'e', '2026-01-01 00:00:00', 'image/png', 7, 'h', 1, 8, 8, false, '[]', '01')"),
    (
        "release",
        "('l', 'L-1', 'report', 'r', 'o', 'o', 'approved', 'coalition', 'o', 1, 'c', 'p', '2026-01-01 00:00:00', \
         NULL, NULL, 'p', '2026-01-01 00:00:00', '', 'x')",
    ),
];
