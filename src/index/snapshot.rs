//! One state of the index: its segments with their columns open.

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Opstamp, Searcher, SegmentReader, Term};

use super::bits::Bits;
use super::fields::{self, Fields};
use super::{Facet, ours};
use crate::error::{Error, Result};

/// One state of the index, complete in itself.
pub struct Snapshot {
    /// tantivy's own.
    pub searcher: Searcher,
    /// The segments.
    pub segments: Vec<Segment>,
    /// The newest change that is in, -1 where the index was never built.
    pub seq: i64,
    /// Counts the states: answers of one are never given for another.
    pub generation: u64,
}

impl Snapshot {
    /// Opens every column.
    pub fn new(searcher: Searcher, seq: i64, generation: u64) -> Result<Self> {
        let segments = searcher.segment_readers().iter().map(Segment::open).collect::<Result<_>>()?;
        Ok(Self { searcher, segments, seq, generation })
    }
}

/// A segment with its columns open.
pub struct Segment {
    /// tantivy's own.
    pub reader: SegmentReader,
    /// Incident ordinals: one a document.
    pub parent: Column<u64>,
    /// First days, where known.
    pub started: Column<u64>,
    /// Last days, where a first is known.
    pub until: Column<u64>,
    /// Months of first days.
    pub month: Column<u64>,
    /// Seconds since 1970: one a document.
    pub released: Column<u64>,
    /// Facets; `None` where no document of the segment has a value.
    pub facets: Vec<(Facet, Option<StrColumn>)>,
}

impl Segment {
    fn open(reader: &SegmentReader) -> Result<Self> {
        let columns = reader.fast_fields();
        let number = |name: &str| -> Result<Column<u64>> {
            let column = columns.column_opt::<u64>(name).map_err(ours)?;
            Ok(column.unwrap_or_else(|| Column::build_empty_column(reader.max_doc())))
        };
        let facet = |facet: &Facet| -> Result<_> {
            Ok((*facet, columns.str(&fields::facet_name(*facet)).map_err(ours)?))
        };
        Ok(Self {
            parent: number("parent")?,
            started: number("started")?,
            until: number("until")?,
            month: number("month")?,
            released: number("released")?,
            facets: Facet::ALL.iter().map(facet).collect::<Result<_>>()?,
            reader: reader.clone(),
        })
    }

    /// How many documents, the deleted among them.
    pub fn documents(&self) -> u32 {
        self.reader.max_doc()
    }

    /// What tells this state of the segment from every other.
    pub fn identity(&self) -> (SegmentId, Option<Opstamp>) {
        (self.reader.segment_id(), self.reader.delete_opstamp())
    }

    /// Puts the documents with a term in.
    pub fn insert_postings(&self, into: &mut Bits, term: &Term) -> Result<()> {
        self.each_posting(term, |documents| documents.iter().for_each(|document| into.insert(*document)))
    }

    /// Hands over the documents with a term, the deleted among them, block by block.
    pub fn each_posting(&self, term: &Term, mut each: impl FnMut(&[u32])) -> Result<()> {
        let inverted = self.reader.inverted_index(term.field()).map_err(ours)?;
        let postings = inverted.read_block_postings(term, IndexRecordOption::Basic).map_err(ours)?;
        if let Some(mut block) = postings {
            while !block.docs().is_empty() {
                each(block.docs());
                block.advance();
            }
        }
        Ok(())
    }

    /// How many documents have a term, the deleted among them.
    pub fn frequency(&self, term: &Term) -> Result<u32> {
        let inverted = self.reader.inverted_index(term.field()).map_err(ours)?;
        inverted.doc_freq(term).map_err(ours)
    }

    /// The values of a field, those of deleted documents among them: for fields that few documents have.
    pub fn terms(&self, field: Field) -> Result<Vec<String>> {
        let inverted = self.reader.inverted_index(field).map_err(ours)?;
        let mut stream = inverted.terms().stream().map_err(Error::internal)?;
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push(String::from_utf8(stream.key().to_vec()).map_err(Error::internal)?);
        }
        Ok(terms)
    }

    /// The documents with any of these values.
    pub fn any_of(&self, field: Field, values: &[String]) -> Result<Bits> {
        let mut bits = Bits::none(self.documents());
        for value in values {
            self.insert_postings(&mut bits, &Term::from_field_text(field, value))?;
        }
        Ok(bits)
    }
}

/// The fields' handles and one segment: what the rule needs.
pub type Place<'a> = (&'a Fields, &'a Segment);
