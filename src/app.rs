//! Wires the parts into one running instance. One builder serves the program and its tests.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, NormalizePath, TrailingSlash, from_fn};
use actix_web::{App, HttpServer, web as actix};

use crate::config::{Config, InstanceKey};
use crate::db::{Ambient, Database};
use crate::error::{Error, Result};
use crate::exchange::{self, Source};
use crate::incidents::ReportSource;
use crate::incidents::asking::requests;
use crate::incidents::keeping::{self, Erasures};
use crate::index::{Follower, Following, Index, Waker};
use crate::jobs::{self, Recurring};
use crate::redaction::rebuilding::Workshop;
use crate::vault::{self, Vault};
use crate::web::{self, Core, Language, Routes, Strings};
use crate::{admin, openapi, people, routes};

/// How often what no longer counts is taken away.
const HOUR: Duration = Duration::from_hours(1);
/// How soon a copy is tried again that could not be made.
const MINUTE: Duration = Duration::from_mins(1);

/// Everything that one instance is made of.
pub struct Instance {
    /// Configuration, database, keys.
    pub core: Core,
    /// Sealed originals.
    pub vault: Vault,
    /// The search engine.
    pub index: Index,
    following: Option<Following>,
    /// Makes the copies of files.
    pub workshop: Arc<Workshop>,
    /// Runs while the instance listens.
    copying: OnceLock<Recurring>,
    wakes_copying: Arc<OnceLock<jobs::Waker>>,
    /// Ends with the instance.
    _tidying: Recurring,
}

impl Instance {
    /// Opens (or makes) the instance that the configuration names.
    pub fn open(config: Config, ambient: Ambient) -> Result<Self> {
        make_folder(&config.data)?;
        let database = Database::open(&config.database_url, ambient.clone())?;
        // A key that is missing where something is sealed must never be made anew.
        let sealed = database.read(vault::holds_anything)?;
        let key = InstanceKey::from_file(&config.key_file, !sealed, &ambient)?;
        Self::with_key(config, database, key)
    }

    /// An instance with its parts already opened.
    pub fn with_key(config: Config, database: Database, key: InstanceKey) -> Result<Self> {
        let vault = Vault::new(&key, &config.data);
        database.read(|conn| vault.check(conn))?;
        let demonstration = database.read(admin::is_demonstration)?;
        let index = Index::open(&config.data)?;
        let (waker, wakes_copying) =
            (Arc::<OnceLock<Waker>>::default(), Arc::<OnceLock<jobs::Waker>>::default());
        let (wakes, also) = (Arc::clone(&waker), Arc::clone(&wakes_copying));
        let written = move || {
            if let Some(waker) = wakes.get() {
                waker.wake();
            }
            if let Some(waker) = also.get() {
                waker.wake();
            }
        };
        let workshop = Arc::new(Workshop::new(config.sanitiser.clone(), config.evidence_limit));
        let follower = Follower::new(index.clone(), database.clone(), Arc::new(ReportSource));
        follower.catch_up()?;
        let following = follower.start()?;
        waker.set(following.waker()).ok();
        let erasures = Erasures::in_folder(&config.data);
        let core = Core::new(config, database, key, demonstration, written);
        // Before anything is shown: what a copy from before brought back.
        let again = core.write_now(|tx| erasures.replay(tx))?;
        if again > 0 {
            tracing::warn!(
                again,
                "reports that had been erased were in the database again, and are erased again"
            );
        }
        let (tidied, files) = (core.clone(), vault.clone());
        let tidy = move || {
            tidied.write_now(|tx| {
                keeping::erase_due(tx, &erasures)?;
                people::forget_old(tx)?;
                requests::forget_old(tx)?;
                web::forget_old_keys(tx)
            })?;
            keeping::sweep(&tidied, &files)
        };
        let tidying = Recurring::start("tidying", HOUR, tidy)?;
        Ok(Self {
            core,
            vault,
            index,
            workshop,
            following: Some(following),
            copying: OnceLock::new(),
            wakes_copying,
            _tidying: tidying,
        })
    }

    /// Takes away what a crash left among the files, and then makes the copies that are waited for. Before anything
    /// arrives, and where the instance listens: another command beside it does neither.
    fn tend_files(&self) -> Result<()> {
        let gone = self.vault.sweep(None)?;
        if gone > 0 {
            tracing::warn!(gone, "files that were not received whole are taken away");
        }
        let (database, vault) = (self.core.database().clone(), self.vault.clone());
        let workshop = Arc::clone(&self.workshop);
        let copying = Recurring::start("copies of files", MINUTE, move || workshop.work(&database, &vault))?;
        self.wakes_copying.set(copying.waker()).ok();
        self.copying.set(copying).ok();
        Ok(())
    }

    /// Starts to listen. Gives the server and the port that it listens on.
    pub fn listen(&self) -> Result<(Server, u16)> {
        self.tend_files()?;
        let listener = TcpListener::bind(self.core.config().listen).map_err(|error| {
            Error::Internal(format!("cannot listen on {}: {error}", self.core.config().listen))
        })?;
        let port = listener.local_addr().map_err(Error::internal)?.port();
        let (core, vault, index) = (self.core.clone(), self.vault.clone(), self.index.clone());
        let workshop = actix::Data::from(Arc::clone(&self.workshop));
        let counts = actix::Data::new(admin::Counts::default());
        let server = HttpServer::new(move || {
            App::new()
                .app_data(actix::Data::new(core.clone()))
                .app_data(actix::Data::new(vault.clone()))
                .app_data(actix::Data::new(index.clone()))
                .app_data(workshop.clone())
                .app_data(counts.clone())
                .wrap(NormalizePath::new(TrailingSlash::Trim))
                .wrap(from_fn(people::pages::problems_as_pages))
                .wrap(Compress::default())
                .wrap(from_fn(web::secure))
                .wrap(from_fn(admin::count))
                .wrap(from_fn(web::heads))
                .configure(|config| {
                    let mut table = Routes::default();
                    routes::routes(&mut table);
                    table.register(config);
                })
                .default_service(actix::to(web::not_found))
        })
        .workers(4)
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
    }
}

fn make_folder(data: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(data)
        .map_err(|error| Error::Internal(format!("cannot make the data folder {}: {error}", data.display())))
}

/// The right to serve a data folder: one process has it, and gives it back when it ends, however it ends.
fn take_folder(data: &Path) -> Result<File> {
    make_folder(data)?;
    let path = data.join("serving.lock");
    let failed = |error| Error::Internal(format!("cannot lock {}: {error}", path.display()));
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).mode(0o600).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Command(format!(
            "another entente serves the data folder {}: stop that one first, or give this one a folder of its own \
             with --data",
            data.display()
        ))),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

fn run(instance: &Instance, before: impl FnOnce(&str) -> Result<()>) -> Result<()> {
    actix_web::rt::System::new().block_on(async {
        let (server, port) = instance.listen()?;
        let listen = instance.core.config().listen;
        let shown = if listen.port() == 0 {
            format!("http://{}:{port}", listen.ip())
        } else {
            instance.core.config().public_url.clone()
        };
        before(&shown)?;
        server.await.map_err(Error::internal)
    })
}

/// `entente serve`.
pub fn serve(config: Config) -> Result<()> {
    let _served = take_folder(&config.data)?;
    let instance = Instance::open(config, Ambient::system())?;
    let link = instance.core.write_now(people::first_start)?;
    run(&instance, |address| match &link {
        Some(link) => say(&format!(
            "Entente listens on {address}\n\nNobody has an account yet. Set the coalition up with this one-time link (24 hours):\n\n  {address}{link}\n"
        )),
        None => say(&format!("Entente listens on {address}")),
    })
}

/// `entente demo`.
pub fn demo(config: Config) -> Result<()> {
    let _served = take_folder(&config.data)?;
    let fresh = {
        let instance = Instance::open(config.clone(), Ambient::system())?;
        admin::fill_demonstration(&instance.core, &instance.vault, &instance.workshop)?
    };
    if fresh {
        say("The demonstration coalition is filled in.")?;
    }
    let instance = Instance::open(config, Ambient::system())?;
    let accounts = admin::demonstration_accounts();
    run(&instance, |address| {
        say(&format!(
            "Entente listens on {address}\n\nDEMONSTRATION: invented people and organisations; real shutdown records by Access Now.\n\n{accounts}"
        ))
    })
}

/// `entente set-up`.
pub fn set_up(config: Config, email: &str, organisation: &str) -> Result<()> {
    let instance = Instance::open(config, Ambient::system())?;
    let link = instance.core.write_now(|tx| people::set_up(tx, email, organisation))?;
    say(&format!("{}{link}", instance.core.config().public_url))
}

/// `entente import`. Gives the exit code: 0, or 1 where a row was rejected.
pub fn import(
    config: Config,
    source: Source,
    file: &Path,
    organisation: &str,
    audience: Option<&str>,
) -> Result<u8> {
    make_folder(&config.data)?;
    let ambient = Ambient::system();
    let database = Database::open(&config.database_url, ambient.clone())?;
    let sealed = database.read(vault::holds_anything)?;
    let key = InstanceKey::from_file(&config.key_file, !sealed, &ambient)?;
    let vault = Vault::new(&key, &config.data);
    database.read(|conn| vault.check(conn))?;
    let summary =
        exchange::import_file(&database, &vault, source, file, organisation, audience, &mut |line| {
            say(line).ok();
        })?;
    say(&summary.to_string())?;
    Ok(u8::from(summary.rejected > 0))
}

/// `entente reindex`.
pub fn reindex(config: Config) -> Result<()> {
    let database = Database::open(&config.database_url, Ambient::system())?;
    let index = Index::open(&config.data)?;
    Follower::new(index.clone(), database, Arc::new(ReportSource)).rebuild()?;
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

/// One line to whoever runs the command.
fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").map_err(Error::internal)
}

/// What went wrong, to whoever runs the command.
pub fn say_error(error: &Error) {
    let strings = Strings::of(Language::english());
    let text = match error {
        Error::Internal(text) | Error::Unavailable(text) | Error::Command(text) => text.clone(),
        Error::Denied(why) | Error::Conflict(why) | Error::Malformed(why) => strings.said(why),
        Error::Invalid(fields) => {
            let line = |(field, faults): (&String, &Vec<_>)| {
                let faults: Vec<String> = faults.iter().map(|fault| strings.said(fault)).collect();
                format!("{field}: {}", faults.join(" "))
            };
            fields.0.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    };
    writeln!(std::io::stderr(), "entente: {text}").ok();
}
