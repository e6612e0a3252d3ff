//! The real program, in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::http::Client;
use crate::support::Place;

/// The first convenor of an instance that was set up here.
pub const FIRST: &str = "first@secretariat.example.org";
const PASSWORD: &str = "quiet harbour lanterns at dusk";

/// A data folder that the program itself makes, and its database.
pub struct Home {
    pub data: PathBuf,
    pub place: Place,
}

/// A running `entente serve`. Ends with the test.
pub struct Program {
    child: Child,
    pub port: u16,
    said: BufReader<ChildStdout>,
}

fn next_line(said: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    assert!(said.read_line(&mut line).unwrap() > 0, "the program has ended");
    line.trim().to_owned()
}

/// The program on this data, with none of the settings of those who run the tests.
pub fn entente(data: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ENTENTE_")) {
        command.env_remove(name);
    }
    command.env_remove("DATABASE_URL").env("ENTENTE_LOG", "error").arg("--data").arg(data);
    if let Some(url) = database {
        command.arg("--database-url").arg(url);
    }
    command
}

impl Home {
    pub fn new() -> Self {
        let place = Place::unmigrated();
        Self { data: place.folder.path().join("data"), place }
    }

    /// Where the database is, unless it stands in the data folder.
    fn database(&self) -> Option<&str> {
        self.place.url.starts_with("postgres").then_some(self.place.url.as_str())
    }

    /// What the database is opened by.
    pub fn url(&self) -> String {
        self.database().map_or_else(|| entente::db::Database::embedded(&self.data), str::to_owned)
    }

    /// Any command, to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        entente(&self.data, self.database()).args(arguments).output().unwrap()
    }

    /// Serves, and waits until lists are answered.
    pub fn serve(&self) -> Program {
        let program = self.serve_at_once();
        let client = Client::of(program.port);
        let begun = Instant::now();
        while client.get("/readyz").status != 200 {
            assert!(begun.elapsed() < Duration::from_mins(1), "the program is never ready");
        }
        program
    }

    /// Serves, and waits until it listens.
    pub fn serve_at_once(&self) -> Program {
        Program::started(entente(&self.data, self.database()))
    }

    /// Serves for the first time and sets the coalition up.
    pub fn set_up(&self) -> (Program, Client) {
        let mut program = self.serve();
        let mut link = String::new();
        while !link.contains("/invitations/") {
            link = next_line(&mut program.said);
        }
        let secret = link.rsplit('/').next().unwrap();
        let sent = json!({ "name": "First Convenor", "email": FIRST, "password": PASSWORD });
        Client::of(program.port).post(&format!("/api/v1/invitations/{secret}"), &sent).expect(201);
        let client = program.sign_in();
        (program, client)
    }
}

impl Program {
    /// Has a command serve at a free port, and waits until it listens.
    pub fn started(command: Command) -> Self {
        Self::logging_to(command, Stdio::inherit())
    }

    /// The same, with its log somewhere.
    pub fn logging_to(mut command: Command, log: Stdio) -> Self {
        command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let first = next_line(&mut said);
        let port = first.strip_prefix("Entente listens on http://127.0.0.1:").expect(&first).parse().unwrap();
        Self { child, port, said }
    }

    /// The first convenor's program.
    pub fn sign_in(&self) -> Client {
        let sent = json!({ "email": FIRST, "password": PASSWORD });
        let answer = Client::of(self.port).post("/api/v1/sessions", &sent).expect(201).json();
        Client::of(self.port).with_bearer(answer["access_token"].as_str().unwrap())
    }

    /// Ends it as a power cut would: without a word.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
