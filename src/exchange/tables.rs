//! Other lists as tables: joint actions and alerts as CSV. The same promises as of the downloads of incidents: exactly the list
//! that the viewer sees, all of it, and where a right to read ends on the way, the download breaks off.

use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;

use crate::access::{Tlp, Viewer};
use crate::accounts::Visitor;
use crate::actions::ActionView;
use crate::alerts::{self, ALERTS, AlertView};
use crate::board;
use crate::board::ACTIONS;
use crate::cells::{self, Cell, csv_lines, moment, word, words, written};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::index::{Index, Key, Kind, View};
use crate::web::AppState;

/// A list that leaves as a table.
trait Table: Send + Sync + Sized + 'static {
    const NAME: &'static str;
    const COLUMNS: &'static [&'static str];
    /// What it lists.
    fn kind() -> &'static Kind;
    /// The list that an address names, from its beginning.
    fn of(query: &str) -> Result<Self>;
    /// The cells of its rows after this one, and where the next part begins.
    fn part(
        &self,
        conn: &mut Conn,
        view: &View,
        viewer: &Viewer,
        after: Option<Key>,
    ) -> Result<(Vec<Vec<Cell>>, Option<Key>)>;
}

fn tlp(label: Tlp) -> Cell {
    Cell::Text(label.to_string())
}

impl Table for board::WholeList {
    const NAME: &'static str = "actions.csv";
    const COLUMNS: &'static [&'static str] = &[
        "reference",
        "title",
        "kind",
        "stage",
        "due_at",
        "due_zone",
        "countries",
        "target",
        "target_kind",
        "forum",
        "organisation",
        "lead",
        "needed",
        "outcome",
        "outcome_comment",
        "review_at",
        "tlp",
        "released_at",
    ];

    fn kind() -> &'static Kind {
        &ACTIONS
    }

    fn of(query: &str) -> Result<Self> {
        Self::asked(query)
    }

    fn part(
        &self,
        conn: &mut Conn,
        view: &View,
        viewer: &Viewer,
        after: Option<Key>,
    ) -> Result<(Vec<Vec<Cell>>, Option<Key>)> {
        let (rows, next) = self.rows(conn, view, viewer, after)?;
        Ok((rows.into_iter().map(action).collect(), next))
    }
}

fn action(view: ActionView) -> Vec<Cell> {
    let (target, target_kind) = view.target.map(|target| (target.name, target.kind)).unzip();
    vec![
        Cell::Text(view.reference),
        Cell::Text(view.title),
        word(view.kind),
        word(view.stage),
        moment(view.due_at),
        Cell::Text(view.due_zone),
        words(&view.countries),
        word(target),
        word(target_kind),
        Cell::Text(view.forum),
        Cell::Text(view.organisation.name),
        word(view.lead.map(|lead| lead.name)),
        Cell::Text(view.needed),
        word(view.outcome.as_ref().map(|outcome| outcome.result)),
        word(view.outcome.as_ref().map(|outcome| &outcome.comment)),
        moment(view.outcome.as_ref().and_then(|outcome| outcome.review_at)),
        tlp(view.tlp),
        Cell::Moment(view.at),
    ]
}

impl Table for alerts::WholeList {
    const NAME: &'static str = "alerts.csv";
    const COLUMNS: &'static [&'static str] = &[
        "reference",
        "headline",
        "phase",
        "state",
        "exercise",
        "urgency",
        "severity",
        "certainty",
        "category",
        "countries",
        "places",
        "organisation",
        "tlp",
        "released_at",
        "expires_at",
    ];

    fn kind() -> &'static Kind {
        &ALERTS
    }

    fn of(query: &str) -> Result<Self> {
        Self::asked(query)
    }

    fn part(
        &self,
        conn: &mut Conn,
        view: &View,
        viewer: &Viewer,
        after: Option<Key>,
    ) -> Result<(Vec<Vec<Cell>>, Option<Key>)> {
        let (rows, next) = self.rows(conn, view, viewer, after)?;
        Ok((rows.into_iter().map(alert).collect(), next))
    }
}

fn alert(view: AlertView) -> Vec<Cell> {
    vec![
        Cell::Text(view.reference),
        Cell::Text(view.headline),
        Cell::Text(view.phase.to_owned()),
        Cell::Text(view.state.to_owned()),
        cells::yes(view.exercise),
        word(view.urgency),
        word(view.severity),
        word(view.certainty),
        word(view.category),
        words(&view.countries),
        words(&view.places),
        Cell::Text(view.organisation.name),
        tlp(view.tlp),
        Cell::Moment(view.at),
        moment(view.expires_at),
    ]
}

/// How far a download has come.
enum Progress {
    Begin,
    After(Option<Key>),
    Done,
}

/// The bytes of a part, and where the next one begins.
fn part<T: Table>(
    app: &AppState,
    (index, visitor): (&Index, &Visitor),
    table: &T,
    after: Option<Key>,
) -> Result<(Vec<u8>, Progress)> {
    let view = index.view(T::kind(), app.database())?;
    // A download takes its time: what has ended meanwhile is not in the rest of it.
    let viewer = visitor.viewer().clone().asking_at(app.ambient().now());
    let (rows, next) = app.database().read(|conn| table.part(conn, &view, &viewer, after))?;
    visitor.still_reads(app)?;
    let lines = rows.into_iter().map(|row| row.into_iter().map(written).collect());
    let bytes = csv_lines(&lines.collect::<Vec<Vec<String>>>())?;
    Ok((bytes, if next.is_some() { Progress::After(next) } else { Progress::Done }))
}

async fn download<T: Table>(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let table = T::of(request.query_string())?;
    // Asked once before the first byte, so that what cannot be answered is an error and not half a file.
    let (one, asked) = (index.clone(), app.clone());
    app.blocking(move |_| one.view(T::kind(), asked.database()).map(|_| ())).await?;
    let state = (app, index, visitor, table, Progress::Begin);
    let body = stream::try_unfold(state, |(app, index, visitor, table, progress)| async move {
        let after = match progress {
            Progress::Done => return Ok::<_, Error>(None),
            Progress::Begin => {
                let head: Vec<String> = T::COLUMNS.iter().map(|&name| name.to_owned()).collect();
                let state = (app, index, visitor, table, Progress::After(None));
                return Ok(Some((Bytes::from(csv_lines(&[head])?), state)));
            }
            Progress::After(after) => after,
        };
        let (bytes, index, visitor, table, progress) = app
            .blocking(move |app| {
                let (bytes, progress) = part(app, (&index, &visitor), &table, after)?;
                Ok((bytes, index, visitor, table, progress))
            })
            .await?;
        Ok(Some((Bytes::from(bytes), (app, index, visitor, table, progress))))
    });
    Ok(cells::head_of(T::NAME).streaming(body))
}

/// `GET /actions.csv`.
pub async fn actions_download(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    download::<board::WholeList>(app, index, visitor, request).await
}

/// `GET /alerts.csv`.
pub async fn alerts_download(
    app: web::Data<AppState>,
    index: web::Data<Index>,
    visitor: Visitor,
    request: HttpRequest,
) -> Result<HttpResponse> {
    download::<alerts::WholeList>(app, index, visitor, request).await
}
