//! What a message says, once as text and once as HTML.

use std::fmt::Write;

use askama::Template;

use crate::error::{Error, Result};

/// One thing that a message tells.
#[derive(Debug, Clone)]
pub struct Item {
    /// A sentence.
    pub says: String,
    /// When it happened, and what it is called.
    pub details: String,
    /// Where to look.
    pub href: String,
}

/// A sentence at the end of a message, with an address if it names one.
#[derive(Debug, Clone)]
pub struct Closing {
    /// The sentence.
    pub says: String,
    /// The address, or nothing.
    pub href: String,
}

/// The words of a message.
#[derive(Debug, Clone, Template)]
#[template(path = "mail/message.html")]
pub struct Body {
    /// The language, BCP 47.
    pub lang: String,
    /// How it is written: `ltr` or `rtl`.
    pub dir: &'static str,
    /// What it is about.
    pub heading: String,
    /// What it tells.
    pub items: Vec<Item>,
    /// How it ends.
    pub closings: Vec<Closing>,
}

impl Body {
    /// As HTML.
    pub fn html(&self) -> Result<String> {
        self.render().map_err(Error::internal)
    }

    /// As text.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.heading);
        for Item { says, details, href } in &self.items {
            write!(text, "\n{says}\n{details}\n{href}\n").ok();
        }
        for Closing { says, href } in &self.closings {
            let line = format!("{says} {href}");
            write!(text, "\n{}\n", line.trim_end()).ok();
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_say_the_same_and_fetch_nothing() {
        let body = Body {
            lang: "ar".into(),
            dir: "rtl",
            heading: "<b>Two things</b>".into(),
            items: vec![Item {
                says: "A report waits & waits".into(),
                details: "M-7K3QX9".into(),
                href: "https://c.example/notifications/M-7K3QX9".into(),
            }],
            closings: vec![Closing { says: "Settings:".into(), href: "https://c.example/s".into() }],
        };
        let (text, html) = (body.text(), body.html().unwrap());
        for said in
            ["M-7K3QX9", "https://c.example/notifications/M-7K3QX9", "Settings:", "https://c.example/s"]
        {
            assert!(text.contains(said) && html.contains(said), "{said}\n{text}\n{html}");
        }
        assert!(html.contains("&#60;b&#62;Two things") || html.contains("&lt;b&gt;Two things"), "{html}");
        assert!(html.contains("dir=\"rtl\""));
        for fetched in ["src=", "<link", "<img", "url(", "@import", "<script"] {
            assert!(!html.contains(fetched), "{fetched}");
        }
    }
}
