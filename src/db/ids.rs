//! Internal ids: `UUIDv7` in text, one type per kind of thing. They never leave the program: outside it, things
//! have references, slugs and e-mail addresses.

/// Makes a type for the ids of one kind of thing.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The bare text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Text, DB>::to_sql(self.0.as_str(), out)
            }
        }

        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(bytes).map(Self)
            }
        }
    )*};
}

ids! {
    /// Something that the program does by itself at a set moment.
    TimerId,
    /// An audience.
    AudienceId,
    /// Something that happened and is still to be told.
    EventId,
    /// What one person is told.
    NotificationId,
    /// A message that is to be sent.
    MessageId,
    /// A member organisation.
    OrganisationId,
    /// An account.
    PersonId,
    /// A role held from a date to a date.
    RoleGrantId,
    /// A group of organisations.
    GroupId,
    /// An invitation or a set-up link.
    InvitationId,
    /// A signed-in session.
    SessionId,
    /// A report.
    ReportId,
    /// What one audience reads of a report.
    RenditionId,
    /// A proposal to let a text leave its organisation.
    ReleaseId,
    /// A text that one organisation writes for an audience; also of a version of it.
    ContributionId,
    /// What an organisation did with an action.
    StepId,
    /// What the secretariat recorded of an organisation and an action.
    RecordId,
    /// What a state is asked for.
    TicketId,
    /// What is said of a joint statement.
    InputId,
    /// Other words for a paragraph of one.
    AmendmentId,
    /// Words of one that are not agreed.
    BracketId,
    /// A round in which one is put to a roll of organisations.
    RoundId,
    /// What an organisation says of a version of one.
    PositionId,
    /// What an organisation says of endorsing one.
    EndorsementId,
    /// One in another language.
    StatementTranslationId,
    /// What one asks of somebody.
    AskId,
    /// What was found when one was looked at again.
    StatementReviewId,
    /// Something that has to be done for an action.
    TaskId,
    /// A file that is attached to an action.
    ActionFileId,
    /// That somebody may act for an organisation in something.
    MandateId,
    /// A request for access to what may or may not exist.
    AccessRequestId,
    /// That an organisation asks another to publish a report for it.
    DelegationId,
    /// An incident.
    IncidentId,
    /// A file of a report.
    EvidenceId,
    /// A copy of one, rebuilt.
    CopyId,
    /// A search that somebody keeps.
    SavedSearchId,
    /// An address that is read without signing in.
    FeedAddressId,
    /// A template with which joint actions are begun.
    TemplateId,
    /// A row of the audit log.
    AuditId,
}
