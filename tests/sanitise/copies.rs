//! What a copy keeps and what it does not.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat};
use sanitise::{Area, Kind, Made, Rebuilt, Refusal, Shortfall, Task};

use super::traces::{assert_clean, said, streams};
use super::{copy, fixtures, made, papers};

fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

/// The canaries that the test sees in an original.
fn canaries(original: &[u8]) -> BTreeSet<String> {
    let of_a_word = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    let said = said(original);
    let found = said.iter().flat_map(|run| run.match_indices(fixtures::CANARY).map(|(at, _)| &run[at..]));
    found.map(|from| from.split(|c| !of_a_word(c)).next().unwrap().to_owned()).collect()
}

#[test]
fn a_photograph_says_nothing_but_its_pixels_and_stands_upright() {
    let original = fixtures::telling_jpeg();
    assert_eq!(canaries(&original).len(), 8, "the test sees what it looks for");
    let rebuilt = copy(&original).unwrap();
    assert_clean("jpeg", &original, &rebuilt);
    assert_eq!((rebuilt.made.kind, rebuilt.made.width, rebuilt.made.height), (Kind::Jpeg, 64, 96));
    let picture = decoded(&rebuilt.bytes).into_rgb8();
    assert!(picture.get_pixel(32, 10).0[0] > 180, "what was left is up");
    assert!(picture.get_pixel(32, 85).0[2] > 180, "what was right is down");
}

#[test]
fn a_screenshot_says_nothing_but_its_pixels() {
    let original = fixtures::telling_png();
    assert_eq!(canaries(&original).len(), 6, "all but the packed one");
    let rebuilt = copy(&original).unwrap();
    assert_clean("png", &original, &rebuilt);
    assert_eq!(rebuilt.made.kind, Kind::Png);
    let picture = decoded(&rebuilt.bytes).into_rgb8();
    assert_eq!((picture.width(), picture.height()), (64, 96), "its EXIF turns it too");
    assert_eq!(picture.get_pixel(32, 10).0, [220, 20, 20], "to the bit");
}

#[test]
fn a_picture_of_the_web_keeps_its_kind_of_loss() {
    let rebuilt = copy(&fixtures::encoded(&fixtures::two_halves(), ImageFormat::WebP)).unwrap();
    assert_eq!(rebuilt.made.kind, Kind::Png);
    assert_eq!(decoded(&rebuilt.bytes).into_rgb8().get_pixel(90, 60).0, [20, 20, 220]);
}

#[test]
fn a_document_says_nothing_but_what_is_seen_of_it() {
    let original = papers::telling();
    let told = canaries(&original);
    assert!(told.len() >= 17, "{told:?}");
    let rebuilt = copy(&original).unwrap();
    assert_clean("pdf", &original, &rebuilt);
    assert_eq!((rebuilt.made.kind, rebuilt.made.pages), (Kind::Pdf, 1));

    let preview = made(&original, &Task { preview: Some(0), ..Task::default() }).unwrap();
    let page = decoded(&preview.bytes).into_luma8();
    assert_eq!((page.width(), page.height()), (417, 417));
    // In points from below: seen at 150, covered from 70 to 100, and nothing elsewhere.
    let darkest = |from: u32, to: u32| {
        let rows = (417 - to * 417 / 200)..(417 - from * 417 / 200);
        rows.flat_map(|y| (0..417).map(move |x| (x, y)))
            .map(|(x, y)| page.get_pixel(x, y).0[0])
            .min()
            .unwrap()
    };
    assert!(darkest(145, 165) < 60, "the text that is seen");
    assert!(darkest(75, 95) < 10, "the bar");
    assert!(darkest(105, 125) > 240, "invisible text");
    assert!(darkest(5, 60) > 240, "white text and the layer that is off");
}

#[test]
fn a_box_on_a_page_is_black_there_and_nowhere_else() {
    let original = papers::page("0 0 96 96", "", b"1 0 0 rg 0 0 96 96 re f", &[]);
    let boxes = vec![Area { page: 0, x: 250, y: 250, width: 250, height: 250 }];
    let rebuilt = made(&original, &Task { boxes, ..Task::default() }).unwrap();
    assert_eq!((rebuilt.made.width, rebuilt.made.height), (200, 200));
    let pixels = streams(&rebuilt.bytes).into_iter().find(|stream| stream.len() == 200 * 200 * 3).unwrap();
    let at = |x: usize, y: usize| [0, 1, 2].map(|part| pixels[(y * 200 + x) * 3 + part]);
    for (x, y) in [(50, 50), (99, 99), (35, 35), (114, 114)] {
        assert_eq!(at(x, y), [0; 3], "{x} {y}");
    }
    for (x, y) in [(34, 50), (50, 34), (115, 99), (99, 115), (199, 199)] {
        assert_eq!(at(x, y), [255, 0, 0], "{x} {y}");
    }
}

#[test]
fn a_box_lies_where_the_picture_is_shown() {
    // The left half becomes the upper one: the box is drawn on what is seen.
    let boxes = vec![Area { page: 0, x: 0, y: 0, width: 1000, height: 150 }];
    let rebuilt = made(&fixtures::telling_jpeg(), &Task { boxes, ..Task::default() }).unwrap();
    let picture = decoded(&rebuilt.bytes).into_rgb8();
    assert!(picture.get_pixel(32, 5).0.iter().all(|value| *value < 12), "covered");
    assert!(picture.get_pixel(32, 43).0[0] > 180, "below the box, still of the left half");
}

#[test]
fn a_box_must_lie_on_a_page() {
    let on = |page| Task { boxes: vec![Area { page, x: 0, y: 0, width: 9, height: 9 }], ..Task::default() };
    assert_eq!(made(&papers::blanks(2), &on(2)), Err(Refusal::NoSuchPlace));
    assert!(made(&papers::blanks(2), &on(1)).is_ok());
    assert_eq!(made(b"Text has no place for a box.", &on(0)), Err(Refusal::NoSuchPlace));
    let preview = Task { preview: Some(7), ..Task::default() };
    assert_eq!(made(&papers::blanks(2), &preview), Err(Refusal::NoSuchPlace));
}

#[test]
fn a_preview_knows_how_many_pages_there_are() {
    let rebuilt = made(&papers::blanks(3), &Task { preview: Some(2), ..Task::default() }).unwrap();
    assert_eq!((rebuilt.made.kind, rebuilt.made.pages), (Kind::Jpeg, 3));
}

#[test]
fn text_is_written_out() {
    let rebuilt = copy("one\r\ntwo \u{202E}eno\0".as_bytes()).unwrap();
    assert_eq!(rebuilt.made.kind, Kind::Text);
    assert_eq!(String::from_utf8(rebuilt.bytes).unwrap(), "one\ntwo <U+202E>eno␀");
    let wide: Vec<u8> = "\u{FEFF}<html><b title='x'>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(copy(&wide), Err(Refusal::UnknownKind), "mark-up stays with its owner, in any encoding");
}

#[test]
fn a_message_is_rebuilt_with_the_files_in_it() {
    let original = fixtures::message();
    let rebuilt = copy(original.as_bytes()).unwrap();
    assert_eq!((rebuilt.made.kind, rebuilt.made.shortfalls.as_slice()), (Kind::Mail, &[][..]));
    let text = String::from_utf8(rebuilt.bytes).unwrap();
    assert!(text.contains("See the picture.") && text.contains("attachment-1.jpg"), "{text}");
    // What every JPEG says of its coding is in the copy as well.
    let usual = fixtures::jpeg(&image::DynamicImage::new_rgb8(8, 8));
    let is_usual = |line: &str| {
        let bytes = STANDARD.decode(line).unwrap();
        bytes.windows(16).any(|part| usual.windows(16).any(|known| known == part))
    };
    let telling: Vec<&str> = original.lines().filter(|line| line.len() == 76 && !is_usual(line)).collect();
    assert!(!telling.is_empty(), "something of the photograph is its own");
    for line in telling {
        assert!(!text.contains(&line[..40]), "{line} travels");
    }
    for told in ["203.0.113.9", "IMG_4711", fixtures::CANARY] {
        assert!(!text.contains(told), "{told}");
    }
    let code = text.split("base64\r\n\r\n").nth(1).unwrap().split("\r\n--").next().unwrap();
    let code: String = code.split_ascii_whitespace().collect();
    let picture = base64::engine::general_purpose::STANDARD.decode(code).unwrap();
    let attached = Rebuilt { made: made_of(&picture), bytes: picture };
    assert_clean("a photograph in a message", &fixtures::telling_jpeg(), &attached);
    assert_eq!(attached.bytes, copy(&fixtures::telling_jpeg()).unwrap().bytes, "the same as by itself");
}

fn made_of(picture: &[u8]) -> Made {
    Made { kind: Kind::of(picture), pages: 1, width: 0, height: 0, shortfalls: Vec::new() }
}

#[test]
fn nothing_encoded_travels_in_a_text() {
    let message = fixtures::message();
    let text = format!("Notes, with a message below.\n\n{message}");
    let rebuilt = copy(text.as_bytes()).unwrap();
    assert_eq!((rebuilt.made.kind, rebuilt.made.shortfalls), (Kind::Text, vec![Shortfall::EncodedLeftOut]));
    let copied = String::from_utf8(rebuilt.bytes).unwrap();
    assert!(copied.contains("encoded characters left out]") && copied.len() < 600, "{copied}");
}

#[test]
fn a_text_in_an_old_encoding_is_read_as_its_owner_says() {
    let koi8 = b"\xF3\xD7\xD1\xDA\xD8 \xD0\xD2\xCF\xD0\xC1\xCC\xC1";
    assert_eq!(copy(koi8), Err(Refusal::UnknownEncoding));
    let task = Task { encoding: Some("KOI8-R".into()), ..Task::default() };
    assert_eq!(made(koi8, &task).unwrap().bytes, "Связь пропала".as_bytes());
    let readings = sanitise::readings(super::program(), &koi8[..], task.limits).unwrap();
    let koi8 = readings.iter().find(|reading| reading.encoding == "KOI8-R").unwrap();
    assert_eq!(koi8.text, "Связь пропала");
    assert!(readings.len() > 3 && readings.iter().any(|reading| reading.encoding == "windows-1251"));
}

#[test]
fn other_kinds_stay_with_their_owner() {
    for other in [&b"PK\x03\x04\x14\0"[..], b"<svg xmlns='x'/>", b"\0\0\0\x18ftypheic\0\0\0\0mif1"] {
        assert_eq!(copy(other), Err(Refusal::UnknownKind));
    }
    assert_eq!(copy(b"na\xEFve"), Err(Refusal::UnknownEncoding));
}

#[test]
fn the_same_original_gives_the_same_bytes() {
    for original in [fixtures::telling_jpeg(), fixtures::telling_png(), papers::telling()] {
        assert_eq!(copy(&original).unwrap(), copy(&original).unwrap());
    }
}

#[test]
fn a_copy_of_a_copy_is_as_good() {
    let first = copy(&papers::telling()).unwrap();
    let second = copy(&first.bytes).unwrap();
    // What the original lacked by then the copy does not have to lack again.
    assert_eq!(second.made, Made { shortfalls: Vec::new(), ..first.made });
}
