//! Whom one can choose to read a report, and what was chosen.

use std::collections::BTreeSet;

use super::audience_input::AudienceInput;
use crate::access::{Audience, OrganisationKind, Token, Viewer};
use crate::contributions::NextReaders;
use crate::db::{OrganisationId, Tx};
use crate::error::Result;
use crate::flow::{Pace, Reach, Second, TextKind, second_person};
use crate::people::{self, Organisation, OrganisationStatus};
use crate::web::{Choice, Form, Page};

/// The fields of the form that together name an audience. Their values are words of the outside.
const FIELDS: [&str; 5] = ["audience", "sectors", "groups", "organisations", "people"];

const PUBLIC: &str = "public";

/// Everything that can be chosen.
pub struct Offers {
    /// The own organisation, the coalition, the public.
    pub wide: Vec<Choice>,
    pub sectors: Vec<Choice>,
    pub groups: Vec<Choice>,
    pub organisations: Vec<Choice>,
    pub people: Vec<Choice>,
    pub except: Vec<Choice>,
    /// Whose approver decides, where the own organisation has one person only.
    pub approvers: Vec<Choice>,
    /// Whether one of these is chosen: then it stands open.
    pub organisations_open: bool,
    pub people_open: bool,
    pub except_open: bool,
}

/// What a form chose. Beside the public nobody else need be named.
pub fn chosen(form: &Form) -> AudienceInput {
    let mut audience: BTreeSet<String> = FIELDS.iter().flat_map(|field| form.all(field)).collect();
    if audience.contains(PUBLIC) {
        audience.retain(|word| word == PUBLIC);
    }
    AudienceInput {
        audience: audience.into_iter().collect(),
        except: form.all("except"),
        approvers: form.text("approvers").to_owned(),
        to_be_named: false,
    }
}

/// The same where one speaks of what is another's: somebody has to be chosen.
pub fn chosen_readers(form: &Form) -> AudienceInput {
    AudienceInput { to_be_named: true, ..chosen(form) }
}

/// The same as hidden fields.
pub fn hidden(words: &AudienceInput) -> Vec<(&'static str, String)> {
    let audience = words.audience.iter().map(|word| ("audience", word.clone()));
    let except = words.except.iter().map(|slug| ("except", slug.clone()));
    let approvers = [("approvers", words.approvers.clone())].into_iter().filter(|(_, slug)| !slug.is_empty());
    audience.chain(except).chain(approvers).collect()
}

fn any(choices: &[Choice]) -> bool {
    choices.iter().any(|choice| choice.chosen)
}

/// The member organisations beside one's own that this viewer may know of.
fn others(tx: &mut Tx<'_>, viewer: &Viewer, own: &Organisation) -> Result<Vec<Organisation>> {
    let mut others = people::directory(tx.conn, viewer)?;
    others.retain(|one| one.id != own.id && one.status == OrganisationStatus::Active);
    Ok(others)
}

/// How what is said so far goes out; `reads`: whether those who are named read it already.
fn goes_out(page: &Page, kind: TextKind, reach: Reach, reads: bool) -> String {
    page.t(match (reach, second_person(kind, reach, Pace::Usual)) {
        (Reach::Public, _) => "release-public-help",
        (_, Second::Yes | Second::Within(_)) if reads => "release-fewer-help",
        (_, Second::Yes | Second::Within(_)) => "release-second-help",
        (_, Second::No) => "release-at-once-help",
    })
}

/// Whether everybody whom a token names surely reads what is read now, those who are left out of it aside.
fn reads(next: Option<&NextReaders>, token: Token) -> bool {
    let within = |now: &Audience| now.contains(&Audience::of(token).leaving_out(now.except()));
    next.is_some_and(|next| within(&next.audience))
}

/// What this viewer may choose from: only what they may know of. A report of one's own goes to the own organisation where
/// nothing else was chosen yet; where one speaks of another's nothing is chosen beforehand, for the nearest choice may be
/// the one that endangers somebody.
pub fn offers(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    (kind, owner): (TextKind, &OrganisationId),
    words: &AudienceInput,
) -> Result<Offers> {
    offers_of_next(tx, page, viewer, (kind, owner, None), words)
}

/// The same for the next version of a text, with those whom it reaches.
pub fn offers_of_next(
    tx: &mut Tx<'_>,
    page: &Page,
    viewer: &Viewer,
    (kind, owner, next): (TextKind, &OrganisationId, Option<&NextReaders>),
    words: &AudienceInput,
) -> Result<Offers> {
    let own = people::organisation(tx.conn, owner)?;
    let fresh = kind == TextKind::Report && *words == AudienceInput::default();
    let has = |word: &str| words.audience.iter().any(|chosen| chosen == word);
    let choice = |value: String, label: String, help: String| {
        let chosen = has(&value) || (fresh && value == format!("org:{}", own.slug));
        Choice { value, label, help, chosen }
    };
    let wide = [
        (format!("org:{}", own.slug), "own", Reach::Within, Token::Organisation(own.id.clone())),
        // Readers are told of “members of the coalition”: somebody may have been left out, of whom they are not told.
        ("coalition".into(), "choose-coalition", Reach::Coalition, Token::Coalition),
        (PUBLIC.into(), PUBLIC, Reach::Public, Token::Public),
    ]
    .map(|(word, key, reach, token)| {
        choice(word, page.t(&format!("audience-{key}")), goes_out(page, kind, reach, reads(next, token)))
    });
    let sectors = OrganisationKind::ALL
        .iter()
        .map(|kind| {
            let name = page.t(&format!("audience-sector-{}", kind.as_str().replace('_', "-")));
            choice(format!("sector:{kind}"), name, String::new())
        })
        .collect();
    let groups = people::seen_groups(tx.conn, viewer)?
        .into_iter()
        .map(|group| {
            let note =
                if group.confidential_roster { page.t("release-group-confidential") } else { group.purpose };
            choice(format!("group:{}", group.slug), group.name, note)
        })
        .collect();
    let others = others(tx, viewer, &own)?;
    let organisations = others.iter();
    let organisations: Vec<Choice> = organisations
        .map(|one| choice(format!("org:{}", one.slug), one.name.clone(), String::new()))
        .collect();
    let now = tx.now();
    let people: Vec<Choice> = people::people_of(tx.conn, viewer, &own.id, now)?
        .into_iter()
        .map(|(one, _)| choice(format!("person:{}", one.email), one.name, one.email))
        .collect();
    let named = |is_chosen: &dyn Fn(&str) -> bool| -> Vec<Choice> {
        let each = others.iter();
        each.map(|one| Choice::new(one.slug.as_str(), one.name.as_str(), is_chosen(&one.slug))).collect()
    };
    let except = named(&|slug| words.except.iter().any(|left_out| left_out == slug));
    let alone = people::count_people(tx.conn, &own.id)? < 2;
    let approvers = if alone { named(&|slug| words.approvers == slug) } else { Vec::new() };
    Ok(Offers {
        organisations_open: any(&organisations),
        people_open: any(&people),
        except_open: any(&except),
        wide: wide.into(),
        sectors,
        groups,
        organisations,
        people,
        except,
        approvers,
    })
}
