//! Configuration: flags, then environment (`ENTENTE_*`, `DATABASE_URL`), then a TOML file, then the default.

mod key;
mod mail;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{Days, NaiveDate};
use serde::Deserialize;

pub use key::{InstanceKey, KeyedHash};
pub use mail::Relay;

use crate::error::{Error, Result};

/// What can be said by flag, environment or file; everything may be left out.
///
/// It has no `Debug`, because it holds the passwords of the database and of the mail relay, and the token of the monitor.
#[derive(Clone, Default, Deserialize, clap::Args)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The folder of the database, the index and the files.
    #[arg(long, env = "ENTENTE_DATA", global = true)]
    pub data: Option<PathBuf>,
    /// Where to listen.
    #[arg(long, env = "ENTENTE_LISTEN", global = true)]
    pub listen: Option<SocketAddr>,
    /// The address by which people reach the platform, such as `https://coalition.example`.
    #[arg(long, env = "ENTENTE_PUBLIC_URL", global = true)]
    pub public_url: Option<String>,
    /// `postgres://…`, or the path of a SQLite file. Default: SQLite in the data folder.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    pub database_url: Option<String>,
    /// The file of the instance's key, made with mode 0600 on first start.
    #[arg(long, env = "ENTENTE_KEY_FILE", global = true)]
    pub key_file: Option<PathBuf>,
    /// Addresses of proxies whose word on the visitor's address (`X-Forwarded-For`) counts. Comma-separated.
    #[arg(long, env = "ENTENTE_TRUSTED_PROXY", global = true, value_delimiter = ',')]
    pub trusted_proxy: Vec<IpAddr>,
    /// A file of passwords known from breaches, one a line: none of them can be chosen.
    #[arg(long, env = "ENTENTE_BREACHED_PASSWORDS", global = true)]
    pub breached_passwords: Option<PathBuf>,
    /// The largest body of a request, in bytes.
    #[arg(long, env = "ENTENTE_BODY_LIMIT", global = true)]
    pub body_limit: Option<usize>,
    /// For how many days the operator keeps a backup at most: people are told when the last one with what they erased
    /// will be gone. Default: 30.
    #[arg(long, env = "ENTENTE_BACKUPS_KEPT_DAYS", global = true)]
    pub backups_kept_days: Option<u32>,
    /// The largest file that can be attached to a report, in bytes.
    #[arg(long, env = "ENTENTE_EVIDENCE_LIMIT", global = true)]
    pub evidence_limit: Option<usize>,
    /// The program that is run, as `PROGRAM sanitise`, for each file of which a copy is made. Default: this one.
    #[arg(long, env = "ENTENTE_SANITISER", global = true)]
    pub sanitiser: Option<PathBuf>,
    /// The token with which a monitor reads `/metrics`, at least 16 characters. Without it there are none.
    #[arg(long, env = "ENTENTE_METRICS_TOKEN", global = true, hide_env_values = true)]
    pub metrics_token: Option<String>,
    /// The relay that takes mail: `smtps://relay.example` (TLS from the start) or `smtp://relay.example:587` (STARTTLS).
    /// Without it nobody gets mail; a demonstration writes its mail into the folder `spool` of its data.
    #[arg(long, env = "ENTENTE_SMTP", global = true)]
    pub smtp: Option<String>,
    /// The user under whom the relay takes mail.
    #[arg(long, env = "ENTENTE_SMTP_USER", global = true)]
    pub smtp_user: Option<String>,
    /// That user's password.
    #[arg(long, env = "ENTENTE_SMTP_PASSWORD", global = true, hide_env_values = true)]
    pub smtp_password: Option<String>,
    /// A file with that password, which nobody else may read.
    #[arg(long, env = "ENTENTE_SMTP_PASSWORD_FILE", global = true)]
    pub smtp_password_file: Option<PathBuf>,
    /// A file with the certificates (PEM) of the authority that vouches for the relay. Default: the public authorities.
    #[arg(long, env = "ENTENTE_SMTP_AUTHORITY", global = true)]
    pub smtp_authority: Option<PathBuf>,
    /// How many connections to the relay are open at once at most. Default: 4.
    #[arg(long, env = "ENTENTE_SMTP_CONNECTIONS", global = true)]
    pub smtp_connections: Option<u32>,
    /// The address that mail comes from, such as `entente@coalition.example`.
    #[arg(long, env = "ENTENTE_MAIL_FROM", global = true)]
    pub mail_from: Option<String>,
}

impl Settings {
    /// Reads a TOML file of settings.
    pub fn from_file(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::Internal(format!("cannot read {}: {error}", path.display())))?;
        toml::from_str(&text).map_err(|error| Error::Internal(format!("{}: {error}", path.display())))
    }

    /// These settings, and where they are silent those of `file`.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            data: self.data.or(file.data),
            listen: self.listen.or(file.listen),
            public_url: self.public_url.or(file.public_url),
            database_url: self.database_url.or(file.database_url),
            key_file: self.key_file.or(file.key_file),
            trusted_proxy: if self.trusted_proxy.is_empty() {
                file.trusted_proxy
            } else {
                self.trusted_proxy
            },
            breached_passwords: self.breached_passwords.or(file.breached_passwords),
            body_limit: self.body_limit.or(file.body_limit),
            backups_kept_days: self.backups_kept_days.or(file.backups_kept_days),
            evidence_limit: self.evidence_limit.or(file.evidence_limit),
            sanitiser: self.sanitiser.or(file.sanitiser),
            metrics_token: self.metrics_token.or(file.metrics_token),
            smtp: self.smtp.or(file.smtp),
            smtp_user: self.smtp_user.or(file.smtp_user),
            smtp_password: self.smtp_password.or(file.smtp_password),
            smtp_password_file: self.smtp_password_file.or(file.smtp_password_file),
            smtp_authority: self.smtp_authority.or(file.smtp_authority),
            smtp_connections: self.smtp_connections.or(file.smtp_connections),
            mail_from: self.mail_from.or(file.mail_from),
        }
    }
}

/// What is shorter can be guessed.
const SHORTEST_TOKEN: usize = 16;

/// The settled configuration. It holds secrets (the password of the database, the token of the monitor) and cannot be
/// printed:
///
/// ```compile_fail
/// fn print<T: std::fmt::Debug>(_: T) {}
/// fn leak(config: entente::config::Config) { print(config) }
/// ```
#[derive(Clone)]
pub struct Config {
    /// The folder of everything embedded.
    pub data: PathBuf,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Scheme, host and port by which people reach the platform, without a slash at the end.
    pub public_url: String,
    /// `postgres://…`, or the path of a SQLite file.
    pub database_url: String,
    /// The file of the instance's key.
    pub key_file: PathBuf,
    /// Proxies whose word counts.
    pub trusted_proxy: Vec<IpAddr>,
    /// Passwords that nobody may choose.
    pub breached_passwords: Option<PathBuf>,
    /// The largest body of a request, in bytes.
    pub body_limit: usize,
    /// For how many days a backup is kept at most.
    pub backups_kept_days: u32,
    /// The largest file that can be attached to a report, in bytes.
    pub evidence_limit: usize,
    /// What is run for each file of which a copy is made.
    pub sanitiser: PathBuf,
    /// Who holds it reads the figures of the instance.
    pub metrics_token: Option<String>,
    /// What takes mail.
    pub relay: Option<Relay>,
    /// How answers leave that say that nothing is there.
    pub missing: Missing,
}

/// How an answer that says “not found” leaves: no setting, so that no operator can be talked into
/// another.
#[derive(Debug, Clone, Copy)]
pub struct Missing {
    /// At the next multiple of this after the request arrived: what it cost to find out cannot be told.
    pub grid: Duration,
    /// So many of them at once for one session or network.
    pub most: u32,
}

impl Default for Missing {
    fn default() -> Self {
        Self { grid: Duration::from_millis(10), most: 3_000 }
    }
}

impl Config {
    /// Fills in the defaults, and refuses what is unsafe: plain http anywhere but on loopback and onion
    /// addresses.
    pub fn settle(settings: Settings) -> Result<Self> {
        let relay = Relay::settle(&settings)?;
        let data = settings.data.unwrap_or_else(|| PathBuf::from("data"));
        let listen = settings.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = settings
            .public_url
            .unwrap_or_else(|| format!("http://{listen}"))
            .trim_end_matches('/')
            .to_owned();
        check_public_url(&public_url)?;
        if settings.metrics_token.as_ref().is_some_and(|token| token.len() < SHORTEST_TOKEN) {
            return Err(Error::Internal(format!("a metrics token has at least {SHORTEST_TOKEN} characters")));
        }
        Ok(Self {
            relay,
            database_url: settings.database_url.unwrap_or_else(|| crate::db::Database::embedded(&data)),
            key_file: settings.key_file.unwrap_or_else(|| data.join("instance.key")),
            trusted_proxy: settings.trusted_proxy,
            breached_passwords: settings.breached_passwords,
            body_limit: settings.body_limit.unwrap_or(2 * 1024 * 1024),
            backups_kept_days: settings.backups_kept_days.unwrap_or(30),
            evidence_limit: settings.evidence_limit.unwrap_or(50_000_000),
            // The program as it was started, whatever stands under its name by now.
            sanitiser: settings.sanitiser.unwrap_or_else(|| PathBuf::from("/proc/self/exe")),
            metrics_token: settings.metrics_token,
            missing: Missing::default(),
            data,
            listen,
            public_url,
        })
    }

    /// The day on which the last backup will be gone that was made until `day`.
    pub fn backups_gone(&self, day: NaiveDate) -> NaiveDate {
        day.checked_add_days(Days::new(self.backups_kept_days.into())).unwrap_or(day)
    }

    /// Whether people come by https: then cookies are `Secure` and carry the `__Host-` prefix.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

fn check_public_url(url: &str) -> Result<()> {
    let refuse = |why: &str| Err(Error::Internal(format!("the public URL {url} {why}")));
    if url.starts_with("https://") {
        return Ok(());
    }
    let Some(rest) = url.strip_prefix("http://") else {
        return refuse("is neither http:// nor https://");
    };
    let host = rest.split('/').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let onion = host.rsplit('.').next().is_some_and(|end| end.eq_ignore_ascii_case("onion"));
    let loopback = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if onion || loopback {
        Ok(())
    } else {
        refuse(
            "is plain http: what members read and type would travel in the open. Use https, or an onion address",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback_and_onions_only() {
        for fine in [
            "https://a.example",
            "http://127.0.0.1:8080",
            "http://[::1]:80",
            "http://localhost",
            "http://abc.onion",
        ] {
            assert!(check_public_url(fine).is_ok(), "{fine}");
        }
        for refused in
            ["http://a.example", "ftp://a.example", "a.example", "http://10.0.0.1", "http://onion.example"]
        {
            assert!(check_public_url(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_token_that_can_be_guessed_is_refused() {
        let settle = |token: &str| {
            Config::settle(Settings { metrics_token: Some(token.into()), ..Settings::default() })
        };
        assert!(settle("short").is_err());
        assert!(settle("as long as it takes").is_ok());
    }

    #[test]
    fn flags_come_before_the_file() {
        let file = Settings {
            body_limit: Some(1),
            public_url: Some("https://b.example".into()),
            ..Settings::default()
        };
        let flags = Settings { body_limit: Some(2), ..Settings::default() };
        let config = Config::settle(flags.or(file)).unwrap();
        assert_eq!((config.body_limit, config.public_url.as_str()), (2, "https://b.example"));
        assert!(config.is_https());
    }
}
