//! A mail relay of the tests' own: SMTP over TLS, under an authority that it makes, with every fault that relays have.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use entente::config::Settings;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use crate::support::folder;

/// Under whom the relay takes mail.
pub const USER: &str = "entente";
pub const SECRET: &str = "relay password";
/// The address that mail comes from.
pub const FROM: &str = "entente@coalition.example";

/// What the relay does to the next message instead of taking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Answers the name of the sender with this code and text.
    Sender(u16, &'static str),
    /// Answers the name of the reader with this code and text.
    Reader(u16, &'static str),
    /// Answers the whole message so.
    Message(u16, &'static str),
    /// Breaks off in the middle of the message.
    DropMidway,
    /// Takes the message and breaks off before it says so.
    DropAfter,
    /// Takes the message, says so, and closes the connection without a word.
    CloseAfter,
    /// Says nothing for this long.
    Wait(Duration),
}

/// A message as it was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub to: String,
    pub text: String,
}

impl Taken {
    /// The first header of this name, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.text.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let start = format!("{}:", name.to_lowercase());
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&start))?;
        Some(line[start.len()..].trim().to_owned())
    }

    /// What it says, with its lines joined again and its signs decoded.
    pub fn plain(&self) -> String {
        let joined = self.text.replace("=\r\n", "");
        let mut bytes = Vec::new();
        let mut rest = joined.as_bytes();
        while let Some((&first, after)) = rest.split_first() {
            let code = after.get(..2).and_then(|code| std::str::from_utf8(code).ok());
            match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                Some(byte) if first == b'=' => {
                    bytes.push(byte);
                    rest = &after[2..];
                }
                _ => {
                    bytes.push(first);
                    rest = after;
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

#[derive(Default)]
struct Shared {
    taken: Mutex<Vec<Taken>>,
    faults: Mutex<VecDeque<Fault>>,
    connections: Mutex<usize>,
    closed: Mutex<bool>,
    /// Whether it takes addresses beyond ASCII.
    takes_letters: Mutex<bool>,
}

/// The relay. It ends with the test.
pub struct Relay {
    pub port: u16,
    implicit: bool,
    shared: Arc<Shared>,
    folder: TempDir,
}

/// How a connection begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    Implicit,
    StartTls,
    /// Offers no TLS at all.
    None,
}

impl Relay {
    pub fn new(security: Security) -> Self {
        let folder = folder();
        let (tls, authority) = authority();
        std::fs::write(folder.path().join("authority.pem"), authority).unwrap();
        std::fs::write(folder.path().join("other.pem"), self::authority().1).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::<Shared>::default();
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if *serving.closed.lock().unwrap() {
                    return;
                }
                let (tls, shared) = (Arc::clone(&tls), Arc::clone(&serving));
                *shared.connections.lock().unwrap() += 1;
                std::thread::spawn(move || Session::serve(stream, &tls, security, &shared));
            }
        });
        Self { port, implicit: security == Security::Implicit, shared, folder }
    }

    /// The file of the authority that vouches for the relay.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// The file of one that does not.
    pub fn other_authority(&self) -> PathBuf {
        self.folder.path().join("other.pem")
    }

    pub fn address(&self) -> String {
        format!("{}://localhost:{}", if self.implicit { "smtps" } else { "smtp" }, self.port)
    }

    /// Has an instance send by this relay.
    pub fn settle(&self, settings: &mut Settings) {
        settings.smtp = Some(self.address());
        settings.smtp_user = Some(USER.into());
        settings.smtp_password = Some(SECRET.into());
        settings.smtp_authority = Some(self.authority());
        settings.mail_from = Some(FROM.into());
    }

    /// From the next connection on it takes addresses whose names are beyond ASCII.
    pub fn take_letters(&self) {
        *self.shared.takes_letters.lock().unwrap() = true;
    }

    pub fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.shared.faults.lock().unwrap().extend(faults);
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().unwrap().clone()
    }

    pub fn connections(&self) -> usize {
        *self.shared.connections.lock().unwrap()
    }

    /// Takes what was taken so far away.
    pub fn empty(&self) -> Vec<Taken> {
        std::mem::take(&mut self.shared.taken.lock().unwrap())
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        *self.shared.closed.lock().unwrap() = true;
        TcpStream::connect(("127.0.0.1", self.port)).ok();
    }
}

/// What the relay shows of itself, and the certificate of the authority that vouches for it.
fn authority() -> (Arc<ServerConfig>, String) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let own = KeyPair::generate().unwrap();
    let leaf =
        CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&own, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(own.serialize_der()));
    let config = config.with_no_client_auth().with_single_cert(vec![leaf.der().clone()], private).unwrap();
    (Arc::new(config), certificate.pem())
}

enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(into),
            Self::Tls(stream) => stream.read(into),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, from: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(from),
            Self::Tls(stream) => stream.write(from),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

struct Session<'a> {
    wire: BufReader<Wire>,
    shared: &'a Shared,
    secure: bool,
    known: bool,
}

impl Session<'_> {
    fn serve(stream: TcpStream, tls: &Arc<ServerConfig>, security: Security, shared: &Shared) {
        let encrypted = |stream: TcpStream| {
            let connection = ServerConnection::new(Arc::clone(tls)).unwrap();
            Wire::Tls(Box::new(StreamOwned::new(connection, stream)))
        };
        let implicit = security == Security::Implicit;
        let wire = if implicit { encrypted(stream) } else { Wire::Plain(stream) };
        let mut session = Session { wire: BufReader::new(wire), shared, secure: implicit, known: false };
        if session.say("220 relay ready").is_none() {
            return;
        }
        if session.commands(security).is_some_and(|upgrade| upgrade)
            && let Wire::Plain(stream) = session.wire.into_inner()
        {
            let wire = BufReader::new(encrypted(stream));
            Session { wire, shared, secure: true, known: false }.commands(security);
        }
    }

    fn say(&mut self, line: &str) -> Option<()> {
        let wire = self.wire.get_mut();
        wire.write_all(format!("{line}\r\n").as_bytes()).and_then(|()| wire.flush()).ok()
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.wire.read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Answers until the other side ends; whether TLS is to begin.
    fn commands(&mut self, security: Security) -> Option<bool> {
        let (mut to, mut letters) = (String::new(), false);
        let takes_letters = *self.shared.takes_letters.lock().unwrap();
        loop {
            let line = self.line()?;
            let verb = line.split(' ').next().unwrap_or_default().to_uppercase();
            match verb.as_str() {
                "EHLO" if security == Security::StartTls && !self.secure => {
                    self.say("250-relay\r\n250 STARTTLS")?;
                }
                "EHLO" => {
                    let letters = if takes_letters { "250-SMTPUTF8\r\n" } else { "" };
                    self.say(&format!("250-relay\r\n250-8BITMIME\r\n{letters}250 AUTH PLAIN"))?;
                }
                "STARTTLS" => {
                    self.say("220 go on")?;
                    return Some(true);
                }
                "AUTH" => {
                    let sent = base64::engine::general_purpose::STANDARD.decode(line.split(' ').nth(2)?);
                    self.known = sent.ok()? == format!("\0{USER}\0{SECRET}").as_bytes();
                    self.say(if self.known { "235 welcome" } else { "535 5.7.8 who are you" })?;
                }
                "MAIL" if !self.secure || !self.known => self.say("530 5.7.0 not like this")?,
                "MAIL" => {
                    letters = line.ends_with(" SMTPUTF8 BODY=8BITMIME");
                    match self.fault(|fault| matches!(fault, Fault::Sender(..))) {
                        Some(Fault::Sender(code, text)) => self.say(&format!("{code} {text}"))?,
                        _ if letters && !takes_letters => self.say("555 5.5.4 what is this")?,
                        _ => self.say("250 fine")?,
                    }
                }
                "RSET" | "NOOP" => self.say("250 fine")?,
                "RCPT" => {
                    line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                    match self.fault(|fault| matches!(fault, Fault::Reader(..))) {
                        Some(Fault::Reader(code, text)) => self.say(&format!("{code} {text}"))?,
                        _ if letters == to.is_ascii() => self.say("553 5.6.7 not like this")?,
                        _ => self.say("250 fine")?,
                    }
                }
                "DATA" => self.data(&to)?,
                "QUIT" => {
                    self.say("221 bye")?;
                    return Some(false);
                }
                _ => self.say("500 what")?,
            }
        }
    }

    /// The next fault, if it is of this kind.
    fn fault(&self, of: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut faults = self.shared.faults.lock().unwrap();
        if faults.front().is_some_and(of) { faults.pop_front() } else { None }
    }

    fn data(&mut self, to: &str) -> Option<()> {
        self.say("354 go on")?;
        let fault = self.fault(|fault| !matches!(fault, Fault::Sender(..) | Fault::Reader(..)));
        if fault == Some(Fault::DropMidway) {
            self.line()?;
            return None;
        }
        let mut text = String::new();
        loop {
            let line = self.line()?;
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push_str("\r\n");
        }
        match fault {
            Some(Fault::Message(code, said)) => return self.say(&format!("{code} {said}")),
            Some(Fault::Wait(time)) => std::thread::sleep(time),
            _ => {}
        }
        self.shared.taken.lock().unwrap().push(Taken { to: to.to_owned(), text });
        if fault == Some(Fault::DropAfter) {
            return None;
        }
        self.say("250 taken")?;
        (fault != Some(Fault::CloseAfter)).then_some(())
    }
}
