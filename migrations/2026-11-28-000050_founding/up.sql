-- While a coalition is being founded its convenors' rights count at once: since when, and when a convenor closed it. At most
-- one row; none where the coalition is older than this table.
CREATE TABLE founding (
    id TEXT NOT NULL PRIMARY KEY,
    opened_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP
);
