//! A document of our own in memory, into which parts of the original can be taken over: objects as the reader of the
//! original read and decrypted them, with all that they refer to.

use std::collections::HashMap;
use std::fmt::Write as _;

use hayro::hayro_syntax::object::{Dict, MaybeRef, Object, ObjectIdentifier, Rect, Stream};
use hayro::hayro_syntax::page::{Page, Rotation};
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

/// Entries that take the place of a dictionary's own of the same names.
pub(super) type Amend<'a> = &'a dyn Fn(&Dict<'_>) -> Option<String>;

/// The document as far as it is written.
pub(super) struct Written<'a> {
    from: &'a XRef,
    /// Asked about every dictionary that is taken over.
    amend: Option<Amend<'a>>,
    /// The bytes of each object, by its number less one.
    objects: Vec<Vec<u8>>,
    taken: HashMap<ObjectIdentifier, usize>,
    waiting: Vec<(ObjectIdentifier, usize)>,
    room: usize,
}

impl<'a> Written<'a> {
    /// Nothing yet, of a document, with room for so many bytes.
    pub(super) fn new(from: &'a XRef, room: usize) -> Self {
        Self { from, amend: None, objects: Vec::new(), taken: HashMap::new(), waiting: Vec::new(), room }
    }

    /// The same, with other entries in some dictionaries.
    pub(super) fn amending(from: &'a XRef, room: usize, amend: Amend<'a>) -> Self {
        Self { amend: Some(amend), ..Self::new(from, room) }
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
        self.entries(&mut keys, of.dict(), &|key| key == b"Length" || names(others, key), 0);
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
                let others = self.amend.and_then(|amend| amend(dict)).unwrap_or_default();
                out.extend(b"<<");
                self.entries(out, dict, &|key| names(&others, key), depth);
                out.extend(others.bytes());
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

    /// The resources of a page, as the value of an entry.
    pub(super) fn resources(&mut self, page: &Page<'_>) -> Vec<u8> {
        let resources = page.resources();
        let mut out = b"<<".to_vec();
        for (name, part) in [
            ("/ExtGState", &resources.ext_g_states),
            ("/Font", &resources.fonts),
            ("/Properties", &resources.properties),
            ("/ColorSpace", &resources.color_spaces),
            ("/XObject", &resources.x_objects),
            ("/Pattern", &resources.patterns),
            ("/Shading", &resources.shadings),
        ] {
            out.extend(name.bytes());
            self.value(&mut out, &Object::Dict(part.clone()));
        }
        out.extend(b">>");
        out
    }

    /// The whole document: one page as large as another and turned like it, with these entries, and the layers of its
    /// document.
    pub(super) fn bind(mut self, like: &Page<'_>, entries: &[u8]) -> Result<Vec<u8>, TooMuch> {
        let turned = match like.rotation() {
            Rotation::None => 0,
            Rotation::Horizontal => 90,
            Rotation::Flipped => 180,
            Rotation::FlippedHorizontal => 270,
        };
        let area = |area: Rect| format!("[{} {} {} {}]", area.x0, area.y0, area.x1, area.y1);
        let mut page = format!(
            "<</Type/Page/MediaBox{}/CropBox{}/Rotate {turned}",
            area(like.media_box()),
            area(like.crop_box()),
        )
        .into_bytes();
        page.extend(entries);
        page.extend(b">>");
        let page = self.add(page);
        let tree = self.add(format!("<</Type/Pages/Count 1/Kids[{page} 0 R]>>").into_bytes());
        let mut root = format!("<</Type/Catalog/Pages {tree} 0 R").into_bytes();
        let catalog = self.from.get::<Dict<'_>>(self.from.root_id()).unwrap_or_default();
        if let Some(layers) = catalog.get::<Dict<'_>>(b"OCProperties") {
            root.extend(b"/OCProperties ");
            self.value(&mut root, &Object::Dict(layers));
        }
        root.extend(b">>");
        let root = self.add(root);
        self.finish(root)
    }

    /// `catalog` is the number of the first object.
    fn finish(mut self, catalog: usize) -> Result<Vec<u8>, TooMuch> {
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

/// Whether a key stands among entries as they are written.
fn names(entries: &str, key: &[u8]) -> bool {
    let key = [b"/", key, b" "].concat();
    entries.as_bytes().windows(key.len()).any(|part| part == key)
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

/// A stream as it is written.
pub(super) fn stream(keys: &[u8], content: &[u8]) -> Vec<u8> {
    let mut out = b"<<".to_vec();
    out.extend(keys);
    out.extend(format!("/Length {}>>\nstream\n", content.len()).bytes());
    out.extend(content);
    out.extend(b"\nendstream");
    out
}
