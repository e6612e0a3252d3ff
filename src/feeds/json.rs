//! JSON Feed 1.1.

use serde::Serialize;

use super::{Entry, Feed};
use crate::db::Moment;
use crate::error::{Error, Result};

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    home_page_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<&'a str>,
    language: &'a str,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_text: &'a str,
    date_modified: Moment,
    #[serde(skip_serializing_if = "str::is_empty")]
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attached<'a>>,
}

#[derive(Serialize)]
struct Attached<'a> {
    url: &'a str,
    mime_type: &'static str,
}

impl<'a> Item<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            id: &entry.href,
            url: &entry.href,
            title: &entry.title,
            // An item needs some content.
            content_text: if entry.says.is_empty() { &entry.title } else { &entry.says },
            date_modified: entry.updated,
            language: &entry.language,
            authors: entry.authors.iter().map(|name| Author { name }).collect(),
            attachments: entry
                .attachment
                .iter()
                .map(|one| Attached { url: &one.href, mime_type: one.kind })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

/// The document.
pub(super) fn document(feed: &Feed) -> Result<Vec<u8>> {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        description: &feed.says,
        home_page_url: &feed.page,
        feed_url: feed.address.as_deref(),
        language: &feed.language,
        items: feed.entries.iter().map(Item::of).collect(),
    };
    serde_json::to_vec(&document).map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::document::tests::feed;
    use super::*;

    #[test]
    fn an_item_has_an_id_an_address_and_some_content() {
        let document: Value = serde_json::from_slice(&document(&feed()).unwrap()).unwrap();
        assert_eq!(document["version"], "https://jsonfeed.org/version/1.1");
        let item = &document["items"][0];
        assert_eq!(item["id"], item["url"]);
        assert_eq!((item["title"].as_str(), item["language"].as_str()), (Some("a <b> & c"), Some("ar")));
        assert_eq!(item["date_modified"], "1970-01-01T00:00:05Z");
        assert_eq!(item["authors"][0]["name"], "<Open & Lines>");
        assert_eq!(item["attachments"][0]["mime_type"], "application/cap+xml");
        assert!(document["items"][1].get("attachments").is_none(), "{document}");
        assert!(document.get("description").is_none(), "{document}");
    }
}
