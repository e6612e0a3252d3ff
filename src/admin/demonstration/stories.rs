//! What the demonstration's people report. Everything here is invented.

use serde_json::{Value, json};

use crate::redaction::sanitise::Area;

/// A report of the demonstration.
pub(super) struct Story {
    /// Organisation and address of who writes it.
    pub author: (&'static str, &'static str),
    /// The address of the colleague who approves its release; it waits where nobody has.
    pub reviewer: Option<&'static str>,
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

/// What another organisation says of a report.
pub(super) struct Voice {
    /// Organisation and address of who says it.
    pub author: (&'static str, &'static str),
    /// The title of the report.
    pub about: &'static str,
    pub stance: &'static str,
    /// How good the evidence is, of a verification.
    pub grade: &'static str,
    pub note: &'static str,
    pub audience: &'static [&'static str],
}

const AMINA: (&str, &str) = ("open-lines", "amina.diallo@open-lines.example.org");
const JONAS: &str = "jonas.weber@open-lines.example.org";

/// Invented reports, one for each kind of audience, in several scripts.
pub(super) const STORIES: &[Story] = &[
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audiences: &[&["public"]],
        title: "Mobile internet switched off around a student protest in Port Selin",
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
        author: ("meridian", "leila.amini@meridian.example.org"),
        reviewer: Some("oskar.blom@meridian.example.org"),
        audiences: &[&["public"]],
        title: "قطع اینترنت همراه در سه استان",
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
        author: ("meridian", "leila.amini@meridian.example.org"),
        reviewer: Some("oskar.blom@meridian.example.org"),
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
        title: "Блокировка мессенджера накануне выборов",
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
        title: "Two observers detained after publishing measurements",
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
        author: ("lumora", "farah.noor@lumora.example.org"),
        reviewer: Some("ben.okafor@lumora.example.org"),
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
        author: ("estmark", "kirsi.aalto@estmark.example.org"),
        reviewer: Some("pavel.horn@estmark.example.org"),
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
];

/// What others say of them.
pub(super) const VOICES: &[Voice] = &[
    Voice {
        author: ("meridian", "leila.amini@meridian.example.org"),
        about: "Mobile internet switched off around a student protest in Port Selin",
        stance: "corroborates",
        grade: "",
        note: "Our probes in two of the networks fell silent at 06:38 and came back the next morning.",
        audience: &["coalition"],
    },
    Voice {
        author: ("lumora", "farah.noor@lumora.example.org"),
        about: "Mobile internet switched off around a student protest in Port Selin",
        stance: "corroborates",
        grade: "",
        note: "Roaming partners told us of an order by telephone. We can show it to governments on request.",
        audience: &["sector:government", "sector:company"],
    },
    Voice {
        author: ("estmark", "kirsi.aalto@estmark.example.org"),
        about: "Блокировка мессенджера накануне выборов",
        stance: "disputes",
        grade: "",
        note: "Our embassy could use the messenger on one of the three networks all weekend.",
        audience: &["coalition"],
    },
];
