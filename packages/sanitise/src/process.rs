//! The side that stays alive: starts the process, feeds it, and believes nothing of it but its answer.

use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::encodings::{BEGINNING, Reading};
use super::{Answer, Kind, Limits, Rebuilt, Refusal, Task};

/// The longest first line of an answer.
const ANSWER: usize = 64 << 10;

/// What is read of a complaint.
const COMPLAINT: u64 = 4096;

/// How Rust says on its way out that it was given no memory.
const NO_MEMORY: &[u8] = b"memory allocation of";

/// How often an ending process is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// Makes the copy of an original in a process of its own: `program sanitise`. Blocks until it is there or refused, at
/// most for the seconds of the task's limits (and as long as one read from `original` takes).
pub fn rebuild(program: &Path, original: impl Read + Send, task: &Task) -> Result<Rebuilt, Refusal> {
    let unavailable = |_| Refusal::Unavailable;
    let mut line = serde_json::to_vec(task).map_err(|_| Refusal::Unavailable)?;
    line.push(b'\n');
    let limits = &task.limits;
    let deadline = Instant::now() + Duration::from_secs(u64::from(limits.seconds).max(1));
    let mut running = Running::start(program, deadline).map_err(unavailable)?;
    let child = &mut running.child;
    let (Some(stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(Refusal::Unavailable);
    };
    thread::scope(|scope| {
        let feeding = scope.spawn(|| feed(stdin, &line, original, limits.bytes_in, deadline));
        let complaining = scope.spawn(|| beginning(stderr));
        let (done, ended) = mpsc::channel();
        let answering = scope.spawn(move || {
            let answer = answer(stdout, limits);
            // Nobody listens any more where time is up.
            let _ = done.send(());
            answer
        });
        let _ = ended.recv_timeout(deadline.saturating_duration_since(Instant::now()));
        let end = running.end();
        let fed = feeding.join().unwrap_or(Err(Refusal::Unavailable));
        let answer = answering.join().unwrap_or_default();
        let complaint = complaining.join().unwrap_or_default();
        fed?;
        if answer.is_overlong(limits) {
            return Err(Refusal::CopyTooLarge { most: limits.bytes_out });
        }
        fate(end.map_err(unavailable)?, &complaint)?;
        answer.judge()
    })
}

/// How the beginning of a text reads in each encoding that it can be in. Asked of the same process: whatever the file is,
/// it is not looked at here.
pub fn readings(program: &Path, original: impl Read + Send, limits: Limits) -> Result<Vec<Reading>, Refusal> {
    let task = Task { readings: true, limits, ..Task::default() };
    let beginning = original.take(BEGINNING);
    let rebuilt = rebuild(program, beginning, &task)?;
    serde_json::from_slice(&rebuilt.bytes).map_err(|_| Refusal::Crashed)
}

/// A process that does not outlive this value.
struct Running {
    child: Child,
    deadline: Instant,
}

/// How a process ended; nothing where it had to be killed.
type End = Option<ExitStatus>;

impl Running {
    fn start(program: &Path, deadline: Instant) -> io::Result<Self> {
        let child = Command::new(program)
            .arg("sanitise")
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        Ok(Self { child, deadline })
    }

    /// Waits for its end, and brings it about at the deadline.
    fn end(&mut self) -> io::Result<End> {
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            if Instant::now() >= self.deadline {
                self.child.kill()?;
                self.child.wait()?;
                return Ok(None);
            }
            thread::sleep(LOOK);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both do nothing to a process that has been waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Hands over the task and the original, one byte beyond the limit at most: the process says that it is too large.
fn feed(
    mut to: impl Write,
    line: &[u8],
    original: impl Read,
    most: u64,
    deadline: Instant,
) -> Result<(), Refusal> {
    let mut original = original.take(most.saturating_add(1));
    let mut buffer = vec![0; 64 << 10];
    if to.write_all(line).is_err() {
        return Ok(());
    }
    while Instant::now() < deadline {
        match original.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(length) => {
                // A process that stops reading has its reasons, which its end tells.
                if to.write_all(buffer.get(..length).unwrap_or_default()).is_err() {
                    return Ok(());
                }
            }
            Err(wrong) if wrong.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Err(Refusal::Unavailable),
        }
    }
    Ok(())
}

/// The beginning of a stream that is then let go on without being kept.
fn beginning(mut from: impl Read) -> Vec<u8> {
    let mut start = Vec::new();
    // What cannot be read is not there.
    let _ = (&mut from).take(COMPLAINT).read_to_end(&mut start);
    let _ = io::copy(&mut from, &mut io::sink());
    start
}

/// What came out of the process: anything at all, until judged.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
}

/// Never more than the limit and a first line, and one byte to know that there was more.
fn answer(from: impl Read, limits: &Limits) -> Output {
    let mut bytes = Vec::new();
    let most = limits.bytes_out.saturating_add(ANSWER as u64 + 1);
    // A broken pipe ends what was said; whether that was all, the judgement finds.
    let _ = from.take(most).read_to_end(&mut bytes);
    Output { bytes }
}

impl Output {
    fn is_overlong(&self, limits: &Limits) -> bool {
        let body = self.split().map_or(self.bytes.len(), |(_, copy)| copy.len());
        u64::try_from(body).is_ok_and(|length| length > limits.bytes_out)
    }

    fn split(&self) -> Option<(&[u8], &[u8])> {
        let start = self.bytes.get(..ANSWER).unwrap_or(&self.bytes);
        let end = start.iter().position(|byte| *byte == b'\n')?;
        Some((self.bytes.get(..end)?, self.bytes.get(end + 1..)?))
    }

    /// The copy, where what is there is what it says it is.
    fn judge(mut self) -> Result<Rebuilt, Refusal> {
        let (line, copy) = self.split().ok_or(Refusal::Crashed)?;
        match serde_json::from_slice(line).map_err(|_| Refusal::Crashed)? {
            Answer::Refused(refusal) => Err(refusal),
            Answer::Made(made) if made.kind == Kind::of(copy) && Kind::OF_COPIES.contains(&made.kind) => {
                let length = line.len() + 1;
                self.bytes.drain(..length);
                Ok(Rebuilt { made, bytes: self.bytes })
            }
            Answer::Made(_) => Err(Refusal::Crashed),
        }
    }
}

/// What its end says.
fn fate(end: End, complaint: &[u8]) -> Result<(), Refusal> {
    let Some(status) = end else { return Err(Refusal::OutOfTime) };
    match status.signal() {
        None if status.success() => Ok(()),
        Some(libc::SIGXCPU) => Err(Refusal::OutOfTime),
        // Not by us: by the system that had no memory left.
        Some(libc::SIGKILL) => Err(Refusal::OutOfMemory),
        Some(libc::SIGABRT) if complaint.starts_with(NO_MEMORY) => Err(Refusal::OutOfMemory),
        _ => Err(Refusal::Crashed),
    }
}
