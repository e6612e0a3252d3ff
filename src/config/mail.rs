//! How mail leaves: by which relay, under which sender.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::Settings;
use crate::error::{Error, Result};

/// The relay that takes mail, always over TLS. It has no `Debug`, because it holds a password.
#[derive(Clone)]
pub struct Relay {
    /// The name that its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether TLS begins with the connection (`smtps://`); else it begins with `STARTTLS`, and nothing goes before it.
    pub implicit: bool,
    /// User and password, where the relay asks for them.
    pub login: Option<(String, SecretString)>,
    /// A file of certificates (PEM). With it only the authorities in it are believed.
    pub authority: Option<PathBuf>,
    /// The address that mail comes from.
    pub from: String,
    /// How many connections are open at once at most.
    pub connections: u32,
    /// The longest that one answer of it is waited for: no setting.
    pub patience: Duration,
}

/// More connections than a relay would take from one client.
const MOST_CONNECTIONS: u32 = 32;

impl Relay {
    /// The relay that the settings name, if they name one.
    pub(super) fn settle(settings: &Settings) -> Result<Option<Self>> {
        let Some(address) = &settings.smtp else {
            return match without_relay(settings) {
                Some(name) => refuse(&format!(
                    "--{name} is set, but nothing says which relay takes mail: set --smtp too, or take --{name} away"
                )),
                None => Ok(None),
            };
        };
        let url = Url::parse(address).map_err(|error| unusable(address, &error.to_string()))?;
        let implicit = match url.scheme() {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(unusable(address, "it is neither smtps:// nor smtp://")),
        };
        if !url.username().is_empty() || url.password().is_some() {
            // Whoever may list the processes of the machine could read it.
            return refuse(
                "name the relay's user with --smtp-user and the password with --smtp-password-file",
            );
        }
        if !matches!(url.path(), "" | "/") || url.query().is_some() {
            return Err(unusable(address, "it has more than a host and a port"));
        }
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or_else(|| unusable(address, "it names no host"))?;
        let from = settings.mail_from.clone();
        let from = from.ok_or_else(|| Error::Internal("mail needs a sender: set --mail-from".into()))?;
        let connections = settings.smtp_connections.unwrap_or(4);
        if !(1..=MOST_CONNECTIONS).contains(&connections) {
            return refuse(&format!("from 1 to {MOST_CONNECTIONS} connections to the relay can be open"));
        }
        Ok(Some(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(if implicit { 465 } else { 587 }),
            implicit,
            login: login(settings)?,
            authority: settings.smtp_authority.clone(),
            from,
            connections,
            patience: Duration::from_secs(30),
        }))
    }
}

/// A setting that means nothing without a relay.
fn without_relay(settings: &Settings) -> Option<&'static str> {
    let set = [
        ("mail-from", settings.mail_from.is_some()),
        ("smtp-user", settings.smtp_user.is_some()),
        ("smtp-password", settings.smtp_password.is_some()),
        ("smtp-password-file", settings.smtp_password_file.is_some()),
        ("smtp-authority", settings.smtp_authority.is_some()),
        ("smtp-connections", settings.smtp_connections.is_some()),
    ];
    set.into_iter().find(|(_, is_set)| *is_set).map(|(name, _)| name)
}

fn refuse<T>(why: &str) -> Result<T> {
    Err(Error::Internal(why.to_owned()))
}

fn unusable(address: &str, why: &str) -> Error {
    Error::Internal(format!(
        "{address} is no address of a mail relay ({why}): write smtps://host or smtp://host:587"
    ))
}

fn login(settings: &Settings) -> Result<Option<(String, SecretString)>> {
    let password = match (&settings.smtp_password, &settings.smtp_password_file) {
        (Some(_), Some(_)) => return refuse("set --smtp-password or --smtp-password-file, not both"),
        (Some(password), None) => Some(password.clone()),
        (None, Some(file)) => Some(secret_in(file)?),
        (None, None) => None,
    };
    match (&settings.smtp_user, password) {
        (Some(user), Some(password)) => Ok(Some((user.clone(), password.into()))),
        (None, None) => Ok(None),
        _ => refuse("the relay's user and password are set together"),
    }
}

/// A secret in a file that nobody else may read.
fn secret_in(file: &Path) -> Result<String> {
    let failed = |error| Error::Internal(format!("cannot read {}: {error}", file.display()));
    let mode = std::fs::metadata(file).map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        let file = file.display();
        return refuse(&format!("{file} can be read by others (mode {:o}): make it 0600", mode & 0o777));
    }
    Ok(std::fs::read_to_string(file).map_err(failed)?.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn settings(smtp: &str) -> Settings {
        Settings {
            smtp: Some(smtp.to_owned()),
            mail_from: Some("entente@coalition.example".into()),
            ..Settings::default()
        }
    }

    #[test]
    fn a_relay_is_named_by_an_address() {
        for (address, host, port, implicit) in [
            ("smtps://relay.example", "relay.example", 465, true),
            ("smtp://relay.example", "relay.example", 587, false),
            ("smtp://[::1]:25/", "::1", 25, false),
        ] {
            let relay = Relay::settle(&settings(address)).unwrap().unwrap();
            assert_eq!((relay.host.as_str(), relay.port, relay.implicit), (host, port, implicit));
        }
        for refused in [
            "relay.example",
            "http://relay.example",
            "smtp://u:p@relay.example",
            "smtp://relay.example/?tls=none",
        ] {
            assert!(Relay::settle(&settings(refused)).is_err(), "{refused}");
        }
        assert!(Relay::settle(&Settings::default()).unwrap().is_none());
        let no_sender = Settings { mail_from: None, ..settings("smtps://relay.example") };
        assert!(Relay::settle(&no_sender).is_err());
        let half = |name: &str| {
            let (given, file) = (|of: &str| (of == name).then(|| "x".to_owned()), || Some("x".into()));
            let settings = Settings {
                mail_from: given("mail-from"),
                smtp_user: given("smtp-user"),
                smtp_password: given("smtp-password"),
                smtp_password_file: given("smtp-password-file").and_then(|_| file()),
                smtp_authority: given("smtp-authority").and_then(|_| file()),
                smtp_connections: given("smtp-connections").map(|_| 4),
                ..Settings::default()
            };
            let refused = Relay::settle(&settings).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(
                refused.contains(&format!("--{name} is set")) && refused.contains("--smtp too"),
                "{name}: {refused}"
            );
        };
        [
            "mail-from",
            "smtp-user",
            "smtp-password",
            "smtp-password-file",
            "smtp-authority",
            "smtp-connections",
        ]
        .into_iter()
        .for_each(half);
        let many = Settings { smtp_connections: Some(0), ..settings("smtps://relay.example") };
        assert!(Relay::settle(&many).is_err());
    }

    #[test]
    fn a_password_is_read_from_a_file_that_is_a_secret() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        std::fs::write(&file, "a secret\n").unwrap();
        let mode = |mode| std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let with = |user: Option<&str>| Settings {
            smtp_user: user.map(str::to_owned),
            smtp_password_file: Some(file.clone()),
            ..settings("smtps://relay.example")
        };
        mode(0o644);
        assert!(Relay::settle(&with(Some("entente"))).is_err(), "others may read it");
        mode(0o600);
        let (user, password) = Relay::settle(&with(Some("entente"))).unwrap().unwrap().login.unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("entente", "a secret"));
        assert!(Relay::settle(&with(None)).is_err(), "a password without a user");
    }
}
