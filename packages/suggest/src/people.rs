//! Names of people, beside a title, their work or a word of arrest.
//!
//! Where a script has capitals, a name is the capitalised words beside such a word. Where it has none, it is the
//! words behind it, or in front of a word that follows names. Nothing here knows a name; what is neither
//! capitalised nor beside such a word is not found.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::flat::Flat;
use super::known::is_joined;
use super::labels::{Hit, Label, Labelled, Word, fold};
use super::links::Link;
use super::people_words::{NO_NAME, NOBODY, WITHIN};
use super::{Found, Kind, east, linked};

/// Words of one name.
const LONGEST: usize = 4;

static NOBODIES: LazyLock<HashSet<String>> = LazyLock::new(|| set(NOBODY));
static NO_NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| set(NO_NAME));
static PARTICLES: LazyLock<HashSet<String>> = LazyLock::new(|| set(WITHIN));
/// Between a name and the word of arrest that follows it.
static AUXILIARY: LazyLock<HashSet<String>> = LazyLock::new(|| {
    set(
        "was|were|is|has|had|been|being|who|also|later|reportedly|allegedly|then|again|be|got|and|a|ete|est|fut|qui|\
         fue|ha|sido|que|quien|foi|sido|wurde|ist|worden|war|e|stato|stata|zostal|zostala|byl|byla|je|был|была|были|\
         которого|которую|был|було|була|adli|isimli|aliye|di|telah|yang|को|کو|را|কে",
    )
});

fn set(words: &str) -> HashSet<String> {
    words.split('|').map(|word| fold(&super::flat::flattened(word))).collect()
}

pub(super) fn find(flat: &Flat, labelled: &Labelled, links: &[Link], out: &mut Vec<Found>) {
    let mut add = |range: Range<usize>, rule| {
        if !linked(links, &range) {
            out.push(Found { range, kind: Kind::Person, rule });
        }
    };
    for hit in &labelled.hits {
        let rule = if hit.says(Label::Arrest) { "name-at-arrest" } else { "name-after-title" };
        let (titled, arrested) = (hit.says(Label::Titled), hit.says(Label::Arrest));
        let behind = if hit.says(Label::Title) || arrested { after(flat, labelled, hit) } else { None };
        let beside = if titled || arrested {
            before(flat, labelled, hit)
        } else if hit.says(Label::Title) {
            named_first(flat, labelled, hit)
        } else {
            None
        };
        behind.into_iter().chain(beside).for_each(|range| add(range, rule));
    }
    east::find(flat, |range| add(range, "name-after-title"));
}

/// The name that follows a word.
fn after(flat: &Flat, labelled: &Labelled, hit: &Hit) -> Option<Range<usize>> {
    if flat.before(hit.range.end).is_some_and(is_joined) {
        return east::after(flat, hit);
    }
    let trail = flat.trail(hit.range.end, 4);
    let start = hit.range.end + trail.len()
        - trail.trim_start_matches([' ', '\n', '.', ',', ':', '"', '(', '/', '\'']).len();
    let first = labelled.starting(start)?;
    let cased = flat.after(start)?;
    // A full stop belongs to "Dr."; behind a longer word it ends the sentence.
    let stopped = flat.slice(hit.range.end..start).contains(['.', '\n']) && hit.range.len() > 5;
    if cased.is_uppercase() && !stopped {
        forwards(flat, labelled, first)
    } else if caseless(cased) && !stopped && !flat.slice(hit.range.end..start).contains(',') {
        spaced(flat, &labelled.words, first)
    } else {
        None
    }
}

/// Capitalised words from one on.
fn forwards(flat: &Flat, labelled: &Labelled, first: usize) -> Option<Range<usize>> {
    let words = &labelled.words;
    let (mut end, mut names) = (None, 0);
    for (at, word) in words.iter().enumerate().skip(first).take(2 * LONGEST) {
        let before = words.get(at.wrapping_sub(1)).map_or(0, |word| word.range.end);
        if at > first && !touching(flat, before, word.range.start) {
            break;
        }
        if is_name(flat, word) && !labelled.titles(word) {
            names += 1;
            end = Some(word.range.end);
        } else if at == first || !PARTICLES.contains(&word.folded) {
            break;
        }
        if names == LONGEST {
            break;
        }
    }
    settled(flat, words.get(first)?.range.start..end?, names)
}

/// Capitalised words up to one, the last first.
fn backwards(flat: &Flat, labelled: &Labelled, last: usize) -> Option<(Range<usize>, usize)> {
    let words = &labelled.words;
    let (mut start, mut names) = (None, 0);
    let mut next = words.get(last)?.range.end;
    for at in (0..=last).rev().take(2 * LONGEST) {
        let word = words.get(at)?;
        if at < last && !touching(flat, word.range.end, next) {
            break;
        }
        if is_name(flat, word) && !labelled.titles(word) {
            names += 1;
            start = Some(word.range.start);
        } else if at == last || !PARTICLES.contains(&word.folded) {
            break;
        }
        next = word.range.start;
        if names == LONGEST {
            break;
        }
    }
    let range = settled(flat, start?..words.get(last)?.range.end, names)?;
    Some((range, names))
}

/// No letters but one word in capitals: that is an organisation's.
fn settled(flat: &Flat, range: Range<usize>, names: usize) -> Option<Range<usize>> {
    let text = flat.slice(range.clone());
    let capitals = text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let short = text.chars().nth(6).is_none();
    let people =
        text.ends_with("ians") || text.ends_with("ese") || text.ends_with("ish") || text.ends_with("ian");
    (!(names == 1 && (capitals && short || people)) && text.chars().nth(1).is_some()).then_some(range)
}

pub(super) fn is_name(flat: &Flat, word: &Word) -> bool {
    let text = flat.slice(word.range.clone());
    text.chars().next().is_some_and(char::is_uppercase)
        && !NOBODIES.contains(word.folded.trim_end_matches("'s"))
}

/// A word of sentences, in a script without capitals. The Arabic "on" differs from the name Ali by dots alone.
pub(super) fn is_no_name(flat: &Flat, word: &Word) -> bool {
    NO_NAMES.contains(&word.folded) || flat.slice(word.range.clone()) == "على"
}

/// Nothing but a space, a hyphen or an initial's full stop between two words.
fn touching(flat: &Flat, end: usize, start: usize) -> bool {
    let between = flat.slice(end..start);
    let initial = || flat.lead(end, 2).chars().next().is_none_or(|c| !c.is_alphabetic());
    matches!(between, " " | "-" | "\n" | "  ") || (matches!(between, ". " | ".") && initial())
}

/// Letters of scripts without capitals that write spaces.
pub(super) fn caseless(c: char) -> bool {
    // Georgian has capitals that nobody writes; Korean has rules of its own.
    let georgian = matches!(c, '\u{10d0}'..='\u{10ff}');
    let korean = matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}');
    let plain = c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase();
    georgian || (plain && !korean && !is_joined(c))
}

/// One or two words of a script without capitals; a third where the second only leads to it.
fn spaced(flat: &Flat, words: &[Word], first: usize) -> Option<Range<usize>> {
    const LEADING: [&str; 9] = ["عبد", "ابو", "أبو", "ام", "بن", "ابن", "بنت", "ال", "ولد"];
    let start = words.get(first)?.range.start;
    let (mut end, mut names) = (None, 0);
    for (at, word) in words.iter().enumerate().skip(first).take(5) {
        let before = words.get(at.wrapping_sub(1)).map_or(0, |word| word.range.end);
        let joined = at == first || matches!(flat.slice(before..word.range.start), " " | "-" | "\u{200c}");
        let definite = at == first && word.folded.starts_with("ال");
        if !joined || definite || is_no_name(flat, word) || word.folded.chars().nth(1).is_none() {
            break;
        }
        end = Some(word.range.end);
        names += usize::from(!LEADING.contains(&word.folded.as_str()));
        if names == 2 {
            break;
        }
    }
    Some(start..end?)
}

/// The name in front of a word of arrest, or of a title that follows names.
fn before(flat: &Flat, labelled: &Labelled, hit: &Hit) -> Option<Range<usize>> {
    if flat.after(hit.range.start).is_some_and(is_joined) {
        return east::before(flat, hit);
    }
    let mut at = labelled.starting(hit.range.start)?.checked_sub(1)?;
    for _ in 0..3 {
        if !AUXILIARY.contains(&labelled.words.get(at)?.folded) {
            break;
        }
        at = at.checked_sub(1)?;
    }
    let word = labelled.words.get(at)?;
    let between = flat.slice(word.range.end..hit.range.start);
    if between.contains(['.', '!', '?', ';', '\n', ':']) || between.len() > 40 {
        return None;
    }
    let first = flat.after(word.range.start)?;
    let marked = labelled
        .words
        .get(at + 1)
        .is_some_and(|next| matches!(next.folded.as_str(), "को" | "کو" | "را" | "কে"));
    if first.is_uppercase() {
        backwards(flat, labelled, at).map(|(range, _)| range)
    } else if caseless(first) && (marked || hit.says(Label::Titled)) {
        let from = at.saturating_sub(1);
        let two = labelled
            .words
            .get(from)
            .filter(|one| flat.slice(one.range.end..word.range.start) == " " && !is_no_name(flat, one));
        (!is_no_name(flat, word)).then(|| two.map_or(word.range.start, |one| one.range.start)..word.range.end)
    } else {
        None
    }
}

/// `Mira Hakimi, a journalist`: two names and more, a comma, at most an article.
fn named_first(flat: &Flat, labelled: &Labelled, hit: &Hit) -> Option<Range<usize>> {
    const ARTICLES: [&str; 14] =
        ["a", "an", "the", "un", "une", "una", "um", "uma", "ein", "eine", "een", "en", "bir", "who"];
    let lead = flat.lead(hit.range.start, 12).trim_end();
    let word = lead.rsplit([' ', ',']).next().unwrap_or_default();
    let lead = if ARTICLES.contains(&word) { lead.strip_suffix(word)?.trim_end() } else { lead };
    lead.strip_suffix(',')?;
    let comma = flat.slice(0..hit.range.start).rfind(',')?;
    let (range, names) = backwards(flat, labelled, labelled.ending(comma)?)?;
    (names > 1).then_some(range)
}
