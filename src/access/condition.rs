//! The rule as it is written out for SQL.
//!
//! Nearly every statement asks it, some several times over, and diesel walks a condition five times for each statement.
//! Built of diesel's own conditions, walking it was half of the server's time in the canary walk, unoptimised. So it is one
//! condition here, whose words stand in one place. The property test of the rule holds them against the rule as a function.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, Text, Timestamp};

use super::{Token, Viewer};
use crate::db::schema::{audience_token, readable};
use crate::db::{Among, IsAmong, Moment};

/// The viewer's organisation as a value of a condition; nothing has the empty id.
pub fn home(viewer: &Viewer) -> String {
    viewer.organisation().map(|id| id.as_str().to_owned()).unwrap_or_default()
}

/// How much of the rule is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// The viewer is in the audience, it is opened, and the end has not come, whatever the state.
    Audience,
    /// The viewer reads what it rests on.
    Rests,
}

/// The rule, or a part of it, as a condition on a row of `readable`.
#[derive(Debug, Clone)]
pub struct Condition {
    part: Part,
    at: Moment,
    /// The same, for what opens: whoever has no clock comes before everything.
    opening: Moment,
    holds: Among<audience_token::token, String>,
    organisation: String,
}

impl Condition {
    pub(super) fn of(part: Part, viewer: &Viewer) -> Self {
        let tokens = viewer.tokens().iter().map(Token::to_string);
        let holds = audience_token::token.is_among(tokens);
        let at = viewer.at();
        Self { part, at, opening: at.of_openings(), holds, organisation: home(viewer) }
    }

    /// A row of this name is opened and has not come to its end, and the viewer is in its audience.
    fn of_row<'b, DB>(&'b self, row: &str, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<Text> + HasSqlType<Timestamp>,
        Moment: ToSql<Timestamp, DB>,
        String: ToSql<Text, DB>,
        Among<audience_token::token, String>: QueryFragment<DB>,
    {
        let of_audience = |table: &str, out: &mut AstPass<'_, 'b, DB>| {
            for words in
                [" (SELECT 1 FROM ", table, " WHERE ", table, ".audience_id = ", row, ".audience_id AND "]
            {
                out.push_sql(words);
            }
        };
        for words in ["(", row, ".until IS NULL OR ", row, ".until > "] {
            out.push_sql(words);
        }
        out.push_bind_param::<Timestamp, Moment>(&self.at)?;
        for words in [") AND (", row, ".opens IS NULL OR ", row, ".opens <= "] {
            out.push_sql(words);
        }
        out.push_bind_param::<Timestamp, Moment>(&self.opening)?;
        out.push_sql(") AND EXISTS");
        of_audience("audience_token", out);
        self.holds.walk_ast(out.reborrow())?;
        out.push_sql(") AND NOT EXISTS");
        of_audience("audience_except", out);
        out.push_sql("audience_except.organisation_id = ");
        out.push_bind_param::<Text, String>(&self.organisation)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The viewer reads one of each of the things that it rests on, each for itself: `readable_rest` has every step.
const RESTS: &str = "NOT EXISTS (SELECT 1 FROM readable_rest WHERE readable_rest.readable_id = readable.id AND NOT EXISTS \
     (SELECT 1 FROM readable AS readable_base WHERE (readable_base.id = readable_rest.base OR \
     readable_base.family = readable_rest.base) AND readable_base.state <> 'gone' AND ";

impl<DB> QueryFragment<DB> for Condition
where
    DB: Backend + HasSqlType<Text> + HasSqlType<Timestamp>,
    Moment: ToSql<Timestamp, DB>,
    String: ToSql<Text, DB>,
    Among<audience_token::token, String>: QueryFragment<DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        if self.part == Part::Whole {
            out.push_sql("readable.state <> 'gone' AND ");
        }
        if self.part != Part::Rests {
            self.of_row("readable", &mut out)?;
        }
        if self.part == Part::Whole {
            out.push_sql(" AND ");
        }
        if self.part != Part::Audience {
            out.push_sql(RESTS);
            self.of_row("readable_base", &mut out)?;
            out.push_sql("))");
        }
        out.push_sql(")");
        Ok(())
    }
}

impl QueryId for Condition {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Expression for Condition {
    type SqlType = Bool;
}

impl<QS: ?Sized> AppearsOnTable<QS> for Condition where readable::id: AppearsOnTable<QS> {}

impl<QS: ?Sized> SelectableExpression<QS> for Condition where readable::id: SelectableExpression<QS> {}

impl<GB> ValidGrouping<GB> for Condition {
    type IsAggregate = is_aggregate::No;
}
