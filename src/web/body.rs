//! The fields of a JSON body, read strictly: what is unknown, of another type or too long is named, never passed
//! over.

use std::collections::BTreeMap;
use std::fmt::{self, Formatter};
use std::slice::Iter;

use serde::de::value::{Error as NotRead, MapDeserializer, StrDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::text::control_in;
use crate::error::{Error, Fields, Result, message};

/// The most characters of a text for which nothing else is said.
const LONGEST: usize = 4_096;
/// The most entries of a list.
const MOST: usize = 500;

/// Refuses fields that the call does not know.
pub fn only(body: &Value, names: &[&str]) -> Result<()> {
    let mut faults = Fields::default();
    for name in body.as_object().into_iter().flat_map(|object| object.keys()) {
        if !names.contains(&name.as_str()) {
            faults.add(name, message("fault-no-such-field"));
        }
    }
    faults.into_result(())
}

/// A text; missing is empty, and anything else is refused.
pub fn text(body: &Value, name: &str) -> Result<String> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => whole(name, text),
        Some(_) => Err(Error::invalid(name, message("fault-text"))),
    }
}

/// A list of texts; missing is empty, and anything else is refused.
pub fn words(body: &Value, name: &str) -> Result<Vec<String>> {
    let refused = || Error::invalid(name, message("fault-list-of-texts").number("most", MOST as u64));
    match body.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(words)) if words.len() <= MOST => {
            words.iter().map(|word| whole(name, word.as_str().ok_or_else(refused)?)).collect()
        }
        Some(_) => Err(refused()),
    }
}

/// Texts by their names; missing is none, one that is null is left out, and anything else is refused. How long each may be is
/// for its verb to say.
fn named(body: &Value, name: &str) -> Result<BTreeMap<String, String>> {
    let below = match body.get(name) {
        None | Some(Value::Null) => return Ok(BTreeMap::new()),
        Some(Value::Object(below)) => below,
        Some(_) => return Err(Error::invalid(name, message("fault-object"))),
    };
    let (mut texts, mut faults) = (BTreeMap::new(), Fields::default());
    for (part, text) in below {
        match text {
            Value::Null => {}
            Value::String(text) => drop(texts.insert(part.clone(), text.clone())),
            _ => faults.add(format!("{name}.{part}"), message("fault-text")),
        }
    }
    faults.into_result(texts)
}

/// For a field of a struct that [`read`] reads, by serde's `deserialize_with`: a text that may be longer than others. How long
/// is for its verb to say.
pub fn long<'de, D: Deserializer<'de>>(field: D) -> Result<Option<String>, D::Error> {
    struct Long;

    impl Visitor<'_> for Long {
        type Value = Option<String>;

        fn expecting(&self, to: &mut Formatter<'_>) -> fmt::Result {
            to.write_str("a text")
        }

        fn visit_none<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }
    }

    field.deserialize_newtype_struct(LONG, Long)
}

/// The name under which [`long`] asks for its field.
const LONG: &str = "long";

/// Yes or no; missing is no, and anything else is refused.
pub fn flag(body: &Value, name: &str) -> Result<bool> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(Error::invalid(name, message("fault-true-or-false"))),
    }
}

fn whole(name: &str, text: &str) -> Result<String> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(Error::invalid(name, message("fault-too-long").number("most", LONGEST as u64)));
    }
    // One of the databases keeps no such text.
    if text.contains('\0') {
        let fault = control_in(&text.replace("\r\n", "\n"));
        return Err(Error::invalid(name, fault.unwrap_or(message("fault-text"))));
    }
    Ok(text.to_owned())
}

/// A body whose numbers in these fields are read as text.
pub fn with_numbers(mut body: Value, names: &[&str]) -> Value {
    for name in names {
        if let Some(field) = body.get_mut(*name).filter(|field| field.is_u64()) {
            *field = Value::String(field.to_string());
        }
    }
    body
}

/// Reads a body into the struct that describes it, and names every wrong field at once. A field that is missing or null is
/// empty: what a call needs is asked for by its verb, as it is of a form.
pub fn read<T: DeserializeOwned>(body: &Value) -> Result<T> {
    let mut faults = Fields::default();
    let fields = T::deserialize(Body { body, faults: &mut faults }).map_err(Error::internal)?;
    faults.into_result(fields)
}

/// A body: a struct of texts, lists of texts or of such structs, texts by their names, and yes or no.
struct Body<'a> {
    body: &'a Value,
    faults: &'a mut Fields,
}

impl<'de> Deserializer<'de> for Body<'_> {
    type Error = NotRead;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotRead> {
        Err(NotRead::custom("a body is read into a struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        if let Err(Error::Invalid(Fields(unknown))) = only(self.body, names) {
            self.faults.0.extend(unknown);
        }
        visitor.visit_map(Entries { names: names.iter(), name: "", of: self })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The fields of a struct, one after the other.
struct Entries<'a> {
    names: Iter<'static, &'static str>,
    name: &'static str,
    of: Body<'a>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = NotRead;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, NotRead> {
        let Some(name) = self.names.next() else { return Ok(None) };
        self.name = name;
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, NotRead> {
        seed.deserialize(Field { name: self.name, body: self.of.body, faults: self.of.faults })
    }
}

/// One field. What is wrong with it is noted, and reading goes on.
struct Field<'a> {
    name: &'static str,
    body: &'a Value,
    faults: &'a mut Fields,
}

impl Field<'_> {
    fn noted<T: Default>(self, read: Result<T>) -> T {
        read.unwrap_or_else(|fault| {
            if let Error::Invalid(Fields(faults)) = fault {
                self.faults.0.extend(faults);
            }
            T::default()
        })
    }
}

impl<'de> Deserializer<'de> for Field<'_> {
    type Error = NotRead;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotRead> {
        Err(NotRead::custom("a field is a text, a list of texts, texts by their names, or yes or no"))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        let read = text(self.body, self.name);
        visitor.visit_string(self.noted(read))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        let read = flag(self.body, self.name);
        visitor.visit_bool(self.noted(read))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        let refused = message("fault-list-of-texts").number("most", MOST as u64);
        let items: &[Value] = match self.body.get(self.name) {
            None | Some(Value::Null) => &[],
            Some(Value::Array(items)) if items.len() <= MOST => items,
            Some(_) => {
                self.faults.add(self.name, refused);
                &[]
            }
        };
        visitor.visit_seq(Items { left: items.iter(), name: self.name, faults: self.faults })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        let read = named(self.body, self.name);
        visitor.visit_map(MapDeserializer::new(self.noted(read).into_iter()))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        match self.body.get(self.name) {
            _ if name != LONG => self.deserialize_any(visitor),
            None | Some(Value::Null) => visitor.visit_none(),
            Some(Value::String(text)) => visitor.visit_string(text.clone()),
            Some(_) => self.deserialize_string(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        match self.body.get(self.name) {
            None | Some(Value::Null) => visitor.visit_none(),
            Some(_) => visitor.visit_some(self),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str bytes byte_buf unit unit_struct tuple tuple_struct struct enum
        identifier ignored_any
    }
}

/// The entries of a list: texts or structs. What is wrong with one is noted under the name of the list.
struct Items<'a> {
    left: Iter<'a, Value>,
    name: &'static str,
    faults: &'a mut Fields,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = NotRead;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, NotRead> {
        let Some(item) = self.left.next() else { return Ok(None) };
        seed.deserialize(Item { value: item, name: self.name, faults: self.faults }).map(Some)
    }
}

/// One of them.
struct Item<'a> {
    value: &'a Value,
    name: &'static str,
    faults: &'a mut Fields,
}

impl<'de> Deserializer<'de> for Item<'_> {
    type Error = NotRead;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NotRead> {
        Err(NotRead::custom("an entry of a list is a text or a struct"))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, NotRead> {
        let text = match self.value {
            Value::String(text) => whole(self.name, text),
            _ => Err(Error::invalid(self.name, message("fault-list-of-texts").number("most", MOST as u64))),
        };
        visitor.visit_string(Field { name: self.name, body: self.value, faults: self.faults }.noted(text))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        struct_name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotRead> {
        let nothing = Value::Null;
        let mut faults = Fields::default();
        if !self.value.is_object() {
            faults.add(self.name, message("fault-object"));
        }
        let body = if self.value.is_object() { self.value } else { &nothing };
        let read = Body { body, faults: &mut faults }.deserialize_struct(struct_name, names, visitor)?;
        for wrong in faults.0.into_values().flatten() {
            self.faults.add(self.name, wrong);
        }
        Ok(read)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str bytes byte_buf option unit unit_struct newtype_struct seq
        tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests;
