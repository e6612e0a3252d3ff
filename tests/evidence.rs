//! Files of reports: received whole or not at all, read as copies by those who may, and never as they were.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::http::{Answer, Client, UPLOAD, upload};
use crate::program::Home;
use crate::serving::{ADMIN, COMPANY, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, Serving};
use crate::table::PDF;

const SECRET: &str = "SOURCE-WAS-HERE";

/// A picture with a comment that nobody should read.
fn photograph() -> Vec<u8> {
    let picture: DynamicImage =
        RgbImage::from_fn(64, 48, |x, _| Rgb([if x < 32 { 230 } else { 20 }, 40, 40])).into();
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Jpeg).unwrap();
    let plain = out.into_inner();
    let mut told = plain[..2].to_vec();
    let length = u16::try_from(SECRET.len() + 2).unwrap().to_be_bytes();
    told.extend([0xFF, 0xFE, length[0], length[1]]);
    told.extend(SECRET.as_bytes());
    told.extend(&plain[2..]);
    told
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

pub fn original(serving: &Serving, report: &str) -> Value {
    serving.client(REPORTER).get(&format!("/api/v1/reports/{report}/original")).expect(200).json()
}

pub fn read(client: &Client, file: &str) -> Answer {
    client.get(&format!("/api/v1/evidence/{file}"))
}

/// The sealed files on the disk.
fn stored(data: &Path) -> BTreeSet<String> {
    let files = std::fs::read_dir(data.join("files")).into_iter().flatten();
    files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

/// On the disk nothing can be read of a file or its copy.
fn nothing_is_plain(serving: &Serving) {
    for name in stored(&serving.instance.app.config().data) {
        let bytes = std::fs::read(serving.instance.app.config().data.join("files").join(&name)).unwrap();
        assert!(!bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()), "{name}");
    }
}

/// Until it goes out, not even by its name.
#[track_caller]
fn nobody_reads(serving: &Serving, file: &str) {
    for client in
        [serving.public(), serving.client(GOVERNMENT), serving.client(OBSERVER), serving.client(REPORTER)]
    {
        assert_eq!(read(&client, file).timeless(), read(&client, "E-000000").timeless());
    }
}

/// A picture that can do nothing where it is opened.
#[track_caller]
fn is_sent_safely(copy: &Answer, file: &str) {
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("content-disposition", &format!("inline; filename=\"{file}.jpg\"")),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(copy.header(name), Some(value), "{name}");
    }
    assert!(copy.header("content-security-policy").unwrap().contains("sandbox"));
}

#[test]
fn a_file_is_read_as_a_copy_and_never_as_it_was() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "With a picture" }));
    let photograph = photograph();
    let path = format!("/api/v1/reports/{report}/evidence");
    let sent = serving.client(REPORTER);
    let received = sent
        .upload(&path, &[], &[("description", "The cut cable")], ("Zoé's phone IMG_1.jpg", &photograph))
        .expect(201)
        .json();
    assert_eq!(received["sha256"], sha256(&photograph));
    serving.copied();
    let file = received["id"].as_str().unwrap().to_owned();
    let told = original(&serving, &report)["evidence"][0].clone();
    assert_eq!((&told["state"], &told["name"]), (&json!("ready"), &json!("Zoé's phone IMG_1.jpg")));
    assert_eq!((&told["kind"], &told["sha256"]), (&json!("image/jpeg"), &received["sha256"]));
    nobody_reads(&serving, &file);
    let release = serving.propose(&report, REPORTER, &["sector:government"]);
    // Who decides looks at the very copy.
    let proposed = format!("/reports/{report}/releases/{release}/evidence/{file}");
    let looked = serving.client(REVIEWER).get(&proposed).expect(200);
    serving.approve(&report, &release, REVIEWER);
    let view = serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    let shown = view["evidence"][0].clone();
    assert_eq!((&shown["id"], &shown["description"]), (&json!(file), &json!("The cut cable")));
    let copy = read(&serving.client(GOVERNMENT), &file).expect(200);
    assert_eq!(copy.body, looked.body);
    assert_eq!(shown["sha256"], sha256(&copy.body));
    assert_eq!(shown["bytes"], copy.body.len());
    assert_eq!(image::load_from_memory(&copy.body).unwrap().dimensions(), (64, 48));
    for words in [SECRET, "Zo", "IMG_1"] {
        assert!(!copy.text().contains(words), "{words}");
        assert!(!view.to_string().contains("IMG_1"));
    }
    is_sent_safely(&copy, &file);
    let version = copy.header("etag").unwrap().to_owned();
    let again = serving.client(GOVERNMENT).send(
        "GET",
        &format!("/evidence/{file}"),
        &[("If-None-Match", &version)],
        b"",
    );
    assert_eq!((again.status, again.body.len()), (304, 0));
    let page = serving.client(GOVERNMENT).page(&format!("/reports/{report}")).expect(200).text();
    assert!(page.contains(&format!("src=\"/evidence/{file}\"")) && page.contains("The cut cable"), "{page}");
    assert_eq!(read(&serving.client(COMPANY), &file).status, 404);
    assert_eq!(read(&serving.public(), &file).status, 404);
    // Taken back with its text.
    serving
        .client(REVIEWER)
        .json(
            "DELETE",
            &format!("/api/v1/reports/{report}/releases/{release}"),
            &[],
            &json!({ "reason": "No." }),
        )
        .expect(200);
    assert_eq!(
        read(&serving.client(GOVERNMENT), &file).timeless(),
        read(&serving.client(GOVERNMENT), "E-000000").timeless()
    );
    nothing_is_plain(&serving);
}

#[test]
fn a_marked_file_goes_to_those_alone_who_may_see_it() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Two files" }));
    let open = serving.attached(&report, REPORTER, ("a.txt", b"For all"), "Open");
    let kept = serving.attached(&report, REPORTER, ("b.txt", b"For governments"), "Kept words");
    let version = format!("\"{}\"", original(&serving, &report)["revision"]);
    let marks = format!("/api/v1/reports/{report}/marks");
    let mark = |file: &str| json!([{ "evidence": file, "reason": "source_identity", "visible_to": ["sector:government"] }]);
    let wrong = serving.client(REPORTER).put(&marks, &version, &mark("E-000000")).expect(422).json();
    assert!(wrong["errors"]["marks.0.evidence"].is_array(), "{wrong}");
    serving.client(REPORTER).put(&marks, &version, &mark(&kept)).expect(200);
    for audience in ["sector:government", "public"] {
        let release = serving.propose(&report, REPORTER, &[audience]);
        serving.approve(&report, &release, REVIEWER);
    }
    let of = |client: &Client| {
        let view = client.get(&format!("/api/v1/reports/{report}")).expect(200).json();
        let ids =
            view["evidence"].as_array().unwrap().iter().map(|file| file["id"].as_str().unwrap().to_owned());
        (ids.collect::<Vec<_>>(), view)
    };
    assert_eq!(of(&serving.client(GOVERNMENT)).0, [open.clone(), kept.clone()]);
    let (ids, view) = of(&serving.public());
    assert_eq!(ids, std::slice::from_ref(&open));
    assert_eq!(view["redactions"], json!([{ "reason": "source_identity", "at": "evidence" }]));
    assert!(!view.to_string().contains("Kept words") && !view.to_string().contains(&kept));
    assert_eq!(read(&serving.client(GOVERNMENT), &kept).expect(200).text(), "For governments");
    assert_eq!(read(&serving.client(COMPANY), &kept).status, 404);
    assert_eq!(read(&serving.public(), &open).expect(200).text(), "For all");
    // Taken out of the report, it is still out with the text that is released; the mark goes with it.
    serving.client(REPORTER).delete(&format!("/api/v1/evidence/{kept}")).expect(204);
    let now = original(&serving, &report);
    assert_eq!((now["evidence"].as_array().unwrap().len(), &now["marks"]), (1, &json!([])));
    assert_eq!(read(&serving.client(GOVERNMENT), &kept).status, 200);
    serving.client(REPORTER).delete(&format!("/api/v1/evidence/{kept}")).expect(409);
}

#[test]
fn boxes_are_burnt_into_another_copy_and_what_is_out_stays() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "A face" }));
    let file = serving.attached(&report, REPORTER, ("face.jpg", &photograph()), "A face");
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let before = read(&serving.public(), &file).expect(200).body;
    let waiting = serving.propose(&report, REPORTER, &["coalition"]);
    let path = format!("/api/v1/evidence/{file}");
    let whole = json!([{ "page": 0, "x": 0, "y": 0, "width": 1000, "height": 1000 }]);
    for wrong in [
        json!([{ "page": 1, "x": 0, "y": 0, "width": 9, "height": 9 }]),
        json!([{ "page": 0, "x": 1000, "y": 0, "width": 9, "height": 9 }]),
        json!([{ "page": 0, "x": 0, "y": 0, "width": 0, "height": 9 }]),
        json!([{ "page": 0, "x": -1, "y": 0, "width": 9, "height": 9 }]),
        json!([{ "page": 0, "x": 0, "y": 0 }]),
        json!("all of it"),
    ] {
        let answer = serving.client(REPORTER).put(&path, "*", &json!({ "boxes": wrong })).expect(422).json();
        assert!(answer["errors"]["boxes"].is_array(), "{answer}");
    }
    serving.client(REPORTER).put(&path, "*", &json!({ "boxes": whole })).expect(200);
    serving.copied();
    assert_eq!(read(&serving.public(), &file).expect(200).body, before, "what is out stays as it was");
    let proposals = format!("/api/v1/reports/{report}/releases");
    let all = serving.client(REPORTER).get(&proposals).expect(200).json();
    let one = all["items"].as_array().unwrap().iter().find(|one| one["id"] == json!(waiting)).unwrap();
    assert_eq!(one["state"], "cancelled", "nobody approves what they did not look at");
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let covered = image::load_from_memory(&read(&serving.public(), &file).expect(200).body).unwrap();
    assert!(covered.to_rgb8().pixels().all(|pixel| pixel.0.iter().all(|part| *part < 8)));
    let text = serving.attached(&report, REPORTER, ("a.txt", b"Words"), "");
    serving
        .client(REPORTER)
        .put(&format!("/api/v1/evidence/{text}"), "*", &json!({ "boxes": [] }))
        .expect(409);
}

/// Two people who cover a picture at once: the second is told, and takes no box of the first away unseen.
#[test]
fn nobody_takes_away_a_box_that_they_never_saw() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Two faces" }));
    let file = serving.attached(&report, REPORTER, ("faces.jpg", &photograph()), "Two faces");
    let (reporter, path) = (serving.client(REPORTER), format!("/api/v1/evidence/{file}"));
    let one = json!({ "boxes": [{ "page": 0, "x": 11, "y": 0, "width": 9, "height": 9 }] });
    reporter.json("PUT", &path, &[], &one).expect(400);
    let revision = reporter.put(&path, "\"2\"", &one).expect(200).json()["revision"].to_string();
    reporter.put(&path, "\"2\"", &json!({ "boxes": [] })).expect(412).problem("stale");
    serving.copied();
    let page = format!("/evidence/{file}/desk");
    let typed = [
        ("revision", "2"),
        ("page.0", "1"),
        ("x.0", "77"),
        ("y.0", "0"),
        ("width.0", "9"),
        ("height.0", "9"),
    ];
    let shown = reporter.fill(&page, &format!("/evidence/{file}/boxes"), &typed).expect(409).text();
    for kept in ["value=\"11\"", "value=\"77\"", &format!("name=\"revision\" value=\"{revision}\"")] {
        assert!(shown.contains(kept), "{kept}: {shown}");
    }
}

#[test]
fn what_cannot_be_rebuilt_stays_with_its_owner_and_says_so() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Odd files" }));
    for (name, bytes, refusal) in [
        ("report.pdf", &b"PK\x03\x04 not what it says"[..], "unknown-kind"),
        ("picture.jpg", b"<html><script>alert(1)</script></html>", "unknown-kind"),
        ("picture.png", b"\x89PNG\r\n\x1A\n and nothing behind it", "damaged"),
        ("note.txt", b"caf\xE9 in another encoding, and more words", "unknown-encoding"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj <<", "damaged"),
    ] {
        let file = serving.attached(&report, REPORTER, (name, bytes), "");
        let told = original(&serving, &report);
        let told = told["evidence"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == json!(file))
            .cloned()
            .unwrap();
        assert_eq!((&told["state"], &told["refusal"]), (&json!("refused"), &json!(refusal)), "{name}");
        let page = serving.client(REPORTER).page(&format!("/evidence/{file}/desk")).expect(200).text();
        assert!(page.contains("stays with your organisation"), "{name}: {page}");
        let taken = serving.client(REPORTER).get(&format!("/evidence/{file}/original")).expect(200);
        assert_eq!(taken.body, bytes);
        assert!(taken.header("content-disposition").unwrap().starts_with("attachment"));
        assert_eq!(taken.header("content-type"), Some("application/octet-stream"));
    }
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let view = serving.public().get(&format!("/api/v1/reports/{report}")).expect(200).json();
    assert_eq!(view["evidence"], json!([]));
}

#[test]
fn what_breaks_off_or_is_too_large_leaves_nothing() {
    let serving = Serving::with(|settings| settings.evidence_limit = Some(300_000));
    let data = serving.instance.app.config().data.clone();
    let report = serving.draft(REPORTER, &json!({ "title": "Nothing lost" }));
    let path = format!("/api/v1/reports/{report}/evidence");
    let client = serving.client(REPORTER);
    let before = (serving.state(), stored(&data));
    client.upload(&path, &[], &[], ("big.txt", &vec![b'a'; 300_001])).expect(413).problem(&path);
    client.upload(&path, &[], &[], ("none.txt", b"")).expect(422).problem(&path);
    client.upload(&path, &[], &[("other", "field")], ("a.txt", b"a")).expect(422).problem(&path);
    client.upload(&path, &[], &[("description", &"x".repeat(1001))], ("a.txt", b"a")).expect(422);
    let whole = upload(&[], ("cut.txt", &vec![b'a'; 200_000]));
    client.send("POST", &path, &[("Content-Type", UPLOAD)], &whole[..150_000]).expect(400);
    client.send("POST", &path, &[("Content-Type", "text/plain")], b"a").expect(400);
    client.send("POST", &path, &[("Content-Type", "multipart/form-data")], b"a").expect(400);
    // A connection that ends in the middle.
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {UPLOAD}\r\nContent-Length: 900000\r\n\r\n"
    );
    let mut cut = std::net::TcpStream::connect(("127.0.0.1", serving.port)).unwrap();
    std::io::Write::write_all(&mut cut, head.as_bytes()).unwrap();
    std::io::Write::write_all(&mut cut, &whole[..100_000]).unwrap();
    drop(cut);
    // A store that takes no more.
    std::fs::remove_dir_all(data.join("files")).ok();
    std::fs::write(data.join("files"), b"no folder").unwrap();
    client.upload(&path, &[], &[], ("a.txt", b"a")).expect(503).problem(&path);
    std::fs::remove_file(data.join("files")).unwrap();
    assert_eq!((serving.state(), stored(&data)), before);
    // The largest that is allowed, once for a key.
    let key = [("Idempotency-Key", "one")];
    let full = vec![b'a'; 300_000];
    let first = client.upload(&path, &key, &[], ("full.txt", &full)).expect(201);
    serving.copied();
    let files = stored(&data);
    assert_eq!(files.len(), 2, "an original and its copy");
    let again = client.upload(&path, &key, &[], ("full.txt", &full));
    assert_eq!(again.timeless(), first.timeless());
    client.upload(&path, &key, &[], ("full.txt", b"another")).expect(409);
    assert_eq!(stored(&data), files);
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(data.join("files").join(files.first().unwrap())).unwrap().permissions(),
    );
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_page_s_upload_is_believed_from_our_own_form_alone() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Forms" }));
    let (client, path) = (serving.client(REPORTER), format!("/reports/{report}/evidence"));
    let strangers = serving.code_of_forms(&serving.client(REVIEWER));
    let before = serving.state();
    for code in ["", "0", &strangers] {
        client.upload(&path, &[], &[("csrf", code)], ("a.txt", b"a")).expect(403);
    }
    assert_eq!(serving.state(), before);
    let code = serving.code_of_forms(&client);
    let html = [("Accept", "text/html")];
    let fields = [("csrf", code.as_str()), ("once", "1"), ("description", "Typed words")];
    let back = client.upload(&path, &html, &fields, ("", b"")).expect(422).text();
    assert!(back.contains("Choose a file that is not empty"), "{back}");
    for _ in 0..2 {
        let answer = client.upload(&path, &html, &fields, ("letter.txt", b"A letter")).expect(303);
        assert!(answer.header("location").unwrap().ends_with("/desk?done=file-received"));
    }
    serving.copied();
    let desk = client.page(&format!("/reports/{report}/desk")).expect(200).text();
    assert_eq!(desk.matches("letter.txt").count(), 1, "sent twice, received once: {desk}");
}

#[test]
fn a_proposal_waits_for_the_copies_that_would_go_along() {
    let serving = Serving::with(|settings| settings.sanitiser = Some("/bin/false-that-is-not-there".into()));
    let report = serving.draft(REPORTER, &json!({ "title": "Too soon" }));
    let path = format!("/api/v1/reports/{report}/evidence");
    let file = serving.client(REPORTER).upload(&path, &[], &[], ("a.txt", b"a")).expect(201).json();
    let propose = || {
        let path = format!("/api/v1/reports/{report}/releases");
        serving.client(REPORTER).post(&path, &json!({ "audience": ["public"] }))
    };
    let why = propose().expect(409).problem("too soon");
    assert!(why["detail"].as_str().unwrap().contains("still being made"), "{why}");
    // What stays behind does not hold it back.
    let version = format!("\"{}\"", original(&serving, &report)["revision"]);
    let mark = json!([{ "evidence": file["id"], "reason": "personal_data" }]);
    serving.client(REPORTER).put(&format!("/api/v1/reports/{report}/marks"), &version, &mark).expect(200);
    propose().expect(201);
}

#[test]
fn custody_is_told_from_the_first_byte_on() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Custody" }));
    let file = serving.attached(&report, REPORTER, ("scan.pdf", PDF), "A page");
    let client = serving.client(REVIEWER);
    assert_eq!(client.get(&format!("/evidence/{file}/original")).expect(200).body, PDF);
    let picture = client.get(&format!("/evidence/{file}/pages/1")).expect(200);
    assert!(image::load_from_memory(&picture.body).is_ok());
    assert_eq!(client.get(&format!("/evidence/{file}/pages/2")).status, 404);
    serving
        .client(REPORTER)
        .put(&format!("/api/v1/evidence/{file}"), "*", &json!({ "description": "Otherwise" }))
        .expect(200);
    serving.client(REPORTER).delete(&format!("/api/v1/evidence/{file}")).expect(204);
    let manifest = client.get(&format!("/reports/{report}/evidence.json")).expect(200).json();
    let told = &manifest["files"][0];
    assert_eq!(
        (&told["id"], &told["sha256"], &told["bytes"]),
        (&json!(file), &json!(sha256(PDF)), &json!(PDF.len()))
    );
    let custody = told["custody"].as_array().unwrap();
    let acts: BTreeSet<&str> = custody.iter().map(|row| row["act"].as_str().unwrap()).collect();
    let expected = [
        "evidence.received",
        "evidence.opened",
        "evidence.rebuilt",
        "evidence.described",
        "evidence.removed",
    ];
    assert_eq!(acts, BTreeSet::from(expected));
    let received = custody.iter().find(|row| row["act"] == "evidence.received").unwrap();
    assert!(received["detail"]["begun_at"].is_string() && received["person"] == "Amina Diallo", "{received}");
    let page = client.page(&format!("/evidence/{file}/desk")).expect(200).text();
    assert!(page.contains("History of the file") && page.contains("Jonas Weber"), "{page}");
    let log = serving.client(ADMIN).page("/log").expect(200).text();
    assert!(log.contains(&format!("received the file {file}")), "{log}");
}

#[test]
fn a_crash_leaves_no_half_file_and_the_copy_is_made_afterwards() {
    let home = Home::new();
    let (program, client) = home.set_up();
    let report = client.post("/api/v1/reports", &json!({ "title": "Crash" })).expect(201).json();
    let path = format!("/api/v1/reports/{}/evidence", report["reference"].as_str().unwrap());
    let whole = client.upload(&path, &[], &[], ("a.txt", b"Received whole")).expect(201).json();
    // Killed while another is on its way.
    let (port, token) = (program.port, client.bearer().unwrap());
    let body = upload(&[], ("half.txt", &vec![b'a'; 2_000_000]));
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: {UPLOAD}\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    let mut cut = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    std::io::Write::write_all(&mut cut, head.as_bytes()).unwrap();
    std::io::Write::write_all(&mut cut, &body[..1_500_000]).unwrap();
    let begun = std::time::Instant::now();
    while !stored(&home.data).iter().any(|name| name.ends_with(".coming")) {
        assert!(begun.elapsed().as_secs() < 60, "nothing arrives");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    program.kill();
    let mut then = stored(&home.data);
    then.retain(|name| !name.ends_with(".coming"));
    let program = home.serve();
    let client = client.at(program.port);
    let about = format!("/api/v1/reports/{}/original", report["reference"].as_str().unwrap());
    let begun = std::time::Instant::now();
    let files = loop {
        let now = client.get(&about).expect(200).json()["evidence"].clone();
        if now[0]["state"] == "ready" {
            break now;
        }
        assert!(begun.elapsed().as_secs() < 60, "{now}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    assert_eq!((files.as_array().unwrap().len(), &files[0]["id"]), (1, &whole["id"]));
    // A copy that was whole when the program died, but had no row, stays: another database may know it.
    let (names, most) = (stored(&home.data), if then.len() == 1 { 2 } else { 3 });
    assert!(names.is_superset(&then) && (2..=most).contains(&names.len()), "{then:?}, now {names:?}");
    assert!(names.iter().all(|name| !name.ends_with(".coming")), "{names:?}");
}
