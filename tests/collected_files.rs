//! Real files from the field, where they are there: what no copy of them may say.

use sanitise::{Kind, Made, Rebuilt};
use serde_json::json;

use crate::evidence::{original, read};
use crate::sanitise::traces::assert_clean;
use crate::serving::{REPORTER, REVIEWER, Serving};

/// Of photographs with places and documents with everything, no copy says anything that only the file said.
#[test]
fn the_collected_files_go_out_without_what_they_tell() {
    let folder = std::env::var_os("ENTENTE_TEST_FILES")
        .map_or_else(|| "../shared/data".into(), std::path::PathBuf::from);
    if !folder.is_dir() {
        eprintln!("skipped: no collected files; name their folder by ENTENTE_TEST_FILES");
        return;
    }
    let serving = Serving::new();
    let report = serving.draft(REPORTER, &json!({ "title": "All of them" }));
    let mut sent = Vec::new();
    for part in ["exif", "dirty-files", "pdf"] {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder.join(part)).unwrap().map(|one| one.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            let (name, bytes) =
                (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap());
            let file = serving.attached(&report, REPORTER, (&name, &bytes), "");
            sent.push((name, bytes, file));
        }
    }
    let release = serving.propose(&report, REPORTER, &["public"]);
    serving.approve(&report, &release, REVIEWER);
    let told = original(&serving, &report);
    let pages = |file: &str| {
        let told = told["evidence"].as_array().unwrap().iter().find(|one| one["id"] == file).unwrap();
        u32::try_from(told["copy"]["pages"].as_u64().unwrap()).unwrap()
    };
    let mut copies = 0;
    for (name, bytes, file) in &sent {
        let copy = read(&serving.public(), file);
        if copy.status == 404 {
            continue;
        }
        copies += 1;
        let kind = Kind::of(&copy.body);
        assert_eq!(copy.header("content-type"), Some(kind.media_type()), "{name}");
        let made = Made { kind, pages: pages(file), width: 0, height: 0, shortfalls: Vec::new() };
        assert_clean(name, bytes, &Rebuilt { made, bytes: copy.body });
    }
    assert!(copies >= 25, "{copies} copies of {}", sent.len());
}
