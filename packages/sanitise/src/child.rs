//! The process that meets the hostile file.

use std::io::{self, BufRead, Read as _, Write as _};
use std::panic::{catch_unwind, set_hook};
use std::process::ExitCode;

use super::confine::confine;
use super::fonts::Fonts;
use super::{Answer, Kind, Made, Refusal, Task, encodings, mail, pages, pictures, text};

/// The longest task: a few thousand boxes.
const TASK: u64 = 1 << 20;

/// Reads a task (a line of JSON) and then the original from standard input; writes a line that says what became of it,
/// and then the copy, to standard output. To be called before the program starts any thread of its own.
pub fn child() -> ExitCode {
    // A message of a fault may quote the file.
    set_hook(Box::new(|_| {}));
    match catch_unwind(work) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(_)) | Err(_) => ExitCode::FAILURE,
    }
}

fn work() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    (&mut input).take(TASK).read_until(b'\n', &mut line)?;
    let task: Task = serde_json::from_slice(&line)?;
    let fonts = Fonts::open();
    if confine(&task.limits).is_err() {
        return answer(Answer::Refused(Refusal::Unavailable), &[]);
    }
    let mut original = Vec::new();
    let most = task.limits.bytes_in;
    (&mut input).take(most.saturating_add(1)).read_to_end(&mut original)?;
    if u64::try_from(original.len()).is_ok_and(|length| length > most) {
        return answer(Answer::Refused(Refusal::TooLarge { most }), &[]);
    }
    match make(original, &task, &fonts) {
        Ok((made, copy)) => answer(Answer::Made(made), &copy),
        Err(refusal) => answer(Answer::Refused(refusal), &[]),
    }
}

/// The copy of a file, by what it is.
pub(super) fn make(original: Vec<u8>, task: &Task, fonts: &Fonts) -> Result<(Made, Vec<u8>), Refusal> {
    let (made, copy) = match Kind::of(&original) {
        Kind::Text if task.readings => encodings::readings(&original)?,
        _ if task.readings => return Err(Refusal::UnknownKind),
        kind @ (Kind::Jpeg | Kind::Png | Kind::Webp | Kind::Gif | Kind::Tiff | Kind::Bmp) => {
            pictures::rebuild(original, kind, task)?
        }
        Kind::Pdf => pages::rebuild(original, task, fonts)?,
        Kind::Text => text::rebuild(&original, task)?,
        Kind::Mail => mail::rebuild(&original, task, fonts)?,
        Kind::Other(_) => return Err(Refusal::UnknownKind),
    };
    let most = task.limits.bytes_out;
    if u64::try_from(copy.len()).is_ok_and(|length| length > most) {
        return Err(Refusal::CopyTooLarge { most });
    }
    Ok((made, copy))
}

fn answer(answer: Answer, copy: &[u8]) -> io::Result<()> {
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    let mut out = io::stdout().lock();
    out.write_all(&line)?;
    out.write_all(copy)?;
    out.flush()
}
