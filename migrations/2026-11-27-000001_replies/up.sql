-- Reports of its own that an organisation names as evidence for what it says of another's. Each keeps its own audience.
CREATE TABLE corroboration_evidence (
    corroboration_id TEXT NOT NULL REFERENCES corroboration (id),
    report_id TEXT NOT NULL REFERENCES report (id),
    PRIMARY KEY (corroboration_id, report_id)
);
CREATE INDEX corroboration_evidence_report ON corroboration_evidence (report_id);
