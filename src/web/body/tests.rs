use serde::Deserialize;
use serde_json::json;

use super::*;

#[derive(Debug, Deserialize, PartialEq)]
struct Sent {
    name: String,
    note: Option<String>,
    members: Vec<String>,
    confidential: bool,
    #[serde(deserialize_with = "long")]
    prose: Option<String>,
    facts: Option<BTreeMap<String, String>>,
}

#[test]
fn a_body_is_read_into_its_struct() {
    let prose = "x".repeat(2 * LONGEST);
    let whole = json!({
        "name": "Ann", "note": "x", "members": ["a", "b"], "confidential": true, "prose": prose,
        "facts": { "harms.0": prose, "sector": null },
    });
    let read: Sent = read(&whole).unwrap();
    let expected = Sent {
        name: "Ann".into(),
        note: Some("x".into()),
        members: vec!["a".to_owned(), "b".to_owned()],
        confidential: true,
        facts: Some(BTreeMap::from([("harms.0".to_owned(), prose.clone())])),
        prose: Some(prose),
    };
    assert_eq!(read, expected);
}

#[test]
fn what_is_missing_or_null_is_empty() {
    let nothing = Sent {
        name: String::new(),
        note: None,
        members: Vec::new(),
        confidential: false,
        prose: None,
        facts: None,
    };
    assert_eq!(read::<Sent>(&json!({})).unwrap(), nothing);
    let nulls = json!({
        "name": null, "note": null, "members": null, "confidential": null, "prose": null, "facts": null,
    });
    assert_eq!(read::<Sent>(&nulls).unwrap(), nothing);
}

#[derive(Debug, Deserialize, PartialEq)]
struct Listed {
    things: Vec<Thing>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Thing {
    kind: String,
    of: Option<String>,
}

#[test]
fn a_list_of_structs_is_read_and_its_wrong_fields_are_named_by_the_list() {
    let thing = |kind: &str, of: Option<&str>| Thing { kind: kind.into(), of: of.map(Into::into) };
    let sent = json!({ "things": [{ "kind": "a", "of": "b" }, { "kind": "c" }] });
    let things = vec![thing("a", Some("b")), thing("c", None)];
    assert_eq!(read::<Listed>(&sent).unwrap(), Listed { things });
    assert_eq!(read::<Listed>(&json!({ "things": [] })).unwrap(), Listed { things: Vec::new() });
    for wrong in [
        json!([{ "kind": 1 }]),
        json!([{ "kind": "a" }, "b"]),
        json!([{ "kind": "a", "colour": "red" }]),
        json!(["a"]),
        json!({ "kind": "a" }),
    ] {
        let sent = json!({ "things": wrong });
        assert!(read::<Sent>(&json!({ "members": [{}] })).is_err());
        let Err(error) = read::<Listed>(&sent) else { panic!("it was read: {sent}") };
        let Error::Invalid(Fields(faults)) = error else { panic!("{error}") };
        assert_eq!(faults.keys().collect::<Vec<_>>(), ["things"]);
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let wrong = json!({
        "name": 1, "note": "\0", "members": ["a", 2], "confidential": "yes", "colour": "red", "prose": [],
        "facts": { "a": 1, "b": "x", "c": {} },
    });
    let named = |wrong| {
        let Err(Error::Invalid(Fields(faults))) = read::<Sent>(&wrong) else { panic!("it was read") };
        assert!(faults.values().all(|messages| messages.len() == 1), "{faults:?}");
        faults.into_keys().collect::<Vec<_>>()
    };
    let all = ["colour", "confidential", "facts.a", "facts.c", "members", "name", "note", "prose"];
    assert_eq!(named(wrong), all);
    assert_eq!(named(json!({ "facts": ["a"] })), ["facts"]);
}

#[test]
fn numbers_are_read_as_text_where_they_are_meant() {
    let body = with_numbers(json!({ "start": 3, "end": "9", "kind": 1 }), &["start", "end"]);
    assert_eq!(body, json!({ "start": "3", "end": "9", "kind": 1 }));
}
