//! What every handler needs: configuration, database, keys.

use std::sync::Arc;

use actix_web::web;

use crate::config::{Config, InstanceKey};
use crate::db::{Ambient, Conn, Database, Tx};
use crate::error::{Error, Result};
use crate::jobs::guarded;

use super::{Csrf, Cursors};

/// One instance of the platform. Cheap to clone.
#[derive(Clone)]
pub struct Core(Arc<Inner>);

struct Inner {
    config: Config,
    database: Database,
    key: InstanceKey,
    csrf: Csrf,
    cursors: Cursors,
    demonstration: bool,
    written: Box<dyn Fn() + Send + Sync>,
}

impl Core {
    /// An instance. `written` is called after every committed write: it wakes who follows the change log.
    pub fn new(
        config: Config,
        database: Database,
        key: InstanceKey,
        demonstration: bool,
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
            demonstration,
            written: Box::new(written),
        }))
    }

    /// The settled configuration.
    pub fn config(&self) -> &Config {
        &self.0.config
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

    /// Whether this instance is a demonstration: said on every page.
    pub fn is_demonstration(&self) -> bool {
        self.0.demonstration
    }

    /// Runs work that may wait on a thread made for that. Its panic is a failure of ours like any other.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let core = self.clone();
        web::block(move || guarded(|| work(&core)))
            .await
            .map_err(|_| Error::Unavailable("no thread is free".into()))?
    }

    /// Reads in one snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.blocking(move |core| core.0.database.read(work)).await
    }

    /// Reads what most people may simply read, and writes where that is to be recorded: who opens something sealed. So
    /// nobody keeps writers waiting by asking for what is not there.
    pub async fn look<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.blocking(move |core| core.look_now(work)).await
    }

    /// The same on this thread.
    pub fn look_now<T>(&self, work: impl Fn(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        match self.0.database.look(&work)? {
            Some(value) => Ok(value),
            None => self.write_now(&work),
        }
    }

    /// Writes in one transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.blocking(move |core| core.write_now(work)).await
    }

    /// Writes in one transaction, on this thread.
    pub fn write_now<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let value = self.0.database.write(work)?;
        (self.0.written)();
        Ok(value)
    }
}
