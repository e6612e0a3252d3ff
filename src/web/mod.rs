//! What every page and every JSON answer shares: forms and CSRF, negotiation, pagination, headers, limits, languages.
