//! The vocabularies of facts. Values are what stands in JSON; the sources of the words are named at each.
//! None holds "unknown": that is said by [`Stated::Unknown`](super::Stated), for every field alike.

use serde_json::Value;

use super::parts::{Item, Reading, Shape};
use crate::error::message;

/// A closed set of words.
pub trait Vocabulary: Copy + Eq + Sized + 'static {
    /// Every word, in the order in which a form offers them.
    const ALL: &'static [Self];
    /// What stands in JSON.
    fn as_str(self) -> &'static str;

    /// The word that is written so.
    fn from_word(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.as_str() == text)
    }
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $word:ident = $text:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* #[doc = concat!("`", $text, "`")] $word,)* }

        impl Vocabulary for $name {
            const ALL: &'static [Self] = &[$(Self::$word,)*];

            fn as_str(self) -> &'static str {
                match self { $(Self::$word => $text,)* }
            }
        }

        impl Item for $name {
            const SHAPE: Shape = Shape::Text;

            fn read(value: &Value, at: &str, reading: &mut Reading) -> Option<Self> {
                read(value, at, reading)
            }

            fn write(&self) -> Value {
                self.as_str().into()
            }
        }

        impl super::described::Described for $name {
            fn schema() -> utoipa::openapi::schema::Schema {
                super::described::words(&[$($text),*])
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

fn read<W: Vocabulary>(value: &Value, at: &str, reading: &mut Reading) -> Option<W> {
    let text = reading.text(value, at)?.trim();
    let word = W::from_word(text);
    if word.is_none() && !text.is_empty() {
        let words: Vec<_> = W::ALL.iter().map(|word| word.as_str()).collect();
        reading.fault(at, message("fault-one-of").with("words", words.join(", ")));
    }
    word
}

words! {
    /// What happened: the coalition's own list, which holds what its founding declaration names.
    IncidentType {
        Shutdown = "shutdown",
        Throttling = "throttling",
        Blocking = "blocking",
        Filtering = "filtering",
        SurveillanceTargeted = "surveillance_targeted",
        SurveillanceMass = "surveillance_mass",
        Hacking = "hacking",
        Arrest = "arrest",
        Intimidation = "intimidation",
        Violence = "violence",
        OnlineHarassment = "online_harassment",
        ContentRemoval = "content_removal",
        AccountRestriction = "account_restriction",
        DataDemand = "data_demand",
        EncryptionRestriction = "encryption_restriction",
        TechnologyExport = "technology_export",
        LawOrMeasure = "law_or_measure",
        PositiveDevelopment = "positive_development",
        Other = "other",
    }
}
words! {
    /// Whether it goes on.
    Status { Ongoing = "ongoing", Ended = "ended", }
}
words! {
    /// What of the network is affected.
    Extent {
        FullNetwork = "full_network",
        ServiceBased = "service_based",
        /// One and the other, at different times or places; sources state it so:
        Both = "both",
    }
}
words! {
    /// How wide it reaches: the levels of the shutdown datasets.
    Scope {
        /// One city, county or village:
        Local = "local",
        /// Several within one state, province or region:
        Regional = "regional",
        /// Several states, provinces or regions:
        MultiRegional = "multi_regional",
        /// The whole country:
        National = "national",
    }
}
words! {
    /// Which access networks.
    Network { Broadband = "broadband", Mobile = "mobile", }
}
words! {
    /// Who ordered it: the words of Access Now's STOP dataset, and the two bodies that telecommunications
    /// companies name besides.
    OrderedBy {
        ExecutiveGovernment = "executive_government",
        StateGovernment = "state_government",
        LocalGovernment = "local_government",
        Military = "military",
        LawEnforcement = "law_enforcement",
        Judiciary = "judiciary",
        Legislature = "legislature",
        Regulator = "regulator",
        NonGovernment = "non_government",
        Other = "other",
    }
}
words! {
    /// Who acted.
    ActorType { State = "state", StateLinked = "state_linked", NonState = "non_state", }
}
words! {
    /// What the authorities say is the reason: the words of STOP.
    StatedReason {
        NationalSecurity = "national_security",
        /// "Fake news/ Hate speech/ Incendiary content/ Promoting violence":
        HarmfulContent = "harmful_content",
        PublicOrder = "public_order",
        Precaution = "precaution",
        SchoolExams = "school_exams",
        /// "Sabotage/ Third-party Action":
        Sabotage = "sabotage",
        TechnicalProblems = "technical_problems",
        IllegalContent = "illegal_content",
        Other = "other",
    }
}
words! {
    /// What observers find to be the cause: the words of STOP, and those of the outage observatories.
    AssessedCause {
        PoliticalInstability = "political_instability",
        Protests = "protests",
        Conflict = "conflict",
        CommunalViolence = "communal_violence",
        Elections = "elections",
        ExamCheating = "exam_cheating",
        InformationControl = "information_control",
        ReligiousHolidayOrAnniversary = "religious_holiday_or_anniversary",
        OfficialVisit = "official_visit",
        PowerOutage = "power_outage",
        CableDamage = "cable_damage",
        NaturalDisaster = "natural_disaster",
        TechnicalProblem = "technical_problem",
        Cyberattack = "cyberattack",
        Other = "other",
    }
}
words! {
    /// A finding on one of the four tests of a restriction.
    Finding { Met = "met", NotMet = "not_met", Unclear = "unclear", }
}
words! {
    /// An answer; the third one, "unknown", every field has.
    Answer { Yes = "yes", No = "no", }
}
words! {
    /// The rights touched, as the founding declaration names them.
    Right {
        Expression = "expression",
        Opinion = "opinion",
        /// To seek, receive and impart information:
        Information = "information",
        Assembly = "assembly",
        Association = "association",
        Privacy = "privacy",
        ReligionOrBelief = "religion_or_belief",
        Other = "other",
    }
}
words! {
    /// Harm to people: the fixed list of the coalition's statement on cybersecurity and human rights.
    HarmKind {
        LossOfLife = "loss_of_life",
        VitalServices = "vital_services",
        Financial = "financial",
        DemocraticProcess = "democratic_process",
        Expression = "expression",
        Association = "association",
        Privacy = "privacy",
        Other = "other",
    }
}
words! {
    /// Where a statement comes from.
    SourceKind {
        /// A civil-society organisation or a partner of one:
        CivilSociety = "civil_society",
        NewsMedia = "news_media",
        SocialMedia = "social_media",
        /// An order, a law, a gazette, an authority's own words:
        Official = "official",
        /// A company's own words:
        Company = "company",
        Measurement = "measurement",
        Academic = "academic",
        /// An answer under a law on access to information:
        InformationRequest = "information_request",
        Witness = "witness",
        Other = "other",
    }
}
words! {
    /// How finely a date is known.
    Precision { Day = "day", Month = "month", Year = "year", }
}
