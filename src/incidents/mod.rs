//! Reports, facts, incidents, and the pages on which they are found.
