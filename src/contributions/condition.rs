//! Conditions on the row of a contribution.

use diesel::dsl::InnerJoinQuerySource;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::db::Conn;
use crate::db::schema::{contribution, contribution_version};

pub(super) type Rows = InnerJoinQuerySource<contribution::table, contribution_version::table>;

/// A condition on the row of a contribution.
pub type Condition = Box<dyn BoxableExpression<Rows, <Conn as diesel::Connection>::Backend, SqlType = Bool>>;
