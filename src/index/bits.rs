//! A set of a segment's documents, one bit each: a million documents are 125 kB and a handful of passes.

/// How many documents a pass looks at together.
pub const BATCH: usize = 1024;

/// A set of documents of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// None of `documents`.
    pub fn none(documents: u32) -> Self {
        Self(vec![0; documents.div_ceil(64) as usize])
    }

    /// Puts one document in.
    pub fn insert(&mut self, document: u32) {
        if let Some(word) = self.0.get_mut((document / 64) as usize) {
            *word |= 1 << (document % 64);
        }
    }

    /// Whether a document is in.
    pub fn contains(&self, document: u32) -> bool {
        self.0.get((document / 64) as usize).is_some_and(|word| word & (1 << (document % 64)) != 0)
    }

    /// Keeps what is in `other` too.
    pub fn and(&mut self, other: &Self) {
        self.combine(other, |a, b| a & b);
    }

    /// Takes out what is in `other`.
    pub fn and_not(&mut self, other: &Self) {
        self.combine(other, |a, b| a & !b);
    }

    fn combine(&mut self, other: &Self, with: impl Fn(u64, u64) -> u64) {
        for (ours, theirs) in self.0.iter_mut().zip(&other.0) {
            *ours = with(*ours, *theirs);
        }
    }

    /// How many are in.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Bytes of memory.
    pub fn bytes(&self) -> usize {
        self.0.len() * 8
    }

    /// Hands over what is in, in order, in slices of at most [`BATCH`].
    pub fn in_batches(&self, mut each: impl FnMut(&[u32])) {
        let mut batch = [0_u32; BATCH];
        let mut held = 0;
        for (place, &word) in (0_u32..).zip(&self.0) {
            let mut left = word;
            while left != 0 {
                if let Some(slot) = batch.get_mut(held) {
                    *slot = place * 64 + left.trailing_zeros();
                }
                held += 1;
                left &= left - 1;
                if held == BATCH {
                    each(&batch);
                    held = 0;
                }
            }
        }
        if let Some(rest) = batch.get(..held)
            && held > 0
        {
            each(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_behave_as_sets() {
        for size in [0, 1, 63, 64, 65, 5000] {
            let mut all = Bits::none(size);
            (0..size).for_each(|document| all.insert(document));
            assert_eq!(all.count(), u64::from(size));
            let mut thirds = Bits::none(size);
            (0..size).step_by(3).for_each(|document| thirds.insert(document));
            let mut seen = Vec::new();
            thirds.in_batches(|batch| seen.extend_from_slice(batch));
            assert_eq!(seen, (0..size).step_by(3).collect::<Vec<_>>());
            let mut rest = all.clone();
            rest.and_not(&thirds);
            assert_eq!(rest.count() + thirds.count(), u64::from(size));
            rest.and(&thirds);
            assert_eq!(rest, Bits::none(size));
            assert!(!thirds.contains(1) && !thirds.contains(size + 64));
        }
    }
}
