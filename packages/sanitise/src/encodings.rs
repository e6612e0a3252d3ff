//! How text is encoded. What says that it is UTF-16 (byte-order mark) or is UTF-8 is read as that. Of all else the owner
//! says how to read it, with a look at how the beginning reads in each encoding that it can be in: text in the wrong
//! encoding is gibberish to the owner who looks it over and no riddle to a reader who guesses right.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, IBM866, ISO_2022_JP, ISO_8859_2, ISO_8859_3, ISO_8859_4,
    ISO_8859_5, ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_10, ISO_8859_13, ISO_8859_14, ISO_8859_15,
    ISO_8859_16, KOI8_R, KOI8_U, MACINTOSH, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258, X_MAC_CYRILLIC,
};
use icu::properties::CodePointMapData;
use icu::properties::props::GeneralCategory;
use serde::{Deserialize, Serialize};

use super::text::one_line;
use super::{Kind, Made, Refusal};

/// So much of a text is looked through for the first place on which encodings disagree, in bytes.
pub(super) const BEGINNING: u64 = 1 << 20;

/// So much from there is read in every encoding, in bytes.
const READ: usize = 4096;

/// So much before that place is shown with it, in bytes.
const BEFORE: usize = 60;

/// So much of a file is looked at to see whether it is text in pairs.
const LOOKED_AT: usize = 64 << 10;

/// How many characters of a reading are shown.
const SHOWN: usize = 240;

/// The encodings that can be chosen. ISO 8859-1 is a part of Windows-1252, GBK and GB 2312 of GB 18030.
const CHOICE: [&Encoding; 35] = [
    UTF_16LE,
    UTF_16BE,
    WINDOWS_1250,
    WINDOWS_1251,
    WINDOWS_1252,
    WINDOWS_1253,
    WINDOWS_1254,
    WINDOWS_1255,
    WINDOWS_1256,
    WINDOWS_1257,
    WINDOWS_1258,
    WINDOWS_874,
    ISO_8859_2,
    ISO_8859_3,
    ISO_8859_4,
    ISO_8859_5,
    ISO_8859_6,
    ISO_8859_7,
    ISO_8859_8,
    ISO_8859_10,
    ISO_8859_13,
    ISO_8859_14,
    ISO_8859_15,
    ISO_8859_16,
    KOI8_R,
    KOI8_U,
    IBM866,
    MACINTOSH,
    X_MAC_CYRILLIC,
    GB18030,
    BIG5,
    SHIFT_JIS,
    EUC_JP,
    EUC_KR,
    ISO_2022_JP,
];

/// How a text reads in one encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The encoding, as [`known_encoding`] spells it.
    pub encoding: String,
    /// The beginning, in one line.
    pub text: String,
}

fn chosen(name: &str) -> Option<&'static Encoding> {
    let wanted = Encoding::for_label(name.trim().as_bytes())?;
    // A label without the order of bytes is read as one with it.
    CHOICE.into_iter().find(|one| *one == wanted || (wanted.name() == "GBK" && *one == GB18030))
}

/// The one spelling of an encoding that an owner can choose, by any of its names.
pub fn known_encoding(name: &str) -> Option<&'static str> {
    chosen(name).map(Encoding::name)
}

/// A text as it says that it is to be read, else as its owner says.
pub(super) fn decode(bytes: &[u8], encoding: Option<&str>) -> Result<String, Refusal> {
    match (by_itself(bytes), encoding) {
        (Some(text), _) => Ok(text),
        (None, None) => Err(Refusal::UnknownEncoding),
        (None, Some(name)) => {
            let encoding = chosen(name).ok_or(Refusal::UnknownEncoding)?;
            let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
            text.map(std::borrow::Cow::into_owned).ok_or(Refusal::UnknownEncoding)
        }
    }
}

fn by_itself(bytes: &[u8]) -> Option<String> {
    let marked = match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((UTF_16LE, rest)),
        [0xFE, 0xFF, rest @ ..] => Some((UTF_16BE, rest)),
        _ => None,
    };
    if let Some((encoding, rest)) = marked {
        let text = encoding.decode_without_bom_handling_and_without_replacement(rest);
        return text.map(std::borrow::Cow::into_owned);
    }
    // The signs of ISO 2022, and pairs that happen to be letters and control characters.
    if shifts(bytes) || (bytes.iter().any(|byte| *byte < 9) && wide(bytes)) {
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

/// Goes over to Japanese or Korean by an escape.
fn shifts(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|window| matches!(window, [0x1B, b'$', b'@' | b'B' | b'(' | b')']))
}

/// The part of a text from shortly before its first byte beyond ASCII, or its first escape sequence. It begins at an even
/// place, for encodings of pairs; everything before it is ASCII, so it cuts no character.
fn telling(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii() || *byte == 0x1B).unwrap_or_default();
    let from = bytes.get(first.saturating_sub(BEFORE) & !1..).unwrap_or_default();
    from.get(..READ).unwrap_or(from)
}

/// The readings of that part of a text, the likelier first. Likely is what has few signs among its letters and no
/// capital behind a small letter: the owner decides, and sees all that are possible.
pub(super) fn readings(bytes: &[u8]) -> Result<(Made, Vec<u8>), Refusal> {
    let bytes = telling(bytes);
    let mut found: Vec<(usize, Reading)> = Vec::new();
    for encoding in CHOICE {
        let Some(text) = beginning(encoding, bytes) else { continue };
        if let Some(strange) = strange(&text) {
            let shown = one_line(&text).chars().take(SHOWN).collect();
            found.push((strange, Reading { encoding: encoding.name().to_owned(), text: shown }));
        }
    }
    found.sort_by_key(|(strange, _)| *strange);
    let readings: Vec<Reading> = found.into_iter().map(|(_, reading)| reading).collect();
    let written = serde_json::to_vec(&readings).map_err(|_| Refusal::Damaged)?;
    Ok((Made { kind: Kind::Text, pages: 1, width: 0, height: 0, shortfalls: Vec::new() }, written))
}

/// A text that may go on: its last character may be cut.
fn beginning(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len())?);
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, false);
    matches!(result, encoding_rs::DecoderResult::InputEmpty).then_some(text)
}

/// A letter of Latin, with or without marks.
const fn latin(character: char) -> bool {
    character.is_ascii() || matches!(character, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// How little like writing a text is; nothing where it cannot be any.
fn strange(text: &str) -> Option<usize> {
    let mut strange = 0;
    let mut before = ' ';
    for character in text.chars() {
        if matches!(character, '\t' | '\n' | '\r' | '\u{C}') {
            before = ' ';
            continue;
        }
        match CodePointMapData::<GeneralCategory>::new().get(character) {
            GeneralCategory::Control
            | GeneralCategory::Unassigned
            | GeneralCategory::PrivateUse
            | GeneralCategory::Surrogate => return None,
            GeneralCategory::UppercaseLetter if before.is_lowercase() => strange += 2,
            _ if character.is_alphanumeric() || character.is_ascii() || character.is_whitespace() => {
                // Letters of two scripts side by side.
                let two =
                    character.is_alphabetic() && before.is_alphabetic() && latin(character) != latin(before);
                strange += if two { 3 } else { 0 };
            }
            _ => strange += 3,
        }
        before = character;
    }
    Some(strange)
}

/// Whether bytes are text in pairs (UTF-16) that does not say so: every pair a character, blanks or line ends among them.
pub(super) fn wide(bytes: &[u8]) -> bool {
    let bytes = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    // A piece of a text may end within a pair.
    let even = bytes.get(..bytes.len() / 2 * 2).unwrap_or_default();
    [UTF_16LE, UTF_16BE].into_iter().any(|encoding| {
        beginning(encoding, even).is_some_and(|text| {
            text.chars().count() > 3
                && strange(&text).is_some()
                && text.contains([' ', '\n', '\u{3000}', '。'])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence in each script, as people write it in each encoding.
    const WRITTEN: [(&str, &str); 16] = [
        (
            "Отключение интернета началось в полночь, сказал Иван.",
            "windows-1251 KOI8-R KOI8-U IBM866 ISO-8859-5 x-mac-cyrillic UTF-16LE",
        ),
        ("Зв’язок зник о третій годині ночі — їх заблоковано.", "windows-1251"),
        ("انقطع الإنترنت في المدينة منذ منتصف الليل", "windows-1256 ISO-8859-6 UTF-16BE"),
        ("Le réseau a été coupé à minuit, dit Zoé.", "windows-1252 ISO-8859-15 macintosh"),
        ("Internet został wyłączony o północy, mówi Żaneta.", "windows-1250 ISO-8859-2"),
        ("Το διαδίκτυο κόπηκε τα μεσάνυχτα.", "windows-1253 ISO-8859-7"),
        ("İnternet gece yarısı kesildi, dedi Ayşe.", "windows-1254"),
        ("האינטרנט נותק בחצות", "windows-1255 ISO-8859-8"),
        ("Internetas išjungtas vidurnaktį, sako Žygimantas.", "windows-1257 ISO-8859-13"),
        ("อินเทอร์เน็ตถูกตัดตอนเที่ยงคืน", "windows-874"),
        ("互联网在午夜被切断，他说。", "gb18030 GBK UTF-16LE"),
        ("網路在午夜被切斷，他說。", "Big5"),
        ("真夜中にインターネットが遮断された。", "Shift_JIS EUC-JP ISO-2022-JP UTF-16BE"),
        ("인터넷이 자정에 끊겼다.", "EUC-KR"),
        ("Mạng bị cắt lúc nửa đêm", "UTF-16LE"),
        ("Hello, this is plain English.", "UTF-16LE UTF-16BE"),
    ];

    fn encoded(text: &str, name: &str) -> Vec<u8> {
        match name {
            "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => {
                let (bytes, _, lost) = Encoding::for_label(name.as_bytes()).unwrap().encode(text);
                assert!(!lost, "{text} in {name}");
                bytes.into_owned()
            }
        }
    }

    #[test]
    fn what_does_not_say_how_it_is_encoded_is_text_that_its_owner_can_read() {
        for (text, names) in WRITTEN {
            for name in names.split(' ') {
                let bytes = encoded(text, name);
                assert_eq!(Kind::of(&bytes), Kind::Text, "{text} in {name}");
                assert_eq!(decode(&bytes, None), Err(Refusal::UnknownEncoding), "{text} in {name}");
                let (_, answer) = readings(&bytes).unwrap();
                let readings: Vec<Reading> = serde_json::from_slice(&answer).unwrap();
                let known = known_encoding(name).unwrap();
                let reading = readings.iter().find(|reading| reading.encoding == known);
                let reading = reading.unwrap_or_else(|| panic!("{text} is not read in {name}"));
                assert_eq!(reading.text, text);
                assert_eq!(decode(&bytes, Some(name)).unwrap(), text);
                let place = readings.iter().position(|reading| reading.text == text).unwrap();
                assert!(place < 8, "{text} in {name} comes {place}");
            }
        }
    }

    #[test]
    fn a_text_is_read_from_where_encodings_disagree() {
        let heading = "From: somebody\nSubject: a message\n".repeat(1_000);
        for name in ["KOI8-R", "windows-1251", "UTF-16LE"] {
            let (_, answer) = readings(&encoded(&format!("{heading}Связь пропала"), name)).unwrap();
            let readings: Vec<Reading> = serde_json::from_slice(&answer).unwrap();
            let reading = readings.iter().find(|reading| reading.encoding == name).unwrap();
            assert!(
                reading.text.ends_with("Связь пропала") || name == "UTF-16LE",
                "{name}: {}",
                reading.text
            );
        }
    }

    #[test]
    fn what_says_how_it_is_encoded_is_read_so_whatever_was_chosen() {
        let text = "Zażółć 🦀";
        let wide = encoded(&format!("\u{FEFF}{text}"), "UTF-16LE");
        let marked = format!("\u{FEFF}{text}");
        for bytes in [text.as_bytes(), wide.as_slice(), marked.as_bytes()] {
            assert_eq!(decode(bytes, Some("KOI8-R")).unwrap(), text);
        }
        assert_eq!(decode(b"\xFF\xFEa", None), Err(Refusal::UnknownEncoding));
        assert_eq!(decode(b"na\xEFve", Some("Shift_JIS")), Err(Refusal::UnknownEncoding));
        assert_eq!(decode(b"na\xEFve", Some("klingon")), Err(Refusal::UnknownEncoding));
        assert_eq!(known_encoding("latin1"), Some("windows-1252"));
        assert_eq!(known_encoding("gb2312"), Some("gb18030"));
        assert_eq!(known_encoding("utf-8"), None);
    }

    #[test]
    fn no_file_of_bytes_is_text_in_pairs() {
        let mut state = 1_u32;
        for length in [16, 64, 500, 4096] {
            let bytes: Vec<u8> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    state.to_be_bytes()[0]
                })
                .collect();
            assert!(!wide(&bytes), "{length}");
        }
        assert!(!wide(&[0; 64]));
    }
}
