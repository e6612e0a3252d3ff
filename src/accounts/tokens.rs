//! Tokens of the API: a short access token that says which session asks and nothing of its rights, and a
//! rotating refresh token.

use chrono::TimeDelta;
use diesel::prelude::*;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::accounts::secrets::hash;
use crate::accounts::sessions::{self, SessionKind};
use crate::audit::Actor;
use crate::config::InstanceKey;
use crate::db::schema::{refresh_token, signing_key};
use crate::db::{Conn, Moment, PersonId, SessionId, Tx};
use crate::error::{Error, Result};
use crate::people::persons;

/// How long an access token is good, in seconds.
pub const ACCESS_SECONDS: i64 = 600;
/// How long a refresh token is good.
const REFRESH: TimeDelta = TimeDelta::days(14);
/// A refresh token may be used again within this time, for an answer that was lost on the way. Later it means
/// that somebody else has it, and the session ends.
const GRACE: TimeDelta = TimeDelta::seconds(60);
/// Who issues, and for whom: a token of another purpose is none.
const ISSUER: &str = "entente";
const AUDIENCE: &str = "entente-api";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sid: String,
    iat: i64,
    exp: i64,
}

// It has no `Debug`: it must not end in a log.
/// What a program signs its calls with.
#[derive(Clone, Serialize, ToSchema)]
pub struct Tokens {
    /// A JWT, for `Authorization: Bearer …`.
    pub access_token: String,
    /// To be used once, for the next pair.
    pub refresh_token: String,
    /// Seconds until the access token ends.
    #[schema(value_type = u32)]
    pub expires_in: i64,
}

fn secret(key: &InstanceKey, kid: &str) -> zeroize::Zeroizing<[u8; 32]> {
    key.derive(&format!("access-token/{kid}"))
}

/// The name of the key that signs now; the first is made when it is needed.
fn current_key(tx: &mut Tx<'_>) -> Result<String> {
    let known: Option<String> = signing_key::table
        .filter(signing_key::retired_at.is_null())
        .order(signing_key::created_at.desc())
        .select(signing_key::kid)
        .first(tx.conn)
        .optional()?;
    known.map_or_else(|| rotate(tx), Ok)
}

/// Begins to sign with a new key. Tokens of the old one are good until they end.
pub fn rotate(tx: &mut Tx<'_>) -> Result<String> {
    diesel::update(signing_key::table.filter(signing_key::retired_at.is_null()))
        .set(signing_key::retired_at.eq(tx.now()))
        .execute(tx.conn)?;
    let kid = hex::encode(tx.ambient().bytes::<8>());
    diesel::insert_into(signing_key::table)
        .values((signing_key::kid.eq(&kid), signing_key::created_at.eq(tx.now())))
        .execute(tx.conn)?;
    Ok(kid)
}

fn issue(tx: &mut Tx<'_>, key: &InstanceKey, session: &SessionId) -> Result<Tokens> {
    let kid = current_key(tx)?;
    let now = tx.now().unix_seconds();
    let claims = Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sid: session.as_str().to_owned(),
        iat: now,
        exp: now + ACCESS_SECONDS,
    };
    let mut header = Header::new(Algorithm::HS256);
    header.kid = Some(kid.clone());
    let access_token =
        jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret(key, &kid).as_slice()))
            .map_err(Error::internal)?;
    let refresh = tx.ambient().secret();
    diesel::insert_into(refresh_token::table)
        .values((
            refresh_token::token_hash.eq(hash(&refresh)),
            refresh_token::session_id.eq(session),
            refresh_token::issued_at.eq(tx.now()),
            refresh_token::expires_at.eq(tx.after(REFRESH)),
        ))
        .execute(tx.conn)?;
    Ok(Tokens { access_token, refresh_token: refresh, expires_in: ACCESS_SECONDS })
}

/// Starts a session of the API.
pub fn sign_in(tx: &mut Tx<'_>, key: &InstanceKey, id: &PersonId, agent: &str) -> Result<Tokens> {
    let (session, _) = sessions::start(tx, id, SessionKind::Api, agent)?;
    issue(tx, key, &session)
}

/// Gives new tokens for a refresh token. The outcome is committed either way (a reused token ends its
/// session): look at the inner result after the transaction.
pub fn refresh(tx: &mut Tx<'_>, key: &InstanceKey, token: &str) -> Result<Result<Tokens>> {
    let known: Option<(String, Moment, Option<Moment>)> = refresh_token::table
        .find(hash(token))
        .select((refresh_token::session_id, refresh_token::expires_at, refresh_token::used_at))
        .first(tx.conn)
        .optional()?;
    let Some((session, expires, used)) = known else {
        return Ok(Err(Error::SignIn));
    };
    let Some(found) = sessions::by_id(tx.conn, &session, tx.now())? else {
        return Ok(Err(Error::SignIn));
    };
    if expires <= tx.arrived() {
        return Ok(Err(Error::SignIn));
    }
    if used.is_some_and(|used| tx.arrived().since(used) > GRACE) {
        sessions::end(tx, &found.person_id, &session)?;
        let home = persons::person(tx.conn, &found.person_id)?.organisation_id;
        persons::log(tx, &Actor::default(), &home, &found.person_id, "refresh_token.reused", json!({}))?;
        return Ok(Err(Error::SignIn));
    }
    if used.is_none() {
        diesel::update(refresh_token::table.find(hash(token)))
            .set(refresh_token::used_at.eq(tx.now()))
            .execute(tx.conn)?;
    }
    issue(tx, key, &found.id).map(Ok)
}

/// The session that an access token names, if the token is ours, whole and still good.
pub fn session_of(conn: &mut Conn, key: &InstanceKey, token: &str, now: Moment) -> Result<String> {
    let kid = jsonwebtoken::decode_header(token).ok().and_then(|header| header.kid);
    let kid = kid.filter(|kid| kid.bytes().all(|byte| byte.is_ascii_hexdigit())).ok_or(Error::SignIn)?;
    let retired: Option<Moment> = signing_key::table
        .find(&kid)
        .select(signing_key::retired_at)
        .first(conn)
        .optional()?
        .ok_or(Error::SignIn)?;
    if retired.is_some_and(|retired| now.since(retired).num_seconds() > ACCESS_SECONDS) {
        return Err(Error::SignIn);
    }
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[AUDIENCE]);
    rules.set_required_spec_claims(&["exp", "iss", "aud"]);
    // The clock is handed in: the end is checked below, against it.
    rules.validate_exp = false;
    let key = DecodingKey::from_secret(secret(key, &kid).as_slice());
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &rules).map_err(|_| Error::SignIn)?.claims;
    if claims.exp <= now.unix_seconds() {
        return Err(Error::SignIn);
    }
    Ok(claims.sid)
}
