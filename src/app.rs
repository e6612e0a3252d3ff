//! Wires the parts into one running instance. One builder serves the program and its tests.

mod duties;
mod listed;
mod post;
mod said;
mod verified;

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, NormalizePath, TrailingSlash, from_fn};
use actix_web::{App, HttpServer, web as actix};
use chrono::TimeDelta;
pub use duties::OwnWork;
use listed::{COPIERS, KINDS, sources, wire};
pub use post::try_mail;
use said::say;
pub use said::say_error;
pub use verified::verify_record;

use crate::accounts::{Menu, Sources};
use crate::alerts::{self, ALERTS};
use crate::config::{Config, InstanceKey};
use crate::db::{Alone, Ambient, Database, last_change, lock_file};
use crate::error::{Error, Result};
use crate::exchange::{self, Request};
use crate::files::Sanitiser;
use crate::index::{Follower, Following, Index, Waker};
use crate::jobs::{self, Recurring, Worker};
use crate::mail::Mailer;
use crate::notifications::{self, Courier};
use crate::retention::Erasures;
use crate::vault::{self, Vault};
use crate::web::{self, AppState, Connections, Routes};
use crate::{accounts, action_files, admin, feeds, invitations, openapi, people, routes, searches};

/// How soon a copy is tried again that could not be made.
const MINUTE: Duration = Duration::from_mins(1);
/// How often slow visitors and due timers are looked for.
const SECOND: Duration = Duration::from_secs(1);
/// Threads that answer.
const WORKERS: usize = 4;

/// Everything that one instance is made of.
pub struct Instance {
    /// Configuration, database, keys.
    pub app: AppState,
    /// Sealed originals.
    pub vault: Vault,
    /// The search engine.
    pub index: Index,
    following: Option<Following>,
    /// Those who sign in, in their queue.
    pub sign_ins: actix::Data<accounts::SignIns>,
    /// Makes the copies of files.
    pub sanitiser: Arc<Sanitiser>,
    /// Fires timers: by itself while the program serves, by hand in tests.
    pub timers: Worker<OwnWork>,
    /// Tells people what happened, and sends mail: by itself while the program serves, by hand in tests.
    pub courier: Courier,
    /// What waits for somebody on every page.
    pub menu: Menu,
    /// Runs while the instance listens.
    copying: OnceLock<Recurring>,
    wakes_copying: Arc<OnceLock<jobs::Waker>>,
    /// Closes slow connections while the instance listens.
    pacing: OnceLock<Recurring>,
    /// Ends with the instance.
    _logging: Recurring,
}

impl Instance {
    /// Opens (or makes) the instance that the configuration names.
    pub fn open(config: Config, ambient: Ambient) -> Result<Self> {
        let (database, key) = open_parts(&config, &ambient)?;
        Self::with_key(config, database, key)
    }

    /// An instance with its parts already opened.
    pub fn with_key(config: Config, database: Database, key: InstanceKey) -> Result<Self> {
        let vault = Vault::new(&key, &config.data);
        database.read(|conn| vault.check(conn))?;
        let demonstration = database.read(admin::is_demonstration)?;
        // It is opened beside all else, and may have to be built: what needs no list is answered at once.
        let index = Index::within(&config.data, KINDS)?;
        let (waker, wakes_copying) =
            (Arc::<OnceLock<Waker>>::default(), Arc::<OnceLock<jobs::Waker>>::default());
        let (wakes, also) = (Arc::clone(&waker), Arc::clone(&wakes_copying));
        let written = move || {
            wakes.get().inspect(|waker| waker.wake());
            also.get().inspect(|waker| waker.wake());
        };
        let sanitiser = Arc::new(Sanitiser::new(config.sanitiser.clone(), config.evidence_limit, COPIERS));
        let follower = Follower::new(index.clone(), database.clone(), sources());
        let erasures = Erasures::in_folder(&config.data);
        let handed_in = (people::rights_of as _, searches::all_references_of as _);
        wire();
        let menu = Menu::new(Sources {
            counts: notifications::menu_counts,
            calling: alerts::calling,
            changes: ALERTS.changes,
        });
        let app = AppState::new(config, database, key, demonstration, handed_in, written);
        // Before anything is shown: what a copy from before brought back.
        let again = app.write_now(|tx| {
            OwnWork::begin(tx)?;
            Ok(erasures.replay(tx)? + action_files::erase_again(tx, &erasures)?)
        })?;
        if again > 0 {
            tracing::warn!(
                again,
                "reports and files that had been erased were in the database again, and are erased again"
            );
        }
        index.show_from(app.database().read(last_change)?);
        let following = follower.start()?;
        waker.set(following.waker()).ok();
        let own_work = OwnWork::new(app.clone(), vault.clone(), index.clone(), erasures);
        let courier = Courier::new(app.clone(), Mailer::of(app.config(), demonstration)?);
        let timers = Worker::new(app.database().clone(), app.arrivals().clone(), own_work);
        let sign_ins = actix::Data::new(accounts::SignIns::start(app.ambient().clone())?);
        let (logged, failed) = (app.clone(), sign_ins.clone());
        let logging =
            Recurring::start("failed sign-ins", MINUTE, move || failed.log_failures(&logged, false))?;
        Ok(Self {
            app,
            vault,
            index,
            sign_ins,
            sanitiser,
            timers,
            courier,
            menu,
            following: Some(following),
            copying: OnceLock::new(),
            wakes_copying,
            pacing: OnceLock::new(),
            _logging: logging,
        })
    }

    /// Takes away what a crash left among the files, and then makes the copies that are waited for. Before anything
    /// arrives, and where the instance listens: another command beside it does neither.
    fn tend_files(&self) -> Result<()> {
        match self.vault.sweep(None) {
            Ok(0) => {}
            Ok(gone) => tracing::warn!(gone, "files that were not received whole are taken away"),
            Err(error) => tracing::error!(%error, "no evidence can be attached or opened"),
        }
        let (database, vault) = (self.app.database().clone(), self.vault.clone());
        let sanitiser = Arc::clone(&self.sanitiser);
        let copying = Recurring::start("copies of files", MINUTE, move || sanitiser.work(&database, &vault))?;
        self.wakes_copying.set(copying.waker()).ok();
        self.copying.set(copying).ok();
        Ok(())
    }

    /// Starts to listen. Gives the server and the port that it listens on.
    pub fn listen(&self) -> Result<(Server, u16)> {
        self.answer(bind(self.app.config())?)
    }

    /// Answers whoever has come and comes to a listener.
    fn answer(&self, listener: TcpListener) -> Result<(Server, u16)> {
        self.tend_files()?;
        let port = listener.local_addr().map_err(Error::internal)?.port();
        let connections = Connections::allowed();
        let slow = connections.clone();
        let pace = move || {
            slow.close_the_slow();
            Ok(())
        };
        self.pacing.set(Recurring::start("connections", SECOND, pace)?).ok();
        let (app, vault, index) = (self.app.clone(), self.vault.clone(), self.index.clone());
        let sanitiser = actix::Data::from(Arc::clone(&self.sanitiser));
        let (sign_ins, menu) = (self.sign_ins.clone(), self.menu.clone());
        let (counts, most) = (actix::Data::new(admin::Counts::default()), connections.most());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(actix::Data::new(app.clone()))
                .app_data(actix::Data::new(vault.clone()))
                .app_data(actix::Data::new(index.clone()))
                .app_data(sanitiser.clone())
                .app_data(sign_ins.clone())
                .app_data(actix::Data::new(menu.clone()))
                .app_data(counts.clone())
                .wrap(from_fn(web::read_only))
                .wrap(from_fn(accounts::note_use))
                .wrap(from_fn(feeds::note_use))
                .wrap(from_fn(web::budget))
                .wrap(NormalizePath::new(TrailingSlash::Trim))
                .wrap(from_fn(accounts::problems_as_pages))
                .wrap(Compress::default())
                .wrap(from_fn(web::secure))
                .wrap(from_fn(web::pace))
                .wrap(from_fn(admin::count))
                .wrap(from_fn(web::heads))
                .wrap(from_fn(web::paced))
                .wrap(from_fn(web::stamp))
                .configure(|config| {
                    let mut table = Routes::default();
                    routes::routes(&mut table);
                    table.register(config);
                })
                .default_service(actix::to(web::not_found))
        })
        // A compressed answer leaves in two parts: without this the second waits 40 ms for word of the first.
        .tcp_nodelay(true)
        .on_connect(move |io, data| connections.arrived(io, data))
        .max_connections(most.div_ceil(WORKERS))
        .workers(WORKERS)
        .shutdown_timeout(5)
        .listen(listener)
        .map_err(Error::internal)?
        .run();
        Ok((server, port))
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        drop(self.following.take());
        if let Err(error) = self.sign_ins.log_failures(&self.app, true) {
            tracing::error!(%error, "the last failed sign-ins are not in the log");
        }
    }
}

/// The database with its schema, and the key.
fn open_parts(config: &Config, ambient: &Ambient) -> Result<(Database, InstanceKey)> {
    make_folder(&config.data)?;
    let database = Database::open(&config.database_url, ambient.clone())?;
    // A key that is missing where something is sealed must never be made anew.
    let sealed = database.read(vault::holds_anything)?;
    let key = InstanceKey::from_file(&config.key_file, !sealed, ambient)?;
    Ok((database, key))
}

/// What a command beside a server needs: it touches neither the index nor anybody's files.
fn open_beside(config: &Config) -> Result<(Database, Vault)> {
    let (database, key) = open_parts(config, &Ambient::system())?;
    let vault = Vault::new(&key, &config.data);
    database.read(|conn| vault.check(conn))?;
    Ok((database, vault))
}

fn make_folder(data: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .map_err(|error| Error::Internal(format!("cannot make the data folder {}: {error}", data.display())))
}

/// Listens, so that who comes while the rest is prepared waits instead of being refused.
fn bind(config: &Config) -> Result<TcpListener> {
    TcpListener::bind(config.listen)
        .map_err(|error| Error::Internal(format!("cannot listen on {}: {error}", config.listen)))
}

/// The right to serve a data folder: one process has it, and gives it back when it ends, however it ends.
fn take_folder(data: &Path) -> Result<File> {
    make_folder(data)?;
    lock_file(&data.join("serving.lock"))?.ok_or_else(|| {
        Error::Command(format!(
            "another entente serves the data folder {}: stop that one first, or give this one a folder of its own \
             with --data",
            data.display()
        ))
    })
}

/// All that only one process may have at a time, for as long as it serves.
struct Sole {
    _folder: File,
    _database: Recurring,
}

/// Takes the folder and the database. Where PostgreSQL goes away and another server has taken the database when it is
/// back, this one ends: the other one may be writing.
fn take(config: &Config) -> Result<Sole> {
    let folder = take_folder(&config.data)?;
    let alone = Mutex::new(Alone::take(&config.database_url)?);
    let keep = move || {
        let mut alone = alone.lock().unwrap_or_else(PoisonError::into_inner);
        alone.keep().inspect_err(|error| {
            if matches!(error, Error::Command(_)) {
                say_error(error);
                std::process::exit(2);
            }
        })
    };
    Ok(Sole { _folder: folder, _database: Recurring::start("the database is ours", SECOND, keep)? })
}

fn run(instance: Instance, listener: TcpListener, before: impl FnOnce(&str) -> Result<()>) -> Result<()> {
    let instance = Arc::new(instance);
    let own_work = Arc::clone(&instance);
    let _timers = Recurring::start("timers", SECOND, move || own_work.timers.work().map(|_| ()))?;
    let _post = post::start(&instance)?;
    actix_web::rt::System::new().block_on(async {
        let (server, port) = instance.answer(listener)?;
        let listen = instance.app.config().listen;
        let shown = if listen.port() == 0 {
            format!("http://{}:{port}", listen.ip())
        } else {
            instance.app.config().public_url.clone()
        };
        before(&shown)?;
        server.await.map_err(Error::internal)
    })
}

/// `entente serve`.
pub fn serve(config: Config) -> Result<()> {
    let _sole = take(&config)?;
    let listener = bind(&config)?;
    let instance = Instance::open(config, Ambient::system())?;
    let link = instance.app.write_now(invitations::first_start)?;
    run(instance, listener, |address| match &link {
        Some(link) => say(&format!(
            "Entente listens on {address}\n\nNobody has an account yet. Set the coalition up with this one-time link (24 hours):\n\n  {address}{link}\n"
        )),
        None => say(&format!("Entente listens on {address}")),
    })
}

/// `entente demo`. Filled in now, and served with a clock that is so far ahead.
pub fn demo(config: Config, ahead: TimeDelta) -> Result<()> {
    let _sole = take(&config)?;
    let listener = bind(&config)?;
    let fresh = {
        let instance = Instance::open(config.clone(), Ambient::system())?;
        admin::fill_demonstration(&instance.app, &instance.vault, &instance.sanitiser)?
    };
    if fresh {
        say("The demonstration coalition is filled in.")?;
    }
    let instance = Instance::open(config, Ambient::ahead(ahead))?;
    let accounts = admin::demonstration_accounts();
    run(instance, listener, |address| {
        say(&format!(
            "Entente listens on {address}\n\nDEMONSTRATION: invented people and organisations; real shutdown records by Access Now.\n\n{accounts}"
        ))
    })
}

/// `entente set-up`.
pub fn set_up(config: Config, emails: &[String], organisation: &str) -> Result<()> {
    let (database, _) = open_beside(&config)?;
    let founders = database.write(|tx| invitations::set_up(tx, emails, organisation))?;
    let url = &config.public_url;
    if let [only] = founders.as_slice() {
        // One address, one link: what programs read.
        return say(&format!("{url}{}", only.link));
    }
    founders.iter().try_for_each(|one| say(&format!("{} {url}{}", one.email, one.link)))
}

/// `entente import`. Gives the exit code: 0, or 1 where a row was rejected.
pub fn import(config: Config, request: Request<'_>) -> Result<u8> {
    let (database, vault) = open_beside(&config)?;
    let summary = exchange::import_file(&database, &vault, request, &mut |line| {
        say(line).ok();
    })?;
    say(&summary.to_string())?;
    Ok(u8::from(summary.rejected > 0))
}

/// `entente reindex`.
pub fn reindex(config: Config) -> Result<()> {
    let _alone = take_folder(&config.data)?;
    let database = Database::open(&config.database_url, Ambient::system())?;
    let index = Index::open(&config.data, KINDS)?;
    Follower::new(index.clone(), database, sources()).rebuild()?;
    say(&format!("{} documents", index.documents()))
}

/// `entente migrate`.
pub fn migrate(config: Config) -> Result<()> {
    make_folder(&config.data)?;
    Database::open(&config.database_url, Ambient::system()).map(|_| ())?;
    say("The schema is up to date.")
}

/// `entente openapi`.
pub fn openapi() -> Result<()> {
    say(openapi::text()?)
}
