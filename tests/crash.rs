//! What was acknowledged is there after any crash, what was not is there whole or not at all, and no list is answered
//! from before a narrowing.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use entente::db::schema::{audit, counter, readable, release, rendition, report, sealed_key, sealed_text};
use entente::db::{Ambient, Database, last_change};
use serde_json::{Value, json};

use crate::http::Client;
use crate::program::Home;

/// What one writer was told is done.
#[derive(Default)]
struct Acknowledged {
    drafted: Vec<(String, String)>,
    released: BTreeSet<String>,
}

/// Posts until nobody answers.
fn write_until_the_end(client: &Client, writer: usize, acknowledged: &Mutex<Acknowledged>) {
    let post = |path: &str, body: Value| -> Option<Value> {
        let head = [("Content-Type", "application/json")];
        let answer = client.attempt("POST", path, &head, body.to_string().as_bytes()).ok()?;
        Some(answer.expect(201).json())
    };
    for number in 0.. {
        let title = format!("Writer {writer}, report {number}");
        let Some(report) = post("/api/v1/reports", json!({ "title": title })) else { return };
        let reference = report["reference"].as_str().unwrap().to_owned();
        acknowledged.lock().unwrap().drafted.push((reference.clone(), title));
        let Some(_) = post(&format!("/api/v1/reports/{reference}/releases"), json!({})) else { return };
        acknowledged.lock().unwrap().released.insert(reference);
    }
}

/// The references of all reports that somebody is shown.
fn listed(client: &Client) -> BTreeSet<String> {
    let (mut found, mut after) = (BTreeSet::new(), String::new());
    loop {
        let page = client.get(&format!("/api/v1/incidents?limit=200{after}")).expect(200).json();
        let reports =
            page["items"].as_array().unwrap().iter().flat_map(|item| item["reports"].as_array().unwrap());
        found.extend(reports.map(|report| report["reference"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else {
            assert_eq!(page["reports"], found.len(), "the total is what the pages show");
            return found;
        };
        after = format!("&after={next}");
    }
}

/// The lists once they show everything that was written.
fn settled(client: &Client, count: usize) -> BTreeSet<String> {
    let begun = Instant::now();
    loop {
        let found = listed(client);
        if found.len() == count || begun.elapsed() > Duration::from_secs(20) {
            return found;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Nothing stands there by half: every report has its text, its key and its row in the log; every release is
/// decided and has let out what it says.
fn is_whole(home: &Home, client: &Client) -> usize {
    let database = Database::connect(&home.url(), Ambient::system()).unwrap();
    let (reports, live) = database
        .read(|conn| {
            let reports: Vec<(String, String)> =
                report::table.select((report::id, report::reference)).load(conn)?;
            let keys: i64 = sealed_key::table.count().get_result(conn)?;
            let texts: i64 = sealed_text::table.count().get_result(conn)?;
            let drafted =
                audit::table.filter(audit::act.eq("report.drafted")).count().get_result::<i64>(conn)?;
            let count = i64::try_from(reports.len()).unwrap();
            assert_eq!((keys, texts, drafted), (count, count, count));
            let renditions: Vec<String> =
                rendition::table.select(rendition::id).order(rendition::id).load(conn)?;
            let readable: Vec<String> =
                readable::table.select(readable::id).order(readable::id).load(conn)?;
            let results: Vec<Option<String>> =
                release::table.select(release::result_id).order(release::result_id).load(conn)?;
            assert_eq!(renditions, readable);
            assert_eq!(results, renditions.iter().cloned().map(Some).collect::<Vec<_>>());
            let seq: i64 = counter::table.find("change").select(counter::value).first(conn)?;
            assert_eq!(last_change(conn)?, seq);
            Ok((reports, renditions.len()))
        })
        .unwrap();
    for (_, reference) in &reports {
        client.get(&format!("/api/v1/reports/{reference}/original")).expect(200);
    }
    live
}

#[test]
fn an_acknowledged_write_survives_a_kill() {
    let home = Home::new();
    let (mut program, mut client) = home.set_up();
    let acknowledged = Mutex::new(Acknowledged::default());
    let count = || acknowledged.lock().unwrap().released.len();
    for round in 0..3 {
        let before = count();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let (client, acknowledged) = (&client, &acknowledged);
                scope.spawn(move || write_until_the_end(client, round * 4 + writer, acknowledged));
            }
            // Something is acknowledged first, however slow the machine is; the rest is left to chance.
            let begun = Instant::now();
            while count() == before && begun.elapsed() < Duration::from_mins(1) {
                std::thread::sleep(Duration::from_millis(10));
            }
            let [chance, more] = Ambient::system().bytes::<2>();
            std::thread::sleep(Duration::from_millis(4 * u64::from(chance) + u64::from(more) % 4));
            program.kill();
        });
        program = home.serve();
        // Who was signed in is signed in: with the old token, at the new port.
        client = client.at(program.port);
        let live = is_whole(&home, &client);
        let acknowledged = acknowledged.lock().unwrap();
        assert!(acknowledged.released.len() > round, "nothing was written in round {round}");
        for (reference, title) in &acknowledged.drafted {
            let kept = client.get(&format!("/api/v1/reports/{reference}/original")).expect(200).json();
            assert_eq!(kept["title"], json!(title));
        }
        let listed = settled(&client, live);
        assert_eq!(listed.len(), live);
        let lost: Vec<_> = acknowledged.released.difference(&listed).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}

fn released(client: &Client, title: &str) -> (String, String) {
    let report = client.post("/api/v1/reports", &json!({ "title": title })).expect(201).json();
    let reference = report["reference"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/reports/{reference}/releases");
    let release = client.post(&path, &json!({})).expect(201).json();
    (reference, release["id"].as_str().unwrap().to_owned())
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Two rows, in the country and of the years that are said.
fn rows_of_stop(home: &Home) -> String {
    let embedded = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/exchange/data/stop-2016-2022.csv");
    let text = std::fs::read_to_string(embedded).unwrap();
    let path = home.place.folder.path().join("rows.csv");
    std::fs::write(&path, text.lines().take(3).collect::<Vec<_>>().join("\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn an_index_that_missed_the_last_commits_goes_on_at_the_next_start() {
    let home = Home::new();
    let (program, client) = home.set_up();
    let (first, _) = released(&client, "Before");
    assert_eq!(settled(&client, 1).len(), 1);
    program.kill();
    let (index, older) = (home.data.join("index"), home.data.join("older"));
    copy_folder(&index, &older);
    let program = home.serve();
    let client = program.sign_in();
    let (second, _) = released(&client, "After");
    let withdrawn = released(&client, "Withdrawn");
    assert_eq!(settled(&client, 3).len(), 3);
    let path = format!("/api/v1/reports/{}/releases/{}", withdrawn.0, withdrawn.1);
    client.json("DELETE", &path, &[], &json!({ "reason": "A mistake." })).expect(200);
    program.kill();
    // As if the machine had stopped between the commit of the database and that of the index.
    std::fs::remove_dir_all(&index).unwrap();
    std::fs::rename(&older, &index).unwrap();
    let file = rows_of_stop(&home);
    let imported = home.run(&["import", "stop", &file, "--organisation", "secretariat"]);
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let program = home.serve();
    let found = listed(&program.sign_in());
    assert!(found.contains(&first) && found.contains(&second) && !found.contains(&withdrawn.0), "{found:?}");
    assert_eq!(found.len(), 4, "with what was imported while nobody served");
    program.kill();
    // And without any index at all.
    std::fs::remove_dir_all(&index).unwrap();
    let program = home.serve();
    assert_eq!(listed(&program.sign_in()), found);
    program.kill();
    let said = home.run(&["reindex"]);
    assert_eq!(String::from_utf8_lossy(&said.stdout).trim(), "4 documents");
}

const LISTS: [&str; 6] =
    ["/api/v1/incidents", "/incidents", "/incidents.csv", "/incidents.json", "/incidents.geojson", "/"];

#[test]
fn no_list_is_answered_from_before_a_withdrawal() {
    let home = Home::new();
    let (program, client) = home.set_up();
    let (report, release) = released(&client, "A name that must go");
    assert_eq!(settled(&client, 1).len(), 1);
    program.kill();
    // Somebody else holds the index: the program's follower cannot go on.
    let folder = entente::index::Sealed::open(&home.data.join("index")).unwrap();
    let tantivy = tantivy::Index::open(folder).unwrap();
    let held: tantivy::IndexWriter = tantivy.writer_with_num_threads(1, 16_000_000).unwrap();
    let program = home.serve();
    let client = program.sign_in();
    assert_eq!(listed(&client).len(), 1);
    let path = format!("/api/v1/reports/{report}/releases/{release}");
    client.json("DELETE", &path, &[], &json!({ "reason": "A family asked us to." })).expect(200);
    std::thread::scope(|scope| {
        for list in LISTS {
            let client = &client;
            scope.spawn(move || {
                let answer = client.get(list);
                assert!(!answer.text().contains("must go"), "{list}: {}", answer.text());
                answer.expect(503).problem(list);
            });
        }
    });
    client.get(&format!("/api/v1/reports/{report}")).expect(410);
    client.get("/healthz").expect(200);
    drop(held);
    let begun = Instant::now();
    while client.get("/api/v1/incidents").status == 503 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the index does not go on");
    }
    assert!(listed(&client).is_empty());
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn without_its_key_a_vault_is_not_opened_anew() {
    let home = Home::new();
    let (program, client) = home.set_up();
    let (report, _) = released(&client, "Sealed");
    program.kill();
    let key = home.data.join("instance.key");
    assert_eq!((mode(&home.data), mode(&home.data.join("index")), mode(&key)), (0o700, 0o700, 0o600));
    let database = home.data.join("entente.sqlite");
    if database.exists() {
        assert_eq!(mode(&database), 0o600);
    }
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    let file = rows_of_stop(&home);
    let refuses = |why: &str| {
        for arguments in [
            &["serve", "--listen", "127.0.0.1:0"][..],
            &["demo", "--listen", "127.0.0.1:0"],
            &["set-up", "--email", "x@example.org", "--organisation", "X"],
            &["import", "stop", &file, "--organisation", "secretariat"],
        ] {
            let output = home.run(arguments);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(said.contains(why), "{arguments:?}: {said}");
        }
    };
    refuses("cannot read the key file");
    assert!(!key.exists(), "no new key is made");
    for (other, mode, why) in [
        (format!("{}\n", "ab".repeat(32)).into_bytes(), 0o600, "belongs to another instance"),
        (b"no key\n".to_vec(), 0o600, "holds no key"),
        (kept.clone(), 0o640, "can be read by others"),
    ] {
        std::fs::write(&key, other).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(mode)).unwrap();
        refuses(why);
    }
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let program = home.serve();
    program.sign_in().get(&format!("/api/v1/reports/{report}/original")).expect(200);
}

#[test]
fn one_data_folder_is_served_by_one_program() {
    let home = Home::new();
    let (program, client) = home.set_up();
    for command in ["serve", "demo"] {
        let refused = home.run(&[command, "--listen", "127.0.0.1:0"]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains("another entente serves the data folder") && said.contains("--data"), "{said}");
        assert!(refused.stdout.is_empty(), "no link is made anew");
    }
    client.get("/api/v1/me").expect(200);
    // Killed without a word, it leaves nothing that stands in the way.
    program.kill();
    let program = home.serve();
    program.sign_in();
}
