//! How the interface for programs is described: one line or a few for each call, beside the code that answers it.
//! What every call has in common (problems, the bearer token, the headers of careful clients) is said here once.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, Paths};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{AdditionalProperties, Object, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Required, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};

/// The schemas that calls refer to, by name.
pub type Schemas = Vec<(String, RefOr<Schema>)>;

/// What is described so far.
#[derive(Default)]
pub struct Description {
    /// Every call, by path.
    pub paths: Paths,
    /// Every schema, by name.
    pub schemas: BTreeMap<String, RefOr<Schema>>,
}

impl Description {
    /// Adds calls under the name of what they are about.
    pub fn add(&mut self, about: &str, calls: impl IntoIterator<Item = Call>) {
        for call in calls {
            for (name, schema) in call.schemas {
                self.schemas.insert(name, closed(schema));
            }
            let operation = call.operation.tag(about).build();
            self.paths.add_path_operation(call.path, vec![call.method], operation);
        }
    }
}

/// An object that names its fields has no others: what is unknown is refused, and nothing else is answered.
fn closed(schema: RefOr<Schema>) -> RefOr<Schema> {
    match schema {
        RefOr::T(Schema::Object(mut object))
            if !object.properties.is_empty() && object.additional_properties.is_none() =>
        {
            object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
            RefOr::T(Schema::Object(object))
        }
        other => other,
    }
}

/// One call.
pub struct Call {
    path: String,
    method: HttpMethod,
    operation: OperationBuilder,
    schemas: Schemas,
}

/// Reads.
pub fn get(path: &str, summary: &str) -> Call {
    Call::new(path, HttpMethod::Get, "get", summary)
}

/// Makes, or does.
pub fn post(path: &str, summary: &str) -> Call {
    Call::new(path, HttpMethod::Post, "post", summary)
}

/// Changes what is there.
pub fn put(path: &str, summary: &str) -> Call {
    Call::new(path, HttpMethod::Put, "put", summary)
}

/// Changes some of what is there.
pub fn patch(path: &str, summary: &str) -> Call {
    Call::new(path, HttpMethod::Patch, "patch", summary)
}

/// Ends.
pub fn delete(path: &str, summary: &str) -> Call {
    Call::new(path, HttpMethod::Delete, "delete", summary)
}

/// Text of at most so many characters.
pub fn text(most: Option<usize>) -> Object {
    ObjectBuilder::new().schema_type(Type::String).max_length(most).build()
}

/// One of these words.
pub fn one_of(words: &[&str]) -> Object {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied())).build()
}

/// A whole number within bounds.
pub fn number(least: u32, most: u32) -> Object {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most)).build()
}

/// Words of a path that stand for something.
fn placeholder(name: &str) -> &'static str {
    match name {
        "reference" => "The reference, such as `R-7K3QX9` of a report or `I-4M9TZC` of an incident.",
        "file" => "The id of the file, such as `E-2M8K4T`.",
        "id" => "The id of the release, as the proposal answered it.",
        "input" | "amendment" | "bracket" => "Its reference, such as `G-7K3QX9`.",
        "position" => "Its reference, such as `U-7K3QX9`.",
        "date" => "The day, such as `2026-12-24`.",
        "language" => "BCP 47, such as `fr`.",
        "number" => "Its number within the statement, such as `1`.",
        "hash" => "The hash of its words: SHA-256, in hexadecimal.",
        "slug" | "organisation" => "The slug.",
        _ => "The secret at the end of the link.",
    }
}

impl Call {
    fn new(path: &str, method: HttpMethod, verb: &str, summary: &str) -> Self {
        let name = path.trim_start_matches("/api/v1").replace(['/', '.', '-'], "_").replace(['{', '}'], "");
        let mut operation = OperationBuilder::new()
            .summary(Some(summary))
            .operation_id(Some(format!("{verb}{name}")))
            .security(SecurityRequirement::new::<_, [&str; 0], &str>("bearer", []));
        for part in path.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or_default();
            operation = operation.parameter(
                ParameterBuilder::new()
                    .name(name)
                    .parameter_in(ParameterIn::Path)
                    .required(Required::True)
                    .description(Some(placeholder(name)))
                    .schema(Some(text(None))),
            );
        }
        let problem = RefOr::Ref(Ref::from_response_name("Problem"));
        let path = path.to_owned();
        Self { path, method, operation: operation.response("default", problem), schemas: Vec::new() }
    }

    fn with(mut self, change: impl FnOnce(OperationBuilder) -> OperationBuilder) -> Self {
        self.operation = change(self.operation);
        self
    }

    fn schema<T: ToSchema>(&mut self) -> Ref {
        self.schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(&mut self.schemas);
        Ref::from_schema_name(T::name())
    }

    /// More than the summary says.
    #[must_use]
    pub fn says(self, text: &str) -> Self {
        self.with(|operation| operation.description(Some(text)))
    }

    /// Whoever is not signed in may call it too; who is may be answered more.
    #[must_use]
    pub fn open(self) -> Self {
        self.with(|operation| {
            let bearer = SecurityRequirement::new::<_, [&str; 0], &str>("bearer", []);
            operation.securities(Some([SecurityRequirement::default(), bearer]))
        })
    }

    /// A parameter of the query.
    #[must_use]
    pub fn query(self, name: &str, schema: impl Into<RefOr<Schema>>, description: &str) -> Self {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Query)
            .description(Some(description))
            .schema(Some(schema));
        self.with(|operation| operation.parameter(parameter))
    }

    /// `limit` and `after`.
    #[must_use]
    pub fn paged(self) -> Self {
        self.query("limit", number(1, 200), "Rows of a page; 50 where nothing is said.").query(
            "after",
            text(None),
            "`next` of the page before. Good in the same list, for the same person.",
        )
    }

    /// A list as CSV, all of it. What an address of a page of that list says is read, and changes nothing.
    #[must_use]
    pub fn as_table(self, more: &str) -> Self {
        let says = "All of the list that one sees, UTF-8, CRLF, a row with names first. The bearer token tells whose list it is, \
                    or the cookie of the pages.";
        let limit = "Read, so that the address of a page of the list fits; changes nothing.";
        self.says(format!("{says} {more}").trim_end())
            .query("limit", number(1, 200), limit)
            .query("after", text(None), "The same.")
            .answers(200, "The list.", "text/csv", text(None))
    }

    fn header(self, name: &str, required: Required, schema: Object, description: &str) -> Self {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(required)
            .description(Some(description))
            .schema(Some(schema));
        self.with(|operation| operation.parameter(parameter))
    }

    /// `Idempotency-Key`: sent twice it is done once.
    #[must_use]
    pub fn once(self) -> Self {
        let schema =
            ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(200)).build();
        let description = "Of your choice. The same call with the same key and the same body is done once and \
                           answered twice; with another body it is refused (409).";
        self.header("Idempotency-Key", Required::False, schema, description)
    }

    /// `If-Match`: nobody else's change is overwritten.
    #[must_use]
    pub fn if_match(self) -> Self {
        let description = "The `ETag` that was read. Where it is no longer the current one: 412.";
        self.header("If-Match", Required::True, text(None), description)
    }

    /// What is sent.
    #[must_use]
    pub fn takes<T: ToSchema>(self) -> Self {
        self.body::<T>(Required::True)
    }

    /// What may be sent, or nothing.
    #[must_use]
    pub fn may_take<T: ToSchema>(self) -> Self {
        self.body::<T>(Required::False)
    }

    /// What is sent as the parts of an upload.
    #[must_use]
    pub fn takes_upload<T: ToSchema>(self) -> Self {
        self.body_as::<T>("multipart/form-data", Required::True)
    }

    fn body<T: ToSchema>(self, required: Required) -> Self {
        self.body_as::<T>("application/json", required)
    }

    fn body_as<T: ToSchema>(mut self, kind: &str, required: Required) -> Self {
        let content = ContentBuilder::new().schema(Some(self.schema::<T>())).build();
        let body = RequestBodyBuilder::new().content(kind, content).required(Some(required));
        self.with(|operation| operation.request_body(Some(body.build())))
    }

    /// What is answered, as JSON.
    #[must_use]
    pub fn gives<T: ToSchema>(mut self, status: u16, description: &str) -> Self {
        let schema = self.schema::<T>();
        self.answers(status, description, "application/json", schema)
    }

    /// The same, and its version as `ETag`.
    #[must_use]
    pub fn gives_version<T: ToSchema>(mut self, status: u16, description: &str) -> Self {
        let content = ContentBuilder::new().schema(Some(self.schema::<T>())).build();
        let etag = HeaderBuilder::new().schema(Some(text(None))).description(Some("The version.")).build();
        let answer = ResponseBuilder::new()
            .description(description)
            .content("application/json", content)
            .header("ETag", etag);
        self.with(|operation| operation.response(status.to_string(), answer))
    }

    /// What is answered, as something else.
    #[must_use]
    pub fn answers(
        self,
        status: u16,
        description: &str,
        kind: &str,
        schema: impl Into<RefOr<Schema>>,
    ) -> Self {
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let answer = ResponseBuilder::new().description(description).content(kind, content);
        self.with(|operation| operation.response(status.to_string(), answer))
    }

    /// What is answered, as one of several kinds.
    #[must_use]
    pub fn answers_any(
        self,
        status: u16,
        description: &str,
        kinds: &[&str],
        schema: impl Into<RefOr<Schema>>,
    ) -> Self {
        let schema = schema.into();
        let content = |answer: ResponseBuilder, kind: &&str| {
            answer.content(*kind, ContentBuilder::new().schema(Some(schema.clone())).build())
        };
        let answer = kinds.iter().fold(ResponseBuilder::new().description(description), content);
        self.with(|operation| operation.response(status.to_string(), answer))
    }

    /// Where it leads on to.
    #[must_use]
    pub fn leads_on<T: ToSchema>(mut self, status: u16, description: &str) -> Self {
        let content = ContentBuilder::new().schema(Some(self.schema::<T>())).build();
        let place = HeaderBuilder::new().schema(Some(text(None))).description(Some("The address.")).build();
        let answer = ResponseBuilder::new()
            .description(description)
            .content("application/json", content)
            .header("Location", place);
        self.with(|operation| operation.response(status.to_string(), answer))
    }

    /// Nothing is answered but that what was read before is still so: to `If-None-Match`.
    #[must_use]
    pub fn may_be_unchanged(self) -> Self {
        let answer = ResponseBuilder::new().description("What `If-None-Match` names is still so.");
        self.with(|operation| operation.response("304", answer))
    }

    /// Nothing is answered but that it is done.
    #[must_use]
    pub fn gives_nothing(self, description: &str) -> Self {
        self.with(|operation| operation.response("204", ResponseBuilder::new().description(description)))
    }
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct List<T> {
    /// Rows on all pages.
    total: u64,
    /// Those of this page.
    items: Vec<T>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

impl<T> List<T> {
    /// A page of so many rows, and the cursor of the next.
    pub fn new(total: u64, items: Vec<T>, next: Option<String>) -> Self {
        Self { total, items, next }
    }
}

impl<T: ToSchema> PartialSchema for List<T> {
    fn schema() -> RefOr<Schema> {
        page::<T>().into()
    }
}

impl<T: ToSchema> ToSchema for List<T> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("ListOf{}", T::name()).into()
    }

    fn schemas(schemas: &mut Schemas) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// The fields of a page of a list, to which others may be added.
pub fn page<T: ToSchema>() -> ObjectBuilder {
    let next = ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::SchemaType::from_iter([Type::String, Type::Null]))
        .description(Some("The cursor of the next page: send it as `after`. Null at the end."));
    let items = utoipa::openapi::schema::ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
    ObjectBuilder::new()
        .property("total", count("Rows on all pages."))
        .required("total")
        .property("items", items)
        .required("items")
        .property("next", next)
        .required("next")
}

/// A version of a text, as a program names it: a number is read as one, too.
pub fn named_version() -> Object {
    ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::SchemaType::from_iter([Type::String, Type::Integer]))
        .description(Some(
            "Of which version: its number, its hash or the `mark`. 412 where another is read by now.",
        ))
        .build()
}

/// How many there are of something.
pub fn count(description: &str) -> Object {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).description(Some(description)).build()
}
