-- A question to the list of incidents that somebody keeps. `query` is the query string of the list. `organisation_id` or
-- `group_id`: whoever it is shared with, the own organisation or a group that it belongs to; at most one of the two.
CREATE TABLE saved_search (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    organisation_id TEXT REFERENCES organisation (id),
    group_id TEXT REFERENCES coalition_group (id),
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX saved_search_person ON saved_search (person_id, created_at);
CREATE INDEX saved_search_organisation ON saved_search (organisation_id);
CREATE INDEX saved_search_group ON saved_search (group_id);

-- How far one person has seen one saved search, and whether they are told what is new. `told_until`: the moment of release
-- of the newest text that they were told of, `news_id` that text.
CREATE TABLE saved_search_look (
    search_id TEXT NOT NULL REFERENCES saved_search (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    seen_until TIMESTAMP NOT NULL,
    tells BOOLEAN NOT NULL,
    told_at TIMESTAMP,
    told_until TIMESTAMP,
    news_id TEXT,
    PRIMARY KEY (search_id, person_id)
);
CREATE INDEX saved_search_look_person ON saved_search_look (person_id);
CREATE INDEX saved_search_look_tells ON saved_search_look (told_at) WHERE tells;

-- Addresses that are read without signing in, of every kind. The secret itself is kept nowhere: `secret_hash` is made with
-- the instance's key. `subject`: what it is for, an internal id. `used_on`: a day, ISO 8601, and no more than that.
CREATE TABLE feed_address (
    id TEXT NOT NULL PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    subject TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    created_at TIMESTAMP NOT NULL,
    used_on TEXT,
    revoked_at TIMESTAMP
);
CREATE INDEX feed_address_person ON feed_address (person_id);
CREATE INDEX feed_address_subject ON feed_address (subject);
