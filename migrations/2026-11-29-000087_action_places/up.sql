-- Where an organisation keeps the card of an action among those of a stage: its own order, of which nobody else learns. A place
-- counts while the action is in that stage.
CREATE TABLE action_place (
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    contribution_id TEXT NOT NULL REFERENCES contribution (id) ON DELETE CASCADE,
    stage TEXT NOT NULL,
    ordinal BIGINT NOT NULL,
    PRIMARY KEY (organisation_id, contribution_id)
);
CREATE INDEX action_place_action ON action_place (contribution_id);
