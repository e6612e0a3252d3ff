//! The description of what `api` takes and gives.
#![expect(
    dead_code,
    reason = "these types are read by the description alone; tests hold the answers to them"
)]

use serde_json::Value;
use utoipa::ToSchema;

use super::{OrganisationStatus, Wanted};
use crate::access::{OrganisationKind, Role};
use crate::db::Moment;
use crate::web::description::{Description, List, delete, get, post};

#[derive(ToSchema)]
struct SignIn {
    email: String,
    password: String,
    /// Kept for a second factor, which there is none of yet: it is taken and not looked at.
    code: Option<String>,
}

#[derive(ToSchema)]
struct Tokens {
    /// A JWT, for `Authorization: Bearer …`.
    access_token: String,
    /// To be used once, for the next pair.
    refresh_token: String,
    /// Seconds until the access token ends.
    expires_in: u32,
}

#[derive(ToSchema)]
struct Refresh {
    refresh_token: String,
}

#[derive(ToSchema)]
struct Me {
    person: Myself,
    organisation: Organisation,
    roles: Vec<Role>,
    /// The tokens that one holds: one reads what is released to any of them.
    #[schema(example = json!(["public", "coalition", "sector:media", "org:harbour-radio"]))]
    audiences: Vec<String>,
}

#[derive(ToSchema)]
struct Myself {
    name: String,
    email: String,
    /// BCP 47.
    language: String,
}

/// A member, or an applicant.
#[derive(ToSchema)]
struct Organisation {
    slug: String,
    name: String,
    kind: OrganisationKind,
    /// ISO 3166-1 alpha-2.
    #[schema(required)]
    country: Option<String>,
    website: String,
    about: String,
    status: OrganisationStatus,
}

#[derive(ToSchema)]
struct NewOrganisation {
    /// Small letters, digits, hyphens; at most 60.
    slug: String,
    #[schema(max_length = 200)]
    name: String,
    kind: OrganisationKind,
    /// ISO 3166-1 alpha-2.
    country: Option<String>,
    website: Option<String>,
    about: Option<String>,
}

#[derive(ToSchema)]
struct Vote {
    wanted: Wanted,
    note: Option<String>,
}

#[derive(ToSchema)]
struct Voted {
    /// False where a second convenor has to say the same.
    settled: bool,
    status: OrganisationStatus,
}

#[derive(ToSchema)]
struct NewInvitation {
    email: String,
    roles: Vec<Role>,
}

#[derive(ToSchema)]
struct Invitation {
    /// One-time, and shown once: hand it over yourself.
    link: String,
    /// Whether a second convenor has to invite the same address with the same roles before the link is good.
    waits: bool,
}

#[derive(ToSchema)]
struct Acceptance {
    name: String,
    /// At least 12 characters, and hard to guess.
    password: String,
    /// BCP 47; `en` where nothing is said.
    language: Option<String>,
    /// Only where the invitation names none.
    email: Option<String>,
    /// Of a set-up link alone: the addresses of the other founding convenors.
    founders: Option<Vec<String>>,
}

#[derive(ToSchema)]
struct Accepted {
    accepted: bool,
    /// Where founding convenors were named.
    founders: Option<Vec<Founder>>,
}

#[derive(ToSchema)]
struct Founder {
    email: String,
    /// One-time, and shown once: hand it over yourself.
    link: String,
}

#[derive(ToSchema)]
struct Group {
    slug: String,
    name: String,
    purpose: String,
    /// Whether who belongs to it is known to its members alone.
    confidential_roster: bool,
    /// Slugs.
    members: Vec<String>,
}

#[derive(ToSchema)]
struct NewGroup {
    /// Small letters, digits, hyphens; at most 60.
    slug: String,
    name: String,
    purpose: Option<String>,
    /// Slugs.
    members: Option<Vec<String>>,
    confidential_roster: Option<bool>,
}

#[derive(ToSchema)]
struct NewMember {
    /// The slug.
    organisation: String,
    /// Whether what was released to the group before is opened to it too.
    past: Option<bool>,
}

#[derive(ToSchema)]
struct AuditRow {
    at: Moment,
    /// A dotted verb: `report.drafted`.
    act: String,
    /// The colleague; people of other organisations are told by their organisation alone.
    #[schema(required)]
    person: Option<String>,
    /// Null where the operator acted at the command line.
    #[schema(required)]
    organisation: Option<String>,
    subject_kind: String,
    /// How the outside calls the thing, where the reader may know.
    subject: Option<String>,
    /// What a reader needs to know more.
    detail: Value,
}

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let sessions = [
        post("/api/v1/sessions", "Sign in")
            .says("The refresh token is used once; used again later than a minute, it ends the session. A wrong password costs a growing delay (429).")
            .open()
            .takes::<SignIn>()
            .gives::<Tokens>(201, "Signed in."),
        post("/api/v1/sessions/refresh", "The next pair of tokens")
            .open()
            .takes::<Refresh>()
            .gives::<Tokens>(201, "Both are new."),
        delete("/api/v1/sessions/current", "Sign out").gives_nothing("The session has ended, at once."),
        get("/api/v1/me", "The account, and the audiences that it reads").gives::<Me>(200, "Oneself."),
    ];
    api.add("Sessions", sessions);
    let organisations = [
        get("/api/v1/organisations", "The directory")
            .says("Active members; a convenor sees the others too.")
            .paged()
            .gives::<List<Organisation>>(200, "By name."),
        post("/api/v1/organisations", "Enter an applicant (convenor)")
            .once()
            .takes::<NewOrganisation>()
            .gives::<Organisation>(201, "The applicant."),
        get("/api/v1/organisations/{slug}", "An organisation")
            .gives::<Organisation>(200, "The organisation."),
        post("/api/v1/organisations/{slug}/vetting", "Admit, suspend or readmit (convenor)")
            .says("Once three organisations are active, two convenors have to want the same.")
            .once()
            .takes::<Vote>()
            .gives::<Voted>(200, "The vote counts."),
        post("/api/v1/organisations/{slug}/invitations", "Invite a colleague (administrator)")
            .says("Convenors invite the first people of an organisation that has nobody who could; once three organisations are active, two have to invite the same address with the same roles. A link is good as long as who made it may invite.")
            .once()
            .takes::<NewInvitation>()
            .gives::<Invitation>(201, "The link."),
        post("/api/v1/invitations/{token}", "Accept an invitation")
            .open()
            .takes::<Acceptance>()
            .gives::<Accepted>(201, "The account is made: sign in."),
        get("/api/v1/audit", "The log of one's own organisation (administrator)")
            .paged()
            .gives::<List<AuditRow>>(200, "Newest first."),
    ];
    api.add("Organisations", organisations);
    let groups = [
        get("/api/v1/groups", "The groups that one may know of")
            .paged()
            .gives::<List<Group>>(200, "By name."),
        post("/api/v1/groups", "Make a group (convenor)")
            .once()
            .takes::<NewGroup>()
            .gives::<Group>(201, "The group."),
        post("/api/v1/groups/{slug}/members", "Take an organisation in (convenor)")
            .once()
            .takes::<NewMember>()
            .gives::<Group>(201, "The group."),
        delete("/api/v1/groups/{slug}/members/{organisation}", "Take an organisation out (convenor)")
            .gives_nothing("It reads nothing of the group any more."),
    ];
    api.add("Groups", groups);
}
