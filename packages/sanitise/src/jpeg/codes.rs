//! The codes of a scan of a JPEG: coefficients of blocks, sent at once or bit by bit.

/// Bytes that some cameras leave behind the last code of a scan.
const SLACK: usize = 2;

/// Codes of Huffman: the length and the symbol of each 16 bits.
pub(super) type Table = Vec<(u8, u8)>;

/// What a scan sends of its blocks.
#[derive(Clone, Copy)]
pub(super) struct Band {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) high: u8,
    pub(super) low: u8,
}

/// All but the first coefficient of a block that is sent at once.
pub(super) fn sequential(bits: &mut Bits<'_>, table: &Table) -> Option<()> {
    let mut place = 1;
    while place < 64 {
        let code = bits.symbol(table)?;
        let (run, size) = (usize::from(code >> 4), code & 15);
        match (run, size) {
            (15, 0) => place += 16,
            (_, 0) => break,
            _ => {
                place += run + 1;
                bits.take(size)?;
            }
        }
    }
    (place <= 64).then_some(())
}

/// The first bits of some coefficients; `left` is how many blocks follow that have none.
pub(super) fn first_bits(
    bits: &mut Bits<'_>,
    table: &Table,
    band: Band,
    filled: &mut u64,
    left: &mut u32,
) -> Option<()> {
    if *left > 0 {
        *left -= 1;
        return Some(());
    }
    let mut place = band.first;
    while place <= band.last {
        let code = bits.symbol(table)?;
        let (run, size) = (code >> 4, code & 15);
        match (run, size) {
            (15, 0) => place += 16,
            (_, 0) => {
                *left = (1 << run) - 1 + bits.take(run)?;
                return Some(());
            }
            _ => {
                place += usize::from(run);
                bits.take(size)?;
                *filled |= 1_u64.checked_shl(u32::try_from(place).ok()?)?;
                place += 1;
            }
        }
    }
    (place <= band.last + 1).then_some(())
}

/// One more bit of each coefficient that is not zero, and of some that were.
pub(super) fn more_bits(
    bits: &mut Bits<'_>,
    table: &Table,
    band: Band,
    filled: &mut u64,
    left: &mut u32,
) -> Option<()> {
    let mut place = band.first;
    while *left == 0 && place <= band.last {
        let code = bits.symbol(table)?;
        let (mut run, size) = (code >> 4, code & 15);
        match (run, size) {
            (15, 0) => {}
            (_, 0) => {
                *left = (1 << run) + bits.take(run)?;
                break;
            }
            (_, 1) => {
                bits.take(1)?;
            }
            _ => return None,
        }
        while place <= band.last {
            if *filled >> place & 1 == 1 {
                bits.take(1)?;
            } else if run == 0 {
                break;
            } else {
                run -= 1;
            }
            place += 1;
        }
        if size == 1 {
            (place <= band.last).then_some(())?;
            *filled |= 1 << place;
        }
        place += 1;
    }
    if *left > 0 {
        while place <= band.last {
            if *filled >> place & 1 == 1 {
                bits.take(1)?;
            }
            place += 1;
        }
        *left -= 1;
    }
    Some(())
}

/// The bits of a scan, up to the next mark.
pub(super) struct Bits<'b> {
    bytes: &'b [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl<'b> Bits<'b> {
    /// From a place on.
    pub(super) const fn new(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at, held: 0, count: 0 }
    }

    fn fill(&mut self) {
        while self.count <= 48 {
            let byte = match self.bytes.get(self.at..) {
                Some([0xFF, 0, ..]) => {
                    self.at += 2;
                    0xFF
                }
                Some([0xFF, ..] | []) | None => return,
                Some([byte, ..]) => {
                    self.at += 1;
                    *byte
                }
            };
            self.held = self.held << 8 | u64::from(byte);
            self.count += 8;
        }
    }

    /// So many bits, 16 at most.
    pub(super) fn take(&mut self, count: u8) -> Option<u32> {
        let count = u32::from(count);
        if self.count < count {
            self.fill();
        }
        self.count = self.count.checked_sub(count)?;
        u32::try_from(self.held >> self.count & ((1 << count) - 1)).ok()
    }

    pub(super) fn symbol(&mut self, table: &Table) -> Option<u8> {
        if self.count < 16 {
            self.fill();
        }
        let sixteen =
            if self.count >= 16 { self.held >> (self.count - 16) } else { self.held << (16 - self.count) };
        let (length, symbol) = *table.get(usize::try_from(sixteen & 0xFFFF).ok()?)?;
        (length > 0).then_some(())?;
        self.count = self.count.checked_sub(length.into())?;
        Some(symbol)
    }

    /// Where the codes end: no more than a few bits and bytes stand before the next mark.
    pub(super) fn end(&mut self) -> Option<usize> {
        self.fill();
        let surplus = usize::try_from(self.count / 8).ok()?;
        let marked = matches!(self.bytes.get(self.at..), None | Some([] | [0xFF, ..]));
        (self.held, self.count) = (0, 0);
        (surplus <= SLACK && marked).then_some(self.at)
    }

    /// Past the mark that parts a scan, which are counted from 0 to 7.
    pub(super) fn restart(&mut self, number: usize) -> Option<()> {
        let at = self.end()?;
        let behind = at + self.bytes.get(at..)?.iter().position(|byte| *byte != 0xFF)?;
        let expected = 0xD0 + u8::try_from(number % 8).ok()?;
        self.at = behind + 1;
        (self.bytes.get(behind) == Some(&expected)).then_some(())
    }
}
