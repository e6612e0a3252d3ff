use super::*;

fn shown(html: &str) -> (String, bool) {
    let said = said(html).unwrap();
    (said.text, said.left_out)
}

#[test]
fn text_is_laid_out_as_it_is_read() {
    for (html, text) in [
        ("<h1>Title</h1><p>One\n two</p><p>Three<br>four</p>", "Title\n\nOne two\n\nThree\nfour"),
        ("<ul><li>a<li>b</ul>end", "- a\n- b\n\nend"),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td"),
        ("<div>a</div><div>b<span>c</span></div>", "a\nbc"),
        ("<pre>x\n  y</pre>", "x\n  y"),
        ("a &lt;b&gt; &amp; &#x5d0;", "a <b> & \u{5D0}"),
        ("<a href='https://example.org/x'>here</a>", "here <https://example.org/x>"),
        ("<a href='https://example.org/'>https://example.org</a>", "https://example.org"),
        ("<a href='mailto:a@example.org'>a@example.org</a>", "a@example.org"),
        ("<a href='javascript:alert(1)'>here</a>", "here"),
        ("<img src='https://example.org/p.png' alt='A map'>", "[Picture that is not in the message: A map]"),
        ("<img src='cid:1'><img width=1 height=1 src='https://t.example/1'>", "[Picture]"),
        ("met at <s>noon</s> ten", "met at [struck out: noon] ten"),
        ("<title>T</title><script>x</script><style>y</style><!-- c --><p>p", "p"),
        ("<noscript>shown</noscript><template>not</template>", "shown"),
        ("<input value=v><input type=hidden value=h><textarea>t</textarea>", "vt"),
        ("<table>out<tr><td>in</table>", "out\n\nin"),
    ] {
        assert_eq!(shown(html), (text.to_owned(), false), "{html}");
    }
}

#[test]
fn what_is_hidden_is_left_out_and_told() {
    for style in [
        "display:none",
        "DISPLAY : None !important",
        "dis/**/play:none",
        "visibility:hidden",
        "opacity:0",
        "opacity: .01",
        "font-size:0",
        "font-size:1px",
        "font:0/0 a",
        "color:#fff",
        "color: white",
        "color:#fefefe;background:#fff",
        "color:rgb(250, 250, 250)",
        "color:rgba(0,0,0,0)",
        "color:transparent",
        "background:#000",
        "max-height:0;overflow:hidden",
        "position:absolute;left:-9999px",
        "text-indent:-999px",
        "clip:rect(0 0 0 0)",
        "transform:scale(0)",
        "mso-hide:all",
        "d\\69splay:none",
    ] {
        let (text, left_out) = shown(&format!("<p>a</p><div style=\"{style}\"><i>SECRET</i></div><p>b</p>"));
        assert!(!text.contains("SECRET") && left_out, "{style}: {text}");
        assert!(text.starts_with("a\n") && text.ends_with("\nb") && text.contains(HIDDEN), "{style}: {text}");
        let sheet = format!("<style>p{{margin:0}} @media screen {{ td.x, div.x i {{{style}}} }}</style>");
        let (text, left_out) = shown(&format!("{sheet}<p>a</p><div class='x y'><i class=x>SECRET</i></div>"));
        assert!(!text.contains("SECRET") && left_out, "{style}: {text}");
    }
    for html in [
        "<p hidden>SECRET</p>",
        "<font color=#ffffff>SECRET</font>",
        "<font color=white>SECRET</font>",
        "<body bgcolor=black text=black>SECRET",
        "<table bgcolor=#000000><tr><td>SECRET</table>",
        "<dialog>SECRET</dialog>",
        "<a style='display:none' href='https://example.org/SECRET'>x</a>",
        "<style>#k{display:none}</style><p id=k>SECRET",
        "<style>body *{font-size:0}</style><p>SECRET",
        "<x-y style='display:none'>SECRET</x-y>",
        "<p style='display:none'><img alt=SECRET>SECRET",
    ] {
        let (text, left_out) = shown(html);
        assert!(!text.contains("SECRET") && left_out, "{html}: {text}");
    }
}

#[test]
fn what_is_seen_stays() {
    for html in [
        "<p style='color:#333;font-size:12px;display:block'>SEEN</p>",
        "<td style='background:#003366;color:#ffffff'>SEEN</td>",
        "<table bgcolor='#003366'><tr><td><font color=white>SEEN</font></table>",
        "<p style='background:url(x.png);color:white'>SEEN</p>",
        "<style>.a{display:none} a:hover{color:white}</style><p class=b><a>SEEN</a></p>",
        "<p style='font:bold 12px/1.5 Arial;opacity:1;height:0;margin:0;left:0'>SEEN</p>",
        "<style>@font-face{font-family:x;src:url(y)} @import 'z'; p{font-size:1.2em;width:100%}</style><p>SEEN",
    ] {
        assert_eq!(shown(html), ("SEEN".to_owned(), false), "{html}");
    }
    // Blanks that fill the line of a preview are nothing to tell.
    assert_eq!(shown("<div style='display:none'>&nbsp;&zwnj;&#847; </div>x"), ("x".to_owned(), false));
    assert!(shown("<style>p::before{content:'not '}</style><p>true").1, "what a style writes is not there");
}

#[test]
fn no_document_brings_it_down() {
    assert!(said(&"a".repeat(LONGEST + 1)).is_none());
    assert!(said(&"<div>".repeat(100_000)).is_none(), "what is nested so deeply is left out");
    let many = (0..20_000).fold(String::new(), |html, number| html + &format!("<b a={number}>"));
    for html in [
        many + &"<p>".repeat(20_000),
        "<b><i>".repeat(3_000),
        "<table><a>".repeat(2_000),
        format!("<style>{}</style><p>x", ".a{color:red}".repeat(20_000)),
        "<style>{{{{}}}}}{;}@media{".to_owned(),
        "<p style=':;:;/*#;color:#ff;color:rgb(;font:;left:-'>".to_owned(),
    ] {
        assert!(said(&html).is_none_or(|said| said.text.len() <= html.len()), "{}", &html[..20]);
    }
}
