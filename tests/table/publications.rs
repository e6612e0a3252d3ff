//! What follows an adoption: the names under a text, what everybody reads of it, and what comes of that.

use diesel::prelude::*;
use entente::db::schema::{contribution, publication_details, statement};
use entente::db::{Conn, ContributionId, last_change};
use serde_json::json;

use super::rounds::{adopt, begin};
use super::statements::{INES, negotiate, seen, text, written};
use super::{ANYBODY, DECIDERS, Names, On, READERS, Row, row};
use crate::serving::{CONVENOR, GOVERNMENT, REVIEWER, SECOND_CONVENOR, Serving};

/// Whoever acts for an organisation that may say something of it: a state that reads it, another that is invited.
const ASKED: [u16; 7] = [404, 404, 404, 404, 200, 403, 200];
const ASKED_FORM: [u16; 7] = [401, 404, 404, 404, 303, 403, 303];
/// One of those who read the text alone: the penholder, or the chair.
const ONE: [u16; 7] = [404, 404, 404, 404, 403, 403, 200];
const ONE_FORM: [u16; 7] = [401, 404, 404, 404, 403, 403, 303];
/// What waits for the second person of the secretariat is known there alone.
const SECOND_FORM: [u16; 7] = [401, 404, 404, 404, 404, 404, 303];
/// What everybody reads the secretariat alone takes back.
const OWNER: [u16; 7] = [401, 403, 403, 403, 403, 403, 200];
const OWNER_FORM: [u16; 7] = [401, 403, 403, 403, 403, 403, 303];

/// An adopted statement of Valdora, and how far it is from there.
pub fn prepared(serving: &Serving, on: On) -> Names {
    let mut names = gathered(serving);
    if matches!(on, On::Gathered) {
        return names;
    }
    endorse(serving, &names);
    if matches!(on, On::Endorsed) {
        return names;
    }
    clear(serving, &mut names, matches!(on, On::Cleared).then_some("2031-01-01"));
    if !matches!(on, On::Publishing) {
        agree(serving, &names);
    }
    if matches!(on, On::Followed) {
        let ask = json!({ "paragraph": "p1", "addressee": "All states", "level": "international" });
        let path = format!("/api/v1/statements/{}/follow-up/asks", names["statement"]);
        serving.client(INES).post(&path, &ask).expect(200);
        let before = prepared(serving, On::Published);
        names.insert("number", "1".to_owned());
        names.insert("earlier", before["statement"].clone());
    }
    names
}

/// Names are gathered: Open Lines and Estmark are invited, and the text is there in French.
fn gathered(serving: &Serving) -> Names {
    let mut names = written(serving);
    negotiate(serving, &mut names);
    let at = format!("/api/v1/statements/{}", names["statement"]);
    // No other has its words, nor their hash.
    let changes = serving.place.database.read(last_change).unwrap();
    let title = json!({ "title": format!("Statement {changes}") });
    serving.client(INES).json("PUT", &format!("{at}/title"), &[], &title).expect(200);
    begin(serving, &names);
    adopt(serving, &names["statement"]);
    let invites = json!({ "to": "sign_on", "invite": ["estmark", "open-lines"] });
    serving.client(CONVENOR).post(&format!("{at}/moves"), &invites).expect(200);
    let french = json!({ "title": format!("Texte {changes}"), "text": "Nous agissons ensemble." });
    serving.client(INES).json("PUT", &format!("{at}/translations/fr"), &[], &french).expect(200);
    let read = serving.client(INES).get(&at).expect(200).json();
    names.insert("mark", text(&read["mark"]));
    names.insert("hash", text(&read["hash"]));
    names.insert("language", "fr".to_owned());
    names
}

/// Open Lines and Estmark endorse it.
fn endorse(serving: &Serving, names: &Names) {
    let path = format!("/api/v1/statements/{}/endorsements", names["statement"]);
    let sent = json!({ "authority": "The board", "reservation": "Article 3 does not bind us." });
    for who in [REVIEWER, GOVERNMENT] {
        serving.client(who).post(&path, &sent).expect(200);
    }
}

/// What everybody is to read is proposed, at once or from a day on.
fn clear(serving: &Serving, names: &mut Names, embargo: Option<&str>) {
    let mut sent = json!({ "to": "cleared" });
    if let Some(day) = embargo {
        sent["embargo"] = json!(day);
    }
    let path = format!("/api/v1/statements/{}/moves", names["statement"]);
    let moved = serving.client(CONVENOR).post(&path, &sent).expect(200).json();
    assert_eq!(moved["state"], "proposed", "{moved}");
    names.insert("publication", publication_of(serving, &names["statement"]));
}

fn agree(serving: &Serving, names: &Names) {
    let path = format!("/api/v1/publications/{}/approval", names["publication"]);
    serving.client(SECOND_CONVENOR).post(&path, &json!({})).expect(200);
}

/// What was proposed last to be read by everybody of a statement, whoever may know of that.
pub fn publication_of(serving: &Serving, called: &str) -> String {
    let read = |conn: &mut Conn| {
        let action: ContributionId = statement::table
            .filter(statement::reference.eq(called))
            .select(statement::contribution_id)
            .first(conn)?;
        Ok(publication_details::table
            .inner_join(contribution::table)
            .filter(publication_details::statement_id.eq(action))
            .order(publication_details::ordinal.desc())
            .select(contribution::reference)
            .first(conn)?)
    };
    serving.place.database.read(read).unwrap()
}

pub const ROUTES: &[Row] = &[
    row("GET", "/statements/{statement}/endorsements", On::Gathered, READERS, INES),
    row("POST", "/statements/{statement}/endorsements", On::Gathered, ASKED_FORM, REVIEWER)
        .form(|names| seen(names, &[("act", "endorse"), ("authority", "The board")])),
    row("GET", "/statements/{statement}/publication", On::Gathered, READERS, INES),
    row("POST", "/statements/{statement}/publication", On::Gathered, ONE_FORM, CONVENOR)
        .form(|names| seen(names, &[("act", "clear"), ("zone", "UTC")])),
    row("GET", "/statements/{statement}/follow-up", On::Published, READERS, INES),
    row("POST", "/statements/{statement}/follow-up", On::Published, ASKED_FORM, INES)
        .form(|names| seen(names, &[("act", "review"), ("finding", "It is done.")])),
    row("GET", "/publications", On::Published, ANYBODY, ""),
    row("GET", "/publications.atom", On::Published, ANYBODY, ""),
    row("GET", "/publications.feed.json", On::Published, ANYBODY, ""),
    row("GET", "/publications/sha256/{hash}", On::Published, ANYBODY, ""),
    row("GET", "/publications/sha256/{hash}", On::Cleared, DECIDERS, CONVENOR),
    row("GET", "/publications/sha256/{hash}", On::Publishing, DECIDERS, SECOND_CONVENOR),
    row("GET", "/publications/sha256/{hash}.json", On::Published, ANYBODY, ""),
    row("GET", "/publications/sha256/{hash}.json", On::Cleared, [404; 7], CONVENOR),
    row("GET", "/publications/sha256/{hash}.txt", On::Published, ANYBODY, ""),
    row("GET", "/publications/sha256/{hash}.txt", On::Cleared, [404; 7], CONVENOR),
    row("GET", "/publications/sha256/{hash}.pdf", On::Published, ANYBODY, ""),
    row("GET", "/publications/sha256/{hash}.pdf", On::Cleared, [404; 7], CONVENOR),
    row("GET", "/publications/{publication}", On::Published, ANYBODY, ""),
    row("GET", "/publications/{publication}", On::Cleared, DECIDERS, SECOND_CONVENOR),
    row("GET", "/publications/{publication}", On::Publishing, DECIDERS, SECOND_CONVENOR),
    row("POST", "/publications/{publication}/approval", On::Publishing, SECOND_FORM, SECOND_CONVENOR)
        .form(|_| vec![]),
    row("POST", "/publications/{publication}/return", On::Publishing, SECOND_FORM, SECOND_CONVENOR)
        .form(|_| vec![("comment", "Not yet".into())]),
    row("POST", "/publications/{publication}/withdrawal", On::Published, OWNER_FORM, SECOND_CONVENOR)
        .form(|_| vec![("reason", "A mistake".into())]),
    row("POST", "/api/v1/statements/{statement}/endorsements", On::Gathered, ASKED, REVIEWER)
        .with(|_| json!({ "authority": "The board" })),
    row("DELETE", "/api/v1/statements/{statement}/endorsements", On::Endorsed, ASKED, REVIEWER),
    row("POST", "/api/v1/statements/{statement}/endorsements/refusal", On::Gathered, ASKED, REVIEWER),
    row("PUT", "/api/v1/statements/{statement}/translations/{language}", On::Gathered, ONE, INES)
        .with(|_| json!({ "title": "Une autre", "text": "Nous agissons." })),
    row("DELETE", "/api/v1/statements/{statement}/translations/{language}", On::Gathered, ONE, INES),
    row("GET", "/api/v1/publications", On::Published, ANYBODY, ""),
    row("GET", "/api/v1/publications/{publication}", On::Published, ANYBODY, ""),
    row("GET", "/api/v1/publications/{publication}", On::Publishing, DECIDERS, CONVENOR),
    row("DELETE", "/api/v1/publications/{publication}", On::Published, OWNER, SECOND_CONVENOR)
        .with(|_| json!({ "reason": "A mistake" })),
    row("POST", "/api/v1/publications/{publication}/approval", On::Publishing, DECIDERS, SECOND_CONVENOR)
        .with(|_| json!({})),
    row("POST", "/api/v1/publications/{publication}/return", On::Publishing, DECIDERS, SECOND_CONVENOR)
        .with(|_| json!({ "comment": "Not yet" })),
    row("GET", "/api/v1/statements/{statement}/follow-up", On::Followed, READERS, INES),
    row("POST", "/api/v1/statements/{statement}/follow-up/asks", On::Published, ONE, INES)
        .with(|_| json!({ "paragraph": "p1", "addressee": "All states", "level": "national" })),
    row("POST", "/api/v1/statements/{statement}/follow-up/asks/{number}/status", On::Followed, ONE, INES)
        .with(|_| json!({ "status": "done", "note": "It is." })),
    row("POST", "/api/v1/statements/{statement}/follow-up/reviews", On::Published, ASKED, INES)
        .with(|_| json!({ "finding": "It is done." })),
    row("PUT", "/api/v1/statements/{statement}/follow-up/lineage", On::Followed, ONE, INES)
        .with(|names| json!({ "earlier": names["earlier"], "relation": "builds_on" })),
];
