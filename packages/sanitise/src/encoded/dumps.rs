//! Files shown byte by byte (`xxd`, `hexdump`, `od`, a packet's content): lines of an offset, groups of digits, and perhaps
//! the same as characters.

use std::ops::Range;

use super::{Line, MOST_BYTES, lines};

pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut dump: Option<(Range<usize>, Row, usize)> = None;
    let mut close = |dump: Option<(Range<usize>, Row, usize)>| {
        if let Some((range, _, bytes)) = dump
            && bytes > MOST_BYTES
        {
            found.push(range);
        }
    };
    for line in lines(text) {
        let row = row(line);
        dump = match (dump.take(), row) {
            (Some((range, before, bytes)), Some(row)) if row.follows(&before) => {
                Some((range.start..line.end(), row, bytes + row.bytes))
            }
            // A repeated row is shown as an asterisk; `xxd` ends with the length.
            (Some((range, before, bytes)), None) if matches!(line.bare(), "" | "*") => {
                Some((range, before, bytes))
            }
            (before, row) => {
                close(before);
                row.map(|row| (line.start..line.end(), row, row.bytes))
            }
        };
    }
    close(dump);
    found
}

/// What a line of a dump says of itself.
#[derive(Clone, Copy)]
struct Row {
    /// Its offset as a hexadecimal, an octal and a decimal number.
    offsets: [Option<u64>; 3],
    bytes: usize,
}

impl Row {
    /// The offset grew by what the row before held, or by more where rows were left out.
    fn follows(&self, before: &Self) -> bool {
        self.offsets.iter().zip(before.offsets).any(|(now, then)| match (now, then) {
            (Some(now), Some(then)) => *now > then && (now - then).is_multiple_of(8),
            _ => false,
        })
    }
}

fn row(line: Line<'_>) -> Option<Row> {
    let mut fields = line.bare().split_ascii_whitespace();
    let offset = fields.next()?.trim_end_matches(':');
    let offset = offset.strip_prefix("0x").unwrap_or(offset);
    if !(4..=16).contains(&offset.len()) || !offset.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let groups = fields.take_while(|field| {
        (2..=16).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    let bytes =
        groups.map(|group| if group.len() % 3 == 0 { group.len() / 3 } else { group.len() / 2 }).sum();
    let read = |base| u64::from_str_radix(offset, base).ok();
    (bytes >= 2).then(|| Row { offsets: [read(16), read(8), read(10)], bytes })
}
