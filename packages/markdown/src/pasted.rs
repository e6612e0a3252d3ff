//! What was pasted as the markup of a word processor: its words.

/// Signs by which the markup of word processors is known; nobody types them.
const SIGNS: [&str; 7] = [
    "<o:p",
    "class=mso",
    "class=\"mso",
    "<!--[if",
    "<!--startfragment",
    "urn:schemas-microsoft-com",
    "<html",
];
/// What is no word of the text, with all that stands in it.
const SILENT: [&str; 6] = ["style", "script", "xml", "head", "title", "template"];
/// What begins on a line of its own.
const BLOCKS: [&str; 17] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "table",
    "blockquote",
    "pre",
    "section",
    "article",
    "hr",
    "dl",
];

/// The text without the markup of a word processor: its paragraphs, the items of its lists and the rows of its tables on lines of
/// their own. What is no such markup comes back as it was typed. In time in proportion to its length.
pub fn pasted(text: &str) -> String {
    let whole = text.trim();
    let lower = whole.to_ascii_lowercase();
    let is_markup = whole.starts_with('<') && whole.ends_with('>');
    if !is_markup || !SIGNS.iter().any(|sign| lower.contains(sign)) {
        return text.to_owned();
    }
    let mut words = Words::default();
    let mut at = 0;
    while let Some(rest) = whole.get(at..).filter(|rest| !rest.is_empty()) {
        let low = lower.get(at..).unwrap_or_default();
        let length = match rest.find('<') {
            Some(0) => words.markup(rest, low),
            Some(next) => words.text(rest.get(..next).unwrap_or_default(), next),
            None => words.text(rest, rest.len()),
        };
        at += length.max(1);
        while !whole.is_char_boundary(at) {
            at += 1;
        }
    }
    words.done()
}

#[derive(Default)]
struct Words {
    written: String,
    /// Whether a blank comes before the next letter.
    blank: bool,
}

impl Words {
    /// Text as it stands in markup, where breaks are blanks; of this length.
    fn text(&mut self, text: &str, length: usize) -> usize {
        for letter in unescaped(text).chars() {
            if letter.is_whitespace() {
                self.blank = true;
                continue;
            }
            if self.blank && !self.written.is_empty() && !self.written.ends_with('\n') {
                self.written.push(' ');
            }
            self.blank = false;
            self.written.push(letter);
        }
        length
    }

    fn line(&mut self, breaks: usize) {
        self.blank = false;
        let there = self.written.len() - self.written.trim_end_matches('\n').len();
        if !self.written.is_empty() {
            self.written.extend(std::iter::repeat_n('\n', breaks.saturating_sub(there)));
        }
    }

    /// What begins with `<`, whose small letters are `low`: how long it is.
    fn markup(&mut self, rest: &str, low: &str) -> usize {
        let up_to = |end: &str| low.find(end).map_or(rest.len(), |place| place + end.len());
        if low.starts_with("<!--") {
            return up_to("-->");
        }
        if low.starts_with("<!") || low.starts_with("<?") {
            return up_to(">");
        }
        let ends = low.starts_with("</");
        let name = low.get(if ends { 2 } else { 1 }..).unwrap_or_default();
        let name = name.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.is_empty() {
            return self.text("<", 1);
        }
        match name {
            silent if !ends && SILENT.contains(&silent) => return up_to(&format!("</{silent}>")),
            "li" if !ends => {
                self.line(1);
                self.written.push_str("- ");
            }
            "br" | "li" | "tr" => self.line(1),
            "td" | "th" => self.blank = true,
            block if BLOCKS.contains(&block) => self.line(2),
            _ => {}
        }
        up_to(">")
    }

    fn done(self) -> String {
        let lines = self.written.lines().filter(|line| line.trim() != "-");
        lines.collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

/// The letters for which signs stand.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // What stands for a letter is short: nobody looks further.
        let end = after.char_indices().take(10).find(|(_, letter)| *letter == ';').map(|(place, _)| place);
        let sign = end.and_then(|end| Some((letter(after.get(..end)?)?, after.get(end + 1..)?)));
        let (letter, after) = sign.unwrap_or(('&', after));
        out.push(letter);
        rest = after;
    }
    out.push_str(rest);
    out
}

fn letter(sign: &str) -> Option<char> {
    if let Some(number) = sign.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|letter| !letter.is_control() || letter.is_whitespace());
    }
    Some(match sign {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "shy" => '\u{AD}',
        "eacute" => 'é',
        "euro" => '€',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::pasted;

    const WORD: &str = "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><title>Letter</title>\
        <style>p.MsoNormal {margin:0}</style><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head>\
        <body lang=EN-GB><!--StartFragment--><p class=MsoNormal><b>The ministry</b>&nbsp;says\n that it&#8217;s <i>open</i>\
        <o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><ul type=disc><li class=MsoNormal>one &lt;two&gt;</li>\
        <li>three</li></ul><table><tr><td>a</td><td>b</td></tr></table><!--EndFragment--></body></html>";

    #[test]
    fn the_markup_of_a_word_processor_becomes_its_words() {
        let text = "The ministry says that it’s open\n\n- one <two>\n- three\n\na b";
        assert_eq!(pasted(WORD), text);
    }

    #[test]
    fn what_people_type_stays_as_it_is() {
        for typed in ["a < b > c", "<b>Bold</b>", "Use <html> tags.", "", "<p class=x>y</p>"] {
            assert_eq!(pasted(typed), typed);
        }
    }

    #[test]
    fn broken_markup_ends() {
        for broken in
            ["<html", "<html>", "<html><!--", "<html><style>x>", "<html>é<", "<html>&#x110000;&amp>"]
        {
            pasted(broken);
            pasted(&format!("{broken}>"));
        }
    }

    #[test]
    fn signs_that_open_nothing_are_looked_at_once_each() {
        let signs = 200_000;
        let begun = std::time::Instant::now();
        let words = pasted(&format!("{} <html>", "<".repeat(signs)));
        assert_eq!(words.len(), signs);
        // Each of them looked at for each of them would take minutes.
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}
