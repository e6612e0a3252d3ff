//! What the demonstration's people report. Everything here is invented.

use serde_json::{Value, json};

/// A report of the demonstration.
pub(super) struct Story {
    /// Organisation and address of who writes it.
    pub author: (&'static str, &'static str),
    /// The address of the colleague who approves its release; it waits where nobody has.
    pub reviewer: Option<&'static str>,
    /// Who reads it.
    pub audience: &'static [&'static str],
    /// One line.
    pub title: &'static str,
    /// Markdown.
    pub narrative: &'static str,
    /// BCP 47.
    pub language: &'static str,
    /// The facts.
    pub facts: fn() -> Value,
}

const AMINA: (&str, &str) = ("open-lines", "amina.diallo@open-lines.example.org");
const JONAS: &str = "jonas.weber@open-lines.example.org";

/// Invented reports, one for each kind of audience, in several scripts.
pub(super) const STORIES: &[Story] = &[
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audience: &["public"],
        title: "Mobile internet switched off around a student protest in Port Selin",
        narrative: "Subscribers of two operators lost mobile data at **06:40 local time**. Fixed lines kept working.\n\n\
                    People were told to expect “technical maintenance”; no order has been published.",
        language: "en",
        facts: || {
            json!({ "types": ["shutdown"], "countries": ["KE"], "places": ["Port Selin"], "status": "ended",
            "started": { "date": "2026-03-12", "precision": "day" }, "ended": { "date": "2026-03-13", "precision": "day" },
            "networks": ["mobile"], "extent": "full_network", "scope": "local", "assessed_causes": ["protests"] })
        },
    },
    Story {
        author: ("meridian", "leila.amini@meridian.example.org"),
        reviewer: Some("oskar.blom@meridian.example.org"),
        audience: &["public"],
        title: "قطع اینترنت همراه در سه استان",
        narrative: "اندازه‌گیری‌های ما نشان می‌دهد که دسترسی به اینترنت همراه از بامداد امروز قطع شده است.",
        language: "fa",
        facts: || {
            json!({ "types": ["shutdown"], "countries": ["IR"], "status": "ongoing",
            "started": { "date": "2026-05", "precision": "month" }, "networks": ["mobile"], "scope": "multi_regional" })
        },
    },
    Story {
        author: ("meridian", "leila.amini@meridian.example.org"),
        reviewer: Some("oskar.blom@meridian.example.org"),
        audience: &["public"],
        title: "በክልሉ የሞባይል ኢንተርኔት ተቋርጧል",
        narrative: "የሞባይል ኢንተርኔት ከትናንት ማታ ጀምሮ አይሰራም። መደበኛ ስልክ ይሰራል።",
        language: "am",
        facts: || {
            json!({ "types": ["shutdown"], "countries": ["ET"], "status": "ongoing",
            "started": { "date": "2026-05-24", "precision": "day" }, "networks": ["mobile"], "scope": "regional" })
        },
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audience: &["coalition"],
        title: "Блокировка мессенджера накануне выборов",
        narrative: "Три провайдера блокируют мессенджер с вечера пятницы. Список адресов приложен к отчёту.",
        language: "ru",
        facts: || {
            json!({ "types": ["blocking"], "countries": ["BY"], "status": "ongoing", "services": ["Signal"],
            "started": { "date": "2026-05-22", "precision": "day" }, "extent": "service_based",
            "assessed_causes": ["elections"], "rights": ["expression", "information"] })
        },
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audience: &["sector:government", "sector:civil_society"],
        title: "Two observers detained after publishing measurements",
        narrative: "Both were taken from their homes on Tuesday night. Their families ask for **no publicity** for now.",
        language: "en",
        facts: || {
            json!({ "types": ["arrest", "intimidation"], "countries": ["TZ"], "status": "ongoing",
            "started": { "date": "2026-05-19", "precision": "day" }, "rights": ["expression"], "affected_groups": ["researchers"] })
        },
    },
    Story {
        author: ("lumora", "farah.noor@lumora.example.org"),
        reviewer: Some("ben.okafor@lumora.example.org"),
        audience: &["sector:company"],
        title: "Oral order to throttle video, written confirmation asked for",
        narrative: "The regulator telephoned our network centre. We asked for the order in writing and have not acted.",
        language: "en",
        facts: || {
            json!({ "types": ["throttling"], "countries": ["UG"], "status": "unknown",
            "started": { "date": "2026-05-25", "precision": "day" }, "ordered_by": ["regulator"] })
        },
    },
    Story {
        author: ("estmark", "kirsi.aalto@estmark.example.org"),
        reviewer: Some("pavel.horn@estmark.example.org"),
        audience: &["group:shutdown-response"],
        title: "Embassy note: shutdown expected on exam days in June",
        narrative: "The ministry confirmed informally that mobile data will be cut from 08:00 to 12:00 on five days.",
        language: "en",
        facts: || {
            json!({ "types": ["shutdown"], "countries": ["IQ"], "started": { "date": "2026-06", "precision": "month" },
            "networks": ["mobile", "broadband"], "stated_reasons": ["school_exams"], "scope": "national" })
        },
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audience: &["group:safety-of-defenders"],
        title: "Safe contact for a blogger in hiding",
        narrative: "Contact only through the agreed channel. Do not call the family.",
        language: "en",
        facts: || json!({ "types": ["intimidation"], "countries": ["SS"], "affected_groups": ["bloggers"] }),
    },
    Story {
        author: AMINA,
        reviewer: Some(JONAS),
        audience: &["org:open-lines"],
        title: "Notes from a source at an exchange point",
        narrative: "Not confirmed by anybody else yet. For our own planning only.",
        language: "en",
        facts: || json!({ "types": ["filtering"], "countries": ["PK"], "started": { "date": "2026-05-27", "precision": "day" } }),
    },
    Story {
        author: AMINA,
        reviewer: None,
        audience: &["coalition"],
        title: "Satellite terminals seized at the border",
        narrative: "Customs kept eleven terminals that were meant for clinics. We have photographs of the receipts.",
        language: "en",
        facts: || json!({ "types": ["other"], "countries": ["SD"], "started": { "date": "2026-05-28", "precision": "day" } }),
    },
];
