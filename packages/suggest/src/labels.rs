//! Words that announce what follows, wherever they stand: "passport no. is", `паспортом №`, `رقم جواز سفره`.
//!
//! The text is read once, word by word. A label is known in any case and with any ending that its table allows;
//! behind it fillers ("number", "is", `नंबर`) are passed over, at most [`FILLERS`] of them, and every place where
//! the value may begin is kept. A rule then asks at those places alone, so that the work is bounded by the number
//! of words, however often a label is repeated.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, escape};
use unicode_normalization::char::is_combining_mark;

use super::flat::{Flat, flattened, pattern};
use super::known::is_joined;
use super::{people_words, words};

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Label {
    Identity,
    Telephone,
    Messenger,
    Account,
    Birth,
    Plate,
    PlusCode,
    Geohash,
    Locator,
    /// A person's title or work, before the name: "Dr", "journalist".
    Title,
    /// A title behind the name: "Bey", `기자`.
    Titled,
    /// A word of arrest: "detained", `задержан`.
    Arrest,
    Filler,
}

/// Several labels at once.
type Labels = u16;

const fn bit(label: Label) -> Labels {
    1 << label as u16
}

/// Words that are passed over behind one label.
const FILLERS: usize = 6;
/// Characters between two words that belong together.
const GAP: usize = 12;

/// A word of the flat text, or a run of a script that writes no spaces.
pub(super) struct Word {
    pub(super) range: Range<usize>,
    /// In small letters, one spelling; empty for a run without spaces.
    pub(super) folded: String,
}

/// A label in the text.
pub(super) struct Hit {
    pub(super) range: Range<usize>,
    labels: Labels,
}

impl Hit {
    pub(super) fn says(&self, label: Label) -> bool {
        self.labels & bit(label) != 0
    }
}

/// A text with its labels.
pub(super) struct Labelled {
    pub(super) words: Vec<Word>,
    pub(super) hits: Vec<Hit>,
    /// Where a value may begin, in order.
    places: Vec<(usize, Labels)>,
}

impl Labelled {
    pub(super) fn of(flat: &Flat) -> Self {
        let mut all = Self { words: split(flat.text()), hits: Vec::new(), places: Vec::new() };
        let Some(lexicon) = LEXICON.as_ref() else { return all };
        for at in 0..all.words.len() {
            lexicon.hits(flat, &all.words, at, &mut all.hits);
        }
        for hit in lexicon.joined.find_iter(flat.text()) {
            let labels = lexicon.joined_labels.get(hit.as_str()).copied().unwrap_or_default();
            all.hits.push(Hit { range: hit.range(), labels });
        }
        all.hits.sort_unstable_by_key(|hit| hit.range.start);
        let values = bit(Label::Filler) | bit(Label::Title) | bit(Label::Titled) | bit(Label::Arrest);
        for hit in &all.hits {
            let labels = hit.labels & !values;
            if labels != 0 {
                follow(flat, &all.words, lexicon, (hit.range.end, labels), &mut all.places);
            }
        }
        all.places.sort_unstable();
        all
    }

    /// Every place where a value of this label may begin.
    pub(super) fn places(&self, label: Label) -> impl Iterator<Item = usize> {
        let mut last = None;
        let said = self.places.iter().filter(move |(_, labels)| labels & bit(label) != 0);
        said.map(|(at, _)| *at).filter(move |at| last.replace(*at) != Some(*at))
    }

    /// May a value of this label begin here?
    pub(super) fn announces(&self, at: usize, label: Label) -> bool {
        let from = self.places.partition_point(|(place, _)| *place < at);
        let here = self.places.get(from..).unwrap_or_default();
        here.iter().take_while(|(place, _)| *place == at).any(|(_, labels)| labels & bit(label) != 0)
    }

    /// Is a word a title or a word of arrest, and so no part of a name?
    pub(super) fn titles(&self, word: &Word) -> bool {
        let from = self.hits.partition_point(|hit| hit.range.start < word.range.start);
        let here = self.hits.get(from..).unwrap_or_default();
        let mut here = here.iter().take_while(|hit| hit.range.start == word.range.start);
        here.any(|hit| hit.range.end == word.range.end && (hit.says(Label::Title) || hit.says(Label::Arrest)))
    }

    /// The word that begins at a byte.
    pub(super) fn starting(&self, at: usize) -> Option<usize> {
        self.words.binary_search_by_key(&at, |word| word.range.start).ok()
    }

    /// The word that ends at a byte.
    pub(super) fn ending(&self, at: usize) -> Option<usize> {
        self.words.binary_search_by_key(&at, |word| word.range.end).ok()
    }
}

/// Behind a label: over gaps and fillers, keeping each place where the value may begin.
fn follow(
    flat: &Flat,
    words: &[Word],
    lexicon: &Lexicon,
    (end, labels): (usize, Labels),
    out: &mut Vec<(usize, Labels)>,
) {
    let mut at = end;
    for _ in 0..=FILLERS {
        at += gap(flat.trail(at, GAP));
        out.push((at, labels));
        let word = words.binary_search_by_key(&at, |word| word.range.start).ok();
        let filler = word.and_then(|word| lexicon.longest(flat, words, word, Label::Filler));
        let joined = || lexicon.joined_filler.find(flat.trail(at, GAP)).map(|hit| at + hit.end());
        let Some(next) = filler.or_else(joined) else { return };
        at = next;
    }
}

/// How many bytes of what stands between a label and its value.
fn gap(text: &str) -> usize {
    let between = |c: char| c.is_whitespace() || ":.,;#=|/()[]*№°'\"-~>_।：".contains(c);
    text.len() - text.trim_start_matches(between).len()
}

/// The words of a flat text.
fn split(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 6);
    let mut open: Option<(usize, bool)> = None;
    let mut close = |open: Option<(usize, bool)>, end: usize| {
        let Some((start, joined)) = open else { return };
        let folded = if joined { String::new() } else { fold(text.get(start..end).unwrap_or_default()) };
        words.push(Word { range: start..end, folded });
    };
    for (at, c) in text.char_indices() {
        if !(is_letter(c) || c == '\'' && open.is_some()) {
            close(open.take(), at);
            continue;
        }
        let joined = is_joined(c);
        if open.is_some_and(|one| one.1 != joined && c != '\'') {
            close(open.take(), at);
        }
        open.get_or_insert((at, joined));
    }
    close(open, text.len());
    words
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { c.is_alphabetic() || is_combining_mark(c) }
}

/// A word in small letters, without vowel signs and in one form of what Arabic and Persian write in two.
pub(super) fn fold(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for c in word.trim_end_matches('\'').chars() {
        match c {
            'A'..='Z' => plain.push(c.to_ascii_lowercase()),
            _ if c.is_ascii() => plain.push(c),
            '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}' | '\u{591}'..='\u{5c7}' => {}
            'ی' | 'ى' => plain.push('ي'),
            'ک' => plain.push('ك'),
            'ة' => plain.push('ه'),
            'ς' => plain.push('σ'),
            _ => plain.extend(c.to_lowercase()),
        }
    }
    plain
}

/// What stands joined before a word: article, "and", "in", "of".
const BEFORE: &[&str] = &[
    "ال", "و", "ف", "ب", "ك", "ل", "وال", "بال", "فال", "كال", "لل", "ولل", "وب", "ول", "וה", "ה", "ב", "ל",
    "ו", "מ", "ש", "של", "የ", "በ", "ለ", "ከ", "ስለ", "በየ",
];

/// A word as a table has it: `паспорт*` also with up to four letters behind, `pass**` with up to twelve.
struct Stem {
    text: String,
    most: usize,
}

impl Stem {
    fn of(word: &str) -> Self {
        let text = word.trim_end_matches('*');
        let most = match word.len() - text.len() {
            0 => 0,
            1 => 4,
            _ => 12,
        };
        Self { text: fold(text), most }
    }

    fn fits(&self, word: &str) -> bool {
        let exact = |word: &str| {
            let rest = word.strip_prefix(self.text.as_str());
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with('\'') || rest.chars().nth(self.most).is_none()
            })
        };
        exact(word) || heads(word).any(exact)
    }
}

/// A word without each of what may be joined before it.
pub(super) fn heads(word: &str) -> impl Iterator<Item = &str> {
    let semitic =
        word.chars().next().is_some_and(|c| matches!(c, '\u{590}'..='\u{77f}' | '\u{1200}'..='\u{139f}'));
    let list = if semitic { BEFORE } else { &[] };
    let all = list.iter().filter_map(move |head| word.strip_prefix(head));
    // The article of French, Italian and Catalan: `l'arrestation`.
    let elided = word.split_once('\'').filter(|(head, _)| head.len() < 3).map(|(_, rest)| rest);
    all.chain(elided).filter(|rest| rest.chars().nth(1).is_some())
}

/// Every table, made to be looked up.
struct Lexicon {
    /// By the first three letters of their first word.
    entries: HashMap<String, Vec<(Vec<Stem>, Labels)>>,
    joined: Regex,
    joined_labels: HashMap<String, Labels>,
    joined_filler: Regex,
}

static LEXICON: LazyLock<Option<Lexicon>> = LazyLock::new(|| {
    let mut entries: HashMap<String, Vec<(Vec<Stem>, Labels)>> = HashMap::new();
    for (label, table) in words::LABELS.iter().chain(people_words::LABELS) {
        for entry in table.split('|') {
            let stems = table_words(entry).map(|word| Stem::of(&word)).collect::<Vec<_>>();
            let head = stems.first().map(|stem| key(&stem.text).to_owned()).unwrap_or_default();
            entries.entry(head).or_default().push((stems, bit(*label)));
        }
    }
    let mut joined_labels: HashMap<String, Labels> = HashMap::new();
    for (label, table) in words::JOINED.iter().chain(people_words::JOINED) {
        for word in table.split('|') {
            *joined_labels.entry(flattened(word)).or_default() |= bit(*label);
        }
    }
    let mut all: Vec<&String> = joined_labels.keys().collect();
    all.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let all: Vec<String> = all.into_iter().map(|word| escape(word)).collect();
    let joined = pattern(&all.join("|"))?;
    let joined_filler = pattern(&format!("^{}", words::any(words::FILLERS_JOINED)))?;
    Some(Lexicon { entries, joined, joined_labels, joined_filler })
});

/// The words of a table's entry, as the text is split, with their stars.
fn table_words(entry: &str) -> impl Iterator<Item = String> {
    let flat = flattened(entry);
    let parts: Vec<String> =
        flat.split(|c: char| !(is_letter(c) || "*'".contains(c))).map(str::to_owned).collect();
    parts.into_iter().filter(|word| !word.is_empty())
}

/// The first three letters of a word, by which entries are kept.
fn key(word: &str) -> &str {
    word.char_indices().nth(3).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}

impl Lexicon {
    /// The labels that begin at a word.
    fn hits(&self, flat: &Flat, words: &[Word], at: usize, out: &mut Vec<Hit>) {
        let Some(word) = words.get(at) else { return };
        let first = out.len();
        self.each(flat, words, at, |end, labels| {
            let range = word.range.start..end;
            match out.get_mut(first..).and_then(|new| new.iter_mut().find(|hit| hit.range == range)) {
                Some(hit) => hit.labels |= labels,
                None => out.push(Hit { range, labels }),
            }
        });
    }

    /// Where the longest of these labels ends that begins at a word.
    fn longest(&self, flat: &Flat, words: &[Word], at: usize, label: Label) -> Option<usize> {
        let mut longest = None;
        self.each(flat, words, at, |end, labels| {
            if labels & bit(label) != 0 {
                longest = longest.max(Some(end));
            }
        });
        longest
    }

    fn each(&self, flat: &Flat, words: &[Word], at: usize, mut found: impl FnMut(usize, Labels)) {
        let Some(word) = words.get(at).filter(|word| !word.folded.is_empty()) else { return };
        let mut look = |head: &str| {
            for (start, c) in head.char_indices().take(3) {
                let entries = head.get(..start + c.len_utf8()).and_then(|key| self.entries.get(key));
                for (stems, labels) in entries.into_iter().flatten() {
                    if let Some(end) = fits(flat, words, at, stems) {
                        found(end, *labels);
                    }
                }
            }
        };
        look(&word.folded);
        heads(&word.folded).for_each(look);
    }
}

/// Where an entry ends whose words begin at a word, if they all stand there.
fn fits(flat: &Flat, words: &[Word], at: usize, stems: &[Stem]) -> Option<usize> {
    let mut end = words.get(at)?.range.start;
    for (place, stem) in stems.iter().enumerate() {
        let word = words.get(at + place)?;
        let near = place == 0 || flat.slice(end..word.range.start).chars().nth(3).is_none();
        if !near || !stem.fits(&word.folded) {
            return None;
        }
        end = word.range.end;
    }
    Some(end)
}
