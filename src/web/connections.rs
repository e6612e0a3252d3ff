//! Who may keep a connection, and for how long. Each open connection is a file of the process, and those are few: whoever
//! keeps us waiting is closed in time, and the slowest first where places are scarce. So a thousand half-sent requests
//! stop nobody else.
//!
//! One measure serves both: how far somebody is *behind*, that is, behind a visitor who sends or takes a thousand bytes a
//! second. While we are at work on a request that arrived whole, its visitor is never behind.

use std::any::Any;
use std::collections::HashMap;
use std::net::{Shutdown, TcpStream};
use std::os::fd::AsFd;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_web::HttpMessage;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Extensions, Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use futures_util::Stream;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Bytes a second that everybody has to manage, over whatever network.
const RATE: u32 = 1_000;
/// How far behind somebody may be.
const PATIENCE: Duration = Duration::from_secs(30);
/// Files that the program itself may have open beside connections: database, index, evidence, copies being made.
const RESERVE: u64 = 200;
/// More connections than this are not kept, however many files may be open: each costs memory too.
const MOST: u64 = 4_096;

/// All open connections.
#[derive(Clone)]
pub struct Connections(Arc<Open>);

struct Open {
    most: usize,
    lines: Mutex<HashMap<u64, Arc<Line>>>,
    count: AtomicU64,
}

/// One connection: a second handle of its socket, by which it can be closed whatever waits on it.
struct Line {
    socket: TcpStream,
    /// Until when its visitor is not behind; nothing while we are at work.
    due: Mutex<Option<Instant>>,
}

/// Kept with a connection, and gone with it.
struct Connection {
    open: Connections,
    number: u64,
    line: Arc<Line>,
}

impl Connections {
    /// As many as the process may have open files, after it has been allowed as many as the system lets it. Each
    /// connection takes two.
    pub fn allowed() -> Self {
        let limit = getrlimit(Resource::Nofile);
        let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
        let files = if setrlimit(Resource::Nofile, raised).is_ok() { limit.maximum } else { limit.current };
        Self::at_most(most_of(files.unwrap_or(u64::MAX)))
    }

    fn at_most(most: usize) -> Self {
        Self(Arc::new(Open { most, lines: Mutex::default(), count: AtomicU64::new(0) }))
    }

    /// How many are kept.
    pub fn most(&self) -> usize {
        self.0.most
    }

    /// A connection has come. Where an eighth or less of the places is left, the one that is furthest behind makes room.
    pub fn arrived(&self, io: &dyn Any, data: &mut Extensions) {
        let Some(stream) = io.downcast_ref::<actix_web::rt::net::TcpStream>() else { return };
        let socket = match stream.as_fd().try_clone_to_owned() {
            Ok(handle) => TcpStream::from(handle),
            Err(error) => return tracing::warn!(%error, "a connection cannot be watched"),
        };
        let line = Arc::new(Line { socket, due: Mutex::new(Some(Instant::now())) });
        let number = self.0.count.fetch_add(1, Ordering::Relaxed);
        let mut lines = lock(&self.0.lines);
        if lines.len() >= self.0.most - self.0.most / 8 {
            let waiting = lines.values().filter_map(|line| Some(((*lock(&line.due))?, line)));
            if let Some((_, slowest)) = waiting.min_by_key(|(due, _)| *due) {
                slowest.close();
            }
        }
        lines.insert(number, Arc::clone(&line));
        drop(lines);
        data.insert(Connection { open: self.clone(), number, line });
    }

    /// Closes every connection whose visitor is too far behind.
    pub fn close_the_slow(&self) {
        let Some(limit) = Instant::now().checked_sub(PATIENCE) else { return };
        for line in lock(&self.0.lines).values() {
            if lock(&line.due).is_some_and(|due| due < limit) {
                line.close();
            }
        }
    }
}

/// How many connections leave the program its own files.
fn most_of(files: u64) -> usize {
    let own = RESERVE.min(files / 2);
    usize::try_from(((files - own) / 2).clamp(8, MOST)).unwrap_or(8)
}

impl Line {
    /// The worker that has the connection reads its end, and lets go of it.
    fn close(&self) {
        self.socket.shutdown(Shutdown::Both).ok();
        // Once is enough.
        self.at_work();
    }

    fn at_work(&self) {
        *lock(&self.due) = None;
    }

    /// It is the visitor's turn.
    fn waits(&self) {
        *lock(&self.due) = Some(Instant::now());
    }

    /// So much has come: time to send more, but no more than a second is saved up.
    fn received(&self, bytes: usize) {
        let now = Instant::now();
        let mut due = lock(&self.due);
        *due = due.map(|due| (due + time_for(bytes)).min(now + Duration::from_secs(1)));
    }

    /// So much was given to be sent: there is time to take it.
    fn sent(&self, bytes: usize) {
        *lock(&self.due) = Some(Instant::now() + time_for(bytes));
    }
}

fn time_for(bytes: usize) -> Duration {
    Duration::from_secs(1) * u32::try_from(bytes).unwrap_or(u32::MAX) / RATE
}

impl Drop for Connection {
    fn drop(&mut self) {
        lock(&self.open.0.lines).remove(&self.number);
    }
}

/// Middleware: notes whose turn it is on the connection of a request.
pub async fn paced(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(line) = request.conn_data::<Connection>().map(|kept| Arc::clone(&kept.line)) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    line.waits();
    match request.take_payload() {
        Payload::None => line.at_work(),
        payload => {
            let payload = Box::pin(Arriving { payload, line: Arc::clone(&line) });
            request.set_payload(Payload::Stream { payload });
        }
    }
    let answer = next.call(request).await?.map_into_boxed_body();
    Ok(answer.map_body(|_, body| BoxBody::new(Leaving { body, line })))
}

/// A body on its way to us.
struct Arriving {
    payload: Payload,
    line: Arc<Line>,
}

impl Stream for Arriving {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = Pin::new(&mut self.payload).poll_next(context);
        match &next {
            Poll::Ready(Some(Ok(bytes))) => self.line.received(bytes.len()),
            Poll::Ready(_) => self.line.at_work(),
            Poll::Pending => {}
        }
        next
    }
}

/// An answer on its way to the visitor.
struct Leaving {
    body: BoxBody,
    line: Arc<Line>,
}

impl MessageBody for Leaving {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let next = Pin::new(&mut self.body).poll_next(context);
        match &next {
            Poll::Ready(Some(Ok(bytes))) => self.line.sent(bytes.len()),
            Poll::Ready(_) => {}
            // What comes next is being made.
            Poll::Pending => self.line.at_work(),
        }
        next
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        let mut due = lock(&self.line.due);
        *due = Some(due.unwrap_or_else(Instant::now));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn the_program_keeps_files_of_its_own() {
        for (files, most) in [(1_024, 412), (256, 64), (64, 16), (u64::MAX, 4_096), (0, 8)] {
            assert_eq!(most_of(files), most, "{files}");
        }
    }

    fn line() -> (Line, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let far = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (Line { socket: listener.accept().unwrap().0, due: Mutex::new(Some(Instant::now())) }, far)
    }

    #[test]
    fn nobody_saves_up_time_by_sending_much_at_once() {
        let (line, _far) = line();
        line.received(10_000_000);
        let due = lock(&line.due).unwrap();
        assert!(due <= Instant::now() + Duration::from_secs(1));
        line.at_work();
        line.received(1);
        assert_eq!(*lock(&line.due), None, "nobody is behind while we are at work");
        line.sent(60_000);
        assert!(
            lock(&line.due).unwrap() > Instant::now() + Duration::from_secs(50),
            "there is time to take it"
        );
    }

    #[test]
    fn the_slow_are_closed_and_the_others_are_not() {
        let (slow, mut far) = line();
        let (quick, mut other) = line();
        *slow.due.lock().unwrap() = Instant::now().checked_sub(PATIENCE * 2);
        let connections = Connections::at_most(8);
        for (number, line) in [slow, quick].into_iter().enumerate() {
            connections.0.lines.lock().unwrap().insert(number as u64, Arc::new(line));
        }
        connections.close_the_slow();
        assert_eq!(std::io::Read::read(&mut far, &mut [0]).unwrap(), 0);
        other.set_nonblocking(true).unwrap();
        assert!(std::io::Read::read(&mut other, &mut [0]).is_err(), "still open");
    }
}
