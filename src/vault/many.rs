//! Many sealed texts at once: for lists, which show a title of each.

use std::collections::BTreeMap;

use diesel::prelude::*;
use zeroize::Zeroizing;

use super::cipher::Cipher;
use super::{Sealed, Unredacted, Vault};
use crate::access::Permit;
use crate::db::schema::{organisation_key, sealed_key, sealed_text};
use crate::db::{Conn, IsAmong};
use crate::error::{Error, Result};

impl Vault {
    /// Opens one text of this kind of each of these subjects and revisions, in their order, with as many statements however
    /// many they are. The permit has to cover every one.
    pub fn open_all(
        &self,
        conn: &mut Conn,
        permit: &Permit,
        kind: &'static str,
        all: &[(String, i32)],
    ) -> Result<Vec<Unredacted<Zeroizing<Vec<u8>>>>> {
        if !all.iter().all(|(subject, _)| permit.covers(subject)) {
            return Err(Error::Internal("a permit for another subject".into()));
        }
        let subjects: Vec<String> = all.iter().map(|(subject, _)| subject.clone()).collect();
        let revisions: Vec<i32> = all.iter().map(|(_, revision)| *revision).collect();
        let keys = self.keys_of(conn, &subjects)?;
        let rows: Vec<(String, i32, Vec<u8>)> = sealed_text::table
            .filter(sealed_text::kind.eq(kind))
            .filter(sealed_text::subject.is_among(&subjects))
            .filter(sealed_text::revision.is_among(revisions))
            .select((sealed_text::subject, sealed_text::revision, sealed_text::sealed))
            .load(conn)?;
        let texts: BTreeMap<(String, i32), Vec<u8>> =
            rows.into_iter().map(|(subject, revision, sealed)| ((subject, revision), sealed)).collect();
        let open = |one: &(String, i32)| {
            let (Some(key), Some(sealed)) = (keys.get(&one.0), texts.get(one)) else {
                return Err(Error::NotFound);
            };
            let bound = Sealed { subject: &one.0, kind, revision: one.1 }.bound();
            key.open(sealed, &bound).map(Unredacted::new)
        };
        all.iter().map(open).collect()
    }

    /// The keys of subjects, unwrapped.
    fn keys_of(&self, conn: &mut Conn, subjects: &[String]) -> Result<BTreeMap<String, Cipher>> {
        self.each_key(conn, subjects)?.into_iter().map(|(subject, key)| Ok((subject, key?))).collect()
    }

    /// The same where one that does not open keeps none of the others back.
    pub(super) fn each_key(
        &self,
        conn: &mut Conn,
        subjects: &[String],
    ) -> Result<BTreeMap<String, Result<Cipher>>> {
        let wrapped: Vec<(String, String, Vec<u8>)> = sealed_key::table
            .filter(sealed_key::subject.is_among(subjects))
            .select((sealed_key::subject, sealed_key::organisation_id, sealed_key::wrapped))
            .load(conn)?;
        let organisations: Vec<String> =
            wrapped.iter().map(|(_, organisation, _)| organisation.clone()).collect();
        let outer: Vec<(String, Vec<u8>)> = organisation_key::table
            .filter(organisation_key::organisation_id.is_among(organisations))
            .select((organisation_key::organisation_id, organisation_key::wrapped))
            .load(conn)?;
        let outers: BTreeMap<String, Vec<u8>> = outer.into_iter().collect();
        let mut opened: BTreeMap<String, Cipher> = BTreeMap::new();
        for (organisation, key) in &outers {
            if let Ok(key) = self.wrapping.open(key, &format!("organisation|{organisation}")) {
                opened.insert(organisation.clone(), Cipher::from_bytes(&key)?);
            }
        }
        let unwrap = |(subject, organisation, key): (String, String, Vec<u8>)| {
            let inner = match (opened.get(&organisation), outers.contains_key(&organisation)) {
                (Some(outer), _) => outer.open(&key, &format!("subject|{subject}")),
                (None, true) => Err(Error::Internal("the key of an organisation does not open".into())),
                (None, false) => Err(Error::NotFound),
            };
            (subject, inner.and_then(|inner| Cipher::from_bytes(&inner)))
        };
        Ok(wrapped.into_iter().map(unwrap).collect())
    }
}
