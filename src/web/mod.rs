//! What every page and every JSON answer shares: forms and CSRF, problems, pages, cursors, headers, languages.

mod arrival;
mod assets;
mod beat;
pub mod body;
mod codes;
mod connections;
mod core;
mod csrf;
mod cursor;
pub mod description;
mod form;
mod form_errors;
mod headers;
mod idempotency;
mod json;
mod markdown;
mod misses;
mod page;
mod pagination;
mod paging;
mod places;
mod problem;
mod routing;
mod strict;
mod strings;
mod text;

pub use arrival::stamp;
pub use assets::asset;
pub use beat::{budget, known_as, missed, pace};
pub use codes::{iso_date, parse_reference, reference, visible};
pub use connections::{Connections, paced};
pub use core::{Core, References, ReferencesOf};
pub use csrf::{Cookies, Csrf};
pub use cursor::Cursors;
pub use form::{Form, Protected, encode};
pub(crate) use form_errors::{FormErrors, faults};
pub use headers::{agent, client_address, secure};
pub use idempotency::{Idempotent, forget_answers_about, forget_old_keys, form_once, once, once_for};
pub use json::{IfMatch, Json, JsonList, OptionalJson, answer_with, etag};
pub use markdown::{
    GAP, SafeHtml, forget_rendered, plain_markdown, render_markdown, rendered, unseen_in_markdown, with_gaps,
};
pub use misses::Misses;
pub use page::{Choice, Link, NavItem, Page, Signed, done, html, html_as, see_other};
pub(crate) use pagination::Pagination;
pub use paging::{Offset, Paging};
pub use places::{countries, english_names, is_country, place_name};
pub use problem::{not_found, problems_as_pages, wants_page};
pub use routing::{Routes, delete, get, heads, looks, patch, post, put, scope};
pub use strings::{Language, Strings, direction};
pub use text::{mended, needed, typed, unhidden};
