//! HTML as the tree that a mail program makes of it, in a flat list: no nesting is too deep for it.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, local_name, ns, parse_document};

/// What a node is.
pub(super) enum What {
    /// An element with its attributes, all names in small letters.
    Element {
        name: String,
        attributes: Vec<(String, String)>,
    },
    Text(String),
    /// The document, a comment, an instruction.
    Other,
}

pub(super) struct Node {
    parent: Option<usize>,
    depth: usize,
    pub(super) children: Vec<usize>,
    pub(super) what: What,
}

/// The place of a node, and what the parser calls it.
#[derive(Clone)]
pub(super) struct Handle {
    place: usize,
    name: Rc<QualName>,
}

/// The nodes. The document is the first; what is in templates hangs on the second, which is in no tree.
#[derive(Default)]
pub(super) struct Tree {
    nodes: RefCell<Vec<Node>>,
    /// There are more than are read, or they lie deeper.
    spent: Cell<bool>,
}

/// How deep elements lie in elements; browsers go as far.
const DEEPEST: usize = 512;

/// The most nodes of a document.
const MOST: usize = 300_000;

const DOCUMENT: usize = 0;
const ASIDE: usize = 1;

/// Reads a document; nothing where it has too many nodes, or too deep ones.
pub(super) fn read(text: &str) -> Option<Vec<Node>> {
    let tree = Tree::default();
    tree.add(What::Other);
    tree.add(What::Other);
    // Mail programs run no scripts: what stands in for them is shown.
    let mut how = ParseOpts::default();
    how.tree_builder.scripting_enabled = false;
    let mut parser = parse_document(tree, how);
    for piece in text.split_inclusive('>') {
        parser.process(StrTendril::from_slice(piece));
        if parser.tokenizer.sink.sink.spent.get() {
            return None;
        }
    }
    Some(parser.finish())
}

impl Tree {
    fn add(&self, what: What) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent: None, depth: 0, children: Vec::new(), what });
        self.spent.set(self.spent.get() || nodes.len() > MOST);
        nodes.len() - 1
    }

    fn other(&self) -> Handle {
        nameless(self.add(What::Other))
    }

    fn detach(&self, place: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes.get_mut(place).and_then(|node| node.parent.take());
        if let Some(parent) = parent.and_then(|parent| nodes.get_mut(parent)) {
            parent.children.retain(|child| *child != place);
        }
    }

    /// Puts a child among those of a parent, before one of them or behind all.
    fn put(&self, parent: usize, before: Option<usize>, child: NodeOrText<Handle>) {
        let place = match child {
            NodeOrText::AppendNode(handle) => {
                self.detach(handle.place);
                handle.place
            }
            NodeOrText::AppendText(text) => {
                if before.is_none() && self.lengthen(parent, &text) {
                    return;
                }
                self.add(What::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes.get(parent).map_or(0, |parent| parent.depth + 1);
        self.spent.set(self.spent.get() || depth > DEEPEST);
        if let Some(node) = nodes.get_mut(place) {
            (node.parent, node.depth) = (Some(parent), depth);
        }
        if let Some(parent) = nodes.get_mut(parent) {
            let at = before.and_then(|before| parent.children.iter().position(|child| *child == before));
            parent.children.insert(at.unwrap_or(parent.children.len()), place);
        }
    }

    /// Adds to the text that is the last child.
    fn lengthen(&self, parent: usize, text: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        let last = nodes.get(parent).and_then(|node| node.children.last().copied());
        match last.and_then(|last| nodes.get_mut(last)).map(|node| &mut node.what) {
            Some(What::Text(before)) => {
                before.push_str(text);
                true
            }
            _ => false,
        }
    }

    fn parent(&self, place: usize) -> Option<usize> {
        self.nodes.borrow().get(place).and_then(|node| node.parent)
    }
}

fn nameless(place: usize) -> Handle {
    Handle { place, name: Rc::new(QualName::new(None, ns!(), local_name!(""))) }
}

fn attribute(attribute: Attribute) -> (String, String) {
    (attribute.name.local.to_ascii_lowercase().to_string(), attribute.value.to_string())
}

impl TreeSink for Tree {
    type Handle = Handle;
    type Output = Vec<Node>;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        nameless(DOCUMENT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let what = What::Element {
            name: name.local.to_ascii_lowercase().to_string(),
            attributes: attributes.into_iter().map(attribute).collect(),
        };
        Handle { place: self.add(what), name: Rc::new(name) }
    }

    fn create_comment(&self, _: StrTendril) -> Handle {
        self.other()
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Handle {
        self.other()
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(parent.place, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, before: &Handle, child: NodeOrText<Handle>) {
        if self.parent(element.place).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, _: &Handle) -> Handle {
        nameless(ASIDE)
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.place == other.place
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some(parent) = self.parent(sibling.place) {
            self.put(parent, Some(sibling.place), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, more: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(What::Element { attributes, .. }) = nodes.get_mut(target.place).map(|node| &mut node.what)
        {
            for (name, value) in more.into_iter().map(attribute) {
                if attributes.iter().all(|(known, _)| *known != name) {
                    attributes.push((name, value));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.place);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = nodes.get_mut(node.place).map(|node| std::mem::take(&mut node.children));
        for child in children.iter().flatten() {
            if let Some(child) = nodes.get_mut(*child) {
                child.parent = Some(new_parent.place);
            }
        }
        if let Some(parent) = nodes.get_mut(new_parent.place) {
            parent.children.extend(children.into_iter().flatten());
        }
    }
}
