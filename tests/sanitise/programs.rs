//! Programs that misbehave in the place of ours, and ours seen from outside.

use std::fs;
use std::io::{self, Cursor, Read, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use sanitise::{Refusal, Task, rebuild};
use tempfile::TempDir;

use super::program;
use crate::support;

/// A script in a folder of its own.
fn script(folder: &TempDir, commands: &str) -> PathBuf {
    let path = folder.path().join("program");
    fs::write(&path, format!("#!/bin/sh\n{commands}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    path
}

#[test]
fn whatever_the_process_does_the_asker_lives_and_knows() {
    let mut task = Task::default();
    task.limits.seconds = 2;
    task.limits.bytes_out = 100_000;
    let text = r#"{"made":{"kind":"text/plain; charset=utf-8","pages":1,"width":0,"height":0}}"#;
    let most = task.limits.bytes_out;
    for (commands, refusal) in [
        ("kill -ABRT $$", Refusal::Crashed),
        ("kill -SEGV $$", Refusal::Crashed),
        ("kill -KILL $$", Refusal::OutOfMemory),
        ("kill -XCPU $$", Refusal::OutOfTime),
        ("echo 'memory allocation of 9 bytes failed' >&2; kill -ABRT $$", Refusal::OutOfMemory),
        ("exec sleep 60", Refusal::OutOfTime),
        ("exec >&- 2>&-; exec sleep 60", Refusal::OutOfTime),
        ("while :; do :; done", Refusal::OutOfTime),
        ("exec yes", Refusal::CopyTooLarge { most }),
        ("exec cat", Refusal::CopyTooLarge { most }),
        ("exec head -c 1000", Refusal::Crashed),
        ("exit 0", Refusal::Crashed),
        ("exit 1", Refusal::Crashed),
        ("echo nonsense", Refusal::Crashed),
        (&format!("echo '{text}'; exit 3"), Refusal::Crashed),
        (&format!("echo '{text}'; printf '%%PDF-1.7'"), Refusal::Crashed),
        (r#"echo '{"refused":{"too-many-pages":{"most":7}}}'"#, Refusal::TooManyPages { most: 7 }),
        (r#"echo '{"made":{"kind":"text/html"}}'; echo '<p>'"#, Refusal::Crashed),
    ] {
        let folder = support::folder_of_programs();
        let started = Instant::now();
        let fate = rebuild(&script(&folder, commands), Cursor::new(vec![b'x'; 300_000]), &task);
        assert_eq!(fate, Err(refusal), "{commands}");
        assert!(started.elapsed() < Duration::from_secs(10), "{commands}");
    }
    let folder = support::folder_of_programs();
    let honest = script(&folder, &format!("echo '{text}'; echo Good."));
    assert_eq!(rebuild(&honest, Cursor::new(b""), &task).unwrap().bytes, b"Good.\n");
}

/// A store that fails halfway.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

#[test]
fn what_is_not_the_files_fault_may_be_tried_again() {
    let nowhere = rebuild(Path::new("/nowhere/at/all"), Cursor::new(b"x"), &Task::default());
    assert_eq!(nowhere, Err(Refusal::Unavailable));
    let half = Cursor::new(b"half of a text").chain(Broken);
    assert_eq!(rebuild(program(), half, &Task::default()), Err(Refusal::Unavailable));
    assert!(Refusal::Unavailable.passes());
}

#[test]
fn the_process_sees_nothing_of_where_it_runs() {
    let folder = support::folder_of_programs();
    let text = r#"{"made":{"kind":"text/plain; charset=utf-8","pages":1,"width":0,"height":0}}"#;
    let telling = script(&folder, &format!("echo '{text}'; /usr/bin/env | /usr/bin/sort; echo $#"));
    let seen = rebuild(&telling, Cursor::new(b""), &Task::default()).unwrap();
    // What the shell sets for itself.
    let lines = String::from_utf8(seen.bytes).unwrap();
    let own = |line: &&str| !["PWD=/", "SHLVL=", "_=", "OLDPWD"].iter().any(|name| line.starts_with(name));
    assert_eq!(lines.lines().filter(own).collect::<Vec<_>>(), ["1"]);
}

#[test]
fn the_process_is_confined_before_it_is_given_the_file() {
    let mut child =
        Command::new(program()).arg("sanitise").stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let task = serde_json::to_string(&Task::default()).unwrap();
    let mut input = child.stdin.take().unwrap();
    writeln!(input, "{task}").unwrap();
    let of = |file: &str| fs::read_to_string(format!("/proc/{}/{file}", child.id())).unwrap();
    let patience = Instant::now();
    while !of("status").contains("Seccomp:\t2") && patience.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(of("status").contains("Seccomp:\t2") && of("status").contains("NoNewPrivs:\t1"));
    let limits = of("limits");
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(limit("Max cpu time"), ["60", "61"]);
    assert_eq!(limit("Max data size"), ["536870912"; 2]);
    assert_eq!(limit("Max address space"), ["1073741824"; 2]);
    assert_eq!(limit("Max open files"), ["3"; 2]);
    for name in ["Max file size", "Max core file size", "Max processes"] {
        assert_eq!(limit(name), ["0"; 2], "{name}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}
