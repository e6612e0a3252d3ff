//! The main job by pages alone, as somebody without scripts does it: a report is written, proposed, reviewed, read by
//! those it was released to and by nobody else, corrected, withdrawn.

use crate::http::{Answer, Client};
use crate::serving::{
    COMPANY, COMPANY_REVIEWER, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER,
    SECOND_CONVENOR, Serving,
};

const TITLE: &str = "Mobile data switched off in two provinces";

const ACCOUNT: &[(&str, &str)] = &[
    ("title", TITLE),
    ("narrative", "Since **dawn**. The order is not published."),
    ("language", "en"),
    ("facts.types", "shutdown"),
    ("facts.countries", "KE"),
    ("facts.countries", ""),
    ("facts.networks", "mobile"),
    ("facts.status", "ongoing"),
    ("facts.started.date", "2026-05-20"),
    ("facts.sources.0.title", "A clinic"),
    CONFIDENTIAL,
    ("facts.sources.1.title", "A newspaper"),
];

/// A ticked box is sent only where it is ticked.
const CONFIDENTIAL: (&str, &str) = ("facts.sources.0.confidential", "yes");

/// Where a form that was done leads, without the word that says what was done.
#[track_caller]
pub fn led(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").unwrap().split('?').next().unwrap().to_owned()
}

/// Writes a report by the form and gives its reference.
#[track_caller]
pub fn write(client: &Client, fields: &[(&str, &str)]) -> String {
    let path = led(&client.fill("/reports/new", "/reports", fields));
    path.split('/').nth(2).unwrap().to_owned()
}

/// Chooses an audience, looks at the preview, proposes; gives the address of the release.
#[track_caller]
pub fn propose(client: &Client, report: &str, fields: &[(&str, &str)]) -> String {
    let action = format!("/reports/{report}/release");
    let preview = client.fill(&action, &action, fields).expect(200);
    led(&client.fill_on(&preview, &format!("/reports/{report}/releases"), &[]))
}

/// Everything that the list tells of its size.
fn measure(client: &Client) -> Vec<String> {
    ["/incidents", "/incidents?country=KE", "/incidents.csv", "/"]
        .iter()
        .map(|path| {
            let text = client.page(path).expect(200).text();
            let counts = text.split(|letter: char| !letter.is_ascii_digit()).filter(|run| run.len() < 12);
            counts.collect::<Vec<_>>().join(" ")
        })
        .collect()
}

#[test]
fn a_report_goes_by_pages_to_those_it_is_meant_for_and_to_nobody_else() {
    let serving = Serving::new();
    let (reporter, reviewer, government) =
        (serving.client(REPORTER), serving.client(REVIEWER), serving.client(GOVERNMENT));
    let before = measure(&serving.public());
    assert!(reporter.page("/desk").expect(200).text().contains("You have no draft"));

    let report = write(&reporter, ACCOUNT);
    let desk = format!("/reports/{report}/desk");
    let shown = reporter.page(&desk).expect(200).text();
    for said in [TITLE, "<strong>dawn</strong>", "A clinic", "Nothing is released"] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    assert!(reporter.page("/desk").text().contains(TITLE));
    for stranger in [GOVERNMENT, COMPANY, OBSERVER] {
        serving.client(stranger).page(&desk).expect(404);
    }

    // The preview says to whom, how many they are, and exactly what they will read.
    let action = format!("/reports/{report}/release");
    let chosen = [("sectors", "sector:government"), ("sectors", "sector:civil_society")];
    let preview = reporter.fill(&action, &action, &chosen).expect(200);
    let shown = preview.text();
    for said in
        ["one government and 2 civil-society organisations", "TLP:GREEN", "A newspaper", "A colleague"]
    {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    assert!(!shown.contains("A clinic"), "a confidential source stays within: {shown}");
    let release = led(&reporter.fill_on(&preview, &format!("/reports/{report}/releases"), &[]));
    assert!(reporter.page("/desk").text().contains(&release));

    // Nobody decides over what they proposed; what was proposed is nobody's to read yet.
    let own = reporter.page(&release).expect(200).text();
    assert!(own.contains("never its proposer") && !own.contains("/approval\""), "{own}");
    government.page(&release).expect(404);
    government.page(&format!("/reports/{report}")).expect(404);

    // A colleague claims and releases; the button says to whom.
    assert!(reviewer.page("/reviews").expect(200).text().contains(&release));
    led(&reviewer.fill(&release, &format!("{release}/claim"), &[]));
    assert!(reviewer.page("/reviews").text().contains("Claimed by you"));
    let shown = reviewer.page(&release).expect(200).text();
    assert!(shown.contains("Release to governments and civil society"), "{shown}");
    led(&reviewer.fill(&release, &format!("{release}/approval"), &[]));
    serving.settle();

    let read = government.page(&format!("/reports/{report}")).expect(200).text();
    assert!(read.contains(TITLE) && read.contains("A newspaper") && !read.contains("A clinic"), "{read}");
    assert!(!read.contains(&desk), "the desk is not offered to others");
    assert!(government.page("/desk").text().contains(TITLE));
    for stranger in [serving.client(COMPANY), serving.client(COMPANY_REVIEWER), serving.public()] {
        let there = stranger.get(&format!("/reports/{report}"));
        assert_eq!(there.timeless(), stranger.get("/reports/R-000000").timeless());
        assert_eq!(there.status, 404);
    }
    assert_eq!(measure(&serving.public()), before, "the public counts do not move");
    let known = reviewer.page(&release).expect(200).text();
    assert!(known.contains("It was released") && known.contains("Jonas Weber"), "{known}");
}

#[test]
fn a_correction_shows_what_is_new_and_a_withdrawal_says_why() {
    let serving = Serving::new();
    let (reporter, reviewer, government) =
        (serving.client(REPORTER), serving.client(REVIEWER), serving.client(GOVERNMENT));
    let report = write(&reporter, ACCOUNT);
    let release = propose(&reporter, &report, &[("sectors", "sector:government")]);
    led(&reviewer.fill(&release, &format!("{release}/approval"), &[]));
    let edit = format!("/reports/{report}/edit");
    let corrected = [
        ("title", "Mobile data switched off in three provinces"),
        ("narrative", "Since **dawn**. The order is not published."),
        ("facts.types", "shutdown"),
        ("facts.countries", "KE"),
    ];
    led(&reporter.fill(&edit, &edit, &corrected));
    assert!(reporter.page(&format!("/reports/{report}/desk")).text().contains("Older than the original"));
    let second = propose(&reporter, &report, &[("sectors", "sector:government")]);
    let shown = reviewer.page(&second).expect(200).text();
    for said in ["<del>two</del>", "<ins>three</ins>", "version 1"] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    led(&reviewer.fill(&second, &format!("{second}/approval"), &[]));
    let old = reviewer.page(&release).expect(200).text();
    assert!(old.contains("A newer text took its place") && !old.contains("name=\"reason\""), "{old}");

    let withdrawal = format!("{second}/withdrawal");
    let refused = reviewer.fill(&second, &withdrawal, &[("reason", "  ")]).expect(422).text();
    assert!(refused.contains("Say why"), "{refused}");
    led(&reviewer.fill(&second, &withdrawal, &[("reason", "A family asked us to.")]));
    let gone = government.page(&format!("/reports/{report}")).expect(410).text();
    assert!(gone.contains("A family asked us to."), "{gone}");
    assert!(reviewer.page(&second).text().contains("A family asked us to."));
}

#[test]
fn what_is_returned_comes_back_with_the_words_of_the_reviewer() {
    let serving = Serving::new();
    let (reporter, reviewer) = (serving.client(REPORTER), serving.client(REVIEWER));
    let report = write(&reporter, ACCOUNT);
    let release = propose(&reporter, &report, &[("audience", "coalition")]);
    let back = format!("{release}/return");
    let refused = reviewer.fill(&release, &back, &[("comment", " ")]).expect(422).text();
    assert!(refused.contains("a comment is needed"), "{refused}");
    led(&reviewer.fill(&release, &back, &[("comment", "Leave the second name out.")]));
    let desk = reporter.page("/desk").expect(200).text();
    assert!(desk.contains("Leave the second name out.") && desk.contains("Returned to you"), "{desk}");
    // Laid aside, it is off the desk, and what was said of it stays.
    led(&reporter.fill(&release, &format!("{release}/withdrawal"), &[]));
    assert!(!reporter.page("/desk").text().contains("Leave the second name out."));
    assert!(reporter.page(&release).text().contains("Leave the second name out."));
    // A proposal that waits is taken back by those who proposed it.
    let second = propose(&reporter, &report, &[("audience", "public")]);
    led(&reporter.fill(&second, &format!("{second}/withdrawal"), &[]));
    assert!(!reviewer.page("/reviews").text().contains(&second));
    let over = reviewer.page(&second).expect(200).text();
    assert!(over.contains("It was taken back") && !over.contains("/approval\""), "{over}");
}

#[test]
fn an_approver_from_outside_sees_the_proposal_and_nothing_else() {
    let serving = Serving::new();
    let defender = serving.client(DEFENDER);
    let report = write(&defender, ACCOUNT);
    propose(&defender, &report, &[("audience", "org:defenders")]);
    let action = format!("/reports/{report}/release");
    let alone = defender.fill(&action, &action, &[("audience", "public")]).expect(422).text();
    assert!(alone.contains("only person of your organisation"), "{alone}");
    let edit = format!("/reports/{report}/edit");
    led(&defender.fill(&edit, &edit, &[("title", "Shorter"), ("narrative", "Less."), CONFIDENTIAL]));
    let chosen = [("audience", "public"), ("approvers", "open-lines")];
    assert!(defender.fill(&action, &action, &chosen).expect(200).text().contains("Open Lines"));
    let release = propose(&defender, &report, &chosen);
    let reviewer = serving.client(REVIEWER);
    assert!(reviewer.page("/reviews").expect(200).text().contains(&release));
    let shown = reviewer.page(&release).expect(200).text();
    assert!(shown.contains("Shorter") && shown.contains("Defenders&#39; Desk"), "{shown}");
    let desk = format!("{report}/desk");
    for hidden in ["provinces", "Sami Haddad", desk.as_str(), "A clinic"] {
        assert!(!shown.contains(hidden), "{hidden} in {shown}");
    }
    for tail in ["desk", "edit", "release", "incident"] {
        reviewer.page(&format!("/reports/{report}/{tail}")).expect(404);
    }
    for stranger in [SECOND_CONVENOR, GOVERNMENT_REVIEWER, REPORTER] {
        serving.client(stranger).page(&release).expect(404);
        assert!(!serving.client(stranger).page("/reviews").text().contains(&release));
    }
    led(&reviewer.fill(&release, &format!("{release}/approval"), &[]));
    serving.public().page(&format!("/reports/{report}")).expect(200);
    assert!(defender.page(&release).text().contains("Open Lines"), "who decided is told by organisation");
    assert!(!defender.page(&release).text().contains("Jonas Weber"));
}

#[test]
fn who_may_do_little_is_told_what_they_may_do() {
    let serving = Serving::new();
    serving.released(&serde_json::json!({ "title": "Known to everybody" }), &["public"]);
    for (who, said) in
        [(OBSERVER, "released to your organisation"), (crate::serving::FORMER, "You hold no role")]
    {
        let desk = serving.client(who).page("/desk").expect(200).text();
        assert!(desk.contains(said) && desk.contains("Known to everybody"), "{who}: {desk}");
        assert!(!desk.contains("/reports/new"), "{who}: {desk}");
    }
    assert!(serving.client(OBSERVER).page("/reviews").text().contains("no role that decides"));
    let away = serving.public().page("/desk").expect(303);
    assert_eq!(away.header("location"), Some("/sign-in?next=%2Fdesk"));
}
