//! Atom (RFC 4287).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::{Attachment, Entry, Feed, xml_text};
use crate::error::{Error, Result};

/// The document.
pub(super) fn document(feed: &Feed, product: &str) -> Result<Vec<u8>> {
    written(feed, product).map_err(Error::internal)
}

fn written(feed: &Feed, product: &str) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language.as_str())];
    writer.create_element("feed").with_attributes(root).write_inner_content(|writer| {
        xml_text(writer, "id", feed.id())?;
        xml_text(writer, "title", &feed.title)?;
        if !feed.says.is_empty() {
            xml_text(writer, "subtitle", &feed.says)?;
        }
        xml_text(writer, "updated", &feed.updated().rfc3339())?;
        if let Some(address) = &feed.address {
            link(writer, "self", "application/atom+xml", address)?;
        }
        link(writer, "alternate", "text/html", &feed.page)?;
        xml_text(writer, "generator", product)?;
        // Every feed names an author, or each of its entries does; some of those must not.
        author(writer, product)?;
        feed.entries.iter().try_for_each(|one| entry(writer, one))
    })?;
    Ok(writer.into_inner())
}

fn entry(writer: &mut Writer<Vec<u8>>, entry: &Entry) -> io::Result<()> {
    let element = writer.create_element("entry");
    let element = if entry.language.is_empty() {
        element
    } else {
        element.with_attribute(("xml:lang", entry.language.as_str()))
    };
    element.write_inner_content(|writer| {
        xml_text(writer, "id", &entry.href)?;
        xml_text(writer, "title", &entry.title)?;
        xml_text(writer, "updated", &entry.updated.rfc3339())?;
        link(writer, "alternate", "text/html", &entry.href)?;
        if let Some(Attachment { href, kind }) = &entry.attachment {
            link(writer, "enclosure", kind, href)?;
        }
        entry.authors.iter().try_for_each(|name| author(writer, name))?;
        if entry.says.is_empty() { Ok(()) } else { xml_text(writer, "summary", &entry.says) }
    })?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, kind: &str, href: &str) -> io::Result<()> {
    writer
        .create_element("link")
        .with_attributes([("rel", rel), ("type", kind), ("href", href)])
        .write_empty()?;
    Ok(())
}

fn author(writer: &mut Writer<Vec<u8>>, name: &str) -> io::Result<()> {
    writer.create_element("author").write_inner_content(|writer| xml_text(writer, "name", name))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::document::tests::feed;
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        let document = String::from_utf8(document(&feed(), "Entente").unwrap()).unwrap();
        assert!(document.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?><feed xmlns="), "{document}");
        assert!(document.contains("<title>a &lt;b&gt; &amp; c</title>"), "{document}");
        assert!(document.contains("<updated>1970-01-01T00:00:05Z</updated>"), "{document}");
        let link = "<link rel=\"enclosure\" type=\"application/cap+xml\" href=\"https://entente.example/5.cap?a=1&amp;b=2\"/>";
        assert_eq!(document.matches(link).count(), 1, "{document}");
        assert!(!document.contains('\u{1}') && !document.contains('\u{FFFF}'), "{document}");
    }
}
