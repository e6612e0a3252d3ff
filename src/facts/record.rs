//! The macros that make a record of facts out of its fields.

/// Declares a record of facts: the struct, the names of its fields, reading, writing, taking fields out.
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[doc = $doc:literal])* pub $field:ident: $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct $name { $($(#[doc = $doc])* pub $field: $kind,)* }

        impl $name {
            /// The names of the fields, in order.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field),)*];

            /// The JSON of one field; nothing where it is absent or there is none of this name.
            pub fn get(&self, field: &str) -> Option<serde_json::Value> {
                use $crate::facts::Part;
                match field {
                    $(stringify!($field) => if self.$field.is_absent() { None } else { Part::write(&self.$field) },)*
                    _ => None,
                }
            }

            /// Makes a field absent. False where there is none of this name.
            pub fn clear(&mut self, field: &str) -> bool {
                match field {
                    $(stringify!($field) => self.$field = Default::default(),)*
                    _ => return false,
                }
                true
            }
        }

        impl $crate::facts::Part for $name {
            const SHAPE: $crate::facts::Shape = $crate::facts::Shape::Record(
                &[$((stringify!($field), <$kind as $crate::facts::Part>::SHAPE),)*]
            );

            fn read(
                value: &serde_json::Value,
                at: &str,
                reading: &mut $crate::facts::Reading,
            ) -> Self {
                let Some(map) = reading.object(value, at, Self::FIELDS) else { return Self::default() };
                Self {
                    $($field: $crate::facts::Part::read(
                        map.get(stringify!($field)).unwrap_or(&serde_json::Value::Null),
                        &format!("{at}.{}", stringify!($field)),
                        reading,
                    ),)*
                }
            }

            fn write(&self) -> Option<serde_json::Value> {
                if self.is_absent() {
                    return None;
                }
                let mut map = serde_json::Map::new();
                $(if let Some(value) = $crate::facts::Part::write(&self.$field) {
                    map.insert(stringify!($field).to_owned(), value);
                })*
                Some(serde_json::Value::Object(map))
            }

            fn is_absent(&self) -> bool {
                $($crate::facts::Part::is_absent(&self.$field))&&*
            }
        }

        impl $crate::facts::described::Described for $name {
            fn schema() -> utoipa::openapi::schema::Schema {
                use $crate::facts::described::{Described, record};
                record(vec![$((
                    stringify!($field),
                    concat!($($doc, "\n"),*),
                    <$kind as Described>::schema(),
                )),*])
            }
        }
    };
}
pub(super) use record;

/// Makes a record an entry of a list. An entry that states nothing is left out.
macro_rules! entry {
    ($name:ident) => {
        impl $crate::facts::Item for $name {
            const SHAPE: $crate::facts::Shape = <Self as $crate::facts::Part>::SHAPE;
            const LIST: $crate::facts::Shape = match Self::SHAPE_OF_ENTRY {
                $crate::facts::Shape::Record(fields) => $crate::facts::Shape::Records(fields),
                other => other,
            };

            fn read(
                value: &serde_json::Value,
                at: &str,
                reading: &mut $crate::facts::Reading,
            ) -> Option<Self> {
                use $crate::facts::Part;
                let entry = <Self as Part>::read(value, at, reading);
                (!entry.is_absent()).then_some(entry)
            }

            fn write(&self) -> serde_json::Value {
                $crate::facts::Part::write(self).unwrap_or_default()
            }
        }

        impl $name {
            const SHAPE_OF_ENTRY: $crate::facts::Shape = <Self as $crate::facts::Part>::SHAPE;
        }
    };
}
pub(super) use entry;
