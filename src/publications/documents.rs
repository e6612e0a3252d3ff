//! What the index holds of publications: their words in every language, and who stands under them.

use super::body::Body;
use super::model::Publication;
use crate::access::terms;
use crate::contributions::{Contribution, Indexed};
use crate::db::{ChangeKind, Moment};
use crate::endorsements::NameKind;
use crate::error::Result;
use crate::index::{Document, Kind};
use crate::people::Organisation;

/// Published statements, as lists show them.
pub static PUBLICATIONS: Kind = Kind {
    name: "publication",
    facets: &["language", "endorser"],
    mapped: None,
    changes: &[ChangeKind::Publication, ChangeKind::Organisation],
    rests_on: &[],
};

/// What a publication says, as the index reads it.
pub struct Indexable(Body);

impl Indexed for Publication {
    const INDEXED: &'static Kind = &PUBLICATIONS;
    const CHANGE: ChangeKind = ChangeKind::Publication;
    type Body = Indexable;

    fn body(row: &Contribution<Self>) -> Result<Indexable> {
        Body::read(row).map(Indexable)
    }

    fn document(
        row: &Contribution<Self>,
        _: &Organisation,
        Indexable(body): &Indexable,
        _: Option<Moment>,
    ) -> Option<Document> {
        let stands =
            body.names.iter().filter(|one| one.kind != NameKind::Dissociated && one.withdrawn.is_none());
        let mut facets: Vec<(&'static str, String)> =
            stands.map(|one| ("endorser", one.slug.clone())).collect();
        facets.extend(body.texts.iter().map(|text| ("language", text.language.to_lowercase())));
        let titles: Vec<&str> = body.texts.iter().map(|text| text.title.as_str()).collect();
        let paragraphs = body.texts.iter().flat_map(|text| &text.paragraphs);
        let mut words: Vec<&str> = paragraphs.map(|one| one.text.as_str()).collect();
        words.extend(body.names.iter().map(|one| one.name.as_str()));
        words.extend([row.reference.as_str(), body.statement.as_str()]);
        let opened = row.details.opens.or(row.released_at)?;
        Some(Document {
            id: row.version.as_str().to_owned(),
            subject: row.id.as_str().to_owned(),
            parent: u64::try_from(row.details.ordinal).ok()?,
            terms: terms::ReadingTerms::default(),
            title: titles.join(" "),
            body: words.join(" "),
            facets,
            started: Some(opened.date()),
            ended: Some(opened.date()),
            released_at: opened,
        })
    }
}
