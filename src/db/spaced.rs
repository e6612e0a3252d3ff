//! Several values kept in one column, as words with blanks between.

use std::fmt::Display;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

/// Values of one column. A row in which one of them does not parse is a fault and is not loaded: it never reads as fewer
/// values than were stored.
#[derive(Debug, Clone, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Spaced<T> {
    text: String,
    values: Vec<T>,
}

impl<T> Spaced<T> {
    /// The values, in the order in which they were stored.
    pub fn values(&self) -> &[T] {
        &self.values
    }
}

impl<T: Display> From<Vec<T>> for Spaced<T> {
    fn from(values: Vec<T>) -> Self {
        let words: Vec<String> = values.iter().map(ToString::to_string).collect();
        Self { text: words.join(" "), values }
    }
}

impl<T: FromStr<Err = String>> FromStr for Spaced<T> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let values = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), values })
    }
}

impl<T: std::fmt::Debug, DB: Backend> ToSql<Text, DB> for Spaced<T>
where
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.text.as_str().to_sql(out)
    }
}

impl<T: FromStr<Err = String>, DB: Backend> FromSql<Text, DB> for Spaced<T>
where
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let text = <String as FromSql<Text, DB>>::from_sql(bytes)?;
        text.parse().map_err(Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::text_enum;

    text_enum! {
        enum Colour {
            Red = "red",
            Green = "green",
        }
    }

    #[test]
    fn what_does_not_parse_is_no_shorter_list() {
        let both: Spaced<Colour> = "red green".parse().unwrap();
        assert_eq!(both.values(), [Colour::Red, Colour::Green]);
        assert_eq!(Spaced::from(vec![Colour::Red, Colour::Green]), both);
        assert_eq!("".parse::<Spaced<Colour>>().unwrap().values(), []);
        assert!("red blue".parse::<Spaced<Colour>>().is_err());
    }
}
