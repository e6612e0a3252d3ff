-- What a version of a comment of the organisation that leads an action says that came of it, and when that is looked at again.
CREATE TABLE comment_outcome (
    version_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution_version (id) ON DELETE CASCADE,
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    action_id TEXT NOT NULL,
    result TEXT NOT NULL,
    review_at TIMESTAMP
);
CREATE INDEX comment_outcome_comment ON comment_outcome (contribution_id);
CREATE INDEX comment_outcome_action ON comment_outcome (action_id);
CREATE INDEX comment_outcome_review ON comment_outcome (review_at);
