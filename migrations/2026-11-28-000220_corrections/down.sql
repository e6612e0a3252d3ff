-- The version before shows one text of each contribution, under the id of that: the newest that is released.
CREATE TABLE corrected AS
    SELECT c.id AS id, (
        SELECT v.id FROM contribution_version v WHERE v.contribution_id = c.id AND v.released_at IS NOT NULL
        ORDER BY v.ordinal DESC LIMIT 1) AS newest
    FROM contribution c
    WHERE EXISTS (
        SELECT 1 FROM contribution_version v
        WHERE v.contribution_id = c.id AND v.id <> c.id AND v.released_at IS NOT NULL);

UPDATE contribution_version SET
    body = (SELECT v.body FROM contribution_version v JOIN corrected ON corrected.newest = v.id
        WHERE corrected.id = contribution_version.id),
    rests_on_revision = (SELECT v.rests_on_revision FROM contribution_version v
        JOIN corrected ON corrected.newest = v.id WHERE corrected.id = contribution_version.id),
    released_at = (SELECT v.released_at FROM contribution_version v JOIN corrected ON corrected.newest = v.id
        WHERE corrected.id = contribution_version.id)
    WHERE id IN (SELECT id FROM corrected);

DELETE FROM readable_token WHERE readable_id IN (SELECT id FROM corrected);
INSERT INTO readable_token (readable_id, token)
    SELECT corrected.id, token FROM readable_token JOIN corrected ON corrected.newest = readable_id;
DELETE FROM readable_except WHERE readable_id IN (SELECT id FROM corrected);
INSERT INTO readable_except (readable_id, organisation_id)
    SELECT corrected.id, organisation_id FROM readable_except JOIN corrected ON corrected.newest = readable_id;
UPDATE readable SET state = (
    SELECT newest.state FROM readable newest JOIN corrected ON corrected.newest = newest.id
    WHERE corrected.id = readable.id)
    WHERE id IN (SELECT id FROM corrected);
DELETE FROM contribution_link WHERE version_id IN (SELECT id FROM corrected);
INSERT INTO contribution_link (version_id, target_kind, target_id)
    SELECT corrected.id, target_kind, target_id FROM contribution_link JOIN corrected ON corrected.newest = version_id;
DELETE FROM release WHERE subject IN (SELECT id FROM corrected);
UPDATE release SET
    subject = (SELECT corrected.id FROM corrected WHERE corrected.newest = release.subject),
    result_id = (SELECT corrected.id FROM corrected WHERE corrected.newest = release.subject)
    WHERE subject IN (SELECT newest FROM corrected);
DROP TABLE corrected;

CREATE TABLE later AS SELECT id FROM contribution_version WHERE id <> contribution_id;
DELETE FROM readable_rest WHERE readable_id IN (SELECT id FROM later);
DELETE FROM readable_token WHERE readable_id IN (SELECT id FROM later);
DELETE FROM readable_except WHERE readable_id IN (SELECT id FROM later);
DELETE FROM readable WHERE id IN (SELECT id FROM later);
DELETE FROM release WHERE subject IN (SELECT id FROM later);
DELETE FROM sealed_text WHERE subject IN (SELECT id FROM later);
DELETE FROM sealed_key WHERE subject IN (SELECT id FROM later);
DELETE FROM contribution_link WHERE version_id IN (SELECT id FROM later);
DELETE FROM contribution_version WHERE id IN (SELECT id FROM later);
DROP TABLE later;

DROP INDEX contribution_version_ordinal;
ALTER TABLE contribution_version DROP COLUMN withdrawn_reason;
ALTER TABLE contribution_version DROP COLUMN withdrawn_at;
ALTER TABLE contribution_version DROP COLUMN ordinal;
