//! The pages of incidents and reports. Each calls the verbs that the JSON calls, and shows what the views hold.

mod apart;
mod asking;
mod audience;
mod boxes;
mod corroborating;
mod delegated;
mod delegating;
mod desk;
mod difference;
mod editing;
mod evidence;
mod fields;
mod files;
mod filing;
mod hints;
mod keeping;
mod inquiries;
mod languages;
mod list;
mod mark_rows;
mod marked;
mod marking;
mod offers;
mod owner;
mod people;
mod picture;
mod queue;
mod reading;
mod refusal;
mod requesting;
mod releasing;
mod remarking;
mod retracting;
mod reviewing;
mod rows;
mod saying;
mod text;
mod translated;
mod translating;
mod turning;
mod words;

pub use asking::{
    answer_inquiry, approve_inquiry, choose_question, one_inquiry, post_question, return_inquiry,
    withdraw_inquiry,
};
pub use corroborating::{approve_said, one_corroboration, return_said, withdraw_said};
pub use delegated::{approve_asking, one_delegation, return_asking, take_on, turn_down, withdraw_asking};
pub use delegating::{ask_publisher, choose_publisher, delegations};
pub use desk::desk;
pub use editing::{create_report, edit_report, new_report, save_report};
pub use evidence::{attach_file, cover_file, describe_file, file, remove_file};
pub use files::{file_copy, file_original, file_picture, manifest, proposed_file};
pub use filing::{choose_incident, choose_merge, file_report, merge};
pub use keeping::{erase, keep, keeping};
pub use list::{home_page, list_page_of_incidents};
pub use marking::{marks, save_marks};
pub use owner::report_desk;
pub use queue::reviews;
pub use reading::{incident, report};
pub use releasing::{choose_audience, preview_release, propose_release};
pub use requesting::{dismiss_request, end_request, new_request, post_request, received_requests, requests};
pub use retracting::{choose_retraction, retract};
pub use reviewing::{approve, claim, return_release, review, unclaim, withdraw};
pub use saying::{choose_reply, choose_stance, post_reply, post_stance};
pub use translated::{approve_translation, one_translation, return_translation, withdraw_translation};
pub use translating::{choose_translation, post_translation};
