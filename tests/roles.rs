//! Who may do what, printed and kept: a change of the table or of the rule behind it shows as a change of
//! `snapshots/roles.txt`. `ENTENTE_WRITE_SNAPSHOTS=1` writes the file anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use entente::access::{Act, OrganisationKind, Role, Viewer, permits, table};
use entente::db::{OrganisationId, PersonId};

const KEPT: &str = include_str!("snapshots/roles.txt");

fn organisation(name: &str) -> OrganisationId {
    name.to_owned().into()
}

/// The ids that the acts are about.
struct Subjects {
    own: OrganisationId,
    other: OrganisationId,
    myself: PersonId,
    colleague: PersonId,
}

/// What an act is called. The `match` knows every act: a new one does not compile until it has a name.
fn name(act: &Act<'_>) -> &'static str {
    match act {
        Act::DraftReport => "draft a report",
        Act::SeeDesk { .. } => "see the desk",
        Act::OpenOriginal { .. } => "open an original",
        Act::EditOriginal { .. } => "edit an original",
        Act::ProposeRelease { .. } => "propose a release",
        Act::DecideRelease { .. } => "decide a release",
        Act::PostAlert { .. } => "post an alert",
        Act::DecideAlert { .. } => "decide an alert",
        Act::AcknowledgeAlert { .. } => "acknowledge an alert",
        Act::SeeAcknowledgements { .. } => "see acknowledgements",
        Act::BeginAction { .. } => "begin a joint action",
        Act::LeadAction { .. } => "lead a joint action",
        Act::JoinAction => "join a joint action",
        Act::CommentOnAction => "comment on a joint action",
        Act::KeepTemplates { .. } => "keep templates",
        Act::KeepCommonTemplates => "keep templates for all members",
        Act::SeeActionWork => "see what is done with joint actions",
        Act::CancelProposal { .. } => "take a proposal back",
        Act::WithdrawRelease { .. } => "withdraw a release",
        Act::Erase { .. } => "keep and erase",
        Act::Corroborate { .. } => "corroborate or dispute a report",
        Act::Verify { .. } => "verify a report",
        Act::Reply { .. } => "reply to a report",
        Act::Ask { .. } => "ask about a report",
        Act::Answer { .. } => "answer what is asked of a report",
        Act::RequestAccess => "ask for access",
        Act::SaveSearches => "save searches",
        Act::Retract { .. } => "retract a report",
        Act::Translate { .. } => "translate a report",
        Act::AcceptDelegation { .. } => "take on what another asks",
        Act::GroupIncidents { .. } => "group incidents",
        Act::ManagePeople { .. } => "manage people",
        Act::InviteFirst => "invite the first people",
        Act::EditOrganisation { .. } => "edit the organisation",
        Act::NameOrganisation { .. } => "name the organisation",
        Act::Admit => "admit and suspend",
        Act::RunGroups => "run groups",
        Act::RecordPart => "record a part in a joint action",
        Act::ChairStatement => "chair a joint statement",
        Act::SeeRoster { .. } => "see a roster",
        Act::SeePeople { .. } => "see the people",
        Act::ManageMandates { .. } => "manage mandates",
        Act::SeeMandates { .. } => "see mandates",
        Act::SeeVetting => "see vetting",
        Act::ReadAudit { .. } => "read the log",
    }
}

/// The acts that are about nothing in particular.
const ALONE: [Act<'static>; 13] = [
    Act::DraftReport,
    Act::RequestAccess,
    Act::SaveSearches,
    Act::JoinAction,
    Act::CommentOnAction,
    Act::SeeActionWork,
    Act::KeepCommonTemplates,
    Act::InviteFirst,
    Act::Admit,
    Act::RunGroups,
    Act::RecordPart,
    Act::ChairStatement,
    Act::SeeVetting,
];

/// Every act with its name.
fn acts(of: &Subjects) -> Vec<(&'static str, Act<'_>)> {
    let acts = [&of.own, &of.other].into_iter().flat_map(|owner| {
        [
            Act::SeeDesk { owner },
            Act::OpenOriginal { owner },
            Act::EditOriginal { owner },
            Act::ProposeRelease { owner },
            Act::DecideRelease { owner, approvers: owner, proposer: &of.colleague },
            Act::DecideRelease { owner, approvers: &of.own, proposer: &of.colleague },
            Act::DecideRelease { owner, approvers: owner, proposer: &of.myself },
            Act::PostAlert { owner },
            Act::DecideAlert { owner, approvers: owner, proposer: &of.colleague },
            Act::DecideAlert { owner, approvers: &of.own, proposer: &of.colleague },
            Act::DecideAlert { owner, approvers: owner, proposer: &of.myself },
            Act::AcknowledgeAlert { owner },
            Act::SeeAcknowledgements { owner },
            Act::BeginAction { owner },
            Act::LeadAction { lead: owner },
            Act::KeepTemplates { owner },
            Act::CancelProposal { owner },
            Act::WithdrawRelease { owner },
            Act::Erase { owner },
            Act::Corroborate { owner },
            Act::Verify { owner },
            Act::Reply { owner },
            Act::Ask { owner },
            Act::Answer { owner },
            Act::Retract { owner },
            Act::Translate { owner },
            Act::AcceptDelegation { publisher: owner },
            Act::GroupIncidents { owner },
            Act::ManagePeople { organisation: owner },
            Act::EditOrganisation { organisation: owner },
            Act::NameOrganisation { organisation: owner },
            Act::SeePeople { organisation: owner },
            Act::ManageMandates { organisation: owner },
            Act::SeeMandates { organisation: owner },
            Act::ReadAudit { organisation: owner },
        ]
    });
    let rosters = [false, true]
        .into_iter()
        .flat_map(|confidential| [false, true].map(|member| Act::SeeRoster { confidential, member }));
    let all: Vec<_> = ALONE.into_iter().chain(rosters).chain(acts).map(|act| (name(&act), act)).collect();
    let names: BTreeSet<_> = all.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), 45, "an act has a name and does not stand in the list");
    all
}

/// How a line tells one act from another of the same name.
fn about(act: &Act<'_>, of: &Subjects) -> String {
    let whose = |owner: &OrganisationId| if *owner == of.own { "own" } else { "another's" };
    match act {
        Act::DecideRelease { owner, approvers, proposer }
        | Act::DecideAlert { owner, approvers, proposer } => {
            let named = if owner == approvers { "" } else { ", own named to decide" };
            let by = if **proposer == of.myself { "oneself" } else { "somebody else" };
            format!("{}{named}, proposed by {by}", whose(owner))
        }
        Act::SeeDesk { owner }
        | Act::OpenOriginal { owner }
        | Act::EditOriginal { owner }
        | Act::ProposeRelease { owner }
        | Act::PostAlert { owner }
        | Act::AcknowledgeAlert { owner }
        | Act::SeeAcknowledgements { owner }
        | Act::BeginAction { owner }
        | Act::LeadAction { lead: owner }
        | Act::KeepTemplates { owner }
        | Act::CancelProposal { owner }
        | Act::WithdrawRelease { owner }
        | Act::Erase { owner }
        | Act::Corroborate { owner }
        | Act::Verify { owner }
        | Act::Reply { owner }
        | Act::Ask { owner }
        | Act::Answer { owner }
        | Act::Retract { owner }
        | Act::Translate { owner }
        | Act::AcceptDelegation { publisher: owner }
        | Act::GroupIncidents { owner } => whose(owner).to_owned(),
        Act::ManagePeople { organisation }
        | Act::EditOrganisation { organisation }
        | Act::NameOrganisation { organisation }
        | Act::SeePeople { organisation }
        | Act::ManageMandates { organisation }
        | Act::SeeMandates { organisation }
        | Act::ReadAudit { organisation } => whose(organisation).to_owned(),
        Act::SeeRoster { confidential, member } => {
            let kind = if *confidential { "confidential" } else { "open" };
            format!("{kind}, {}", if *member { "a member's" } else { "not a member's" })
        }
        Act::DraftReport
        | Act::RequestAccess
        | Act::InviteFirst
        | Act::Admit
        | Act::RunGroups
        | Act::RecordPart
        | Act::ChairStatement
        | Act::SaveSearches
        | Act::JoinAction
        | Act::CommentOnAction
        | Act::SeeActionWork
        | Act::KeepCommonTemplates
        | Act::SeeVetting => String::new(),
    }
}

fn lines(title: &str, viewer: &Viewer, of: &Subjects, text: &mut String) {
    writeln!(text, "\n{title}").unwrap();
    let mut said = BTreeSet::new();
    for (name, act) in acts(of) {
        let about = about(&act, of);
        let line = if about.is_empty() { name.to_owned() } else { format!("{name} ({about})") };
        if permits(viewer, act) && said.insert(line.clone()) {
            writeln!(text, "  {line}").unwrap();
        }
    }
    if said.is_empty() {
        writeln!(text, "  nothing").unwrap();
    }
}

fn printed() -> String {
    let of = Subjects {
        own: organisation("own"),
        other: organisation("other"),
        myself: "myself".to_owned().into(),
        colleague: "colleague".to_owned().into(),
    };
    let member = |kind, active, held: &[Role], effective: &[Role]| {
        let (held, effective) = (held.iter().copied().collect(), effective.iter().copied().collect());
        Viewer::member(of.myself.clone(), of.own.clone(), kind, active, held, &effective, &[])
    };
    let mut text = String::from("Roles and their capabilities\n");
    for (role, capabilities) in table() {
        let words: Vec<_> = capabilities.iter().map(|capability| capability.as_str()).collect();
        writeln!(text, "  {role}: {}", if words.is_empty() { "reads".into() } else { words.join(", ") })
            .unwrap();
    }
    text.push_str("\nWhat each may do\n");
    lines("the public", &Viewer::public(), &of, &mut text);
    let company = OrganisationKind::Company;
    lines("an account without a role", &member(company, true, &[], &[]), &of, &mut text);
    for role in Role::ALL {
        lines(&format!("{role}"), &member(company, true, &[*role], &[*role]), &of, &mut text);
    }
    let secretariat = OrganisationKind::Secretariat;
    let convenor = [Role::Convenor];
    lines("convenor, in the secretariat", &member(secretariat, true, &convenor, &convenor), &of, &mut text);
    let administrator = [Role::Administrator];
    let viewer = member(secretariat, true, &administrator, &administrator);
    lines("administrator, in the secretariat", &viewer, &of, &mut text);
    let all = Role::ALL;
    lines("every role, still waiting to count", &member(secretariat, true, all, &[]), &of, &mut text);
    lines("every role, organisation not active", &member(secretariat, false, all, all), &of, &mut text);
    text
}

#[test]
fn who_may_do_what_is_as_it_was() {
    let now = printed();
    if std::env::var_os("ENTENTE_WRITE_SNAPSHOTS").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots/roles.txt");
        std::fs::write(path, &now).unwrap();
    }
    assert_eq!(now, KEPT, "who may do what has changed: look at every line before you keep it");
}
