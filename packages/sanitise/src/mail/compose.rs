//! A message as it is written: readable in any editor, each file in it encoded here.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{Kind, Refusal};

/// Letters of a line of base64.
const LINE: usize = 76;

/// A file of a message, rebuilt.
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) bytes: Vec<u8>,
}

/// A message that is being written.
#[derive(Default)]
pub(super) struct Letter {
    /// Lines.
    pub(super) headers: Vec<String>,
    /// Texts and notes, in their order.
    pub(super) text: Vec<String>,
    pub(super) pieces: Vec<Piece>,
    left_out: usize,
}

impl Letter {
    /// Adds a file, and a word on where it stood.
    pub(super) fn attach(&mut self, kind: Kind, bytes: Vec<u8>) {
        self.pieces.push(Piece { kind, bytes });
        self.text.push(format!("[Attachment {}]", name(self.pieces.len(), kind)));
    }

    /// Says that a file is not there.
    pub(super) fn leave_out(&mut self, kind: Kind, bytes: usize, why: Refusal) {
        self.left_out += 1;
        self.text.push(format!("[An attachment is left out ({}, {bytes} bytes): {why}]", kind.media_type()));
    }

    /// The message, byte by byte: the same for the same letter.
    pub(super) fn written(self) -> Vec<u8> {
        let text = lines(&self.text.join("\n\n"));
        let mut out = String::from("MIME-Version: 1.0\r\n");
        for header in &self.headers {
            let _ = write!(out, "{header}\r\n");
        }
        if self.pieces.is_empty() {
            out.push_str(
                "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n",
            );
            out.push_str(&text);
            return out.into_bytes();
        }
        let boundary = boundary(&text, &self.pieces);
        let _ = write!(out, "Content-Type: multipart/mixed; boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n");
        out.push_str("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        out.push_str(&text);
        let mut out = out.into_bytes();
        for (number, piece) in (1..).zip(self.pieces) {
            let name = name(number, piece.kind);
            let head = |encoding: &str| {
                format!(
                    "\r\n--{boundary}\r\nContent-Type: {}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\
                     Content-Transfer-Encoding: {encoding}\r\n\r\n",
                    piece.kind.media_type()
                )
            };
            if piece.kind == Kind::Mail {
                out.extend(head("8bit").bytes());
                out.extend(piece.bytes);
            } else {
                out.extend(head("base64").bytes());
                for line in STANDARD.encode(&piece.bytes).as_bytes().chunks(LINE) {
                    out.extend(line);
                    out.extend(b"\r\n");
                }
            }
        }
        out.extend(format!("\r\n--{boundary}--\r\n").bytes());
        out
    }
}

fn name(number: usize, kind: Kind) -> String {
    format!("attachment-{number}.{}", kind.ending())
}

/// Line ends as mail has them.
fn lines(text: &str) -> String {
    let mut out = text.replace('\n', "\r\n");
    out.push_str("\r\n");
    out
}

/// A line that stands nowhere in the message.
fn boundary(text: &str, pieces: &[Piece]) -> String {
    let inner = |mark: &str| {
        let inside = |bytes: &[u8]| bytes.windows(mark.len()).any(|window| window == mark.as_bytes());
        inside(text.as_bytes()) || pieces.iter().any(|piece| piece.kind == Kind::Mail && inside(&piece.bytes))
    };
    let mut number = 0_u32;
    loop {
        let mark = format!("=_part_{number}_");
        if !inner(&mark) {
            return mark;
        }
        number += 1;
    }
}
