//! Files with malice: each is refused in words, or copied; none brings down who asks.

use sanitise::{Kind, Limits, Refusal, Task};

use super::{copy, fixtures, made, malice, papers};

fn with(change: impl FnOnce(&mut Limits)) -> Task {
    let mut task = Task::default();
    change(&mut task.limits);
    task
}

#[test]
fn malicious_documents_end_in_a_copy_or_a_refusal() {
    let task = with(|limits| limits.seconds = 20);
    for (name, original) in malice::documents() {
        let before = std::time::Instant::now();
        let fate = made(&original, &task);
        eprintln!("{name}: {:?} in {:?}", fate.as_ref().map(|copy| &copy.made), before.elapsed());
        match (name, &fate) {
            ("a huge page", Ok(copy)) => assert!(copy.made.width <= 4000 && copy.made.height <= 4000),
            ("a page like a thread", Ok(copy)) => {
                assert_eq!((copy.made.width, copy.made.height), (1, 16_000));
            }
            ("a head alone" | "a lock that is none", _) => assert!(fate.is_err(), "{name}"),
            ("content that swells" | "a picture that swells", Ok(_)) => panic!("{name}: 600 MB in 512 MB"),
            (_, Err(refusal)) => assert!(!refusal.passes(), "{name}: {refusal}"),
            (_, Ok(copy)) => assert_eq!(copy.made.kind, Kind::Pdf, "{name}"),
        }
    }
}

#[test]
fn a_document_cut_short_ends_in_a_copy_or_a_refusal() {
    let whole = papers::telling();
    for tenth in 0..10 {
        let cut = &whole[..whole.len() * tenth / 10];
        if let Err(refusal) = copy(cut) {
            assert_eq!(refusal, Refusal::Damaged);
        }
    }
}

#[test]
fn pictures_cut_short_end_in_a_copy_or_a_refusal() {
    for whole in [fixtures::jpeg(&fixtures::two_halves()), fixtures::png(&fixtures::two_halves())] {
        for tenth in 1..10 {
            let fate = copy(&whole[..whole.len() * tenth / 10]);
            assert!(matches!(fate, Ok(_) | Err(Refusal::Damaged)), "{fate:?}");
        }
    }
}

#[test]
fn a_picture_bomb_is_refused_before_it_goes_off() {
    let before = std::time::Instant::now();
    let most = Limits::default().pixels;
    for bomb in [
        fixtures::png_bomb(60_000, 60_000, 8, 6),
        fixtures::png_bomb(u32::MAX >> 1, 1, 1, 0),
        fixtures::png_bomb(7072, 7072, 8, 2),
    ] {
        assert_eq!(copy(&bomb), Err(Refusal::TooManyPixels { most }));
    }
    assert!(before.elapsed().as_secs() < 10);
    assert_eq!(
        copy(&fixtures::png_bomb(5000, 5000, 8, 2)),
        Err(Refusal::Damaged),
        "and no pixels behind the header"
    );
}

#[test]
fn memory_ends_where_the_limit_says() {
    let big = image::DynamicImage::new_rgba16(3000, 3000);
    let original = fixtures::png(&big);
    assert!(copy(&original).is_ok());
    let tight = with(|limits| limits.memory = 40 << 20);
    assert_eq!(made(&original, &tight), Err(Refusal::OutOfMemory));
    // Where the decoder does not count for itself, the system says no.
    let document = papers::page("0 0 2000 2000", "", b"0 0 900 900 re f", &[]);
    assert!(copy(&document).is_ok());
    let tight = with(|limits| limits.memory = 20 << 20);
    assert_eq!(made(&document, &tight), Err(Refusal::OutOfMemory));
}

#[test]
fn time_ends_where_the_limit_says() {
    let before = std::time::Instant::now();
    // With memory to spare: a faster build must not reach that limit first.
    let short = with(|limits| (limits.seconds, limits.memory) = (1, 16 << 30));
    assert_eq!(made(&papers::slow(), &short), Err(Refusal::OutOfTime));
    assert!(before.elapsed().as_secs() < 10, "{:?}", before.elapsed());
}

#[test]
fn sizes_end_where_the_limits_say() {
    let small = with(|limits| limits.bytes_in = 1000);
    assert_eq!(made(&vec![b'x'; 1001], &small), Err(Refusal::TooLarge { most: 1000 }));
    assert_eq!(made(&vec![b'x'; 1000], &small).unwrap().bytes.len(), 1000);
    let small = with(|limits| limits.bytes_out = 1000);
    assert_eq!(made(&vec![b'x'; 1001], &small), Err(Refusal::CopyTooLarge { most: 1000 }));
    assert_eq!(made(&papers::telling(), &small), Err(Refusal::CopyTooLarge { most: 1000 }));
    assert_eq!(copy(&papers::blanks(201)), Err(Refusal::TooManyPages { most: 200 }));
    assert_eq!(copy(&papers::blanks(200)).unwrap().made.pages, 200);
}

/// Bytes changed at random, always the same ones.
#[test]
fn files_with_broken_bytes_end_in_a_copy_or_a_refusal() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    let mut refused = 0;
    for original in [
        fixtures::telling_jpeg(),
        fixtures::telling_png(),
        fixtures::encoded(&fixtures::two_halves(), image::ImageFormat::WebP),
        fixtures::encoded(&fixtures::two_halves(), image::ImageFormat::Gif),
        fixtures::encoded(&fixtures::two_halves(), image::ImageFormat::Tiff),
        fixtures::encoded(&fixtures::two_halves(), image::ImageFormat::Bmp),
        fixtures::message().into_bytes(),
        papers::telling(),
    ] {
        for _ in 0..60 {
            let mut broken = original.clone();
            for _ in 0..=next(12) {
                let at = next(broken.len());
                broken[at] = u8::try_from(next(256)).unwrap();
            }
            match copy(&broken) {
                Ok(_) => {}
                Err(refusal) => {
                    refused += 1;
                    assert!(!matches!(refusal, Refusal::Crashed | Refusal::Unavailable), "{refusal}");
                }
            }
        }
    }
    eprintln!("{refused} of 480 refused");
}
