//! Text from people in Markdown: made safe, and made plain. All of it is work in proportion to the length of the text.

mod address;
mod inert;
mod kept;
mod pasted;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod work;
mod writer;

use std::collections::HashSet;
use std::sync::LazyLock;

use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

pub use kept::{forget_rendered, rendered};
pub use pasted::pasted;

/// HTML that came out of Markdown through the cleaner, and from nowhere else: templates may show it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn parser(prepared: &str) -> Parser<'_> {
    Parser::new_ext(prepared, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// The events with the part of the text that each is of; text that belongs together comes as one.
fn events(prepared: &str) -> TextMergeWithOffset<'_, OffsetIter<'_>> {
    TextMergeWithOffset::new(parser(prepared).into_offset_iter())
}

/// Markdown as HTML that can do nothing but be read: no images, no styles, no scripts, links to the web only. Headings
/// start at the third level, below those of the page. Lines end where they were ended, numbers are those that were
/// typed, and an address is a link to itself.
pub fn render(markdown: &str) -> SafeHtml {
    SafeHtml(cleaned(written(markdown)))
}

/// Escaped signs and what stands for them while markup is cleaned: reading a hundred thousand of them took the cleaner five
/// times as long as all the rest. Whatever these letters come back as is text.
const ESCAPED: [(&str, &str); 4] =
    [("&amp;", "\u{FDEC}"), ("&lt;", "\u{FDED}"), ("&gt;", "\u{FDEE}"), ("&quot;", "\u{FDEF}")];

fn cleaned(mut markup: String) -> String {
    for (sign, letter) in ESCAPED {
        markup = markup.replace(sign, letter);
    }
    markup = CLEANER.clean(&markup).to_string();
    for (sign, letter) in ESCAPED {
        markup = markup.replace(letter, sign);
    }
    markup
}

/// Markdown as the writer writes it, which has nothing in it for the cleaner to take away (a test holds it to that).
fn written(markdown: &str) -> String {
    let prepared = inert::prepare(markdown);
    let mut writer = writer::Writer::new(&prepared);
    for (event, range) in events(&prepared) {
        writer.write(event, &range);
    }
    writer.finish()
}

/// What may stand in a text; it goes over everything that the writer made, so that a fault there is no hole.
static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::new();
    let tags = [
        "p",
        "br",
        "em",
        "strong",
        "del",
        "ul",
        "ol",
        "li",
        "blockquote",
        "code",
        "pre",
        "h3",
        "h4",
        "h5",
        "h6",
        "a",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    cleaner
        .tags(tags.into())
        .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into()), ("li", ["value"].into())].into())
        .allowed_classes([("a", ["address"].into()), ("ol", ["round"].into())].into())
        .generic_attributes(std::collections::HashSet::new())
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow noopener noreferrer"));
    cleaner
});

/// The brackets around the reason for what was left out of a text: `⟦personal_data⟧`. Nothing else is written so.
pub const GAP: [char; 2] = ['⟦', '⟧'];

/// What was rendered, with a bar drawn where something was left out. `said` gives for a reason what is heard and what is
/// seen beside the bar; what it does not know stays as it is written.
pub fn with_gaps(whole: &SafeHtml, said: impl Fn(&str) -> Option<(String, String)>) -> SafeHtml {
    // In markup these brackets stand in text alone: in addresses they are percent-encoded.
    let mut pieces = whole.0.split(GAP[0]);
    let mut markup = pieces.next().unwrap_or_default().to_owned();
    // There are few reasons and there may be many gaps: each reason is put into words once.
    let mut bars: Vec<(&str, String)> = Vec::new();
    for piece in pieces {
        let gap = piece.split_once(GAP[1]).and_then(|(reason, rest)| {
            if !bars.iter().any(|(known, _)| *known == reason) {
                bars.push((reason, bar(reason, &said(reason)?)));
            }
            let (_, bar) = bars.iter().find(|(known, _)| *known == reason)?;
            Some((bar, rest))
        });
        if let Some((bar, rest)) = gap {
            markup.push_str(bar);
            markup.push_str(rest);
        } else {
            markup.push(GAP[0]);
            markup.push_str(piece);
        }
    }
    SafeHtml(markup)
}

fn bar(reason: &str, (heard, seen): &(String, String)) -> String {
    let mut bar = "<span class=\"visually-hidden\">".to_owned();
    writer::escape(&mut bar, heard);
    bar.push_str("</span><span class=\"redacted\" aria-hidden=\"true\" data-gap=\"");
    writer::escape(&mut bar, reason);
    bar.push_str("\"></span><span class=\"redacted-reason\">(");
    writer::escape(&mut bar, seen);
    bar.push_str(")</span>");
    bar
}

/// What of a Markdown text no page shows and whoever reads it as it is written finds: where links and pictures lead, their
/// titles, and definitions of links that nothing uses.
pub fn unseen(markdown: &str) -> Vec<String> {
    let prepared = inert::prepare(markdown);
    let mut parser = parser(&prepared);
    let (mut unseen, mut known) = (Vec::<String>::new(), HashSet::<String>::new());
    let mut note = |text: &str| {
        let text = inert::restored(text);
        if !text.is_empty() && known.insert(text.to_string()) {
            unseen.push(text.into_owned());
        }
    };
    for event in parser.by_ref() {
        match event {
            // It is its own text.
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
                note(&dest_url);
                note(&title);
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => note(&language),
            _ => {}
        }
    }
    let mut defined: Vec<_> = parser.reference_definitions().iter().collect();
    defined.sort_by_key(|(_, definition)| definition.span.start);
    for (name, definition) in defined {
        for text in [name, definition.dest.as_ref(), definition.title.as_deref().unwrap_or_default()] {
            note(text);
        }
    }
    unseen
}

/// The words of a Markdown text, for the index and for summaries. What was left out leaves no word.
pub fn plain(markdown: &str) -> String {
    flat(markdown).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same for whoever reads it without markup: each paragraph, item and row on a line of its own.
pub fn plain_lines(markdown: &str) -> String {
    let flat = flat(markdown);
    let lines = flat.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The words, with a break wherever the page has one, and gaps as they fall.
fn flat(markdown: &str) -> String {
    let prepared = inert::prepare(markdown);
    let mut plain = String::new();
    let (mut lists, mut row) = (Vec::new(), writer::Row::default());
    for (event, range) in events(&prepared) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                plain.push_str(&inert::restored(&text));
            }
            Event::Start(Tag::List(first)) => {
                lists.push(first.is_some());
                plain.push('\n');
            }
            Event::Start(Tag::Item) if lists.last() == Some(&true) => {
                plain.push_str(writer::number_typed(&prepared, &range).0);
                plain.push(' ');
            }
            Event::Start(Tag::TableRow) => row = writer::Row::begin(&range),
            Event::Start(Tag::TableCell) => row.cell(&range),
            Event::End(TagEnd::TableRow) => {
                plain.push_str(&inert::restored(row.beyond(&prepared)));
                plain.push('\n');
            }
            // Within a line a mark parts no word.
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link) => {}
            Event::End(TagEnd::List(_)) => {
                lists.pop();
                plain.push('\n');
            }
            Event::End(TagEnd::TableCell | TagEnd::Image) => plain.push(' '),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => plain.push('\n'),
            _ => {}
        }
    }
    without_gaps(&plain)
}

fn without_gaps(text: &str) -> String {
    let mut pieces = text.split(GAP[0]);
    let mut left = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let reason = |text: &str| text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        match piece.split_once(GAP[1]) {
            Some((gap, rest)) if reason(gap) => left.extend([" ", rest]),
            _ => left.extend([" ", piece]),
        }
    }
    left
}
