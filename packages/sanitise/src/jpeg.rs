//! Whether the pixels of a JPEG are all there. Decoders fill what is missing with grey and say nothing, so the codes of each
//! scan are counted (ITU-T T.81): they have to be valid, as many as the picture has blocks, and end where the scan does.

mod codes;

use codes::{Band, Bits, Table, first_bits, more_bits, sequential};

/// The most blocks of a picture whose scans refine each other.
const MOST_BLOCKS: usize = 4_000_000;

/// What a scan says of a coefficient that none has sent.
const UNSENT: u8 = u8::MAX;

/// Whether all is there. Of a kind that is not known here (arithmetic, lossless) nothing is said.
pub(super) fn whole(bytes: &[u8]) -> bool {
    let mut picture = Picture::default();
    picture.read(bytes).unwrap_or(false)
}

#[derive(Default)]
struct Component {
    id: u8,
    across: usize,
    down: usize,
    /// Blocks of a scan of this component alone.
    blocks: (usize, usize),
    /// Blocks of a row, with those that fill the last group.
    stride: usize,
    /// The bit down to which each coefficient was sent.
    sent: Vec<u8>,
    /// The coefficients of each block that are not zero.
    filled: Vec<u64>,
}

#[derive(Default)]
struct Picture {
    refined: bool,
    groups: (usize, usize),
    components: Vec<Component>,
    direct: [Table; 4],
    others: [Table; 4],
    restart: usize,
}

/// A component of a scan and its tables.
#[derive(Clone, Copy)]
struct Part {
    component: usize,
    direct: usize,
    others: usize,
}

impl Picture {
    /// Nothing where data are missing or wrong.
    fn read(&mut self, bytes: &[u8]) -> Option<bool> {
        let mut at = 2;
        loop {
            let Some(kind) = next_mark(bytes, &mut at) else { return Some(self.is_complete()) };
            match kind {
                0xD9 => return Some(self.is_complete()),
                0x01 | 0xD0..=0xD8 => continue,
                _ => {}
            }
            let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
            let segment = bytes.get(at + 2..at + length)?;
            at += length;
            match kind {
                0xC0..=0xC2 => self.frame(segment, kind == 0xC2)?,
                0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return Some(true),
                0xC4 => self.tables(segment)?,
                0xDD => self.restart = usize::from(u16::from_be_bytes([*segment.first()?, *segment.get(1)?])),
                0xDA => {
                    let (parts, band) = self.scan(segment)?;
                    at = self.pixels(bytes, at, &parts, band)?;
                }
                _ => {}
            }
        }
    }

    fn is_complete(&self) -> bool {
        let sent = |component: &Component| component.sent.iter().all(|bit| *bit == 0);
        !self.components.is_empty() && self.components.iter().all(sent)
    }

    fn frame(&mut self, segment: &[u8], refined: bool) -> Option<()> {
        let number =
            |at: usize| Some(usize::from(u16::from_be_bytes([*segment.get(at)?, *segment.get(at + 1)?])));
        let (height, width) = (number(1)?, number(3)?);
        if height == 0 || width == 0 || !self.components.is_empty() {
            return None;
        }
        self.refined = refined;
        for part in segment.get(6..)?.chunks_exact(3).take(usize::from(*segment.get(5)?)) {
            let [id, sampling, _] = *part else { return None };
            let (across, down) = (usize::from(sampling >> 4), usize::from(sampling & 15));
            if !(1..=4).contains(&across) || !(1..=4).contains(&down) {
                return None;
            }
            self.components.push(Component { id, across, down, ..Component::default() });
        }
        let most = |of: fn(&Component) -> usize| self.components.iter().map(of).max();
        let (across, down) = (most(|one| one.across)?, most(|one| one.down)?);
        self.groups = (width.div_ceil(8 * across), height.div_ceil(8 * down));
        for one in &mut self.components {
            one.blocks = (
                (width * one.across).div_ceil(across).div_ceil(8),
                (height * one.down).div_ceil(down).div_ceil(8),
            );
            one.stride = self.groups.0 * one.across;
            one.sent = vec![UNSENT; 64];
            let blocks = one.stride * self.groups.1 * one.down;
            if refined && blocks <= MOST_BLOCKS {
                one.filled = vec![0; blocks];
            }
        }
        Some(())
    }

    fn tables(&mut self, mut segment: &[u8]) -> Option<()> {
        while let Some((head, rest)) = segment.split_first() {
            let (counts, rest) = rest.split_at_checked(16)?;
            let mut table = vec![(0, 0); 1 << 16];
            let (mut place, mut used) = (0_usize, 0);
            for (length, count) in (1_u8..).zip(counts) {
                let each = 1_usize << (16 - length);
                for symbol in rest.get(used..used + usize::from(*count))? {
                    table.get_mut(place..place + each)?.fill((length, *symbol));
                    place += each;
                }
                used += usize::from(*count);
            }
            let kept = if head >> 4 == 0 { &mut self.direct } else { &mut self.others };
            *kept.get_mut(usize::from(head & 15))? = table;
            segment = rest.get(used..)?;
        }
        Some(())
    }

    fn scan(&mut self, segment: &[u8]) -> Option<(Vec<Part>, Band)> {
        let (count, rest) = segment.split_first()?;
        let (chosen, rest) = rest.split_at_checked(usize::from(*count) * 2)?;
        let [first, last, bits, ..] = *rest else { return None };
        let mut band = Band { first: first.into(), last: last.into(), high: bits >> 4, low: bits & 15 };
        if !self.refined {
            band = Band { first: 0, last: 63, high: 0, low: 0 };
        }
        let mut parts = Vec::new();
        for pair in chosen.chunks_exact(2) {
            let [id, tables] = *pair else { return None };
            let component = self.components.iter().position(|one| one.id == id)?;
            parts.push(Part { component, direct: (tables >> 4).into(), others: (tables & 15).into() });
            self.components.get_mut(component)?.sent.get_mut(band.first..=band.last)?.fill(band.low);
        }
        let alone = parts.len() == 1;
        ((1..=4).contains(&parts.len()) && (alone || band.first == 0)).then_some((parts, band))
    }

    /// The codes of a scan; says where they end.
    fn pixels(&mut self, bytes: &[u8], at: usize, parts: &[Part], band: Band) -> Option<usize> {
        let mut bits = Bits::new(bytes, at);
        let mut left = 0;
        let alone = match parts {
            [part] => Some(self.components.get(part.component)?.blocks),
            _ => None,
        };
        let (across, down) = alone.unwrap_or(self.groups);
        let mut done = 0_usize;
        for row in 0..down {
            for column in 0..across {
                if self.restart > 0 && done > 0 && done.is_multiple_of(self.restart) {
                    bits.restart(done / self.restart - 1)?;
                    left = 0;
                }
                done += 1;
                for part in parts {
                    let one = self.components.get(part.component)?;
                    let (wide, high) = if alone.is_some() { (1, 1) } else { (one.across, one.down) };
                    let stride = one.stride;
                    for y in row * high..(row + 1) * high {
                        for x in column * wide..(column + 1) * wide {
                            self.block(&mut bits, *part, band, (y * stride + x, &mut left))?;
                        }
                    }
                }
            }
        }
        (left == 0).then_some(())?;
        bits.end()
    }

    fn block(
        &mut self,
        bits: &mut Bits<'_>,
        part: Part,
        band: Band,
        (place, left): (usize, &mut u32),
    ) -> Option<()> {
        if band.first == 0 {
            if band.high > 0 {
                bits.take(1)?;
            } else {
                let size = bits.symbol(self.direct.get(part.direct)?)?;
                bits.take(size)?;
            }
        }
        let others = self.others.get(part.others)?;
        if !self.refined {
            return sequential(bits, others);
        }
        if band.last == 0 {
            return Some(());
        }
        let filled = self.components.get_mut(part.component)?.filled.get_mut(place)?;
        if band.high == 0 {
            first_bits(bits, others, band, filled, left)
        } else {
            more_bits(bits, others, band, filled, left)
        }
    }
}

/// The mark that comes next; `at` is behind it then.
fn next_mark(bytes: &[u8], at: &mut usize) -> Option<u8> {
    let start = *at + bytes.get(*at..)?.iter().position(|byte| *byte == 0xFF)?;
    let behind = start + bytes.get(start..)?.iter().position(|byte| *byte != 0xFF)?;
    *at = behind + 1;
    match *bytes.get(behind)? {
        0 => next_mark_behind(bytes, at),
        kind => Some(kind),
    }
}

/// Past zeros that make a mark none.
fn next_mark_behind(bytes: &[u8], at: &mut usize) -> Option<u8> {
    let rest = bytes.get(*at..)?;
    let pair = rest.windows(2).position(|pair| matches!(pair, [0xFF, kind] if !matches!(kind, 0 | 0xFF)))?;
    *at += pair + 2;
    rest.get(pair + 1).copied()
}

#[cfg(test)]
mod tests;
