//! Who reads a comment, as one viewer is told.

use crate::access::Token;
use crate::error::Result;
use crate::people::{Named, Names};
use crate::web::Page;

/// The readers of a comment, as far as a viewer may know them.
#[derive(Debug, Clone, Default)]
pub struct CommentReaders {
    /// Whether the viewer's organisation wrote it, which is told all of them.
    own: bool,
    /// Whether it leaves some of the readers of the action out: told to its own organisation alone.
    leaves_out: bool,
    /// Whom it is for; nothing where it is for all readers of the action.
    names: Option<Vec<Named>>,
}

impl CommentReaders {
    /// Of these tokens, which the viewer is told: `own` says whether their organisation wrote it, `leaves_out` whether it leaves
    /// somebody out.
    pub fn of(names: &Names, tokens: &[Token], (own, leaves_out): (bool, bool)) -> Result<Self> {
        let all = tokens.contains(&Token::Coalition);
        let names = if all {
            None
        } else {
            Some(tokens.iter().map(|token| names.name(token)).collect::<Result<Vec<Named>>>()?)
        };
        Ok(Self { own, leaves_out, names })
    }

    /// The same in the words of a page.
    pub fn words(&self, page: &Page) -> String {
        let Some(names) = &self.names else {
            return page.t(match (self.own, self.leaves_out) {
                (true, true) => "comment-for-all-but",
                (true, false) => "comment-for-all",
                // Whether somebody is left out, its own organisation alone is told.
                (false, _) => "comment-for-readers",
            });
        };
        let name = |name: &Named| match name {
            Named::Key(key) => page.t(key),
            Named::Name(name) => name.clone(),
        };
        let told = page.strings().list(&names.iter().map(name).collect::<Vec<_>>());
        page.ta(if self.own { "comment-for" } else { "comment-for-among" }, &[("names", &told)])
    }
}
