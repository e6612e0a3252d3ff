-- What is stored of a comment on a joint action beside its text. `brief_id` is the version of the brief before whose readers it
-- was written: nobody else is ever shown it. `answers` is the comment that it answers.
CREATE TABLE comment_details (
    contribution_id TEXT NOT NULL PRIMARY KEY REFERENCES contribution (id) ON DELETE CASCADE,
    brief_id TEXT NOT NULL,
    answers TEXT REFERENCES contribution (id) ON DELETE SET NULL,
    mentions TEXT NOT NULL
);
CREATE INDEX comment_answers ON comment_details (answers);
