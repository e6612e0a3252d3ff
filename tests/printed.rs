//! What a document prints from the code is what the code says. `ENTENTE_WRITE_SNAPSHOTS=1` writes it anew.

use std::fmt::Write as _;

use entente::access::{Capability, table};
use entente::actions::{MACHINE, Stage};
use entente::alerts::Category;
use entente::facts::{IncidentType, Vocabulary};
use entente::statements::{self, AMENDMENTS, AmendmentState, BRACKETS, BracketStatus, EntryCase};
use entente::tickets::{self, TicketCase, TicketState};

/// Holds what stands between two marks of a document to what the code prints. Gives what comes after.
fn held(document: &str, what: &str, now: &str) -> String {
    let path = format!("{}/docs/{document}", env!("CARGO_MANIFEST_DIR"));
    let begin = format!("<!-- {what}: printed from the code, held to it by tests/printed.rs -->\n");
    let end = format!("<!-- end of the {what} -->");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(&begin).expect("the mark before it");
    let (kept, after) = rest.split_once(&end).expect("the mark after it");
    if std::env::var_os("ENTENTE_WRITE_SNAPSHOTS").is_some() {
        std::fs::write(&path, format!("{before}{begin}{now}{end}{after}")).unwrap();
    }
    assert_eq!(kept, now, "the {what} has changed: docs/{document} has to say so");
    after.to_owned()
}

/// Roles down, capabilities across.
fn printed() -> String {
    let mut text = String::from("| role |");
    for capability in Capability::ALL {
        write!(text, " `{capability}` |").unwrap();
    }
    writeln!(text, "\n|---|{}", ":-:|".repeat(Capability::ALL.len())).unwrap();
    for (role, capabilities) in table() {
        write!(text, "| `{role}` |").unwrap();
        for capability in Capability::ALL {
            text.push_str(if capabilities.contains(capability) { " ● |" } else { " |" });
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_table_of_roles_is_the_one_of_the_code() {
    let after = held("roles.md", "table of roles", &printed());
    for capability in Capability::ALL {
        assert!(after.contains(&format!("\n| `{capability}` |")), "what `{capability}` allows is not said");
    }
}

#[test]
fn the_table_of_categories_is_the_one_of_the_code() {
    let mut text = String::from("| types of incident | category |\n|---|---|\n");
    for category in Category::ALL {
        let types = IncidentType::ALL.iter().filter(|of| Category::of_type(of.as_str()) == *category);
        let types: Vec<String> = types.map(|of| format!("`{}`", of.as_str())).collect();
        if !types.is_empty() {
            writeln!(text, "| {} | `{category}` |", types.join(", ")).unwrap();
        }
    }
    held("api.md", "table of categories", &text);
}

#[test]
fn the_moves_of_actions_are_those_of_the_code() {
    let mut text = String::from("| from | to | with a reason |\n|---|---|---|\n");
    let list =
        |stages: Vec<&str>| stages.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    for stage in Stage::ALL {
        let leads = |reason: bool| {
            let moves = MACHINE.moves.iter().filter(|step| step.from.contains(stage));
            list(moves.filter(|step| step.guards.is_empty() != reason).map(|step| step.to.as_str()).collect())
        };
        writeln!(text, "| `{stage}` | {} | {} |", leads(false), leads(true)).unwrap();
    }
    held("actions.md", "moves of actions", &text);
}

#[test]
fn the_moves_of_requests_to_states_are_those_of_the_code() {
    let mut text = String::from("| from | by the state | by the organisation that asks |\n|---|---|---|\n");
    for state in TicketState::ALL {
        let by = |asked: bool| {
            let case = TicketCase { asked, asks: !asked, says: true, names: true };
            let moves = tickets::MACHINE.open_moves(*state, &case).into_iter();
            moves.map(|to| format!("`{to}`")).collect::<Vec<_>>().join(", ")
        };
        writeln!(text, "| `{state}` | {} | {} |", by(true), by(false)).unwrap();
    }
    held("actions.md", "moves of requests to states", &text);
}

#[test]
fn the_moves_of_statements_are_those_of_the_code() {
    let mut text = String::from(
        "| move | from | to | refused to others with | refused otherwise with |\n|---|---|---|---|---|\n",
    );
    for step in statements::MACHINE.moves {
        let from = step.from.iter().map(|stage| format!("`{stage}`")).collect::<Vec<_>>().join(", ");
        let needs =
            step.guards.iter().map(|guard| format!("`{}`", guard.otherwise)).collect::<Vec<_>>().join(", ");
        let (verb, to, who) = (step.verb, step.to, step.who.otherwise);
        writeln!(text, "| `{verb}` | {from} | `{to}` | `{who}` | {needs} |").unwrap();
    }
    held("statements.md", "moves of statements", &text);
}

#[test]
fn the_moves_of_amendments_and_brackets_are_those_of_the_code() {
    let holder = EntryCase { penholder: true, reason: true, words: true, ..EntryCase::default() };
    let author = EntryCase { author: true, ..EntryCase::default() };
    let list = |words: Vec<&str>| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    let mut text = String::from("| from | by the penholder | by its author |\n|---|---|---|\n");
    for state in AmendmentState::ALL {
        let by = |case: &EntryCase| {
            list(AMENDMENTS.open_moves(*state, case).into_iter().map(AmendmentState::as_str).collect())
        };
        writeln!(text, "| `{state}` | {} | {} |", by(&holder), by(&author)).unwrap();
    }
    held("statements.md", "moves of amendments", &text);
    let mut text = String::from("| from | by whoever put it |\n|---|---|\n");
    for status in BracketStatus::ALL {
        let moves = BRACKETS.open_moves(*status, &author).into_iter().map(BracketStatus::as_str);
        writeln!(text, "| `{status}` | {} |", list(moves.collect())).unwrap();
    }
    held("statements.md", "moves of brackets", &text);
}
