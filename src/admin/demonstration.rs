//! A coalition to try the platform with: real shutdown records, and around them invented organisations and
//! people. Marked as a demonstration on every page, for good: a real coalition starts in an empty folder.

mod acting;
mod alerts;
mod attached;
mod dialogue;
mod plans;
mod published;
mod requests;
mod silence;
mod statement;
mod stories;
mod telling;

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::access::OrganisationKind::{
    self, Academia, CivilSociety, Company, Government, Media, Secretariat,
};
use crate::access::Role::{
    self, Administrator, Analyst, Convenor, Counsel, Delegate, Executive, Observer, Reporter, Reviewer,
    RightsLead,
};
use crate::access::{Audience, Token, Viewer};
use crate::db::schema::setting;
use crate::db::{Conn, Database, PersonId, Tx};
use crate::error::{Error, Result};
use crate::files::Sanitiser;
use crate::people::{self, NewGroup, NewOrganisation, Organisation};
use crate::vault::Vault;
use crate::web::AppState;
use crate::{accounts, exchange};

/// Everybody's password in a demonstration. It guards nothing.
const PASSWORD: &str = "lantern river demonstration";
/// So many days ago it was founded: a statement is written, adopted and published since.
const FOUNDED: i64 = 21;
/// The organisation that owns the real records.
const ACCESS_NOW: &str = "access-now-demonstration";

struct Member {
    slug: &'static str,
    name: &'static str,
    kind: OrganisationKind,
    /// Of a government: two letters.
    country: Option<&'static str>,
    about: &'static str,
    people: &'static [(&'static str, &'static str, &'static [Role])],
}

const MEMBERS: &[Member] = &[
    Member {
        slug: "secretariat",
        name: "Secretariat of the Coalition",
        kind: Secretariat,
        country: None,
        about: "The coalition's own office (invented).",
        people: &[
            ("Ana Belo", "ana.belo@secretariat.example.org", &[Administrator, Convenor, Reporter, Reviewer]),
            ("Tomas Lind", "tomas.lind@secretariat.example.org", &[Convenor, Reviewer]),
        ],
    },
    Member {
        slug: ACCESS_NOW,
        name: "Access Now (demonstration)",
        kind: CivilSociety,
        country: None,
        about: "Holds the STOP records of the #KeepItOn coalition, 2016 to 2022 (Access Now, CC BY 3.0). \
                This account is part of the demonstration and is not run by Access Now.",
        people: &[(
            "Demonstration Curator",
            "curator@access-now.example.org",
            &[Administrator, Reporter, Reviewer],
        )],
    },
    Member {
        slug: "estmark",
        name: "Ministry of Foreign Affairs of Estmark",
        kind: Government,
        // It replies to what is said of it, for which it needs a country, and no real government may stand here.
        country: Some("AQ"),
        about: "A government (invented, as is its country: it stands on Antarctica here).",
        people: &[
            ("Kirsi Aalto", "kirsi.aalto@estmark.example.org", &[Administrator, Delegate, Reporter]),
            ("Pavel Horn", "pavel.horn@estmark.example.org", &[Reviewer, Executive]),
        ],
    },
    Member {
        slug: "valdora",
        name: "Federal Foreign Office of Valdora",
        kind: Government,
        country: None,
        about: "A government (invented).",
        people: &[
            ("Inês Duarte", "ines.duarte@valdora.example.org", &[Administrator, Delegate, Reporter]),
            ("Henrik Moe", "henrik.moe@valdora.example.org", &[Reviewer]),
        ],
    },
    Member {
        slug: "lumora",
        name: "Lumora Telecom",
        kind: Company,
        country: None,
        about: "A mobile operator in fourteen countries (invented).",
        people: &[
            ("Farah Noor", "farah.noor@lumora.example.org", &[Administrator, Reporter, Counsel]),
            ("Ben Okafor", "ben.okafor@lumora.example.org", &[Reviewer, RightsLead, Delegate]),
        ],
    },
    Member {
        slug: "pelican",
        name: "Pelican Cloud",
        kind: Company,
        country: None,
        about: "Hosting and messaging (invented).",
        people: &[(
            "Mei Tanaka",
            "mei.tanaka@pelican.example.org",
            &[Administrator, Reporter, Reviewer, Counsel],
        )],
    },
    Member {
        slug: "open-lines",
        name: "Open Lines",
        kind: CivilSociety,
        country: None,
        about: "Documents shutdowns and helps people stay in touch (invented).",
        people: &[
            ("Amina Diallo", "amina.diallo@open-lines.example.org", &[Reporter]),
            ("Jonas Weber", "jonas.weber@open-lines.example.org", &[Reviewer, Delegate]),
            ("Rosa Quispe", "rosa.quispe@open-lines.example.org", &[Administrator, Observer, Delegate]),
        ],
    },
    Member {
        slug: "defenders-desk",
        name: "Defenders' Desk",
        kind: CivilSociety,
        country: None,
        about: "One person who keeps many safe (invented).",
        people: &[("Sami Haddad", "sami.haddad@defenders.example.org", &[Administrator, Reporter, Delegate])],
    },
    Member {
        slug: "meridian",
        name: "Meridian Institute for Network Studies",
        kind: Academia,
        country: None,
        about: "Measures the network (invented).",
        people: &[
            (
                "Dr Leila Amini",
                "leila.amini@meridian.example.org",
                &[Administrator, Analyst, Reporter, Delegate],
            ),
            ("Tove Lund", "tove.lund@meridian.example.org", &[Observer]),
            ("Oskar Blom", "oskar.blom@meridian.example.org", &[Reviewer]),
        ],
    },
];

/// Whether this database holds a demonstration.
pub fn is_demonstration(conn: &mut Conn) -> Result<bool> {
    Ok(setting::table.find("demonstration").count().get_result::<i64>(conn)? > 0)
}

/// The accounts, a line each: address, password, roles and organisation.
pub fn accounts() -> String {
    let mut lines = vec![format!("Every account has the password: {PASSWORD}\n")];
    for member in MEMBERS {
        for (_, email, roles) in member.people {
            let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
            lines.push(format!("  {email}  {PASSWORD}  {}, {}", roles.join(" "), member.name));
        }
    }
    lines.join("\n")
}

/// Fills an empty database. Gives whether it did: a demonstration that is there already stays as it is, and
/// anything else is refused.
pub fn fill(app: &AppState, vault: &Vault, sanitiser: &Sanitiser) -> Result<bool> {
    if app.database().read(is_demonstration)? {
        return Ok(false);
    }
    if app.database().read(people::count_active)? > 0 {
        return Err(Error::Command(
            "this data folder holds a real coalition: a demonstration needs a folder of its own (--data)"
                .into(),
        ));
    }
    let hash = accounts::Password::choose(app.config(), PASSWORD, &[])?.hash(app.ambient())?;
    days_ago(app, FOUNDED).write(|tx| {
        for member in MEMBERS {
            found(tx, member, &hash)?;
        }
        let new =
            NewOrganisation::known("harbour-radio", "Harbour Radio", Media, None, "Asks to join (invented).");
        let convenor = viewer(tx, ("secretariat", "ana.belo@secretariat.example.org"))?;
        people::enter(tx, &convenor, new)?;
        groups(tx, &convenor)?;
        diesel::insert_into(setting::table)
            .values((setting::name.eq("demonstration"), setting::value.eq("true")))
            .execute(tx.conn)?;
        Ok(())
    })?;
    published::publish(app, vault)?;
    let owner = app.database().read(|conn| people::organisation_for_operator(conn, ACCESS_NOW))?;
    let public = Audience::of(Token::Public);
    let into = exchange::Destination {
        database: app.database(),
        vault,
        owner: &owner,
        audience: &public,
        dry_run: false,
    };
    let (summary, _) = exchange::import_stop(&into, exchange::stop::DEMONSTRATION, &mut |_| ())?;
    tracing::info!(%summary, "real shutdown records");
    telling::tell(app, vault, sanitiser)?;
    Ok(true)
}

/// The database, to which it is so many days ago: what takes its time is done in its order, before all that is done now.
fn days_ago(app: &AppState, days: i64) -> Database {
    app.database().at_time_of(app.ambient().shifted(-TimeDelta::days(days)))
}

fn found(tx: &mut Tx<'_>, member: &Member, hash: &str) -> Result<()> {
    let new = NewOrganisation::known(member.slug, member.name, member.kind, member.country, member.about);
    let home = people::found(tx, new)?;
    for (name, email, roles) in member.people {
        accounts::enrol(tx, &home, name, email, hash, roles)?;
    }
    Ok(())
}

fn person(tx: &mut Tx<'_>, slug: &str, email: &str) -> Result<(Organisation, PersonId)> {
    let home = people::organisation_for_operator(tx.conn, slug)?;
    let person = people::colleague(tx.conn, &home.id, email)?;
    Ok((home, person.id))
}

fn viewer(tx: &mut Tx<'_>, (slug, email): stories::Who) -> Result<Viewer> {
    let (_, id) = person(tx, slug, email)?;
    people::viewer_for(tx.conn, &id, tx.now())
}

fn groups(tx: &mut Tx<'_>, convenor: &Viewer) -> Result<()> {
    for (slug, name, purpose, confidential_roster, members) in [
        (
            "shutdown-response",
            "Shutdown response",
            "Who does what in the first hours of a shutdown.",
            false,
            ["estmark", "open-lines", "lumora", "meridian"].as_slice(),
        ),
        (
            "safety-of-defenders",
            "Safety of defenders",
            "People at risk, and how to reach them. Who belongs to it is told to nobody else.",
            true,
            ["valdora", "open-lines", "defenders-desk"].as_slice(),
        ),
    ] {
        let new = NewGroup {
            slug: slug.into(),
            name: name.into(),
            purpose: purpose.into(),
            confidential_roster,
            members: members.iter().map(|&member| member.into()).collect(),
        };
        people::create_group(tx, convenor, &new)?;
    }
    Ok(())
}
