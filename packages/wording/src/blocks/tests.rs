use proptest::prelude::*;

use crate::{Paragraph, ParagraphId, Part, StatementText, numbered_text, read_plain};

use Part::{Heading, Operative, Preamble, Recommendation};

/// The founding declaration of the Freedom Online Coalition.
const FOUNDING: &str = include_str!("founding.txt");

fn read(text: &str) -> Vec<(Part, String)> {
    read_plain(text)
}

fn check(text: &str, wanted: &[(Part, &str)]) {
    let wanted: Vec<(Part, String)> = wanted.iter().map(|(part, text)| (*part, (*text).to_owned())).collect();
    assert_eq!(read(text), wanted, "{text}");
}

#[test]
fn the_founding_declaration_is_read_as_it_was_written() {
    let endorsed = "\n\nEndorsed by Austria, Canada, Costa Rica, the Czech Republic, and Sweden.";
    for text in [FOUNDING.to_owned(), FOUNDING.replace('\n', "\r\n"), format!("{FOUNDING}{endorsed}")] {
        let paragraphs = read(&text);
        let parts: Vec<Part> = paragraphs.iter().map(|(part, _)| *part).collect();
        let [title, preamble, chapeau, asked] =
            [vec![Heading], vec![Preamble; 8], vec![Heading], vec![Recommendation; 4]];
        let mut wanted = [title, preamble, chapeau, asked].concat();
        if text.ends_with(endorsed) {
            wanted.push(Heading);
        }
        assert_eq!(parts, wanted);
        let begins = |place: usize| paragraphs[place].1.split(' ').next().unwrap();
        assert_eq!(paragraphs[0].1, "Freedom Online: Joint Action for Free Expression on the Internet");
        assert_eq!([1, 2, 3, 8].map(begins), ["Underscoring", "Recalling", "Noting", "Considering"]);
        assert!(paragraphs[2].1.ends_with("enjoy the same protection online,"));
        assert_eq!(paragraphs[9].1, "We, as participating States, dedicate ourselves to:");
        assert_eq!(
            [10, 11, 12, 13].map(begins),
            ["Establishing", "Collaborating", "Cooperating", "Engaging"]
        );
        assert!(paragraphs[12].1.ends_with("Internet and connection technologies, and"));
        assert!(paragraphs[13].1.ends_with("through connection technologies."));
    }
}

/// A text with its lines wrapped, as mail and PDF do it.
fn wrapped(text: &str, width: usize) -> String {
    let wrap = |line: &str| {
        let mut lines: Vec<String> = vec![String::new()];
        for word in line.split(' ') {
            let last = lines.last_mut().unwrap();
            if last.is_empty() {
                last.push_str(word);
            } else if last.len() + word.len() < width {
                last.push(' ');
                last.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
        lines.join("\n")
    };
    text.lines().map(wrap).collect::<Vec<_>>().join("\n")
}

#[test]
fn wrapped_lines_are_joined() {
    for width in 40..140 {
        assert_eq!(read(&wrapped(FOUNDING, width)), read(FOUNDING), "{width}");
    }
}

#[test]
fn where_no_line_is_empty_each_is_a_paragraph() {
    let dense: Vec<&str> = FOUNDING.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(read(&dense.join("\n")), read(FOUNDING));
}

#[test]
fn every_way_to_number_is_known() {
    for [one, two, letter, next] in [
        ["1 ", "2 ", "A ", "B "],
        ["1.", "2.", "A. ", "B. "],
        ["1. ", "2. ", "a. ", "b. "],
        ["1) ", "2) ", "A) ", "B) "],
        ["(1) ", "(2) ", "(a) ", "(b) "],
        ["- 1 ", "- 2 ", "- A ", "- B "],
        ["١. ", "٢. ", "أ. ", "ب. "],
        ["\t7.\t", "8.\t", "(i) ", "(ii) "],
    ] {
        for between in ["\n", "\n\n", "\n \n\n", "\r\n\r\n"] {
            let lines = [
                "A title".to_owned(),
                format!("{one}Recalling what was,"),
                "We, the members, decide:".to_owned(),
                format!("{two}To go on."),
                format!("{letter}To share."),
                format!("{next}To meet."),
            ];
            check(
                &lines.join(between),
                &[
                    (Heading, "A title"),
                    (Preamble, "Recalling what was,"),
                    (Heading, "We, the members, decide:"),
                    (Operative, "To go on."),
                    (Recommendation, "To share."),
                    (Recommendation, "To meet."),
                ],
            );
        }
    }
}

#[test]
fn words_that_look_like_numbers_stay() {
    check(
        "A coalition\n\n1. In May\n2011 it met with\n5 countries,\n2. and on 1\nJune with more.\n\n5 countries\n\nJ. Smith spoke.\n\nA new day. I\nhope.",
        &[
            (Heading, "A coalition"),
            (Preamble, "In May 2011 it met with 5 countries,"),
            (Operative, "and on 1 June with more."),
            (Heading, "5 countries"),
            (Heading, "J. Smith spoke."),
            (Heading, "A new day. I hope."),
        ],
    );
}

#[test]
fn a_text_without_numbers_is_read_by_its_places() {
    let lines =
        ["On shutdowns", "Recalling what was,", "Noting what is,", "We decide:", "To go on.", "To meet."];
    check(
        &lines.join("\n\n"),
        &[
            (Heading, lines[0]),
            (Preamble, lines[1]),
            (Preamble, lines[2]),
            (Heading, lines[3]),
            (Operative, lines[4]),
            (Operative, lines[5]),
        ],
    );
    check(
        "We decide:\n- to go on\n- to meet\n\nSigned by all",
        &[
            (Heading, "We decide:"),
            (Recommendation, "to go on"),
            (Recommendation, "to meet"),
            (Heading, "Signed by all"),
        ],
    );
    check("Recalling this,\n\nWe act.", &[(Preamble, "Recalling this,"), (Operative, "We act.")]);
}

#[test]
fn without_a_line_between_a_comma_tells_why_from_what() {
    check(
        "1. Recalling this,\n\n2. Noting that,\n\n3. We act;\n\n4. We meet.",
        &[
            (Preamble, "Recalling this,"),
            (Preamble, "Noting that,"),
            (Operative, "We act;"),
            (Operative, "We meet."),
        ],
    );
    check(
        "We recognise:\n\n1. This,\n\n2. That.\n\nWe commit to:\n\n3. Act.",
        &[
            (Heading, "We recognise:"),
            (Preamble, "This,"),
            (Preamble, "That."),
            (Heading, "We commit to:"),
            (Operative, "Act."),
        ],
    );
}

#[test]
fn scripts_without_blanks_are_joined_without_blanks() {
    check(
        "第一次会议\n\n1、我们重申\n言论自由，\n\n2、我们支持 Tor\nProject。",
        &[(Heading, "第一次会议"), (Preamble, "我们重申言论自由，"), (Operative, "我们支持 Tor Project。")],
    );
}

#[test]
fn nothing_is_made_of_nothing() {
    for text in ["", " \n\n\t\r\n", "1.\n\n2.\n\n-\n", "\u{0}\u{7}"] {
        check(text, &[]);
    }
    check("1.\nWords.", &[(Operative, "Words.")]);
}

#[test]
fn a_thousand_paragraphs_are_read() {
    let lines: Vec<String> = (1..=1_200).map(|number| format!("{number}. Words {number}.")).collect();
    let wanted = (1..=1_200).map(|number| (Operative, format!("Words {number}.")));
    assert_eq!(read(&lines.join("\n\n")), wanted.collect::<Vec<_>>());
}

/// Words that begin no list and end no paragraph.
fn sentence() -> impl Strategy<Value = String> {
    let word = "[A-Za-zéß]{2,8}|[0-9]{1,4}|حرية|التعبير|言论自由|A|I|a\\.|[0-9]\\.|\\(b\\)|–|права";
    ("[A-Z][a-zé]{2,8}|حرية|言论自由", prop::collection::vec(word, 0..20))
        .prop_map(|(first, words)| [vec![first], words].concat().join(" "))
}

fn statement() -> impl Strategy<Value = StatementText> {
    let many = |most: usize| prop::collection::vec(sentence(), 0..most);
    (sentence(), sentence(), (any::<bool>(), sentence()), many(6), many(6), many(30)).prop_map(
        |(title, first, (chapeau, colon), preamble, operative, asked)| {
            let line = |part: Part, end: &'static str| move |text: String| (part, format!("{text}{end}"));
            let preamble = [vec![first], preamble].concat();
            let mut all: Vec<(Part, String)> = preamble.into_iter().map(line(Preamble, " end,")).collect();
            if chapeau {
                all.push((Heading, format!("{colon}:")));
            }
            all.extend(operative.into_iter().map(line(Operative, " end.")));
            all.extend(asked.into_iter().map(line(Recommendation, ", and")));
            let paragraphs = (1..).zip(all);
            let paragraph = |(number, (part, text))| Paragraph { id: ParagraphId::new(number), part, text };
            StatementText { title, language: "en".into(), paragraphs: paragraphs.map(paragraph).collect() }
        },
    )
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(statement in statement()) {
        let mut wanted = vec![(Heading, statement.title.clone())];
        wanted.extend(statement.paragraphs.iter().map(|paragraph| (paragraph.part, paragraph.text.clone())));
        prop_assert_eq!(read(&numbered_text(&statement)), wanted);
    }

    /// Nothing that was pasted is lost but labels and blanks, and nothing is made up.
    #[test]
    fn no_word_is_lost(text in "\\PC{0,80}|([ \n,.:]|[a-c]{2,4}|word){0,60}") {
        let letters = |text: &str| -> String { crate::tidy(text).split_whitespace().collect() };
        let paragraphs = read(&text);
        let all: String = paragraphs.iter().map(|(_, text)| letters(text)).collect();
        prop_assert!(paragraphs.iter().all(|(_, text)| !text.is_empty() && crate::tidy(text) == *text));
        let mut rest = all.chars();
        let mut next = rest.next();
        for letter in letters(&text).chars() {
            if next == Some(letter) {
                next = rest.next();
            }
        }
        prop_assert!(next.is_none(), "{:?}", paragraphs);
    }

    #[test]
    fn no_word_is_taken_for_a_number(text in "([ \n,.:]|[a-c]{2,4} ){0,60}") {
        let letters = |text: &str| -> String { text.split_whitespace().collect() };
        let all: String = read(&text).iter().map(|(_, text)| letters(text)).collect();
        prop_assert_eq!(all, letters(&text));
    }
}
