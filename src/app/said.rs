//! What the program says to those who run a command.

use std::io::Write;

use crate::error::{Error, Result};
use crate::language::{Language, Strings};

/// One line to those who run the command.
pub(super) fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").map_err(Error::internal)
}

/// What went wrong, to those who run the command.
pub fn say_error(error: &Error) {
    let strings = Strings::of(Language::english());
    let text = match error {
        Error::Internal(text) | Error::Unavailable(text) | Error::Unsaved(text) | Error::Command(text) => {
            text.clone()
        }
        Error::Denied(why) | Error::Conflict(why) | Error::Overtaken(why) | Error::Malformed(why) => {
            strings.message(why)
        }
        Error::Invalid(fields) => {
            let line = |(field, faults): (&String, &Vec<_>)| {
                let faults: Vec<String> = faults.iter().map(|fault| strings.message(fault)).collect();
                format!("{field}: {}", faults.join(" "))
            };
            fields.0.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    };
    writeln!(std::io::stderr(), "entente: {text}").ok();
}
