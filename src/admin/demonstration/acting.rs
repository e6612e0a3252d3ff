//! How the demonstration's joint actions are begun, moved on and spoken of, and who acts for an organisation in them: the way that
//! people's own acts go.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::alerts::Calls;
use super::dialogue::{Reports, report};
use super::plans::{About, Deed, Due, PLANS, Plan};
use super::stories::{ANA, JONAS, ROSA, Who};
use super::{person, requests, silence, statement, viewer};
use crate::actions::{self, Action, NewAction, NewTask, Seen};
use crate::comments::{self, NewComment};
use crate::contributions::Reviewed;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::flow::Decision;
use crate::mandates::{self, NewMandate};
use crate::vault::Vault;
use crate::web::body;
use crate::{tasking, templates};

/// The actions that were begun: their references by their titles.
pub(super) type Begun = BTreeMap<&'static str, String>;

/// Adds the templates that are ready, and says who acts for Open Lines; begins all of the actions, and does what is done with
/// each; then puts two more statements to a round of silence.
pub(super) fn act(tx: &mut Tx<'_>, vault: &Vault, (told, called): (&Reports, &Calls)) -> Result<Begun> {
    let mut begun = Begun::new();
    let convenor = viewer(tx, ANA)?;
    templates::add_ready(tx, vault, &convenor)?;
    give_mandates(tx)?;
    for plan in PLANS {
        let author = viewer(tx, plan.author)?;
        let links = plan.about.iter().map(|about| link(told, called, about)).collect::<Result<Vec<_>>>()?;
        let sent = sent(tx, plan, links);
        let (row, _) = actions::begin(tx, vault, &author, body::read::<NewAction>(&sent)?)?;
        if let Some(second) = plan.second {
            let second = viewer(tx, second)?;
            Action::approve(tx, vault, &second, &row.reference, Decision::default())?;
        }
        plan.deeds.iter().try_for_each(|deed| done(tx, vault, &row.reference, deed))?;
        requests::make(tx, vault, (plan.title, &row.reference))?;
        statement::make(tx, vault, (plan.title, &row.reference))?;
        begun.insert(plan.title, row.reference);
    }
    silence::put(tx, vault, told)?;
    Ok(begun)
}

/// Nobody acts for Open Lines without a mandate: Rosa has one for everything, and Jonas for what goes to court; for the next two
/// months he stands in for her.
fn give_mandates(tx: &mut Tx<'_>) -> Result<()> {
    let administrator = viewer(tx, ROSA)?;
    let (home, _) = person(tx, ROSA.0, ROSA.1)?;
    let mut give = |new: &Value| mandates::grant(tx, &administrator, &home, &body::read::<NewMandate>(new)?);
    let hers = give(&json!({ "person": ROSA.1, "scope": "everything" }))?;
    give(&json!({ "person": JONAS.1, "scope": "action", "kind": "litigation" }))?;
    let until = tx.after(TimeDelta::days(60)).date().to_string();
    let deputy = json!({ "person": JONAS.1, "scope": "deputy", "stands_in_for": hers, "until": until });
    mandates::grant(tx, &administrator, &home, &body::read::<NewMandate>(&deputy)?)?;
    mandates::set_rule(tx, &administrator, &home, true)
}

fn link(told: &Reports, called: &Calls, about: &About) -> Result<Value> {
    Ok(match about {
        About::Story(title) => json!({ "kind": "report", "reference": report(told, title)?.reference }),
        About::Call(headline) => {
            let found = called.get(headline);
            let reference = found.ok_or_else(|| Error::Internal(format!("no alert {headline}")))?;
            json!({ "kind": "alert", "reference": reference })
        }
    })
}

fn sent(tx: &Tx<'_>, plan: &Plan, links: Vec<Value>) -> Value {
    let mut sent = json!({
        "kind": plan.kind, "title": plan.title, "brief": plan.brief, "language": "en", "forum": plan.forum,
        "countries": plan.countries, "due_at": due(tx, plan.due), "links": links, "audience": plan.audience,
        "except": plan.except, "approvers": plan.approvers,
    });
    if let (Some([kind, name]), Some(fields)) = (plan.target, sent.as_object_mut()) {
        fields.insert("target".into(), json!({ "kind": kind, "name": name }));
    }
    sent
}

fn due(tx: &Tx<'_>, due: Due) -> Option<String> {
    match due {
        Due::Never => None,
        Due::Over => Some(tx.after(TimeDelta::seconds(1)).rfc3339()),
        Due::In(days) => Some(format!("{}T17:00", tx.after(TimeDelta::days(days)).date())),
    }
}

fn done(tx: &mut Tx<'_>, vault: &Vault, reference: &str, deed: &Deed) -> Result<()> {
    let seen = Seen::default();
    let say = |tx: &mut Tx<'_>, who: &Who, new: &Value| {
        let who = viewer(tx, *who)?;
        comments::post(tx, vault, &who, reference, body::read::<NewComment>(new)?).map(|_| ())
    };
    match deed {
        Deed::Join(who) => {
            let who = viewer(tx, *who)?;
            actions::join(tx, &who, reference, &seen)
        }
        Deed::Move(who, to, reason) => {
            let who = viewer(tx, *who)?;
            actions::move_on(tx, &who, reference, ("", to, reason), &seen)
        }
        Deed::Lead(from, to) => {
            let (from, next) = (viewer(tx, *from)?, viewer(tx, *to)?);
            actions::give_lead(tx, &from, reference, to.0, &seen)?;
            actions::take_lead(tx, &next, reference, &seen)
        }
        Deed::Task(who, title, owner, due) => add(tx, reference, (*who, title, *owner, *due)).map(|_| ()),
        Deed::Done(who, title, owner) => {
            let task = add(tx, reference, (*who, title, Some(*owner), Due::Never))?;
            let owner = viewer(tx, *owner)?;
            let done: tasking::ChangedTask = body::read(&json!({ "done": true }))?;
            tasking::change_task(tx, &owner, (&task, ""), &done, &seen).map(|_| ())
        }
        Deed::Say(who, text, audience) => say(tx, who, &json!({ "text": text, "audience": audience })),
        Deed::Outcome(who, text, result, review) => {
            let review = review.map(|days| tx.after(TimeDelta::days(days)).date().to_string());
            say(tx, who, &json!({ "text": text, "outcome": result, "review_on": review }))
        }
    }
}

fn add(
    tx: &mut Tx<'_>,
    reference: &str,
    (who, title, owner, at): (Who, &str, Option<Who>, Due),
) -> Result<String> {
    let who = viewer(tx, who)?;
    let owner = owner.map(|(slug, _)| slug);
    let new = json!({ "title": title, "organisation": owner, "due_at": due(tx, at) });
    tasking::add_task(tx, &who, reference, &body::read::<NewTask>(&new)?, &Seen::default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Deed, PLANS, Plan};
    use crate::actions::{ActionKind, Stage};

    /// Where an action stands when all of it is done.
    fn stage(plan: &Plan) -> &'static str {
        let moved = plan.deeds.iter().rev().find_map(|deed| match deed {
            Deed::Move(_, to, _) => Some(*to),
            _ => None,
        });
        moved.unwrap_or(Stage::Proposed.as_str())
    }

    #[test]
    fn there_is_an_action_of_each_kind_at_each_stage_and_for_readers_near_and_far() {
        let released: Vec<&Plan> = PLANS.iter().filter(|plan| plan.second.is_some()).collect();
        assert!(released.len() >= 12, "{} actions", released.len());
        let stages: BTreeSet<&str> = released.iter().map(|plan| stage(plan)).collect();
        let missing: Vec<_> = Stage::ALL.iter().filter(|stage| !stages.contains(stage.as_str())).collect();
        assert!(missing.is_empty(), "no action is at {missing:?}");
        let kinds: BTreeSet<&str> = PLANS.iter().map(|plan| plan.kind).collect();
        let missing: Vec<_> = ActionKind::WORDS.iter().filter(|kind| !kinds.contains(*kind)).collect();
        assert!(missing.is_empty(), "no action is a {missing:?}");
        for readers in ["public", "coalition", "sector:", "group:", "org:"] {
            let is_for = |plan: &&Plan| plan.audience.iter().any(|word| word.starts_with(readers));
            assert!(PLANS.iter().any(|plan| is_for(&plan)), "no action is for {readers}");
        }
    }
}
