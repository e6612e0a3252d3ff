use super::super::Kind;
use super::{finds, leaves};

#[test]
fn mail() {
    finds(
        Kind::Email,
        &[
            "Write to ⟦mira.hakimi@example.org⟧.",
            "⟦MIRA+press@Sub.Example.CO.UK⟧, or ⟦a_b-c@example.museum⟧; both",
            "😀👩‍👩‍👧 ⟦mira@example.org⟧ 😀",
            "(⟦mira@example.org⟧)",
            "<⟦o'brien@example.ie⟧>",
            "\"⟦mira@example.org⟧\"",
            "пишите на ⟦иванов@почта.рф⟧ сегодня",
            "请发邮件到⟦foo@example.com⟧联系我们",
            "ติดต่อ⟦foo@example.co.th⟧ได้",
            "راسلنا على ⟦mira@example.org⟧، شكرا",
            "⟦ｍｉｒａ＠ｅｘａｍｐｌｅ．ｏｒｇ⟧",
            "⟦mi\u{200b}ra@exam\u{ad}ple.org⟧",
            "⟦mira@exam\u{ad}\r\nple.org⟧",
            "\u{202a}⟦mira@example.org⟧\u{202c}",
            "⟦jose\u{301}@example.es⟧",
            "⟦josé@exämple.example⟧",
            "⟦mira@\nexample.org⟧ is broken",
            "⟦mira\r\n@example.org⟧ is broken",
            "⟦mira@example.\norg⟧ is broken",
            "> ⟦mira-\nhakimi@example.org⟧ is broken",
            "⟦mira (at) example (dot) org⟧",
            "⟦mira [at] example [dot] co [dot] uk⟧",
            "⟦mira(at)example.org⟧",
            "⟦mira {arroba} ejemplo {punto} es⟧",
            "mail ⟦mira at example dot org⟧ please",
            "⟦mira@example[.]org⟧",
            "⟦mira%40example.org⟧",
            "⟦root@[192.0.2.1]⟧",
        ],
    );
    leaves(&[
        "At noon @ the office. Look at this.",
        "He arrived at home dot.",
        "a@b",
        "x @ y . z",
        "The examination. At this point the outages began.",
        "https://example.org/shot-at-1960152.html",
    ]);
}

#[test]
fn accounts() {
    finds(
        Kind::Handle,
        &[
            "as ⟦@mira_h⟧ wrote",
            "(⟦@mira.hakimi⟧).",
            "on ⟦@mira@social.example⟧ too",
            "matrix ⟦@mira:example.org⟧",
            "حسابها ⟦@ميرا_حكيمي⟧ هناك",
            "Skype: ⟦live:mira_77⟧",
            "WeChat ID: ⟦mira-hk7⟧",
            "微信号：⟦mira2016⟧",
            "reddit ⟦u/mira_hakimi⟧ says",
            "profile ⟦https://twitter.com/mira_h⟧.",
            "⟦https://www.instagram.com/mira.h/?hl=en⟧",
            "⟦t.me/mira_hakimi⟧",
            "⟦https://t.me/mira_hakimi/4711⟧",
            "⟦https://x.com/mira_h/status/1364589910888509442⟧",
            "⟦https://social.example/@mira⟧",
            "⟦https://www.tiktok.com/@mira.h⟧",
            "key ⟦ABCD EF01 2345 6789 ABCD EF01 2345 6789 ABCD EF01⟧",
        ],
    );
    leaves(&[
        "Telegram: blocked since Monday. Facebook: slow.",
        "Twitter is down",
        "https://twitter.com/search?q=shutdown https://facebook.com/login",
        "https://transparency.facebook.com/internet-disruptions",
        "5 @ 10",
    ]);
}

#[test]
fn links() {
    finds(
        Kind::PersonalLink,
        &[
            "⟦mailto:mira@example.org⟧",
            "⟦https://wa.me/441632960961⟧",
            "⟦https://chat.whatsapp.com/AbCdEfGhIjK⟧",
            "join ⟦t.me/+AbCdEf123⟧!",
            "⟦https://t.me/joinchat/AAAA⟧",
            "⟦https://signal.me/#p/+441632960961⟧",
            "⟦https://signal.group/#CjQKIA⟧",
            "⟦https://www.facebook.com/profile.php?id=100012345678901⟧",
            "see ⟦https://docs.google.com/document/d/1AbCdEfGhIjKlMn/edit⟧).",
            "⟦https://drive.google.com/file/d/1HAhdESN9UBeAB93Rpbv2RrA7UEILbxG2/view⟧; more",
            "⟦https://drive.google.com/file/d/1HAhdESN9UBeAB93\nRpbv2RrA7UEILbxG2/view⟧ more",
            "⟦https://us02web.zoom.us/j/82312345678?pwd=abc⟧",
            "⟦https://example.org/reset?token=abcdef123456⟧",
            "⟦https://example.org/news?fbclid=IwAR3l1XL4z7gq⟧",
            "⟦https://example.org/?email=mira@example.org⟧",
            "⟦https://mira:hunter2@example.org/⟧",
            "⟦hxxps://wa[.]me/441632960961⟧",
            "⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2QT4⟧",
        ],
    );
    finds(
        Kind::Coordinates,
        &[
            "⟦https://www.google.com/maps/@33.5138,36.2765,15z⟧",
            "⟦https://www.openstreetmap.org/#map=15/33.513/36.276⟧",
            "⟦geo:33.5138,36.2765⟧",
        ],
    );
    leaves(&[
        "https://www.example.org/2019/03/14/internet-cut-1203948571",
        "https://explorer.ooni.org/findings/273244099200",
        "https://explorer.ooni.org/chart/mat?probe_cc=IR&since=2016-01-01&test_name=web_connectivity",
        "https://example.org/4532276644577020/page",
    ]);
}

#[test]
fn postal() {
    finds(
        Kind::PostalAddress,
        &[
            "He lives at ⟦12 Main Street⟧ with others",
            "⟦221B Baker Street, London NW1 6XE⟧",
            "at ⟦1755 Nelson Mandela Drive⟧.",
            "office: ⟦Karl-Marx-Straße 12a⟧, then",
            "⟦Hauptstr. 5⟧",
            "⟦Keizersgracht 174⟧ in",
            "⟦Storgatan 7⟧, ",
            "⟦12 bis, rue de la Paix⟧ à",
            "⟦Calle Mayor 5⟧, ",
            "⟦Rua Augusta, 1500⟧ em",
            "⟦Via Garibaldi 7⟧ a",
            "⟦ул. Ленина, д. 5⟧, там",
            "⟦улица Ленина 5⟧",
            "⟦شارع الثورة ٥⟧ في",
            "⟦Jl. Sudirman No. 10⟧ di",
            "⟦Bem rkp. 97⟧, ",
            "in ⟦P.O. Box 1234⟧ now",
            // Too wide, as nothing sets a street's name apart from the words before it.
            "⟦地址是中山路12号⟧",
            "The station is on ⟦Villacher Strasse 89⟧.",
            "The station is on ⟦Ziegelgasse 26⟧.",
            "⟦Calle de la Paz 5⟧ en",
            "ZIP: ⟦11164⟧",
            "his address: ⟦46 velký průhon 426⟧, there",
        ],
    );
    leaves(&[
        "3 people on the road",
        "In 2016 the road was closed",
        "12 protesters blocked the road",
        "As of August 30, phone lines are active",
        "under section 144 of the code",
        "The 14 March 2016 order closed Main Street in 2016.",
        "200 websites were blocked by court order",
        "5 days on the way to court",
        "keep getting address blocked error",
    ]);
}
