//! From the first link to a coalition: set-up, an organisation, its admission by two, an invitation, signing in and
//! out, roles, groups and the log, all over pages and forms.

use entente::{invitations, people};

use crate::http::{Answer, Client};
use crate::serving::{
    ADMIN, COMPANY, CONVENOR, GOVERNMENT, OBSERVER, REPORTER, REVIEWER, SECOND_CONVENOR, Serving,
};

const FIRST: &str = "seven violet umbrellas marching";

#[track_caller]
fn leads_to(answer: Answer, address: &str) {
    let answer = answer.expect(303);
    assert_eq!(answer.header("location"), Some(address));
}

/// The link that the answer to an invitation shows.
#[track_caller]
fn link(answer: &Answer) -> String {
    let text = answer.text();
    let shown = text.split("<code>").nth(1).expect("the link is shown").split("</code>").next().unwrap();
    format!("/invitations/{}", shown.rsplit("/invitations/").next().unwrap())
}

#[track_caller]
fn accept(serving: &Serving, link: &str, fields: &[(&str, &str)]) -> Client {
    let client = serving.public();
    let fields = [&[("password", FIRST), ("language", "en")], fields].concat();
    leads_to(client.fill(link, link, &fields), "/desk?done=welcome");
    client
}

#[track_caller]
fn invite(client: &Client, slug: &str, email: &str, role: &str) -> String {
    let (page, action) = (format!("/organisations/{slug}"), format!("/organisations/{slug}/invitations"));
    link(&client.fill(&page, &action, &[("email", email), ("roles", role)]).expect(201))
}

fn enter(convenor: &Client, slug: &str, name: &str, kind: &str) {
    let fields = [("slug", slug), ("name", name), ("kind", kind), ("country", "KE")];
    let entered = convenor.fill("/organisations/new", "/organisations", &fields);
    leads_to(entered, &format!("/organisations/{slug}?done=entered"));
}

fn vet(convenor: &Client, slug: &str, wanted: &str, note: &str) -> Answer {
    let (page, action) = (format!("/organisations/{slug}"), format!("/organisations/{slug}/vetting"));
    convenor.fill(&page, &action, &[("wanted", wanted), ("note", note)])
}

#[test]
fn a_coalition_begins_with_a_link() {
    let serving = Serving::empty();
    let set_up = serving.write(invitations::first_start).expect("nobody has an account yet");
    let page = serving.public().page(&set_up).expect(200).text();
    assert!(page.contains("Set the coalition up") && page.contains("name=\"email\""), "{page}");
    let convenor =
        accept(&serving, &set_up, &[("name", "Ana Belo"), ("email", "Ana@Secretariat.Example.org")]);
    // Used is as if it had never been.
    let gone = convenor.page(&set_up).expect(404);
    assert_eq!(gone.steady(), convenor.page("/invitations/0").expect(404).steady());
    let account = convenor.page("/account").expect(200).text();
    assert!(account.contains("ana@secretariat.example.org") && account.contains("Convenor"), "{account}");

    // One convenor admits, until three organisations are active.
    let second_convenor = invite(&convenor, "secretariat", "tomas@secretariat.example.org", "convenor");
    let second_convenor = accept(&serving, &second_convenor, &[("name", "Tomas Lind")]);
    // While the coalition is founded a second convenor counts at once; later after a day, so that nobody is both at once.
    enter(&convenor, "lantern", "Lantern", "media");
    second_convenor.page("/vetting").expect(200);
    for _ in 0..4 {
        serving.place.clock.advance(chrono::TimeDelta::hours(7));
        convenor.page("/desk").expect(200);
        second_convenor.page("/desk").expect(200);
    }
    leads_to(vet(&second_convenor, "lantern", "admit", ""), "/vetting?done=vetting-admit");
    enter(&convenor, "open-lines", "Open Lines", "civil_society");
    leads_to(vet(&convenor, "open-lines", "admit", "Known since 2019."), "/vetting?done=vetting-admit");
    enter(&convenor, "lumora", "Lumora", "company");
    let queue = convenor.page("/vetting").expect(200).text();
    assert!(queue.contains("Lumora") && queue.contains("2 convenors have to want it"), "{queue}");
    leads_to(vet(&convenor, "lumora", "admit", ""), "/vetting?done=vetting-said");
    let queue = second_convenor.page("/vetting?done=vetting-said").expect(200).text();
    assert!(queue.contains("One more convenor has to want it"), "{queue}");
    assert!(queue.contains("Ana Belo") && queue.contains("wants to admit it"), "{queue}");
    // Who has said so is not offered to say it again, and cannot.
    assert!(!convenor.page("/vetting").text().contains("action=\"/organisations/lumora/vetting\""));
    leads_to(vet(&second_convenor, "lumora", "admit", ""), "/vetting?done=vetting-admit");
    assert!(second_convenor.page("/vetting?done=vetting-admit").text().contains("Nothing is waiting"));

    // The first person is invited by two convenors, as two admit; everybody after by the administrator.
    let reporter = invite(&convenor, "open-lines", "amina@open-lines.example.org", "administrator");
    serving.public().page(&reporter).expect(404);
    invite(&second_convenor, "open-lines", "amina@open-lines.example.org", "administrator");
    let page = serving.public().page(&reporter).expect(200).text();
    for words in ["Open Lines invites you", "amina@open-lines.example.org", "Invites people"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let reporter = accept(&serving, &reporter, &[("name", "Amina Diallo")]);
    assert!(!convenor.page("/organisations/open-lines").text().contains("Invite somebody"));
    let reviewer = invite(&reporter, "open-lines", "jonas@open-lines.example.org", "reviewer");
    let reviewer = accept(&serving, &reviewer, &[("name", "Jonas Weber")]);
    let home = reviewer.page("/organisations/open-lines").expect(200).text();
    assert!(home.contains("Amina Diallo") && home.contains("Reviewer"), "{home}");
    assert!(!home.contains("Close the account"), "{home}");
    // Granted inside, a right to approve waits for a day, and the page says so.
    assert!(home.contains("Counts from"), "{home}");
    // Convenors see it before it counts, and not to whom it was given; every member sees who became one.
    let queue = convenor.page("/vetting").expect(200).text();
    assert!(
        queue.contains("Rights to approve, to admit and to verify, given inside") && !queue.contains("Jonas"),
        "{queue}"
    );
    let lately = reviewer.page("/organisations").expect(200).text();
    assert!(lately.contains("Recently joined") && lately.contains("Lumora</bdi></a>"), "{lately}");
    serving.place.clock.advance(chrono::TimeDelta::hours(25));
    assert_eq!(serving.place.database.read(people::count_active).unwrap(), 4);
    sign_in_again(&serving);
}

fn sign_in_again(serving: &Serving) {
    let reviewer = serving.public();
    let fields = [("email", "jonas@open-lines.example.org"), ("password", FIRST)];
    leads_to(reviewer.fill("/sign-in?next=/account", "/sign-in", &fields), "/account");
    assert!(reviewer.page("/account").expect(200).text().contains("Jonas Weber"));
    assert!(!reviewer.page("/organisations/open-lines").text().contains("Approvals count from"));
    let session = reviewer.cookie("entente-session").unwrap();
    leads_to(reviewer.fill("/account", "/sign-out", &[]), "/?done=signed-out");
    assert_eq!(reviewer.cookie("entente-session"), None, "the cookie is taken away");
    // It counts no more wherever it is kept, and a page takes it away where it still comes.
    reviewer.set_cookie("entente-session", &session);
    leads_to(reviewer.page("/account"), "/sign-in?next=%2Faccount");
    reviewer.page("/sign-in").expect(200);
    assert_eq!(reviewer.cookie("entente-session"), None);
}

#[test]
fn the_administrator_gives_and_ends_roles_and_closes_accounts() {
    let serving = Serving::new();
    let admin = serving.client(ADMIN);
    let (page, roles) = ("/organisations/open-lines", "/organisations/open-lines/people/roles");
    let granted =
        admin.fill(page, roles, &[("person", OBSERVER), ("role", "counsel"), ("until", "2026-06-30")]);
    leads_to(granted, "/organisations/open-lines?done=role-granted");
    let text = admin.page("/organisations/open-lines?done=role-granted").expect(200).text();
    assert!(text.contains("The role is given.") && text.contains("until 30 June 2026"), "{text}");
    // On its last day the role is held, and not on the next.
    let holds = || serving.viewer(OBSERVER).roles().contains(&entente::access::Role::Counsel);
    serving.place.clock.advance(chrono::TimeDelta::days(29));
    assert!(holds());
    serving.place.clock.advance(chrono::TimeDelta::hours(12));
    assert!(!holds());

    let admin = serving.new_client(ADMIN);
    let observer = serving.new_client(OBSERVER);
    let ended = admin.fill(page, &format!("{roles}/end"), &[("person", OBSERVER), ("role", "observer")]);
    leads_to(ended, "/organisations/open-lines?done=role-ended");
    assert!(observer.page("/account").expect(200).text().contains("You hold no role"));
    observer.page("/organisations/estmark").expect(404);
    let closed = admin.fill(page, "/organisations/open-lines/people/close", &[("person", OBSERVER)]);
    leads_to(closed, "/organisations/open-lines?done=account-closed");
    assert_eq!(observer.page("/account").expect(303).header("location"), Some("/sign-in?next=%2Faccount"));
    assert!(!admin.page(page).text().contains(OBSERVER));
}

#[test]
fn an_invitation_is_shown_once_replaced_and_taken_back() {
    let serving = Serving::new();
    let admin = serving.client(ADMIN);
    let page = "/organisations/open-lines";
    let first = invite(&admin, "open-lines", "nadia@open-lines.example.org", "reporter");
    let text = admin.page(page).text();
    let token = first.rsplit('/').next().unwrap();
    assert!(text.contains("nadia@open-lines.example.org") && !text.contains(token), "{text}");
    // The newest link takes the place of the earlier one: a form that is sent twice shows one that works.
    let second = invite(&admin, "open-lines", "Nadia@open-lines.example.org", "reporter");
    serving.public().page(&first).expect(404);
    serving.public().page(&second).expect(200);
    assert_eq!(admin.page(page).text().matches("<bdi>nadia@open-lines.example.org").count(), 1);
    let revoke = "/organisations/open-lines/invitations/revoke";
    let revoked = admin.fill(page, revoke, &[("email", "nadia@open-lines.example.org")]);
    leads_to(revoked, "/organisations/open-lines?done=invitation-revoked");
    serving.public().page(&second).expect(404);
    let third = invite(&admin, "open-lines", "nadia@open-lines.example.org", "reporter");
    serving.place.clock.advance(chrono::TimeDelta::days(8));
    serving.public().page(&third).expect(404);
}

#[test]
fn convenors_suspend_with_a_reason_that_they_alone_read() {
    let serving = Serving::new();
    let (convenor, second_convenor) = (serving.client(CONVENOR), serving.client(SECOND_CONVENOR));
    let reason = "They named a source.";
    leads_to(vet(&convenor, "lumora", "suspend", reason), "/vetting?done=vetting-said");
    leads_to(vet(&second_convenor, "lumora", "suspend", "Seconded."), "/vetting?done=vetting-suspend");
    let company = serving.client(COMPANY);
    let own = company.page("/organisations/lumora").expect(200).text();
    assert!(own.contains("Suspended") && !own.contains("Seconded") && !own.contains(reason), "{own}");
    serving.client(REPORTER).page("/organisations/lumora").expect(404);
    let seen = convenor.page("/organisations/lumora").expect(200).text();
    assert!(seen.contains("Seconded."), "{seen}");
    for convenor in [&convenor, &second_convenor] {
        vet(convenor, "lumora", "readmit", "").expect(303);
    }
    // Other members see since when it is what it is, and not what it was.
    let others = serving.client(REPORTER).page("/organisations/lumora").expect(200).text();
    assert!(others.contains("Member") && !others.contains("Suspended"), "{others}");
}

#[test]
fn groups_are_made_joined_and_left() {
    let serving = Serving::new();
    let convenor = serving.client(CONVENOR);
    let fields = [
        ("name", "Elections watch"),
        ("slug", "elections"),
        ("purpose", "Before votes.\nAnd after."),
        ("confidential_roster", "yes"),
        ("members", "estmark"),
    ];
    leads_to(convenor.fill("/groups/new", "/groups", &fields), "/groups/elections?done=group-made");
    let reporter = serving.client(REPORTER);
    assert!(!reporter.page("/groups").expect(200).text().contains("Elections watch"));
    let absent = reporter.page("/groups/elections").expect(404);
    assert_eq!(absent.steady(), reporter.page("/groups/nowhere").expect(404).steady());
    let page = "/groups/elections";
    let join = |organisation: &str, past: &str| {
        let action = "/groups/elections/members";
        let joined = convenor.fill(page, action, &[("organisation", organisation), ("past", past)]);
        leads_to(joined, "/groups/elections?done=group-joined");
    };
    join("open-lines", "no");
    join("meridian", "yes");
    let text = reporter.page(page).expect(200).text();
    assert!(text.contains("Confidential roster") && text.contains("reads what was released since"), "{text}");
    assert_eq!(text.matches("reads everything ever released to the group").count(), 2, "{text}");
    let left = convenor.fill(page, "/groups/elections/members/remove", &[("organisation", "open-lines")]);
    leads_to(left, "/groups/elections?done=group-left");
    reporter.page(page).expect(404);
}

#[test]
fn the_log_tells_acts_in_words_page_by_page() {
    let serving = Serving::new();
    let admin = serving.client(ADMIN);
    invite(&admin, "open-lines", "nadia@open-lines.example.org", "reporter");
    let (report, _) = serving.released(&serde_json::json!({ "title": "Cut" }), &["sector:government"]);
    for _ in 0..60 {
        serving.new_client(REVIEWER);
    }
    let lines = |page: &str| page.matches("<tr><td").count();
    let (mut pages, mut address) = (Vec::new(), "/log".to_owned());
    while !address.is_empty() {
        let text = admin.page(&address).expect(200).text();
        address = text.split("href=\"/log?after=").nth(1).map_or(String::new(), |rest| {
            let cursor = rest.split('"').next().unwrap();
            // A cursor of one log opens no other.
            let foreign = serving.client(COMPANY).page(&format!("/log?after={cursor}"));
            assert_eq!(foreign.status, 400);
            format!("/log?after={cursor}")
        });
        pages.push(text);
    }
    let total = admin.get("/api/v1/audit").expect(200).json()["total"].as_u64().unwrap();
    assert_eq!(pages.iter().map(|page| lines(page) as u64).sum::<u64>(), total, "left out or told twice");
    assert!(total > 100 && lines(&pages[0]) == 50 && pages[0].contains(&format!("{total} lines in all")));
    let all = pages.concat();
    for words in [
        "Jonas Weber",
        "signed in",
        "invited somebody",
        "Reporter",
        &format!("proposed to release {report}"),
        "governments",
        "made the account of Amina Diallo",
        "The operator of this platform",
    ] {
        assert!(all.contains(words), "{words}: {all}");
    }
    // Who may not read it is told so, in their own frame.
    let said = serving.client(GOVERNMENT).page("/log");
    assert_eq!(said.status, 403);
    assert!(said.text().contains("This is not yours to do") && said.text().contains("Kirsi Aalto"));
}
