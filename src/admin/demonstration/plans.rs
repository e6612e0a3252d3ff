//! What the demonstration's organisations do together. Everything in it is invented.

use super::alerts::{HOME, LINES};
use super::stories::{
    BEN, BLOCKED, CUT, HENRIK, INES, JONAS, KIRSI, LEILA, OSKAR, PAVEL, ROSA, SAMI, SEEN, Who,
};

/// A joint action of the demonstration.
pub(super) struct Plan {
    pub author: Who,
    /// Who approves its brief; it waits where nobody has.
    pub second: Option<Who>,
    pub kind: &'static str,
    pub title: &'static str,
    pub brief: &'static str,
    /// To whom it is addressed: the kind of body, and what it is called.
    pub target: Option<[&'static str; 2]>,
    pub forum: &'static str,
    pub countries: &'static [&'static str],
    pub due: Due,
    pub audience: &'static [&'static str],
    pub except: &'static [&'static str],
    /// Whose approvers decide, where that is not the own organisation.
    pub approvers: &'static str,
    pub about: &'static [About],
    /// What is done with it, one after the other.
    pub deeds: &'static [Deed],
}

/// When something is due.
#[derive(Clone, Copy)]
pub(super) enum Due {
    Never,
    /// It is overdue by the time somebody looks.
    Over,
    /// In so many days, at five in the afternoon.
    In(i64),
}

/// What an action is about.
pub(super) enum About {
    /// The title of a story.
    Story(&'static str),
    /// The headline of an alert.
    Call(&'static str),
}

/// Something that somebody does with an action.
pub(super) enum Deed {
    Join(Who),
    /// To a stage, with a reason or none.
    Move(Who, &'static str, &'static str),
    /// Offers the lead to the organisation of somebody, who takes it.
    Lead(Who, Who),
    /// A task, for the organisation of somebody or for nobody yet.
    Task(Who, &'static str, Option<Who>, Due),
    /// The same, and it is done.
    Done(Who, &'static str, Who),
    /// A comment, for these of the action's readers.
    Say(Who, &'static str, &'static [&'static str]),
    /// What came of it, in words and in one, and in how many days that is looked at again.
    Outcome(Who, &'static str, &'static str, Option<i64>),
}

use About::{Call, Story};
use Deed::{Done, Join, Lead, Move, Outcome, Say, Task};
use Due::{In, Never, Over};

/// The title of the action that has one.
pub(super) const DEMARCHE: &str = "Demarche: open the mobile networks in the three provinces";
/// Everybody who reads an action.
const ALL: &[&str] = &["coalition"];

/// What most actions have in common: nothing is said of it.
const PLAIN: Plan = Plan {
    author: KIRSI,
    second: None,
    kind: "other",
    title: "",
    brief: "",
    target: None,
    forum: "",
    countries: &[],
    due: Never,
    audience: &["coalition"],
    except: &[],
    approvers: "",
    about: &[],
    deeds: &[],
};

/// One for each kind of action, stage and audience.
pub(super) const PLANS: &[Plan] = &[
    Plan {
        second: Some(PAVEL),
        kind: "demarche",
        title: DEMARCHE,
        brief: "We ask the ministry to end the order before the weekend, and to say **which law** it rests on.\n\n\
                1. Each capital sends its own note on the same day.\n2. Nobody names the hospitals.\n\n\
                Estmark speaks first; others may refer to our note.",
        target: Some(["government", "Ministry of Communications"]),
        countries: &["IR"],
        due: In(2),
        audience: &["sector:government"],
        about: &[Story(CUT), Call(LINES)],
        deeds: &[
            Move(KIRSI, "considered", ""),
            Join(INES),
            Move(KIRSI, "preparing", ""),
            Done(KIRSI, "Draft the note", KIRSI),
            Move(KIRSI, "in_consultation", ""),
            Task(KIRSI, "Send the remarks of your capital on the draft", Some(INES), In(1)),
            Say(INES, "Our legal adviser asks for the number of the order in the first sentence.", ALL),
            Say(
                KIRSI,
                "We do not have it: operators were told by telephone. Could the note ask for it?",
                ALL,
            ),
        ],
        ..PLAIN
    },
    Plan {
        second: Some(PAVEL),
        kind: "statement",
        title: "Joint statement on shutdowns during elections",
        brief: "One page, for the day before the polls open. It names no network and no person.\n\n\
                Every organisation that joins is listed under the statement, if it says so in a task.",
        countries: &["BY"],
        due: In(6),
        about: &[Story(BLOCKED)],
        deeds: &[
            Join(ROSA),
            Join(LEILA),
            Join(INES),
            Move(KIRSI, "preparing", ""),
            Done(KIRSI, "Write the first draft", ROSA),
            Task(KIRSI, "Figures for the third paragraph", Some(LEILA), In(3)),
            Task(KIRSI, "Translate the text into French and Arabic", None, In(5)),
            Say(LEILA, "Four of the six operators answered us. The figures follow on Friday.", ALL),
            Say(
                ROSA,
                "Please do not add the names of stations: two reporters there have been threatened.",
                &["sector:civil_society", "org:estmark"],
            ),
        ],
        ..PLAIN
    },
    Plan {
        author: INES,
        second: Some(HENRIK),
        kind: "letter",
        title: "Letter to Pelican Cloud: keep the mirrors of news sites up",
        brief: "Two mirrors were taken down after a complaint that names no law. We ask that complaints of governments be \
                published, and that the mirrors come back.",
        target: Some(["company", "Pelican Cloud"]),
        due: In(1),
        audience: &["sector:government", "sector:company"],
        except: &["pelican"],
        deeds: &[
            Move(INES, "preparing", ""),
            Join(BEN),
            Done(INES, "Collect the complaints", INES),
            Move(INES, "agreed", ""),
        ],
        ..PLAIN
    },
    Plan {
        second: Some(PAVEL),
        kind: "intervention",
        title: "A paragraph on network orders in the resolution on freedom of expression",
        brief: "The draft speaks of access, and not of orders to cut it. We propose one sentence, and look for states that \
                will table it.",
        target: Some(["institution", "Human Rights Council"]),
        forum: "Human Rights Council, next session, item 3",
        due: In(21),
        deeds: &[Join(ROSA)],
        ..PLAIN
    },
    Plan {
        author: ROSA,
        second: Some(JONAS),
        kind: "litigation",
        title: "Amicus brief: no order without a law",
        brief: "The appeal is heard in a month. We show how courts elsewhere have decided, and what a cut costs a clinic.",
        target: Some(["institution", "Court of Appeal"]),
        countries: &["UG"],
        due: In(30),
        audience: &["sector:civil_society", "sector:academia"],
        deeds: &[
            Move(ROSA, "considered", ""),
            Join(SAMI),
            Done(ROSA, "Find a lawyer who is admitted there", SAMI),
        ],
        ..PLAIN
    },
    Plan {
        author: SAMI,
        second: Some(JONAS),
        kind: "diplomatic_support",
        title: "A visit of an embassy to a colleague who is held",
        brief: "Her family agrees to a visit and to nothing public. Only missions in the capital can ask for one.",
        due: In(2),
        audience: &["group:safety-of-defenders"],
        approvers: "open-lines",
        about: &[Call(HOME)],
        deeds: &[
            Join(INES),
            Lead(SAMI, INES),
            Move(INES, "preparing", ""),
            Move(INES, "agreed", ""),
            Done(INES, "Ask the ministry for a visit", INES),
            Move(INES, "delivered", ""),
            Task(INES, "Tell the family what was answered", Some(SAMI), In(1)),
        ],
        ..PLAIN
    },
    Plan {
        author: INES,
        second: Some(HENRIK),
        kind: "emergency_support",
        title: "Rent and legal costs for a blogger in hiding",
        brief: "Three months of rent and the costs of one lawyer. Valdora pays; the money goes through the Defenders' Desk.",
        countries: &["SS"],
        audience: &["group:safety-of-defenders"],
        deeds: &[
            Join(SAMI),
            Join(ROSA),
            Move(INES, "preparing", ""),
            Move(INES, "agreed", ""),
            Move(INES, "delivered", ""),
            Move(INES, "following_up", ""),
            Task(INES, "Ask whether the flat is still safe", Some(ROSA), Over),
            Outcome(INES, "The rent is paid until March. The case has not been heard.", "partly", Some(30)),
        ],
        ..PLAIN
    },
    Plan {
        author: LEILA,
        second: Some(OSKAR),
        kind: "technical_assistance",
        title: "Satellite terminals for three hospitals",
        brief: "Two terminals of Meridian stand ready, one of Lumora. They need a way in and somebody who sets them up.",
        countries: &["IR"],
        due: In(4),
        audience: &["group:shutdown-response"],
        about: &[Call(LINES)],
        deeds: &[
            Join(BEN),
            Join(ROSA),
            Join(KIRSI),
            Move(LEILA, "preparing", ""),
            Done(LEILA, "Lend one more terminal", BEN),
            Move(LEILA, "agreed", ""),
            Task(LEILA, "Find a driver whom the clinics know", Some(ROSA), Over),
            Task(LEILA, "Letter of the embassy for the customs post", Some(KIRSI), In(2)),
            Say(BEN, "Our terminal is packed. It needs a name on the customs form.", ALL),
            Say(
                ROSA,
                "The driver of last time is being watched. We ask somebody else.",
                &["sector:civil_society"],
            ),
        ],
        ..PLAIN
    },
    Plan {
        author: ROSA,
        second: Some(JONAS),
        kind: "training",
        title: "Training for newsrooms: the first hour of a shutdown",
        brief: "Two half days, online, in three languages. The exercise is the one that Valdora wrote for its desk.",
        deeds: &[
            Join(LEILA),
            Move(ROSA, "preparing", ""),
            Move(ROSA, "agreed", ""),
            Move(ROSA, "delivered", ""),
            Move(ROSA, "closed", "Held on two days, with 61 people from 14 newsrooms."),
            Outcome(ROSA, "All 14 newsrooms have a written plan now. Nine have tried it.", "achieved", None),
        ],
        ..PLAIN
    },
    Plan {
        second: Some(PAVEL),
        kind: "export_control",
        title: "Refer the sale of a filtering system to those who control exports",
        brief: "A tender asks for equipment that reads the traffic of a whole country. Two makers are known to us by name; \
                the annex goes from hand to hand only.",
        target: Some(["government", "Export control office of Valdora"]),
        countries: &["PK"],
        due: In(9),
        audience: &["sector:government"],
        deeds: &[Move(KIRSI, "considered", "")],
        ..PLAIN
    },
    Plan {
        author: ROSA,
        second: Some(JONAS),
        kind: "campaign",
        title: "A week for open networks",
        brief: "Seven stories in seven days, of people whom a shutdown cut off. Everybody may tell one, and everybody may \
                share them.",
        due: In(12),
        audience: &["public"],
        deeds: &[
            Move(ROSA, "preparing", ""),
            Join(LEILA),
            Join(SAMI),
            Task(ROSA, "Pictures that show nobody's face", None, In(8)),
        ],
        ..PLAIN
    },
    Plan {
        author: LEILA,
        second: Some(OSKAR),
        kind: "research",
        title: "What four shutdowns cost the health services",
        brief: "We compare four regions before, during and after. The figures are out; we watch who uses them.",
        countries: &["ET", "IR", "KE", "SD"],
        deeds: &[
            Join(ROSA),
            Move(LEILA, "preparing", ""),
            Move(LEILA, "in_consultation", ""),
            Move(LEILA, "agreed", ""),
            Move(LEILA, "delivered", ""),
            Move(LEILA, "following_up", ""),
            Outcome(
                LEILA,
                "Two health ministries cite the figures; no order has changed yet.",
                "unclear",
                Some(60),
            ),
        ],
        ..PLAIN
    },
    Plan {
        author: INES,
        second: Some(HENRIK),
        kind: "demarche",
        title: "Demarche for the two observers",
        brief: "We ask where the two are held, and that a lawyer may see them. Their families want **no publicity**: say \
                nothing to the press.",
        target: Some(["government", "Ministry of Home Affairs"]),
        countries: &["TZ"],
        due: In(1),
        audience: &["sector:government", "sector:civil_society"],
        about: &[Story(SEEN)],
        deeds: &[
            Join(KIRSI),
            Join(ROSA),
            Move(INES, "preparing", ""),
            Move(INES, "agreed", ""),
            Done(INES, "Ask the families what may be said", ROSA),
            Move(INES, "delivered", ""),
        ],
        ..PLAIN
    },
    Plan {
        author: INES,
        second: Some(HENRIK),
        kind: "meeting",
        title: "Meeting with operators on orders by telephone",
        brief: "What operators can do when somebody gives an order and puts nothing on paper.",
        audience: &["sector:government", "sector:company"],
        deeds: &[
            Join(BEN),
            Move(INES, "preparing", ""),
            Move(INES, "withdrawn", "The regulator has asked for the same meeting. We go to that one."),
        ],
        ..PLAIN
    },
    Plan {
        second: Some(PAVEL),
        title: "Publish a list of all orders that members have received",
        brief: "Each member would publish the orders of the past year, with names.",
        deeds: &[Move(KIRSI, "declined", "Two members are forbidden by law to name an order.")],
        ..PLAIN
    },
    Plan {
        author: ROSA,
        kind: "statement",
        title: "Statement on the licence of a community network",
        brief: "We ask the board to hear the network before it decides. Nobody is named.",
        countries: &["NA"],
        due: In(7),
        ..PLAIN
    },
    Plan {
        kind: "meeting",
        title: "Prepare the visit of our envoy",
        brief: "Whom the envoy should meet, and what Estmark can offer. For the ministry only.",
        due: In(14),
        audience: &["org:estmark"],
        deeds: &[
            Task(KIRSI, "List of people to meet", Some(KIRSI), In(3)),
            Task(KIRSI, "Ask the embassy for rooms", None, Never),
        ],
        ..PLAIN
    },
];
