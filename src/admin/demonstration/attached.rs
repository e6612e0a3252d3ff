//! The file that one of the demonstration's organisations attaches to what it does with others: the way that people's own files go.

use super::acting::Begun;
use super::plans::DEMARCHE;
use super::stories::KIRSI;
use super::viewer;
use crate::action_files;
use crate::actions::Seen;
use crate::error::{Error, Result};
use crate::files::{Received, Sanitiser};
use crate::vault::Vault;
use crate::web::{AppState, Form};

/// What it was called: nobody else is shown that.
const NAME: &str = "note to the ministry, draft 2 (PK).txt";
const SHOWS: &str = "The second draft of the note, with the remarks of three capitals";
const NOTE: &str = "\
Draft of the note, second version

1. Since Tuesday no mobile network carries data in three provinces. Operators were told so by telephone.
2. We ask which law the order rests on, who gave it, and until when it is meant to last.
3. We ask the ministry to end it before the weekend.

Each capital sends its own note. Please name no hospital, and nobody who told us of the order.
";

/// Attaches it, and has its copy made.
pub(super) fn attach(app: &AppState, vault: &Vault, sanitiser: &Sanitiser, all: &Begun) -> Result<()> {
    let action = all.get(DEMARCHE).ok_or_else(|| Error::Internal(format!("no action {DEMARCHE}")))?;
    let begun = app.ambient().now();
    let mut arriving = vault.receive(app.ambient())?;
    arriving.write(NOTE.as_bytes())?;
    let arrived = arriving.finish()?;
    let received = Received { form: Form::default(), name: NAME.to_owned(), arrived, begun };
    app.write_now(|tx| {
        let author = viewer(tx, KIRSI)?;
        let seen = Seen::default();
        let what = (&received, SHOWS);
        action_files::attach(tx, vault, &author, (action.as_str(), &seen), what).map(|_| ())
    })?;
    received.arrived.stored.commit();
    sanitiser.work(app.database(), vault)
}
