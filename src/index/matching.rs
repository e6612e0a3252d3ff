//! Which documents of a segment match a query, and how well.

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EnableScoring, Occur, PhraseQuery, Query as _, TermQuery,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use super::bits::{BATCH, Bits};
use super::fields::{Fields, KindFields};
use super::query::{Asked, Sort};
use super::snapshot::{Segment, Snapshot};
use super::statistics::Statistics;
use super::words::{Clause, Phrase, SearchTerms};
use super::{ours, tally};
use crate::error::Result;

/// How much more a word of the title counts.
const TITLE: f32 = 2.0;

/// What a fact counts that a name stands for: less than most words of the text.
const MEANT: f32 = 1.0;

/// All fields, and those of the kind that is asked for.
pub type Of<'a> = (&'a Fields, &'a KindFields);

/// The words of a query, ready to be looked for in any segment.
pub struct Search {
    wanted: Option<Box<dyn Weight>>,
    unwanted: Option<Box<dyn Weight>>,
    scored: bool,
}

impl Search {
    /// Prepares. Scores come from `statistics`, which know public documents alone.
    pub fn new(
        of: Of<'_>,
        snapshot: &Snapshot,
        asked: &Asked,
        statistics: Option<&Statistics>,
    ) -> Result<Self> {
        let Some(words) = &asked.words else {
            return Ok(Self { wanted: None, unwanted: None, scored: false });
        };
        let plain = EnableScoring::disabled_from_searcher(&snapshot.searcher);
        let scored = statistics.filter(|_| asked.sort == Sort::Relevance);
        let scoring = match scored {
            Some(public) => EnableScoring::enabled_from_statistics_provider(public, &snapshot.searcher),
            None => plain,
        };
        let wanted = wanted(of, words, scored.is_some()).map(|query| query.weight(scoring));
        let unwanted = unwanted(of, words).map(|query| query.weight(plain));
        Ok(Self {
            wanted: wanted.transpose().map_err(ours)?,
            unwanted: unwanted.transpose().map_err(ours)?,
            scored: scored.is_some(),
        })
    }

    /// Keeps of `base` what has the words; the scores by document where they are wanted, else nothing.
    fn keep(&self, segment: &Segment, base: &mut Bits) -> Result<Vec<f32>> {
        if let Some(unwanted) = &self.unwanted {
            base.and_not(&found(unwanted.as_ref(), segment)?);
        }
        match &self.wanted {
            Some(wanted) if self.scored => scored(wanted.as_ref(), segment, base),
            Some(wanted) => {
                base.and(&found(wanted.as_ref(), segment)?);
                Ok(Vec::new())
            }
            None => Ok(Vec::new()),
        }
    }
}

fn found(weight: &dyn Weight, segment: &Segment) -> Result<Bits> {
    let mut bits = Bits::none(segment.documents());
    weight
        .for_each_no_score(&segment.reader, &mut |documents| {
            for document in documents {
                bits.insert(*document);
            }
        })
        .map_err(ours)?;
    Ok(bits)
}

fn scored(weight: &dyn Weight, segment: &Segment, base: &mut Bits) -> Result<Vec<f32>> {
    let mut bits = Bits::none(segment.documents());
    let mut scores = vec![0.0; segment.documents() as usize];
    let mut hits = weight.scorer(&segment.reader, 1.0).map_err(ours)?;
    let mut document = hits.doc();
    while document != TERMINATED {
        if base.contains(document) {
            bits.insert(document);
            if let Some(score) = scores.get_mut(document as usize) {
                *score = hits.score();
            }
        }
        document = hits.advance();
    }
    *base = bits;
    Ok(scores)
}

fn wanted(of: Of<'_>, words: &SearchTerms, scored: bool) -> Option<BooleanQuery> {
    let mut clauses = Vec::new();
    for clause in &words.wanted {
        clauses.push((Occur::Must, any_of(of, clause)));
        if scored {
            for phrase in &clause.phrases {
                let title: Box<dyn tantivy::query::Query> =
                    Box::new(BoostQuery::new(looked_for(of.0.title, phrase), TITLE));
                clauses.push((Occur::Should, title));
            }
        }
    }
    (!clauses.is_empty()).then(|| BooleanQuery::new(clauses))
}

fn unwanted(of: Of<'_>, words: &SearchTerms) -> Option<BooleanQuery> {
    let clauses: Vec<_> = words.unwanted.iter().map(|clause| (Occur::Should, any_of(of, clause))).collect();
    (!clauses.is_empty()).then(|| BooleanQuery::new(clauses))
}

/// The words of a clause in the text, or what they mean among the facts, which counts the same in every document.
fn any_of((fields, kind): Of<'_>, clause: &Clause) -> Box<dyn tantivy::query::Query> {
    let words = || match clause.phrases.as_slice() {
        [phrase] => looked_for(fields.text, phrase),
        several => Box::new(BooleanQuery::new(
            several.iter().map(|phrase| (Occur::Must, looked_for(fields.text, phrase))).collect(),
        )),
    };
    let meant = clause.meanings.iter().filter_map(|(facet, value)| {
        let term = Term::from_field_text(kind.facet(facet)?, value);
        let found = TermQuery::new(term, IndexRecordOption::Basic);
        let found: Box<dyn tantivy::query::Query> = Box::new(ConstScoreQuery::new(Box::new(found), MEANT));
        Some((Occur::Should, found))
    });
    let meant: Vec<_> = meant.collect();
    if meant.is_empty() {
        return words();
    }
    Box::new(BooleanQuery::new(std::iter::once((Occur::Should, words())).chain(meant).collect()))
}

/// A word is a term, several are a phrase.
fn looked_for(field: Field, phrase: &Phrase) -> Box<dyn tantivy::query::Query> {
    let term = |text: &str| Term::from_field_text(field, text);
    match phrase.as_slice() {
        [(_, word)] => Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs)),
        several => Box::new(PhraseQuery::new_with_offset(
            several.iter().map(|(place, word)| (*place, term(word))).collect(),
        )),
    }
}

/// The documents of a segment that match.
pub struct Matching {
    /// What matches all of it.
    pub all: Bits,
    /// For each facet that is filtered by: what matches all but its own filters.
    without: Vec<(&'static str, Bits)>,
    /// Scores by document, where the query sorts by them.
    pub scores: Vec<f32>,
    /// What matches of that which is counted beside the rows.
    pub beside: Option<Bits>,
}

impl Matching {
    /// Finds them among `listed`, which is what the rule shows the viewer. `aside` is what of it is counted beside the rows.
    pub fn new(
        (kind, segment): (&KindFields, &Segment),
        asked: &Asked,
        search: &Search,
        (listed, aside): (&Bits, Option<&Bits>),
    ) -> Result<Self> {
        let mut base = listed.clone();
        if let Some((from, to)) = asked.days {
            base = within(segment, &base, from, to);
        }
        if let Some(since) = asked.since {
            base = released_after(segment, &base, since);
        }
        let scores = search.keep(segment, &mut base)?;
        let mut filters = Vec::new();
        for (facet, values) in &asked.filters {
            let having = match kind.facet(facet) {
                Some(field) => segment.any_of(field, values)?,
                None => Bits::none(segment.documents()),
            };
            filters.push((*facet, having));
        }
        let beside = aside.map(|aside| {
            let mut bits = aside.clone();
            bits.and(&base);
            for (_, filter) in &filters {
                bits.and(filter);
            }
            bits
        });
        // What is only counted beside is left out as by a filter of its facet.
        if let (Some(aside), Some((facet, _)), false) = (aside, asked.beside, asked.lists_beside()) {
            let mut rest = listed.clone();
            rest.and_not(aside);
            filters.push((facet, rest));
            filters.sort_by_key(|(facet, _)| *facet);
        }
        let but = |left_out: Option<&str>| {
            let mut bits = base.clone();
            filters
                .iter()
                .filter(|(facet, _)| Some(*facet) != left_out)
                .for_each(|(_, filter)| bits.and(filter));
            bits
        };
        let mut facets: Vec<&str> = filters.iter().map(|(facet, _)| *facet).collect();
        facets.dedup();
        let without = facets.into_iter().map(|facet| (facet, but(Some(facet)))).collect();
        Ok(Self { all: but(None), without, scores, beside })
    }

    /// Among which documents a facet is counted.
    pub fn counted(&self, facet: &str) -> &Bits {
        self.without.iter().find(|(of, _)| *of == facet).map_or(&self.all, |(_, bits)| bits)
    }
}

/// What of `base` overlaps the days `from..=to`.
pub fn within(segment: &Segment, base: &Bits, from: u64, to: u64) -> Bits {
    let mut bits = Bits::none(segment.documents());
    let (mut started, mut until) = (Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
    base.in_batches(|documents| {
        tally::read(&segment.started, documents, u64::MAX, &mut started);
        tally::read(&segment.until, documents, 0, &mut until);
        for (document, (started, until)) in documents.iter().zip(started.iter().zip(&until)) {
            if *started != u64::MAX && *started <= to && *until >= from {
                bits.insert(*document);
            }
        }
    });
    bits
}

/// What of `base` was released after a moment.
fn released_after(segment: &Segment, base: &Bits, since: u64) -> Bits {
    let mut bits = Bits::none(segment.documents());
    let mut released = Vec::with_capacity(BATCH);
    base.in_batches(|documents| {
        tally::read(&segment.released, documents, 0, &mut released);
        documents
            .iter()
            .zip(&released)
            .filter(|(_, released)| **released > since)
            .for_each(|(document, _)| bits.insert(*document));
    });
    bits
}
