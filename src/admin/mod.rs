//! Set-up, vetting and health.
