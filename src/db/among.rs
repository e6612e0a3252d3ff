//! Whether a value is one of many, in a statement that is planned once.
//!
//! diesel makes another statement of `eq_any` for each number of values, and on SQLite keeps none of them: each is planned
//! anew at each use, and a statement that asks the rule takes ten times as long to plan as to run. Here the last value is
//! repeated until there is one of few numbers of them, so that a connection keeps few statements, and each for good.

use diesel::QueryResult;
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType, SingleValue};

/// So many values stand in a statement: the first of these that is enough. Of more there are as many as were given.
const NUMBERS: [usize; 4] = [1, 8, 64, LARGEST];

/// The largest of them.
const LARGEST: usize = 512;

/// A condition: see [`IsAmong::is_among`].
#[derive(Debug, Clone)]
pub struct Among<L, T> {
    left: L,
    values: Vec<T>,
}

/// What [`Among`] is made of.
pub trait IsAmong: Expression + Sized {
    /// The condition that this is one of these values. Those that another question finds are asked for by `eq_any`.
    #[expect(
        clippy::wrong_self_convention,
        reason = "a condition consumes what it is about, as diesel's `is_null` does"
    )]
    fn is_among<T>(self, values: impl IntoIterator<Item = T>) -> Among<Self, T> {
        Among { left: self, values: values.into_iter().collect() }
    }
}

impl<L: Expression> IsAmong for L {}

impl<L: Expression, T> Expression for Among<L, T> {
    type SqlType = Bool;
}

impl<L: AppearsOnTable<QS>, T, QS: ?Sized> AppearsOnTable<QS> for Among<L, T> {}

impl<L: SelectableExpression<QS>, T, QS: ?Sized> SelectableExpression<QS> for Among<L, T> {}

impl<L: ValidGrouping<GB>, T, GB> ValidGrouping<GB> for Among<L, T> {
    type IsAggregate = L::IsAggregate;
}

impl<L, T> QueryId for Among<L, T> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<L, T, DB> QueryFragment<DB> for Among<L, T>
where
    DB: Backend + HasSqlType<L::SqlType>,
    L: Expression<SqlType: SingleValue> + QueryFragment<DB>,
    T: ToSql<L::SqlType, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Some(last) = self.values.last() else {
            out.push_sql("1=0");
            return Ok(());
        };
        let given = self.values.len();
        let number = NUMBERS.into_iter().find(|number| given <= *number).unwrap_or(given);
        if given > LARGEST {
            // No statement of another number of values is kept for good.
            out.unsafe_to_cache_prepared();
        }
        self.left.walk_ast(out.reborrow())?;
        out.push_sql(" IN (");
        for (place, value) in self.values.iter().chain(std::iter::repeat(last)).take(number).enumerate() {
            if place > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param::<L::SqlType, T>(value)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use diesel::connection::InstrumentationEvent;
    use diesel::prelude::*;

    use super::IsAmong;

    diesel::table! {
        number (id) {
            id -> Integer,
            other -> Nullable<Text>,
        }
    }

    /// Numbers up to twenty, each with itself as a text unless it is even; and how many statements were kept since.
    fn numbers() -> (SqliteConnection, Arc<AtomicUsize>) {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        let table = "CREATE TABLE number (id INTEGER NOT NULL PRIMARY KEY, other TEXT)";
        #[expect(clippy::disallowed_methods, reason = "a table that no migration makes")]
        diesel::sql_query(table).execute(&mut connection).unwrap();
        for id in 0..20 {
            let other = (id % 2 == 1).then(|| id.to_string());
            let row = (number::id.eq(id), number::other.eq(other));
            diesel::insert_into(number::table).values(row).execute(&mut connection).unwrap();
        }
        let kept = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&kept);
        connection.set_instrumentation(move |event: InstrumentationEvent<'_>| {
            if matches!(event, InstrumentationEvent::CacheQuery { .. }) {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
        (connection, kept)
    }

    #[test]
    fn whatever_their_number_few_statements_ask_for_values_and_each_is_kept() {
        let (mut connection, kept) = numbers();
        for _ in 0..2 {
            for most in 0..20 {
                let among = number::table.filter(number::id.is_among(0..most)).select(number::id);
                let found: Vec<i32> = among.order(number::id).load(&mut connection).unwrap();
                assert_eq!(found, (0..most).collect::<Vec<_>>());
                let texts: Vec<String> = (0..most).map(|one| one.to_string()).collect();
                let others = number::table.filter(number::other.is_among(texts)).count();
                assert_eq!(others.get_result::<i64>(&mut connection).unwrap(), i64::from(most / 2));
            }
        }
        // None, one, up to eight, up to sixty-four: of two questions.
        assert_eq!(kept.load(Ordering::Relaxed), 8);
    }

    #[test]
    fn more_values_than_any_statement_is_kept_for_are_asked_for_all_the_same() {
        let (mut connection, kept) = numbers();
        for most in [600, 601] {
            let all = number::table.filter(number::id.is_among(0..most)).count();
            assert_eq!(all.get_result::<i64>(&mut connection).unwrap(), 20);
        }
        assert_eq!(kept.load(Ordering::Relaxed), 0);
    }
}
