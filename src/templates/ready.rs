//! The templates that the program comes with: what the field needs most often. The secretariat adds them for all members, and
//! changes them as it sees fit.

use super::{ActionKind, Planned, Wording};

/// Whether the lead does it, the task, and how many days after the action is begun it is due.
type Task = (bool, &'static str, u32);

struct Ready {
    name: &'static str,
    kind: ActionKind,
    title: &'static str,
    brief: &'static str,
    audience: &'static [&'static str],
    due_days: u32,
    tasks: &'static [Task],
}

const READY: [Ready; 4] = [
    Ready {
        name: "Response to a shutdown",
        kind: ActionKind::Campaign,
        title: "Response to the shutdown in [country]",
        brief: include_str!("ready/shutdown.md"),
        audience: &["coalition"],
        due_days: 30,
        tasks: &[
            (true, "Confirm by two kinds of measurement which networks and services are affected", 1),
            (true, "Ask people there what they need, and what would put them at risk", 1),
            (true, "Agree on one description of the facts", 2),
            (false, "Ask operators for the order, in writing", 3),
            (false, "Speak to the government concerned, in the capital or through the embassy", 4),
            (false, "Publish what can be published, in the languages that are read there", 4),
            (false, "Collect what the shutdown has done to hospitals, payments and schools", 10),
            (false, "Write to the special procedures of the United Nations", 14),
            (true, "Write down what worked and what did not", 30),
        ],
    },
    Ready {
        name: "Support for an arrested colleague",
        kind: ActionKind::EmergencySupport,
        title: "Support for a colleague who was arrested",
        brief: include_str!("ready/arrest.md"),
        // Whom such a text goes to is never suggested: it is different each time.
        audience: &[],
        due_days: 60,
        tasks: &[
            (true, "Confirm with the family and the lawyer what may be said, and by whom", 1),
            (true, "Close the access that the arrested person had to shared accounts and folders", 1),
            (true, "Name one contact for the family and one for the lawyer", 1),
            (false, "Pay for the lawyer, or find one through legal networks", 2),
            (false, "Ask embassies to find out where our colleague is held, and to visit", 2),
            (false, "Support the family: somebody to call, journeys, food parcels", 3),
            (false, "Ask for an urgent appeal of the special procedures of the United Nations", 7),
            (false, "Plan who observes each hearing", 7),
            (true, "Ask the family and the lawyer again whether this is still right", 14),
            (true, "Review: what has changed, and what do we stop doing?", 30),
        ],
    },
    Ready {
        name: "Answer to a blocking order",
        kind: ActionKind::Litigation,
        title: "Answer to the order to block [service] in [country]",
        brief: include_str!("ready/blocking.md"),
        audience: &["coalition"],
        due_days: 30,
        tasks: &[
            (true, "Obtain the order, with a translation", 2),
            (true, "Find out the time limit for an appeal, and put it into the calendar", 2),
            (false, "Confirm the blocking on several networks, and how it is done", 3),
            (false, "Look for what is blocked by mistake", 5),
            (false, "Speak with a lawyer there about an appeal, or a brief of a friend of the court", 7),
            (false, "Raise it with the government concerned", 10),
            (false, "Tell users that what they cannot reach is blocked by order", 10),
            (true, "Decide what follows after the time limit", 30),
        ],
    },
    Ready {
        name: "Answer to a new law",
        kind: ActionKind::Statement,
        title: "Opinion on [law] in [country]",
        brief: include_str!("ready/law.md"),
        audience: &["coalition"],
        due_days: 45,
        tasks: &[
            (true, "Obtain the text and a translation, and find out the next dates", 3),
            (true, "Ask local organisations whether voices from abroad help or harm", 5),
            (false, "Read it article by article against the treaties that the country has signed", 10),
            (true, "Agree on the three changes that matter most, with their wording", 14),
            (false, "Hand in an opinion in the public consultation", 21),
            (false, "Speak with the ministry and with members of the parliament", 28),
            (false, "Explain what the law would cost companies, and what they could not do", 28),
            (true, "Decide what follows once the vote is over", 45),
        ],
    },
];

/// All of them.
pub(super) fn all() -> Vec<Wording> {
    let task = |(lead, title, days): &Task| Planned {
        title: (*title).to_owned(),
        lead: *lead,
        due_days: Some(*days),
    };
    let wording = |ready: &Ready| Wording {
        name: ready.name.to_owned(),
        kind: ready.kind,
        title: ready.title.to_owned(),
        language: "en".to_owned(),
        brief: ready.brief.trim().to_owned(),
        audience: ready.audience.iter().map(|word| (*word).to_owned()).collect(),
        except: Vec::new(),
        due_days: Some(ready.due_days),
        tasks: ready.tasks.iter().map(task).collect(),
    };
    READY.iter().map(wording).collect()
}
