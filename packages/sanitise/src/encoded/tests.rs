use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::prelude::*;

use super::*;

/// Bytes as a packed file has them.
fn packed(length: usize) -> Vec<u8> {
    let mut state = 7_u32;
    (0..length)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .collect()
}

fn joined(bytes: &[u8], each: impl Fn(&u8) -> String, with: &str) -> String {
    bytes.iter().map(each).collect::<Vec<_>>().join(with)
}

fn wrapped(code: &str, width: usize, with: &str) -> String {
    let lines: Vec<_> =
        code.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    lines.join(with)
}

fn base32(bytes: &[u8]) -> String {
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    bits.chunks(5)
        .map(|five| char::from(letters[usize::from(five.iter().fold(0, |value, bit| value << 1 | bit))]))
        .collect()
}

/// Adobe's base85, without its marks.
fn base85(bytes: &[u8]) -> String {
    bytes
        .chunks_exact(4)
        .flat_map(|four| {
            let mut value = u32::from_be_bytes(four.try_into().unwrap());
            let mut five = [0; 5];
            for digit in five.iter_mut().rev() {
                *digit = u8::try_from(value % 85).unwrap() + 33;
                value /= 85;
            }
            five.map(char::from)
        })
        .collect()
}

fn uuencoded(bytes: &[u8]) -> String {
    bytes
        .chunks(45)
        .map(|line| {
            let mut out = char::from(u8::try_from(line.len()).unwrap() + 32).to_string();
            for three in line.chunks(3) {
                let mut group = [0; 3];
                group[..three.len()].copy_from_slice(three);
                let value = u32::from_be_bytes([0, group[0], group[1], group[2]]);
                out.extend([18, 12, 6, 0].map(|shift| match value >> shift & 63 {
                    0 => '`',
                    six => char::from(u8::try_from(six).unwrap() + 32),
                }));
            }
            out
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every way that a file was found in text, by name.
#[expect(clippy::too_many_lines, reason = "a list")]
fn carriers(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let code = STANDARD.encode(bytes);
    let url = URL_SAFE_NO_PAD.encode(bytes);
    let hexadecimal = joined(bytes, |byte| format!("{byte:02x}"), "");
    let escaped: String = bytes
        .iter()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() { char::from(*byte).to_string() } else { format!("%{byte:02X}") }
        })
        .collect();
    let python: String = bytes
        .iter()
        .map(|byte| {
            if byte.is_ascii_graphic() && *byte != b'\\' {
                char::from(*byte).to_string()
            } else {
                format!("\\x{byte:02x}")
            }
        })
        .collect();
    let dump = bytes.chunks(16).enumerate().map(|(row, line)| {
        let groups =
            line.chunks(2).map(|pair| joined(pair, |byte| format!("{byte:02x}"), "")).collect::<Vec<_>>();
        format!("{:08x}: {}  ........", row * 16, groups.join(" "))
    });
    let canonical = bytes.chunks(16).enumerate().map(|(row, line)| {
        format!("{:08x}  {}  |...JFIF...|", row * 16, joined(line, |byte| format!("{byte:02x}"), " "))
    });
    let octal = bytes
        .chunks(16)
        .enumerate()
        .map(|(row, line)| format!("{:07o} {}", row * 16, joined(line, |byte| format!("{byte:03o}"), " ")));
    vec![
        ("base64", code.clone()),
        ("base64url", url.clone()),
        ("base64 in lines", wrapped(&code, 76, "\r\n")),
        ("base64 in short lines", wrapped(&code, 20, "\n")),
        ("base64 in very short lines", wrapped(&code, 8, "\n")),
        ("base64 quoted", wrapped(&code, 72, "\n> ")),
        ("base64 in strings", format!("\"{}\"", wrapped(&code, 60, "\",\n    \""))),
        ("base64 in joined strings", format!("'{}'", wrapped(&code, 60, "' +\n  '"))),
        ("base64 with blank lines", wrapped(&code, 60, "\n\n")),
        ("base64 in mark-up", wrapped(&code, 60, "<br>\n")),
        (
            "a part of a registry",
            format!("hex:{}", wrapped(&joined(bytes, |byte| format!("{byte:02x}"), ","), 75, "\\\n  ")),
        ),
        ("base64 set in", wrapped(&code, 74, "\n ")),
        ("base64 with blanks", wrapped(&code, 10, " ")),
        ("base64 with hard blanks", wrapped(&code, 10, "\u{A0}")),
        ("hexadecimal with thin blanks", wrapped(&hexadecimal, 8, "\u{2009}")),
        ("base64 in JSON", format!("{{\"data\":\"{}\"}}", code.replace('/', "\\/"))),
        ("base64 in escaped JSON", code.replace('+', "\\u002B").replace('=', "\\u003d")),
        ("base64 in lines in JSON", wrapped(&code, 76, "\\r\\n")),
        ("base64 in a form", code.replace('+', "%2B").replace('/', "%2F")),
        ("base64 with nothing between", wrapped(&code, 20, "\u{200B}")),
        ("base64 in a link", format!("https://example.org/?picture={url}")),
        ("a data address", format!("![map](data:image/jpeg;base64,{code})")),
        (
            "an escaped data address",
            format!("<img src='data:image/jpeg,{}'>", joined(bytes, |byte| format!("%{byte:02X}"), "")),
        ),
        ("a contact card", format!("PHOTO;ENCODING=b;TYPE=JPEG:{}\nEND:VCARD", wrapped(&code, 74, "\n "))),
        ("a calendar", format!("ATTACH;VALUE=BINARY;ENCODING=BASE64:{}", wrapped(&code, 74, "\r\n "))),
        ("a directory", format!("jpegPhoto:: {}", wrapped(&code, 76, "\n "))),
        (
            "a part of mail",
            format!(
                "Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n{}\n--b--",
                wrapped(&code, 76, "\n")
            ),
        ),
        (
            "armour",
            format!("-----BEGIN PGP MESSAGE-----\n\n{}\n-----END PGP MESSAGE-----", wrapped(&code, 64, "\n")),
        ),
        ("hexadecimal", hexadecimal.clone()),
        ("hexadecimal in lines", wrapped(&hexadecimal, 60, "\n")),
        ("hexadecimal in short lines", wrapped(&hexadecimal, 8, "\n")),
        ("hexadecimal in pairs", joined(bytes, |byte| format!("{byte:02X}"), " ")),
        ("hexadecimal with colons", joined(bytes, |byte| format!("{byte:02x}"), ":")),
        ("hexadecimal with dashes", joined(bytes, |byte| format!("{byte:02x}"), "-")),
        ("hexadecimal in fours", wrapped(&hexadecimal, 4, " ")),
        ("an array of C", format!("{{ {} }}", joined(bytes, |byte| format!("0x{byte:02x}"), ", "))),
        ("decimals", format!("[{}]", joined(bytes, u8::to_string, ","))),
        ("decimals with blanks", joined(bytes, u8::to_string, " ")),
        ("decimals in lines", joined(bytes, u8::to_string, ",\n")),
        ("signed decimals", joined(bytes, |byte| i8::from_ne_bytes([*byte]).to_string(), ", ")),
        ("binary", joined(bytes, |byte| format!("{byte:08b}"), " ")),
        ("base32", base32(bytes)),
        ("base32 in lines", wrapped(&base32(bytes), 64, "\n")),
        ("base85", base85(bytes)),
        ("base85 in lines", wrapped(&base85(bytes), 75, "\n")),
        ("base85 marked", format!("<~{}~>", base85(bytes))),
        ("uuencode", format!("begin 644 a.jpg\n{}\n`\nend", uuencoded(bytes))),
        ("uuencode without its marks", uuencoded(bytes)),
        ("percent signs", escaped),
        ("a string of Python", format!("b'{python}'")),
        ("quoted printable", wrapped(&joined(bytes, |byte| format!("={byte:02X}"), ""), 75, "=\n")),
        ("escapes of sixteen bits", joined(bytes, |byte| format!("\\u{byte:04x}"), "")),
        ("entities", joined(bytes, |byte| format!("&#{byte};"), "")),
        ("octal escapes", joined(bytes, |byte| format!("\\{byte:03o}"), "")),
        ("xxd", dump.collect::<Vec<_>>().join("\n")),
        ("hexdump", canonical.collect::<Vec<_>>().join("\n")),
        ("od", octal.collect::<Vec<_>>().join("\n")),
    ]
}

/// The longest run of the encoded letters, all in a row, that is left in what was cut.
fn longest_left(code: &str, left: &str) -> usize {
    let letters: Vec<char> = code.chars().filter(|c| !c.is_whitespace()).collect();
    let left: String = left.chars().filter(|c| !c.is_whitespace()).collect();
    let step = 8;
    let mut longest = 0;
    for start in (0..letters.len()).step_by(step) {
        let mut length = step;
        while start + length <= letters.len()
            && left.contains(&letters[start..start + length].iter().collect::<String>())
        {
            longest = longest.max(length);
            length += step;
        }
    }
    longest
}

#[test]
fn nothing_encoded_travels_in_any_of_its_forms() {
    let bytes = packed(3000);
    for (name, code) in carriers(&bytes) {
        let text = format!("Notes of the day.\n\n{code}\n\nThe line went dead at noon.\n");
        let cut = cut(&text);
        assert!(cut.places > 0, "{name} stays");
        assert!(cut.text.contains("encoded characters left out]"), "{name}");
        assert!(
            cut.text.starts_with("Notes of the day.\n")
                && cut.text.ends_with("The line went dead at noon.\n"),
            "{name}: {}",
            cut.text
        );
        let left = cut.text.len();
        assert!(left < 260, "{name} leaves {left}: {}", cut.text);
        assert!(longest_left(&code, &cut.text) <= MOST, "{name}: {}", cut.text);
    }
}

#[test]
fn a_note_tells_how_much_is_left_out() {
    let code = STANDARD.encode(packed(1758));
    assert_eq!(code.len(), 2344);
    let cut = cut(&format!("before {code} after"));
    assert_eq!((cut.text.as_str(), cut.places), ("before [2,344 encoded characters left out] after", 1));
}

#[test]
fn a_last_line_of_signs_goes_with_the_code() {
    let code = STANDARD.encode(packed(300));
    for (tail, left) in [
        ("==", ""),
        ("+", ""),
        ("/+==", ""),
        ("_-", ""),
        ("---", "\n---"),
        ("===", "\n==="),
        ("+/+/+", "\n+/+/+"),
    ] {
        let cut = cut(&format!("{}\n{tail}\n\nAfter.", wrapped(&code, 80, "\n")));
        let behind = cut.text.split_once(" encoded characters left out]").map(|(_, behind)| behind);
        assert_eq!(behind, Some(format!("{left}\n\nAfter.").as_str()), "{tail}: {}", cut.text);
    }
}

#[test]
fn what_people_write_stays() {
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    for text in [
        hash,
        &format!("{hash}  IMG_1.jpg\n{hash}  IMG_2.jpg\n{hash}  IMG_3.jpg"),
        &format!("sha256-{hash} and 0x{hash}"),
        "6B29 FC40 CA47 1067 B31D  00DD 0106 62DA 1234 5678 is the fingerprint",
        "https://www.nytimes.com/2024/05/20/world/middleeast/iran-internet-shutdown-after-the-election-results-were-announced.html",
        "https://fa.wikipedia.org/wiki/%D9%82%D8%B7%D8%B9_%D8%A7%DB%8C%D9%86%D8%AA%D8%B1%D9%86%D8%AA_%D8%AF%D8%B1_%D8%A7%DB%8C%D8%B1%D8%A7%D9%86",
        "https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms/edit?usp=sharing",
        "http://duckduckgogg42xjoc72x3sjasowoarfbgcmvfimaftt6twagswzczad.onion/",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu",
        "muvaffakiyetsizleştiricileştiriveremeyebileceklerimizdenmişsinizcesine",
        "互联网在午夜被切断他说互联网在午夜被切断他说互联网在午夜被切断他说互联网在午夜被切断他说互联网在午夜被切断他说互联网在午夜被切断他说互联网在午夜被切断",
        "อินเทอร์เน็ตถูกตัดตอนเที่ยงคืนในเมืองหลวงและประชาชนไม่สามารถติดต่อกันได้เป็นเวลานานหลายชั่วโมงก่อนที่จะกลับมาใช้งานได้อีกครั้ง",
        "----------------------------------------------------------------------------------------------------",
        "====================================================================================================",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "Amina\nJonas\nKirsi\nFarah\nOlga\nRosa\nMira\nZoran\nAmina\nJonas\nKirsi\nFarah\nOlga\nRosa\nMira\nZoran\nAmina",
        "+989121234567\n+989121234568\n+989121234569\n+989121234570\n+989121234571\n+989121234572\n+989121234573",
        "aa:bb:cc:00:11:22\naa:bb:cc:00:11:23\naa:bb:cc:00:11:24\naa:bb:cc:00:11:25\naa:bb:cc:00:11:26\naa:bb:cc:00:11:27\n\
         aa:bb:cc:00:11:28\naa:bb:cc:00:11:29\naa:bb:cc:00:11:2a\naa:bb:cc:00:11:2b\naa:bb:cc:00:11:2c\naa:bb:cc:00:11:2d",
        "10.0.0.1 10.0.0.2 10.0.0.3, 2001:db8:85a3::8a2e:370:7334",
        "R-7K3QX9\nR-8M2PW4\nR-1A9ZB3\nR-7K3QX8\nR-8M2PW5\nR-1A9ZB4\nR-7K3QX7\nR-8M2PW6\nR-1A9ZB5\nR-7K3QX6\nR-8M2PW7\nR-1A9ZB6",
        "2016 1234 2345 3456 4567\n2017 1234 2345 3456 4567\n2018 1234 2345 3456 4567\n2019 1234 2345 3456 4567\n\
         2020 1234 2345 3456 4567\n2021 1234 2345 3456 4567\n2022 1234 2345 3456 4567\n2023 1234 2345 3456 4567",
        "date,blocked,open\n2024-05-01,12,90\n2024-05-02,13,95\n2024-05-03,99,3\n2024-05-04,100,0",
        "{\"a\":1,\"title\":\"Shutdown\",\"hours\":[1,2,3],\"where\":{\"region\":\"Kayes\",\"code\":\"ML-1\"},\"by\":[\"org-1\",\"org-2\"]}",
        "64 bytes from 8.8.8.8: icmp_seq=1 ttl=57 time=23.4 ms\n64 bytes from 8.8.8.8: icmp_seq=2 ttl=57 time=24.4 ms",
        "-----BEGIN PGP SIGNED MESSAGE-----\n\nWe were there.",
        "data: the numbers, and what they mean; metadata:, too",
        "C:\\Users\\Amina\\Documents\\notes\\reports\\2024\\shutdown-of-the-mobile-networks-in-the-north.docx",
        "std::string x; // note:: this\nfoo(bar, baz);",
        "begin with 644 things",
    ] {
        let cut = cut(text);
        assert_eq!((cut.text.as_str(), cut.places), (text, 0));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Any bytes beyond the bound, in any wrapping, are found.
    #[test]
    fn any_bytes_in_any_wrapping_are_cut(bytes in proptest::collection::vec(any::<u8>(), 150..600), width in 16_usize..100) {
        for code in [STANDARD.encode(&bytes), joined(&bytes, |byte| format!("{byte:02x}"), "")] {
            let cut = cut(&format!("Before.\n\n{}\n\nAfter.", wrapped(&code, width, "\n")));
            prop_assert!(longest_left(&code, &cut.text) <= MOST, "{}", cut.text);
            prop_assert!(cut.text.starts_with("Before.\n\n[") && cut.text.ends_with("]\n\nAfter."), "{}", cut.text);
        }
    }

    /// No words are taken for code, however many, in any script, in lines of any length.
    #[test]
    fn words_stay(words in proptest::collection::vec("[a-z]{1,14}|[A-Z][a-z]{1,14}|[0-9]{1,9}|\\p{Cyrillic}{1,14}|\\p{Arabic}{1,9}|\\p{Han}{1,30}", 1..200), per_line in 1_usize..12) {
        let text = words.chunks(per_line).map(|line| line.join(" ")).collect::<Vec<_>>().join("\n");
        let cut = cut(&text);
        prop_assert_eq!(cut.text, text);
    }

    /// Links of words, in any number, stay.
    #[test]
    fn links_stay(words in proptest::collection::vec("[a-z]{2,12}", 1..15)) {
        let text = format!("https://example.org/{}?id={}", words.join("-"), words.join("/"));
        prop_assert_eq!(cut(&text).text, text);
    }

    /// Nothing brings it down, and only notes are new.
    #[test]
    fn any_text_is_survived(text in "\\PC{0,400}|[<~>=:;\\\\xu%&#0-9a-fA-F\n -]{0,400}") {
        let _ = cut(&text);
    }
}

#[test]
fn a_long_text_costs_little() {
    let begun = std::time::Instant::now();
    for text in [
        "a ".repeat(500_000),
        "=AA ".repeat(250_000),
        "0000 ".repeat(200_000),
        "A1b2\n".repeat(200_000),
        "begin 644\n".repeat(100_000),
        "<~ ".repeat(300_000),
        "From a:: b\n".repeat(90_000),
        "-----BEGIN X-----\n".repeat(50_000),
    ] {
        let _ = cut(&text);
    }
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}
