//! A publication for paper and elsewhere: plain text, and a tagged PDF.

use sheet::{Fault, Kind, Named, Paragraph, Section, Sheet, pdf};
use wording::Part;

use super::view::{NameView, PublicationView, TextView};
use crate::endorsements::NameKind;
use crate::error::{Error, Result, message};
use crate::web::Page;

/// The permanent address of a publication on this instance.
pub(super) fn address(public_url: &str, hash: &str) -> String {
    format!("{public_url}/publications/sha256/{hash}")
}

/// The names of a kind, in their order; those that were taken back are none.
fn named(of: &PublicationView, kind: NameKind) -> Vec<&str> {
    let stands = |one: &&NameView| one.kind == kind && one.withdrawn_at.is_none();
    of.names.iter().filter(stands).map(|one| one.name.as_str()).collect()
}

/// The names below the text, each list with its heading.
fn lists<'a>(headings: &'a [(NameKind, String)], of: &'a PublicationView) -> Vec<Section<'a>> {
    let list = |(kind, heading): &'a (NameKind, String)| Section { heading, texts: named(of, *kind) };
    headings.iter().map(list).filter(|list| !list.texts.is_empty()).collect()
}

/// The headings of the names.
fn headings(page: &Page) -> Vec<(NameKind, String)> {
    let heading = |kind: &NameKind| (*kind, page.t(&format!("publication-names-{kind}")));
    NameKind::ALL.iter().map(heading).collect()
}

/// When it was published, in words.
fn date(page: &Page, of: &PublicationView) -> String {
    of.published_at.map(|at| page.strings().date(at.date())).unwrap_or_default()
}

/// The words with their numbers, the names and where it stands for good.
pub(super) fn plain(page: &Page, (of, text): (&PublicationView, &TextView), address: &str) -> String {
    let mut lines = vec![text.title.clone(), date(page, of), String::new()];
    for one in &text.paragraphs {
        let number = if one.number.is_empty() { String::new() } else { format!("{}. ", one.number) };
        lines.extend([format!("{number}{}", one.text), String::new()]);
    }
    for list in lists(&headings(page), of) {
        lines.push(list.heading.to_owned());
        lines.extend(list.texts.iter().map(|name| format!("- {name}")));
        lines.push(String::new());
    }
    for one in of.names.iter().filter(|one| !one.reservation.is_empty() && one.withdrawn_at.is_none()) {
        lines.extend([
            page.ta("publication-reserves", &[("name", &one.name)]),
            one.reservation.clone(),
            String::new(),
        ]);
    }
    lines.push(address.to_owned());
    lines.push(format!("SHA-256 {}", of.hash));
    lines.join("\n") + "\n"
}

/// The same as a tagged PDF. [`Error::Conflict`] where no bundled font has its letters: whoever asked prints the page.
pub(super) fn printed(
    page: &Page,
    (of, text): (&PublicationView, &TextView),
    address: &str,
) -> Result<Vec<u8>> {
    let (headings, date) = (headings(page), date(page, of));
    let label = page.t("publication-label");
    let reserved: Vec<(String, &str)> = of
        .names
        .iter()
        .filter(|one| !one.reservation.is_empty() && one.withdrawn_at.is_none())
        .map(|one| (page.ta("publication-reserves", &[("name", &one.name)]), one.reservation.as_str()))
        .collect();
    let notes = reserved.iter().map(|(heading, text)| Section { heading, texts: vec![*text] }).collect();
    let kind = |one: &str| match Part::from_slug(one) {
        Some(Part::Heading) => Kind::Heading,
        Some(_) => Kind::Numbered,
        None => Kind::Plain,
    };
    let body = text
        .paragraphs
        .iter()
        .map(|one| Paragraph { number: &one.number, text: &one.text, kind: kind(one.kind) })
        .collect();
    let (address_name, hash_name) = (page.t("publication-address"), page.t("publication-hash"));
    let sheet = Sheet {
        title: &text.title,
        language: &text.language,
        marking: of.tlp.as_str(),
        label: &label,
        date: &date,
        body,
        lists: lists(&headings, of),
        notes,
        address: Named { name: &address_name, value: address },
        hash: Named { name: &hash_name, value: &of.hash },
    };
    pdf(&sheet).map_err(|fault| match fault {
        Fault::Script { name, .. } => {
            Error::Conflict(message("conflict-publication-script").with("script", name))
        }
        other => Error::internal(other),
    })
}
