//! The rule stands three times over (a pure function, a condition for SQL, a query of the index): on random
//! worlds the three say the same, for reports and for lists of incidents, totals, facets and months included.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use diesel::prelude::*;
use entente::access::{Audience, Readable, ReadableState, Token, listed, sql, terms};
use entente::db::schema::organisation;
use entente::db::{Database, Moment, Tx};
use entente::error::Result;
use entente::flow;
use entente::index::{Document, Follower, Index, Overview, Page, Query, Sort, Want};
use proptest::prelude::*;

use crate::generators::{Asked, Rendition, World, recorded, world};
use crate::kinds::KINDS;
use crate::support::Place;

/// What the pure rule lists for a viewer: each with its report's number.
fn oracle(world: &World, viewer: usize) -> Vec<(usize, &Document)> {
    let viewer = &world.viewers[viewer];
    let of_report = |number: usize| {
        let things = world.readables(number);
        let shown = listed(things.iter().map(|thing| (thing, world.reads(viewer, thing))));
        shown.map(|place| (number, &world.reports[number][place].document))
    };
    (0..world.reports.len()).filter_map(of_report).collect()
}

fn has(document: &Document, filters: &[(&str, Vec<String>)]) -> bool {
    let value_of = |facet: &str, values: &[String]| {
        document.facets.iter().any(|(of, value)| *of == facet && values.contains(value))
    };
    filters.iter().all(|(facet, values)| value_of(facet, values))
}

fn matches(document: &Document, query: &Query) -> bool {
    let words = format!("{} {}", document.title, document.body);
    let word = query.text.as_ref().is_none_or(|wanted| match wanted.strip_prefix('-') {
        Some(unwanted) => !words.split(' ').any(|word| word == unwanted),
        None => words.split(' ').any(|word| word == wanted),
    });
    let until = document.ended.or(document.started);
    let days = (query.from.is_none() && query.to.is_none())
        || document.started.is_some_and(|started| {
            query.to.is_none_or(|to| started <= to) && query.from.is_none_or(|from| until >= Some(from))
        });
    let ordered = query.from.zip(query.to).is_none_or(|(from, to)| from <= to);
    word && days && ordered && query.since.is_none_or(|since| document.released_at > since)
}

/// The incidents of which all that is listed says nothing but what the query counts beside its rows.
fn beside(listed: &[&Document], query: &Query) -> BTreeSet<u64> {
    let Some((facet, value)) = query.beside else { return BTreeSet::new() };
    let says_alone = |document: &Document| {
        let mut values = document.facets.iter().filter(|(of, _)| *of == facet).map(|(_, value)| value);
        values.next().is_some_and(|first| first == value) && values.next().is_none()
    };
    let parents = listed.iter().map(|document| document.parent);
    let is_beside = |parent: &u64| {
        listed.iter().filter(|document| document.parent == *parent).all(|document| says_alone(document))
    };
    parents.filter(is_beside).collect()
}

/// Walks all pages, two rows each: the parents in order, and the documents of each.
fn walk(index: &Index, asked: &Asked, query: &Query) -> ([u64; 3], Vec<(u64, BTreeSet<String>)>) {
    let (mut rows, mut after, mut sums) = (Vec::new(), None, None);
    loop {
        let page = asked.view(index).search(query, after, 2, Want::Rows).unwrap().page;
        let told = [page.total, page.reports, page.beside];
        assert!(sums.is_none_or(|sums| sums == told), "the total is the same on every page");
        sums = Some(told);
        rows.extend(page.rows.iter().map(|row| (row.parent, row.documents.iter().cloned().collect())));
        after = page.next;
        if after.is_none() {
            return (told, rows);
        }
    }
}

/// The rows as the query should order them; by relevance, by ordinal alone.
fn expected_rows(found: &[&Document], sort: Sort) -> Vec<(u64, BTreeSet<String>)> {
    let mut parents: BTreeMap<u64, Vec<&Document>> = BTreeMap::new();
    for document in found {
        parents.entry(document.parent).or_default().push(document);
    }
    let started = |documents: &[&Document]| documents.iter().filter_map(|d| d.started).collect::<Vec<_>>();
    let mut rows: Vec<(i64, u64, BTreeSet<String>)> = parents
        .into_iter()
        .map(|(parent, documents)| {
            let dates = started(&documents);
            let day = |date: chrono::NaiveDate| i64::from(chrono::Datelike::num_days_from_ce(&date));
            let rank = match sort {
                Sort::Newest => dates.into_iter().max().map_or(i64::MIN, day),
                Sort::Oldest => dates.into_iter().min().map_or(i64::MIN, |date| -day(date)),
                Sort::Released => documents.iter().map(|d| d.released_at.unix_seconds()).max().unwrap(),
                Sort::Relevance => 0,
            };
            (rank, parent, documents.into_iter().map(|document| document.id.clone()).collect())
        })
        .collect();
    rows.sort_by_key(|(rank, parent, _)| std::cmp::Reverse((*rank, *parent)));
    rows.into_iter().map(|(_, parent, documents)| (parent, documents)).collect()
}

fn count<'a>(values: impl Iterator<Item = &'a str>) -> Vec<(String, u64)> {
    let mut counts = BTreeMap::new();
    values.for_each(|value| *counts.entry(value.to_owned()).or_default() += 1);
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

fn check_list(world: &World, index: &Index, asked: &Asked) {
    let query = asked.query(world);
    let of_kind = |(number, _): &(usize, &Document)| world.is_of(*number, asked.kind);
    let listed = oracle(world, asked.viewer).into_iter().filter(of_kind);
    let listed: Vec<&Document> = listed.map(|(_, document)| document).collect();
    let beside = beside(&listed, &query);
    let asked_for = query.beside.is_some_and(|(facet, value)| {
        query.filters.iter().any(|(of, values)| *of == facet && values.iter().any(|asked| asked == value))
    });
    assert_eq!(query.lists_beside(), asked_for);
    let is_row = |document: &&Document| asked_for || !beside.contains(&document.parent);
    let base: Vec<&Document> = listed.into_iter().filter(|document| matches(document, &query)).collect();
    let all = base.iter().copied().filter(|document| has(document, &query.filters));
    let (all_beside, found): (Vec<_>, Vec<_>) = (
        all.clone().filter(|document| beside.contains(&document.parent)).collect(),
        all.filter(is_row).collect(),
    );
    let (told, mut rows) = walk(index, asked, &query);
    let expected = expected_rows(&found, query.sort);
    if query.sort == Sort::Relevance && query.text.as_ref().is_some_and(|text| !text.starts_with('-')) {
        rows.sort_by_key(|(parent, _)| std::cmp::Reverse(*parent));
        assert_eq!(rows, expected_rows(&found, Sort::Relevance));
    } else if query.sort == Sort::Relevance {
        assert_eq!(rows, expected_rows(&found, Sort::Newest));
    } else {
        assert_eq!(rows, expected);
    }
    let beside_rows: BTreeSet<u64> = all_beside.iter().map(|document| document.parent).collect();
    assert_eq!(told, [expected.len(), found.len(), beside_rows.len()].map(|count| count as u64));
    let answer = asked.view(index).search(&query, None, 2, Want::Overview).unwrap();
    let overview = answer.overview.unwrap();
    for (facet, counts) in &overview.facets {
        let others: Vec<_> = query.filters.iter().filter(|(of, _)| of != facet).cloned().collect();
        // What else one could choose, what is counted beside among it.
        let offers_beside = query.beside.is_some_and(|(of, _)| of == *facet);
        let documents = base.iter().filter(|document| has(document, &others));
        let documents = documents.filter(|document| offers_beside || is_row(document));
        let values = |document: &&'_ &Document| -> Vec<String> {
            document.facets.iter().filter(|(of, _)| of == facet).map(|(_, value)| value.clone()).collect()
        };
        let values: Vec<String> = documents.flat_map(|document| values(&document)).collect();
        assert_eq!(*counts, count(values.iter().map(String::as_str)), "{facet}");
    }
    let places = found.iter().flat_map(|document| &document.facets);
    let places = places.filter(|(facet, _)| Some(*facet) == asked.kind.mapped);
    assert_eq!(overview.mapped, count(places.map(|(_, value)| value.as_str())));
    let months: Vec<String> = found
        .iter()
        .filter_map(|document| document.started)
        .map(|day| day.format("%Y-%m").to_string())
        .collect();
    let mut months = count(months.iter().map(String::as_str));
    months.sort();
    assert_eq!(overview.histogram, months);
}

/// Enters a rendition under an id, as the world says that it stands while it is live.
fn enter_one(
    tx: &mut Tx<'_>,
    id: &str,
    (number, rendition): (usize, &Rendition),
    world: &World,
) -> Result<()> {
    let place = sql::Place { family: &rendition.document.subject, rank: rendition.rank };
    flow::imported(tx, (id, &rendition.audience), |tx, released| sql::insert(tx, id, place, released))?;
    let state = if rendition.history { ReadableState::History } else { ReadableState::Listed };
    sql::set_state(tx, id, state)?;
    sql::set_until(tx, id, rendition.until)?;
    if let Some(opens) = rendition.opens {
        sql::set_opens(tx, id, opens)?;
    }
    world.rests[number].as_ref().map_or(Ok(()), |on| sql::rest(tx, id, on))
}

/// Enters the world, everything live.
pub fn enter(world: &World, database: &Database) {
    database
        .write(|tx| {
            for id in &world.organisations {
                diesel::insert_into(organisation::table)
                    .values((
                        organisation::id.eq(id.as_str()),
                        organisation::slug.eq(id.as_str()),
                        organisation::name.eq(id.as_str()),
                        organisation::kind.eq("company"),
                        organisation::website.eq(""),
                        organisation::about.eq(""),
                        organisation::status.eq("active"),
                        organisation::created_at.eq(tx.now()),
                    ))
                    .execute(tx.conn)?;
            }
            for (number, report) in world.reports.iter().enumerate() {
                for rendition in report {
                    enter_one(tx, &rendition.document.id, (number, rendition), world)?;
                }
            }
            Ok(())
        })
        .unwrap();
}

/// Withdraws what the world says is not live.
pub fn withdraw(world: &World, database: &Database) {
    database
        .write(|tx| {
            for (report, kind) in world.reports.iter().zip(&world.kinds) {
                for rendition in report.iter().filter(|rendition| !rendition.live) {
                    sql::retire(tx, &rendition.document.id)?;
                    recorded(tx, kind.changes[0], &rendition.document.subject, true)?;
                }
            }
            Ok(())
        })
        .unwrap();
}

/// Corrects, merges and splits as the world says.
fn change(world: &World, database: &Database) {
    database
        .write(|tx| {
            for (number, (report, moves)) in world.reports.iter().zip(&world.moves).enumerate() {
                for rendition in report.iter().filter(|rendition| rendition.live) {
                    let Some(correction) = &rendition.correction else { continue };
                    sql::retire(tx, &rendition.document.id)?;
                    enter_one(tx, &correction.id, (number, rendition), world)?;
                    recorded(tx, world.kinds[number].changes[0], &correction.subject, true)?;
                }
                if let (Some(_), Some(rendition)) = (moves, report.first()) {
                    recorded(tx, world.kinds[number].changes[0], &rendition.document.subject, true)?;
                }
            }
            Ok(())
        })
        .unwrap();
}

fn check_sql(world: &World, database: &Database) {
    let families: Vec<String> = (0..world.reports.len()).map(World::subject).collect();
    for (number, viewer) in world.viewers.iter().enumerate() {
        let expected: BTreeSet<String> =
            oracle(world, number).into_iter().map(|(_, document)| document.id.clone()).collect();
        // A list shows the fullest of each report.
        let fullest = |family: &String| {
            database.read(|conn| sql::readable_in(conn, viewer, family)).unwrap().into_iter().next()
        };
        assert_eq!(families.iter().filter_map(fullest).collect::<BTreeSet<_>>(), expected);
        for (report_number, (report, family)) in world.reports.iter().zip(&families).enumerate() {
            let read = |state: &dyn Fn(&Readable) -> bool| -> Vec<String> {
                report
                    .iter()
                    .map(|rendition| (rendition, world.readable(report_number, rendition)))
                    .filter(|(_, thing)| state(thing) && world.reads(viewer, thing))
                    .map(|(rendition, _)| rendition.document.id.clone())
                    .collect()
            };
            let shown = read(&|thing| thing.state == ReadableState::Listed);
            assert_eq!(database.read(|conn| sql::readable_in(conn, viewer, family)).unwrap(), shown);
            let all = read(&|_| true);
            assert_eq!(database.read(|conn| sql::history_in(conn, viewer, family)).unwrap(), all);
        }
    }
}

/// An index of the world. The database is empty: it is what the index follows.
fn indexed(world: &World, place: &Place) -> Index {
    let index = Index::in_memory(KINDS).unwrap();
    Follower::new(index.clone(), place.database.clone(), world.source().by_kind()).catch_up().unwrap();
    index
}

fn answer(index: &Index, asked: &Asked, query: &Query) -> (Page, Option<Arc<Overview>>) {
    let answer = asked.view(index).search(query, None, 50, Want::Overview).unwrap();
    let mut page = Page::clone(&answer.page);
    page.rows.iter_mut().for_each(|row| row.documents.sort());
    (page, answer.overview)
}

pub fn cases(number: u32) -> ProptestConfig {
    ProptestConfig { cases: number, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases(2_000))]

    /// What a document carries and what a viewer brings say what the pure rule says.
    #[test]
    fn terms_say_what_the_rule_says(world in world()) {
        for viewer in &world.viewers {
            let brought = terms::of_viewer(viewer);
            for number in 0..world.reports.len() {
                let things = world.readables(number);
                let shown = listed(things.iter().map(|thing| (thing, world.reads(viewer, thing))));
                let rests = |on: &str| world.reads_one(viewer, on);
                // Wherever what a document says changes, it may be cut again.
                let cuts: BTreeSet<Moment> = things.iter().flat_map(|thing| [thing.opens, thing.until]).flatten().collect();
                let again = |carried: terms::ReadingTerms| carried.split_at(&cuts);
                for (place, stretches) in terms::of_family(&things).into_iter().enumerate() {
                    let stretches: Vec<_> = stretches.into_iter().flat_map(again).collect();
                    // At any moment one stretch counts, and no more.
                    let read = stretches.iter().filter(|carried| carried.readable_with(&brought, &rests)).count();
                    prop_assert_eq!(read, usize::from(world.reads(viewer, &things[place])));
                    let in_list = stretches.iter().filter(|carried| carried.listed_with(&brought, &rests)).count();
                    prop_assert_eq!(in_list, usize::from(shown == Some(place)));
                }
            }
        }
    }

    /// Whatever contains an audience is read by all its readers who belong to the coalition. (A suspended
    /// organisation keeps its own things and holds no `coalition`: there containment promises nothing.)
    #[test]
    fn containment_is_kept_by_every_viewer(world in world()) {
        let audiences: Vec<&Audience> =
            world.reports.iter().flatten().map(|rendition| &rendition.audience).take(8).collect();
        for (wide, narrow) in audiences.iter().flat_map(|wide| audiences.iter().map(move |narrow| (wide, narrow))) {
            if wide.contains(narrow) {
                let members = world.viewers.iter().filter(|viewer| viewer.tokens().contains(&Token::Coalition));
                for viewer in members {
                    prop_assert!(!narrow.readable_by(viewer) || wide.readable_by(viewer));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(48))]

    /// Function, SQL and index agree, before and after withdrawals, corrections, merges and splits.
    #[test]
    fn function_sql_and_index_agree(world in world()) {
        let place = Place::new();
        let index = Index::in_memory(KINDS).unwrap();
        enter(&world, &place.database);
        let source = world.source();
        let follower = Follower::new(index.clone(), place.database.clone(), source.by_kind());
        follower.catch_up().unwrap();
        let before = world.all_live();
        check_sql(&before, &place.database);
        before.asked.iter().for_each(|asked| check_list(&before, &index, asked));
        withdraw(&world, &place.database);
        source.show(&world);
        follower.catch_up().unwrap();
        check_sql(&world, &place.database);
        world.asked.iter().for_each(|asked| check_list(&world, &index, asked));
        // The answers that are kept from the first asking are the same.
        world.asked.iter().for_each(|asked| check_list(&world, &index, asked));
        let later = world.later();
        change(&world, &place.database);
        source.show(&later);
        follower.catch_up().unwrap();
        check_sql(&later, &place.database);
        later.asked.iter().for_each(|asked| check_list(&later, &index, asked));
        // Built from nothing, the index says the same.
        let rebuilt = Index::in_memory(KINDS).unwrap();
        Follower::new(rebuilt.clone(), place.database.clone(), source.by_kind()).catch_up().unwrap();
        later.asked.iter().for_each(|asked| check_list(&later, &rebuilt, asked));
    }

    /// What the public is answered, the order of relevance included, does not depend on what it cannot read.
    #[test]
    fn nothing_hidden_moves_a_public_answer(world in world()) {
        let (world, place) = (world.all_live(), Place::new());
        let (whole, public) = (indexed(&world, &place), indexed(&world.public_part(), &place));
        for asked in &world.asked {
            let query = Query { viewer: terms::of_viewer(&world.viewers[0]), ..asked.query(&world) };
            prop_assert_eq!(answer(&whole, asked, &query), answer(&public, asked, &query));
        }
    }

    /// What somebody is answered of one kind, the order of relevance included, is the same whatever there is of others.
    #[test]
    fn nothing_of_another_kind_moves_an_answer(world in world()) {
        let (world, place) = (world.all_live().resting_on_nothing(), Place::new());
        let whole = indexed(&world, &place);
        let mut alone = BTreeMap::new();
        for asked in &world.asked {
            let alone =
                alone.entry(asked.kind.name).or_insert_with(|| indexed(&world.of_kind_alone(asked.kind), &place));
            let query = asked.query(&world);
            prop_assert_eq!(answer(&whole, asked, &query), answer(alone, asked, &query));
        }
    }
}
