//! What is done by a joint action.

use crate::db::text_enum;

text_enum! {
    /// What is done.
    pub enum ActionKind {
        /// A statement.
        Statement = "statement",
        /// A demarche: what one state says to another.
        Demarche = "demarche",
        /// A letter.
        Letter = "letter",
        /// An intervention in a multilateral forum.
        Intervention = "intervention",
        /// A lawsuit, or a brief of a friend of the court.
        Litigation = "litigation",
        /// A request to a state for diplomatic support.
        DiplomaticSupport = "diplomatic_support",
        /// Emergency support of people at risk.
        EmergencySupport = "emergency_support",
        /// Technical assistance.
        TechnicalAssistance = "technical_assistance",
        /// Training.
        Training = "training",
        /// A referral to those who control exports.
        ExportControl = "export_control",
        /// A campaign.
        Campaign = "campaign",
        /// Research.
        Research = "research",
        /// A meeting.
        Meeting = "meeting",
        /// Anything else.
        Other = "other",
    }
}
