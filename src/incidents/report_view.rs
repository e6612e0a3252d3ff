//! Reports as one viewer reads them, with all that is said of them: loaded together, however many they are.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use crate::access::{Act, Tlp, Viewer, permits};
use crate::contributions::Contribution;
use crate::contributions::{self, Beneath};
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};
use crate::facts::{Facts, Mode};
use crate::inquiries::{InquiryView, Threads};
use crate::people::{Names, Organisation, TokenName};
use crate::redaction::Rendition;
use crate::reports::Report;
use crate::translations::{self, ReadOptions, Translated, Translation, in_language};
use crate::verification::{self, Assessments, CorroborationView, Stance, Statements, Verification};
use crate::web::encode;

/// A thinner rendition that the viewer may read too.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Thinner {
    /// Who reads it: the tokens of its audience that the viewer may know of.
    #[schema(value_type = Vec<String>)]
    pub audience: Vec<TokenName>,
    /// The page of it.
    pub href: String,
    /// Whether it says the very same.
    #[serde(skip)]
    pub same: bool,
}

/// A report as one viewer reads it.
#[derive(Debug, Clone)]
pub struct ReportView {
    /// `R-…`.
    pub reference: String,
    /// `I-…`.
    pub incident: String,
    /// Whose account it is.
    pub organisation: Organisation,
    /// What is read.
    pub rendition: Rendition,
    /// The facts of it.
    pub facts: Facts,
    /// The tokens of its audience that this viewer holds; the owner sees all.
    pub audience: Vec<TokenName>,
    /// Its label.
    pub tlp: Tlp,
    /// How far it is borne out by others.
    pub verification: Verification,
    /// When and why its owner retracted it.
    pub retracted: Option<(Moment, String)>,
    /// What other organisations say of it, as far as this viewer reads that.
    pub corroborations: Vec<CorroborationView>,
    /// Whether the viewer may say something of it.
    pub corroborates: bool,
    /// What the governments that it is about reply, as far as this viewer reads that.
    pub replies: Vec<CorroborationView>,
    /// Whether the viewer may reply.
    pub may_reply: bool,
    /// What was asked and answered about it, as far as this viewer reads that.
    pub inquiries: Vec<InquiryView>,
    /// Whether the viewer may ask its owner.
    pub asks: bool,
    /// The thinner ones.
    pub thinner: Vec<Thinner>,
    /// The same in other languages.
    pub translations: Vec<translations::Beside>,
    /// Where `rendition` is read in another language than it was released in: by which translation, from which language.
    pub translated: Option<Translated>,
    /// Whether it is of the viewer's own organisation: its people are told the whole audience.
    pub own: bool,
    /// Whether the viewer may open the owner's desk of it.
    pub desk: bool,
    /// Whether the viewer may propose to release it further.
    pub proposes: bool,
}

/// A report that a viewer reads.
pub(super) struct Reading {
    /// The report.
    pub report: Report,
    /// The reference of the incident that it is filed under.
    pub incident: String,
    /// All texts of it that the viewer reads, fullest first.
    pub readable: Vec<Rendition>,
    /// The one of them that is shown.
    pub chosen: Rendition,
}

/// These reports as this viewer reads them, or as others do: in as many statements however many they are, and however much is
/// said of them.
pub(super) fn views(
    conn: &mut Conn,
    viewer: &Viewer,
    readings: Vec<Reading>,
    asked: &ReadOptions,
) -> Result<Vec<ReportView>> {
    let around = Around::load(conn, viewer, &readings)?;
    readings.into_iter().map(|reading| around.view(viewer, reading, asked)).collect()
}

/// What reports are shown with.
struct Around {
    statements: Statements,
    threads: Threads,
    translations: Vec<Contribution<Translation>>,
    assessments: Assessments,
    /// Of all organisations that report, speak and ask, of the viewer's own, and of all tokens that are shown.
    names: Names,
}

impl Around {
    fn load(conn: &mut Conn, viewer: &Viewer, readings: &[Reading]) -> Result<Self> {
        let ids: Vec<String> = readings.iter().map(|one| one.report.id.as_str().to_owned()).collect();
        let texts = readings.iter().flat_map(|one| &one.readable).map(|text| text.id.as_str().to_owned());
        let mut beneath = Beneath::load(conn, &ids.iter().cloned().chain(texts).collect::<Vec<_>>())?;
        let statements = beneath.take(conn)?;
        let statements = Statements::load(conn, viewer, statements)?;
        let threads = beneath.take(conn)?;
        let threads = Threads::load(conn, viewer, threads)?;
        let mut tokens = threads.tokens(viewer)?;
        tokens.extend(contributions::told(viewer, statements.rows())?);
        let mut organisations: BTreeSet<_> = viewer.organisation().into_iter().collect();
        organisations.extend(statements.rows().iter().map(|row| &row.organisation_id));
        organisations.extend(threads.rows().iter().map(|row| &row.organisation_id));
        for Reading { report, readable, .. } in readings {
            organisations.insert(&report.organisation_id);
            let told = readable.iter().flat_map(|text| text.audience.told(viewer, &report.organisation_id));
            tokens.extend(told);
        }
        let names = Names::load(conn, &tokens, organisations, [])?;
        let assessments = Assessments::from(conn, &ids, statements.rows(), names.organisations())?;
        Ok(Self { translations: beneath.take(conn)?, statements, threads, assessments, names })
    }

    fn view(&self, viewer: &Viewer, reading: Reading, asked: &ReadOptions) -> Result<ReportView> {
        let Reading { report, incident, readable, chosen } = reading;
        let owner = &report.organisation_id;
        let as_others = asked.as_whom.is_some();
        let (rendition, translated, translations) =
            in_language(viewer, &report, chosen, (asked, &self.translations))?;
        let text = verification::Beside {
            report: &report.reference,
            rendition: &rendition,
            readable: &readable,
            as_others,
        };
        let said = self.statements.beside(viewer, &self.names, &text)?;
        let (replies, corroborations) = said.into_iter().partition(|one| one.stance == Stance::Replies);
        let retraction = self.assessments.retraction_of(&rendition);
        let home = viewer.organisation().map(|home| self.names.organisation(home)).transpose()?;
        Ok(ReportView {
            facts: Facts::parse(&rendition.reading.facts, Mode::Import)
                .map_err(|faults| Error::Internal(format!("released facts do not parse: {faults:?}")))?,
            audience: self.readers(viewer, &report, &rendition)?,
            tlp: rendition.audience.tlp(),
            verification: self.assessments.of(&rendition, Some(viewer.at())),
            retracted: retraction.map(|(at, reason)| (at, reason.to_owned())),
            corroborations,
            corroborates: permits(viewer, Act::Corroborate { owner })
                || permits(viewer, Act::Verify { owner }),
            replies,
            may_reply: home.is_some_and(|home| verification::may_reply(viewer, home, owner, &readable)),
            inquiries: self.threads.beside(viewer, &self.names, (&report, &rendition, as_others))?,
            asks: permits(viewer, Act::Ask { owner }),
            thinner: self.thinner(viewer, &report, (&rendition, &readable))?,
            translations,
            translated,
            own: viewer.reads_as(owner),
            desk: permits(viewer, Act::SeeDesk { owner }),
            proposes: permits(viewer, Act::ProposeRelease { owner }),
            organisation: self.names.organisation(owner)?.clone(),
            reference: report.reference,
            incident,
            rendition,
        })
    }

    /// What a viewer may know of the audience of a text.
    fn readers(&self, viewer: &Viewer, report: &Report, text: &Rendition) -> Result<Vec<TokenName>> {
        self.names.tokens(&text.audience.told(viewer, &report.organisation_id))
    }

    fn thinner(
        &self,
        viewer: &Viewer,
        report: &Report,
        (shown, readable): (&Rendition, &[Rendition]),
    ) -> Result<Vec<Thinner>> {
        let mut thinner = Vec::new();
        for other in readable.iter().filter(|other| other.id != shown.id) {
            let audience = self.readers(viewer, report, other)?;
            if let Some(first) = audience.first() {
                let href = format!("/reports/{}?as={}", report.reference, encode(&first.word));
                thinner.push(Thinner { audience, href, same: other.hash == shown.hash });
            }
        }
        Ok(thinner)
    }
}
