//! The command line of Entente.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::TimeDelta;
use clap::{Parser, Subcommand};
use entente::app;
use entente::config::{Config, Settings};
use entente::error::Result;

/// Where a coalition for a free Internet shares what is happening and decides together what to do.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
    /// A TOML file of settings; flags and environment come before it.
    #[arg(long, env = "ENTENTE_CONFIG", global = true)]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the platform (what happens without a command too).
    Serve,
    /// Runs the platform after filling an empty data folder with a demonstration coalition.
    Demo {
        /// How far ahead the program's clock is, as in `+48h`, `+30m` or `+7d`: deadlines can be seen to fall due.
        #[arg(long, value_parser = ahead)]
        clock: Option<TimeDelta>,
    },
    /// Makes the secretariat and its founding convenors, and prints a one-time link for each.
    SetUp {
        /// A founding convenor's e-mail address. Name two or more: from the third organisation on two convenors decide
        /// together, and what they hold counts at once until the founding is closed.
        #[arg(long, required = true)]
        email: Vec<String>,
        /// The secretariat's name.
        #[arg(long)]
        organisation: String,
    },
    /// Enters records from elsewhere.
    Import {
        /// The kind of file.
        source: entente::exchange::Source,
        /// The file.
        file: PathBuf,
        /// The slug of the organisation that owns the records.
        #[arg(long)]
        organisation: String,
        /// Who may read them: `public`, `coalition`, `sector:KIND`, `group:SLUG`, `org:SLUG`. Default: the
        /// organisation alone.
        #[arg(long)]
        audience: Option<String>,
        /// Does everything but write, and says what would become of the file.
        #[arg(long)]
        dry_run: bool,
    },
    /// Builds the search index anew.
    Reindex,
    /// Brings the database's schema up to date.
    Migrate,
    /// Makes a copy of a file for release: what the platform runs for each.
    #[command(hide = true)]
    Sanitise,
    /// Sees to mail.
    Mail {
        #[command(subcommand)]
        command: MailCommand,
    },
    /// Prints the description of the interface for programs (OpenAPI 3.1).
    Openapi,
    /// Sees to joint statements.
    Statement {
        #[command(subcommand)]
        command: StatementCommand,
    },
}

#[derive(Subcommand)]
enum StatementCommand {
    /// Verifies the record of an adoption, without a platform: 0 where it can be believed, 1 where it cannot, 2 where it
    /// cannot be read.
    Verify {
        /// The record, as it was downloaded.
        file: PathBuf,
        /// The key that has to have signed it, as the instance publishes it at `/statements/key`.
        #[arg(long, allow_hyphen_values = true)]
        key: Option<String>,
    },
}

#[derive(Subcommand)]
enum MailCommand {
    /// Sends a test message, and says what became of it.
    Test {
        /// To whom.
        address: String,
    },
}

/// A time ahead: a number with its unit.
fn ahead(text: &str) -> std::result::Result<TimeDelta, String> {
    let refused = || format!("“{text}” is no time ahead, such as +48h, +30m or +7d");
    let text = text.strip_prefix('+').ok_or_else(refused)?;
    let (number, minutes) = match text.char_indices().next_back() {
        Some((at, 'm')) => (text.get(..at), 1),
        Some((at, 'h')) => (text.get(..at), 60),
        Some((at, 'd')) => (text.get(..at), 24 * 60),
        _ => (None, 0),
    };
    // A hundred years are more than any deadline, and far from where dates end.
    let number = number.and_then(|number| number.parse::<u32>().ok()).filter(|number| *number <= 36_500);
    number.map(|number| TimeDelta::minutes(i64::from(number) * minutes)).ok_or_else(refused)
}

fn main() -> ExitCode {
    // Before anything is set up, read or started: this process is to meet a hostile file, with nothing at hand.
    if std::env::args_os().nth(1).is_some_and(|word| word == "sanitise") {
        return sanitise::child();
    }
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("ENTENTE_LOG")
                .unwrap_or_else(|_| "info,actix_server=warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            app::say_error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    // Whoever verifies a record needs no settings.
    if let Some(Command::Statement { command: StatementCommand::Verify { file, key } }) = &arguments.command {
        return app::verify_record(file, key.as_deref()).map(ExitCode::from);
    }
    let settings = match &arguments.config {
        Some(path) => arguments.settings.or(Settings::from_file(path)?),
        None => arguments.settings,
    };
    let config = Config::settle(settings)?;
    match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => app::serve(config).map(|()| ExitCode::SUCCESS),
        Command::Demo { clock } => app::demo(config, clock.unwrap_or_default()).map(|()| ExitCode::SUCCESS),
        Command::SetUp { email, organisation } => {
            app::set_up(config, &email, &organisation).map(|()| ExitCode::SUCCESS)
        }
        Command::Import { source, file, organisation, audience, dry_run } => {
            let (file, organisation, audience) = (file.as_path(), organisation.as_str(), audience.as_deref());
            let request = entente::exchange::Request { source, file, organisation, audience, dry_run };
            app::import(config, request).map(ExitCode::from)
        }
        Command::Reindex => app::reindex(config).map(|()| ExitCode::SUCCESS),
        Command::Mail { command: MailCommand::Test { address } } => {
            app::try_mail(config, &address).map(|()| ExitCode::SUCCESS)
        }
        Command::Openapi => app::openapi().map(|()| ExitCode::SUCCESS),
        // Answered above.
        Command::Sanitise | Command::Statement { .. } => Ok(ExitCode::FAILURE),
        Command::Migrate => app::migrate(config).map(|()| ExitCode::SUCCESS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_ahead_is_a_number_with_its_unit() {
        for (text, minutes) in [("+48h", 48 * 60), ("+30m", 30), ("+7d", 7 * 24 * 60), ("+0h", 0)] {
            assert_eq!(ahead(text), Ok(TimeDelta::minutes(minutes)), "{text}");
        }
        for text in ["", "+", "48h", "-48h", "+48", "+h", "+4.5h", "+48ч", "+99999d", "+ 4h"] {
            assert!(ahead(text).is_err(), "{text}");
        }
    }
}
