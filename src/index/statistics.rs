//! What ranking knows of the words: how often they occur among public documents.
//!
//! Ranking by how rare a word is among all documents would let a reader measure, by two searches, whether
//! others write about something that they cannot read.

use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;

use super::bits::Bits;
use super::snapshot::Snapshot;
use std::sync::Arc;

/// Statistics of the documents that a list shows everybody.
pub struct Statistics {
    snapshot: Arc<Snapshot>,
    public: Vec<Arc<Bits>>,
}

impl Statistics {
    /// `public` has the public documents of each segment, in their order.
    pub fn new(snapshot: Arc<Snapshot>, public: Vec<Arc<Bits>>) -> Self {
        Self { snapshot, public }
    }
}

impl Bm25StatisticsProvider for Statistics {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let mut tokens = 0;
        for (segment, public) in self.snapshot.segments.iter().zip(&self.public) {
            let lengths = segment.reader.get_fieldnorms_reader(field)?;
            public.in_batches(|documents| {
                tokens +=
                    documents.iter().map(|document| u64::from(lengths.fieldnorm(*document))).sum::<u64>();
            });
        }
        // Where nothing is public, any positive length will do: a division by it follows.
        Ok(tokens.max(1))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.public.iter().map(|public| public.count()).sum::<u64>().max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let mut found = 0;
        for (segment, public) in self.snapshot.segments.iter().zip(&self.public) {
            segment
                .each_posting(term, |documents| {
                    found += documents.iter().filter(|document| public.contains(**document)).count() as u64;
                })
                .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        }
        Ok(found)
    }
}
