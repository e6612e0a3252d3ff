//! The schema of facts for the description of the interface, made from the same fields, words and limits by which
//! they are read.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, Schema, Type,
};
use utoipa::{PartialSchema, ToSchema};

use super::described::{Described, described, words};
use super::parts::{MOST_ENTRIES, Stated, UNKNOWN};
use super::values::{
    ADDRESS, Asn, CELL, Count, Domain, LINE, Line, Link, MOST_CELLS, Name, PROSE, Prose, Raw, Service,
};
use super::words::Precision;
use super::{Date, Facts};
use crate::geography::{CountryCode, Subdivision};

/// A text of at most so many characters.
fn text(most: usize) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).max_length(Some(most)).into()
}

fn code(pattern: &str, example: &str) -> Schema {
    let code = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern));
    code.examples([example]).into()
}

/// The same, or the word that says: it is not known.
fn or_unknown(schema: Schema) -> Schema {
    match schema {
        Schema::Object(mut object) if object.enum_values.is_some() => {
            object.enum_values.get_or_insert_default().push(UNKNOWN.into());
            Schema::Object(object)
        }
        // Any text could be this word too.
        Schema::Object(object) if object.schema_type == Type::String.into() && object.pattern.is_none() => {
            Schema::Object(object)
        }
        // In a list it stands alone, as its one entry.
        Schema::Array(list) => Schema::Array(list),
        other => AnyOfBuilder::new().item(other).item(words(&[UNKNOWN])).into(),
    }
}

impl<T: Described> Described for Stated<T> {
    fn schema() -> Schema {
        or_unknown(T::schema())
    }
}

impl<T: Described> Described for Vec<T> {
    fn schema() -> Schema {
        ArrayBuilder::new().items(RefOr::T(or_unknown(T::schema()))).max_items(Some(MOST_ENTRIES)).into()
    }
}

impl Described for bool {
    fn schema() -> Schema {
        ObjectBuilder::new().schema_type(Type::Boolean).into()
    }
}

impl Described for u64 {
    fn schema() -> Schema {
        let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
        number.maximum(Some(1_usize << 53)).into()
    }
}

impl Described for Count {
    fn schema() -> Schema {
        AnyOfBuilder::new()
            .item(<u64 as Described>::schema())
            .item(code("^[0-9]+[-–][0-9]+$", "1000-9999"))
            .into()
    }
}

impl Described for Asn {
    fn schema() -> Schema {
        let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
        AnyOfBuilder::new()
            .item(number.maximum(Some(u32::MAX)))
            .item(code("^[Aa][Ss][0-9]+$", "AS64496"))
            .into()
    }
}

impl Described for Date {
    fn schema() -> Schema {
        let date = || code("^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|unknown)$", "2022-02");
        let object = ObjectBuilder::new()
            .property("date", date())
            .required("date")
            .property("precision", <Precision as Described>::schema())
            .property("estimated", <bool as Described>::schema())
            .additional_properties(Some(AdditionalProperties::FreeForm(false)));
        // Sent, the date alone is enough: it is as exact as it is written.
        AnyOfBuilder::new().item(object).item(date()).into()
    }
}

impl Described for CountryCode {
    fn schema() -> Schema {
        code("^[A-Z]{2}$", "KE")
    }
}

impl Described for Subdivision {
    fn schema() -> Schema {
        code("^[A-Z]{2}-[A-Z0-9]{1,3}$", "IN-JK")
    }
}

impl Described for Raw {
    fn schema() -> Schema {
        let cells = ObjectBuilder::new().additional_properties(Some(RefOr::T(text(CELL))));
        cells.max_properties(Some(MOST_CELLS)).into()
    }
}

macro_rules! texts {
    ($($name:ident: $most:expr,)*) => {
        $(impl Described for $name {
            fn schema() -> Schema {
                text($most)
            }
        })*
    };
}
texts! { Line: LINE, Name: LINE, Prose: PROSE, Link: ADDRESS, Domain: 253, Service: LINE, }

impl PartialSchema for Facts {
    fn schema() -> RefOr<Schema> {
        let text = "What is stated; every field may be left out. “unknown” (the source says that it does not know) and \
                    left out (nothing is stated) are different; `null` is left out. In a list “unknown” stands alone.";
        RefOr::T(described(<Self as Described>::schema(), text))
    }
}

impl ToSchema for Facts {}
