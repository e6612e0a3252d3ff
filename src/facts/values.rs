//! The values that are not words of a vocabulary: texts, addresses, codes, and the cells of a source.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde_json::Value;

use super::parts::{Item, Part, Reading, Shape};
use crate::error::{Message, message};
use crate::geography::{CountryCode, Subdivision};
use crate::web::{typed, visible};

/// The most characters of a line, of a longer text, of an address, and of one cell of a source.
pub const LINE: usize = 500;
/// See [`LINE`].
pub const PROSE: usize = 10_000;
/// See [`LINE`].
pub const ADDRESS: usize = 2_000;
/// See [`LINE`].
pub const CELL: usize = 20_000;
/// The most cells of a source's row.
pub const MOST_CELLS: usize = 200;

/// What was typed; nothing where that is nothing.
fn clean(text: &str, most: usize, lines: bool) -> Result<Option<String>, Message> {
    Ok(Some(typed(text, most, lines)?).filter(|text| !text.is_empty()))
}

macro_rules! text {
    ($(#[$meta:meta])* $name:ident, $list:expr, $parse:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Parses it; `Ok(None)` where the text is blank.
            ///
            /// # Errors
            /// Says in a sentence what is wrong.
            pub fn parse(text: &str) -> Result<Option<Self>, Message> {
                let parse: fn(&str) -> Result<Option<String>, Message> = $parse;
                Ok(parse(text)?.map(Self))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Item for $name {
            const SHAPE: Shape = Shape::Text;
            const LIST: Shape = $list;

            fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
                match Self::parse(reading.text(value, at)?) {
                    Ok(value) => value,
                    Err(fault) => {
                        reading.fault(at, fault);
                        None
                    }
                }
            }

            fn write(&self) -> Value {
                self.0.as_str().into()
            }
        }
    };
}

text! {
    /// One line of text: at most [`LINE`] characters.
    Line, Shape::Lines, |text| clean(text, LINE, false)
}
text! {
    /// A name: a line that a form may also take with others, commas between.
    Name, Shape::Names, |text| clean(text, LINE, false)
}
text! {
    /// A text of several lines: at most [`PROSE`] characters.
    Prose, Shape::Lines, |text| clean(text, PROSE, true)
}
text! {
    /// An address on the web. Only `http` and `https`, so that a page can offer it as a link.
    Link, Shape::Lines, |text| {
        let Some(link) = clean(&visible(text), ADDRESS, false)? else { return Ok(None) };
        let start = link.get(..8).unwrap_or(&link).to_ascii_lowercase();
        let host = start.strip_prefix("http://").or_else(|| start.strip_prefix("https://"));
        let rest = link.split_once("://").map_or("", |(_, rest)| rest);
        if host.is_none() || rest.is_empty() || rest.starts_with('/') {
            return Err(message("fault-web-address"));
        }
        if link.contains(char::is_whitespace) || link.contains(['<', '>', '"']) {
            return Err(message("fault-address-characters"));
        }
        Ok(Some(link))
    }
}
text! {
    /// A domain name, in small letters: `example.org`, `*.example.org`.
    Domain, Shape::Words, |text| {
        let Some(domain) = clean(&visible(text), 253, false)? else { return Ok(None) };
        let domain = domain.to_lowercase();
        let labels = domain.strip_prefix("*.").unwrap_or(&domain).trim_end_matches('.');
        let good = |label: &str| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        };
        if !labels.contains('.') || !labels.split('.').all(good) {
            return Err(message("fault-domain"));
        }
        Ok(Some(domain.trim_end_matches('.').to_owned()))
    }
}
text! {
    /// The name of a service. Well-known ones are brought to one spelling, see [`canonical_service`].
    Service, Shape::Names, |text| Ok(clean(text, LINE, false)?.map(|name| canonical_service(&name)))
}

/// The services that sources name most, as their makers write them.
const SERVICES: &[&str] = &[
    "Blued",
    "BoyAhoy",
    "Clubhouse",
    "Discord",
    "Dropbox",
    "Facebook",
    "Facebook Live",
    "Facebook Messenger",
    "GitHub",
    "Gmail",
    "Google",
    "Google Drive",
    "Google Translate",
    "Grindr",
    "imo",
    "Instagram",
    "LINE",
    "LinkedIn",
    "Medium",
    "Microsoft Teams",
    "Odnoklassniki",
    "Periscope",
    "Phone calls",
    "Pinterest",
    "PUBG",
    "QQ",
    "Quora",
    "Reddit",
    "Roblox",
    "Signal",
    "Skype",
    "SMS",
    "Snapchat",
    "SoundCloud",
    "Spotify",
    "Tango",
    "Telegram",
    "Threads",
    "TikTok",
    "Tinder",
    "Tor",
    "Tumblr",
    "Twitch",
    "Twitter",
    "Viber",
    "Vimeo",
    "VK",
    "VoIP",
    "WeChat",
    "WhatsApp",
    "Wikipedia",
    "X",
    "YouTube",
    "Zoom",
];

/// One spelling for a service that is well known: `youtube` is `YouTube`. Others stay as written. Nothing is
/// merged that differs in more than the case of letters: `Messenger` may be anybody's.
pub fn canonical_service(name: &str) -> String {
    let name = name.trim();
    SERVICES
        .iter()
        .find(|known| known.eq_ignore_ascii_case(name))
        .map_or_else(|| name.to_owned(), |known| (*known).to_owned())
}

/// The number of an autonomous system; `AS64496` is read too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asn(pub u32);

impl Item for Asn {
    const SHAPE: Shape = Shape::Number;

    fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
        let number = match value {
            Value::String(text) => {
                let text = text.trim();
                let digits =
                    text.get(..2).filter(|start| start.eq_ignore_ascii_case("as")).and(text.get(2..));
                digits.unwrap_or(text).parse().ok()
            }
            _ => value.as_u64().and_then(|number| u32::try_from(number).ok()),
        };
        if number.is_none() {
            reading.fault(at, message("fault-asn"));
        }
        number.map(Self)
    }

    fn write(&self) -> Value {
        self.0.into()
    }
}

/// A count of people: exact, or between two numbers, both included, where no more is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exactly(u64),
    /// At least and at most so many: `1000-9999`.
    Between(u64, u64),
}

impl Count {
    /// Reads its JSON.
    pub fn of(value: &Value) -> Option<Self> {
        // What a JSON reader keeps exactly.
        let known = |number: u64| Some(number).filter(|number| *number <= 1 << 53);
        match value {
            Value::String(text) => {
                let (least, most) = text.split_once(['-', '–'])?;
                let number = |text: &str| text.trim().parse().ok().and_then(known);
                let (least, most) = (number(least)?, number(most)?);
                (least <= most).then_some(Self::Between(least, most))
            }
            other => other.as_u64().and_then(known).map(Self::Exactly),
        }
    }
}

impl Item for Count {
    const SHAPE: Shape = Shape::Number;

    fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
        let count = Self::of(value);
        if count.is_none() {
            reading.fault(at, message("fault-whole-number"));
        }
        count
    }

    fn write(&self) -> Value {
        match self {
            Self::Exactly(number) => (*number).into(),
            Self::Between(least, most) => format!("{least}-{most}").into(),
        }
    }
}

macro_rules! code {
    ($name:ident) => {
        impl Item for $name {
            const SHAPE: Shape = Shape::Text;

            fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
                let text = reading.text(value, at)?.trim();
                if text.is_empty() {
                    return None;
                }
                text.parse().map_err(|fault| reading.fault(at, fault)).ok()
            }

            fn write(&self) -> Value {
                self.as_str().into()
            }
        }
    };
}
code!(CountryCode);
code!(Subdivision);

/// The cells of a source's own row, by the names of its columns: every one, exactly as it stood there.
/// At most [`MOST_CELLS`] of [`CELL`] characters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Raw(pub BTreeMap<String, String>);

impl Part for Raw {
    const SHAPE: Shape = Shape::Sealed;

    fn read(value: &Value, at: &str, reading: &mut Reading) -> Self {
        let map = match value {
            Value::Null => return Self::default(),
            Value::Object(map) if map.len() <= MOST_CELLS => map,
            Value::Object(_) => {
                reading.fault(at, message("fault-too-many-cells").number("most", MOST_CELLS as u64));
                return Self::default();
            }
            _ => {
                reading.fault(at, message("fault-object"));
                return Self::default();
            }
        };
        let mut cells = BTreeMap::new();
        for (place, (name, cell)) in map.iter().enumerate() {
            match cell.as_str() {
                _ if name.chars().nth(LINE).is_some() => {
                    reading.fault(
                        at,
                        message("fault-cell-name").with("place", place).number("most", LINE as u64),
                    );
                }
                Some(cell) if cell.chars().nth(CELL).is_none() => {
                    cells.insert(name.clone(), cell.to_owned());
                }
                Some(_) => {
                    reading.fault(
                        &format!("{at}.{name}"),
                        message("fault-too-long").number("most", CELL as u64),
                    );
                }
                None => reading.fault(&format!("{at}.{name}"), message("fault-text")),
            }
        }
        Self(cells)
    }

    fn write(&self) -> Option<Value> {
        let cells = || self.0.iter().map(|(name, cell)| (name.clone(), Value::from(cell.as_str()))).collect();
        (!self.0.is_empty()).then(cells)
    }

    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}
