//! Names of files, and texts that do not say how they are encoded: what is seen of them, and what is kept.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::http::{Answer, UPLOAD};
use crate::serving::{GOVERNMENT, REPORTER, REVIEWER, Serving};

/// A text in KOI8-R, which does not say so.
const OLD: &[u8] = b"\xF3\xD7\xD1\xDA\xD8 \xD0\xD2\xCF\xD0\xC1\xCC\xC1 \xD7 \xD0\xCF\xCC\xCE\xCF\xDE\xD8.";
const READ: &str = "Связь пропала в полночь.";

/// Sends a file whose header says this of its name.
fn named(serving: &Serving, report: &str, header: &str, content: &str) -> Answer {
    let body = format!(
        "--between\r\nContent-Disposition: form-data; name=\"file\"; {header}\r\n\r\n{content}\r\n--between--\r\n"
    );
    let path = format!("/api/v1/reports/{report}/evidence");
    serving.client(REPORTER).send("POST", &path, &[("Content-Type", UPLOAD)], body.as_bytes())
}

fn told(serving: &Serving, report: &str, file: &str) -> Value {
    let original =
        serving.client(REPORTER).get(&format!("/api/v1/reports/{report}/original")).expect(200).json();
    let files = original["evidence"].as_array().unwrap();
    files.iter().find(|one| one["id"] == file).cloned().unwrap()
}

#[test]
fn names_are_read_in_both_forms_and_lose_what_is_not_seen() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Names" }));
    for (header, name) in [
        ("filename=\"IMG_1.jpg\"", "IMG_1.jpg"),
        ("filename=\"photo\u{202E}gpj.exe\"", "photogpj.exe"),
        ("filename=\"a\u{200B}b\u{2066}c.txt\"", "abc.txt"),
        ("filename=\"of 5/6/2026.txt\"", "of 5_6_2026.txt"),
        ("filename=\"say %22no%22.txt\"", "say \"no\".txt"),
        ("filename*=UTF-8''%D1%84%D0%BE%D1%82%D0%BE.txt", "фото.txt"),
        ("filename*=UTF-8'ru'photo%E2%80%AEgpj.exe", "photogpj.exe"),
        ("filename*=ISO-8859-1''caf%E9.txt", "café.txt"),
        ("filename=\"plain.txt\"; filename*=UTF-8''%E5%86%99%E7%9C%9F.txt", "写真.txt"),
        ("filename*=UTF-8''a%2Fb%5Cc%00%0A.txt", "a_b_c .txt"),
        ("filename=\"..\"", ""),
    ] {
        let answer = named(&serving, &report, header, "Words").expect(201).json();
        let file = answer["id"].as_str().unwrap();
        assert_eq!(told(&serving, &report, file)["name"], name, "{header}");
        let page = serving.client(REPORTER).page(&format!("/evidence/{file}/desk")).expect(200).text();
        for unseen in ['\u{202E}', '\u{200B}', '\u{2066}'] {
            assert!(!page.contains(unseen), "{header}");
        }
    }
}

#[test]
fn two_files_of_one_name_are_told_apart_where_they_are_kept() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Twins" }));
    let folder = crate::support::folder();
    for (header, content) in [
        ("filename=\"IMG 1.jpg\"", "First"),
        ("filename=\"IMG 1.jpg\"", "Second"),
        ("filename*=UTF-8''%D1%84%22%2F%D0%BE.txt", "Third"),
        ("filename=\"\"", "Fourth"),
    ] {
        named(&serving, &report, header, content).expect(201);
    }
    serving.copied();
    let manifest =
        serving.client(REPORTER).get(&format!("/reports/{report}/evidence.json")).expect(200).json();
    let mut list = String::new();
    for one in manifest["files"].as_array().unwrap() {
        let (id, name) = (one["id"].as_str().unwrap(), one["name"].as_str().unwrap());
        assert!(name.starts_with(id) && !name.contains('/'), "{name}");
        let taken = serving.client(REPORTER).get(&format!("/evidence/{id}/original")).expect(200);
        let kept = taken.header("content-disposition").unwrap();
        let extended = kept.split("filename*=UTF-8''").nth(1).unwrap();
        assert_eq!(percent_decoded(extended), name, "{kept}");
        let plain = kept.split("filename=\"").nth(1).unwrap().split('"').next().unwrap();
        assert!(kept.starts_with("attachment; ") && plain.is_ascii() && plain.starts_with(id), "{kept}");
        std::fs::write(folder.path().join(name), &taken.body).unwrap();
        writeln!(list, "{}  {name}", one["sha256"].as_str().unwrap()).unwrap();
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4, "each has a name of its own");
    let mut check = Command::new("sha256sum")
        .args(["--check", "--strict"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    check.stdin.take().unwrap().write_all(list.as_bytes()).unwrap();
    let checked = check.wait_with_output().unwrap();
    assert!(checked.status.success(), "{list}");
    assert_eq!(String::from_utf8(checked.stdout).unwrap().matches(": OK").count(), 4);
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_owner_chooses_how_a_text_reads_and_sees_it_before() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "An old text" }));
    let file = serving.attached(&report, REPORTER, ("old.txt", OLD), "");
    let reporter = serving.client(REPORTER);
    assert_eq!(told(&serving, &report, &file)["refusal"], "unknown-encoding");
    let path = format!("/evidence/{file}/desk");
    let page = reporter.page(&path).expect(200).text();
    assert!(page.contains("value=\"KOI8-R\"") && page.contains(READ), "{page}");
    assert!(!page.contains(" checked"), "nothing is chosen for the owner");
    let readings = reporter.get(&format!("/api/v1/evidence/{file}/readings")).expect(200).json();
    let koi8 = readings["readings"].as_array().unwrap().iter().find(|one| one["encoding"] == "KOI8-R");
    assert_eq!(koi8.unwrap()["text"], READ);

    let action = format!("/evidence/{file}/encoding");
    // A page that comes back shows how the text reads as the first one did, and keeps what was chosen.
    let refused = reporter.fill(&path, &action, &[("revision", "2"), ("encoding", "klingon")]).expect(422);
    assert!(refused.text().contains("value=\"KOI8-R\"") && refused.text().contains("Связь"), "readings");
    let refused = reporter.fill(&path, &action, &[("revision", "1"), ("encoding", "KOI8-R")]).expect(409);
    let chosen =
        refused.text().split("<input").find(|input| input.contains("value=\"KOI8-R\"")).unwrap().to_owned();
    assert!(chosen.contains(" checked"), "{chosen}");
    let about = format!("/evidence/{file}/description");
    let refused = reporter.fill(&path, &about, &[("revision", "1"), ("description", "x")]).expect(409);
    assert!(refused.text().contains("value=\"KOI8-R\""), "readings, whichever form came back");
    reporter.fill(&path, &action, &[("revision", "2"), ("encoding", "KOI8-R")]).expect(303);
    serving.copied();
    let now = told(&serving, &report, &file);
    assert_eq!((&now["state"], &now["encoding"]), (&json!("ready"), &json!("KOI8-R")));
    assert_eq!(reporter.get(&format!("/evidence/{file}/copy")).expect(200).text(), READ);
    let release = serving.propose(&report, REPORTER, &["sector:government"]);
    serving.approve(&report, &release, REVIEWER);
    let out = serving.client(GOVERNMENT).get(&format!("/api/v1/evidence/{file}")).expect(200);
    assert_eq!(out.text(), READ);

    // Chosen wrongly, it can be chosen again; what is released stays as it was.
    let change = json!({ "encoding": "koi8-u" });
    reporter.put(&format!("/api/v1/evidence/{file}"), "*", &change).expect(200);
    serving.copied();
    assert_eq!(told(&serving, &report, &file)["encoding"], "KOI8-U");
    reporter.put(&format!("/api/v1/evidence/{file}"), "*", &json!({ "encoding": "UTF-16LE" })).expect(200);
    serving.copied();
    assert_eq!(told(&serving, &report, &file)["refusal"], "unknown-encoding", "no text in pairs");
    assert_eq!(
        serving.client(GOVERNMENT).get(&format!("/api/v1/evidence/{file}")).expect(200).body,
        out.body
    );
    let manifest = reporter.get(&format!("/reports/{report}/evidence.json")).expect(200).json();
    let custody = manifest["files"][0]["custody"].as_array().unwrap();
    let chosen: Vec<_> = custody.iter().filter(|row| row["act"] == "evidence.encoding").collect();
    assert_eq!(chosen.len(), 3);
    assert_eq!(chosen.iter().filter(|row| row["detail"]["encoding"] == "KOI8-R").count(), 1);
}

#[test]
fn of_a_text_that_says_how_it_reads_nothing_is_chosen() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "A text" }));
    let reporter = serving.client(REPORTER);
    for (name, content) in [("a.txt", "Plain words".as_bytes()), ("a.zip", b"PK\x03\x04\x14\0 and more")] {
        let file = serving.attached(&report, REPORTER, (name, content), "");
        reporter.put(&format!("/api/v1/evidence/{file}"), "*", &json!({ "encoding": "KOI8-R" })).expect(409);
        reporter.get(&format!("/api/v1/evidence/{file}/readings")).expect(409);
        assert!(
            !reporter
                .page(&format!("/evidence/{file}/desk"))
                .expect(200)
                .text()
                .contains("name=\"encoding\"")
        );
    }
}

#[test]
fn a_message_goes_out_rebuilt_and_says_what_it_lacks() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Mail" }));
    let mail = "Received: from laptop\r\nFrom: Mira <mira@example.org>\r\nMIME-Version: 1.0\r\n\
                Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n\
                --b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsDBBQAAAAIAA==\r\n--b--\r\n";
    let file = serving.attached(&report, REPORTER, ("mail.eml", mail.as_bytes()), "");
    let release = serving.propose(&report, REPORTER, &["sector:government"]);
    serving.approve(&report, &release, REVIEWER);
    let copy = serving.client(GOVERNMENT).get(&format!("/evidence/{file}")).expect(200);
    assert_eq!(copy.header("content-type"), Some("message/rfc822"));
    assert_eq!(
        copy.header("content-disposition"),
        Some(format!("attachment; filename=\"{file}.eml\"").as_str())
    );
    assert!(copy.text().contains("See below.") && !copy.text().contains("laptop"), "{}", copy.text());
    let view = serving.client(GOVERNMENT).get(&format!("/api/v1/reports/{report}")).expect(200).json();
    assert_eq!(view["evidence"][0]["shortfalls"], json!([{ "what": "attachment-left-out" }]));
    let page = serving.client(GOVERNMENT).page(&format!("/reports/{report}")).expect(200).text();
    assert!(page.contains("An attachment is left out."), "{page}");
}

#[test]
fn every_refusal_names_what_to_do() {
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "Odd files" }));
    for (content, advice) in [
        (&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], "JPEG or PNG"),
        (b"\0\0\0\x1CftypM4V \0\0\0\0mp42isom", "single pictures"),
        (b"ID3\x03\0\0\0\0\0\0\xFF\xFB\x90", "Write down what is said"),
        (b"PK\x03\x04\x14\0 and more", "Unpack it"),
        (b"{\\rtf1 hidden}", "Save the document as PDF"),
        (b"<html><body>Words</body></html>", "Print the page to a PDF"),
        (b"\x7FELF\x02\x01\x01\0\0\0\0\0", "Save it as JPEG, PDF or plain text"),
        (b"\x89PNG\r\n\x1A\n and nothing behind it", "Open it in its own program"),
    ] {
        let file = serving.attached(&report, REPORTER, ("a.bin", content), "");
        let page = serving.client(REPORTER).page(&format!("/evidence/{file}/desk")).expect(200).text();
        assert!(page.contains(advice), "{advice}: {page}");
    }
}
