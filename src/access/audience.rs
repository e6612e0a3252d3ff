//! An audience: a set of tokens, and the organisations that never read it.

use std::collections::BTreeSet;

use super::{OrganisationKind, Token, Viewer};
use crate::db::{OrganisationId, text_enum};
use crate::error::{Error, Result, message};

/// Who may read a thing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Audience {
    tokens: BTreeSet<Token>,
    except: BTreeSet<OrganisationId>,
}

text_enum! {
    /// The Traffic Light Protocol 2.0: how an audience is shown, never stored beside it.
    pub enum Tlp {
        /// Named persons only.
        Red = "TLP:RED",
        /// One organisation only.
        AmberStrict = "TLP:AMBER+STRICT",
        /// The members of a group.
        Amber = "TLP:AMBER",
        /// The community.
        Green = "TLP:GREEN",
        /// Everybody.
        Clear = "TLP:CLEAR",
    }
}

impl Tlp {
    /// The class that colours the label.
    pub fn css(self) -> &'static str {
        match self {
            Self::Red => "tlp-red",
            Self::AmberStrict | Self::Amber => "tlp-amber",
            Self::Green => "tlp-green",
            Self::Clear => "tlp-clear",
        }
    }
}

impl Audience {
    /// An audience of `tokens` without the organisations in `except`.
    ///
    /// Refused where nobody is named, and where `except` stands beside `public`: what everybody may read,
    /// nobody can be kept from.
    pub fn new(
        tokens: impl IntoIterator<Item = Token>,
        except: impl IntoIterator<Item = OrganisationId>,
    ) -> Result<Self> {
        let audience = Self { tokens: tokens.into_iter().collect(), except: except.into_iter().collect() };
        if audience.tokens.is_empty() {
            return Err(Error::invalid("audience", message("fault-no-audience")));
        }
        if audience.is_public() && !audience.except.is_empty() {
            return Err(Error::invalid("except", message("fault-public-except")));
        }
        Ok(audience)
    }

    /// One token, nobody left out.
    pub fn of(token: Token) -> Self {
        Self { tokens: BTreeSet::from([token]), except: BTreeSet::new() }
    }

    /// The tokens, in order.
    pub fn tokens(&self) -> &BTreeSet<Token> {
        &self.tokens
    }

    /// The organisations that never read it.
    pub fn except(&self) -> &BTreeSet<OrganisationId> {
        &self.except
    }

    /// Whether everybody may read it.
    pub fn is_public(&self) -> bool {
        self.tokens.contains(&Token::Public)
    }

    /// Whether nobody outside `organisation` is named.
    pub fn stays_within(&self, organisation: &OrganisationId) -> bool {
        let own = Token::Organisation(organisation.clone());
        self.tokens.iter().all(|token| *token == own)
    }

    /// The heart of the rule: the viewer holds a token of it and belongs to none of its `except`.
    pub fn readable_by(&self, viewer: &Viewer) -> bool {
        !self.tokens.is_disjoint(viewer.tokens())
            && !viewer.organisation().is_some_and(|organisation| self.except.contains(organisation))
    }

    /// What a viewer may know of it, where it is of something of `owner`: that organisation all of it, others the tokens
    /// that they hold themselves.
    pub fn told(&self, viewer: &Viewer, owner: &OrganisationId) -> Vec<Token> {
        let all = viewer.reads_as(owner);
        self.tokens.iter().filter(|token| all || viewer.tokens().contains(token)).cloned().collect()
    }

    /// The widest of its tokens as a TLP label. The secretariat beside others is one organisation more, and no community.
    pub fn tlp(&self) -> Tlp {
        let beside = self.tokens.len() > 1;
        self.tokens
            .iter()
            .map(|token| match token {
                Token::Public => Tlp::Clear,
                Token::Sector(OrganisationKind::Secretariat) if beside => Tlp::AmberStrict,
                Token::Coalition | Token::Sector(_) => Tlp::Green,
                Token::Group(..) => Tlp::Amber,
                Token::Organisation(_) => Tlp::AmberStrict,
                Token::Person(_) => Tlp::Red,
            })
            .max()
            .unwrap_or(Tlp::Red)
    }

    /// Whether everybody who may read `other` may surely read this too.
    pub fn contains(&self, other: &Self) -> bool {
        self.except.is_subset(&other.except)
            && other.tokens.iter().all(|theirs| self.tokens.iter().any(|ours| ours.contains(theirs)))
    }

    /// The same without these organisations where they are named; nothing where nobody else is.
    pub fn without(&self, organisations: &[OrganisationId]) -> Option<Self> {
        let named = |token: &Token| matches!(token, Token::Organisation(id) if organisations.contains(id));
        let tokens: BTreeSet<Token> = self.tokens.iter().filter(|token| !named(token)).cloned().collect();
        (!tokens.is_empty()).then(|| Self { tokens, except: self.except.clone() })
    }

    /// The same, never read by these organisations either; what everybody reads, nobody is kept from.
    #[must_use]
    pub fn leaving_out(self, organisations: &BTreeSet<OrganisationId>) -> Self {
        if self.is_public() {
            return self;
        }
        let except = self.except.union(organisations).cloned().collect();
        Self { except, ..self }
    }

    /// One text for one audience: the key under which versions are counted.
    pub fn key(&self) -> String {
        let tokens = self.tokens.iter().map(Token::to_string);
        let except = self.except.iter().map(|id| format!("-{}", id.as_str()));
        tokens.chain(except).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::OrganisationKind::{Company, Government, Secretariat};

    fn organisation(id: &str) -> OrganisationId {
        id.to_owned().into()
    }

    #[test]
    fn public_has_no_exceptions() {
        assert!(Audience::new([Token::Public], [organisation("x")]).is_err());
        assert!(Audience::new([Token::Coalition], [organisation("x")]).is_ok());
        assert!(Audience::new([], []).is_err());
    }

    #[test]
    fn the_widest_token_makes_the_label() {
        let own = Token::Organisation(organisation("x"));
        assert_eq!(Audience::of(own.clone()).tlp(), Tlp::AmberStrict);
        assert_eq!(Audience::new([own, Token::Sector(Government)], []).unwrap().tlp(), Tlp::Green);
        assert_eq!(Audience::of(Token::Public).tlp(), Tlp::Clear);
    }

    #[test]
    fn the_secretariat_beside_others_makes_no_community() {
        let office = Token::Sector(Secretariat);
        let (x, y) = (Token::Organisation(organisation("x")), Token::Organisation(organisation("y")));
        let of = |tokens: &[&Token]| Audience::new(tokens.iter().copied().cloned(), []).unwrap().tlp();
        assert_eq!(of(&[&x, &y, &office]), Tlp::AmberStrict);
        assert_eq!(of(&[&Token::Group("g".to_owned().into(), 1), &office]), Tlp::Amber);
        assert_eq!(of(&[&Token::Sector(Government), &office]), Tlp::Green);
        assert_eq!(of(&[&office]), Tlp::Green);
    }

    #[test]
    fn a_group_as_it_is_later_has_all_who_were_in_it() {
        let group = |id: &str, epoch| Audience::of(Token::Group(id.to_owned().into(), epoch));
        assert!(group("g", 3).contains(&group("g", 2)) && group("g", 2).contains(&group("g", 2)));
        assert!(!group("g", 2).contains(&group("g", 3)), "somebody may have joined");
        assert!(!group("h", 3).contains(&group("g", 2)));
    }

    #[test]
    fn whoever_is_taken_out_of_an_audience_is_named_no_more() {
        let (x, y) = (Token::Organisation(organisation("x")), Token::Organisation(organisation("y")));
        let both = Audience::new([x.clone(), y.clone()], [organisation("z")]).unwrap();
        assert_eq!(both.without(&[organisation("x")]), Audience::new([y], [organisation("z")]).ok());
        assert_eq!(Audience::of(x).without(&[organisation("x")]), None);
    }

    #[test]
    fn containment_counts_exceptions() {
        let companies = Audience::of(Token::Sector(Company));
        let coalition = Audience::of(Token::Coalition);
        let coalition_without = Audience::new([Token::Coalition], [organisation("x")]).unwrap();
        assert!(coalition.contains(&companies));
        assert!(!companies.contains(&coalition));
        assert!(coalition.contains(&coalition_without));
        assert!(!coalition_without.contains(&coalition));
        assert!(!coalition_without.contains(&companies), "x may be a company");
    }
}
