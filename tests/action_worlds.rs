//! Random histories of the board. Nothing that somebody does moves anything for whoever may not know of it: not a card, a
//! comment, a task, a link, what came of it, a count, an order, a day of a calendar or the sentence on top.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use entente::db::Clock as _;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::action_stages::STAGES;
use crate::canary_alerts::alert;
use crate::http::Answer;
use crate::serving::{
    ACADEMIC, COMPANY, DEFENDER, GOVERNMENT, GOVERNMENT_REVIEWER, OBSERVER, REPORTER, REVIEWER, Serving,
    slug_of,
};
use crate::sheets::text_of;
use crate::support::on_postgres;

/// Who looks, and the sector of each.
const LOOKING: [(&str, &str); 5] = [
    (OBSERVER, "sector:civil_society"),
    (DEFENDER, "sector:civil_society"),
    (COMPANY, "sector:company"),
    (ACADEMIC, "sector:academia"),
    (GOVERNMENT, "sector:government"),
];
/// Who acts: delegates of three organisations.
const ACTING: [&str; 3] = [GOVERNMENT, REVIEWER, DEFENDER];
const AUDIENCES: [&[&str]; 6] = [
    &["coalition"],
    &["sector:civil_society"],
    &["org:defenders", "org:lumora"],
    &["sector:government", "org:open-lines"],
    &["org:meridian", "org:estmark"],
    &["sector:company", "sector:academia"],
];
/// Who reads the report and the incident that actions are about, and who the alert and the concept of a statement.
const REPORTED: &[&str] = &["org:open-lines", "sector:government"];
const CALLED: &[&str] = &["sector:government"];
const LISTS: [&str; 18] = [
    "/",
    "/actions.csv?stage=all",
    "/board",
    "/calendar",
    "/notifications",
    "/actions?stage=all",
    "/api/v1/calendar",
    "/api/v1/board/proposed",
    "/api/v1/board/considered",
    "/api/v1/board/preparing",
    "/api/v1/actions?stage=all",
    "/api/v1/actions?stage=all&q=demarche",
    "/api/v1/actions?mine=yes",
    "/api/v1/actions?waiting=yes",
    "/api/v1/actions?stage=all&lead=defenders",
    "/api/v1/actions?stage=all&lead=open-lines",
    "/api/v1/actions?stage=all&organisation=defenders",
    "/api/v1/actions?stage=all&organisation=open-lines",
];

/// What happens; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Deed {
    Begin { audience: usize },
    Update { action: usize, audience: usize },
    Link { action: usize, about: usize },
    Move { action: usize, stage: usize },
    Join { action: usize, who: usize },
    Leave { action: usize, who: usize },
    Offer { action: usize, who: usize },
    Take { action: usize, who: usize },
    Task { action: usize, who: usize },
    Tick { task: usize, who: usize },
    Say { action: usize, who: usize, audience: usize },
    Answer { comment: usize, who: usize, audience: usize },
    Outcome { action: usize, audience: usize },
    TakeBack { comment: usize },
    Order { who: usize },
    End { action: usize },
}

fn deed() -> impl Strategy<Value = Deed> {
    let (one, who, audience) = (0..8_usize, 0..ACTING.len(), 0..AUDIENCES.len());
    let both = || (one.clone(), who.clone());
    let said = || (one.clone(), who.clone(), audience.clone());
    prop_oneof![
        3 => audience.clone().prop_map(|audience| Deed::Begin { audience }),
        3 => (one.clone(), audience.clone()).prop_map(|(action, audience)| Deed::Update { action, audience }),
        2 => (one.clone(), 0..4_usize).prop_map(|(action, about)| Deed::Link { action, about }),
        2 => (one.clone(), 1..3_usize).prop_map(|(action, stage)| Deed::Move { action, stage }),
        4 => both().prop_map(|(action, who)| Deed::Join { action, who }),
        1 => both().prop_map(|(action, who)| Deed::Leave { action, who }),
        2 => both().prop_map(|(action, who)| Deed::Offer { action, who }),
        2 => both().prop_map(|(action, who)| Deed::Take { action, who }),
        3 => both().prop_map(|(action, who)| Deed::Task { action, who }),
        2 => both().prop_map(|(task, who)| Deed::Tick { task, who }),
        4 => said().prop_map(|(action, who, audience)| Deed::Say { action, who, audience }),
        3 => said().prop_map(|(comment, who, audience)| Deed::Answer { comment, who, audience }),
        2 => (one.clone(), audience.clone()).prop_map(|(action, audience)| Deed::Outcome { action, audience }),
        1 => one.clone().prop_map(|comment| Deed::TakeBack { comment }),
        1 => who.clone().prop_map(|who| Deed::Order { who }),
        1 => one.clone().prop_map(|action| Deed::End { action }),
    ]
}

fn is_for(audience: &[&str], who: &str) -> bool {
    let own = format!("org:{}", slug_of(who));
    let sector = LOOKING.iter().find(|(one, _)| *one == who).map_or("sector:civil_society", |one| one.1);
    audience.iter().any(|word| *word == "coalition" || *word == sector || *word == own)
}

struct Action {
    reference: String,
    audience: &'static [&'static str],
    ended: bool,
}

/// What an action can be about, and who reads that.
struct Target {
    kind: &'static str,
    reference: String,
    audience: &'static [&'static str],
}

/// Something said or written down, for those who read the action as it was then.
struct Part {
    reference: String,
    action: usize,
    by: &'static str,
    /// Whoever may know of it reads each of these.
    audiences: Vec<&'static [&'static str]>,
}

/// Who may know of what was done, at most. An organisation knows what it did itself.
struct Known {
    by: &'static str,
    /// Of any of these groups of audiences all.
    among: Vec<Vec<&'static [&'static str]>>,
}

impl Known {
    fn to(&self, who: &str) -> bool {
        let all = |audiences: &Vec<&[&str]>| audiences.iter().all(|audience| is_for(audience, who));
        slug_of(self.by) == slug_of(who) || self.among.iter().any(all)
    }
}

struct World {
    serving: Serving,
    targets: [Target; 4],
    /// Where the calendar programs of those who look ask.
    calendars: BTreeMap<&'static str, String>,
    actions: Vec<Action>,
    tasks: Vec<Part>,
    comments: Vec<Part>,
}

impl World {
    fn new() -> Self {
        let serving = Serving::new();
        let (report, _) = serving.released(&json!({ "title": "Cut off" }), REPORTED);
        let read = serving.client(REPORTER).get(&format!("/api/v1/reports/{report}")).expect(200).json();
        let incident = read["incident"].as_str().unwrap().to_owned();
        let called = alert(&serving, "Lines are cut", CALLED);
        let made = serving.client(GOVERNMENT).post("/api/v1/alerts", &called).expect(201).json();
        let called = made["reference"].as_str().unwrap().to_owned();
        let approval = format!("/api/v1/alerts/{called}/approval");
        serving.client(GOVERNMENT_REVIEWER).post(&approval, &json!({})).expect(200);
        let stated = json!({ "title": "A statement", "reason": "What is said.", "audience": CALLED });
        let made = serving.client(GOVERNMENT).post("/api/v1/statements", &stated).expect(201).json();
        let [stated, of] = ["reference", "action"].map(|name| made[name].as_str().unwrap().to_owned());
        let approval = format!("/api/v1/actions/{of}/approval");
        serving.client(GOVERNMENT_REVIEWER).post(&approval, &json!({})).expect(200);
        let targets = [
            ("report", report, REPORTED),
            ("incident", incident, REPORTED),
            ("alert", called, CALLED),
            ("statement", stated, CALLED),
        ];
        let address = |who: &'static str| {
            let path = "/api/v1/calendar/addresses";
            let made = serving.client(who).send("POST", path, &[], b"").expect(201).json();
            let ics = made["ics"].as_str().unwrap();
            let ics = ics[ics.find("/feeds/").unwrap()..].to_owned();
            // That it was asked for first changes nothing later.
            serving.public().get(&ics).expect(200);
            (who, ics)
        };
        Self {
            calendars: BTreeMap::from(LOOKING.map(|(who, _)| address(who))),
            targets: targets.map(|(kind, reference, audience)| Target { kind, reference, audience }),
            actions: vec![],
            tasks: vec![],
            comments: vec![],
            serving,
        }
    }

    fn call(&self, who: &str, method: &str, path: &str, body: &Value) -> Answer {
        self.serving.client(who).json(method, &format!("/api/v1{path}"), &[], body)
    }

    /// Sends what begins or changes an action, and approves what waits for that.
    fn release(&self, path: &str, audience: &[&str], about: Option<&Target>) -> Option<String> {
        let mut sent =
            json!({ "kind": "demarche", "title": "A demarche", "brief": "Why.", "audience": audience });
        if let Some(target) = about {
            sent["links"] = json!([{ "kind": target.kind, "reference": target.reference }]);
        }
        let answer = self.call(GOVERNMENT, "POST", path, &sent);
        if answer.status != 201 {
            return None;
        }
        let reference = answer.json()["reference"].as_str().unwrap().to_owned();
        let approval = format!("/actions/{reference}/approval");
        self.call(GOVERNMENT_REVIEWER, "POST", &approval, &json!({}));
        Some(reference)
    }

    /// Does it, if it can be done: who may know of it, at most. Nothing of what could not be done is known to anybody.
    #[expect(clippy::too_many_lines, reason = "one arm for each deed")]
    fn happens(&mut self, deed: &Deed) -> Option<Known> {
        let action =
            |number: usize| Some(number % self.actions.len().max(1)).filter(|_| !self.actions.is_empty());
        match *deed {
            Deed::Begin { audience } => {
                let audience = AUDIENCES[audience];
                let reference = self.release("/actions", audience, None)?;
                self.actions.push(Action { reference, audience, ended: false });
                Some(Known { by: GOVERNMENT, among: vec![vec![audience]] })
            }
            Deed::Update { action: number, audience } => {
                let number = action(number)?;
                let (before, now) = (self.actions[number].audience, AUDIENCES[audience]);
                let path = format!("/actions/{}/versions", self.actions[number].reference);
                self.release(&path, now, None)?;
                self.actions[number].audience = now;
                Some(Known { by: GOVERNMENT, among: vec![vec![before], vec![now]] })
            }
            Deed::Link { action: number, about } => {
                let one = &self.actions[action(number)?];
                let path = format!("/actions/{}", one.reference);
                let target = &self.targets[about];
                self.release(&format!("{path}/versions"), one.audience, Some(target))?;
                let read = self.call(GOVERNMENT, "GET", &path, &Value::Null).json();
                assert_eq!(read["links"], json!([{ "kind": target.kind, "reference": target.reference }]));
                Some(Known { by: GOVERNMENT, among: vec![vec![one.audience]] })
            }
            Deed::End { action: number } => {
                let number = action(number)?;
                let path = format!("/actions/{}", self.actions[number].reference);
                let done = self.call(GOVERNMENT, "DELETE", &path, &json!({ "reason": "Too early" }));
                if done.status != 200 {
                    return None;
                }
                self.actions[number].ended = true;
                Some(self.known(GOVERNMENT, number))
            }
            Deed::Move { action: number, stage } => {
                let sent = json!({ "to": STAGES[stage], "reason": "Why" });
                let acting = ACTING.iter().copied();
                self.on(action(number)?, acting, "POST", "moves", &sent)
            }
            Deed::Join { action: number, who } => {
                self.on(action(number)?, [ACTING[who]], "PUT", "participation", &json!({}))
            }
            Deed::Leave { action: number, who } => {
                self.on(action(number)?, [ACTING[who]], "DELETE", "participation", &json!({}))
            }
            Deed::Offer { action: number, who } => {
                let sent = json!({ "organisation": slug_of(ACTING[who]) });
                self.on(action(number)?, ACTING, "POST", "lead", &sent)
            }
            Deed::Take { action: number, who } => {
                self.on(action(number)?, [ACTING[who]], "PUT", "lead", &json!({}))
            }
            Deed::Task { action: number, who } => {
                let (number, by) = (action(number)?, ACTING[who]);
                let at = self.serving.place.clock.now().plus(TimeDelta::days(3));
                let sent = json!({ "title": "Call the capital", "organisation": slug_of(by), "due_at": at });
                let path = format!("/actions/{}/tasks", self.actions[number].reference);
                let reference = made(&self.call(by, "POST", &path, &sent))?;
                let known = self.known(by, number);
                self.tasks.push(Part { reference, action: number, by, audiences: known.among[0].clone() });
                Some(known)
            }
            Deed::Tick { task, who } => {
                let part = self.tasks.get(task)?;
                let path = format!("/tasks/{}", part.reference);
                let done = self.call(ACTING[who], "PATCH", &path, &json!({ "done": true }));
                (done.status == 200).then(|| self.known_of(ACTING[who], part))
            }
            Deed::Say { action: number, who, audience } => {
                let number = action(number)?;
                self.say(number, (ACTING[who], AUDIENCES[audience]), &json!({}))
            }
            Deed::Answer { comment, who, audience } => {
                let part = self.comments.get(comment)?;
                let answer = json!({ "reply_to": part.reference });
                self.say(part.action, (ACTING[who], AUDIENCES[audience]), &answer)
            }
            Deed::Outcome { action: number, audience } => {
                let number = action(number)?;
                let day = self.serving.place.clock.now().plus(TimeDelta::days(3)).date().to_string();
                let outcome = json!({ "outcome": "partly", "review_on": day });
                // Its lead, whoever that is.
                ACTING.into_iter().find_map(|who| self.say(number, (who, AUDIENCES[audience]), &outcome))
            }
            Deed::TakeBack { comment } => {
                let part = self.comments.get(comment)?;
                let path = format!("/comments/{}", part.reference);
                let done = self.call(part.by, "DELETE", &path, &json!({ "reason": "Too early" }));
                (done.status == 200).then(|| self.known_of(part.by, part))
            }
            Deed::Order { who } => {
                let listed = self.call(ACTING[who], "GET", "/board/proposed", &Value::Null).json();
                let items = listed["items"].as_array().unwrap().iter().rev();
                let order: Vec<_> = items.map(|one| one["reference"].clone()).collect();
                self.call(ACTING[who], "PUT", "/board/proposed", &json!({ "order": order }));
                Some(Known { by: ACTING[who], among: Vec::new() })
            }
        }
    }

    /// The readers of an action, and the organisation that began it.
    fn known(&self, by: &'static str, action: usize) -> Known {
        let began: &[&str] = &["org:estmark"];
        Known { by, among: vec![vec![self.actions[action].audience], vec![began]] }
    }

    /// Of those who could know of a part when it was written, the readers of now.
    fn known_of(&self, by: &'static str, part: &Part) -> Known {
        let mut audiences = part.audiences.clone();
        audiences.push(self.actions[part.action].audience);
        Known { by, among: vec![audiences, vec![&["org:estmark"]]] }
    }

    /// Does something with an action as the first of these who can.
    fn on(
        &self,
        action: usize,
        who: impl IntoIterator<Item = &'static str>,
        method: &str,
        what: &str,
        body: &Value,
    ) -> Option<Known> {
        let path = format!("/actions/{}/{what}", self.actions[action].reference);
        let by = who.into_iter().find(|who| self.call(who, method, &path, body).status == 200)?;
        Some(self.known(by, action))
    }

    /// Comments on an action, as an answer or to say what came of it where `more` says so.
    fn say(
        &mut self,
        action: usize,
        (by, audience): (&'static str, &'static [&'static str]),
        more: &Value,
    ) -> Option<Known> {
        let path = format!("/actions/{}/comments", self.actions[action].reference);
        let mut sent = json!({ "text": "Said", "audience": audience });
        sent.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self.call(by, "POST", &path, &sent);
        // Nothing but what is answered can be wrong of it, and whoever began an action can always speak: else a world would have
        // no comments, and prove nothing of them.
        if answer.status == 422 {
            let faults = answer.json()["errors"].clone();
            let told = faults.as_object().unwrap();
            assert!(told.keys().all(|field| field == "reply_to"), "{sent}: {faults}");
        }
        let speaks = by == GOVERNMENT && !self.actions[action].ended && *more == json!({});
        assert!(answer.status == 201 || !speaks, "{sent}: {}", answer.text());
        let reference = made(&answer)?;
        let audiences = vec![audience, self.actions[action].audience];
        self.comments.push(Part { reference, action, by, audiences: audiences.clone() });
        // Whoever began the action reads it, whomever it is for.
        Some(Known { by, among: vec![audiences, vec![audience, &["org:estmark"]]] })
    }

    /// All that somebody can see of the board.
    fn seen(&self, who: &str) -> BTreeMap<String, String> {
        let client = self.serving.client(who);
        let mut addresses: Vec<String> = LISTS.map(str::to_owned).to_vec();
        addresses.push(self.calendars[who].clone());
        addresses.extend(self.targets.iter().map(Target::page));
        // The document of one says how those of all are.
        addresses.extend(self.actions.first().map(|one| format!("/actions/{}.docx", one.reference)));
        for one in &self.actions {
            let reference = &one.reference;
            addresses.push(format!("/actions/{reference}"));
            addresses.push(format!("/actions/{reference}/comments"));
            addresses.push(format!("/api/v1/actions/{reference}"));
            addresses.push(format!("/api/v1/actions/{reference}/comments"));
        }
        let see = |address: String| {
            let answer = match address.split('/').nth(1) {
                Some("api") => client.get(&address),
                Some("feeds") => self.serving.public().get(&address),
                _ => client.page(&address),
            };
            let text = format!("{} {}", answer.status, answer.steady_as(&text_of(&answer)));
            (address, text)
        };
        addresses.into_iter().map(see).collect()
    }

    /// Where somebody is told of what they do not read, by something that is about it.
    fn told_of_hidden(&self, who: &str, seen: &BTreeMap<String, String>) -> Option<String> {
        let hidden = |target: &&Target| !is_for(target.audience, who);
        self.targets.iter().filter(hidden).find_map(|target| {
            let tells = |(path, text): &(&String, &String)| {
                **path != target.page() && text.contains(&target.reference)
            };
            seen.iter().find(tells).map(|(path, _)| format!("{path}: {}", target.reference))
        })
    }
}

impl Target {
    fn page(&self) -> String {
        format!("/{}s/{}", self.kind, self.reference)
    }
}

/// The reference of what a call made.
fn made(answer: &Answer) -> Option<String> {
    (answer.status == 201).then(|| answer.json()["reference"].as_str().unwrap().to_owned())
}

/// What each sees.
fn views(world: &World) -> BTreeMap<&'static str, BTreeMap<String, String>> {
    LOOKING.iter().map(|(who, _)| (*who, world.seen(who))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if on_postgres() { 1 } else { 3 },
        failure_persistence: None,
        max_shrink_iters: 8,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_done_moves_anything_for_whoever_may_not_know_of_it(
        audience in 0..AUDIENCES.len(),
        deeds in prop::collection::vec(deed(), 12..17),
    ) {
        let mut world = World::new();
        world.happens(&Deed::Begin { audience });
        // Whatever happens, something was said.
        world.happens(&Deed::Say { action: 0, who: 0, audience });
        prop_assert_eq!((world.actions.len(), world.comments.len()), (1, 1));
        world.serving.settle();
        let mut before = views(&world);
        let mut moved = 0;
        for (number, deed) in deeds.iter().enumerate() {
            let known = world.happens(deed);
            world.serving.settle();
            let now = views(&world);
            for (who, seen) in &now {
                let told = world.told_of_hidden(who, seen);
                prop_assert!(told.is_none(), "{who} is told after deed {number} of {deeds:?}: {told:?}");
                let changed: Vec<_> =
                    seen.iter().filter(|(path, text)| before[who].get(*path).is_some_and(|old| old != *text)).collect();
                if known.as_ref().is_some_and(|known| known.to(who)) {
                    moved += usize::from(!changed.is_empty());
                } else {
                    let first = changed.first().map(|(path, text)| {
                        let lines = before[who][*path].lines().zip(text.lines());
                        (path, lines.filter(|(old, new)| old != new).take(3).collect::<Vec<_>>())
                    });
                    prop_assert!(first.is_none(), "{who} sees deed {number} of {deeds:?}: {first:#?}");
                }
            }
            before = now;
        }
        // A history in which nothing is seen by anybody proves nothing.
        prop_assume!(moved > 5);
    }
}
