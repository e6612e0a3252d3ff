//! Documents by hand, and what is seen of them: each kind of annotation without a look of its own, fields, fonts.

use image::{ImageFormat, RgbImage};

use sanitise::{Made, Shortfall, Task};

use super::{fixtures, made};

/// A document of one page of 200 by 100 points: black bars of text stand at 60..140 by 40..60.
fn document(page: &str, catalog: &str, objects: &[String]) -> Vec<u8> {
    let content = "0 0 0 rg 60 40 80 20 re f";
    let mut all = vec![
        format!("<</Type/Catalog/Pages 2 0 R {catalog}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R {page}>>"),
        stream("", content),
    ];
    all.extend_from_slice(objects);
    let mut out = String::from("%PDF-1.7\n");
    for (number, object) in (1..).zip(&all) {
        out.extend([&number.to_string(), " 0 obj\n", object, "\nendobj\n"]);
    }
    out.push_str("trailer <</Root 1 0 R>>\n%%EOF\n");
    out.into_bytes()
}

fn stream(keys: &str, content: &str) -> String {
    format!("<<{keys}/Length {}>>\nstream\n{content}\nendstream", content.len())
}

fn seen(document: Vec<u8>) -> (Made, RgbImage) {
    let rebuilt = made(&document, &Task { preview: Some(0), ..Task::default() }).unwrap();
    (rebuilt.made, image::load_from_memory(&rebuilt.bytes).unwrap().into_rgb8())
}

/// The pixel at a point of the page, whose lower left corner is 0, 0.
fn at(picture: &RgbImage, x: u32, y: u32) -> [u8; 3] {
    let (wide, high) = picture.dimensions();
    picture.get_pixel(x * wide / 200, (100 - y) * high / 100 - 1).0
}

fn near(one: [u8; 3], other: [u8; 3]) -> bool {
    one.iter().zip(other).all(|(a, b)| a.abs_diff(b) < 40)
}

fn ink(picture: &RgbImage) -> usize {
    picture.pixels().filter(|pixel| pixel.0.iter().any(|part| *part < 160)).count()
}

/// One annotation over the bar.
fn annotated(annotation: &str) -> (Made, RgbImage) {
    seen(document(&format!("/Annots[<</Type/Annot {annotation}>>]"), "", &[]))
}

const RED: [u8; 3] = [255, 0, 0];
const BLACK: [u8; 3] = [0; 3];
const WHITE: [u8; 3] = [255; 3];

#[test]
fn each_kind_without_a_look_is_drawn_as_viewers_draw_it() {
    let over = "/Rect[50 30 150 70]";
    for (annotation, point, colour) in [
        (format!("/Subtype/Square{over}/IC[1 0 0]/C[1 0 0]"), (100, 50), RED),
        (format!("/Subtype/Square{over}/C[1 0 0]/BS<</W 6>>"), (52, 50), RED),
        (format!("/Subtype/Square{over}/C[1 0 0]/BS<</W 6>>"), (100, 50), BLACK),
        (format!("/Subtype/Circle{over}/IC[1 0 0]"), (100, 50), RED),
        (format!("/Subtype/Circle{over}/IC[1 0 0]"), (51, 31), WHITE),
        (format!("/Subtype/Line{over}/L[50 50 150 50]/C[1 0 0]/Border[0 0 8]"), (100, 50), RED),
        (format!("/Subtype/Ink{over}/InkList[[50 50 150 50]]/C[1 0 0]/BS<</W 8>>"), (100, 50), RED),
        (format!("/Subtype/Polygon{over}/Vertices[50 30 150 30 150 70 50 70]/IC[1 0 0]"), (100, 50), RED),
        (format!("/Subtype/PolyLine{over}/Vertices[50 50 150 50]/C[1 0 0]/BS<</W 8>>"), (100, 50), RED),
        (format!("/Subtype/Highlight{over}/C[1 1 0]"), (55, 50), [255, 255, 0]),
        (format!("/Subtype/Highlight{over}/C[1 1 0]"), (100, 50), BLACK),
        (
            "/Subtype/Underline/Rect[10 10 40 52]/C[1 0 0]/QuadPoints[10 52 40 52 10 10 40 10]".into(),
            (25, 14),
            RED,
        ),
        ("/Subtype/StrikeOut/Rect[10 10 40 52]/C[1 0 0]".into(), (25, 31), RED),
        (format!("/Subtype/FreeText{over}/C[1 0 0]/DA(/Helv 12 Tf 0 g)/Contents( )"), (100, 50), RED),
        (format!("/Subtype/Link{over}/Border[0 0 6]/C[1 0 0]"), (52, 50), RED),
        (format!("/Subtype/Link{over}"), (50, 50), WHITE),
        (format!("/Subtype/Popup{over}/Open true"), (55, 50), WHITE),
        (format!("/Subtype/Square{over}/IC[1 0 0]/F 2"), (100, 50), BLACK),
        (format!("/Subtype/Square{over}/IC[1 0 0]/F 32"), (100, 50), BLACK),
        (format!("/Subtype/Widget/FT/Tx{over}/MK<</BG[1 0 0]>>/V( )"), (100, 50), RED),
        (format!("/Subtype/Widget/FT/Sig{over}"), (100, 50), BLACK),
    ] {
        let (made, picture) = annotated(&annotation);
        let seen = at(&picture, point.0, point.1);
        assert!(near(seen, colour), "{annotation}: {seen:?} and not {colour:?}");
        assert_eq!(made.shortfalls, [], "{annotation}");
    }
}

#[test]
fn what_is_visible_and_not_known_is_covered_and_told() {
    let over = "/Rect[50 30 150 70]";
    for annotation in [
        format!("/Subtype/Redact{over}"),
        format!("/Subtype/Stamp{over}"),
        format!("/Subtype/Unheard{over}"),
        format!("/Subtype/Screen{over}"),
        format!("/Subtype/Square{over}/AP<</N<</On 5 0 R>>>>"),
        format!("/Subtype/FreeText{over}/AP<</N 5 0 R>>"),
    ] {
        let page = format!("/Annots[<</Type/Annot {annotation}>>]");
        let empty = stream("/Subtype/Form/BBox[0 0 10 10]", " ");
        let (made, picture) = seen(document(&page, "", &[empty]));
        assert!(near(at(&picture, 55, 35), [51; 3]) && near(at(&picture, 100, 50), [51; 3]), "{annotation}");
        assert_eq!(made.shortfalls, [Shortfall::AnnotationCovered { page: 0 }], "{annotation}");
    }
    let (made, picture) = annotated(&format!("/Subtype/Unheard{over}/F 1"));
    assert!(near(at(&picture, 55, 35), WHITE) && !made.incomplete());
}

#[test]
fn annotations_keep_their_order_with_and_without_a_look() {
    let blue = stream("/Subtype/Form/BBox[0 0 10 10]/Resources<<>>", "0 0 1 rg 0 0 10 10 re f");
    let red = "<</Subtype/Square/Rect[50 30 150 70]/IC[1 0 0]/C[]>>";
    let with = "<</Subtype/Stamp/Rect[50 30 150 70]/AP<</N 5 0 R>>>>";
    for (order, colour) in [(format!("{red}{with}"), [0, 0, 255]), (format!("{with}{red}"), RED)] {
        let (made, picture) = seen(document(&format!("/Annots[{order}]"), "", std::slice::from_ref(&blue)));
        assert!(near(at(&picture, 100, 50), colour), "{order}");
        assert!(!made.incomplete());
    }
}

#[test]
fn a_turned_and_cropped_page_has_its_annotations_where_they_are() {
    let page = "/Rotate 90/CropBox[20 0 180 100]/Annots[<</Subtype/Square/Rect[30 10 50 30]/IC[1 0 0]>>]";
    let (_, picture) = seen(document(page, "", &[]));
    let (wide, high) = picture.dimensions();
    // The lower left corner of the page is its upper left one now: 10 to 30 from the left, of 100.
    let seen = picture.get_pixel(wide / 5, high * 20 / 160).0;
    assert!(near(seen, RED), "{seen:?}");
}

#[test]
fn an_annotation_in_a_layer_that_is_off_is_not_shown() {
    let layers = "/OCProperties<</OCGs[5 0 R]/D<</OFF[5 0 R]>>>>";
    let red = stream("/Subtype/Form/BBox[0 0 10 10]/Resources<<>>", "1 0 0 rg 0 0 10 10 re f");
    let objects = ["<</Type/OCG/Name(L)>>".to_owned(), red];
    for look in ["/Subtype/Square/IC[1 0 0]", "/Subtype/Stamp/AP<</N 6 0 R>>"] {
        let page = format!("/Annots[<<{look}/Rect[50 30 150 70]/OC 5 0 R>>]");
        assert!(near(at(&seen(document(&page, layers, &objects)).1, 100, 50), BLACK), "{look}");
        assert!(near(at(&seen(document(&page, "", &objects)).1, 100, 50), RED), "{look}");
    }
}

#[test]
fn fields_show_their_values() {
    let bare = ink(&annotated("/Subtype/Widget/FT/Tx/Rect[10 70 190 95]").1);
    for field in [
        "/FT/Tx/V(WITNESS)",
        "/FT/Tx/V(WITNESS)/Ff 4096/DA(/Helv 9 Tf 0 g)",
        "/FT/Tx/V(1234)/Ff 16777216/MaxLen 8",
        "/FT/Tx/V(secret)/Ff 8192",
        "/FT/Ch/Ff 131072/V(a)/Opt[[(a)(Alpha)][(b)(Beta)]]",
        "/FT/Ch/V(b)/Opt[(a)(b)]",
        "/FT/Btn/Ff 65536/MK<</CA(Send)>>",
        "/FT/Btn/AS/Yes",
        "/FT/Btn/Ff 32768/AS/1/MK<</CA(l)>>",
        "/Parent<</FT/Tx/V(ABOVE)>>",
        "/FT/Tx/V(turned)/MK<</R 90>>",
    ] {
        let (made, picture) = annotated(&format!("/Subtype/Widget/Rect[10 70 190 95]{field}"));
        assert!(ink(&picture) > bare + 20, "{field}: {} of {bare}", ink(&picture));
        assert!(!made.incomplete(), "{field}: {:?}", made.shortfalls);
    }
    let off = annotated("/Subtype/Widget/Rect[10 70 190 95]/FT/Btn/AS/Off").1;
    assert_eq!(ink(&off), bare);
}

#[test]
fn a_push_button_shows_its_picture_and_its_caption_where_it_says() {
    let red = stream("/Subtype/Form/BBox[0 0 20 20]/Resources<<>>", "1 0 0 rg 0 0 20 20 re f");
    let image = stream(
        "/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/AHx",
        "FF0000>",
    );
    for (place, fit, point, colour) in [
        ("/TP 1", "", (100, 80), RED),
        // As wide as high, in the middle; as wide as there is room; to the left.
        ("/TP 1", "", (15, 80), WHITE),
        ("/TP 1", "/IF<</S/A>>", (15, 80), RED),
        ("/TP 1", "/IF<</A[0 0.5]>>", (15, 80), RED),
        ("/TP 1", "/IF<</A[0 0.5]>>", (100, 80), WHITE),
        ("/TP 4", "/IF<</S/A>>", (15, 80), RED),
        ("/TP 4", "/IF<</S/A>>", (185, 90), WHITE),
        ("/TP 5", "/IF<</S/A>>", (185, 90), RED),
        // The caption alone: so it is where nothing is said.
        ("/TP 0", "", (100, 92), WHITE),
        ("", "", (100, 92), WHITE),
    ] {
        for icon in [&red, &image] {
            let look = format!("/MK<</CA(Send)/I 5 0 R{place}{fit}>>");
            let page = format!("/Annots[<</Subtype/Widget/FT/Btn/Ff 65536/Rect[10 70 190 95]{look}>>]");
            let (made, picture) = seen(document(&page, "", std::slice::from_ref(icon)));
            let seen = at(&picture, point.0, point.1);
            assert!(near(seen, colour), "{place}{fit} {icon}: {seen:?}");
            assert_eq!(made.shortfalls, [], "{place}");
        }
    }
}

/// The columns of the part above the bar that have ink.
fn inked_columns(picture: &RgbImage) -> Vec<u32> {
    let high = picture.height() * 35 / 100;
    let inked = |x: &u32| (0..high).any(|y| picture.get_pixel(*x, y).0[0] < 128);
    (0..picture.width()).filter(inked).collect()
}

/// Whether the fonts of the list are there; says so where they are not.
pub(super) fn fonts_are_there() -> bool {
    let there = std::path::Path::new("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").exists();
    if !there {
        eprintln!("skipped: fonts-noto-core is not installed");
    }
    there
}

/// The widths of three letters.
const WIDTHS: &str = "/FirstChar 65/LastChar 67/Widths[700 700 700]";

/// Words in a font that the document does not bring along.
pub(super) fn unembedded(names: &str, codes: &str, widths: &str) -> Vec<u8> {
    showing(names, &format!("({codes}) Tj"), widths)
}

fn showing(names: &str, shown: &str, widths: &str) -> Vec<u8> {
    let page = "/Resources<</Font<</F 5 0 R>>>>";
    let font = format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/ArialMT{widths}/Encoding<</Differences[65 {names}]>>>>"
    );
    let mut out = document(page, "", &[font]);
    let content = format!("BT /F 24 Tf 20 70 Td {shown} ET");
    let place = out.windows(25).position(|part| part == b"0 0 0 rg 60 40 80 20 re f").unwrap();
    let length = format!("/Length {}", content.len());
    out.splice(place..place + 25, content.into_bytes());
    let old = out.windows(10).position(|part| part == b"/Length 25").unwrap();
    out.splice(old..old + 10, length.into_bytes());
    out
}

#[test]
fn letters_of_other_scripts_are_drawn_without_the_documents_font() {
    if !fonts_are_there() {
        return;
    }
    for names in ["/afii10033 /afii10082 /afii10074", "/alpha /beta /gamma", "/uni0531 /uni0532 /uni0533"] {
        let (made, picture) = seen(unembedded(names, "ABC", WIDTHS));
        assert!(ink(&picture) > 200, "{names}: {}", ink(&picture));
        assert_eq!(made.shortfalls, [], "{names}");
        // Where nobody says how wide they are, they are as wide as they are drawn.
        for widths in ["", "/FirstChar 70/LastChar 71/Widths[700 700]"] {
            let (made, picture) = seen(unembedded(names, "ABC", widths));
            assert_eq!(made.shortfalls, [], "{names} {widths}");
            let columns = inked_columns(&picture);
            assert!(columns.last().unwrap() - columns[0] > 60, "{names} {widths}: {columns:?}");
        }
    }
    let (made, picture) = seen(unembedded("/uni0628 /uni062A", "AB", WIDTHS));
    assert!(ink(&picture) > 100);
    assert_eq!(made.shortfalls, [Shortfall::LettersApart { page: 0 }]);
}

#[test]
fn letters_that_lie_upon_each_other_all_the_same_are_told() {
    if !fonts_are_there() {
        return;
    }
    let (made, _) = seen(showing("/afii10033 /afii10082", "(A) Tj 0 0 Td (B) Tj", WIDTHS));
    assert_eq!(made.shortfalls, [Shortfall::LettersOverlap { page: 0 }]);
}

#[test]
fn a_composite_font_whose_letters_have_no_width_is_spaced() {
    if !fonts_are_there() {
        return;
    }
    let page = "/Resources<</Font<</F 5 0 R>>>>";
    let map = "1 begincodespacerange<0000><FFFF>endcodespacerange 1 beginbfrange<0041><0043><041F>endbfrange";
    let objects = [
        "<</Type/Font/Subtype/Type0/BaseFont/Arial/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[6 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Arial/DW 0/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
         /Supplement 0>>>>"
            .to_owned(),
        stream("", map),
    ];
    let mut out = document(page, "", &objects);
    let place = out.windows(25).position(|part| part == b"0 0 0 rg 60 40 80 20 re f").unwrap();
    let content = b"BT /F 24 Tf 20 70 Td <004100420043> Tj ET";
    out.splice(place..place + 25, content.iter().copied());
    let old = out.windows(10).position(|part| part == b"/Length 25").unwrap();
    out.splice(old..old + 10, format!("/Length {}", content.len()).into_bytes());
    let (made, picture) = seen(out);
    let columns = inked_columns(&picture);
    assert!(columns.last().unwrap() - columns[0] > 60, "{columns:?}");
    assert_eq!(made.shortfalls, []);
}

#[test]
fn a_letter_that_no_font_has_is_told() {
    let (made, _) = seen(unembedded("/uniE123 /uniE124", "AB", WIDTHS));
    assert_eq!(made.shortfalls, [Shortfall::MissingGlyphs { page: 0 }]);
}

#[test]
fn what_a_document_holds_beside_its_pages_is_told() {
    for catalog in ["/Names<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>", "/AF[5 0 R]", "/Collection<</View/T>>"] {
        let (made, _) = seen(document("", catalog, &["<</Type/Filespec>>".to_owned()]));
        assert_eq!(made.shortfalls, [Shortfall::EmbeddedFileLeftOut], "{catalog}");
    }
    let (made, _) = annotated("/Subtype/FileAttachment/Rect[10 70 30 90]/FS<</F(a)>>");
    assert_eq!(made.shortfalls, [Shortfall::EmbeddedFileLeftOut]);
    let (made, _) = seen(document("", "/Names<</EmbeddedFiles<</Names[]>>>>", &[]));
    assert!(!made.incomplete());
}

/// A page with one picture, whose data are written as hexadecimal.
fn pictured(keys: &str, filter: &str, data: &[u8]) -> Vec<u8> {
    let code = hex::encode_upper(data) + ">";
    let keys = format!("/Subtype/Image/Filter[/AHx{filter}]{keys}");
    let mut out = document("/Resources<</XObject<</I 5 0 R>>>>", "", &[stream(&keys, &code)]);
    let place = out.windows(25).position(|part| part == b"0 0 0 rg 60 40 80 20 re f").unwrap();
    out.splice(place..place + 25, b"99 0 0 99 0 0 cm    /I Do".iter().copied());
    out
}

/// A JBIG2 page of 32 by 16 white pixels, coded as a fax is.
fn jbig2() -> Vec<u8> {
    let size = [&32_u32.to_be_bytes()[..], &16_u32.to_be_bytes()].concat();
    let page = [&size[..], &[0; 8], &[0, 0, 0]].concat();
    let region = [&size[..], &[0; 8], &[0, 1, 0xFF, 0xFF, 0, 0x10, 0x01]].concat();
    let segment = |number: u8, kind: u8, data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&[0, 0, 0, number, kind, 0, 1][..], &length, data].concat()
    };
    [segment(0, 48, &page), segment(1, 38, &region)].concat()
}

#[test]
fn pictures_that_break_off_are_told() {
    let grey = "/Width 4/Height 4/BitsPerComponent 8/ColorSpace/DeviceGray";
    let fax = "/Width 32/Height 16/BitsPerComponent 1/ColorSpace/DeviceGray\
               /DecodeParms[null<</K -1/Columns 32/Rows 16>>]";
    let bits = "/Width 32/Height 16/BitsPerComponent 1/ColorSpace/DeviceGray";
    let grain = RgbImage::from_fn(120, 80, |x, y| {
        image::Rgb([u8::try_from(x * 2).unwrap(), u8::try_from(y * 3).unwrap(), 9])
    });
    let jpeg = fixtures::encoded(&grain.into(), ImageFormat::Jpeg);
    let half = jpeg.len() * 3 / 4;
    let ended = [&jpeg[..half], &[0xFF, 0xD9]].concat();
    let inserted = [&jpeg[..half], &[0xFF, 0xD9], &jpeg[half..]].concat();
    let colours = "/Width 120/Height 80/BitsPerComponent 8/ColorSpace/DeviceRGB";
    let jbig2 = jbig2();
    for (name, keys, filter, data, cut) in [
        ("plain", grey, "", &b"0123456789ABCDEF"[..], false),
        ("plain, cut", grey, "", b"012345", true),
        ("fax", fax, "/CCF", &[0xFF, 0xFF, 0, 0x10, 0x01], false),
        ("fax, cut", fax, "/CCF", &[0xFF], true),
        ("fax, ended", fax, "/CCF", &[0xFF, 0, 0x10, 0x01], true),
        ("jbig2", bits, "/JBIG2Decode", &jbig2, false),
        ("jbig2, cut", bits, "/JBIG2Decode", &jbig2[..jbig2.len() - 4], true),
        ("jpeg", colours, "/DCT", &jpeg, false),
        ("jpeg, cut", colours, "/DCT", &jpeg[..half], true),
        ("jpeg, ended", colours, "/DCT", &ended, true),
        ("jpeg, end inserted", colours, "/DCT", &inserted, true),
    ] {
        let lacks = seen(pictured(keys, filter, data)).0.shortfalls;
        let expected: &[Shortfall] = if cut { &[Shortfall::ImageCut { page: 0 }] } else { &[] };
        assert_eq!(lacks, expected, "{name}");
    }
}
