//! Who will read something, in words.

use crate::access::{Audience, Tlp, Token, Viewer};
use crate::db::{Conn, OrganisationId};
use crate::error::Result;
use crate::people::{self, Named, Names, TokenName};
use crate::web::Page;

/// Tokens as people call them.
pub fn names(page: &Page, tokens: &[TokenName]) -> String {
    let name = |one: &TokenName| match &one.name {
        Named::Key(key) => page.t(key),
        Named::Name(name) => name.clone(),
    };
    tokens.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The same for readers who are told no more of an audience than these tokens. Whoever reads something as one of a sector or
/// a group is not told of the rest; that there can be one is said. Its `own` people are told all of it.
pub fn among(page: &Page, own: bool, tokens: &[TokenName]) -> String {
    let names = names(page, tokens);
    let all = own || tokens.iter().any(|one| matches!(one.token, Token::Public | Token::Coalition));
    if all { names } else { page.ta("audience-among", &[("names", &names)]) }
}

/// An audience as pages say it.
#[derive(Debug, Clone)]
pub struct Who {
    pub tlp: Tlp,
    /// Its tokens by name.
    pub names: String,
    /// “19 governments and 41 civil-society organisations”.
    pub reach: String,
    /// “all but Lumora”; empty where nobody is left out.
    pub except: String,
    /// “governments and civil society”, as it stands in “Release to …”.
    pub addressees: String,
}

/// A token by name.
pub fn called(conn: &mut Conn, page: &Page, token: &Token) -> Result<String> {
    Ok(match people::name_of_token(conn, token)? {
        Named::Key(key) => page.t(&key),
        Named::Name(name) => name,
    })
}

/// The same inside a sentence.
fn addressed(conn: &mut Conn, page: &Page, token: &Token) -> Result<String> {
    Ok(match people::name_of_token(conn, token)? {
        Named::Key(key) => page.t(&format!("to-{key}")),
        Named::Name(name) => name,
    })
}

/// Tokens by name, in a list of them.
pub fn names_in(names: &Names, page: &Page, tokens: &[&Token]) -> Result<String> {
    let name = |token: &&Token| {
        Ok(match names.name(token)? {
            Named::Key(key) => page.t(&key),
            Named::Name(name) => name,
        })
    };
    Ok(page.strings().list(&tokens.iter().map(name).collect::<Result<Vec<_>>>()?))
}

/// The same, with whom the audience leaves out: whoever decides on a release decides on both.
pub fn decided_on(names: &Names, page: &Page, audience: &Audience, tokens: &[&Token]) -> Result<String> {
    let left_out = audience.except().iter().map(|id| Ok(names.organisation(id)?.name.clone()));
    let except = left_out_in(page, &left_out.collect::<Result<Vec<String>>>()?);
    Ok(but_not(&names_in(names, page, tokens)?, &except))
}

/// Whom an audience leaves out, in words; empty where it leaves out nobody.
fn left_out_in(page: &Page, names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    page.ta("audience-except", &[("names", &page.strings().list(names))])
}

/// Whom this audience reaches, as far as this viewer may be told: `tokens` are those that they may know of. Nobody is
/// counted who belongs to a confidential roster.
pub fn who(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    audience: &Audience,
    tokens: &[&Token],
) -> Result<Who> {
    let mut names = Vec::new();
    let mut addressees = Vec::new();
    for token in tokens {
        names.push(called(conn, page, token)?);
        addressees.push(addressed(conn, page, token)?);
    }
    let mut except = Vec::new();
    for left_out in audience.except() {
        except.push(people::organisation(conn, left_out)?.name);
    }
    Ok(Who {
        tlp: audience.tlp(),
        names: page.strings().list(&names),
        reach: reach(conn, page, viewer, audience, tokens)?,
        except: left_out_in(page, &except),
        addressees: page.strings().list(&addressees),
    })
}

/// Who reads it, as far as the viewer is told, and for its `own` people who does not: on each sheet.
pub fn marking(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    (audience, owner): (&Audience, &OrganisationId),
) -> Result<String> {
    let told = audience.told(viewer, owner);
    if !viewer.reads_as(owner) {
        return Ok(among(page, false, &people::token_names(conn, &told)?));
    }
    let who = who(conn, page, viewer, audience, &told.iter().collect::<Vec<_>>())?;
    Ok(but_not(&who.names, &who.except))
}

/// Who reads something, with whom it leaves out, as [`Who`] says that.
fn but_not(names: &str, except: &str) -> String {
    if except.is_empty() { names.to_owned() } else { format!("{names}, {except}") }
}

/// Adds to the message that something was sent who can read it, or will once a reviewer has approved it. `sent` are the
/// keys of the two messages.
pub fn name_readers(
    conn: &mut Conn,
    page: &mut Page,
    viewer: &Viewer,
    (audience, home): (&Audience, &OrganisationId),
    sent: [&str; 2],
) -> Result<()> {
    let [released, proposed] = sent.map(|key| Some(page.t(key)));
    let key = match &page.flash {
        flash if *flash == released => "readers-now",
        flash if *flash == proposed => "readers-later",
        _ => return Ok(()),
    };
    let tokens = audience.told(viewer, home);
    let tokens: Vec<_> = tokens.iter().collect();
    let who = who(conn, page, viewer, audience, &tokens)?;
    let comma = if who.except.is_empty() { "" } else { "," };
    let names = format!("{}{comma}", but_not(&who.names, &who.except));
    let readers = page.ta(key, &[("names", &names), ("reach", &who.reach)]);
    page.flash = page.flash.take().map(|flash| format!("{flash} {readers}"));
    Ok(())
}

fn reach(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    audience: &Audience,
    tokens: &[&Token],
) -> Result<String> {
    if viewer.organisation().is_some_and(|home| audience.stays_within(home)) {
        return Ok(page.t("reach-own"));
    }
    let Some(counts) = people::reach(conn, viewer, audience)? else {
        return Ok(page.t("reach-public"));
    };
    let mut parts: Vec<String> = counts
        .into_iter()
        .map(|(kind, count)| page.tn(&format!("reach-{}", kind.as_str().replace('_', "-")), count as u64))
        .collect();
    let groups = people::seen_groups(conn, viewer)?;
    for token in tokens {
        match token {
            Token::Group(id, _) => {
                let confidential = groups.iter().find(|group| group.id == *id && group.confidential_roster);
                parts.extend(
                    confidential.map(|group| page.ta("reach-confidential", &[("group", &group.name)])),
                );
            }
            Token::Person(_) => parts.push(called(conn, page, token)?),
            _ => {}
        }
    }
    let people = audience.tokens().iter().filter(|token| matches!(token, Token::Person(_))).count();
    let told = tokens.iter().filter(|token| matches!(token, Token::Person(_))).count();
    if people > told {
        parts.push(page.t("reach-people"));
    }
    if parts.is_empty() { Ok(page.t("reach-nobody")) } else { Ok(page.strings().list(&parts)) }
}
