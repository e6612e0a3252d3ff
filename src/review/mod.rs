//! Review of a proposed release: its moves by JSON, and what the reviewer remarks on which passage.

pub mod api;
pub(crate) mod decided;
pub(crate) mod progress;
pub(crate) mod remark_rows;
pub mod remarks;
