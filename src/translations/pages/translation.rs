//! The page of one translation beside what it is of.

use askama::Template;

use crate::access::{Act, Tlp, Viewer, permits};
use crate::contributions::Kind;
use crate::db::{Moment, Tx};
use crate::error::{Fields, Result};
use crate::facts::languages::name_of;
use crate::flow::{self, ReleaseVerb};
use crate::language::direction;
use crate::people::{self, called};
use crate::redaction::Reading;
use crate::reports::contribution_page::Paged;
use crate::reports::one_page::{GonePage, OfOne, Shown};
use crate::reports::readers::{self, Who};
use crate::reports::text::Text;
use crate::reports::{self, store};
use crate::review::progress;
use crate::translations::pages::form::label;
use crate::translations::{self, Seen, TranslatedFields, Translation, TranslationLookup};
use crate::vault::Vault;
use crate::web::{Form, FormErrors, Page};

#[derive(Template)]
#[template(path = "translations/translation.html")]
pub struct OnePage {
    page: Page,
    reference: String,
    /// Of which report, for those who may know it.
    report: String,
    /// Where that stands, for those who can go there.
    href: String,
    organisation: String,
    /// Where it stands, in words.
    state: String,
    state_kind: &'static str,
    language: String,
    language_name: String,
    tlp: Tlp,
    /// Who reads it, as far as a reader is told.
    audience: String,
    /// The same for its desk and those who decide.
    who: Option<Who>,
    proposer: String,
    at: Moment,
    waits_for: String,
    hash: String,
    /// Whether what it is of is released.
    stands: bool,
    /// Both texts.
    texts: Option<(Text, Text)>,
    /// The words alone, where there is nothing to set them beside.
    alone: Vec<(String, String)>,
    /// The reviewer's words.
    told: String,
    moves: Vec<ReleaseVerb>,
    returned: bool,
    withdraws: bool,
    /// Where another is begun from these words.
    again: String,
    comment: String,
    reason: String,
    errors: Fields,
    notice: String,
}

impl OfOne for OnePage {
    fn page(&self) -> &Page {
        &self.page
    }
}

impl OnePage {
    fn may(&self, verb: &str) -> bool {
        self.moves.iter().any(|known| known.as_str() == verb)
    }
}

fn both(page: &Page, seen: &Seen) -> Result<Option<(Text, Text)>> {
    let (Some(rendition), Some(words)) = (&seen.rendition, &seen.words) else { return Ok(None) };
    let translated = words.over(&rendition.reading, &seen.row.details.language);
    let text = |reading: &Reading, dir| -> Result<Text> {
        let mut text = Text { dir, ..Text::of(page, reading)? };
        text.files.iter_mut().for_each(|file| file.picture = false);
        Ok(text)
    };
    Ok(Some((text(&rendition.reading, "auto")?, text(&translated, direction(&seen.row.details.language))?)))
}

/// Where another is begun from these words, by those who may.
fn again(viewer: &Viewer, seen: &Seen, report: &str) -> String {
    let row = &seen.row;
    let fresh = seen.state == "proposed" && seen.stands;
    if fresh || seen.state == "live" || !permits(viewer, Act::Translate { owner: &row.organisation_id }) {
        return String::new();
    }
    format!("/reports/{report}/translate?from={}&rendition={}", row.reference, row.details.hash)
}

fn page_of(
    tx: &mut Tx<'_>,
    page: Page,
    viewer: &Viewer,
    (seen, form): (&Seen, &Form),
    refusal: FormErrors,
) -> Result<OnePage> {
    let (row, release) = (&seen.row, &seen.release);
    let owner = &row.organisation_id;
    let report = store::report_by_id(tx.conn, row.details.report.as_str())?.reference;
    let named = progress::names_of(tx.conn, std::iter::once(release))?;
    let within = permits(viewer, Act::SeeDesk { owner });
    let inside = within || release.state.is_open();
    let who = if inside {
        let tokens = reports::tokens_of(viewer, release);
        Some(readers::who(tx.conn, &page, viewer, &release.audience, &tokens)?)
    } else {
        None
    };
    let own = viewer.reads_as(owner);
    let tokens = people::token_names(tx.conn, &release.audience.told(viewer, owner))?;
    let texts = both(&page, seen)?;
    let words = seen.words.iter().filter(|_| texts.is_none()).flat_map(TranslatedFields::all);
    let alone = words.map(|(part, text)| (label(&page, part), text.clone())).collect();
    Ok(OnePage {
        organisation: people::organisation(tx.conn, owner)?.name,
        state: page.t(&format!("translation-state-{}", seen.state)),
        state_kind: if seen.state == "live" { "state-good" } else { "state-care" },
        language_name: name_of(&row.details.language).to_owned(),
        language: row.details.language.clone(),
        tlp: release.audience.tlp(),
        audience: readers::among(&page, own, &tokens),
        who,
        proposer: if inside { called(tx.conn, viewer, &release.proposed_by)? } else { String::new() },
        at: row.at(),
        waits_for: progress::waits_for(&named, &page, viewer, release)?,
        hash: row.details.hash.clone(),
        stands: seen.stands,
        texts,
        alone,
        told: if inside { release.comment.clone() } else { String::new() },
        moves: flow::open_moves(tx.conn, tx.now(), viewer, release, seen.stands)?,
        returned: seen.state == "returned",
        withdraws: matches!(seen.state, "live" | "ended") && permits(viewer, Act::WithdrawRelease { owner }),
        again: again(viewer, seen, &report),
        href: match (within, seen.state) {
            (true, _) => format!("/reports/{report}/desk"),
            (false, "live") => format!("/reports/{report}"),
            (false, _) => String::new(),
        },
        // Who decides on it for another organisation may be none of its readers.
        report: if own || seen.state == "live" { report } else { String::new() },
        reference: row.reference.clone(),
        comment: form.raw("comment").to_owned(),
        reason: form.raw("reason").to_owned(),
        notice: refusal.notice(&page),
        errors: refusal.errors,
        page,
    })
}

impl Paged for Translation {
    const AT: &'static str = "/translations";
    const APPROVED: &'static str = "translation-out";
    type OnePage = OnePage;

    fn shown(
        tx: &mut Tx<'_>,
        vault: &Vault,
        page: Page,
        viewer: &Viewer,
        (reference, form): (&str, &Form),
        refusal: FormErrors,
    ) -> Result<Shown<OnePage>> {
        Ok(match translations::seen(tx, vault, viewer, reference)? {
            TranslationLookup::Seen(seen) => Ok(Box::new(page_of(tx, page, viewer, (&seen, form), refusal)?)),
            TranslationLookup::Withdrawn(row, tombstone) => {
                Err(GonePage::beside(tx.conn, page, viewer, (reference, Self::about(&row)), tombstone)?)
            }
        })
    }
}
