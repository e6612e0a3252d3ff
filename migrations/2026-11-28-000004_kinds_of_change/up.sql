-- The newest erasure is found at every start without reading the whole log.
CREATE INDEX change_log_kind ON change_log (kind, seq);
