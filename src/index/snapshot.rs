//! One state of the index: its segments with their columns open.

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Opstamp, Searcher, SegmentReader, Term};

use super::bits::Bits;
use super::fields::{self, Fields, KindFields};
use super::ours;
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
    pub fn new(fields: &Fields, searcher: Searcher, seq: i64, generation: u64) -> Result<Self> {
        let readers = searcher.segment_readers().iter();
        let segments = readers.map(|reader| Segment::open(fields, reader)).collect::<Result<_>>()?;
        Ok(Self { searcher, segments, seq, generation })
    }
}

/// A segment with its columns open.
pub struct Segment {
    /// tantivy's own.
    pub reader: SegmentReader,
    /// First days, where known.
    pub started: Column<u64>,
    /// Last days, where a first is known.
    pub until: Column<u64>,
    /// Months of first days.
    pub month: Column<u64>,
    /// Microseconds since 1970: one a document.
    pub released: Column<u64>,
    /// What is each kind's own, in their order.
    kinds: Vec<Columns>,
    /// The columns of a kind that it does not know.
    none: Columns,
}

/// The columns that are one kind's own.
pub struct Columns {
    /// Ordinals of rows: one for each document of the kind.
    pub row: Column<u64>,
    /// Facets in the order of the kind; `None` where no document of the segment has a value.
    pub facets: Vec<(&'static str, Option<StrColumn>)>,
}

impl Columns {
    /// One facet; `None` where no document of the segment has a value.
    pub fn facet(&self, facet: &str) -> Option<&StrColumn> {
        self.facets.iter().find(|(of, _)| *of == facet).and_then(|(_, column)| column.as_ref())
    }
}

impl Segment {
    fn open(fields: &Fields, reader: &SegmentReader) -> Result<Self> {
        let columns = reader.fast_fields();
        let number = |name: &str| -> Result<Column<u64>> {
            let column = columns.column_opt::<u64>(name).map_err(ours)?;
            Ok(column.unwrap_or_else(|| Column::build_empty_column(reader.max_doc())))
        };
        let own = |of: &KindFields| -> Result<Columns> {
            let facet = |(facet, _): &(&'static str, Field)| -> Result<_> {
                Ok((*facet, columns.str(&fields::field_name(of.kind, facet)).map_err(ours)?))
            };
            Ok(Columns {
                row: number(&fields::field_name(of.kind, fields::ROW))?,
                facets: of.facets.iter().map(facet).collect::<Result<_>>()?,
            })
        };
        Ok(Self {
            kinds: fields.kinds.iter().map(|kind| own(kind)).collect::<Result<_>>()?,
            none: Columns { row: Column::build_empty_column(reader.max_doc()), facets: Vec::new() },
            started: number("started")?,
            until: number("until")?,
            month: number("month")?,
            released: number("released")?,
            reader: reader.clone(),
        })
    }

    /// What is this kind's own.
    pub fn of(&self, kind: &KindFields) -> &Columns {
        self.kinds.get(kind.number).unwrap_or(&self.none)
    }

    /// Keeps the documents of this kind.
    pub fn keep_kind(&self, bits: &mut Bits, fields: &Fields, kind: &KindFields) -> Result<()> {
        let term = Term::from_field_text(fields.kind, kind.kind.name);
        if self.frequency(&term)? < self.documents() {
            let mut of_kind = Bits::none(self.documents());
            self.insert_postings(&mut of_kind, &term)?;
            bits.and(&of_kind);
        }
        Ok(())
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
