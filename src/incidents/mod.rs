//! Reports, facts, incidents, and the pages on which they are found.

pub mod countries;
pub mod facts;
