//! Signing in: whether a password is an account's, asked in turn and answered alike for accounts that there are not.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use serde_json::json;

use crate::accounts::passwords::{Password, TypedPassword, Verdict};
use crate::accounts::queue::{Origin, Queue};
use crate::accounts::secrets::hash;
use crate::accounts::visitor::Known;
use crate::accounts::{browsers, delay};
use crate::audit::Actor;
use crate::db::{Ambient, Conn, Moment, OrganisationId, PersonId, SessionId, Tx};
use crate::error::{Error, Result, message};
use crate::people::email::Email;
use crate::people::persons;
use crate::web::AppState;

/// Wrong passwords for one account are a row of the log at most so often: nobody floods it by guessing.
const GRAIN: TimeDelta = TimeDelta::hours(1);

/// The person who tries to sign in, and their network if it is believed. It cannot be printed:
///
/// ```compile_fail
/// fn print<T: std::fmt::Debug>(_: T) {}
/// fn leak(attempt: entente::accounts::Attempt) { print(attempt) }
/// ```
#[derive(Clone)]
pub struct Attempt {
    /// As typed.
    pub email: String,
    /// As typed.
    pub password: String,
    /// The address, where it tells one visitor from another.
    pub address: Option<IpAddr>,
    /// The secret of a browser that was remembered, as it was sent.
    pub browser: Option<String>,
}

/// An account whose password somebody knew. The work of finding that out runs outside every transaction, so it is
/// asked again, inside, whether it still holds.
pub struct Checked {
    person: PersonId,
    kept: String,
    /// What to keep instead, where the password had been kept as it was typed.
    fresh: Option<String>,
}

impl Checked {
    /// The account, if it is still open and its password still the one that was shown: who signs in with the old
    /// one while it is being changed is not let in.
    pub fn still(&self, tx: &mut Tx<'_>) -> Result<PersonId> {
        if !persons::has_password(tx.conn, &self.person, &self.kept)? {
            return Err(not_the_one());
        }
        if let Some(fresh) = &self.fresh {
            persons::set_password(tx, &self.person, fresh)?;
        }
        Ok(self.person.clone())
    }
}

fn not_the_one() -> Error {
    Error::invalid("email", message("fault-sign-in"))
}

/// Wrong passwords for one account that the log does not tell yet.
struct Failures {
    home: OrganisationId,
    count: u64,
    logged_at: Option<Moment>,
}

/// Those who sign in: the queue before Argon2, and the wrong passwords that are still to be logged.
pub struct SignIns {
    queue: Queue,
    failures: Mutex<BTreeMap<PersonId, Failures>>,
}

impl SignIns {
    /// With an empty queue.
    pub fn start(ambient: Ambient) -> Result<Self> {
        Ok(Self { queue: Queue::start(ambient)?, failures: Mutex::default() })
    }

    fn failures(&self) -> MutexGuard<'_, BTreeMap<PersonId, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_failure(&self, account: &Account) {
        let mut failures = self.failures();
        let fresh = || Failures { home: account.home.clone(), count: 0, logged_at: None };
        let known = failures.entry(account.id.clone()).or_insert_with(fresh);
        known.count = known.count.saturating_add(1);
    }

    /// Writes the wrong passwords since the last time into the log, one row for each account: those of the accounts of
    /// which the log told nothing for an hour, or `all`.
    pub fn log_failures(&self, app: &AppState, all: bool) -> Result<()> {
        let now = app.ambient().now();
        let is_due = |at: Option<Moment>| all || at.is_none_or(|at| now.since(at) >= GRAIN);
        let due: Vec<_> = {
            let mut failures = self.failures();
            failures.retain(|_, one| one.count > 0 || !is_due(one.logged_at));
            let due = failures.iter().filter(|(_, one)| one.count > 0 && is_due(one.logged_at));
            due.map(|(id, one)| (id.clone(), one.home.clone(), one.count)).collect()
        };
        if due.is_empty() {
            return Ok(());
        }
        app.write_now(|tx| {
            due.iter().try_for_each(|(id, home, count)| {
                let detail = json!({ "times": count });
                persons::log(tx, &Actor::default(), home, id, "sign_in.failed", detail)
            })
        })?;
        let mut failures = self.failures();
        for (id, _, count) in due {
            if let Some(one) = failures.get_mut(&id) {
                one.count = one.count.saturating_sub(count);
                one.logged_at = Some(now);
            }
        }
        Ok(())
    }

    /// A new password as it is kept, made when it is its turn. `by` names the invitation or session that asks for it.
    pub(crate) async fn hash(&self, password: Password, by: &str, ambient: &Ambient) -> Result<String> {
        let salt = ambient.bytes::<16>();
        let work = move |memory: &mut _| password.hash_in(memory, &salt);
        self.queue.take_turn(Origin::Known(by.to_owned()), String::new(), work).await?
    }
}

/// An account that somebody wants to sign in to.
struct Account {
    id: PersonId,
    kept: String,
    home: OrganisationId,
}

impl Account {
    fn find(conn: &mut Conn, typed: &str) -> Result<Option<Self>> {
        let found = persons::password_of(conn, typed)?;
        Ok(found.map(|(id, kept, home)| Self { id, kept, home }))
    }
}

/// One household or office has one IPv4 address, and of IPv6 a whole /64.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

/// Checks an e-mail address and a password, when it is this one's turn. A wrong one costs a growing delay, for this account
/// from this place. Nothing costly runs in a transaction, and nobody holds a thread while waiting.
pub async fn check(app: &AppState, sign_ins: &SignIns, attempt: Attempt) -> Result<Checked> {
    let from = attempt.address.map_or(Origin::Anywhere, |address| Origin::Network(network(address)));
    check_from(app, sign_ins, attempt, from).await
}

/// The same for somebody who is signed in and shows their present password: guessing it costs what it costs at sign-in,
/// counted for the session.
pub(super) async fn check_own(
    app: &AppState,
    sign_ins: &SignIns,
    known: &Known,
    password: &str,
) -> Result<Checked> {
    let (email, password) = (known.person.email.clone(), password.to_owned());
    let attempt = Attempt { email, password, address: None, browser: None };
    check_from(app, sign_ins, attempt, of_session(&known.session.id)).await
}

fn of_session(id: &SessionId) -> Origin {
    Origin::Known(format!("session {}", id.as_str()))
}

/// The place of a browser that was remembered for this account. The same is looked up whether there is one or not.
fn of_browser(
    conn: &mut Conn,
    secret: Option<&str>,
    account: Option<&Account>,
    now: Moment,
) -> Result<Option<Origin>> {
    let Some(secret) = secret else {
        return Ok(None);
    };
    let of = browsers::remembered_for(conn, secret, now)?;
    let same = of.is_some() && of.as_ref() == account.map(|account| &account.id);
    Ok(same.then(|| Origin::Known(format!("browser {}", hash(secret)))))
}

async fn check_from(app: &AppState, sign_ins: &SignIns, attempt: Attempt, from: Origin) -> Result<Checked> {
    let Attempt { email, password, browser, .. } = attempt;
    let (name, typed) = (Email::form_of(&email), TypedPassword::new(&password));
    let asked = name.clone();
    let now = app.ambient().now();
    let (account, from) = app
        .read(move |conn| {
            let account = Account::find(conn, &email)?;
            let from = of_browser(conn, browser.as_deref(), account.as_ref(), now)?.unwrap_or(from);
            if let Some(key) = delay::key(&asked, &from)
                && let Some(seconds) = delay::waiting(conn, &key, now)?
            {
                return Err(Error::TooMany(seconds));
            }
            Ok((account, from))
        })
        .await?;
    let kept = account.as_ref().map(|account| account.kept.clone());
    let salt = app.ambient().bytes::<16>();
    let work = move |memory: &mut _| typed.check(memory, kept.as_deref(), &salt);
    let tried = sign_ins.queue.take_turn(from.clone(), hash(&name), work).await??;
    if let Some(key) = delay::key(&name, &from) {
        settle(app, key, tried.fits).await?;
    }
    match account {
        Some(account) if tried.fits => {
            let Verdict { fresh, .. } = tried;
            Ok(Checked { person: account.id, kept: account.kept, fresh })
        }
        account => {
            if let Some(account) = &account {
                sign_ins.note_failure(account);
            }
            Err(not_the_one())
        }
    }
}

/// Counts what came of an attempt.
async fn settle(app: &AppState, key: String, fits: bool) -> Result<()> {
    app.blocking(move |app| {
        app.database().write(|tx| {
            // Guesses that came at once were looked at beside each other; what they say is told one by one.
            if let Some(seconds) = delay::waiting(tx.conn, &key, tx.now())? {
                return Err(Error::TooMany(seconds));
            }
            if fits { delay::forget(tx, &key) } else { delay::failed(tx, &key) }
        })
    })
    .await
}
