//! What the demonstration's people report. Everything here is invented.

use serde_json::{Value, json};

use sanitise::Area;

/// A report of the demonstration.
pub(super) struct Story {
    /// Who writes it.
    pub author: Who,
    /// The colleague who approves its release; it waits where nobody has.
    pub reviewer: Option<Who>,
    /// Who reads it, the fewest first.
    pub audiences: &'static [&'static [&'static str]],
    /// One line.
    pub title: &'static str,
    /// Markdown.
    pub narrative: &'static str,
    /// BCP 47.
    pub language: &'static str,
    /// The facts.
    pub facts: fn() -> Value,
    /// What of it does not travel.
    pub hidden: &'static [Hidden],
    /// A picture that is attached.
    pub picture: Option<Picture>,
}

/// A mark.
pub(super) struct Hidden {
    pub on: On,
    pub reason: &'static str,
    /// Who may still see it.
    pub seen_by: &'static [&'static str],
    /// What others read in its place.
    pub instead: &'static str,
}

/// What is marked.
pub(super) enum On {
    /// Words of the narrative.
    Words(&'static str),
    /// A fact, and how far it is told.
    Fact(&'static str, &'static str),
}

/// A picture, with what is covered on it for everybody.
pub(super) struct Picture {
    pub bytes: &'static [u8],
    pub name: &'static str,
    pub shows: &'static str,
    pub boxes: &'static [Area],
}

/// Organisation and address of somebody.
pub(super) type Who = (&'static str, &'static str);

pub(super) const AMINA: Who = ("open-lines", "amina.diallo@open-lines.example.org");
pub(super) const JONAS: Who = ("open-lines", "jonas.weber@open-lines.example.org");
pub(super) const LEILA: Who = ("meridian", "leila.amini@meridian.example.org");
pub(super) const OSKAR: Who = ("meridian", "oskar.blom@meridian.example.org");
pub(super) const FARAH: Who = ("lumora", "farah.noor@lumora.example.org");
pub(super) const KIRSI: Who = ("estmark", "kirsi.aalto@estmark.example.org");
pub(super) const PAVEL: Who = ("estmark", "pavel.horn@estmark.example.org");
pub(super) const INES: Who = ("valdora", "ines.duarte@valdora.example.org");
pub(super) const HENRIK: Who = ("valdora", "henrik.moe@valdora.example.org");
pub(super) const ROSA: Who = ("open-lines", "rosa.quispe@open-lines.example.org");
pub(super) const SAMI: Who = ("defenders-desk", "sami.haddad@defenders.example.org");
pub(super) const BEN: Who = ("lumora", "ben.okafor@lumora.example.org");
pub(super) const ANA: Who = ("secretariat", "ana.belo@secretariat.example.org");
pub(super) const TOMAS: Who = ("secretariat", "tomas.lind@secretariat.example.org");

pub(super) const PROTEST: &str = "Mobile internet switched off around a student protest in Port Selin";
pub(super) const CUT: &str = "قطع اینترنت همراه در سه استان";
pub(super) const BLOCKED: &str = "Блокировка мессенджера накануне выборов";
/// A story of people in danger.
pub(super) const SEEN: &str = "Two observers detained after publishing measurements";
/// A story about a government that is a member.
pub(super) const SLOWED: &str = "Operators told to slow the tide tables";
/// A story whose release was sent back.
pub(super) const RETURNED: &str = "Licence of a community network withdrawn";
/// A story that another organisation is asked to publish.
pub(super) const HANDED: &str = "Telephones searched at the gate of the embassies";

/// Invented reports, one for each kind of audience, in several scripts.
pub(super) const STORIES: &[Story] = &[
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audiences: &[&["public"]],
        title: PROTEST,
        narrative: "Subscribers of two operators lost mobile data at **06:40 local time**. Fixed lines kept working.\n\n\
                    People were told to expect “technical maintenance”; no order has been published.",
        language: "en",
        facts: || {
            json!({ "types": ["shutdown"], "countries": ["KE"], "places": ["Port Selin"], "status": "ended",
            "started": { "date": "2026-03-12", "precision": "day" }, "ended": { "date": "2026-03-13", "precision": "day" },
            "networks": ["mobile"], "extent": "full_network", "scope": "local", "assessed_causes": ["protests"] })
        },
        hidden: &[],
        picture: None,
    },
    Story {
        author: LEILA,
        reviewer: Some(OSKAR),
        audiences: &[&["public"]],
        title: CUT,
        narrative: "اندازه‌گیری‌های ما نشان می‌دهد که دسترسی به اینترنت همراه از بامداد امروز قطع شده است.",
        language: "fa",
        facts: || {
            json!({ "types": ["shutdown"], "countries": ["IR"], "status": "ongoing",
            "started": { "date": "2026-05", "precision": "month" }, "networks": ["mobile"], "scope": "multi_regional" })
        },
        hidden: &[],
        picture: None,
    },
    Story {
        author: LEILA,
        reviewer: Some(OSKAR),
        audiences: &[&["public"]],
        title: "በክልሉ የሞባይል ኢንተርኔት ተቋርጧል",
        narrative: "የሞባይል ኢንተርኔት ከትናንት ማታ ጀምሮ አይሰራም። መደበኛ ስልክ ይሰራል።",
        language: "am",
        facts: || {
            json!({ "types": ["shutdown"], "countries": ["ET"], "status": "ongoing",
            "started": { "date": "2026-05-24", "precision": "day" }, "networks": ["mobile"], "scope": "regional" })
        },
        hidden: &[],
        picture: None,
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audiences: &[&["coalition"]],
        title: BLOCKED,
        narrative: "Три провайдера блокируют мессенджер с вечера пятницы. Список адресов приложен к отчёту.",
        language: "ru",
        facts: || {
            json!({ "types": ["blocking"], "countries": ["BY"], "status": "ongoing", "services": ["Signal"],
            "started": { "date": "2026-05-22", "precision": "day" }, "extent": "service_based",
            "assessed_causes": ["elections"], "rights": ["expression", "information"] })
        },
        hidden: &[],
        picture: None,
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audiences: &[&["sector:government", "sector:civil_society"], &["coalition"]],
        title: SEEN,
        narrative: "Neema Okello and Daudi Mrisho were taken from their homes in Kijitonyama on Tuesday night. \
                    A neighbour, a nurse, saw four men in plain clothes and a white van.\n\n\
                    Their families ask for **no publicity** for now and can be reached at +255 22 555 0143.",
        language: "en",
        facts: || {
            json!({ "types": ["arrest", "intimidation"], "countries": ["TZ"], "status": "ongoing",
            "started": { "date": "2026-05-19", "precision": "day" }, "rights": ["expression"], "affected_groups": ["researchers"] })
        },
        hidden: &[
            Hidden {
                on: On::Words("Neema Okello and Daudi Mrisho"),
                reason: "personal_data",
                seen_by: &["sector:government", "sector:civil_society"],
                instead: "Two election observers",
            },
            Hidden {
                on: On::Words("Kijitonyama"),
                reason: "exact_place",
                seen_by: &["sector:government", "sector:civil_society"],
                instead: "",
            },
            Hidden {
                on: On::Words("A neighbour, a nurse,"),
                reason: "source_identity",
                seen_by: &[],
                instead: "Somebody",
            },
            Hidden {
                on: On::Words("+255 22 555 0143"),
                reason: "person_security",
                seen_by: &[],
                instead: "",
            },
            Hidden {
                on: On::Fact("started", "month"),
                reason: "person_security",
                seen_by: &["sector:government", "sector:civil_society"],
                instead: "",
            },
        ],
        picture: None,
    },
    Story {
        author: FARAH,
        reviewer: Some(BEN),
        audiences: &[&["sector:company"]],
        title: "Oral order to throttle video, written confirmation asked for",
        narrative: "The regulator telephoned our network centre. We asked for the order in writing and have not acted.",
        language: "en",
        facts: || {
            json!({ "types": ["throttling"], "countries": ["UG"], "status": "unknown",
            "started": { "date": "2026-05-25", "precision": "day" }, "ordered_by": ["regulator"] })
        },
        hidden: &[],
        picture: None,
    },
    Story {
        author: KIRSI,
        reviewer: Some(PAVEL),
        audiences: &[&["group:shutdown-response"]],
        title: "Embassy note: shutdown expected on exam days in June",
        narrative: "The ministry confirmed informally that mobile data will be cut from 08:00 to 12:00 on five days.",
        language: "en",
        facts: || {
            json!({ "types": ["shutdown"], "countries": ["IQ"], "started": { "date": "2026-06", "precision": "month" },
            "networks": ["mobile", "broadband"], "stated_reasons": ["school_exams"], "scope": "national" })
        },
        hidden: &[],
        picture: None,
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audiences: &[&["group:safety-of-defenders"]],
        title: "Safe contact for a blogger in hiding",
        narrative: "Contact only through the agreed channel. Do not call the family.",
        language: "en",
        facts: || json!({ "types": ["intimidation"], "countries": ["SS"], "affected_groups": ["bloggers"] }),
        hidden: &[],
        picture: None,
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audiences: &[&["org:open-lines"]],
        title: "Notes from a source at an exchange point",
        narrative: "Not confirmed by anybody else yet. For our own planning only.",
        language: "en",
        facts: || json!({ "types": ["filtering"], "countries": ["PK"], "started": { "date": "2026-05-27", "precision": "day" } }),
        hidden: &[],
        picture: None,
    },
    Story {
        author: AMINA,
        reviewer: None,
        audiences: &[&["sector:government", "sector:civil_society"], &["coalition"]],
        title: "Satellite terminals seized at the border",
        narrative: "Customs kept eleven terminals that were meant for clinics. The driver was let go after four hours; \
                    the receipt is attached, without names.",
        language: "en",
        facts: || json!({ "types": ["other"], "countries": ["SD"], "started": { "date": "2026-05-28", "precision": "day" } }),
        hidden: &[],
        picture: Some(Picture {
            bytes: include_bytes!("../data/customs-receipt.png"),
            name: "IMG_0417 Halima Yusuf.png",
            shows: "The receipt of the customs post, with the names covered",
            boxes: &[
                Area { page: 0, x: 222, y: 506, width: 356, height: 50 },
                Area { page: 0, x: 300, y: 632, width: 138, height: 62 },
            ],
        }),
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audiences: &[&["coalition"]],
        title: SLOWED,
        narrative: "A circular of 2 May asks both operators of Estmark to slow a site with tide tables, which boat owners had \
                    used to tell each other of patrols. One of them did, for three days.",
        language: "en",
        facts: || {
            json!({ "types": ["throttling"], "countries": ["AQ"], "status": "ended",
            "started": { "date": "2026-05-03", "precision": "day" }, "ended": { "date": "2026-05-06", "precision": "day" },
            "extent": "service_based", "ordered_by": ["executive_government"] })
        },
        hidden: &[],
        picture: None,
    },
    Story {
        author: AMINA,
        reviewer: None,
        audiences: &[],
        title: RETURNED,
        narrative: "The board took the licence of a community network with 400 subscribers. Its treasurer, Odile Marsh, learned \
                    of it from the radio.",
        language: "en",
        facts: || json!({ "types": ["other"], "countries": ["NA"], "started": { "date": "2026-05-26", "precision": "day" } }),
        hidden: &[],
        picture: None,
    },
    Story {
        author: INES,
        reviewer: None,
        audiences: &[],
        title: HANDED,
        narrative: "Visitors of two embassies were asked to unlock their telephones at the gate of the quarter. Contacts were \
                    copied to a tablet; nobody was given a paper.",
        language: "en",
        facts: || json!({ "types": ["surveillance_targeted"], "countries": ["MR"], "started": { "date": "2026-05", "precision": "month" } }),
        hidden: &[],
        picture: None,
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audiences: &[&["public"]],
        title: "Court rules that a shutdown needs a law",
        narrative: "The high court of the region held that no order may switch off the network unless a law allows it, and that \
                    operators may refuse an order that names none. The ministry did not appeal.",
        language: "en",
        facts: || {
            json!({ "types": ["positive_development"], "countries": ["KE"], "status": "ended",
            "started": { "date": "2026-04-21", "precision": "day" }, "scope": "national" })
        },
        hidden: &[],
        picture: None,
    },
];
