//! Names of files, as people may see them.

use super::text::{Unseen, joins};

/// The most characters of a name.
const LONGEST: usize = 255;

/// A name without what cannot be seen or changes how the rest is read, in one line, and without what would make it a path.
/// `photo\u{202E}gpj.exe` becomes `photogpj.exe`.
pub fn clean_name(name: &str) -> String {
    let unseen = Unseen::new();
    let mut out = String::with_capacity(name.len());
    let mut before = '\n';
    for character in name.chars() {
        let kept = match character {
            '/' | '\\' => '_',
            _ if character.is_whitespace() => ' ',
            _ => character,
        };
        if (kept == ' ' && before == ' ') || (unseen.has(kept) && !joins(before, kept)) {
            continue;
        }
        out.push(kept);
        before = kept;
    }
    let cut: String = out.trim().chars().take(LONGEST).collect();
    let cut = cut.trim_end();
    // The names of folders themselves.
    if cut.chars().all(|c| c == '.') { String::new() } else { cut.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_goes_from_a_name() {
        for (name, clean) in [
            ("photo\u{202E}gpj.exe", "photogpj.exe"),
            ("\u{2066}a\u{2069}\u{200F}\u{61C}.txt", "a.txt"),
            ("ze\u{200B}ro\u{FEFF}\u{AD}\u{2060}.txt", "zero.txt"),
            ("one\r\ntwo\t\u{0}three\u{7F}.txt", "one two three.txt"),
            ("no\u{A0}\u{2003} break.txt", "no break.txt"),
            ("tag\u{E0041}.txt", "tag.txt"),
            ("a/b\\c.txt", "a_b_c.txt"),
            ("../../etc/passwd", ".._.._etc_passwd"),
            ("..", ""),
            ("  spaced.txt  ", "spaced.txt"),
        ] {
            assert_eq!(clean_name(name), clean, "{name:?}");
        }
    }

    #[test]
    fn names_of_every_script_stay() {
        for name in [
            "Zoé's phone IMG_1.jpg",
            "می\u{200C}خواهم.pdf",
            "фото 1.png",
            "写真.jpg",
            "צילום.jpg",
            "👩\u{200D}🔬.png",
        ] {
            assert_eq!(clean_name(name), name);
        }
        assert_eq!(clean_name(&"я".repeat(300)).chars().count(), 255);
    }
}
