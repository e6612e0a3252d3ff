//! Folding: letters that readers take for the same become the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text decomposed, in lower case, its digits European, without the marks that readers leave out.
///
/// Marks that make another letter (vowel signs of Indic and South-East Asian scripts, the breve of й) stay.
pub fn fold(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut base = ' ';
    text.nfkd()
        .flat_map(char::to_lowercase)
        .filter(move |&letter| {
            let mark = is_combining_mark(letter);
            if !mark && !is_invisible(letter) {
                base = letter;
            }
            !(is_invisible(letter) || (mark && is_left_out(base, letter)))
        })
        .flat_map(Folded::of)
}

/// One letter, or the two that it is written as.
struct Folded(Option<char>, Option<char>);

impl Folded {
    fn of(letter: char) -> Self {
        let two = |first, second| Self(Some(first), Some(second));
        match letter {
            'æ' => two('a', 'e'),
            'œ' => two('o', 'e'),
            'ß' => two('s', 's'),
            'þ' => two('t', 'h'),
            other => Self(Some(same_as(other)), None),
        }
    }
}

impl Iterator for Folded {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        self.0.take().or_else(|| self.1.take())
    }
}

fn same_as(letter: char) -> char {
    match letter {
        // Latin letters that do not decompose.
        'ø' | 'ɔ' => 'o',
        'ł' => 'l',
        'đ' | 'ð' | 'ɖ' | 'ɗ' => 'd',
        'ħ' => 'h',
        'ŧ' => 't',
        'ı' => 'i',
        'ŋ' => 'n',
        'ɓ' => 'b',
        'ƙ' => 'k',
        'ƴ' => 'y',
        'ə' | 'ǝ' | 'ɛ' => 'e',
        'ς' => 'σ',
        // Arabic: the forms of alef, yeh, kaf, heh and waw that writers of its languages exchange.
        'ٱ' | 'ٲ' | 'ٳ' | 'ٵ' => 'ا',
        'ى' | 'ی' | 'ې' | 'ۍ' | 'ے' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ة' | 'ہ' | 'ھ' | 'ە' | 'ۀ' | 'ۃ' => 'ه',
        // Letters that serve as apostrophes.
        'ʻ' | 'ʼ' | 'ʹ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ˈ' | 'ꞌ' => '\'',
        other => digit(other).unwrap_or(other),
    }
}

/// The zeros of the decimal digits that are in use beside the European ones; nine more follow each.
const ZEROS: [u32; 16] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0E50,
    0x0ED0, 0x0F20, 0x1040,
];

fn digit(letter: char) -> Option<char> {
    let code = u32::from(letter);
    let value =
        ZEROS.iter().chain(&[0x17E0]).find_map(|zero| code.checked_sub(*zero).filter(|value| *value < 10))?;
    char::from_digit(value, 10)
}

/// Joiners, direction marks, soft hyphens, variation selectors, the Arabic tatweel: seen by nobody.
fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{640}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether readers leave this mark out, or put it where they please, on this letter.
fn is_left_out(base: char, mark: char) -> bool {
    match mark {
        '\u{300}'..='\u{36f}' => match base {
            'е' => true,
            '\u{400}'..='\u{52f}' => !matches!(mark, '\u{306}' | '\u{308}' | '\u{30f}'),
            _ => true,
        },
        // Further diacritics; Hebrew points; Arabic vowels, Koranic signs, the hamza that decomposition leaves.
        '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}' => true,
        _ => false,
    }
}

/// Whether the letter belongs to a script that writes no spaces between words (or, as Hangul, glues to them
/// what would hide them from a search).
pub fn is_unspaced(letter: char) -> bool {
    matches!(u32::from(letter),
        0x0E00..=0x0EFF      // Thai, Lao
        | 0x1000..=0x109F    // Burmese
        | 0x1100..=0x11FF    // Hangul letters
        | 0x1780..=0x17FF    // Khmer
        | 0x1950..=0x19DF    // Tai Le, New Tai Lue
        | 0x1A20..=0x1AAF    // Tai Tham
        | 0x1B00..=0x1B7F    // Balinese
        | 0x2E80..=0x2FDF    // Han radicals
        | 0x3005..=0x3007
        | 0x3021..=0x312F    // kana, bopomofo
        | 0x31A0..=0x31FF
        | 0x3400..=0x9FFF    // Han
        | 0xA000..=0xA4CF    // Yi
        | 0xA980..=0xA9FF    // Javanese, Burmese
        | 0xAA60..=0xAA7F
        | 0xAC00..=0xD7FF    // Hangul
        | 0xF900..=0xFAFF
        | 0x2_0000..=0x3_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        fold(text).nfc().collect()
    }

    #[test]
    fn latin_loses_case_and_marks() {
        assert_eq!(folded("ÀÉÎÕÜ Łódź Straße ÞÆŒ İstanbul ısı"), "aeiou lodz strasse thaeoe istanbul isi");
    }

    #[test]
    fn cyrillic_keeps_its_letters() {
        assert_eq!(folded("Ёлка Йод Їжак за́мок"), "елка йод їжак замок");
    }

    #[test]
    fn arabic_and_its_digits() {
        assert_eq!(folded("أَحْمَد إلى آسيا مدرسة"), "احمد الي اسيا مدرسه");
        assert_eq!(folded("حـــريّة"), folded("حرية"));
        assert_eq!(folded("می\u{200c}خواهیم"), folded("ميخواهيم"));
        assert_eq!(folded("٢٠٢٤ ۲۰۲۴ २०२४ ២០២៤"), "2024 2024 2024 2024");
    }

    #[test]
    fn vowel_signs_stay() {
        assert_ne!(folded("कि"), folded("की"));
        assert_eq!(folded("ｶﾞ"), "ガ");
    }
}
