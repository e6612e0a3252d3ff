//! Every address at which the canaries are looked for.

use std::collections::BTreeSet;

use diesel::prelude::*;
use entente::db::Conn;
use entente::db::schema::publication_details;
use entente::reports::Facet;

use crate::canaries::{Planted, World};
use crate::canary_mail::references_told;
use crate::canary_searches::Saved;
use crate::http::Client;
use crate::serving::Serving;
use crate::sheets::text_of;
use crate::support::on_postgres;
use crate::table::{On, prepare};

/// What the walk knows of a world when everything is planted in it.
pub struct Ground<'a> {
    pub serving: &'a Serving,
    planted: Vec<Planted>,
    said: Vec<String>,
    delegated: Vec<String>,
    told: Vec<String>,
    saved: Saved,
    /// The hashes of all that is published or to be, whoever may know of it.
    hashes: Vec<String>,
    /// Every address of every thing; else each kind of address.
    pub whole: bool,
}

impl<'a> Ground<'a> {
    pub fn of(world: &'a World) -> Self {
        Self {
            serving: &world.serving,
            planted: world.planted.borrow().clone(),
            said: world.said.borrow().clone(),
            delegated: world.delegated.borrow().clone(),
            told: references_told(&world.serving),
            saved: world.saved.borrow().clone(),
            hashes: hashes(&world.serving),
            whole: !on_postgres(),
        }
    }
}

fn hashes(serving: &Serving) -> Vec<String> {
    let all =
        |conn: &mut Conn| Ok(publication_details::table.select(publication_details::hash).load(conn)?);
    serving.place.database.read(all).unwrap()
}

/// Everything that was said of this kind, and one thing of each other kind: at these addresses it is nothing.
fn said(world: &Ground<'_>, prefix: &str) -> Vec<String> {
    let mut others = BTreeSet::new();
    let is_asked = |reference: &&String| {
        reference.starts_with(prefix) || others.insert(reference.split('-').next().unwrap().to_owned())
    };
    world.said.iter().filter(is_asked).cloned().collect()
}

/// The values that a placeholder can take.
fn values(world: &Ground<'_>, placeholder: &str) -> Vec<String> {
    let planted = &world.planted;
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    match placeholder {
        "incident" => planted.iter().map(|report| report.incident.clone()).collect(),
        "slug" => names(&[
            "open-lines",
            "estmark",
            "pressroom",
            "harbour-radio",
            "knocking",
            "circle",
            "hidden",
            "table",
            "nowhere",
        ]),
        "organisation" => names(&["open-lines", "nowhere"]),
        "corroboration" => said(world, "C-"),
        "inquiry" => said(world, "N-"),
        "note" => said(world, "K-"),
        "alert" => said(world, "W-"),
        "action" => said(world, "A-"),
        "task" => said(world, "J-"),
        "attached" => said(world, "Z-"),
        "template" => said(world, "B-"),
        "ticket" => said(world, "H-"),
        "statement" => said(world, "V-"),
        "text" | "publication" => said(world, "Y-"),
        "input" | "amendment" | "bracket" => said(world, "G-"),
        "position" => said(world, "U-"),
        "explanation" => said(world, "O-"),
        "hash" => world.hashes.iter().cloned().chain(["0".repeat(64)]).collect(),
        "paragraph" => names(&["p1", "p2"]),
        "comment" => said(world, "P-"),
        "translation" => said(world, "T-"),
        "delegation" => world.delegated.clone(),
        "name" => vec![prepare(world.serving, On::Asset)["name"].clone()],
        "token" => world.saved.secrets.iter().cloned().chain(["0".repeat(64)]).collect(),
        "search" => world.saved.searches.iter().cloned().chain(["S-000000".to_owned()]).collect(),
        "address" => names(&["F-000000"]),
        "topic" => names(&["reviews", "digests"]),
        "notification" => world.told.clone(),
        "file" => {
            planted.iter().flat_map(|report| report.files.clone()).chain(["E-000000".to_owned()]).collect()
        }
        "page" | "version" => names(&["1", "2"]),
        "stage" => names(&["proposed", "preparing"]),
        other => panic!("teach the walk what {{{other}}} can be"),
    }
}

/// Every address of a route: each value of each placeholder, releases with the report that they are of.
pub fn addresses(world: &Ground<'_>, path: &str) -> Vec<String> {
    if path.contains("{reference}") {
        let of_report = |report: &Planted| {
            let path = path.replace("{reference}", &report.reference);
            let each = |path: &str, mark: &str, all: &[String]| -> Vec<String> {
                if path.contains(mark) {
                    all.iter().map(|one| path.replace(mark, one)).collect()
                } else {
                    vec![path.to_owned()]
                }
            };
            let with_id = each(&path, "{id}", &report.releases);
            with_id.iter().flat_map(|path| each(path, "{file}", &report.files)).collect::<Vec<_>>()
        };
        return world.planted.iter().flat_map(of_report).collect();
    }
    match path.split_once('{').and_then(|(_, rest)| rest.split_once('}')) {
        None => vec![path.to_owned()],
        Some((placeholder, _)) => values(world, placeholder)
            .iter()
            .flat_map(|value| addresses(world, &path.replace(&format!("{{{placeholder}}}"), value)))
            .collect(),
    }
}

/// Every key that an address can carry, once, with values that could tell something.
pub fn queries(world: &Ground<'_>) -> Vec<String> {
    let hidden = world.planted.iter().find(|report| report.name == "governments").unwrap();
    let mut queries: Vec<String> = [
        "q=title",
        "q=zilo",
        "sort=newest",
        "sort=oldest",
        "sort=relevance",
        "limit=1",
        "limit=200",
        "after=AAAA",
        "facets=1",
        "own=yes",
        "rows=reports",
        "rows=incidents",
        "source=1",
        "rows=reports&source=1",
        "done=released",
        "verification=disputed",
        "verification=corroborated",
        "type=positive_development",
        "lang=fr",
        "lead=estmark",
        "endorser=open-lines",
        "language=fr",
        "as=public",
        "as=coalition",
        "as=sector:government",
        "as=sector:company",
        "as=org:open-lines",
        "as=group:circle",
        "as=group:hidden",
        "as=person:rosa@open-lines.example.org",
    ]
    .map(str::to_owned)
    .to_vec();
    queries.push(format!("from={}-01-01", hidden.year));
    queries.push(format!("to={}-12-31", hidden.year));
    for facet in Facet::ALL {
        let value = match facet {
            Facet::Country => hidden.country.to_owned(),
            Facet::Year => hidden.year.to_string(),
            Facet::Service => entente::web::encode(&hidden.words[4]),
            Facet::Organisation => "open-lines".into(),
            Facet::Sector => "civil_society".into(),
            Facet::Type => "shutdown".into(),
            Facet::Status => "ongoing".into(),
            Facet::Verification => "unverified".into(),
            Facet::Region => "europe".into(),
            Facet::Network => "mobile".into(),
            Facet::Cause => "protests".into(),
        };
        queries.push(format!("{facet}={value}"));
    }
    queries
}

/// Whether all keys at once change nothing in an answer, whichever of their values comes last: then none of them does.
pub fn heeds_nothing(client: &Client, path: &str, queries: &[String]) -> bool {
    let steady = |address: &str| {
        let answer = client.get(address);
        answer.steady_as(&text_of(&answer))
    };
    let turned: Vec<&str> = queries.iter().rev().map(String::as_str).collect();
    let bare = steady(path);
    [queries.join("&"), turned.join("&")].iter().all(|all| steady(&format!("{path}?{all}")) == bare)
}
