//! What somebody is told, and how, for programs.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::settings::{self, Settings, Wish, WishedHours};
use super::{Need, needs, read};
use crate::accounts::Visitor;
use crate::db::Moment;
use crate::description::{Description, List, get, post, put};
use crate::error::{Fields, Result, message};
use crate::outbox::{self, Cadence, EventKind, Topic};
use crate::web::{AppState, Idempotent, Json, answer_with, body, once};

/// So many are listed.
const MOST: usize = 200;

/// Describes the calls.
pub fn describe(api: &mut Description) {
    let calls = [
        get("/api/v1/notifications", "What needs one now")
            .says("What one was told and has not settled, as far as it concerns one now; at most 200.")
            .paged()
            .gives::<List<NotificationView>>(200, "The newest first."),
        post("/api/v1/notifications/{reference}/reading", "Mark a notification as read")
            .once()
            .gives::<NotificationView>(200, "It counts as new no more."),
        post("/api/v1/notifications/{reference}/settlement", "Mark a notification as done")
            .once()
            .gives::<Settled>(200, "It is listed no more."),
        get("/api/v1/me/notification-preferences", "How one is told")
            .gives::<Preferences>(200, "What one has chosen, else what one's organisation has."),
        put("/api/v1/me/notification-preferences", "Choose how one is told")
            .says("All of it at once: what is left out is switched off.")
            .takes::<Wished>()
            .gives::<Preferences>(200, "It counts at once, also for messages that wait."),
    ];
    api.add("Notifications", calls);
}

/// Something that somebody was told.
#[derive(Serialize, ToSchema)]
#[schema(as = Notification)]
struct NotificationView {
    /// Made for its reader alone: `M-7K3QX9`.
    reference: String,
    kind: EventKind,
    topic: Topic,
    /// What the thing is called that it is about.
    about: String,
    /// Where its page is.
    href: String,
    at: Moment,
    read: bool,
}

impl NotificationView {
    fn of(Need { told, concern }: &Need) -> Self {
        Self {
            reference: told.reference.clone(),
            kind: told.kind,
            topic: told.kind.topic(),
            about: concern.reference.clone(),
            href: concern.href.clone(),
            at: told.at,
            read: told.read_at.is_some(),
        }
    }
}

/// `GET /api/v1/notifications`.
pub async fn list_notifications(
    app: web::Data<AppState>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    visitor.person()?;
    let (paging, now) = (visitor.paging("notifications", &request)?, app.ambient().now());
    let found = app.read(move |conn| needs(conn, visitor.viewer(), now, MOST)).await?;
    let place = |need: &Need| Reverse((need.told.at.unix_micros(), need.told.id.clone()));
    Ok(HttpResponse::Ok().json(paging.queue(&app, &found, place, NotificationView::of)?))
}

/// `POST /api/v1/notifications/{reference}/reading`.
pub async fn read_notification(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, "", |tx| {
                read(tx, visitor.viewer(), &reference)?;
                let now = tx.now();
                let need = super::concern_of(tx.conn, visitor.viewer(), now, &reference)?;
                Ok((200, NotificationView::of(&need)))
            })
        })
        .await?;
    answer_with(status, &answer)
}

#[derive(Serialize, ToSchema)]
struct Settled {
    reference: String,
    #[schema(pattern = "^settled$")]
    state: &'static str,
}

/// `POST /api/v1/notifications/{reference}/settlement`.
pub async fn settle_notification(
    app: web::Data<AppState>,
    visitor: Visitor,
    reference: web::Path<String>,
    key: Idempotent,
) -> Result<HttpResponse> {
    let person = visitor.person()?.clone();
    let (status, answer) = app
        .write(move |tx| {
            once(tx, &person, &key, "", |tx| {
                let told = outbox::by_reference(tx.conn, visitor.viewer(), &reference)?;
                outbox::settle(tx, &[told.id])?;
                Ok((200, Settled { reference: told.reference, state: "settled" }))
            })
        })
        .await?;
    answer_with(status, &answer)
}

/// How one is told. A topic that is in none of the lists of mail is not mailed.
#[derive(Serialize, ToSchema)]
#[schema(as = NotificationPreferences)]
struct Preferences {
    /// Topics that appear on the dashboard.
    #[schema(value_type = Vec<Topic>)]
    dashboard: Vec<String>,
    /// Topics that mail tells of soon after something happened.
    #[schema(value_type = Vec<Topic>)]
    at_once: Vec<String>,
    /// Once a day. Deadlines are never kept for a summary.
    #[schema(value_type = Vec<Topic>)]
    daily: Vec<String>,
    /// Once a week.
    #[schema(value_type = Vec<Topic>)]
    weekly: Vec<String>,
    /// A name of the IANA database: `Europe/Helsinki`.
    time_zone: String,
    /// From which hour of the day there is no mail, `0` to `23`; with `quiet_until`, or neither.
    #[schema(required)]
    quiet_from: Option<String>,
    /// Until which.
    #[schema(required)]
    quiet_until: Option<String>,
    /// Whether quiet hours hold urgent mail, too.
    urgent_waits: bool,
}

impl Preferences {
    fn of(Settings { choices, hours, .. }: Settings) -> Self {
        let topics = |fits: &dyn Fn(outbox::Preference) -> bool| {
            let fitting = choices.iter().filter(|(_, choice)| fits(**choice));
            fitting.map(|(topic, _)| topic.to_string()).collect::<Vec<_>>()
        };
        let mailed = |cadence| topics(&move |choice| choice.cadence == cadence);
        let hour = |hour: String| Some(hour).filter(|hour| !hour.is_empty());
        Self {
            dashboard: topics(&|choice| choice.on_dashboard),
            at_once: mailed(Cadence::AtOnce),
            daily: mailed(Cadence::Daily),
            weekly: mailed(Cadence::Weekly),
            time_zone: hours.time_zone,
            quiet_from: hour(hours.quiet_from),
            quiet_until: hour(hours.quiet_until),
            urgent_waits: hours.urgent_waits,
        }
    }
}

/// How one wants to be told. What is left out is switched off.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewNotificationPreferences)]
struct Wished {
    /// Topics that are to appear on the dashboard.
    #[schema(value_type = Option<Vec<Topic>>)]
    dashboard: Option<Vec<String>>,
    /// Topics that mail is to tell of soon after something happened.
    #[schema(value_type = Option<Vec<Topic>>)]
    at_once: Option<Vec<String>>,
    /// Once a day. Deadlines are never kept for a summary.
    #[schema(value_type = Option<Vec<Topic>>)]
    daily: Option<Vec<String>>,
    /// Once a week.
    #[schema(value_type = Option<Vec<Topic>>)]
    weekly: Option<Vec<String>>,
    /// A name of the IANA database: `Europe/Helsinki`.
    time_zone: String,
    /// From which hour of the day there is to be no mail, `0` to `23`; with `quiet_until`, or neither.
    quiet_from: Option<String>,
    /// Until which.
    quiet_until: Option<String>,
    /// Whether quiet hours are to hold urgent mail, too.
    urgent_waits: Option<bool>,
}

impl Wished {
    /// What is wished of each topic; what is no topic, or is mailed in two ways, is named by the list in which it stands.
    fn wishes(&self) -> Result<Vec<Wish>> {
        let mut faults = Fields::default();
        let mut cadences: BTreeMap<Topic, Cadence> = BTreeMap::new();
        let mut shown: BTreeSet<Topic> = BTreeSet::new();
        for word in self.dashboard.iter().flatten() {
            match word.parse() {
                Ok(topic) => drop(shown.insert(topic)),
                Err(_) => faults.add("dashboard", message("fault-topic")),
            }
        }
        let lists = [
            ("at_once", Cadence::AtOnce, &self.at_once),
            ("daily", Cadence::Daily, &self.daily),
            ("weekly", Cadence::Weekly, &self.weekly),
        ];
        for (field, cadence, words) in lists {
            for word in words.iter().flatten() {
                let topic = word.parse::<Topic>().ok().filter(|topic| topic.cadences().contains(&cadence));
                if topic.is_none_or(|topic| cadences.insert(topic, cadence).is_some()) {
                    faults.add(field, message("fault-topic"));
                }
            }
        }
        let wish = |topic: &Topic| Wish {
            topic: *topic,
            on_dashboard: shown.contains(topic),
            cadence: cadences.get(topic).copied().unwrap_or(Cadence::None).to_string(),
        };
        faults.into_result(Topic::ALL.iter().map(wish).collect())
    }

    fn hours(&self) -> WishedHours {
        WishedHours {
            time_zone: self.time_zone.clone(),
            quiet_from: self.quiet_from.clone().unwrap_or_default(),
            quiet_until: self.quiet_until.clone().unwrap_or_default(),
            urgent_waits: self.urgent_waits.unwrap_or_default(),
        }
    }
}

/// `GET /api/v1/me/notification-preferences`.
pub async fn get_preferences(app: web::Data<AppState>, visitor: Visitor) -> Result<HttpResponse> {
    visitor.person()?;
    let found = app.read(move |conn| settings::settings_of(conn, visitor.viewer())).await?;
    Ok(HttpResponse::Ok().json(Preferences::of(found)))
}

/// `PUT /api/v1/me/notification-preferences`.
pub async fn put_preferences(app: web::Data<AppState>, visitor: Visitor, sent: Json) -> Result<HttpResponse> {
    let known = visitor.known()?.clone();
    let wished: Wished = body::read(&sent.value)?;
    let (wishes, mails) = (wished.wishes()?, app.sends_mail());
    let chosen = app
        .write(move |tx| {
            let own = (&known.person.id, &known.organisation.id);
            settings::choose(tx, mails, own, &wishes, &wished.hours())?;
            settings::settings_of(tx.conn, visitor.viewer())
        })
        .await?;
    Ok(HttpResponse::Ok().json(Preferences::of(chosen)))
}
