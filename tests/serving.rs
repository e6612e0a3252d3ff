//! A whole instance, listening on a port of its own, with a small coalition in it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use entente::access::Role::{
    self, Administrator, Convenor, Delegate, Executive, Observer, Reporter, Reviewer,
};
use entente::access::{OrganisationKind as Kind, Viewer};
use entente::accounts::{self, Attempt, Checked, Password, SessionKind};
use entente::app::Instance;
use entente::config::{Config, InstanceKey, Settings};
use entente::db::{Ambient, PersonId, Tx, last_change};
use entente::error::Result;
use entente::people::{self, NewGroup, NewOrganisation, OrganisationStatus, Wanted};
use serde_json::{Value, json};

use crate::description;
use crate::http::{Answer, Client};
use crate::support::{Place, Template, rows};

/// Everybody's password.
pub const PASSWORD: &str = "quiet harbour lanterns at dusk";

/// Reporter of Open Lines (civil society).
pub const REPORTER: &str = "amina@open-lines.example.org";
/// Reviewer and delegate of Open Lines.
pub const REVIEWER: &str = "jonas@open-lines.example.org";
/// Observer of Open Lines: belongs to it and may do nothing.
pub const OBSERVER: &str = "olga@open-lines.example.org";
/// Administrator and executive of Open Lines.
pub const ADMIN: &str = "rosa@open-lines.example.org";
/// Reporter and delegate of Estmark (government; its country is `EE`).
pub const GOVERNMENT: &str = "kirsi@estmark.example.org";
/// Reviewer of Estmark.
pub const GOVERNMENT_REVIEWER: &str = "pavel@estmark.example.org";
/// Was something in Estmark, and holds no role there any more.
pub const FORMER: &str = "nils@estmark.example.org";
/// Reporter and administrator of Lumora (company).
pub const COMPANY: &str = "farah@lumora.example.org";
/// Reviewer of Lumora.
pub const COMPANY_REVIEWER: &str = "ben@lumora.example.org";
/// The one person of Defenders' Desk (civil society): reporter, delegate, administrator.
pub const DEFENDER: &str = "sami@defenders.example.org";
/// Observer of Meridian (academia).
pub const ACADEMIC: &str = "leila@meridian.example.org";
/// Observer of Lantern (media).
pub const JOURNALIST: &str = "marta@lantern.example.org";
/// Observer of the Forum (an international organisation).
pub const FORUM: &str = "idris@forum.example.org";
/// Convenor and administrator of the secretariat.
pub const CONVENOR: &str = "ana@secretariat.example.org";
/// Convenor and reviewer of the secretariat.
pub const SECOND_CONVENOR: &str = "tomas@secretariat.example.org";
/// Administrator of the secretariat, no convenor.
pub const SECRETARIAT: &str = "sven@secretariat.example.org";
/// Everything in Pressroom (media), which is suspended.
pub const SUSPENDED: &str = "sam@pressroom.example.org";
/// Everything in Harbour Radio (media), which has applied.
pub const APPLICANT: &str = "hana@harbour.example.org";

type People = &'static [(&'static str, &'static str, &'static [Role])];

/// Every organisation: slug, name, kind, people.
const COALITION: &[(&str, &str, Kind, People)] = &[
    (
        "secretariat",
        "Secretariat",
        Kind::Secretariat,
        &[
            ("Ana Belo", CONVENOR, &[Convenor, Administrator]),
            ("Tomas Lind", SECOND_CONVENOR, &[Convenor, Reviewer]),
            ("Sven Aas", SECRETARIAT, &[Administrator]),
        ],
    ),
    (
        "open-lines",
        "Open Lines",
        Kind::CivilSociety,
        &[
            ("Amina Diallo", REPORTER, &[Reporter]),
            ("Jonas Weber", REVIEWER, &[Reviewer, Delegate]),
            ("Olga Petrova", OBSERVER, &[Observer]),
            ("Rosa Quispe", ADMIN, &[Administrator, Executive]),
        ],
    ),
    (
        "estmark",
        "Estmark",
        Kind::Government,
        &[
            ("Kirsi Aalto", GOVERNMENT, &[Reporter, Delegate]),
            ("Pavel Horn", GOVERNMENT_REVIEWER, &[Reviewer]),
            ("Nils Berg", FORMER, &[]),
        ],
    ),
    (
        "lumora",
        "Lumora",
        Kind::Company,
        &[("Farah Noor", COMPANY, &[Reporter, Administrator]), ("Ben Okafor", COMPANY_REVIEWER, &[Reviewer])],
    ),
    (
        "defenders",
        "Defenders' Desk",
        Kind::CivilSociety,
        &[("Sami Haddad", DEFENDER, &[Reporter, Delegate, Administrator])],
    ),
    ("meridian", "Meridian", Kind::Academia, &[("Leila Amini", ACADEMIC, &[Observer])]),
    ("lantern", "Lantern", Kind::Media, &[("Marta Ruiz", JOURNALIST, &[Observer])]),
    ("forum", "Forum", Kind::InternationalOrganisation, &[("Idris Bello", FORUM, &[Observer])]),
    (
        "pressroom",
        "Pressroom",
        Kind::Media,
        &[("Sam Cole", SUSPENDED, &[Reporter, Reviewer, Delegate, Administrator])],
    ),
];

/// A running instance. Ends with the test.
pub struct Serving {
    pub port: u16,
    pub instance: Arc<Instance>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    clients: Mutex<BTreeMap<String, Client>>,
    pub place: Place,
}

impl Serving {
    /// The coalition described above. Group `circle` keeps its roster to itself (Estmark, Open Lines, Pressroom);
    /// group `table` does not (Lumora, Open Lines).
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    /// The same with other settings.
    pub fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::start(change, Place::copy_of(&FOUNDED))
    }

    /// A coalition that nobody has set up yet.
    pub fn empty() -> Self {
        Self::start(|_| {}, Place::new())
    }

    /// On what is there already.
    pub fn on(place: Place) -> Self {
        Self::start(|_| {}, place)
    }

    fn start(change: impl FnOnce(&mut Settings), place: Place) -> Self {
        let mut settings = settings(&place);
        change(&mut settings);
        let config = Config::settle(settings).unwrap();
        // In its file: the program itself can be run beside this instance, on the same data.
        let key = InstanceKey::from_file(&config.key_file, true, place.database.ambient()).unwrap();
        let config = crate::missing::as_asked(config);
        let instance = Arc::new(Instance::with_key(config, place.database.clone(), key).unwrap());
        let newest = place.database.read(last_change).unwrap();
        assert!(instance.index.wait_for(newest, Duration::from_mins(1)), "the index does not open");
        let (sender, receiver) = mpsc::channel();
        let serving = Arc::clone(&instance);
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (server, port) = serving.listen().unwrap();
                sender.send((port, server.handle())).unwrap();
                server.await.unwrap();
            });
        });
        let (port, handle) = receiver.recv().unwrap();
        let clients = Mutex::default();
        Self { port, instance, handle, thread: Some(thread), clients, place }
    }

    pub fn write<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> T {
        self.instance.app.write_now(work).unwrap()
    }

    pub fn person(&self, email: &str) -> PersonId {
        let slug = slug_of(email);
        self.place
            .database
            .read(|conn| {
                let home = people::organisation_for_operator(conn, slug)?;
                people::colleague(conn, &home.id, email).map(|found| found.id)
            })
            .unwrap()
    }

    pub fn viewer(&self, email: &str) -> Viewer {
        let (id, now) = (self.person(email), self.place.database.ambient().now());
        self.place.database.read(|conn| people::viewer_for(conn, &id, now)).unwrap()
    }

    /// Checks a password as the routes do, without what they make of it.
    pub fn check(&self, attempt: Attempt) -> Result<Checked> {
        let instance = &self.instance;
        actix_web::rt::System::new().block_on(accounts::check(&instance.app, &instance.sign_ins, attempt))
    }

    /// Nobody signed in.
    pub fn public(&self) -> Client {
        Client::of(self.port).watched_by(description::check)
    }

    /// Somebody signed in to the API and to the pages, without the cost of a password: the same sessions each time.
    pub fn client(&self, email: &str) -> Client {
        let mut clients = self.clients.lock().unwrap();
        clients.entry(email.to_owned()).or_insert_with(|| self.new_client(email)).clone()
    }

    /// The same with sessions of its own.
    pub fn new_client(&self, email: &str) -> Client {
        let id = self.person(email);
        let (token, secret) = self.write(|tx| {
            let token = accounts::sign_in(tx, self.instance.app.key(), &id, "test")?.access_token;
            Ok((token, accounts::start(tx, &id, SessionKind::Page, "test")?.1))
        });
        let client = self.public().with_bearer(token);
        client.set_cookie("entente-session", &secret);
        client
    }

    /// The code that the forms of this client carry, without the page on which they stand.
    pub fn code_of_forms(&self, client: &Client) -> String {
        let cookie = client.cookie("entente-session").or_else(|| client.cookie("entente-visit"));
        let cookie = cookie.unwrap_or_else(|| {
            client.get("/");
            client.cookie("entente-visit").expect("a page binds its forms to the browser")
        });
        self.instance.app.csrf().code(&cookie, self.instance.app.ambient())
    }

    /// Waits until lists show everything that was written.
    pub fn settle(&self) {
        let seq = self.place.database.read(last_change).unwrap();
        assert!(self.instance.index.wait_for(seq, Duration::from_mins(1)), "the index does not follow");
    }

    /// Drafts a report and gives its reference.
    #[track_caller]
    pub fn draft(&self, author: &str, body: &Value) -> String {
        let answer = self.client(author).post("/api/v1/reports", body).expect(201);
        answer.json()["reference"].as_str().unwrap().to_owned()
    }

    /// Proposes a release and gives its id.
    #[track_caller]
    pub fn propose(&self, report: &str, author: &str, audience: &[&str]) -> String {
        let path = format!("/api/v1/reports/{report}/releases");
        let answer = self.client(author).post(&path, &json!({ "audience": audience })).expect(201);
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub fn approve(&self, report: &str, release: &str, reviewer: &str) -> Answer {
        let path = format!("/api/v1/reports/{report}/releases/{release}/approval");
        self.client(reviewer).post(&path, &json!({})).expect(200)
    }

    /// Drafts and releases, by Open Lines. Gives the report and the release.
    #[track_caller]
    pub fn released(&self, body: &Value, audience: &[&str]) -> (String, String) {
        let report = self.draft(REPORTER, body);
        let release = self.propose(&report, REPORTER, audience);
        let own = |word: &&str| *word == "org:open-lines" || word.starts_with("person:");
        if !audience.iter().all(own) {
            self.approve(&report, &release, REVIEWER);
        }
        self.settle();
        (report, release)
    }

    /// Attaches a file to a report, and waits for what becomes of it. Gives its id.
    #[track_caller]
    pub fn attached(&self, report: &str, author: &str, file: (&str, &[u8]), description: &str) -> String {
        let path = format!("/api/v1/reports/{report}/evidence");
        let fields = [("description", description)];
        let answer = self.client(author).upload(&path, &[], &fields, file).expect(201).json();
        self.copied();
        answer["id"].as_str().unwrap().to_owned()
    }

    /// Waits until no copy of a file is waited for.
    pub fn copied(&self) {
        let begun = std::time::Instant::now();
        let now = self.instance.app.ambient().now();
        let waits = |conn: &mut entente::db::Conn| {
            let evidence =
                <entente::redaction::evidence::File as entente::files::Copied>::waiting(conn, now)?;
            let files = <entente::action_files::File as entente::files::Copied>::waiting(conn, now)?;
            Ok(!evidence.is_empty() || !files.is_empty())
        };
        while self.place.database.read(waits).unwrap() {
            assert!(begun.elapsed() < Duration::from_mins(2), "no copy is made");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// How many rows every table has, and the number of the newest change: what a refused request leaves as it was.
    pub fn state(&self) -> (BTreeMap<String, i64>, i64) {
        self.place.database.read(|conn| Ok((rows(conn), last_change(conn)?))).unwrap()
    }

    /// How many reports there are, whoever may read them.
    pub fn count_reports(&self) -> i64 {
        use diesel::prelude::*;
        use entente::db::schema::report;
        self.place.database.read(|conn| Ok(report::table.count().get_result(conn)?)).unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // The command is sent when the future is made; nobody has to wait for its answer.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
            && !std::thread::panicking()
        {
            panic!("the server ended by a panic");
        }
    }
}

/// The slug of the organisation to which an address belongs.
pub fn slug_of(email: &str) -> &str {
    let host = email.split_once('@').unwrap().1;
    match host.trim_end_matches(".example.org") {
        "harbour" => "harbour-radio",
        slug => slug,
    }
}

fn settings(place: &Place) -> Settings {
    Settings {
        data: Some(place.folder.path().to_owned()),
        listen: Some(([127, 0, 0, 1], 0).into()),
        database_url: Some(place.url.clone()),
        // The test itself is another program.
        sanitiser: Some(env!("CARGO_BIN_EXE_entente").into()),
        ..Settings::default()
    }
}

/// The coalition that tests begin with, founded once.
static FOUNDED: Template = Template::new(|place| {
    place.database.migrate().unwrap();
    let config = Config::settle(settings(place)).unwrap();
    let hash = Password::choose(&config, PASSWORD, &[]).unwrap().hash(&Ambient::system()).unwrap();
    place.database.write(|tx| found_coalition(tx, &hash)).unwrap();
});

fn found_coalition(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    for (slug, name, kind, staff) in COALITION {
        let country = (*kind == Kind::Government).then_some("EE");
        let home = people::found(tx, NewOrganisation::known(slug, name, *kind, country, ""))?;
        for (name, email, roles) in *staff {
            accounts::enrol(tx, &home, name, email, hash, roles)?;
        }
    }
    let convenor = viewer(tx, CONVENOR)?;
    let second = viewer(tx, SECOND_CONVENOR)?;
    let applicant = NewOrganisation::known("harbour-radio", "Harbour Radio", Kind::Media, None, "");
    let applicant = people::enter(tx, &convenor, applicant)?;
    accounts::enrol(
        tx,
        &applicant,
        "Hana Sato",
        APPLICANT,
        hash,
        &[Reporter, Reviewer, Delegate, Administrator],
    )?;
    for (slug, confidential_roster, members) in [
        ("circle", true, vec!["estmark", "open-lines", "pressroom"]),
        ("table", false, vec!["lumora", "open-lines"]),
    ] {
        let new = NewGroup {
            slug: slug.into(),
            name: format!("Group {slug}"),
            purpose: String::new(),
            confidential_roster,
            members: members.into_iter().map(Into::into).collect(),
        };
        people::create_group(tx, &convenor, &new)?;
    }
    let pressroom = people::organisation_for_operator(tx.conn, "pressroom")?;
    for convenor in [&convenor, &second] {
        people::vote(tx, convenor, &pressroom, Wanted::Suspend, "Sources were named.")?;
    }
    assert_eq!(people::organisation(tx.conn, &pressroom.id)?.status, OrganisationStatus::Suspended);
    Ok(())
}

fn viewer(tx: &mut Tx<'_>, email: &str) -> Result<Viewer> {
    let home = people::organisation_for_operator(tx.conn, slug_of(email))?;
    let id = people::colleague(tx.conn, &home.id, email)?.id;
    people::viewer_for(tx.conn, &id, tx.now())
}
