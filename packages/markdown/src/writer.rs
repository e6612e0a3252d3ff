//! Writes what the parser found as HTML. The tags stand here and nowhere else; every letter of a text or an address is
//! escaped on its way out, so that no text can become a tag. The tests hold it against a cleaner of markup.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::address::addresses;
use super::inert::restored;

/// As deep as tags stand within each other. What would be deeper is shown as it was typed.
const DEEPEST: usize = 64;

/// Writes one text.
pub(super) struct Writer<'a> {
    /// The text that the events are of.
    source: &'a str,
    out: String,
    /// What ends each thing that has begun.
    open: Vec<Cow<'a, str>>,
    /// The number that comes next in each list that has begun, where it has numbers.
    lists: Vec<Option<u64>>,
    /// How many links, and how much code, the text stands in: addresses in them are no links.
    apart: usize,
    /// Where each of those begins, as a place in `open`.
    aparts: Vec<usize>,
    table: Table,
}

/// Where in a table the text is.
#[derive(Default)]
struct Table {
    head: bool,
    /// Where the cell begins in what is written.
    cell: usize,
    /// How many cells before it were empty.
    empty: usize,
    row: Row,
}

/// A line of a table, as it was typed.
#[derive(Clone, Default)]
pub(super) struct Row {
    end: usize,
    /// Where its last cell ends.
    cells: usize,
}

impl Row {
    /// That it begins.
    pub(super) fn begin(range: &Range<usize>) -> Self {
        Self { end: range.end, cells: range.start }
    }

    /// One of its cells.
    pub(super) fn cell(&mut self, range: &Range<usize>) {
        self.cells = self.cells.max(range.end);
    }

    /// What stands in it beyond the columns of the table, which the parser passes over.
    pub(super) fn beyond<'a>(&self, source: &'a str) -> &'a str {
        let beyond = source.get(self.cells..self.end).unwrap_or_default();
        beyond.trim_matches(|letter: char| letter == '|' || letter.is_whitespace())
    }
}

impl<'a> Writer<'a> {
    /// A writer for the events of this text.
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            out: String::with_capacity(source.len() + source.len() / 4),
            open: Vec::new(),
            lists: Vec::new(),
            apart: 0,
            aparts: Vec::new(),
            table: Table::default(),
        }
    }

    /// The markup.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// One event, and the part of the text that it is of.
    pub(super) fn write(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.begin(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&restored(&text)),
            Event::Code(code) => {
                self.out.push_str("<code>");
                escape(&mut self.out, &restored(&code));
                self.out.push_str("</code>");
            }
            // Markup typed into Markdown is shown as it was typed.
            Event::Html(text) | Event::InlineHtml(text) => {
                let text = restored(&text);
                for (place, line) in text.split('\n').enumerate() {
                    if place > 0 {
                        self.out.push_str("<br>\n");
                    }
                    self.text(line);
                }
            }
            Event::SoftBreak | Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            // What the parser is not asked for.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn begin(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        let deep = self.open.len() >= DEEPEST;
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.tag("<p>", "</p>\n"),
            Tag::Heading { level, .. } => {
                let (start, end) = heading(level);
                self.tag(start, end);
            }
            Tag::BlockQuote(_) if deep => self.tag("&gt; ", ""),
            Tag::BlockQuote(_) => self.tag("<blockquote>\n", "</blockquote>\n"),
            Tag::List(first) => self.list(first.filter(|_| !deep), deep, range),
            Tag::Item => self.item(deep, range),
            Tag::Strong if deep => self.as_typed(range, 2),
            Tag::Emphasis | Tag::Strikethrough if deep => self.as_typed(range, 1),
            Tag::Emphasis => self.tag("<em>", "</em>"),
            Tag::Strong => self.tag("<strong>", "</strong>"),
            Tag::Strikethrough => self.tag("<del>", "</del>"),
            Tag::CodeBlock(_) => {
                self.stand_apart();
                self.tag("<pre><code>", "</code></pre>\n");
            }
            Tag::Link { link_type, dest_url, .. } if leads_to_the_web(link_type, &dest_url) => {
                self.stand_apart();
                let dest = restored(&dest_url);
                let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
                let own = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.link(mail, &dest, own);
                self.open.push("</a>".into());
            }
            Tag::Table(_) => self.tag("<table>", "</tbody></table>\n"),
            Tag::TableHead => {
                self.table = Table { head: true, ..Table::default() };
                self.tag("<thead><tr>", "</tr></thead><tbody>\n");
            }
            Tag::TableRow => {
                self.table = Table { row: Row::begin(range), ..Table::default() };
                self.tag("<tr>", "</tr>\n");
            }
            Tag::TableCell => {
                self.table.cell = self.out.len();
                self.table.row.cell(range);
                if self.table.head { self.tag("<th>", "</th>") } else { self.tag("<td>", "</td>") }
            }
            // A picture would be a request to somebody else, and so would a link that leads out of the web: its words
            // stay, it goes. The others are what the parser is not asked for.
            Tag::Image { .. }
            | Tag::Link { .. }
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => self.tag("", ""),
        }
    }

    fn tag(&mut self, start: &str, end: &'static str) {
        self.out.push_str(start);
        self.open.push(Cow::Borrowed(end));
    }

    fn stand_apart(&mut self) {
        self.apart += 1;
        self.aparts.push(self.open.len());
    }

    fn end(&mut self, tag: TagEnd) {
        let end = self.open.pop().unwrap_or_default();
        if self.aparts.last() == Some(&self.open.len()) {
            self.aparts.pop();
            self.apart -= 1;
        }
        match tag {
            TagEnd::TableCell => return self.end_of_cell(&end),
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::TableRow => {
                let beyond = self.table.row.beyond(self.source);
                if !beyond.is_empty() {
                    self.out.push_str("<td>");
                    self.text(&restored(beyond));
                    self.out.push_str("</td>");
                }
            }
            _ => {}
        }
        self.out.push_str(&end);
    }

    /// Empty cells count only where another follows them: the parser fills every line up to all columns.
    fn end_of_cell(&mut self, end: &str) {
        let start = if self.table.head { "<th>" } else { "<td>" };
        let (cell, empty) = (self.table.cell, self.table.empty);
        if self.out.len() == cell + start.len() {
            self.out.truncate(cell);
            self.table.empty += 1;
            return;
        }
        if empty > 0 {
            self.out.insert_str(cell, &format!("{start}{end}").repeat(empty));
            self.table.empty = 0;
        }
        self.out.push_str(end);
    }

    fn list(&mut self, first: Option<u64>, deep: bool, range: &Range<usize>) {
        self.lists.push(first);
        match first {
            _ if deep => self.tag("", ""),
            None => self.tag("<ul>\n", "</ul>\n"),
            Some(first) => {
                let round = number_typed(self.source, range).0.ends_with(')');
                self.out.push_str(if round { "<ol class=\"round\"" } else { "<ol" });
                if first != 1 {
                    write!(self.out, " start=\"{first}\"").ok();
                }
                self.tag(">\n", "</ol>\n");
            }
        }
    }

    /// An entry of a list with the number that was typed, which need not be the next.
    fn item(&mut self, deep: bool, range: &Range<usize>) {
        if deep {
            let (number, _) = number_typed(self.source, range);
            let bullet = self.source.get(range.clone()).and_then(|item| item.trim_start().get(..1));
            let marker = if number.is_empty() { bullet.unwrap_or_default() } else { number };
            escape(&mut self.out, &restored(marker));
            return self.tag(" ", "\n");
        }
        let typed = number_typed(self.source, range).1;
        match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = typed.unwrap_or(*next);
                if number == *next {
                    self.out.push_str("<li>");
                } else {
                    write!(self.out, "<li value=\"{number}\">").ok();
                }
                *next = number + 1;
            }
            _ => self.out.push_str("<li>"),
        }
        self.tag("", "</li>\n");
    }

    /// The marks around what is too deep to be emphasised.
    fn as_typed(&mut self, range: &Range<usize>, most: usize) {
        let marks = self.source.get(range.start..).unwrap_or_default();
        let length = marks.chars().take(most).take_while(|mark| matches!(mark, '*' | '_' | '~')).count();
        let marks = marks.get(..length).unwrap_or_default();
        self.out.push_str(marks);
        self.open.push(Cow::Borrowed(marks));
    }

    /// A text in which bare addresses are links.
    fn text(&mut self, text: &str) {
        if self.apart > 0 {
            return escape(&mut self.out, text);
        }
        let mut from = 0;
        for range in addresses(text) {
            let (start, end) = (range.start, range.end);
            escape(&mut self.out, text.get(from..start).unwrap_or_default());
            let address = text.get(range).unwrap_or_default();
            self.link("", address, true);
            escape(&mut self.out, address);
            self.out.push_str("</a>");
            from = end;
        }
        escape(&mut self.out, text.get(from..).unwrap_or_default());
    }

    /// The tag of a link. What is its own text need not be followed by its address on paper.
    fn link(&mut self, scheme: &str, dest: &str, own: bool) {
        self.out.push_str(if own { "<a class=\"address\" href=\"" } else { "<a href=\"" });
        self.out.push_str(scheme);
        for byte in dest.bytes() {
            match byte {
                b'&' => self.out.push_str("&amp;"),
                b'"' | b'\'' | b'<' | b'>' | b'\\' | b'`' | b' ' | 0..=31 | 127.. => {
                    write!(self.out, "%{byte:02X}").ok();
                }
                plain => self.out.push(char::from(plain)),
            }
        }
        self.out.push_str("\" rel=\"nofollow noopener noreferrer\">");
    }
}

fn heading(level: HeadingLevel) -> (&'static str, &'static str) {
    match level {
        HeadingLevel::H1 => ("<h3>", "</h3>\n"),
        HeadingLevel::H2 => ("<h4>", "</h4>\n"),
        HeadingLevel::H3 => ("<h5>", "</h5>\n"),
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => ("<h6>", "</h6>\n"),
    }
}

fn leads_to_the_web(kind: LinkType, dest: &str) -> bool {
    let begins =
        |scheme: &str| dest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    kind == LinkType::Email || begins("https://") || begins("http://") || begins("mailto:")
}

/// The number of an entry as it was typed, with the sign behind it, and what number that is.
pub(super) fn number_typed<'a>(source: &'a str, range: &Range<usize>) -> (&'a str, Option<u64>) {
    let item = source.get(range.clone()).unwrap_or_default().trim_start();
    let digits = item.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let number = item.get(..digits).and_then(|digits| digits.parse().ok());
    let sign = usize::from(digits > 0 && item.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')'])));
    (item.get(..digits + sign).unwrap_or_default(), number)
}

/// Words between tags.
pub(super) fn escape(out: &mut String, words: &str) {
    let mut from = 0;
    for (at, sign) in words.match_indices(['&', '<', '>']) {
        out.push_str(words.get(from..at).unwrap_or_default());
        out.push_str(match sign {
            "&" => "&amp;",
            "<" => "&lt;",
            _ => "&gt;",
        });
        from = at + 1;
    }
    out.push_str(words.get(from..).unwrap_or_default());
}
