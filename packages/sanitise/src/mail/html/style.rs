//! Whether a style hides what it is put on. Not all of CSS is known here, so whatever may hide is taken to hide: what is left
//! out is told.

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// What is behind a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    /// One colour.
    Plain(Colour),
    /// A picture, or a colour that lets through what lies below.
    Unknown,
}

/// What a style says of being seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) hides: bool,
    pub(super) colour: Option<Colour>,
    pub(super) ground: Option<Ground>,
    /// Blanks and line breaks stay.
    pub(super) keeps_blanks: bool,
}

/// Colours nearer than this are one to the eye; of the sum of three differences.
const ALIKE: u32 = 72;

pub(super) fn alike(one: Colour, other: Colour) -> bool {
    let apart: u32 = one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b))).sum();
    apart < ALIKE
}

impl Style {
    /// Of declarations, as they stand in a `style` attribute.
    pub(super) fn read(declarations: &str) -> Self {
        let text = without_comments(declarations).to_lowercase();
        let mut style = Self::default();
        // A way to write names so that nobody finds them.
        style.hides |= text.contains('\\');
        let clipped = text.contains("hidden") || text.contains("clip");
        for (name, value) in text.split(';').filter_map(|one| one.split_once(':')) {
            let (name, value) = (name.trim(), value.replace("!important", ""));
            let value = value.trim();
            style.hides |= hides(name, value, clipped);
            match name {
                "color" | "-webkit-text-fill-color" => match colour(value) {
                    Some((seen, alpha)) => {
                        style.colour = Some(seen);
                        style.hides |= alpha < 0.15;
                    }
                    None => style.hides |= value == "transparent",
                },
                "background" | "background-color" => style.ground = ground(value).or(style.ground),
                "white-space" => style.keeps_blanks = value.starts_with("pre"),
                _ => {}
            }
        }
        style
    }
}

fn hides(name: &str, value: &str, clipped: bool) -> bool {
    let number = || leading(value).map_or(f32::INFINITY, |(number, _)| number);
    match name {
        "display" => value == "none",
        "visibility" | "content-visibility" => matches!(value, "hidden" | "collapse"),
        "mso-hide" => value == "all",
        "opacity" => number() < if value.ends_with('%') { 15.0 } else { 0.15 },
        "font-size" => tiny(value),
        // The size, before the height of lines.
        "font" => value.split(' ').any(|part| tiny(part.split('/').next().unwrap_or_default())),
        "height" | "max-height" | "width" | "max-width" => clipped && tiny(value),
        "left" | "top" | "right" | "bottom" | "text-indent" | "margin-left" | "margin-top" | "margin" => {
            value.split(' ').any(|part| {
                leading(part).is_some_and(|(number, unit)| {
                    number <= if matches!(unit, "em" | "rem" | "vw" | "vh") { -8.0 } else { -99.0 }
                })
            })
        }
        "letter-spacing" => leading(value)
            .is_some_and(|(number, unit)| number <= if matches!(unit, "em" | "rem") { -0.4 } else { -3.0 }),
        "clip" | "clip-path" | "mask" | "mask-image" => !matches!(value, "none" | "auto"),
        "transform" => value.contains("scale(0") || value.contains("-99") || value.contains("scale3d(0"),
        "filter" => value.contains("opacity(0"),
        _ => false,
    }
}

/// The number that a value begins with, and its unit.
fn leading(value: &str) -> Option<(f32, &str)> {
    let signs = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let end = value.find(|c| !signs(c)).unwrap_or(value.len());
    let (number, unit) = value.split_at_checked(end)?;
    Some((number.parse().ok()?, unit.split(' ').next().unwrap_or_default()))
}

/// A size that nobody can read.
fn tiny(value: &str) -> bool {
    leading(value).is_some_and(|(number, unit)| {
        number
            < match unit {
                "em" | "rem" | "ex" | "ch" => 0.25,
                "%" | "vw" | "vh" => 20.0,
                "in" | "cm" => 0.05,
                _ => 3.0,
            }
    })
}

/// The ground that a background sets.
fn ground(value: &str) -> Option<Ground> {
    if matches!(value, "transparent" | "none" | "inherit" | "initial" | "unset" | "") {
        return None;
    }
    if value.contains("url(") || value.contains("gradient") {
        return Some(Ground::Unknown);
    }
    let whole = colour(value);
    let first = || value.split(' ').find_map(colour);
    let (seen, alpha) = whole.or_else(first)?;
    Some(if alpha > 0.85 { Ground::Plain(seen) } else { Ground::Unknown })
}

/// A colour and how opaque it is; nothing for names that are not known here.
pub(super) fn colour(value: &str) -> Option<(Colour, f32)> {
    let value = value.trim();
    if let Some(digits) = value.strip_prefix('#') {
        return hexadecimal(digits);
    }
    if let Some(parts) =
        value.strip_prefix("rgb").and_then(|rest| rest.trim_start_matches('a').strip_prefix('('))
    {
        let numbers: Vec<(f32, &str)> = parts
            .trim_end_matches(')')
            .split([',', ' ', '/'])
            .filter(|part| !part.is_empty())
            .filter_map(leading)
            .collect();
        let [red, green, blue, rest @ ..] = numbers.as_slice() else { return None };
        let alpha =
            rest.first().map_or(1.0, |(number, unit)| if *unit == "%" { number / 100.0 } else { *number });
        return Some(([red, green, blue].map(|part| channel(*part)), alpha));
    }
    let named = match value {
        "white" => "ffffff",
        "black" => "000000",
        "snow" | "ghostwhite" | "floralwhite" | "ivory" | "mintcream" | "azure" | "whitesmoke"
        | "seashell" | "aliceblue" | "honeydew" | "lavenderblush" | "oldlace" => "f8f8f8",
        "red" => "ff0000",
        "green" => "008000",
        "blue" => "0000ff",
        "yellow" => "ffff00",
        "navy" => "000080",
        "gray" | "grey" => "808080",
        "silver" => "c0c0c0",
        "darkgray" | "darkgrey" => "a9a9a9",
        "lightgray" | "lightgrey" => "d3d3d3",
        "gainsboro" => "dcdcdc",
        "maroon" => "800000",
        "orange" => "ffa500",
        "purple" => "800080",
        "teal" => "008080",
        // As old attributes write it.
        digits if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => digits,
        _ => return None,
    };
    hexadecimal(named)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what fits")]
fn channel((number, unit): (f32, &str)) -> u8 {
    let number = if unit == "%" { number * 2.55 } else { number };
    number.clamp(0.0, 255.0) as u8
}

fn hexadecimal(digits: &str) -> Option<(Colour, f32)> {
    let values: Vec<u8> =
        digits.chars().map(|digit| digit.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    let parts: Vec<u8> = match values.len() {
        3 | 4 => values.iter().map(|value| value * 17).collect(),
        6 | 8 => {
            values.chunks_exact(2).map(|pair| pair.iter().fold(0, |all, value| all << 4 | value)).collect()
        }
        _ => return None,
    };
    let alpha = parts.get(3).map_or(1.0, |alpha| f32::from(*alpha) / 255.0);
    Some((*parts.first_chunk::<3>()?, alpha))
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The most rules of one document that are kept.
const MOST_RULES: usize = 3000;

/// Rules of a style sheet. Each is held against an element alone, never against where it stands: that finds more, not less.
#[derive(Default)]
pub(super) struct Sheet {
    rules: Vec<Rule>,
    /// There were more rules than are kept, or text that styles write.
    pub(super) unsure: bool,
}

struct Rule {
    tag: String,
    id: String,
    classes: Vec<String>,
    style: Style,
}

impl Sheet {
    pub(super) fn add(&mut self, css: &str) {
        let css = without_comments(css).replace("<!--", "").replace("-->", "");
        let mut rest = css.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let selectors = before.rsplit(['}', ';']).next().unwrap_or_default().trim();
            let nested = after.find('{').zip(after.find('}')).is_some_and(|(open, close)| open < close);
            if selectors.starts_with('@') && nested {
                rest = after;
                continue;
            }
            let (declarations, behind) = after.split_once('}').unwrap_or((after, ""));
            rest = behind;
            if !selectors.starts_with('@') {
                self.rule(selectors, declarations);
            }
        }
    }

    fn rule(&mut self, selectors: &str, declarations: &str) {
        for selector in selectors.split(',') {
            let style = Style::read(declarations);
            let written = declarations.to_lowercase().contains("content:");
            self.unsure |= written && (selector.contains(":before") || selector.contains(":after"));
            let last = selector.trim().rsplit([' ', '>', '+', '~']).next().unwrap_or_default();
            if style == Style::default() || last.contains(':') {
                continue;
            }
            if self.rules.len() >= MOST_RULES {
                self.unsure = true;
                return;
            }
            self.rules.push(Rule::of(last, style));
        }
    }

    /// What the rules for an element say.
    pub(super) fn of<'s>(
        &'s self,
        name: &'s str,
        id: &'s str,
        classes: &'s [&'s str],
    ) -> impl Iterator<Item = &'s Style> {
        let fits = move |rule: &&Rule| {
            (rule.tag.is_empty() || rule.tag == name)
                && (rule.id.is_empty() || rule.id == id)
                && rule.classes.iter().all(|class| classes.contains(&class.as_str()))
        };
        self.rules.iter().filter(fits).map(|rule| &rule.style)
    }
}

impl Rule {
    fn of(selector: &str, style: Style) -> Self {
        let mut rule = Self { tag: String::new(), id: String::new(), classes: Vec::new(), style };
        // What an attribute has to be is not asked: the rule is for more then.
        let plain = selector.split('[').next().unwrap_or_default();
        let mut rest = plain;
        while !rest.is_empty() {
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| matches!(c, '.' | '#'))
                .map_or(rest.len(), |(at, _)| at);
            let (part, behind) = rest.split_at(end);
            rest = behind;
            match part.split_at_checked(1) {
                Some((".", class)) => rule.classes.push(class.to_owned()),
                Some(("#", id)) => id.clone_into(&mut rule.id),
                _ if part == "*" => {}
                _ => rule.tag = part.to_lowercase(),
            }
        }
        rule
    }
}
