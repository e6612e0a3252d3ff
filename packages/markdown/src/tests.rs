use super::*;

fn html(markdown: &str) -> String {
    render(markdown).0
}

#[test]
fn markdown_can_only_be_read() {
    let markup = html(
        "# Title\n\nHello *you* <script>alert(1)</script> [a](javascript:alert(1)) [b](https://b.example) \
         ![pixel](https://c.example/x.png) <b onclick=x>bold</b>",
    );
    assert!(markup.contains("<h3>Title</h3>"), "{markup}");
    assert!(markup.contains("<em>you</em>"));
    assert!(markup.contains("href=\"https://b.example\""));
    assert!(markup.contains("rel=\"nofollow noopener noreferrer\""));
    for never in ["<script", "javascript:", "<img", "c.example", "<b "] {
        assert!(!markup.contains(never), "{never} in {markup}");
    }
}

#[test]
fn lines_and_numbers_are_those_that_were_typed() {
    assert_eq!(html("Line one\nLine two"), "<p>Line one<br>\nLine two</p>\n");
    assert_eq!(html("a\u{2028}b\u{2029}c\r\nd\re"), html("a\nb\n\nc\nd\ne"));
    let list = |items: &str, start: &str| format!("<ol{start}>\n{items}</ol>\n");
    assert_eq!(
        html("2026. was bad\n\n1986. A good year"),
        list("<li><p>was bad</p>\n</li>\n<li value=\"1986\"><p>A good year</p>\n</li>\n", " start=\"2026\"")
    );
    assert_eq!(html("1. a\n2. b\n2. c"), list("<li>a</li>\n<li>b</li>\n<li value=\"2\">c</li>\n", ""));
    assert_eq!(html("3) a\n4) b"), list("<li>a</li>\n<li>b</li>\n", " class=\"round\" start=\"3\""));
    assert_eq!(html("007. An agent\n1234567890. Digits"), "<p>007. An agent<br>\n1234567890. Digits</p>\n");
    let nested = html("5. a\n   - b\n   - c\n9. d");
    assert!(nested.contains("start=\"5\"") && nested.contains("<li value=\"9\">d</li>"), "{nested}");
    assert_eq!(plain("2026. was bad\n\n1986. A good year"), "2026. was bad 1986. A good year");
    assert_eq!(plain("- a\n- b\n\n3) c\n7) d"), "a b 3) c 7) d");
}

#[test]
fn an_address_is_a_link_to_itself() {
    let link = |href: &str, text: &str| {
        format!("<a class=\"address\" href=\"{href}\" rel=\"nofollow noopener noreferrer\">{text}</a>")
    };
    let url = "https://example.org/a*x*y*";
    assert_eq!(html(url), format!("<p>{}</p>\n", link(url, url)));
    assert_eq!(html(&format!("*see* ({url}).")), format!("<p><em>see</em> ({}).</p>\n", link(url, url)));
    let query = "https://example.org/?a=1&copy=2&amp;b=_c_";
    let (href, shown) = (
        "https://example.org/?a=1&amp;copy=2&amp;amp;b=_c_",
        "https://example.org/?a=1&amp;copy=2&amp;amp;b=_c_",
    );
    assert_eq!(html(query), format!("<p>{}</p>\n", link(href, shown)));
    assert_eq!(
        html("<https://a.example/*b*>"),
        format!("<p>{}</p>\n", link("https://a.example/*b*", "https://a.example/*b*"))
    );
    assert_eq!(html("<a@b.example>"), format!("<p>{}</p>\n", link("mailto:a@b.example", "a@b.example")));
    // Where an address leads, or stands in code, nothing is added.
    let behind = html("[here](https://a.example/b_c_d_?x=1&amp;y=2) `https://b.example/*c*`");
    assert_eq!(behind.matches("<a ").count(), 1, "{behind}");
    assert!(behind.contains("href=\"https://a.example/b_c_d_?x=1&amp;y=2\""), "{behind}");
    assert!(behind.contains("<code>https://b.example/*c*</code>"), "{behind}");
    assert_eq!(html("    https://b.example/*c*"), "<pre><code>https://b.example/*c*</code></pre>\n");
    let named = html("[https://a.example/x_y_](https://a.example/x_y_)");
    assert_eq!(named.matches("<a ").count(), 1, "{named}");
    assert!(named.contains(">https://a.example/x_y_</a>"), "{named}");
    assert!(
        html("- https://a.example/\n\n| a |\n|---|\n| https://b.example/_c_ |").matches("<a class").count()
            == 2
    );
    assert_eq!(plain(&format!("at {url}, *twice*")), format!("at {url}, twice"));
    assert!(!html("https://a.example/⟦other⟧/b").contains("<a "));
}

#[test]
fn what_is_nested_too_deep_is_shown_as_it_was_typed() {
    for (opened, tag) in [(">", "<blockquote>"), ("- ", "<ul>"), ("1. ", "<ol>"), ("  - ", "<ul>")] {
        for times in [3, 17, 40, 5_000] {
            let text = format!("{}end", opened.repeat(times));
            let markup = html(&text);
            assert!(
                markup.contains("end") && markup.matches(tag).count() <= 16,
                "{opened} {times}: {markup}"
            );
            let shown = shown(&markup);
            let sign = opened.trim();
            let lost = times - markup.matches(tag).count() - shown.matches(sign).count();
            assert_eq!(lost, 0, "{opened} {times}: {shown}");
        }
    }
    let steps = (0..300).map(|step| format!("{}- a{step}\n", "  ".repeat(step))).collect::<Vec<_>>().concat();
    let markup = html(&steps);
    assert!((0..300).all(|step| markup.contains(&format!("a{step}"))), "{markup}");
    assert!(markup.matches("<ul>").count() < 60, "{}", markup.matches("<ul>").count());
    // Emphasis too.
    let stars = format!("{}a{}", "*".repeat(900), "*".repeat(900));
    let markup = html(&stars);
    assert!(markup.matches("<strong>").count() <= 64 && shown(&markup).matches('*').count() > 1_500);
    // A rule is a rule, and what stands in code is not touched.
    assert_eq!(html(&"- ".repeat(40)), "<hr>\n");
    let code = format!("```\n{}\n007. a\n```", "> ".repeat(30));
    assert_eq!(shown(&html(&code)).trim(), format!("{}\n007. a", "> ".repeat(30)).trim());
}

/// The text of markup.
fn shown(markup: &str) -> String {
    let mut shown = String::new();
    for piece in markup.split('<') {
        shown.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    shown.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
}

#[test]
fn cells_are_those_that_were_typed() {
    let table = html("| a | b | c |\n|---|---|---|\n| 1 |\n|  | 2 |\n| 1 | 2 | 3 |");
    assert!(table.contains("<tr><td>1</td></tr>"), "{table}");
    assert!(table.contains("<tr><td></td><td>2</td></tr>"), "{table}");
    // A cell beyond the columns is no less a part of the text.
    let excess = "| a |\n|---|\n| b | c *d* https://e.example/ | |\n| f |\n\nz";
    let markup = html(excess);
    assert!(
        markup.contains("<td>b</td><td>c *d* <a class=") && markup.contains("<td>f</td></tr>"),
        "{markup}"
    );
    assert_eq!(plain(excess), "a b c *d* https://e.example/ f z");
    assert!(table.contains("<thead><tr><th>a</th><th>b</th><th>c</th></tr></thead>"), "{table}");
}

#[test]
fn what_a_page_does_not_show_is_told() {
    let told = unseen(
        "[a](https://a.example \"by Amina\") ![b](https://b.example/x.png) plain\n\n[1]: https://c.example \"told by K\"\n",
    );
    let all =
        ["https://a.example", "by Amina", "https://b.example/x.png", "1", "https://c.example", "told by K"];
    assert_eq!(told, all);
    let shown = "# Nothing\n\n*here* <!-- seen --> https://a.example/*b* <https://c.example/> 1986. a";
    assert_eq!(unseen(shown), Vec::<String>::new());
    assert_eq!(unseen("[a](https://a.example/_b_)"), ["https://a.example/_b_"]);
}

#[test]
fn a_gap_is_a_bar_and_no_word() {
    let said = |reason: &str| (reason == "other").then(|| ("Withheld".into(), "<why>".to_owned()));
    let text = render("⟦other⟧ met ⟦nobody⟧ [at](https://a.example/⟦other⟧) ⟦");
    let markup = with_gaps(&text, said).0;
    assert_eq!(markup.matches("class=\"redacted\"").count(), 1, "{markup}");
    assert!(markup.contains("(&lt;why&gt;)") && markup.contains("⟦nobody⟧"), "{markup}");
    assert_eq!(plain("Seen by ⟦personal_data⟧, twice"), "Seen by , twice");
}

#[test]
fn plain_lines_end_where_those_of_the_page_do() {
    let text = "# Title\n\nOne *two*\nthree [four](https://a.example)\n\n1. a\n2. b\n   - c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n`d`";
    assert_eq!(plain_lines(text), "Title\nOne two\nthree four\n1. a\n2. b\nc\nx y\n1 2\nd");
    assert_eq!(plain_lines("a⟦personal_data⟧b"), "a b");
    assert_eq!(plain_lines(" \n\n "), "");
}

#[test]
fn plain_words_of_markdown() {
    assert_eq!(plain("# A\n\n*b* [c](https://d.example)\n- e"), "A b c e");
}
