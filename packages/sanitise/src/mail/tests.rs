use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use mail_parser::MessageParser;

use super::*;

const SECRET: &str = "CANARY-PLACE";

fn photograph() -> DynamicImage {
    RgbImage::from_fn(64, 48, |x, y| Rgb([u8::try_from(x * 3).unwrap(), u8::try_from(y * 5).unwrap(), 90]))
        .into()
}

/// A JPEG file with a comment that nobody should read.
fn telling() -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    photograph().write_to(&mut out, ImageFormat::Jpeg).unwrap();
    let plain = out.into_inner();
    let length = u16::try_from(SECRET.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xFE, length[0], length[1]], SECRET.as_bytes(), &plain[2..]].concat()
}

fn wrapped(bytes: &[u8]) -> String {
    let code = STANDARD.encode(bytes);
    code.as_bytes().chunks(76).flat_map(|line| [std::str::from_utf8(line).unwrap(), "\r\n"]).collect()
}

fn copied(message: &str) -> (Made, String) {
    assert_eq!(Kind::of(message.as_bytes()), Kind::Mail, "{message}");
    let (made, bytes) = rebuild(message.as_bytes(), &Task::default(), &Fonts::default()).unwrap();
    assert_eq!(Kind::of(&bytes), Kind::Mail);
    (made, String::from_utf8(bytes).unwrap())
}

/// The files of a message and of those in it, as a mail program would keep them.
fn files(message: &str) -> Vec<Vec<u8>> {
    fn of(message: &Message<'_>, found: &mut Vec<Vec<u8>>) {
        for part in &message.parts {
            match &part.body {
                PartType::Binary(bytes) | PartType::InlineBinary(bytes) => found.push(bytes.to_vec()),
                PartType::Message(inner) => of(inner, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    of(&MessageParser::default().parse(message.as_bytes()).unwrap(), &mut found);
    found
}

fn letter(parts: &[String]) -> String {
    let mut out = String::from(
        "Received: from laptop (203.0.113.9) by mx\r\nReceived: from mx by mx2\r\nX-Originating-IP: [203.0.113.9]\r\n\
         Message-ID: <secret-id@laptop.example>\r\nDKIM-Signature: v=1; b=AAAA\r\nX-Clinic-Of-Mira: 7\r\n\
         From: =?utf-8?B?TWlyYSDQpQ==?= <mira@example.org>\r\nTo: \"Jonas, W.\" <jonas@example.org>, kirsi@example.org\r\n\
         Date: Mon, 20 May 2024 14:30:00 +0330\r\nSubject: The\r\n line is\u{202E} cut\r\nBcc: hidden@example.org\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nA preamble.\r\n",
    );
    for part in parts {
        out.push_str("--b\r\n");
        out.push_str(part);
        out.push_str("\r\n");
    }
    out.push_str("--b--\r\nAn epilogue.\r\n");
    out
}

fn jpeg() -> String {
    format!(
        "Content-Type: image/jpeg; name=\"Mira's home.jpg\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        wrapped(&telling())
    )
}

#[test]
fn only_headers_of_the_list_travel_and_the_rest_is_said() {
    let (made, copy) = copied(&letter(&["Content-Type: text/plain\r\n\r\nSee the picture.".into()]));
    assert!(made.shortfalls.is_empty(), "{:?}", made.shortfalls);
    let (head, body) = copy.split_once("\r\n\r\n").unwrap();
    assert_eq!(
        head,
        "MIME-Version: 1.0\r\nFrom: \"Mira Х\" <mira@example.org>\r\nTo: \"Jonas, W.\" <jonas@example.org>, \
         kirsi@example.org\r\nDate: Mon, 20 May 2024 11:00:00 +0000\r\nSubject: The line is<U+202E> cut\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit"
    );
    assert_eq!(
        body,
        "[Headers left out: Received (2), Message-ID, DKIM-Signature, Bcc, others (2)]\r\n\r\nSee the picture.\r\n"
    );
    for told in ["203.0.113.9", "secret-id", "Clinic", "hidden@", "preamble", "epilogue", "0330"] {
        assert!(!copy.contains(told), "{told}: {copy}");
    }
}

#[test]
fn a_photograph_in_a_message_is_rebuilt_as_one_by_itself() {
    let (made, copy) = copied(&letter(&["Content-Type: text/plain\r\n\r\nSee the picture.".into(), jpeg()]));
    assert!(made.shortfalls.is_empty(), "{:?}", made.shortfalls);
    assert!(
        copy.contains("See the picture.\r\n\r\n[Attachment attachment-1.jpg]") && !copy.contains("home"),
        "{copy}"
    );
    let files = files(&copy);
    let [file] = files.as_slice() else { panic!("{} files", files.len()) };
    let original = telling();
    assert!(!file.windows(6).any(|window| window == &SECRET.as_bytes()[..6]));
    // Tables of JPEG files are alike; pixels that were encoded anew are not.
    let pixels = &original[original.len() - 200..];
    assert!(!file.windows(24).any(|window| window == &pixels[..24]));
    let code = STANDARD.encode(&original);
    assert!(!copy.contains(&code[code.len() - 120..code.len() - 60]));
    let picture = image::load_from_memory(file).unwrap().into_rgb8();
    for (x, y, pixel) in photograph().into_rgb8().enumerate_pixels() {
        assert!(pixel.0.iter().zip(picture.get_pixel(x, y).0).all(|(a, b)| a.abs_diff(b) < 24), "{x} {y}");
    }
}

#[test]
fn parts_are_what_they_hold_and_not_what_they_say() {
    let disguised = jpeg()
        .replace("image/jpeg", "text/plain; charset=us-ascii")
        .replace("; name=\"Mira's home.jpg\"", "");
    let (_, copy) = copied(&letter(&[disguised]));
    assert!(copy.contains("[Attachment attachment-1.jpg]") && !copy.contains(SECRET), "{copy}");
    assert!(image::load_from_memory(&files(&copy)[0]).is_ok());
    let text = format!(
        "Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        wrapped(b"Plain words")
    );
    let (_, copy) = copied(&letter(&[text]));
    assert!(copy.contains("[Attachment attachment-1.txt]"), "{copy}");
}

#[test]
fn texts_are_decoded_as_they_say() {
    let (made, copy) = copied(&letter(&[
        "Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=F3=D7=D1=DA=D8 =\r\n=D0=D2=CF=D0=C1=CC=C1"
            .into(),
        format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}", wrapped("خط ⚡".as_bytes())),
    ]));
    assert!(made.shortfalls.is_empty());
    assert!(copy.contains("Связь пропала") && copy.contains("خط ⚡"), "{copy}");
    let unknown =
        "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=klingon\r\n\r\nqapla"
            .to_owned();
    let (made, copy) = copied(&unknown);
    assert_eq!(made.shortfalls, [Shortfall::MessageTextLeftOut]);
    assert!(!copy.contains("qapla") && copy.contains("unknown encoding"), "{copy}");
}

#[test]
fn html_travels_only_as_the_plain_text_that_goes_with_it() {
    let html = "Content-Type: text/html\r\n\r\n<p style='display:none'>HIDDEN</p><p>Shown</p>";
    let alternative = format!(
        "Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\nPlain words\r\n\
         --i\r\n{html}\r\n--i--"
    );
    let (made, copy) = copied(&letter(&[alternative]));
    assert!(made.shortfalls.is_empty(), "the words are there");
    assert!(copy.contains("Plain words") && copy.contains("[The same as HTML is left out]"), "{copy}");
    assert!(!copy.contains("HIDDEN") && !copy.contains("Shown"));
}

#[test]
fn html_alone_gives_its_text_and_says_what_is_hidden() {
    let html = "Content-Type: text/html; charset=koi8-r\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p style=3D'display:none'>HIDDEN</p><p>=F3=D7=D1=DA=D8 =\r\n=D0=D2=CF=D0=C1=CC=C1</p>";
    let (made, copy) = copied(&letter(&[html.into()]));
    assert_eq!(made.shortfalls, [Shortfall::MessageTextLeftOut]);
    assert!(
        copy.contains("Связь пропала") && copy.contains("[Text that is not shown is left out]"),
        "{copy}"
    );
    assert!(!copy.contains("HIDDEN") && !copy.contains("=F3"), "{copy}");
    let code = STANDARD.encode(telling());
    let plain = format!(
        "Content-Type: text/html\r\n\r\n<p>Shown</p><p>{code}</p><img src=\"data:image/jpeg;base64,{code}\">"
    );
    let (made, copy) = copied(&letter(&[plain]));
    assert_eq!(made.shortfalls, [Shortfall::EncodedLeftOut, Shortfall::MessageTextLeftOut]);
    assert!(copy.contains("Shown") && !copy.contains(&code[..80]), "{copy}");
    for silent in ["", "<!-- HIDDEN -->", "<style>p{}</style>", "<script>HIDDEN</script>"] {
        let (made, copy) =
            copied(&letter(&[format!("Content-Type: text/html\r\n\r\n<html>{silent}</html>")]));
        assert_eq!(made.shortfalls, [Shortfall::MessageTextLeftOut], "{silent}");
        assert!(copy.contains("[A text as HTML is left out]") && !copy.contains("HIDDEN"), "{copy}");
    }
}

#[test]
fn html_beside_a_plain_text_that_says_nothing_gives_its_text() {
    let alternative = |plain: &str, html: &str| {
        letter(&[format!(
            "Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n\
             --i\r\nContent-Type: text/html\r\n\r\n{html}\r\n--i--"
        )])
    };
    let words = "The line to the north was cut at noon, and nobody in the three towns could call a doctor.";
    let (_, copy) = copied(&alternative("Your program does not show HTML.", &format!("<p>{words}</p>")));
    assert!(copy.contains(words) && copy.contains("does not show HTML"), "{copy}");
    let (_, copy) = copied(&alternative(words, &format!("<p><b>{words}</b></p>")));
    assert_eq!(copy.matches(words).count(), 1, "{copy}");
}

#[test]
fn what_cannot_be_rebuilt_is_named() {
    let archive = format!(
        "Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        wrapped(b"PK\x03\x04\x14\0\0\0\x08\0CANARY-PLACE.txt and more of it")
    );
    let (made, copy) = copied(&letter(&[archive, jpeg()]));
    assert_eq!(made.shortfalls, [Shortfall::AttachmentLeftOut]);
    assert!(copy.contains("[An attachment is left out (application/zip, "), "{copy}");
    assert!(copy.contains("[Attachment attachment-1.jpg]") && !copy.contains(SECRET));
    assert_eq!(files(&copy).len(), 1);
}

#[test]
fn messages_in_messages_are_rebuilt_too() {
    let inner = letter(&["Content-Type: text/plain\r\n\r\nInner words".into(), jpeg()]);
    let inner = inner.replace("boundary=b", "boundary=c").replace("--b", "--c");
    let plain = format!("Content-Type: message/rfc822\r\n\r\n{inner}");
    let encoded = format!(
        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        wrapped(inner.as_bytes())
    );
    let disguised = encoded.replace("message/rfc822", "application/octet-stream; name=x.bin");
    let (_, copy) = copied(&letter(&[plain, encoded, disguised]));
    assert_eq!(copy.matches("Inner words").count(), 3, "{copy}");
    assert_eq!(copy.matches("Content-Type: message/rfc822").count(), 3);
    assert_eq!(files(&copy).len(), 3);
    for told in ["203.0.113.9", "secret-id", SECRET, "hidden@"] {
        assert!(!copy.contains(told), "{told}");
    }
}

#[test]
fn a_mailbox_of_several_is_a_message_of_messages() {
    let one = letter(&["Content-Type: text/plain\r\n\r\nFirst words".into()]);
    let two = letter(&["Content-Type: text/plain\r\n\r\nSecond words".into(), jpeg()]);
    let (_, copy) =
        copied(&format!("From mira@laptop Mon May 20\r\n{one}\r\nFrom mira@laptop Mon May 20\r\n{two}"));
    assert!(
        copy.contains("[2 messages]") && copy.contains("First words") && copy.contains("Second words"),
        "{copy}"
    );
    assert!(!copy.contains("laptop") && !copy.contains("203.0.113.9"), "{copy}");
    assert_eq!(files(&copy).len(), 1);
}

#[test]
fn nothing_encoded_within_a_text_travels() {
    let code = wrapped(&telling());
    let body = format!(
        "Content-Type: text/plain\r\n\r\nLook:\r\n\r\nbegin 644 a\r\n{code}end\r\n\r\n{code}\r\nBye."
    );
    let (made, copy) = copied(&letter(&[body]));
    assert_eq!(made.shortfalls, [Shortfall::EncodedLeftOut]);
    assert!(copy.contains("encoded characters left out]") && copy.contains("Bye."), "{copy}");
    assert!(!copy.contains(&code[..60]));
}

#[test]
fn a_copy_of_a_copy_is_as_good_and_no_message_brings_it_down() {
    let original = letter(&["Content-Type: text/plain\r\n\r\n--=_part_0_ is no end".into(), jpeg()]);
    let (_, first) = copied(&original);
    let (_, second) = copied(&first);
    assert_eq!(files(&second).len(), 1);
    assert!(first.contains("--=_part_1_\r\n") && second.contains("is no end"), "{second}");
    let mut deep = String::from("From: a@example.org\r\nMIME-Version: 1.0\r\n");
    for _ in 0..3000 {
        deep.push_str("Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\nMIME-Version: 1.0\r\n");
    }
    assert_eq!(rebuild(deep.as_bytes(), &Task::default(), &Fonts::default()).unwrap_err(), Refusal::Damaged);
    for cut in (0..original.len()).step_by(97) {
        let _ = rebuild(&original.as_bytes()[..cut], &Task::default(), &Fonts::default());
    }
}

#[test]
fn notes_of_people_are_no_messages() {
    for text in [
        "From: Amina\nTo: Jonas\n\nWe met at noon.",
        "Subject: the cable\n\nIt is cut.",
        "Date: Monday\nPlace: Kayes\n\nNotes",
        "Note: this is text\nContent-Type: is a header of mail",
        "Hello\nFrom: a\nMIME-Version: 1.0\n\n",
    ] {
        assert_eq!(Kind::of(text.as_bytes()), Kind::Text, "{text}");
    }
    for mail in [
        "From: a@example.org\nDate: Mon, 20 May 2024 14:30:00 +0330\nTo: b@example.org\n\nWords",
        "Envelope-To: a\nReturn-Path: <b>\nReceived: x\n\nWords",
        "From a@example.org Mon May 20\nFrom: a@example.org\nX-Mailer: y\n\nWords",
        "From: a@example.org\r\nX-Originating-IP: 1\r\n\r\nna\u{ef}ve",
    ] {
        assert_eq!(Kind::of(mail.as_bytes()), Kind::Mail, "{mail}");
    }
}
