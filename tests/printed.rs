//! What a document prints from the code is what the code says. `ENTENTE_WRITE_SNAPSHOTS=1` writes it anew.

use std::fmt::Write as _;

use entente::access::{Capability, table};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/roles.md");
const BEGIN: &str = "<!-- table of roles: printed from the code, held to it by tests/printed.rs -->\n";
const END: &str = "<!-- end of the table of roles -->";

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
    let document = std::fs::read_to_string(DOCUMENT).unwrap();
    let (before, rest) = document.split_once(BEGIN).expect("the mark before the table");
    let (kept, after) = rest.split_once(END).expect("the mark after the table");
    let now = printed();
    if std::env::var_os("ENTENTE_WRITE_SNAPSHOTS").is_some() {
        std::fs::write(DOCUMENT, format!("{before}{BEGIN}{now}{END}{after}")).unwrap();
    }
    assert_eq!(kept, now, "the roles have changed: docs/roles.md has to say so");
    for capability in Capability::ALL {
        assert!(after.contains(&format!("\n| `{capability}` |")), "what `{capability}` allows is not said");
    }
}
