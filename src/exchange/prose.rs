//! A text in Markdown as the paragraphs of a document: what the pages show of it, and nothing that acts.

use super::document::{Paragraph, Run, Style};

/// The tags that the writer of Markdown makes and that open a paragraph, with how that looks.
fn opens(tag: &str) -> Option<Style> {
    match tag {
        "h1" | "h2" | "h3" => Some(Style::Heading),
        "h4" | "h5" | "h6" => Some(Style::Subheading),
        "p" | "pre" | "tr" | "hr" => Some(Style::Text),
        _ => None,
    }
}

/// What is read so far.
#[derive(Default)]
struct Reading {
    done: Vec<Paragraph>,
    runs: Vec<Run>,
    style: Option<Style>,
    /// The lists that are open: the number of the next item, or none of a list with dots.
    lists: Vec<Option<u64>>,
    quotes: usize,
    bold: usize,
    italic: usize,
    struck: usize,
    code: usize,
    /// The sign of an item whose paragraph is not begun yet.
    sign: String,
    /// Whether lines end where they end in the markup.
    kept: bool,
    /// Where the open link leads.
    address: Option<String>,
    rtl: bool,
}

impl Reading {
    fn end(&mut self) {
        let mut runs = std::mem::take(&mut self.runs);
        let style = self.style.take();
        if let Some(last) = runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            return;
        }
        let style = match (style, self.lists.len(), self.quotes) {
            (Some(style @ (Style::Heading | Style::Subheading)), ..) => style,
            (_, depth @ 1.., _) => Style::Item(u8::try_from(depth - 1).unwrap_or(u8::MAX).min(8)),
            (_, 0, 1..) => Style::Quote,
            _ => Style::Text,
        };
        self.done.push(Paragraph { style, runs, rtl: self.rtl });
    }

    fn say(&mut self, text: &str) {
        let sign = std::mem::take(&mut self.sign);
        if !sign.is_empty() {
            self.runs.push(Run::plain(sign));
        }
        self.runs.push(Run {
            text: text.to_owned(),
            bold: self.bold > 0,
            italic: self.italic > 0,
            struck: self.struck > 0,
            code: self.code > 0,
        });
    }

    fn text(&mut self, text: &str) {
        let mut text = plain(text);
        if !self.kept {
            // Lines of the markup; those of the text end with a tag.
            text = text.replace('\n', " ");
            if self.runs.last().is_none_or(|run| run.text.ends_with('\n')) {
                text = text.trim_start().to_owned();
            }
        }
        if !text.is_empty() {
            self.say(&text);
        }
    }

    fn tag(&mut self, tag: &str) {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name =
            tag.split(|letter: char| letter.is_whitespace() || letter == '/').next().unwrap_or_default();
        let step = |count: &mut usize| *count = if closes { count.saturating_sub(1) } else { *count + 1 };
        match name {
            "strong" | "b" | "th" => step(&mut self.bold),
            "em" | "i" => step(&mut self.italic),
            "del" | "s" => step(&mut self.struck),
            "code" => step(&mut self.code),
            _ => {}
        }
        match name {
            "br" => self.say("\n"),
            "td" | "th" if closes => self.say("\t"),
            "ul" | "ol" | "blockquote" | "li" => self.block(name, closes, tag),
            "a" => self.link(closes, tag),
            name => {
                if let Some(style) = opens(name) {
                    self.end();
                    self.kept = name == "pre" && !closes;
                    self.style = (!closes).then_some(style);
                }
            }
        }
    }

    fn block(&mut self, name: &str, closes: bool, tag: &str) {
        self.end();
        match (name, closes) {
            ("li", false) => {
                let typed = attribute(tag, "value").and_then(|number| number.parse().ok());
                self.sign = match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let number = typed.unwrap_or(*next);
                        *next = number.saturating_add(1);
                        format!("{number}.\t")
                    }
                    _ => "•\t".to_owned(),
                };
            }
            ("li", true) => self.sign.clear(),
            ("ol", false) => {
                self.lists.push(Some(attribute(tag, "start").and_then(|at| at.parse().ok()).unwrap_or(1)));
            }
            ("ul", false) => self.lists.push(None),
            ("ul" | "ol", true) => {
                self.lists.pop();
            }
            ("blockquote", false) => self.quotes += 1,
            ("blockquote", true) => self.quotes = self.quotes.saturating_sub(1),
            _ => {}
        }
    }

    /// On paper one cannot press a link: its address stands behind its words.
    fn link(&mut self, closes: bool, tag: &str) {
        if !closes {
            self.address = attribute(tag, "href");
            return;
        }
        if let Some(address) = self.address.take() {
            // An address that is a link to itself is said already.
            if self.runs.last().is_none_or(|run| !run.text.ends_with(&address)) {
                self.say(&format!(" <{address}>"));
            }
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| plain(value))
}

fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&nbsp;", "\u{A0}").replace("&amp;", "&")
}

/// Markdown as paragraphs; `rtl`: whether its language runs from right to left. In time in proportion to its length.
pub(super) fn paragraphs(markdown: &str, rtl: bool) -> Vec<Paragraph> {
    let html = markdown::render(markdown);
    let mut reading = Reading { rtl, ..Reading::default() };
    let mut rest = html.as_str();
    while !rest.is_empty() {
        let (text, after) = rest.split_once('<').unwrap_or((rest, ""));
        if !text.is_empty() {
            reading.text(text);
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        if !tag.is_empty() {
            reading.tag(tag);
        }
        rest = after;
    }
    reading.end();
    reading.done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> Vec<(Style, String)> {
        let text = |one: &Paragraph| one.runs.iter().map(|run| run.text.as_str()).collect::<String>();
        paragraphs(markdown, false).iter().map(|one| (one.style, text(one))).collect()
    }

    #[test]
    fn a_text_keeps_its_shape() {
        let found = read(
            "# What\n\nOne **two** < three & four.\n\n- first\n- second\n  1. inner\n\n> said\n\n3. third\n4. fourth",
        );
        let expected = [
            (Style::Heading, "What"),
            (Style::Text, "One two < three & four."),
            (Style::Item(0), "•\tfirst"),
            (Style::Item(0), "•\tsecond"),
            (Style::Item(1), "1.\tinner"),
            (Style::Quote, "said"),
            (Style::Item(0), "3.\tthird"),
            (Style::Item(0), "4.\tfourth"),
        ];
        assert_eq!(found, expected.map(|(style, text)| (style, text.to_owned())));
        let bold = paragraphs("One **two**", true);
        assert!(bold[0].rtl && bold[0].runs[1].bold && !bold[0].runs[0].bold, "{bold:?}");
    }

    #[test]
    fn a_link_shows_where_it_leads_and_markup_stays_text() {
        let found = read("[here](https://example.org/a?b=1&c=2) <script>alert(1)</script>");
        let whole: String = found.iter().map(|(_, text)| text.as_str()).collect();
        assert!(whole.contains("here <https://example.org/a?b=1&c=2>"), "{whole}");
        assert!(read("| a | b |\n|---|---|\n| c | d |")[1].1.contains("c\td"));
    }
}
