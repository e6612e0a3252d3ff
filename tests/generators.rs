//! Random worlds: organisations, groups with epochs, reports with several renditions, viewers, and what they ask.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use chrono::{Days, NaiveDate, TimeDelta};
use entente::access::{
    Audience, Membership, OrganisationKind, Readable, ReadableState, Role, Token, Viewer, reads, terms,
};
use entente::audit::{self, Actor, Entry, SubjectKind};
use entente::db::{Change, ChangeKind, Conn, Moment, OrganisationId, Tx};
use entente::error::Result;
use entente::index::{Document, Index, Kind, ONGOING, Query, Replacement, Sort, Source, View};
use proptest::prelude::*;

use crate::kinds::{ALERTS, KINDS, REPORTS, released};
use crate::support::noon;

/// One rendition of a report.
#[derive(Debug, Clone)]
pub struct Rendition {
    pub audience: Audience,
    pub rank: i32,
    pub live: bool,
    /// Whether it is an older version while it is live.
    pub history: bool,
    pub opens: Option<Moment>,
    pub until: Option<Moment>,
    pub document: Document,
    /// What the same audience reads later in its place, where it is live then.
    pub correction: Option<Document>,
}

/// A question of one of the viewers.
#[derive(Debug, Clone)]
pub struct Asked {
    pub viewer: usize,
    pub kind: &'static Kind,
    text: Option<String>,
    filters: Vec<(&'static str, Vec<String>)>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    since: Option<Moment>,
    beside: Option<(&'static str, &'static str)>,
    sort: Sort,
}

/// A coalition. The first viewer is the public; each report's renditions stand fullest first.
#[derive(Debug, Clone)]
pub struct World {
    pub organisations: Vec<OrganisationId>,
    pub viewers: Vec<Viewer>,
    pub reports: Vec<Vec<Rendition>>,
    /// By report: of which kind it is. “Report” stands for both here.
    pub kinds: Vec<&'static Kind>,
    /// By report: the incident into which it is filed later, another's or one of its own.
    pub moves: Vec<Option<u64>>,
    /// By report: what all of it rests on, an earlier report or one rendition of it.
    pub rests: Vec<Option<String>>,
    pub asked: Vec<Asked>,
}

impl Asked {
    pub fn view(&self, index: &Index) -> View {
        index.view_as_it_is(self.kind).unwrap()
    }

    pub fn query(&self, world: &World) -> Query {
        Query {
            text: self.text.clone(),
            filters: self.filters.clone(),
            from: self.from,
            to: self.to,
            since: self.since,
            beside: self.beside,
            sort: self.sort,
            ..Query::everything(terms::of_viewer(&world.viewers[self.viewer]))
        }
    }
}

impl World {
    pub fn subject(report: usize) -> String {
        format!("report-{report}")
    }

    /// Whether a report is of a kind.
    pub fn is_of(&self, report: usize, kind: &Kind) -> bool {
        self.kinds[report].name == kind.name
    }

    /// The same where nothing rests on anything, and nothing of other kinds was ever written.
    pub fn of_kind_alone(&self, kind: &Kind) -> Self {
        let mut world = self.resting_on_nothing();
        for number in 0..world.reports.len() {
            if !world.is_of(number, kind) {
                world.reports[number].clear();
            }
        }
        world
    }

    /// The same where nothing rests on anything.
    pub fn resting_on_nothing(&self) -> Self {
        Self { rests: vec![None; self.rests.len()], ..self.clone() }
    }

    /// The same before anything was withdrawn.
    pub fn all_live(&self) -> Self {
        let mut world = self.clone();
        world.reports.iter_mut().flatten().for_each(|rendition| rendition.live = true);
        world
    }

    /// A rendition as the rule sees it.
    pub fn readable(&self, report: usize, rendition: &Rendition) -> Readable {
        let state = match (rendition.live, rendition.history) {
            (false, _) => ReadableState::Gone,
            (true, true) => ReadableState::History,
            (true, false) => ReadableState::Listed,
        };
        let Rendition { audience, opens, until, .. } = rendition.clone();
        Readable { audience, state, opens, until, rests_on: self.rests[report].clone() }
    }

    /// All of a report as the rule sees it, fullest first.
    pub fn readables(&self, report: usize) -> Vec<Readable> {
        self.reports[report].iter().map(|rendition| self.readable(report, rendition)).collect()
    }

    /// All things with this id or of this family.
    fn named(&self, on: &str) -> Vec<Readable> {
        let of_report = |(number, report): (usize, &Vec<Rendition>)| {
            let meant: Vec<_> = report
                .iter()
                .filter(|rendition| rendition.document.id == on || rendition.document.subject == on)
                .map(|rendition| self.readable(number, rendition))
                .collect();
            meant
        };
        self.reports.iter().enumerate().flat_map(of_report).collect()
    }

    /// Whether a viewer reads a thing, all that it rests on considered.
    pub fn reads(&self, viewer: &Viewer, thing: &Readable) -> bool {
        reads(viewer, thing, &|on| self.named(on))
    }

    /// Whether a viewer reads one of what is named so.
    pub fn reads_one(&self, viewer: &Viewer, on: &str) -> bool {
        self.named(on).iter().any(|thing| self.reads(viewer, thing))
    }

    /// The same where only what the public reads was ever written.
    pub fn public_part(&self) -> Self {
        let mut world = self.clone();
        for (number, report) in world.reports.iter_mut().enumerate() {
            report.retain(|rendition| self.reads(&self.viewers[0], &self.readable(number, rendition)));
        }
        world
    }

    /// The same after corrections, merges and splits.
    pub fn later(&self) -> Self {
        let mut world = self.clone();
        for (report, into) in world.reports.iter_mut().zip(&self.moves) {
            for rendition in report {
                if let (true, Some(correction)) = (rendition.live, rendition.correction.take()) {
                    rendition.document = correction;
                }
                rendition.document.parent = into.unwrap_or(rendition.document.parent);
            }
        }
        world
    }

    pub fn source(&self) -> Arc<Shown> {
        Arc::new(Shown { documents: Mutex::new(self.all_live_documents()), kinds: self.kinds.clone() })
    }

    fn all_live_documents(&self) -> Vec<Vec<Document>> {
        self.all_live().documents()
    }

    /// What the index is given, by report.
    fn documents(&self) -> Vec<Vec<Document>> {
        let of_report = |(number, report): (usize, &Vec<Rendition>)| {
            let carried = terms::of_family(&self.readables(number));
            let mut documents = Vec::new();
            for (rendition, stretches) in report.iter().zip(carried) {
                let document = |terms| Document { terms, ..rendition.document.clone() };
                documents.extend(stretches.into_iter().map(document));
            }
            documents
        };
        self.reports.iter().enumerate().map(of_report).collect()
    }
}

/// A source of documents that can be told to show another world.
pub struct Shown {
    documents: Mutex<Vec<Vec<Document>>>,
    kinds: Vec<&'static Kind>,
}

impl Shown {
    pub fn show(&self, world: &World) {
        *self.documents.lock().unwrap() = world.documents();
    }

    /// A source for each kind.
    pub fn by_kind(self: &Arc<Self>) -> Vec<Arc<dyn Source>> {
        KINDS.iter().map(|kind| Arc::new(OfKind(Arc::clone(self), kind)) as _).collect()
    }
}

/// What is shown of one kind.
struct OfKind(Arc<Shown>, &'static Kind);

impl Source for OfKind {
    fn kind(&self) -> &'static Kind {
        self.1
    }

    fn documents(&self, _: &mut Conn, change: &Change) -> Result<Replacement> {
        let number: usize = change.subject.trim_start_matches("report-").parse().unwrap();
        assert_eq!(self.0.kinds[number].name, self.1.name, "each is asked for its own changes");
        Ok(Replacement {
            subjects: vec![change.subject.clone()],
            documents: self.0.documents.lock().unwrap()[number].clone(),
        })
    }

    fn all(&self, _: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        let documents = self.0.documents.lock().unwrap();
        let own = documents.iter().zip(&self.0.kinds).filter(|(_, kind)| kind.name == self.1.name);
        own.flat_map(|(documents, _)| documents).try_for_each(each)
    }
}

/// A change with the row that it needs in the log of acts.
pub fn recorded(tx: &mut Tx<'_>, kind: ChangeKind, subject: &str, narrowing: bool) -> Result<i64> {
    let detail = serde_json::Value::Null;
    let entry =
        Entry { act: "test.changed", subject_kind: SubjectKind::Report, subject, owner: None, detail };
    audit::record(tx, &Actor::operator(), &entry)?;
    tx.change(kind, subject, narrowing)
}

const WORDS: [&str; 5] = ["shutdown", "court", "exam", "throttling", "fibre"];
/// One type, several, or none. “restoration” is what is counted beside.
const TYPES: [&[&str]; 8] = [
    &["shutdown"],
    &["restoration"],
    &["filtering"],
    &["restoration"],
    &["arrest"],
    &["restoration", "shutdown"],
    &["restoration"],
    &[],
];

/// What is asked for.
const ASKED_TYPES: [&[&str]; 4] = [&["shutdown"], &["nothing"], &["restoration"], &["arrest", "restoration"]];

const COUNTRIES: [&str; 4] = ["IQ", "IR", "RU", "MM"];

/// Numbers from which one rendition follows.
type RenditionSeed = (Vec<u16>, Vec<u8>, StateSeed, TextSeed);

/// Whether it stays live, whether it is an older version, when it opens and when it ends, and its correction.
type StateSeed = (bool, bool, (Option<u8>, Option<u8>), Option<Box<TextSeed>>);

/// Numbers from which what it says follows: days, words, facets.
type TextSeed = ((Option<u16>, Option<Option<u8>>), Vec<u8>, u16);

fn text_seed() -> impl Strategy<Value = TextSeed> {
    (
        (prop::option::weighted(0.8, 0..900_u16), prop::option::of(prop::option::weighted(0.8, 0..90_u8))),
        prop::collection::vec(any::<u8>(), 0..5),
        any::<u16>(),
    )
}

fn rendition_seed() -> impl Strategy<Value = RenditionSeed> {
    (
        prop::collection::vec(any::<u16>(), 1..4),
        prop::collection::vec(any::<u8>(), 0..3),
        (
            prop::bool::weighted(0.75),
            prop::bool::weighted(0.15),
            (prop::option::weighted(0.2, any::<u8>()), prop::option::weighted(0.3, any::<u8>())),
            prop::option::weighted(0.3, text_seed().prop_map(Box::new)),
        ),
        text_seed(),
    )
}

type AskedSeed = (u8, Option<(u8, bool)>, Vec<(u8, u8)>, (Option<u16>, Option<u16>), u8);

fn asked_seed() -> impl Strategy<Value = AskedSeed> {
    (
        any::<u8>(),
        prop::option::weighted(0.4, (any::<u8>(), prop::bool::weighted(0.2))),
        prop::collection::vec(any::<(u8, u8)>(), 0..3),
        (prop::option::weighted(0.3, 0..900_u16), prop::option::weighted(0.3, 0..900_u16)),
        any::<u8>(),
    )
}

/// Whether it is an alert; its incident, the one into which it is filed later, what it rests on, and its renditions.
type ReportSeed = (bool, (u64, Option<u64>), Option<(u8, Option<u8>)>, Vec<RenditionSeed>);

fn report_seed() -> impl Strategy<Value = ReportSeed> {
    let moves = prop::option::weighted(0.4, 1..12_u64);
    let rests = prop::option::weighted(0.4, (any::<u8>(), prop::option::weighted(0.4, any::<u8>())));
    (prop::bool::weighted(0.4), (1..7_u64, moves), rests, prop::collection::vec(rendition_seed(), 0..5))
}

/// What a report rests on: an earlier one of which there is something, often the newest of them, so that chains are long; or
/// one rendition of it.
fn base((chosen, part): (u8, Option<u8>), earlier: &[Vec<Rendition>]) -> Option<String> {
    let some: Vec<_> = earlier.iter().filter(|report| !report.is_empty()).collect();
    let report =
        if chosen % 2 == 0 { some.last() } else { some.get(usize::from(chosen) % some.len().max(1)) }?;
    let first = &report.first()?.document;
    Some(part.map_or_else(|| first.subject.clone(), |part| pick(report, part).document.id.clone()))
}

/// When things end and when somebody asks: one at the very second of another.
fn moment(number: u8) -> Moment {
    noon().plus(*pick(
        &[
            TimeDelta::seconds(-1),
            TimeDelta::zero(),
            TimeDelta::zero(),
            TimeDelta::microseconds(1),
            TimeDelta::seconds(2),
        ],
        number,
    ))
}

/// Any world.
pub fn world() -> impl Strategy<Value = World> {
    (
        prop::collection::vec((any::<u8>(), prop::bool::weighted(0.8), prop::bool::weighted(0.9)), 1..7),
        prop::collection::vec((1..4_i32, prop::collection::vec((any::<u8>(), 1..4_i32), 0..6)), 0..4),
        prop::collection::vec(report_seed(), 0..12),
        prop::collection::vec(asked_seed(), 12),
    )
        .prop_map(|(organisations, groups, reports, asked)| {
            let ids: Vec<OrganisationId> =
                (0..organisations.len()).map(|number| format!("organisation-{number}").into()).collect();
            let kinds: Vec<OrganisationKind> =
                organisations.iter().map(|(kind, ..)| *pick(OrganisationKind::ALL, *kind)).collect();
            let asked_at =
                |number: usize| moment(u8::try_from(number * 7 + organisations.len()).unwrap_or(0));
            let mut viewers = vec![Viewer::public().asking_at(asked_at(0))];
            for (number, (_, active, grants)) in organisations.iter().enumerate() {
                let memberships = memberships(number, organisations.len(), &groups);
                let roles: BTreeSet<Role> = grants.then_some(Role::Reporter).into_iter().collect();
                let person = format!("person-{number}").into();
                let (id, kind) = (ids[number].clone(), kinds[number]);
                let member = Viewer::member(person, id, kind, *active, roles.clone(), &roles, &memberships);
                viewers.push(member.asking_at(asked_at(number + 1)));
            }
            let pool = tokens(&ids, &groups);
            let moves = reports.iter().map(|(_, (_, into), ..)| *into).collect();
            let kind = |is_alert: bool| if is_alert { &ALERTS } else { &REPORTS };
            let kinds: Vec<&Kind> = reports.iter().map(|(is_alert, ..)| kind(*is_alert)).collect();
            let mut rests = Vec::new();
            let mut made: Vec<Vec<Rendition>> = Vec::new();
            for (number, (_, (parent, _), on, seeds)) in reports.into_iter().enumerate() {
                rests.push(on.and_then(|on| base(on, &made)));
                let with_rank = (0..).zip(seeds);
                let one = with_rank
                    .map(|(rank, seed)| rendition((kinds[number], number, parent, rank), seed, &pool, &ids));
                made.push(one.collect());
            }
            let reports = made;
            let viewer_count = viewers.len();
            let asked = asked.into_iter().map(|seed| question(seed, viewer_count)).collect();
            World { organisations: ids, viewers, reports, kinds, moves, rests, asked }
        })
}

fn pick<T>(from: &[T], number: impl Into<u64>) -> &T {
    &from[usize::try_from(number.into()).unwrap() % from.len()]
}

fn memberships(organisation: usize, of: usize, groups: &[(i32, Vec<(u8, i32)>)]) -> Vec<Membership> {
    let mut memberships = Vec::new();
    for (number, (current, members)) in groups.iter().enumerate() {
        for (_, from) in members.iter().filter(|(member, _)| usize::from(*member) % of == organisation) {
            let group = format!("group-{number}").into();
            memberships.push(Membership { group, from: (*from).min(*current), current: *current });
        }
    }
    memberships
}

/// Every token that an audience may name, of groups as they are or were; the common ones more than once.
fn tokens(organisations: &[OrganisationId], groups: &[(i32, Vec<(u8, i32)>)]) -> Vec<Token> {
    let mut tokens = vec![Token::Public, Token::Coalition, Token::Public, Token::Coalition];
    tokens.extend(OrganisationKind::ALL.iter().map(|kind| Token::Sector(*kind)));
    tokens.extend(organisations.iter().map(|id| Token::Organisation(id.clone())));
    for (number, (current, _)) in groups.iter().enumerate() {
        tokens.extend((1..=*current).map(|epoch| Token::Group(format!("group-{number}").into(), epoch)));
    }
    tokens.extend((0..organisations.len()).map(|number| Token::Person(format!("person-{number}").into())));
    tokens
}

fn rendition(
    (kind, report, parent, rank): (&Kind, usize, u64, i32),
    (named, left_out, (live, history, (opens, until), correction), seed): RenditionSeed,
    pool: &[Token],
    organisations: &[OrganisationId],
) -> Rendition {
    let named: BTreeSet<Token> = named.iter().map(|number| pick(pool, *number).clone()).collect();
    let left_out = if named.contains(&Token::Public) { Vec::new() } else { left_out };
    let except = left_out.iter().map(|number| pick(organisations, *number).clone());
    let id = format!("report-{report}-rendition-{rank}");
    let again = |seed: Box<TextSeed>| text((kind, report, parent, format!("{id}-corrected")), *seed);
    Rendition {
        audience: Audience::new(named, except).unwrap(),
        rank,
        live,
        history,
        opens: opens.map(moment),
        until: until.map(moment),
        correction: correction.map(again),
        document: text((kind, report, parent, id.clone()), seed),
    }
}

fn text(
    (kind, report, parent, id): (&Kind, usize, u64, String),
    ((started, length), words, chance): TextSeed,
) -> Document {
    let started = started.map(|days| first_day() + Days::new(u64::from(days)));
    let ended =
        started.zip(length).map(|(day, length)| length.map_or(ONGOING, |l| day + Days::new(u64::from(l))));
    let types = pick(&TYPES, chance).iter().map(|kind| ("type", (*kind).to_owned()));
    let mut facets: Vec<_> = types.collect();
    facets.push(if kind.name == ALERTS.name {
        ("severity", (*pick(&["low", "high"], chance / 3)).to_owned())
    } else {
        ("verification", (*pick(&["unverified", "verified"], chance / 3)).to_owned())
    });
    let marked = (4..).zip(COUNTRIES).filter(|(bit, _)| chance >> bit & 1 == 1);
    facets.extend(marked.map(|(_, country)| ("country", country.to_owned())));
    let words: Vec<&str> = words.iter().map(|number| *pick(&WORDS, *number)).collect();
    Document {
        id,
        subject: World::subject(report),
        parent,
        terms: terms::ReadingTerms::default(),
        title: words.first().copied().unwrap_or_default().to_owned(),
        body: words.join(" "),
        facets,
        started,
        ended,
        released_at: released(chance),
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 1, 1).unwrap()
}

fn question((viewer, word, filters, (from, to), sort): AskedSeed, viewers: usize) -> Asked {
    let day = |days: u16| first_day() + Days::new(u64::from(days));
    let filter = |(facet, value): (u8, u8)| match facet % 3 {
        0 => (
            "country",
            vec![(*pick(&COUNTRIES, value)).to_owned(), (*pick(&COUNTRIES, value / 4)).to_owned()],
        ),
        1 => {
            let types = pick(&ASKED_TYPES, value);
            ("type", types.iter().map(|kind| (*kind).to_owned()).collect())
        }
        // What only one kind has: of the other, nothing matches.
        _ if value % 3 == 0 => ("severity", vec!["high".to_owned()]),
        _ => ("verification", vec!["verified".to_owned()]),
    };
    Asked {
        viewer: usize::from(viewer) % viewers,
        kind: if viewer % 3 == 0 { &ALERTS } else { &REPORTS },
        text: word
            .map(|(word, unwanted)| format!("{}{}", if unwanted { "-" } else { "" }, pick(&WORDS, word))),
        filters: filters.into_iter().map(filter).collect(),
        from: from.map(day),
        to: to.map(day),
        since: (sort / 16 % 3 == 0).then(|| released(u16::from(sort) << 8)),
        beside: (sort / 4 % 4 > 0).then_some(("type", "restoration")),
        sort: *pick(&[Sort::Newest, Sort::Oldest, Sort::Released, Sort::Relevance], sort),
    }
}
