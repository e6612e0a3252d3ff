//! The text of a message that is written in HTML: what a mail program would show of it, in its order. Nothing is fetched,
//! links are written out, and what a style hides is left out and told.

mod style;
mod tree;

use style::{Colour, Ground, Sheet, Style, alike, colour};
use tree::{Node, What};

/// The longest document that is read.
const LONGEST: usize = 2_000_000;

/// Where something is left out.
const HIDDEN: &str = "[Text that is not shown is left out]";

/// What a document says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) text: String,
    /// Something was hidden, or may look otherwise than it was read.
    pub(super) left_out: bool,
}

/// Reads the text of a document; nothing where it is too long or too deep.
pub(super) fn said(document: &str) -> Option<Said> {
    if document.len() > LONGEST {
        return None;
    }
    let nodes = tree::read(document)?;
    let mut sheet = Sheet::default();
    for node in &nodes {
        if let What::Element { name, .. } = &node.what
            && name == "style"
        {
            for child in &node.children {
                if let Some(What::Text(css)) = nodes.get(*child).map(|child| &child.what) {
                    sheet.add(css);
                }
            }
        }
    }
    let mut page = Page { nodes: &nodes, sheet: &sheet, out: Writing::default(), left_out: sheet.unsure };
    page.walk();
    Some(Said { text: page.out.text.trim().to_owned(), left_out: page.left_out })
}

/// How what is inside an element looks.
#[derive(Clone, Copy)]
struct Look {
    hidden: bool,
    colour: Colour,
    ground: Ground,
    keeps_blanks: bool,
}

impl Look {
    fn unseen(&self) -> bool {
        self.hidden || matches!(self.ground, Ground::Plain(ground) if alike(ground, self.colour))
    }
}

enum Step {
    Into(usize, Look),
    Behind(usize, Look),
}

struct Page<'n> {
    nodes: &'n [Node],
    sheet: &'n Sheet,
    out: Writing,
    left_out: bool,
}

impl Page<'_> {
    fn walk(&mut self) {
        let look =
            Look { hidden: false, colour: [0; 3], ground: Ground::Plain([255; 3]), keeps_blanks: false };
        let mut steps = vec![Step::Into(0, look)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Into(place, look) => {
                    let Some(node) = self.nodes.get(place) else { continue };
                    let mut look = look;
                    match &node.what {
                        What::Text(text) => self.text(text, look),
                        What::Other => {}
                        What::Element { name, attributes } => {
                            if unshown(name) {
                                continue;
                            }
                            look = self.look(name, attributes, look);
                            if look.unseen() {
                                self.out.line();
                            } else {
                                self.begin(name, attributes, look);
                            }
                            steps.push(Step::Behind(place, look));
                        }
                    }
                    steps.extend(node.children.iter().rev().map(|child| Step::Into(*child, look)));
                }
                Step::Behind(place, look) => {
                    let what = self.nodes.get(place).map(|node| &node.what);
                    if let Some(What::Element { name, attributes }) = what.filter(|_| !look.unseen()) {
                        self.end(name, attributes);
                    }
                }
            }
        }
    }

    fn text(&mut self, text: &str, look: Look) {
        if !look.unseen() {
            self.out.words(text, look.keeps_blanks);
        } else if !text.chars().all(|c| {
            c.is_whitespace() || matches!(c, '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}')
        }) {
            self.left_out = true;
            if !self.out.text.trim_end().ends_with(HIDDEN) {
                self.out.line();
                self.out.words(HIDDEN, false);
                self.out.line();
            }
        }
    }

    fn look(&self, name: &str, attributes: &[(String, String)], mut look: Look) -> Look {
        let classes: Vec<&str> = value(attributes, "class").split_ascii_whitespace().collect();
        let own = Style::read(value(attributes, "style"));
        for (key, of) in [("bgcolor", true), ("text", false), ("color", false)] {
            let seen = colour(&value(attributes, key).to_lowercase()).map(|(seen, _)| seen);
            match (seen, of) {
                (Some(seen), true) => look.ground = Ground::Plain(seen),
                (Some(seen), false) if matches!(name, "font" | "body") => look.colour = seen,
                _ => {}
            }
        }
        if !value(attributes, "background").is_empty() {
            look.ground = Ground::Unknown;
        }
        look.keeps_blanks |= matches!(name, "pre" | "textarea" | "listing" | "xmp");
        for style in self.sheet.of(name, value(attributes, "id"), &classes).chain([&own]) {
            look.hidden |= style.hides;
            look.keeps_blanks |= style.keeps_blanks;
            look.colour = style.colour.unwrap_or(look.colour);
            look.ground = style.ground.unwrap_or(look.ground);
        }
        let has = |key: &str| attributes.iter().any(|(name, _)| name == key);
        look.hidden |= has("hidden") || (name == "dialog" && !has("open"));
        look
    }

    fn begin(&mut self, name: &str, attributes: &[(String, String)], look: Look) {
        match name {
            "br" => self.out.line_break(),
            "hr" => {
                self.out.line();
                self.out.words("---", false);
                self.out.line();
            }
            "td" | "th" => self.out.cell(),
            "li" => {
                self.out.line();
                self.out.words("- ", true);
            }
            "del" | "s" | "strike" => self.out.words("[struck out: ", true),
            "img" => self.picture(attributes),
            "input" if value(attributes, "type") != "hidden" => self.text(value(attributes, "value"), look),
            _ => self.out.around(name),
        }
    }

    fn picture(&mut self, attributes: &[(String, String)]) {
        let small = |key| matches!(value(attributes, key).trim_end_matches("px"), "0" | "1");
        if small("width") || small("height") {
            return;
        }
        let (named, source) =
            (value(attributes, "alt").trim(), value(attributes, "src").trim().to_lowercase());
        let elsewhere = if source.starts_with("http") { " that is not in the message" } else { "" };
        // It stands in the text itself, in characters that encode it.
        self.left_out |= source.starts_with("data:");
        let named = if named.is_empty() { String::new() } else { format!(": {named}") };
        self.out.words(&format!("[Picture{elsewhere}{named}]"), false);
    }

    fn end(&mut self, name: &str, attributes: &[(String, String)]) {
        match name {
            "del" | "s" | "strike" => self.out.words("]", true),
            "a" => {
                let to = value(attributes, "href").trim();
                let shown = to.trim_start_matches("mailto:").trim_end_matches('/');
                let link = ["http:", "https:", "mailto:", "tel:"]
                    .iter()
                    .any(|kind| to.to_lowercase().starts_with(kind));
                if link && !self.out.text.trim_end().trim_end_matches('/').ends_with(shown) {
                    self.out.words(&format!(" <{to}>"), false);
                }
            }
            _ => self.out.around(name),
        }
    }
}

fn value<'a>(attributes: &'a [(String, String)], key: &str) -> &'a str {
    attributes.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
}

/// What no mail program shows, or shows of it something else than its text.
fn unshown(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "title"
            | "style"
            | "script"
            | "template"
            | "iframe"
            | "object"
            | "embed"
            | "applet"
            | "audio"
            | "video"
            | "canvas"
            | "noframes"
            | "noembed"
            | "datalist"
            | "svg"
            | "math"
            | "map"
            | "param"
            | "source"
    )
}

/// Text as it is laid out in lines.
#[derive(Default)]
struct Writing {
    text: String,
}

impl Writing {
    fn words(&mut self, text: &str, keeps_blanks: bool) {
        if keeps_blanks {
            self.text.push_str(text);
            return;
        }
        for c in text.chars() {
            if !c.is_ascii_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
                self.text.push(' ');
            }
        }
    }

    fn trim(&mut self) {
        self.text.truncate(self.text.trim_end_matches([' ', '\t']).len());
    }

    /// Ends the line, if one is begun.
    fn line(&mut self) {
        self.trim();
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn line_break(&mut self) {
        self.trim();
        if !self.text.ends_with("\n\n\n") {
            self.text.push('\n');
        }
    }

    fn cell(&mut self) {
        self.trim();
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\t');
        }
    }

    /// What stands before and behind an element.
    fn around(&mut self, name: &str) {
        match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "ul" | "ol" | "dl" | "pre"
            | "table" => {
                self.line();
                if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                    self.text.push('\n');
                }
            }
            "div" | "tr" | "body" | "section" | "article" | "header" | "footer" | "address" | "center"
            | "form" | "fieldset" | "figure" | "figcaption" | "dt" | "dd" | "caption" | "option"
            | "details" | "summary" | "main" | "nav" | "aside" | "legend" => self.line(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
