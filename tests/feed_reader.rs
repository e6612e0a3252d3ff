//! What `feedparser` makes of a feed, and `icalendar` of a calendar.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// What `feedparser` makes of a document: whether it is well formed, and what it says.
const READER: &str = "
import feedparser, json, sys
found = feedparser.parse(sys.stdin.buffer.read())
entry = lambda one: {
    'id': one.get('id'), 'link': one.get('link'), 'title': one.get('title'), 'updated': one.get('updated'),
    'summary': one.get('summary'), 'authors': [author.get('name') for author in one.get('authors', [])],
    'enclosures': [[link.type, link.href] for link in one.get('enclosures', [])],
}
json.dump({
    'bozo': bool(found.bozo), 'version': found.version, 'title': found.feed.get('title'), 'id': found.feed.get('id'),
    'updated': found.feed.get('updated'), 'links': [[link.rel, link.href] for link in found.feed.get('links', [])],
    'entries': [entry(one) for one in found.entries],
}, sys.stdout)
";

/// What `icalendar` makes of a document: its events in their order, their times in UTC and by the clocks of the zones that are
/// named, or the day that they take; and what stands in it that it does not understand.
const CALENDAR: &str = "
import icalendar, json, sys, zoneinfo
from datetime import timezone
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
zones = [timezone.utc] + [zoneinfo.ZoneInfo(name) for name in sys.argv[1:]]
times = lambda at: [at.astimezone(zone).isoformat() for zone in zones] if hasattr(at, 'hour') else [at.isoformat()]
event = lambda one: {
    'times': times(one['DTSTART'].dt),
    'uid': str(one['UID']), 'summary': str(one['SUMMARY']), 'status': str(one['STATUS']), 'url': str(one['URL']),
    'sequence': int(one['SEQUENCE']), 'stamped': one['DTSTAMP'].dt.isoformat(), 'names': sorted(one.keys()),
}
json.dump({
    'version': str(calendar['VERSION']), 'name': str(calendar['NAME']), 'errors': [str(error) for error in calendar.errors],
    'events': [event(one) for one in calendar.walk('VEVENT')],
}, sys.stdout)
";

/// The Python with `feedparser` and `icalendar`: made by `tests/run`, or here where that has not run.
fn python() -> &'static PathBuf {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
        let folder = target.join("python");
        let made = Command::new(root.join("tests/python")).arg(&folder).output().unwrap();
        assert!(
            made.status.success(),
            "no Python that reads feeds: {}",
            String::from_utf8_lossy(&made.stderr)
        );
        folder.join("bin/python")
    })
}

/// What a program says that is given a document and must not complain of it.
pub fn run(program: &mut Command, document: &[u8]) -> Vec<u8> {
    let program = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    child.stdin.take().unwrap().write_all(document).unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success(), "{said}\n{}", String::from_utf8_lossy(document));
    ended.stdout
}

/// What `feedparser` reads.
pub fn read(document: &[u8]) -> Value {
    let said = run(Command::new(python()).args(["-c", READER]), document);
    let found: Value = serde_json::from_slice(&said).unwrap();
    assert_eq!(found["bozo"], false, "{}", String::from_utf8_lossy(document));
    found
}

/// What `icalendar` reads, with each time in UTC and in these zones.
pub fn read_calendar(document: &[u8], zones: &[&str]) -> Value {
    let said = run(Command::new(python()).args(["-c", CALENDAR]).args(zones), document);
    let found: Value = serde_json::from_slice(&said).unwrap();
    assert_eq!(found["errors"], serde_json::json!([]), "{}", String::from_utf8_lossy(document));
    found
}
