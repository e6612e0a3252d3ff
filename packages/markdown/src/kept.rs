//! What was rendered is kept for the next who reads it: in memory alone, and no more than fits.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::{SafeHtml, render};

/// As much as is kept, in bytes of markup.
const MOST: usize = 8 * 1024 * 1024;

type Key = [u8; 32];

/// Rendered texts by the hash of what they were made of: what is found is what would be made, whoever asks.
#[derive(Default)]
struct Kept {
    texts: HashMap<Key, Arc<SafeHtml>>,
    bytes: usize,
}

static KEPT: LazyLock<Mutex<Kept>> = LazyLock::new(Mutex::default);

impl Kept {
    fn keep(&mut self, key: Key, text: &Arc<SafeHtml>) {
        let bytes = text.0.len();
        if self.bytes + bytes > MOST {
            *self = Self::default();
        }
        if bytes <= MOST && self.texts.insert(key, Arc::clone(text)).is_none() {
            self.bytes += bytes;
        }
    }
}

/// The same as [`render`], made once for a text that is read often. For what is released: an original that was
/// opened stays nowhere.
pub fn rendered(markdown: &str) -> Arc<SafeHtml> {
    let key: Key = Sha256::digest(markdown.as_bytes()).into();
    let kept = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = kept().texts.get(&key) {
        return Arc::clone(found);
    }
    // Nobody waits for another's text to be rendered.
    let fresh = Arc::new(render(markdown));
    kept().keep(key, &fresh);
    fresh
}

/// Drops all of it: somebody may read less than before, and the words go with the right.
pub fn forget_rendered() {
    *KEPT.lock().unwrap_or_else(PoisonError::into_inner) = Kept::default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_what_would_be_made_and_no_more_than_fits() {
        let mut kept = Kept::default();
        let text = |length: usize| Arc::new(SafeHtml("a".repeat(length)));
        kept.keep([1; 32], &text(MOST - 1));
        kept.keep([2; 32], &text(1));
        assert_eq!((kept.bytes, kept.texts.len()), (MOST, 2));
        kept.keep([3; 32], &text(1));
        assert_eq!((kept.bytes, kept.texts.len()), (1, 1));
        kept.keep([4; 32], &text(MOST + 1));
        assert_eq!((kept.bytes, kept.texts.len()), (0, 0));
        assert_eq!(*rendered("*a*"), render("*a*"));
        assert_eq!(*rendered("*a*"), render("*a*"));
    }
}
