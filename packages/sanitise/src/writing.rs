//! A document of our own in memory, into which parts of the original can be taken over: objects as the reader of the
//! original read and decrypted them, with all that they refer to.

use std::collections::HashMap;
use std::fmt::Write as _;

use hayro::hayro_syntax::object::{Dict, MaybeRef, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::xref::XRef;

/// How deep what is taken over may be nested.
const DEEPEST: u32 = 40;

/// What leads away from a thing to the page, the form or the document around it, or is not drawn.
const LEFT_OUT: [&[u8]; 16] = [
    b"Parent",
    b"Metadata",
    b"PieceInfo",
    b"StructParent",
    b"StructParents",
    b"Popup",
    b"IRT",
    b"AA",
    b"Dest",
    b"OPI",
    b"Alternates",
    b"LastModified",
    b"Order",
    b"RBGroups",
    b"Locked",
    b"Configs",
];

/// More was to be taken over than may be.
#[derive(Debug)]
pub(super) struct TooMuch;

/// The document as far as it is written.
pub(super) struct Written<'a> {
    from: &'a XRef,
    /// The bytes of each object, by its number less one.
    objects: Vec<Vec<u8>>,
    taken: HashMap<ObjectIdentifier, usize>,
    waiting: Vec<(ObjectIdentifier, usize)>,
    room: usize,
}

impl<'a> Written<'a> {
    /// Nothing yet, of a document, with room for so many bytes.
    pub(super) fn new(from: &'a XRef, room: usize) -> Self {
        Self { from, objects: Vec::new(), taken: HashMap::new(), waiting: Vec::new(), room }
    }

    /// Adds an object, and says its number.
    pub(super) fn add(&mut self, object: Vec<u8>) -> usize {
        self.objects.push(object);
        self.objects.len()
    }

    /// Adds a stream with these keys.
    pub(super) fn add_stream(&mut self, keys: &str, content: &[u8]) -> usize {
        self.add(stream(keys.as_bytes(), content))
    }

    /// Takes over a stream, with other values for these keys.
    pub(super) fn take_stream(&mut self, of: &Stream<'_>, others: &str) -> usize {
        let mut keys = others.as_bytes().to_vec();
        let known = |key: &[u8]| others.as_bytes().windows(key.len()).any(|part| part == key);
        self.entries(&mut keys, of.dict(), &|key| key == b"Length" || known(&[b"/", key, b" "].concat()), 0);
        self.add(stream(&keys, &of.raw_data()))
    }

    /// What is taken over where it is.
    pub(super) fn value(&mut self, out: &mut Vec<u8>, object: &Object<'_>) {
        self.direct(out, object, 0);
    }

    fn direct(&mut self, out: &mut Vec<u8>, object: &Object<'_>, depth: u32) {
        if depth > DEEPEST {
            out.extend(b"null");
            return;
        }
        match object {
            Object::Null(_) | Object::Stream(_) => out.extend(b"null"),
            Object::Boolean(value) => out.extend(value.to_string().bytes()),
            // Written out, never with an exponent.
            Object::Number(number) => out.extend(number.as_f64().to_string().bytes()),
            Object::String(text) => {
                out.push(b'<');
                out.extend(text.as_bytes().iter().flat_map(|byte| format!("{byte:02X}").into_bytes()));
                out.push(b'>');
            }
            Object::Name(name) => self::name(out, name),
            Object::Array(array) => {
                out.push(b'[');
                for item in array.raw_iter() {
                    self.reference(out, &item, depth);
                    out.push(b' ');
                }
                out.push(b']');
            }
            Object::Dict(dict) => {
                out.extend(b"<<");
                self.entries(out, dict, &|_| false, depth);
                out.extend(b">>");
            }
        }
    }

    fn entries(&mut self, out: &mut Vec<u8>, dict: &Dict<'_>, leave: &dyn Fn(&[u8]) -> bool, depth: u32) {
        for (key, value) in dict.entries() {
            if leave(&key) || LEFT_OUT.contains(&key.as_ref()) {
                continue;
            }
            name(out, &key);
            out.push(b' ');
            self.reference(out, &value, depth);
        }
    }

    fn reference(&mut self, out: &mut Vec<u8>, value: &MaybeRef<Object<'_>>, depth: u32) {
        match value {
            MaybeRef::NotRef(object) => self.direct(out, object, depth + 1),
            MaybeRef::Ref(to) => {
                let number = self.take((*to).into());
                out.extend(format!("{number} 0 R").bytes());
            }
        }
    }

    /// The number that an object of the original has here.
    pub(super) fn take(&mut self, id: ObjectIdentifier) -> usize {
        if let Some(number) = self.taken.get(&id) {
            return *number;
        }
        let number = self.add(b"null".to_vec());
        self.taken.insert(id, number);
        self.waiting.push((id, number));
        number
    }

    /// Everything that is referred to by now, and what that refers to.
    fn take_the_rest(&mut self) -> Result<(), TooMuch> {
        let mut total: usize = self.objects.iter().map(Vec::len).sum();
        while let Some((id, number)) = self.waiting.pop() {
            let mut out = Vec::new();
            match self.from.get::<Object<'_>>(id) {
                Some(Object::Stream(of)) => {
                    let mut keys = Vec::new();
                    self.entries(&mut keys, of.dict(), &|key| key == b"Length", 0);
                    out = stream(&keys, &of.raw_data());
                }
                Some(object) => self.direct(&mut out, &object, 0),
                None => out.extend(b"null"),
            }
            total = total.saturating_add(out.len());
            if total > self.room {
                return Err(TooMuch);
            }
            if let Some(place) = self.objects.get_mut(number - 1) {
                *place = out;
            }
        }
        Ok(())
    }

    /// The whole document; `catalog` is the number of its first object.
    pub(super) fn finish(mut self, catalog: usize) -> Result<Vec<u8>, TooMuch> {
        self.take_the_rest()?;
        let mut out = b"%PDF-2.0\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (number, object) in (1..).zip(&self.objects) {
            // Into memory: does not fail.
            let _ = writeln!(table, "{:010} 00000 n ", out.len());
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        out.extend(table.bytes());
        let size = self.objects.len() + 1;
        out.extend(
            format!("trailer\n<</Size {size}/Root {catalog} 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes(),
        );
        Ok(out)
    }
}

fn name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() {
            out.push(*byte);
        } else {
            out.extend(format!("#{byte:02X}").bytes());
        }
    }
}

fn stream(keys: &[u8], content: &[u8]) -> Vec<u8> {
    let mut out = b"<<".to_vec();
    out.extend(keys);
    out.extend(format!("/Length {}>>\nstream\n", content.len()).bytes());
    out.extend(content);
    out.extend(b"\nendstream");
    out
}
