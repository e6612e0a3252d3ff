//! What somebody can do in a round, for the forms of its page.

use super::lines::word;
use crate::access::{Act, Viewer, permits};
use crate::actions;
use crate::closed_days::{self, ClosedLine};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::rounds::entry::{Callable, callable};
use crate::rounds::store::{self, Course};
use crate::rounds::{clock, view};
use crate::silence::{Procedure, Shown, Value};
use crate::statements::{self, Stage, Standing};
use crate::web::{Choice, Form, Page};

/// What a viewer can do.
#[derive(Debug, Clone, Copy, Default)]
pub struct Can {
    /// Whether they act for their organisation.
    pub acts: bool,
    /// Take a position.
    pub says: bool,
    /// Withdraw an objection of their organisation.
    pub withdraws: bool,
    /// Answer conditions, for the penholder.
    pub answers: bool,
    /// Begin a round, as the chair.
    pub begins: bool,
    /// Record for absent delegations, answer requests for more time and end the round, as the chair.
    pub records: bool,
    /// Take a broken statement back to negotiation.
    pub negotiates: bool,
    /// Agree to open it to those who want to sign it, or open it as the chair.
    pub opens: bool,
    /// Give it up.
    pub withdraws_all: bool,
}

/// The same with what the forms offer.
#[derive(Default)]
pub(super) struct Offered {
    pub can: Can,
    pub values: Vec<Choice>,
    pub recordable: Vec<Choice>,
    pub callable: Vec<Callable>,
    pub closed: Vec<ClosedLine>,
    pub unready: String,
}

/// What an organisation can say now.
fn values(procedure: &Procedure, viewer: &Viewer, of: &Standing) -> Vec<Value> {
    use Value::{CoSponsor, Dissociate, MoreTime, NoObjection, Object, Recused, Support, SupportIf};
    let Some(home) = viewer.organisation() else { return Vec::new() };
    let called = procedure.round().filter(|round| round.roll.contains(home));
    match (procedure.stage, called) {
        (Stage::Negotiation, _) if of.votes(viewer) => {
            vec![Support, CoSponsor, NoObjection, SupportIf, Dissociate, Recused]
        }
        (Stage::Silence, Some(round)) => {
            let asked = round.requests.iter().any(|one| one.organisation == *home);
            let mut values = vec![Support, CoSponsor, NoObjection, Object, MoreTime, Dissociate, Recused];
            values.retain(|value| *value != MoreTime || (!asked && round.may_be_extended()));
            values
        }
        (Stage::Adopted | Stage::SignOn | Stage::Cleared, Some(_))
            if procedure.adopting_round().is_some() =>
        {
            let stands = procedure.standing(home).map(|(_, one)| one.value);
            let late = procedure.late(home).map(|(_, one)| one.value);
            match (stands, late) {
                (Some(Dissociate), _) | (_, Some(Dissociate)) => Vec::new(),
                (_, Some(_)) => vec![Dissociate],
                (_, None) => vec![Object],
            }
        }
        _ => Vec::new(),
    }
}

fn choices(page: &Page, of: &str, values: &[Value], chosen: &str) -> Vec<Choice> {
    let one = |value: &Value| Choice {
        help: page.strings().find(&format!("{of}-help-{value}").replace('_', "-")).unwrap_or_default(),
        ..Choice::new(value.as_str(), word(page, of, value.as_str()), value.as_str() == chosen)
    };
    values.iter().map(one).collect()
}

/// What the chair can do: whoever would be called, on which days no round ends, and why none can begin.
fn chair(
    conn: &mut Conn,
    page: &Page,
    (viewer, of, course): (&Viewer, &Standing, &Course),
    offered: &mut Offered,
) -> Result<()> {
    let stage = course.procedure.stage;
    offered.can.begins = matches!(stage, Stage::Negotiation | Stage::Broken);
    offered.can.records = course.procedure.open_round().is_some();
    if offered.can.begins {
        match callable(conn, (of, course), viewer.at()) {
            Ok(all) => offered.callable = all,
            Err(Error::Conflict(why)) => {
                offered.unready = page.message(&why);
                offered.can.begins = false;
            }
            Err(other) => return Err(other),
        }
    }
    if offered.can.begins {
        offered.closed = ClosedLine::all(page, &closed_days::upcoming(conn, viewer.at())?);
    }
    Ok(())
}

/// What the viewer can do now, as far as roles and mandates go.
pub(super) fn can(
    conn: &mut Conn,
    page: &Page,
    viewer: &Viewer,
    (of, form): (&Standing, &Form),
) -> Result<Offered> {
    let now = clock::now(viewer.at());
    let mut course = store::course(conn, of, viewer.organisation())?;
    course.procedure = view::settled(&course.procedure, now);
    let procedure = &course.procedure;
    let mut offered = Offered::default();
    offered.can.acts = actions::may_act(conn, viewer, &of.action)?;
    let counting = matches!(procedure.at(now), Shown::BeingCounted(_));
    if offered.can.acts && !counting {
        let values = values(procedure, viewer, of);
        // After an adoption an objection is a reservation.
        let late = procedure.adopting_round().is_some();
        let words = if late { "position-late" } else { "position" };
        offered.values = choices(page, words, &values, form.text("value"));
        offered.can.says = !values.is_empty();
        let holds =
            viewer.organisation().is_some() && viewer.organisation() == of.statement.penholder_id.as_ref();
        let open = matches!(procedure.stage, Stage::Broken | Stage::Negotiation);
        offered.can.withdraws = open;
        offered.can.answers = holds && procedure.stage == Stage::Negotiation;
        offered.can.negotiates = holds && procedure.stage == Stage::Broken;
        let sponsors = statements::sponsors_of(conn, &of.statement.contribution_id)?;
        let sponsors = sponsors.iter().any(|(sponsor, _)| Some(sponsor) == viewer.organisation());
        offered.can.opens = sponsors && procedure.stage == Stage::Broken;
        offered.can.withdraws_all = sponsors && matches!(procedure.stage, Stage::Silence | Stage::Broken);
    }
    if permits(viewer, Act::ChairStatement) && !counting {
        offered.can.opens |= procedure.stage == Stage::Broken;
        chair(conn, page, (viewer, of, &course), &mut offered)?;
        let recordable: Vec<Value> = Value::ALL.iter().copied().filter(|one| one.is_recordable()).collect();
        offered.recordable = choices(page, "position", &recordable, form.text("recorded"));
    }
    Ok(offered)
}

/// What was typed in a form that is there no more.
pub(super) fn typed(can: &Can, act: &str, form: &Form) -> String {
    let has_form = match act {
        "begin" => can.begins,
        "say" => can.says,
        "record" | "time" => can.records,
        "condition" => can.answers,
        _ => true,
    };
    if has_form {
        return String::new();
    }
    let fields = ["text", "amendment", "reservation", "reason"].map(|field| form.raw(field).to_owned());
    fields.into_iter().filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
}
