//! What stands between a sealed original and its readers: a rendition of a long text with many marks, suggestions
//! on it, and copies of files in their own process. `cargo bench --bench redaction`.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on should stop where it stands")]

#[expect(dead_code, reason = "the other measurements use more of it")]
mod shared;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::io::Cursor;
use std::path::Path;
use std::time::Duration;

use criterion::Criterion;
use entente::access::{Audience, Token};
use entente::redaction::marks::Reason;
use entente::redaction::{Mark, Original, Reading, Target};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use pdf_writer::{Content, Filter, Finish as _, Name, Pdf, Rect, Ref};
use sanitise::{Task, rebuild};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use shared::Dice;
use suggest::{Known, remember, suggest};

const LENGTH: usize = 100_000;
const MARKS: usize = 500;
const MARKED_BEFORE: u64 = 10_000;

/// Sentences of six scripts, and between them what the rules look for.
const SENTENCES: [&str; 12] = [
    "The ministry ordered mobile operators to cut access in three districts on 14 March 2016. ",
    "Абонентам сообщили 12.04.2021 о сбое, который затронул 1 250 000 человек. ",
    "قطعت السلطات الإنترنت في المدينة لمدة ٧٢ ساعة بعد الاحتجاجات. ",
    "လူထုဆန္ဒပြပွဲများအတွင်း အင်တာနက်ဖြတ်တောက်ခဲ့သည်။ ",
    "当局于2019年6月3日切断了移动网络，影响约300万用户。",
    "Les autorités ont suspendu les réseaux sociaux pendant 5 jours (A/HRC/RES/47/16). ",
    "Write to someone@example.org or call +44 20 7946 0958. ",
    "See https://example.org/news/2019/03/internet-cut-120394857 for more.\n\n",
    "The server 203.0.113.7:443 answered no longer. ",
    "It happened at 33.5138, 36.2765 near the bridge. ",
    "Mira Hakimi, 12 Main Street, saw it herself. ",
    "2016-03-14 10:20:30 measurement 273244099200\n",
];

/// A long account in which no two lines are quite alike.
fn account(dice: &mut Dice) -> String {
    let mut text = String::new();
    let mut length = 0;
    while length < LENGTH {
        let sentence = usize::try_from(dice.roll(12)).unwrap();
        let line = format!("{}n{} ", SENTENCES.get(sentence).unwrap(), dice.roll(5_000));
        length += line.chars().count();
        text.push_str(&line);
    }
    text.chars().take(LENGTH).collect()
}

/// The account under marks for the government sector alone, spread over all of it; some touch and overlap.
fn original(dice: &mut Dice) -> Original {
    let mark = |place: usize, length: u64| Mark {
        target: Target::Span {
            field: "narrative".into(),
            start: place * LENGTH / MARKS,
            end: place * LENGTH / MARKS + usize::try_from(length).unwrap(),
        },
        reason: Reason::PersonalData,
        words: String::new(),
        visible_to: BTreeSet::from([Token::Sector("government".parse().unwrap())]),
        replacement: place.is_multiple_of(3).then(|| "a local journalist".into()),
    };
    let marks = (0..MARKS).map(|place| mark(place, (1 + dice.roll(230)).min(200))).collect();
    let facts = json!({ "countries": ["KE"], "started": "2026-03-14", "operators": ["Tamtel", "Sotel"] });
    Original {
        title: "A long account".into(),
        narrative: account(dice),
        language: "en".into(),
        facts,
        marks,
        ..Original::default()
    }
}

fn texts(bench: &mut Criterion) {
    let mut dice = Dice(7);
    let original = original(&mut dice);
    let (owner, public) =
        ("0190a000-0000-7000-8000-000000000001".to_owned().into(), Audience::of(Token::Public));
    bench.bench_function("rendition of 100,000 characters with 500 marks", |bench| {
        bench.iter(|| Reading::of(black_box(&original), &owner, &public));
    });
    bench.bench_function("the same with its hash", |bench| {
        bench.iter(|| Reading::of(black_box(&original), &owner, &public).hash());
    });
    bench.bench_function("suggestions on 100,000 characters", |bench| {
        bench.iter(|| suggest(black_box(&original.narrative)));
    });
    let hash = |bytes: &[u8]| -> [u8; 32] { Sha256::digest(bytes).into() };
    let before = (0..MARKED_BEFORE).filter_map(|number| remember(&format!("Mira Hakimi {number}"), &hash));
    let known = Known::new(before);
    bench.bench_function("what was marked before (10,000 strings) in 100,000 characters", |bench| {
        bench.iter(|| known.find(black_box(&original.narrative), &hash));
    });
    let mut group = bench.benchmark_group("markdown of 100,000 characters");
    for (name, repeated) in
        [("lines of bars", "|\n"), ("nested lists", "- "), ("nested quotations", "> "), ("links", "[a](")]
    {
        let text: String = repeated.chars().cycle().take(LENGTH).collect();
        group.bench_function(name, |bench| bench.iter(|| markdown::render(black_box(&text))));
    }
    group.bench_function("an account", |bench| {
        bench.iter(|| markdown::render(black_box(&original.narrative)));
    });
    group.finish();
}

/// Smooth shapes with grain, as a sensor gives them.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let mut dice = Dice(11);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let grain = u32::try_from(dice.roll(12)).unwrap();
        let part = |value: u32| u8::try_from((value + grain) % 256).unwrap();
        Rgb([part(x / 17 + y / 40), part((x * y) >> 14), part((x / 64 * 37 + y / 64 * 91) % 200)])
    });
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut out, ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

/// Pages of A4, each a scan of 200 dpi.
fn scanned(pages: i32) -> Vec<u8> {
    let (width, height) = (1654, 2339);
    let scan = photograph(width, height);
    let (mut pdf, mut next) = (Pdf::new(), Ref::new(3));
    let mut kids = Vec::new();
    pdf.catalog(Ref::new(1)).pages(Ref::new(2));
    for _ in 0..pages {
        let [page, content, picture] = [next.bump(), next.bump(), next.bump()];
        kids.push(page);
        let mut written = pdf.page(page);
        written.parent(Ref::new(2)).media_box(Rect::new(0.0, 0.0, 595.0, 842.0)).contents(content);
        written.resources().x_objects().pair(Name(b"P"), picture);
        written.finish();
        let mut drawing = Content::new();
        drawing.transform([595.0, 0.0, 0.0, 842.0, 0.0, 0.0]).x_object(Name(b"P"));
        pdf.stream(content, &drawing.finish());
        let mut object = pdf.image_xobject(picture, &scan);
        object.filter(Filter::DctDecode);
        object.width(1654).height(2339).bits_per_component(8).color_space().device_rgb();
    }
    pdf.pages(Ref::new(2)).count(pages).kids(kids);
    pdf.finish()
}

/// The whole way: a process started and confined, fed, its answer judged. It is refused more than 512 MB of memory.
fn files(bench: &mut Criterion) {
    let program = Path::new(env!("CARGO_BIN_EXE_entente"));
    let task = Task::default();
    assert_eq!(task.limits.memory, 512 << 20);
    let mut group = bench.benchmark_group("copy");
    group.sample_size(10).measurement_time(Duration::from_secs(20));
    for (name, original) in [
        ("photograph of 12 megapixels", photograph(4000, 3000)),
        ("document of 20 scanned pages", scanned(20)),
    ] {
        group.bench_function(name, |bench| {
            bench.iter(|| rebuild(program, Cursor::new(&original), &task).unwrap());
        });
    }
    group.finish();
}

fn main() {
    let mut bench = Criterion::default().configure_from_args();
    texts(&mut bench);
    files(&mut bench);
    bench.final_summary();
}
