//! E-mail addresses: one form for one mailbox, whatever was typed or pasted.

use diesel::prelude::*;
use icu::properties::CodePointSetData;
use icu::properties::props::DefaultIgnorableCodePoint;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;
use unicode_security::{RestrictionLevel, RestrictionLevelDetection};

use crate::db::schema::person;
use crate::db::{Conn, IsAmong};
use crate::error::{Message, Result, message};

/// The longest address, in bytes of its form for mail (RFC 5321), and the longest part before the `@`.
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// An address in the one form in which addresses are compared and shown: without blanks around it and invisible
/// characters in it, in small letters, composed, its domain in its own script, or in ASCII (`xn--…`) where it could be
/// taken for another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Email(String);

/// The parts of an address, cleaned: the part before the `@` and the domain in ASCII.
struct Parts {
    local: String,
    domain: String,
}

impl Parts {
    fn of(typed: &str) -> Option<Self> {
        let (local, domain) = cleaned(typed).rsplit_once('@').map(|(a, b)| (a.to_owned(), b.to_owned()))?;
        let wrong = |letter: char| letter.is_whitespace() || letter.is_control() || letter == '@';
        if local.is_empty() || local.len() > LONGEST_LOCAL || local.contains(wrong) {
            return None;
        }
        let rules = (AsciiDenyList::STD3, Hyphens::Allow, DnsLength::Verify);
        let domain = Uts46::new().to_ascii(domain.as_bytes(), rules.0, rules.1, rules.2).ok()?.into_owned();
        let fine = domain.contains('.') && local.len() + 1 + domain.len() <= LONGEST;
        fine.then_some(Self { local, domain })
    }

    /// With every label of the domain in its own script that `readable` accepts.
    fn spelt(&self, readable: impl Fn(&[char]) -> bool) -> String {
        let (domain, _) = Uts46::new().to_user_interface(
            self.domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::Allow,
            |label, _, _| readable(label),
        );
        format!("{}@{domain}", self.local)
    }
}

/// Without what cannot be seen, in small letters, composed.
fn cleaned(typed: &str) -> String {
    let invisible = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let seen = |letter: &char| {
        !invisible.contains(*letter) && !matches!(letter, '\u{FFF9}'..='\u{FFFB}' | '\u{2800}')
    };
    let text: String = typed.chars().filter(seen).collect();
    let around = |letter: char| letter.is_whitespace() || letter.is_control();
    text.trim_matches(around).to_lowercase().nfc().collect()
}

/// Whether a label in its own script can be taken for another: scripts are mixed in it that no language mixes, or it
/// looks like ASCII.
fn misleads(label: &[char]) -> bool {
    let text: String = label.iter().collect();
    !text.as_str().check_restriction_level(RestrictionLevel::HighlyRestrictive)
        || skeleton(&text).all(|letter| letter.is_ascii())
}

impl Email {
    /// The address that was typed.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(typed: &str) -> Result<Self, Message> {
        let parts = Parts::of(typed).ok_or(message("fault-email"))?;
        Ok(Self(parts.spelt(|label| !misleads(label))))
    }

    /// The address as it is kept and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The one form of what was typed; of what is no address, its small letters.
    pub fn form_of(typed: &str) -> String {
        Self::parse(typed).map_or_else(|_| cleaned(typed), |email| email.0)
    }

    /// Every form under which this address may have been kept, the likeliest first: addresses were once kept as they
    /// were typed.
    pub fn forms_of(typed: &str) -> Vec<String> {
        let mut forms = vec![typed.trim().to_lowercase(), typed.trim().to_lowercase().nfc().collect()];
        if let Some(parts) = Parts::of(typed) {
            forms.extend([
                parts.spelt(|label| !misleads(label)),
                parts.spelt(|_| true),
                parts.spelt(|_| false),
            ]);
        }
        let mut seen = std::collections::BTreeSet::new();
        forms.retain(|form| seen.insert(form.clone()));
        forms
    }
}

/// The address as an account has it, in whatever form that was kept.
pub(super) fn kept_form(conn: &mut Conn, typed: &str) -> Result<Option<String>> {
    let forms = Email::forms_of(typed);
    let mut kept: Vec<String> =
        person::table.filter(person::email.is_among(&forms)).select(person::email).load(conn)?;
    kept.sort_by_key(|kept| forms.iter().position(|form| form == kept));
    Ok(kept.into_iter().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(typed: &str) -> String {
        Email::parse(typed).map_or_else(|_| format!("no address: {typed:?}"), |email| email.0)
    }

    #[test]
    fn one_mailbox_has_one_form() {
        for typed in [
            "idn@müller.example",
            "idn@xn--mller-kva.example",
            " IDN@MÜLLER.example\r\n",
            "\u{200B}idn@mu\u{308}ller.example\u{FEFF}",
            "i\u{AD}dn@mül\u{200D}ler.example",
            "\n\n\tidn@müller。example\u{A0}",
            "idn@XN--MLLER-KVA.EXAMPLE",
        ] {
            assert_eq!(form(typed), "idn@müller.example", "{typed:?}");
        }
        assert_eq!(form("zw\u{200B}sp@example.org"), "zwsp@example.org");
        assert_eq!(form("Jose\u{301}@example.org"), "josé@example.org");
        assert_eq!(form("a@президент.рф"), "a@президент.рф");
        assert_eq!(form("a@例え.テスト"), "a@例え.テスト");
    }

    #[test]
    fn a_domain_that_could_be_taken_for_another_is_shown_in_ascii() {
        // Cyrillic letters that look Latin; Latin and Cyrillic mixed; an i without its dot.
        for typed in ["a@аррӏе.com", "a@pаypal.com", "a@ex\u{0430}mple.org", "a@m\u{131}crosoft.com"] {
            let form = form(typed);
            assert!(form.is_ascii() && form.contains("xn--"), "{typed}: {form}");
            assert_eq!(self::form(&form), form);
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in [
            "",
            "nobody",
            "@example.org",
            "a@",
            "a@b",
            "a@.org",
            "a@example.",
            "a b@example.org",
            "a@exa mple.org",
            "a\nb@example.org",
            "a@b@example.org",
            "a@-_-.org",
            "a@xn--zz--.org",
            "a@exa\u{7}mple.org",
            "\u{200B}",
        ] {
            assert!(Email::parse(typed).is_err(), "{typed:?}: {}", form(typed));
        }
        assert!(Email::parse(&format!("{}@example.org", "a".repeat(65))).is_err());
        assert!(Email::parse(&format!("a@{}example.org", "long.".repeat(50))).is_err());
    }

    #[test]
    fn what_was_kept_in_another_form_is_found() {
        let forms = Email::forms_of("idn@xn--mller-kva.example");
        assert!(forms.contains(&"idn@müller.example".to_owned()), "{forms:?}");
        assert!(Email::forms_of("IDN@müller.example").contains(&"idn@xn--mller-kva.example".to_owned()));
        assert_eq!(Email::forms_of("zw\u{200B}sp@example.org")[0], "zw\u{200B}sp@example.org");
        assert_eq!(Email::forms_of("A@example.org"), ["a@example.org"]);
    }
}
