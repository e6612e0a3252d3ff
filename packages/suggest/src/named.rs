//! Names that are known already: those that a report's own facts give, and those found once in its texts. They are
//! looked for in every text of the report, each word by itself, in the endings that languages give to names.

use std::collections::HashMap;
use std::ops::Range;

use regex::{Regex, escape};

use super::flat::{Flat, pattern};
use super::known::is_joined;
use super::labels::{Label, Labelled, Word, fold};
use super::people::{caseless, is_name, is_no_name};
use super::{Kind, Suggestion};

/// So many words of names are looked for, and so many letters of each.
const MOST: usize = 400;
const LONGEST: usize = 60;

/// Words of a source's title that are no part of a name.
const ABOUT: &str = "interview|interviews|conversation|email|e-mail|call|letter|report|statement|testimony|resident|\
    employee|former|local|note|notes|document|documents|photo|photos|video|message|chat|telephone|phone|confidential|\
    anonymous|source|staff|manager|contact|meeting|member|relative|family|entretien|temoin|entrevista|gespräch|\
    intervju|интервью|сотрудник|сотрудница|очевидец|беседа|житель|home|interior|communications|information|\
    telecommunications|general|deputy|chief|head|acting|attorney|state|secretary|commissioner|governor|director";

/// Names, as the words that they are made of.
#[derive(Default)]
pub struct Names {
    /// By the first two letters: the folded words.
    words: HashMap<String, Vec<String>>,
    /// What stands in running text without spaces.
    joined: Option<Regex>,
}

impl Names {
    /// The names in these texts: titles of confidential sources, whoever decided, names found. Of what is not
    /// `sure` to name a person, only two capitalised words and more count.
    pub fn new<'a>(texts: impl IntoIterator<Item = (&'a str, bool)>) -> Self {
        let (mut all, mut joined) = (Self::default(), Vec::new());
        let mut count = 0;
        for (text, sure) in texts {
            for name in names(text, sure, &mut joined) {
                let words = all.words.entry(key(&name).to_owned()).or_default();
                if count < MOST && !words.contains(&name) {
                    words.push(name);
                    count += 1;
                }
            }
        }
        joined.sort_by_key(|name: &String| std::cmp::Reverse(name.len()));
        joined.dedup();
        joined.truncate(MOST);
        if !joined.is_empty() {
            all.joined = pattern(&joined.iter().map(|name| escape(name)).collect::<Vec<_>>().join("|"));
        }
        all
    }

    /// Where they stand in a text; words of one name beside each other are one place.
    pub fn find(&self, text: &str, rule: &'static str) -> Vec<Suggestion> {
        if self.words.is_empty() && self.joined.is_none() {
            return Vec::new();
        }
        let flat = Flat::new(text);
        let labelled = Labelled::of(&flat);
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for word in labelled.words.iter().filter(|word| self.has(&flat, word)) {
            match ranges.last_mut() {
                Some(last) if matches!(flat.slice(last.end..word.range.start), " " | "-" | ". " | "\n") => {
                    last.end = word.range.end;
                }
                _ => ranges.push(word.range.clone()),
            }
        }
        ranges.extend(self.joined.iter().flat_map(|rule| rule.find_iter(flat.text())).map(|hit| hit.range()));
        let placed = |range: &Range<usize>| {
            let (start, end) = flat.points(range)?;
            Some(Suggestion { start, end, kind: Kind::Person, rule })
        };
        super::merged(ranges.iter().filter_map(placed).collect())
    }

    fn has(&self, flat: &Flat, word: &Word) -> bool {
        let Some(first) = flat.after(word.range.start) else { return false };
        if word.folded.is_empty()
            || is_no_name(flat, word)
            || !(first.is_uppercase() || caseless(first) || hangul(first))
        {
            return false;
        }
        let fits = |form: &str| {
            self.words.get(key(form)).is_some_and(|names| names.iter().any(|name| inflects(name, form)))
        };
        fits(&word.folded) || super::labels::heads(&word.folded).any(fits)
    }
}

/// The names in the title of a source, as they are written there.
pub fn names_in(title: &str) -> Vec<String> {
    let short: String = title.chars().take(500).collect();
    let names = Names::new([(short.as_str(), true)]);
    let cut =
        |one: &Suggestion| short.chars().skip(one.start).take(one.end.saturating_sub(one.start)).collect();
    names.find(&short, "name-in-facts").iter().map(cut).collect()
}

/// The words of the names in a text, folded. What stands in scripts without spaces goes to `joined`.
fn names(text: &str, sure: bool, joined: &mut Vec<String>) -> Vec<String> {
    let short: String = text.chars().take(500).collect();
    let flat = Flat::new(&short);
    let labelled = Labelled::of(&flat);
    let titled = |word: &Word| {
        labelled.hits.iter().any(|hit| {
            let title = hit.says(Label::Title) || hit.says(Label::Titled) || hit.says(Label::Arrest);
            title && hit.range.start <= word.range.start && word.range.end <= hit.range.end
        })
    };
    let about = |word: &Word| ABOUT.split('|').any(|one| one == word.folded);
    let few = labelled.words.len() <= 6;
    let named = |word: &Word| {
        let first = flat.after(word.range.start);
        let cased = is_name(&flat, word);
        let plain = few && first.is_some_and(|c| caseless(c) || hangul(c)) && !is_no_name(&flat, word);
        (cased || plain) && !titled(word) && !about(word) && word.folded.chars().nth(LONGEST).is_none()
    };
    let mut all = Vec::new();
    for run in labelled.words.chunk_by(|one, next| {
        named(one) && named(next) && flat.slice(one.range.end..next.range.start).chars().nth(2).is_none()
    }) {
        let run: Vec<&Word> = run.iter().filter(|word| named(word)).collect();
        if sure || run.len() > 1 {
            let long = run.into_iter().filter(|word| word.folded.chars().nth(2).is_some());
            all.extend(long.map(|word| fold(word.folded.trim_end_matches("'s"))));
        }
    }
    joined.extend(sure.then(|| runs(&flat, &labelled)).into_iter().flatten());
    all
}

/// Runs of scripts without spaces, without the titles at either end.
fn runs(flat: &Flat, labelled: &Labelled) -> Vec<String> {
    let mut all = Vec::new();
    for word in labelled.words.iter().filter(|word| word.folded.is_empty()) {
        let mut range = word.range.clone();
        for hit in labelled.hits.iter().filter(|hit| hit.says(Label::Title) || hit.says(Label::Titled)) {
            if hit.range.start == range.start && hit.range.end <= range.end {
                range.start = hit.range.end;
            } else if hit.range.end == range.end && hit.range.start >= range.start {
                range.end = hit.range.start;
            }
        }
        let name = flat.slice(range);
        let han = name.chars().next().is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
        let letters = name.chars().count();
        if name.chars().all(is_joined) && letters >= if han { 2 } else { 4 } && letters <= LONGEST {
            all.push(name.to_owned());
        }
    }
    all
}

/// The first two letters, by which names are kept.
fn key(word: &str) -> &str {
    word.char_indices().nth(2).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}

fn hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}')
}

/// Is a word this name, with an ending that languages give to names? `Мария`: `Марии`, `Марией`; `Anna`: `Anny`.
fn inflects(name: &str, word: &str) -> bool {
    const LATIN: &str = "s|es|ie|ii|a|e|i|u|y|o|en|n|m|em|om|ou|owi|ovi|iem|ego|emu|im|ym|ja|ta|t|nak|nek|val|vel|ban|ben|ra|re|rol|\
        nin|nun|in|un|yi|yu|da|de|dan|den|ya|ye|ssa|lla|lle|sta|lta|an|us|ina|ine|inou|as";
    if name == word {
        return true;
    }
    let Some(first) = name.chars().next() else { return false };
    let letters = name.chars().count();
    if let Some(rest) = word.strip_prefix(name) {
        let most = if hangul(first) { 9 } else { 3 };
        let known = !first.is_ascii() || LATIN.split('|').any(|ending| ending == rest);
        return rest.starts_with('\'') || (letters > 3 && known && rest.chars().nth(most).is_none());
    }
    // The last vowel gives way to the ending.
    let Some((at, last)) = name.char_indices().next_back() else { return false };
    let vowel = matches!(
        last,
        'a' | 'e' | 'o' | 'а' | 'я' | 'о' | 'й' | 'ь' | 'е' | 'ы' | 'и' | 'α' | 'η' | 'ς' | 'σ' | 'ο'
    );
    let stem = name.get(..at).unwrap_or_default();
    let rest = word.strip_prefix(stem).filter(|_| vowel && letters > 3);
    rest.is_some_and(|rest| {
        if first.is_ascii() {
            LATIN.split('|').any(|ending| ending == rest) && rest.len() < 3
        } else {
            rest.chars().nth(3).is_none()
        }
    })
}
