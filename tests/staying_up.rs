//! The program stays up and says what is the matter: a full disk, a locked database, visitors who keep it waiting, a
//! second server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::deserialize::QueryableByName;
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, RunQueryDsl};
use entente::db::{Conn, Database};
use entente::error::Error;
use serde_json::json;

use crate::http::{Answer, Client};
use crate::program::{Home, Program, entente};
use crate::serving::{REPORTER, Serving};
use crate::versions::conn_of;

const TYPED: &str = "They cut the cable at dawn, and nobody could call.";

/// A refusal that promises nothing: not now, nothing was kept, try again.
#[track_caller]
fn is_unsaved(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("10"));
    assert!(answer.text().contains("Nothing was saved"), "{}", answer.text());
}

fn draft(serving: &Serving, narrative: &str) -> Answer {
    let report = json!({ "title": "A cable is cut", "narrative": narrative });
    serving.client(REPORTER).post("/api/v1/reports", &report)
}

/// Fills in the page on which a report is begun.
fn draft_on_the_page(serving: &Serving, narrative: &str) -> Answer {
    let fields = [("title", "A cable is cut"), ("narrative", narrative)];
    serving.client(REPORTER).fill("/reports/new", "/reports", &fields)
}

fn pages(serving: &Serving, most: u32) {
    serving.write(|tx| Ok(tx.conn.batch_execute(&format!("PRAGMA max_page_count = {most}"))?));
}

#[test]
fn a_full_disk_is_said_and_keeps_nothing() {
    let serving = Serving::new();
    if serving.place.url.starts_with("postgres") {
        return;
    }
    draft(&serving, "before").expect(201);
    // As many pages as there are, and no more.
    pages(&serving, 1);
    let before = serving.state();
    let long = format!("{TYPED} {}", "word ".repeat(15_000));
    is_unsaved(&draft(&serving, &long));
    let page = draft_on_the_page(&serving, &long);
    is_unsaved(&page);
    assert!(page.text().contains(TYPED), "what was typed is given back");
    assert_eq!(serving.state(), before);
    serving.client(REPORTER).page("/incidents").expect(200);
    pages(&serving, 1_000_000);
    draft(&serving, &long).expect(201);
}

#[test]
fn a_locked_database_is_said_and_keeps_nothing() {
    let serving = Serving::new();
    draft(&serving, "before").expect(201);
    let before = serving.state();
    let mut other = conn_of(&serving.place.url);
    let lock = match &other {
        Conn::Sqlite(_) => "BEGIN IMMEDIATE",
        Conn::Postgres(_) => "BEGIN; UPDATE counter SET value = value",
    };
    other.batch_execute(lock).unwrap();
    // Reading goes on.
    serving.client(REPORTER).page("/incidents").expect(200);
    let page = draft_on_the_page(&serving, TYPED);
    is_unsaved(&page);
    assert!(page.text().contains(TYPED), "what was typed is given back");
    other.batch_execute("ROLLBACK").unwrap();
    assert_eq!(serving.state(), before);
    draft(&serving, TYPED).expect(201);
}

/// What PostgreSQL cannot do now is told from a fault of ours by its words, because its codes are not handed on: so each
/// connection asks for them in English. What can be brought about is brought about, with the code that it has.
#[test]
fn what_postgres_cannot_do_now_is_known_by_its_words() {
    let place = crate::support::Place::new();
    if !place.url.starts_with("postgres") {
        return;
    }
    let mut other = PgConnection::establish(&place.url).unwrap();
    let name = asked(&mut other, "current_database()");
    other.batch_execute(&format!("ALTER DATABASE \"{name}\" SET lc_messages TO 'C.UTF-8'")).unwrap();
    let database = Database::connect(&place.url, place.database.ambient().clone()).unwrap();
    let language = |conn: &mut Conn| match conn {
        Conn::Postgres(conn) => Ok(asked(conn, "current_setting('lc_messages')")),
        Conn::Sqlite(_) => panic!("{name}"),
    };
    assert_eq!(database.read(language).unwrap(), "C");
    assert_eq!(database.write(|tx| language(tx.conn)).unwrap(), "C");
    other.batch_execute("BEGIN; LOCK TABLE setting").unwrap();
    let is_passing = |code: &str, statements: &str| {
        let refused = database.write(|tx| Ok(tx.conn.batch_execute(statements)?));
        assert!(matches!(refused, Err(Error::Unsaved(_))), "{code}: {refused:?}");
    };
    is_passing("55P03", "SET LOCAL lock_timeout TO '10ms'; LOCK TABLE setting");
    is_passing("55P03", "LOCK TABLE setting NOWAIT");
    is_passing("57014", "SET LOCAL statement_timeout TO '10ms'; SELECT pg_sleep(5)");
    is_passing(
        "53400",
        "SET LOCAL temp_file_limit TO 64; SET LOCAL work_mem TO '64kB'; \
         SELECT count(*) FROM (SELECT generate_series(1, 200000) AS n ORDER BY 1 DESC) AS many",
    );
    is_passing("57P01", "SELECT pg_terminate_backend(pg_backend_pid())");
    other.batch_execute("ROLLBACK").unwrap();
    // What is wrong in itself does not pass.
    let fault = database.write(|tx| Ok(tx.conn.batch_execute("SELECT 1 / 0")?));
    assert!(matches!(fault, Err(Error::Internal(_))), "{fault:?}");
}

/// A role that may not choose the language of the server is served all the same.
#[test]
fn a_plain_role_of_postgres_is_served() {
    let place = crate::support::Place::new();
    if !place.url.starts_with("postgres") {
        return;
    }
    let mut other = PgConnection::establish(&place.url).unwrap();
    let role = format!("plain_{}", asked(&mut other, "current_database()"));
    let said = format!("CREATE ROLE {role} LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}");
    other.batch_execute(&said).unwrap();
    let url = if place.url.contains('?') {
        format!("{}&user={role}", place.url)
    } else {
        format!("{}?user={role}", place.url)
    };
    let database = Database::connect(&url, place.database.ambient().clone()).unwrap();
    let user = |conn: &mut Conn| match conn {
        Conn::Postgres(conn) => Ok(asked(conn, "current_user")),
        Conn::Sqlite(_) => panic!("{url}"),
    };
    assert_eq!(database.read(user).unwrap(), role);
    drop(database);
    other.batch_execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}")).unwrap();
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    name: String,
}

fn asked(conn: &mut PgConnection, what: &str) -> String {
    let query = diesel::sql_query(format!("SELECT {what}::text AS name"));
    query.get_result::<Named>(conn).unwrap().name
}

/// A program that may open few files, and visitors that send half of what they announce.
#[test]
fn half_sent_requests_stop_nobody() {
    let home = Home::new();
    let (program, client) = home.set_up();
    program.kill();
    let plain = entente(&home.data, home.place.url.starts_with("postgres").then_some(&home.place.url));
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -n 200; exec \"$0\" \"$@\""]).arg(plain.get_program()).args(plain.get_args());
    for (name, value) in plain.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    let program = Program::started(limited);
    let client = client.at(program.port);
    let half = |head: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream
    };
    let body = "POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
        Content-Length: 1000\r\n\r\n{\"email\":";
    let held: Vec<TcpStream> =
        (0..150).map(|number| half(if number % 3 == 0 { "GET / HTTP/1.1\r\nHost:" } else { body })).collect();
    for path in ["/healthz", "/", "/api/v1/me", "/api/v1/incidents"] {
        let begun = Instant::now();
        client.get(path).expect(200);
        assert!(begun.elapsed() < Duration::from_secs(20), "{path}");
    }
    // Writing, which opens files of the program's own, goes on too.
    client.post("/api/v1/reports", &json!({ "title": "Written meanwhile" })).expect(201);
    let closed = held.iter().filter(|stream| {
        stream.set_nonblocking(true).unwrap();
        let mut stream = *stream;
        stream.read(&mut [0; 512]).is_ok() || stream.write(b" ").is_err()
    });
    assert!(closed.count() > 60, "the slowest have made room");
}

#[test]
fn a_program_of_before_chunks_is_answered_without_them() {
    let serving = Serving::new();
    let asked = |version: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", serving.port)).unwrap();
        let head =
            format!("GET / HTTP/{version}\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer[end + 4..].to_vec())
    };
    let (head, body) = asked("1.0");
    assert!(!head.contains("transfer-encoding") && head.contains("content-encoding: gzip"), "{head}");
    let mut page = String::new();
    flate2::read::GzDecoder::new(body.as_slice()).read_to_string(&mut page).unwrap();
    assert!(page.contains("</html>"));
    assert!(asked("1.1").0.contains("transfer-encoding: chunked"));
}

/// A second server on the database of a first, with a data folder of its own.
#[test]
fn one_database_is_served_by_one_program() {
    let home = Home::new();
    let (program, client) = home.set_up();
    let other = home.place.folder.path().join("other");
    let key = home.data.join("instance.key");
    let beside = |command: &str| {
        let mut beside = entente(&other, Some(&home.url()));
        beside.arg("--key-file").arg(&key).arg(command);
        beside
    };
    for command in ["serve", "demo"] {
        let refused = beside(command).args(["--listen", "127.0.0.1:0"]).output().unwrap();
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains("another entente serves this database"), "{said}");
        assert!(!said.contains("postgres://"), "no password is shown: {said}");
    }
    // Other commands run beside it.
    assert!(beside("migrate").output().unwrap().status.success());
    client.get("/api/v1/me").expect(200);
    program.kill();
    let second = Program::started(beside("serve"));
    Client::of(second.port).get("/healthz").expect(200);
}

/// PostgreSQL may notice late that a process was killed; the program that takes its place waits for that.
#[test]
fn a_lock_that_lingers_is_waited_for() {
    let home = Home::new();
    let (program, _) = home.set_up();
    program.kill();
    if !home.place.url.starts_with("postgres") {
        return; // The lock of a file ends with its process.
    }
    let mut lingering = PgConnection::establish(&home.url()).unwrap();
    let lock = "SELECT pg_advisory_lock(hashtextextended('entente serve ' || current_schema(), 0))";
    lingering.batch_execute(lock).unwrap();
    let holder = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(1));
        drop(lingering);
    });
    let again = home.serve_at_once();
    Client::of(again.port).get("/healthz").expect(200);
    holder.join().unwrap();
}
