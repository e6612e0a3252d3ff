//! Set-up, the demonstration coalition, and health.

mod demonstration;
mod health;

pub use demonstration::{accounts as demonstration_accounts, fill as fill_demonstration, is_demonstration};
pub use health::{healthz, readyz};
