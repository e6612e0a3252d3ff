//! Addresses of the web as people write them: in the middle of a sentence, without any sign around.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// Where addresses stand in a text, from the first letter of `https` to what belongs to them last. A sentence's own
/// punctuation and brackets behind an address are not part of it.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices("://") {
        let after = found.last().map_or(0, |last| last.end);
        if at < after {
            continue;
        }
        let Some(start) = scheme(text, at).filter(|start| *start >= after) else { continue };
        let body = text.get(at + 3..).unwrap_or_default();
        if let Some(length) = length(body) {
            found.push(start..at + 3 + length);
        }
    }
    found
}

/// Where the scheme before `://` begins, if it is one of the web and a word of its own.
fn scheme(text: &str, end: usize) -> Option<usize> {
    let before = text.get(..end)?.as_bytes();
    let word = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).take(6).count();
    let start = end.checked_sub(word)?;
    let scheme = before.get(start..)?;
    (scheme.eq_ignore_ascii_case(b"https") || scheme.eq_ignore_ascii_case(b"http")).then_some(start)
}

/// How long the address is whose host begins here; none where there is no host, or where something was left out of it.
fn length(body: &str) -> Option<usize> {
    if !body.starts_with(char::is_alphanumeric) {
        return None;
    }
    let (mut round, mut square) = (0_usize, 0_usize);
    let mut end = body.len();
    for (at, letter) in body.char_indices() {
        let closes = match letter {
            '(' => {
                round += 1;
                false
            }
            '[' => {
                square += 1;
                false
            }
            ')' => closed(&mut round),
            ']' => closed(&mut square),
            // An address that a mask cuts short leads elsewhere than was meant.
            '⟦' | '█' => return None,
            '<' | '>' | '"' | '`' | '|' => true,
            other if other.is_ascii() => other.is_ascii_whitespace() || other.is_ascii_control(),
            other => !(other.is_alphanumeric() || is_combining_mark(other) || other == '\u{200C}'),
        };
        if closes {
            end = at;
            break;
        }
    }
    Some(trimmed(body.get(..end)?).len()).filter(|length| *length > 0)
}

/// Takes one bracket off those that are open; true where none is.
fn closed(open: &mut usize) -> bool {
    let none = *open == 0;
    *open = open.saturating_sub(1);
    none
}

/// Without what ends the sentence, or an emphasis around the address.
fn trimmed(mut address: &str) -> &str {
    loop {
        let shorter = address.trim_end_matches(['?', '!', '.', ',', ':', ';', '\'', '(', '[']);
        let shorter = match shorter.chars().next_back() {
            Some(sign @ ('*' | '_' | '~')) => {
                let without = shorter.trim_end_matches(sign);
                if without.contains(sign) { shorter } else { without }
            }
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        addresses(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        for (text, address) in [
            ("see https://example.org/a*x*y*", "https://example.org/a*x*y*"),
            ("see https://example.org/a.", "https://example.org/a"),
            ("(https://example.org/a_(b)), and", "https://example.org/a_(b)"),
            ("[https://example.org/?q=1&copy=2#a]!", "https://example.org/?q=1&copy=2#a"),
            ("**https://example.org/**", "https://example.org/"),
            ("*https://example.org/a_b*?", "https://example.org/a_b"),
            ("见https://example.org/x。这里", "https://example.org/x"),
            ("HTTP://EXAMPLE.org:8080/x, y", "HTTP://EXAMPLE.org:8080/x"),
            ("“https://fa.wikipedia.org/wiki/ایران”", "https://fa.wikipedia.org/wiki/ایران"),
            ("<https://example.org/>", "https://example.org/"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
        for none in
            ["https://", "xhttps://a.example", "ftp://a.example", "https://a.example/⟦other⟧/b", "https:// a"]
        {
            assert_eq!(found(none), Vec::<&str>::new(), "{none}");
        }
        assert_eq!(found("http://a.example http://b.example"), ["http://a.example", "http://b.example"]);
    }
}
