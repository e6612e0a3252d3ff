//! What every handler needs: configuration, database, keys.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actix_web::{HttpRequest, web};
use tokio::sync::Semaphore;

use crate::config::{Config, InstanceKey};
use crate::db::{Ambient, Arrival, Conn, Database, Moment, PersonId, ReadOnly, Tx};
use crate::error::{Error, Result};
use crate::jobs::{Arrivals, guarded};

use super::{Csrf, Cursors, Misses};

/// As much work as may have a thread that may write, all in all; what comes beyond it waits without one, in the order in which
/// it came. A worker has twice as many threads, so that who only reads never waits behind who writes.
const WRITERS: usize = 64;

/// One instance of the platform. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// All rights that an account holds at a moment, each as a word without blanks. What an account is stands in a folder below
/// this one, so it is handed in.
pub type RightsOf = fn(&mut Conn, &PersonId, Moment) -> Result<BTreeSet<String>>;

/// What the outside calls things: by their kinds, internal ids in, references by id out. The tables of things belong to
/// folders below this one, so it is handed in. It takes as many statements whatever it is asked.
pub type ReferencesOf = fn(&mut Conn, &BTreeMap<String, Vec<String>>) -> Result<References>;

/// What work gives, of whatever type.
type Value = Box<dyn Any + Send>;

/// Work that may wait.
type Work = Box<dyn FnOnce(&AppState) -> Result<Value> + Send>;

/// References by kind and id.
pub type References = BTreeMap<(String, String), String>;

struct Inner {
    config: Config,
    database: Database,
    key: InstanceKey,
    csrf: Csrf,
    cursors: Cursors,
    misses: Misses,
    arrivals: Arrivals,
    writers: Semaphore,
    demonstration: bool,
    rights: RightsOf,
    references: ReferencesOf,
    written: Box<dyn Fn() + Send + Sync>,
}

impl AppState {
    /// An instance. `written` is called after every committed write: it wakes who follows the change log.
    pub fn new(
        config: Config,
        database: Database,
        key: InstanceKey,
        demonstration: bool,
        (rights, references): (RightsOf, ReferencesOf),
        written: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let csrf = Csrf::new(&key);
        let cursors = Cursors::new(&key, database.ambient().clone());
        Self(Arc::new(Inner {
            config,
            database,
            key,
            csrf,
            cursors,
            misses: Misses::default(),
            arrivals: Arrivals::default(),
            writers: Semaphore::new(WRITERS),
            demonstration,
            rights,
            references,
            written: Box::new(written),
        }))
    }

    /// The settled configuration.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// How the rights of an account are looked up.
    pub fn rights(&self) -> RightsOf {
        self.0.rights
    }

    /// How things are called that a log names by their internal ids.
    pub fn references(&self) -> ReferencesOf {
        self.0.references
    }

    /// The instance's key.
    pub fn key(&self) -> &InstanceKey {
        &self.0.key
    }

    /// The database itself, for work that already runs on a thread that may wait.
    pub fn database(&self) -> &Database {
        &self.0.database
    }

    /// Time and chance.
    pub fn ambient(&self) -> &Ambient {
        self.0.database.ambient()
    }

    /// Protection of forms.
    pub fn csrf(&self) -> &Csrf {
        &self.0.csrf
    }

    /// Page cursors.
    pub fn cursors(&self) -> &Cursors {
        &self.0.cursors
    }

    /// Who asked how often for what is not there for them.
    pub fn misses(&self) -> &Misses {
        &self.0.misses
    }

    /// The requests that may change something and wait for their answer.
    pub fn arrivals(&self) -> &Arrivals {
        &self.0.arrivals
    }

    /// Whether this instance is a demonstration: said on every page.
    pub fn is_demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// Whether people get mail. An instance without a relay says on administrators' pages that nobody does.
    pub fn sends_mail(&self) -> bool {
        self.0.demonstration || self.0.config.relay.is_some()
    }

    /// Runs work that may wait on a thread made for that. What only looks (a `GET`) is refused the writer's place there too.
    /// Its panic is a failure of ours like any other.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.on_a_thread(ReadOnly::now(), work).await
    }

    /// Every handler has its own work: the thread around it is built once, and not once for each of them.
    async fn on_a_thread<T: Send + 'static>(
        &self,
        read_only: bool,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let work: Work = Box::new(move |app| Ok(Box::new(work(app)?)));
        let value = self.work(read_only, work).await?.downcast::<T>();
        value.map(|value| *value).map_err(|_| Error::Internal("work gave something else".into()))
    }

    /// What may write waits for a place among those who write, without a thread.
    async fn work(&self, read_only: bool, work: Work) -> Result<Value> {
        let _place = if read_only { None } else { self.0.writers.acquire().await.ok() };
        let app = self.clone();
        let arrived = Arrival::current();
        let work = move || {
            let _arrival = Arrival::begin(arrived);
            let _entered = app.arrivals().enter();
            let _read_only = ReadOnly::begin(read_only);
            guarded(|| work(&app))
        };
        web::block(work).await.map_err(|_| Error::Unavailable("no thread is free".into()))?
    }

    /// Reads in one snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.on_a_thread(true, move |app| app.0.database.read(work)).await
    }

    /// Reads what most people may simply read, and writes where that is to be recorded: who opens something sealed. So
    /// nobody keeps writers waiting by asking for what is not there.
    pub async fn read_or_audit<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.look_with(move |_, tx| work(tx)).await
    }

    /// The same, with the instance at hand. Its database is not to be asked for a second connection from within.
    pub async fn look_with<T: Send + 'static>(
        &self,
        work: impl Fn(&Self, &mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let look = move |app: &Self| {
            let looked = app.0.database.read_or_audit(|tx| work(app, tx))?;
            Ok((looked, work))
        };
        match self.on_a_thread(true, look).await? {
            (Some(value), _) => Ok(value),
            (None, work) => {
                // The rule has answered: what is to be recorded is that something was opened.
                self.on_a_thread(false, move |app| app.write_now(|tx| work(app, tx))).await
            }
        }
    }

    /// Writes in one transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.blocking(move |app| app.write_now(work)).await
    }

    /// The same for an act that nobody does who is not signed in: they are refused by what they may know of, and take no place
    /// of those who write.
    pub async fn write_signed_in<T: Send + 'static>(
        &self,
        signed_in: bool,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        if signed_in {
            return self.write(work).await;
        }
        self.on_a_thread(true, move |app| app.write_signed_in_now(false, work)).await
    }

    /// The same, on this thread.
    pub fn write_signed_in_now<T>(
        &self,
        signed_in: bool,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        if signed_in {
            self.write_now(work)
        } else {
            self.0.database.read_or_audit(work)?.ok_or(Error::SignIn)
        }
    }

    /// Writes in one transaction, on this thread.
    pub fn write_now<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let before = self.0.database.narrowings();
        let _entered = self.0.arrivals.enter();
        let value = self.0.database.write(work)?;
        self.is_written(before);
        Ok(value)
    }

    /// Something was committed. `before` is how often a write had narrowed something before it.
    fn is_written(&self, before: u64) {
        if self.0.database.narrowings() != before {
            markdown::forget_rendered();
        }
        (self.0.written)();
    }
}

/// The instance that serves this request.
pub(super) fn app_state_of(request: &HttpRequest) -> Result<AppState> {
    request
        .app_data::<web::Data<AppState>>()
        .map(|app| app.get_ref().clone())
        .ok_or_else(|| Error::Internal("no instance behind this route".into()))
}
