//! What is asked of the owner of a report: `/api/v1/reports/{reference}/inquiries`, `/api/v1/inquiries`.

use serde::Deserialize;
use utoipa::ToSchema;

use super::{Input, Inquiry, InquiryView};
use crate::access::Viewer;
use crate::contributions::{self, Proposed, Written};
use crate::db::Tx;
use crate::description::{Description, post};
use crate::error::Result;
use crate::inquiries;
use crate::reports::api_input::chosen;
use crate::vault::Vault;

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let made = [
        post("/api/v1/reports/{reference}/inquiries", "Ask the owner of a report, or ask for wider sharing")
            .says("Among members it is released at once; what is public needs a second person. A sharing request (`wish`) goes to the owner alone.")
            .once()
            .takes::<NewInquiry>()
            .gives::<InquiryView>(201, "`live`, or `proposed` where somebody else has to decide."),
        post("/api/v1/inquiries/{reference}/answers", "Answer (the owner), or ask further (the organisation that asked)")
            .once()
            .takes::<NewAnswer>()
            .gives::<InquiryView>(201, "`live`, or `proposed` where somebody else has to decide."),
    ];
    let summary = "A question or an answer, as one may read it";
    api.add("Inquiries", made);
    api.add("Inquiries", contributions::api::calls::<InquiryView>("inquiries", summary, "The entry."));
}

/// What somebody asks.
#[derive(Deserialize, ToSchema)]
pub struct NewInquiry {
    /// `question` if it is left out.
    #[schema(pattern = "^(question|wish)$")]
    kind: Option<String>,
    /// The question, or the reason for the sharing request.
    #[schema(max_length = 4000)]
    words: String,
    /// With `wish`, and with nothing else: who should read the report too, in words as of a release, without people.
    wished: Option<Vec<String>>,
    /// With `question`: who reads it beside the two organisations, as of a release. An empty list is refused.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    /// The organisation whose reviewers decide, where it is public and one's own has one person only.
    approvers: Option<String>,
}

/// What somebody answers.
#[derive(Deserialize, ToSchema)]
pub struct NewAnswer {
    #[schema(max_length = 4000)]
    words: String,
    /// Who reads it beside the two organisations, as of a release. An empty list is refused.
    audience: Option<Vec<String>>,
    except: Option<Vec<String>>,
    approvers: Option<String>,
}

impl Written for NewInquiry {
    type Kind = Inquiry;
    const TEXTS: &'static [&'static str] = &["words"];

    fn write(
        self,
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        report: &str,
    ) -> Result<Proposed<Inquiry>> {
        let input = Input {
            kind: self.kind.unwrap_or_default(),
            words: self.words,
            wished: self.wished.unwrap_or_default(),
            audience: chosen(self.audience, self.except, self.approvers)?,
        };
        inquiries::ask(tx, vault, viewer, report, &input)
    }
}

impl Written for NewAnswer {
    type Kind = Inquiry;
    const TEXTS: &'static [&'static str] = &["words"];

    fn write(
        self,
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        question: &str,
    ) -> Result<Proposed<Inquiry>> {
        let audience = chosen(self.audience, self.except, self.approvers)?;
        inquiries::reply(tx, vault, viewer, question, &self.words, &audience)
    }
}
