//! What a feed is, in whatever format it leaves.

use crate::db::Moment;

/// A feed.
#[derive(Debug, Clone)]
pub struct Feed {
    /// What it is called.
    pub title: String,
    /// What else is to be said of it; may be empty.
    pub says: String,
    /// The language of title and words: BCP 47.
    pub language: String,
    /// The address of the feed itself; none where it is a secret, which no copy of the feed should tell.
    pub address: Option<String>,
    /// The page on which a person reads the same.
    pub page: String,
    /// When it was last changed if nothing is in it.
    pub begun: Moment,
    /// What is new, the newest first.
    pub entries: Vec<Entry>,
}

/// One thing in a feed.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it is read. It never changes, so it is the id too.
    pub href: String,
    /// What it is called. Where its title must not leave, its reference.
    pub title: String,
    /// What it says in short, as plain text; may be empty.
    pub says: String,
    /// The language of the title; empty where it has none.
    pub language: String,
    /// By whom; nobody where that must not be said.
    pub authors: Vec<String>,
    /// When it was last changed.
    pub updated: Moment,
    /// The same for programs, where there is such a thing.
    pub attachment: Option<Attachment>,
}

/// A thing in another format.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Where it is.
    pub href: String,
    /// Its media type.
    pub kind: &'static str,
}

impl Feed {
    /// What it is known by: its address, or that of its page.
    pub fn id(&self) -> &str {
        self.address.as_deref().unwrap_or(&self.page)
    }

    /// When it was last changed.
    pub fn updated(&self) -> Moment {
        self.entries.iter().map(|entry| entry.updated).max().unwrap_or(self.begun)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A feed with hostile words in it.
    pub fn feed() -> Feed {
        let at = |second| Moment::from_unix_seconds(second).unwrap();
        let entry = |title: &str, second| Entry {
            href: format!("https://entente.example/incidents/I-{second}?a=1&b=\"2\""),
            title: title.to_owned(),
            says: "x\u{1}\u{FFFF}".into(),
            language: "ar".into(),
            authors: vec!["<Open & Lines>".into()],
            updated: at(second),
            attachment: (second == 5).then(|| Attachment {
                href: "https://entente.example/5.cap?a=1&b=2".into(),
                kind: "application/cap+xml",
            }),
        };
        Feed {
            title: "Incidents".into(),
            says: String::new(),
            language: "en".into(),
            address: Some("https://entente.example/incidents.atom".into()),
            page: "https://entente.example/incidents".into(),
            begun: at(0),
            entries: vec![entry("a <b> & c", 5), entry("</script>", 3)],
        }
    }

    #[test]
    fn a_feed_is_as_new_as_what_is_in_it() {
        assert_eq!(feed().updated().unix_seconds(), 5);
        assert_eq!(Feed { entries: Vec::new(), ..feed() }.updated().unix_seconds(), 0);
    }
}
