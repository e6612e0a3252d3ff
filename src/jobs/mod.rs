//! Work that happens later: outbox, timers, mail.
