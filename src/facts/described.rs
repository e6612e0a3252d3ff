//! How a fact describes itself to programs: the trait, and the schemas that several kinds of facts share.

use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, ObjectBuilder, Schema, Type,
};

/// What can stand in JSON for a fact that is stated.
pub trait Described {
    /// Its schema.
    fn schema() -> Schema;
}

/// One of these words.
pub fn words(words: &[&str]) -> Schema {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied())).into()
}

/// Named fields; all of them may be left out.
pub fn record(fields: Vec<(&str, &str, Schema)>) -> Schema {
    let record = fields.into_iter().fold(ObjectBuilder::new(), |record, (name, description, schema)| {
        record.property(name, described(schema, description))
    });
    record.additional_properties(Some(AdditionalProperties::FreeForm(false))).into()
}

/// The schema with these words beside it.
pub fn described(schema: Schema, description: &str) -> Schema {
    let description = Some(description.trim().replace("\n ", " "));
    match schema {
        Schema::Object(object) => ObjectBuilder::from(object).description(description).into(),
        Schema::Array(array) => ArrayBuilder::from(array).description(description).into(),
        Schema::AnyOf(any) => AnyOfBuilder::from(any).description(description).into(),
        other => other,
    }
}
