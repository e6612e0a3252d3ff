DROP INDEX change_log_kind;
