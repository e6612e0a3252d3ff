//! What a row relies on: the links and names in its columns of sources.

use super::Cells;
use super::cells::line;
use crate::facts::{Citation, Link, List, MOST_ENTRIES, SourceKind, Stated};

/// The sources of a row, each address once. Where the dataset calls its source confidential, so is what it cites.
pub fn sources(cells: Cells<'_>) -> List<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    let said = cells.get("info_source").trim();
    let kind: Stated<SourceKind> = match said {
        "CSO KIO partners" => Stated::Known(SourceKind::CivilSociety),
        "News media article" => Stated::Known(SourceKind::NewsMedia),
        "Social media" => Stated::Known(SourceKind::SocialMedia),
        "Other" => Stated::Known(SourceKind::Other),
        "Unknown" => Stated::Unknown,
        _ => Stated::Absent,
    };
    let own = Citation { kind, confidential: said == "Confidential", ..Citation::default() };
    cite(&mut found, cells.get("info_source_link"), &own);
    if found.is_empty() && (own.confidential || !own.kind.is_absent()) {
        found.push(own);
    }
    for (column, title) in [
        ("gov_ack_source", "On the government’s acknowledgement"),
        ("telco_ack_source", "On the operators’ acknowledgement"),
    ] {
        cite(&mut found, cells.get(column), &Citation { title: line(title), ..Citation::default() });
    }
    let access_now = Citation {
        kind: Stated::Known(SourceKind::CivilSociety),
        title: line("Access Now"),
        ..Citation::default()
    };
    if cells.get("an_link").contains("://") {
        cite(&mut found, cells.get("an_link"), &access_now);
    }
    found.into_iter().take(MOST_ENTRIES).collect()
}

/// Adds the links of a cell, and the words between them as titles of sources that have no link. Links are told
/// apart by blanks, and by commas and semicolons where another link follows.
fn cite(found: &mut Vec<Citation>, cell: &str, like: &Citation) {
    let cell = cell.replace(",http", ", http").replace(";http", "; http");
    let mut words: Vec<&str> = Vec::new();
    for word in cell.split_whitespace().chain(["http://"]) {
        let bare = word.trim_matches('"').trim_end_matches([',', ';']);
        let link = Link::parse(bare);
        if !bare.starts_with("http") {
            words.push(word);
            continue;
        }
        let title = words.join(" ");
        words.clear();
        if title.contains(char::is_alphanumeric) {
            push(found, Citation { title: line(title.trim_end_matches([',', ';'])), ..like.clone() });
        }
        if let Ok(Some(link)) = link {
            push(found, Citation { url: Stated::Known(link), ..like.clone() });
        }
    }
}

/// The first mention of an address counts.
fn push(found: &mut Vec<Citation>, citation: Citation) {
    let known = |other: &Citation| match citation.url.known() {
        Some(url) => other.url.known() == Some(url),
        None => *other == citation,
    };
    if !found.iter().any(known) {
        found.push(citation);
    }
}
