//! Many rows in one statement.

/// Inserts all these rows. diesel writes such a statement for each engine, and for the one connection over both it does not; the
/// rows say of every column what it holds (`treat_none_as_default_value = false`).
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite(sqlite) => diesel::insert_into($table).values($rows).execute(sqlite),
            $crate::db::Conn::Postgres(postgres) => {
                diesel::insert_into($table).values($rows).execute(postgres)
            }
        }
    };
}

pub(crate) use insert_all;
