//! A coalition is founded on its first day, by pages and by the command; then what is given inside waits again.

use chrono::TimeDelta;
use entente::invitations;

use crate::http::Client;
use crate::serving::Serving;

fn accept(serving: &Serving, link: &str, fields: &[(&str, &str)]) -> Client {
    let all = [fields, &[("password", "seven violet umbrellas marching"), ("language", "en")]].concat();
    let client = serving.public();
    client.fill(link, link, &all).expect(303);
    client
}

/// The paths of all links on a page.
fn links(page: &str) -> Vec<String> {
    let parts = page.split("/invitations/").skip(1);
    parts.map(|part| format!("/invitations/{}", part.split('<').next().unwrap())).collect()
}

fn admit(by: &[&Client], slug: &str) {
    let fields = [("slug", slug), ("name", slug), ("kind", "media"), ("country", "KE")];
    by[0].fill("/organisations/new", "/organisations", &fields).expect(303);
    for convenor in by {
        let action = format!("/organisations/{slug}/vetting");
        convenor.fill("/vetting", &action, &[("wanted", "admit"), ("note", "")]).expect(303);
    }
}

fn may_convene(client: &Client) -> bool {
    client.page("/vetting").status == 200
}

#[test]
fn a_coalition_is_founded_on_its_first_day_by_pages() {
    let serving = Serving::empty();
    let set_up = serving.write(invitations::first_start).unwrap();
    let convenor = serving.public();
    let fields = [
        ("name", "Ana Belo"),
        ("email", "ana@house.example.org"),
        ("password", "seven violet umbrellas marching"),
        ("language", "en"),
        ("founders", "tomas@house.example.org\nana@house.example.org"),
    ];
    let shown = convenor.fill(&set_up, &set_up, &fields).expect(201).text();
    let founders = links(&shown);
    assert_eq!(founders.len(), 1, "one for each of the others: {shown}");
    let second_convenor = accept(&serving, &founders[0], &[("name", "Tomas Lind")]);
    assert!(may_convene(&convenor) && may_convene(&second_convenor));
    // One decides as long as there are fewer than three members; then two, on the same day.
    admit(&[&convenor], "first");
    admit(&[&second_convenor], "second");
    admit(&[&convenor, &second_convenor], "third");
    let page = convenor.page("/vetting").expect(200).text();
    assert!(page.contains("The coalition is being founded") && page.contains("Nothing is waiting"), "{page}");
    // It is closed by an act that is asked about first, and logged.
    let fields = [("ask", "founding-close"), ("to", "/founding/close")];
    let asked = convenor.fill("/vetting", "/confirm", &fields).expect(200).text();
    assert!(asked.contains("Close the founding?") && asked.contains("action=\"/founding/close\""), "{asked}");
    assert!(
        convenor.page("/vetting").text().contains("The coalition is being founded"),
        "asking changes nothing"
    );
    convenor.fill("/vetting", "/founding/close", &[]).expect(303);
    assert!(!convenor.page("/vetting").expect(200).text().contains("The coalition is being founded"));
    assert!(convenor.page("/log").expect(200).text().contains("closed the founding"));
    // From now on a right waits.
    let fields = [("email", "late@house.example.org"), ("roles", "convenor")];
    let page = convenor.fill("/organisations/secretariat", "/organisations/secretariat/invitations", &fields);
    let late = accept(&serving, &links(&page.expect(201).text())[0], &[("name", "Late")]);
    assert!(!may_convene(&late));
    serving.place.clock.advance(TimeDelta::hours(11));
    late.page("/desk").expect(200);
    serving.place.clock.advance(TimeDelta::hours(11));
    late.page("/desk").expect(200);
    assert!(!may_convene(&late));
    serving.place.clock.advance(TimeDelta::hours(3));
    assert!(may_convene(&late));
}

#[test]
fn a_coalition_is_founded_by_the_command() {
    let serving = Serving::empty();
    let named = ["ana@house.example.org".to_owned(), "tomas@house.example.org".to_owned()];
    let founders = serving.write(|tx| invitations::set_up(tx, &named, "Coalition House"));
    assert_eq!(founders.len(), 2);
    let convenor = accept(&serving, &founders[0].link, &[("name", "Ana Belo")]);
    // A link that was lost is made anew, and the lost one is none any more.
    let again = serving.write(|tx| invitations::set_up(tx, &named[1..], "Coalition House"));
    serving.public().page(&founders[1].link).expect(404);
    let second_convenor = accept(&serving, &again[0].link, &[("name", "Tomas Lind")]);
    admit(&[&convenor], "first");
    admit(&[&second_convenor], "second");
    admit(&[&second_convenor, &convenor], "third");
    // A week after the third member it is over by itself, and the command makes no further convenor.
    serving.place.clock.advance(TimeDelta::days(8));
    let over = serving.place.database.write(|tx| invitations::set_up(tx, &named[..1], "Coalition House"));
    assert!(over.is_err());
}
