//! What `entente statement verify` says of a file: whoever asks has no platform, and nothing of one is read.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use adoption_record::{Fault, Mode, Record, Value, Verified, verify};
use chrono::{DateTime, SecondsFormat, Utc};

use super::said::{say, say_error};
use crate::error::{Error, Result};

/// More of a file is not read: no record is so long.
const MOST: u64 = 17 * 1024 * 1024;

/// `entente statement verify`: 0 where the record can be believed, 1 where it cannot. What cannot be read at all is an error.
pub fn verify_record(path: &Path, key: Option<&str>) -> Result<u8> {
    let unread = |fault: std::io::Error| Error::Command(format!("{}: {fault}", path.display()));
    let mut text = String::new();
    File::open(path).and_then(|file| file.take(MOST).read_to_string(&mut text)).map_err(unread)?;
    match verify(&text, key) {
        Ok(verified) => {
            summary(&verified, key.is_some()).iter().try_for_each(|line| say(line))?;
            Ok(0)
        }
        Err(fault @ Fault::Unreadable(_)) => Err(Error::Command(fault.to_string())),
        Err(fault) => {
            say_error(&Error::Command(fault.to_string()));
            Ok(1)
        }
    }
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::CoalitionConsensus => {
            "by consensus of the coalition: silence is consent where the line of a delegation says so"
        }
        Mode::OptOutConsensus => {
            "by consensus with opting out: silence is consent where the line of a delegation says so"
        }
        Mode::SignatoriesOnly => "by those who sign: whoever said nothing did not sign",
    }
}

fn value(value: Value) -> &'static str {
    match value {
        Value::Support => "supports",
        Value::CoSponsor => "co-sponsors",
        Value::NoObjection => "has no objection",
        Value::MoreTime => "asks for more time",
        Value::Object => "objects",
        Value::Dissociate => "dissociates",
        Value::Recused => "takes no part",
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Words of others on one line, without what would steer a terminal.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(char::is_control, "")
}

/// What the record says.
fn summary(of: &Verified, named: bool) -> Vec<String> {
    let record: &Record = &of.record;
    let round = &record.round;
    let extended: u32 = round.extensions.iter().sum();
    let mut lines = vec![
        format!("The signature fits. Statement {} is adopted.", plain(&record.reference)),
        format!("Instance: {}", plain(&record.instance)),
        format!("Title: {}", plain(&record.text.title)),
        format!("Version {}, {}", record.version, record.hash),
        format!("Adopted {} at {}", mode(record.mode), time(round.deadline)),
        format!(
            "Round {}: from {} to {}, extended by {extended} hours, counted at {}",
            round.number,
            time(round.opened_at),
            time(round.deadline),
            time(round.counted_at)
        ),
    ];
    for one in &record.roll {
        let position = record.positions.iter().find(|position| position.organisation == one.slug);
        let silent =
            if one.silence_consents { "said nothing, and consented by that" } else { "said nothing" };
        let said = position.map_or(silent, |position| value(position.value));
        lines.push(format!("  {} ({}): {said}", plain(&one.name), plain(&one.slug)));
    }
    for one in &record.reservations {
        lines.push(format!("Reservation of {}: {}", plain(&one.organisation), plain(&one.text)));
    }
    lines.push(format!("Key: {}", of.key));
    if !named {
        lines.push("Compare the key with the one that the instance publishes at /statements/key.".to_owned());
    }
    lines
}
