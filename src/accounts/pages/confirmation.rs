//! The question before an act that one press of a button would do and nothing would undo.
//!
//! One page for all of them: a button sends its form here, and the page sends the same fields on to where the act is done.
//! Nothing is looked up and nothing is changed here; who may do it is asked where it is done.

use actix_web::HttpResponse;
use askama::Template;

use crate::accounts::Posted;
use crate::error::{Error, Result};
use crate::web::{Page, html};

/// The acts that are asked about: their names in the strings, where each is done, and where one goes who thinks better of
/// it. `{}` is a reference, a slug or a handle.
const ACTS: &[(&str, &str, &str)] = &[
    ("role-end", "/organisations/{}/people/roles/end", "/organisations/{}"),
    ("account-close", "/organisations/{}/people/close", "/organisations/{}"),
    ("invitation-revoke", "/organisations/{}/invitations/revoke", "/organisations/{}"),
    ("mandate-end", "/organisations/{}/mandates/{}/end", "/organisations/{}/mandates"),
    ("suspend", "/organisations/{}/vetting", "/organisations/{}"),
    ("member-remove", "/groups/{}/members/remove", "/groups/{}"),
    ("founding-close", "/founding/close", "/vetting"),
    ("session-end", "/account/sessions/end", "/account"),
    ("sessions-end", "/account/sessions/end-others", "/account"),
    ("request-end", "/access-requests/{}/end", "/access-requests"),
    ("request-dismiss", "/access-requests/{}/dismissal", "/access-requests/received"),
    ("search-delete", "/searches/{}/deletion", "/searches/{}"),
    ("template-delete", "/templates/{}/deletion", "/templates/{}"),
    ("address-revoke", "/feeds/{}/revocation", "/feeds"),
    ("file-remove", "/evidence/{}/removal", "/evidence/{}/desk"),
    ("proposal-cancel", "/corroborations/{}/withdrawal", "/corroborations/{}"),
    ("proposal-cancel", "/inquiries/{}/withdrawal", "/inquiries/{}"),
    ("proposal-cancel", "/translations/{}/withdrawal", "/translations/{}"),
    ("proposal-cancel", "/alerts/{}/withdrawal", "/alerts/{}"),
    ("proposal-cancel", "/reports/{}/releases/{}/withdrawal", "/reports/{}/releases/{}"),
    ("delegation-recall", "/delegations/{}/withdrawal", "/delegations/{}"),
];

/// The fields that belong to the question, not to the act.
const ASKING: [&str; 5] = ["csrf", "once", "ask", "to", "about"];

#[derive(Template)]
#[template(path = "accounts/confirm.html")]
struct ConfirmPage {
    page: Page,
    heading: String,
    text: String,
    send: String,
    /// Where it is done.
    action: String,
    /// What it is done to, in words of the page before.
    about: String,
    back: String,
    /// What was sent, sent on.
    hidden: Vec<(String, String)>,
}

/// What stands in a path for the places of a pattern; nothing where the path is none of it.
fn places<'a>(pattern: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let (wanted, given): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
    let plain = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let fits = |(wanted, given): (&&str, &&str)| if *wanted == "{}" { plain(given) } else { wanted == given };
    if wanted.len() != given.len() || !wanted.iter().zip(&given).all(fits) {
        return None;
    }
    Some(wanted.iter().zip(given).filter(|(wanted, _)| **wanted == "{}").map(|(_, given)| given).collect())
}

/// The way back from an act at this address; nothing where it is no such act.
fn way_back(act: &str, path: &str) -> Option<String> {
    ACTS.iter().filter(|(name, ..)| *name == act).find_map(|(_, pattern, back)| {
        let found = places(pattern, path)?;
        Some(found.into_iter().fold((*back).to_owned(), |back, place| back.replacen("{}", place, 1)))
    })
}

/// `POST /confirm`: `ask` names the act, `to` where it is done.
pub async fn confirm(posted: Posted) -> Result<HttpResponse> {
    posted.visitor.person()?;
    let form = &posted.form;
    let (act, action) = (form.text("ask").to_owned(), form.text("to").to_owned());
    let back = way_back(&act, &action).ok_or(Error::NotFound)?;
    let page = posted.page();
    let answer = ConfirmPage {
        heading: page.t(&format!("confirm-{act}")),
        text: page.t(&format!("confirm-{act}-text")),
        send: page.t(&format!("confirm-{act}-send")),
        page,
        action,
        about: form.text("about").to_owned(),
        back,
        hidden: form.pairs().into_iter().filter(|(name, _)| !ASKING.contains(&name.as_str())).collect(),
    };
    html(&posted.app, &answer.page, &answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_acts_are_asked_about() {
        let ways = [
            ("role-end", "/organisations/open-lines/people/roles/end", Some("/organisations/open-lines")),
            (
                "proposal-cancel",
                "/reports/R-7K3QX9/releases/L-7K3QX9/withdrawal",
                Some("/reports/R-7K3QX9/releases/L-7K3QX9"),
            ),
            ("session-end", "/account/sessions/end", Some("/account")),
            ("role-end", "/account/sessions/end", None),
            ("role-end", "/organisations/../people/roles/end", None),
            ("role-end", "https://example.org/", None),
            ("sign-out", "/sign-out", None),
        ];
        for (act, path, back) in ways {
            assert_eq!(way_back(act, path).as_deref(), back, "{act} {path}");
        }
    }
}
