//! How a fact is read and written: the traits behind every field.
//!
//! Reading never stops at the first fault: each is noted under its path (`facts.started.date`) and the field is
//! left absent, so that a form can show everything that is wrong at once.

use serde_json::{Map, Value};

use crate::error::{Fields, Message, message};

/// The word that says: the source states that it does not know.
pub const UNKNOWN: &str = "unknown";

/// The most entries a list may have.
pub const MOST_ENTRIES: usize = 300;

/// Who speaks, and so how strictly facts are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A person who can correct what is refused.
    Person,
    /// A source kept as it is: an end before its start stays what the source says.
    Import,
}

/// A reading under way: its mode, and what was found wrong.
#[derive(Debug)]
pub struct Reading {
    /// How strictly.
    pub mode: Mode,
    /// The faults so far, by path.
    pub faults: Fields,
}

impl Reading {
    pub(super) fn new(mode: Mode) -> Self {
        Self { mode, faults: Fields::default() }
    }

    /// Notes a fault at a path.
    pub fn fault(&mut self, at: &str, message: Message) {
        self.faults.add(at, message);
    }

    /// The map in an object of which only `known` names are facts. `null` is an empty one.
    pub(super) fn object<'v>(
        &mut self,
        value: &'v Value,
        at: &str,
        known: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Value::Object(map) = value else {
            if !value.is_null() {
                self.fault(at, message("fault-object"));
            }
            return None;
        };
        for name in map.keys().filter(|name| !known.contains(&name.as_str())) {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            self.fault(&format!("{at}.{shown}"), message("fault-no-such-fact"));
        }
        Some(map)
    }

    /// The text of a string; a fault where it is something else.
    pub(super) fn text<'v>(&mut self, value: &'v Value, at: &str) -> Option<&'v str> {
        if value.as_str().is_none() {
            self.fault(at, message("fault-text"));
        }
        value.as_str()
    }
}

/// What a form must know of a field to show and read it.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One word or line of text.
    Text,
    /// A whole number.
    Number,
    /// Yes, or nothing.
    Flag,
    /// Yes, no, or nothing.
    YesNo,
    /// `{date, precision, estimated}`.
    Date,
    /// Values without blanks or commas: words, codes, numbers.
    Words,
    /// Texts that may hold commas: one a line.
    Lines,
    /// Names that hold commas only by accident: one a line, or commas between.
    Names,
    /// Named fields.
    Record(&'static [(&'static str, Shape)]),
    /// A list of records.
    Records(&'static [(&'static str, Shape)]),
    /// Not for forms: kept as it is.
    Sealed,
}

/// A field of a record: it can be absent.
pub trait Part: Default {
    /// What a form must know of it.
    const SHAPE: Shape;
    /// Reads it; `null` is absent, and what cannot be read is a fault and absent.
    fn read(value: &Value, at: &str, reading: &mut Reading) -> Self;
    /// Its JSON, nothing where it is absent.
    fn write(&self) -> Option<Value>;
    /// Whether nothing is stated.
    fn is_absent(&self) -> bool;
}

/// A value that somebody stated. Blank input reads as nothing, without a fault.
pub trait Item: Sized + PartialEq {
    /// What a form must know of it.
    const SHAPE: Shape;
    /// What a form must know of a list of it.
    const LIST: Shape = Shape::Words;
    /// Reads it.
    fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self>;
    /// Its JSON.
    fn write(&self) -> Value;
    /// The JSON that says "unknown" in this field.
    fn unknown() -> Value {
        UNKNOWN.into()
    }
}

/// What is said about a fact. "Unknown" is a statement; absent is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Stated<T> {
    /// Nothing is stated.
    #[default]
    Absent,
    /// The source says that it is not known.
    Unknown,
    /// This is stated.
    Known(T),
}

/// A list of stated values, in the order of first mention, each once.
pub type List<T> = Stated<Vec<T>>;

impl<T> Stated<T> {
    /// The value, where one is known.
    pub fn known(&self) -> Option<&T> {
        if let Self::Known(value) = self { Some(value) } else { None }
    }

    /// Whether the source says that it does not know.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// Whether nothing is stated.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T> Stated<Vec<T>> {
    /// The entries; none where the list is absent or unknown.
    pub fn entries(&self) -> &[T] {
        self.known().map_or(&[], Vec::as_slice)
    }
}

impl<T> From<Option<T>> for Stated<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Known)
    }
}

impl<T> FromIterator<T> for Stated<Vec<T>> {
    /// No entries is absent.
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let entries: Vec<T> = entries.into_iter().collect();
        if entries.is_empty() { Self::Absent } else { Self::Known(entries) }
    }
}

impl<T: Item> Part for Stated<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(value: &Value, at: &str, reading: &mut Reading) -> Self {
        if value.is_null() {
            Self::Absent
        } else if *value == T::unknown() || value.as_str().is_some_and(|text| text.trim() == UNKNOWN) {
            Self::Unknown
        } else {
            T::read(value, at, reading).into()
        }
    }

    fn write(&self) -> Option<Value> {
        match self {
            Self::Absent => None,
            Self::Unknown => Some(T::unknown()),
            Self::Known(value) => Some(value.write()),
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: Item> Item for Vec<T> {
    const SHAPE: Shape = T::LIST;

    fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
        let Value::Array(values) = value else {
            reading.fault(at, message("fault-list"));
            return None;
        };
        if values.len() > MOST_ENTRIES {
            reading.fault(at, message("fault-too-many-entries").number("most", MOST_ENTRIES as u64));
            return None;
        }
        let mut entries = Self::new();
        for (place, value) in values.iter().enumerate() {
            if value.as_str().is_some_and(|text| text.trim() == UNKNOWN) {
                reading.fault(&format!("{at}.{place}"), message("fault-unknown-alone"));
            } else if let Some(entry) = T::read(value, &format!("{at}.{place}"), reading)
                && !entries.contains(&entry)
            {
                entries.push(entry);
            }
        }
        (!entries.is_empty()).then_some(entries)
    }

    fn write(&self) -> Value {
        self.iter().map(T::write).collect()
    }

    fn unknown() -> Value {
        Value::Array(vec![UNKNOWN.into()])
    }
}

impl Part for bool {
    const SHAPE: Shape = Shape::Flag;

    fn read(value: &Value, at: &str, reading: &mut Reading) -> Self {
        if !value.is_boolean() && !value.is_null() {
            reading.fault(at, message("fault-true-or-false"));
        }
        value.as_bool().unwrap_or(false)
    }

    fn write(&self) -> Option<Value> {
        Some((*self).into())
    }

    fn is_absent(&self) -> bool {
        !self
    }
}

/// Whole numbers up to what a JSON reader keeps exactly (2⁵³).
impl Item for u64 {
    const SHAPE: Shape = Shape::Number;

    fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
        let number = value.as_u64().filter(|number| *number <= 1 << 53);
        if number.is_none() {
            reading.fault(at, message("fault-whole-number"));
        }
        number
    }

    fn write(&self) -> Value {
        (*self).into()
    }
}

impl Item for bool {
    const SHAPE: Shape = Shape::YesNo;

    fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
        let flag = value.as_bool();
        if flag.is_none() {
            reading.fault(at, message("fault-true-or-false"));
        }
        flag
    }

    fn write(&self) -> Value {
        (*self).into()
    }
}
