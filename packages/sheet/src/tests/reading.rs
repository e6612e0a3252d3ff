//! A document as a screen reader hears it: by its tags, each with the words that its glyphs stand for. What has no tag is
//! not heard.

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::Page;

/// What was read.
pub(super) struct Heard {
    pub pages: usize,
    /// The tags, one in the other: `H1 P L(LI(LBody))`.
    pub structure: String,
    /// What each heading, paragraph, name and link says.
    pub texts: Vec<String>,
    /// Where links lead.
    pub links: Vec<String>,
    pub language: String,
    pub title: String,
}

/// Reads a document.
pub(super) fn hear(document: &[u8]) -> Heard {
    let pdf = Pdf::new(document.to_vec()).unwrap();
    let root: Dict = pdf.xref().get(pdf.xref().root_id()).unwrap();
    let mut contents = HashMap::new();
    let mut links = Vec::new();
    for page in pdf.pages().iter() {
        let id = page.raw().obj_id().unwrap();
        contents.extend(marked(page).into_iter().map(|(mcid, text)| ((id, mcid), text)));
        let annotations = page.raw().get::<Array>("Annots");
        for annotation in annotations.iter().flat_map(Array::iter::<Dict>) {
            links.push(string(&annotation.get::<Dict>("A").unwrap(), "URI"));
        }
    }
    let tree: Dict = root.get("StructTreeRoot").unwrap();
    let mut walk = Walk { contents, texts: Vec::new() };
    let structure = walk.children(&tree, None);
    let info = pdf.metadata();
    let title = info.title.as_ref().map(|title| decoded(title.as_ref())).unwrap_or_default();
    assert!(root.get::<Dict>("MarkInfo").unwrap().get::<bool>("Marked").unwrap());
    assert!(root.get::<Dict>("ViewerPreferences").unwrap().get::<bool>("DisplayDocTitle").unwrap());
    assert!(root.contains_key("Outlines"));
    Heard {
        pages: pdf.pages().len(),
        structure,
        texts: walk.texts,
        links,
        language: string(&root, "Lang"),
        title,
    }
}

struct Walk {
    contents: HashMap<(ObjectIdentifier, i32), String>,
    texts: Vec<String>,
}

impl Walk {
    /// The tags below one.
    fn children(&mut self, of: &Dict, page: Option<ObjectIdentifier>) -> String {
        let mut tags = Vec::new();
        let mut text = String::new();
        let mut kids: Vec<Object> = Vec::new();
        match of.get::<Object>("K") {
            Some(Object::Array(several)) => kids.extend(several.iter::<Object>()),
            Some(one) => kids.push(one),
            None => {}
        }
        for kid in kids {
            match kid {
                Object::Number(mcid) => text.push_str(&self.content(page, mcid)),
                Object::Dict(kid) => {
                    let page = kid.get_ref("Pg").map(ObjectIdentifier::from).or(page);
                    if let Some(mcid) = kid.get::<Number>("MCID") {
                        text.push_str(&self.content(page, mcid));
                    } else if let Some(tag) = kid.get::<Name>("S") {
                        let below = self.children(&kid, page);
                        let tag = tag.as_str();
                        tags.push(if below.is_empty() { tag.to_owned() } else { format!("{tag}({below})") });
                    }
                }
                _ => panic!("no child is like this"),
            }
        }
        if !text.is_empty() {
            self.texts.push(text.trim().to_owned());
        }
        tags.join(" ")
    }

    fn content(&mut self, page: Option<ObjectIdentifier>, mcid: Number) -> String {
        let key = (page.unwrap(), i32::try_from(mcid.as_i64()).unwrap());
        self.contents.remove(&key).expect("content of which a tag speaks, and only one")
    }
}

enum Mark {
    Content(i32),
    Artifact,
    Instead(String),
    Reversed,
    Other,
}

/// What each piece of marked content of a page says.
fn marked(page: &Page) -> HashMap<i32, String> {
    let mut found = HashMap::new();
    let mut fonts: HashMap<String, HashMap<u16, String>> = HashMap::new();
    let mut font = String::new();
    let mut open: Vec<(Mark, Vec<String>)> = Vec::new();
    let mut operations = page.operations();
    while let Some(operation) = operations.next() {
        let operands: Vec<Object> = operation.operands().cloned().collect();
        match operation.operator.as_ref() {
            b"BMC" | b"BDC" => open.push((mark(&operands), Vec::new())),
            b"EMC" => {
                let (mark, said) = open.pop().unwrap();
                let said = match mark {
                    Mark::Content(mcid) => {
                        assert!(found.insert(mcid, said.concat()).is_none());
                        continue;
                    }
                    Mark::Artifact => continue,
                    Mark::Instead(text) => vec![text],
                    Mark::Reversed => said.into_iter().rev().collect(),
                    Mark::Other => said,
                };
                open.last_mut().unwrap().1.extend(said);
            }
            b"Tf" => {
                let Object::Name(name) = &operands[0] else { panic!() };
                font = name.as_str().to_owned();
                let letters = || letters(&page.resources().get_font(name).unwrap());
                fonts.entry(font.clone()).or_insert_with(letters);
            }
            b"Tj" | b"TJ" => {
                let said = &mut open.last_mut().expect("all that is shown is marked").1;
                for bytes in shown(&operands[0]) {
                    let codes = bytes.chunks(2).map(|code| u16::from_be_bytes([code[0], code[1]]));
                    said.extend(codes.map(|code| fonts[&font].get(&code).cloned().unwrap_or_default()));
                }
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
    found
}

fn mark(operands: &[Object]) -> Mark {
    let Object::Name(tag) = &operands[0] else { panic!() };
    let properties = match operands.get(1) {
        Some(Object::Dict(properties)) => properties.clone(),
        _ => Dict::empty(),
    };
    if tag.as_str() == "Artifact" {
        Mark::Artifact
    } else if tag.as_str() == "ReversedChars" {
        Mark::Reversed
    } else if properties.contains_key("ActualText") {
        Mark::Instead(string(&properties, "ActualText"))
    } else if let Some(mcid) = properties.get::<Number>("MCID") {
        Mark::Content(i32::try_from(mcid.as_i64()).unwrap())
    } else {
        Mark::Other
    }
}

fn shown(operand: &Object) -> Vec<Vec<u8>> {
    match operand {
        Object::String(one) => vec![one.as_bytes().to_vec()],
        Object::Array(several) => several
            .iter::<Object>()
            .filter_map(|one| match one {
                Object::String(one) => Some(one.as_bytes().to_vec()),
                _ => None,
            })
            .collect(),
        _ => panic!("nothing that can be shown"),
    }
}

/// What the codes of a font stand for.
fn letters(font: &Dict) -> HashMap<u16, String> {
    let map = font.get::<Stream>("ToUnicode").unwrap().decoded().unwrap().into_owned();
    let map = String::from_utf8(map).unwrap();
    let pair = |line: &str| {
        let (code, text) = line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
        let units = text.as_bytes().chunks(4).map(|hex| std::str::from_utf8(hex).unwrap());
        let units: Vec<u16> = units.map(|hex| u16::from_str_radix(hex, 16).unwrap()).collect();
        Some((u16::from_str_radix(code, 16).ok()?, String::from_utf16(&units).unwrap()))
    };
    let (_, pairs) = map.split_once("beginbfchar").unwrap();
    pairs.lines().filter_map(pair).collect()
}

fn string(of: &Dict, key: &str) -> String {
    decoded(of.get::<hayro_syntax::object::String>(key).unwrap().as_bytes())
}

fn decoded(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks(2).map(|two| u16::from_be_bytes([two[0], two[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8(bytes.to_vec()).unwrap(),
    }
}
