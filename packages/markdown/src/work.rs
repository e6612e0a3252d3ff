//! No text is much work, and none becomes a tag: kinds of texts that programs like this one have choked on.

use std::time::Duration;

use super::*;

/// Kinds of texts that have kept programs like this one busy for long.
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn families() -> Vec<(String, String)> {
    let repeated = [
        ">",
        "> ",
        "- ",
        "* ",
        "+ - ",
        "1. ",
        "> - ",
        "  - ",
        "\t- ",
        "[",
        "]",
        "![",
        "[a](",
        "[a](<b",
        "[a](b)",
        "[a]:",
        "[a]: b\n",
        "[a\n",
        "[a]: b \"\n",
        "*a ",
        "_a ",
        "*a **b ",
        "_a __b ",
        "a**b_c_",
        "~~a ~b ",
        "*",
        "_",
        "~",
        "`",
        "` `` ",
        "``a",
        "<",
        "<a",
        "<a b='",
        "<!",
        "<!-",
        "<!--",
        "<?",
        "<![CDATA[",
        "<!A",
        "<a@",
        "<a:",
        "&",
        "&amp;",
        "&#1;",
        "&aaaaaaaaaaaa",
        "&NotEqualTilde;",
        "⟦",
        "⟧",
        "⟦other⟧",
        "⟦a",
        "█",
        "|",
        "|\n",
        "|a",
        "|-",
        "-|",
        "a|b\n-|-\n",
        "a|b\n-|-\n\n",
        "a\n-\n",
        "a\n=\n",
        "# a\n",
        "#",
        "```\n",
        "~~~\n",
        "\t",
        "\n",
        "\\",
        "\\*",
        "<div>\n",
        "<div>\n\n",
        "<script>",
        "https://a.b/",
        "https://",
        "https://a(",
        "https://a*",
        "https://a_b* ",
        "(https://a.b/)",
        "https://a\u{301}",
        "\u{FDFA}",
        "\u{FDD0}",
        "a\u{300}",
        "> a\n\n",
        "- a\n\n",
        "1. a\n\n",
        "7. a\n",
        "0. a\n",
        "00. a\n",
        "1) a\n2. b\n",
        "- - - - - - - - a\n\n",
        ">>>>>>>>>>>>>>>\n",
        ">>>>>>>>>>>>>>>a\n\n",
        "- a\n  ",
        "***\n",
        "* * *\n",
        "a  \n",
        "🧕🏽",
    ];
    let mut families: Vec<(String, String)> = repeated
        .iter()
        .map(|one| (format!("{one:?} again and again"), one.chars().cycle().take(LONGEST).collect()))
        .collect();
    let half = LONGEST / 2;
    let mut add = |name: &str, text: String| families.push((name.to_owned(), text));
    for (open, close) in
        [("*", "*"), ("**a ", "b** "), ("*a ", "b* "), ("[", "](b)"), ("[a", "](b)"), ("~", "~"), ("(", ")")]
    {
        let (opened, closed) = (open.chars().cycle().take(half), close.chars().cycle().take(half));
        add(&format!("{open} {close}"), opened.chain("x".chars()).chain(closed).collect());
    }
    for open in ["- ", ">", "1. ", "> - "] {
        add(&format!("{open:?} and blank lines"), open.repeat(half / open.len()) + "a" + &"\n".repeat(half));
        add(&format!("{open:?} and lines"), open.repeat(half / open.len()) + &"a\n".repeat(half / 2));
    }
    add("steps", (0..430).map(|step| " ".repeat(step) + "- a\n").collect());
    add(
        "steps, then blank lines",
        (0..220).map(|step| "  ".repeat(step) + "- a\n").collect::<String>() + &"\n".repeat(half),
    );
    add("longer and longer code", (1..440).map(|length| "`".repeat(length) + " ").collect());
    add(
        "many definitions",
        (0..7_000).map(|name| format!("[{name}]: a{name}\n")).collect::<Vec<_>>().concat(),
    );
    add("one long definition", format!("[a]: {}\n\n{}", "b".repeat(half), "[a]".repeat(half / 3)));
    add("one definition", format!("[a]: bbbbbbbbbbbbbbbbb\n\n{}", "[a]".repeat(LONGEST / 3)));
    add(
        "many numbers",
        (0..10_000).map(|number| format!("{}. a\n", number * 7)).collect::<Vec<_>>().concat(),
    );
    for columns in [2, 64, 500, 12_000] {
        let head = "|a".repeat(columns) + "|\n" + &"|-".repeat(columns) + "|\n";
        let rows = "|a\n".repeat((LONGEST - head.len()) / 3);
        add(&format!("{columns} columns"), head + &rows);
    }
    add("tables of tables", ("|a".repeat(30) + "|\n" + &"|-".repeat(30) + "|\na\nb\nc\n\n").repeat(780));
    families
}

const LONGEST: usize = 100_000;

/// As many times the work of plain words as a text may cost.
const MOST_WORK: f64 = 25.0;

/// The processor time of this thread that something takes, so that other work on the machine does not count.
fn takes(work: impl Fn()) -> Duration {
    let now = || {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::try_from(now).unwrap()
    };
    let start = now();
    work();
    now().saturating_sub(start)
}

/// Whatever is typed, it costs about as much as plain words of the same length.
#[test]
fn no_text_is_much_more_work_than_plain_words() {
    let words: String = "words of an account. ".chars().cycle().take(LONGEST).collect();
    let whole = |text: &str| {
        drop(with_gaps(&render(text), |_| Some(("heard".into(), "seen".into()))));
        drop(unseen(text));
        drop(plain(text));
    };
    // Both are measured one after the other, and again where it looks like too much: caches are shared with other work.
    let times = |text: &str| takes(|| whole(text)).as_secs_f64() / takes(|| whole(&words)).as_secs_f64();
    whole(&words);
    for (name, text) in families() {
        let times = (0..5).map(|_| times(&text)).find(|times| *times < MOST_WORK).unwrap_or(f64::INFINITY);
        if std::env::var("SHOW").is_ok() {
            eprintln!("{name:30} {times:6.1}");
        }
        assert!(times.is_finite(), "{name} is more than {MOST_WORK} times the work of plain words");
        let length = render(&text).as_str().len();
        assert!(length < LONGEST * 40, "{name}: {length} bytes");
    }
}

/// Whatever is typed, a cleaner of markup finds nothing to take away, and what the page shows is not lost.
#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn nothing_but_the_tags_of_the_writer_is_ever_written() {
    let clean = |text: &str| {
        let markup = written(text);
        assert_eq!(CLEANER.clean(&markup).to_string(), markup.replace('\u{A0}', "&nbsp;"), "of {text:?}");
    };
    for (_, text) in families() {
        clean(&text.chars().take(600).collect::<String>());
    }
    let pieces = [
        ">",
        "- ",
        "1. ",
        "7) ",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "<",
        "<script>",
        "</p>",
        "<a href=\"javascript:x\">",
        "\"",
        "'",
        "onload=x",
        "[",
        "](",
        ")",
        "https://a.example/",
        "javascript:",
        "![",
        "&lt;",
        "&#60;",
        "&",
        "\\",
        "|",
        "|-|\n",
        "\n",
        "\n\n",
        "    ",
        "\t",
        "# ",
        "a",
        "ب",
        "⟦other⟧",
        "\u{FDD6}lt;",
        "\u{FDD0}",
        "[x]: ",
        "<b@c.d>",
        "<!--",
        "]]>",
    ];
    let mut state = 7_u64;
    for _ in 0..4_000 {
        let mut text = String::new();
        for _ in 0..24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        clean(&text);
    }
}
