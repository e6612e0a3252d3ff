use proptest::prelude::*;
use serde_json::json;

use super::form::{self, FormValues, to_value};
use super::*;

fn person(value: &Value) -> Result<Facts, Fields> {
    Facts::parse(value, Mode::Person)
}

/// One of everything, as api.md lists it.
fn full() -> Value {
    json!({
        "types": ["shutdown", "arrest"], "countries": ["IN", "XK"], "regions": ["IN-JK"],
        "places": ["Srinagar, Jammu & Kashmir"], "cross_border": ["PK"],
        "started": {"date": "2022-02-14", "precision": "day", "estimated": false},
        "ended": {"date": "2022-03", "precision": "month", "estimated": true},
        "status": "ended", "status_as_of": {"date": "2022", "precision": "year", "estimated": false}, "extent": "both", "scope": "local", "networks": ["broadband", "mobile"],
        "services": ["WhatsApp"], "domains": ["example.org", "*.пример.рф"], "asns": [64496],
        "operators": ["BSNL"], "ordered_by": ["state_government"], "decision_maker": "Home Department",
        "actor_type": "state", "stated_reasons": ["national_security"], "stated_reason_text": "Line one\nline two",
        "assessed_causes": ["protests"], "assessed_cause_text": "x",
        "legal_basis": {"claimed": "yes", "text": "Section 144"},
        "tests": {"legality": "unclear", "legitimate_aim": "met", "necessity": "not_met", "proportionality": "unknown"},
        "rights": ["expression"], "instruments": ["ICCPR, article 19"],
        "harms": [{"kind": "financial", "direct": false, "minimum": 1, "maximum": 9, "method": "USD, modelled"}],
        "affected_groups": ["students"], "people_affected": 7_000_000,
        "acknowledged": {"government": "yes", "operators": "unknown"},
        "context": {"election": "no", "violence": "yes", "rights_abuse": "unknown"},
        "technologies": ["DPI"], "vendors": ["A firm"],
        "sources": [{"kind": "news_media", "title": "t", "url": "https://example.org/?a=1#b", "confidential": true}],
        "source": {"system": "stop", "id": "abc", "raw": {"econ_impact": " ~$48,000 / day\u{0}", "event": ""}},
    })
}

#[test]
fn every_field_reads_and_writes_back() {
    let facts = person(&full()).unwrap();
    assert_eq!(facts.to_value(), full());
    assert_eq!(full().as_object().unwrap().len(), Facts::FIELDS.len(), "the sample has every field");
    assert_eq!(serde_json::from_str::<Facts>(&serde_json::to_string(&facts).unwrap()).unwrap(), facts);
}

#[test]
fn unknown_is_said_of_any_field_and_is_not_absent() {
    for field in Facts::FIELDS {
        let facts = person(&json!({ *field: "unknown" }));
        match *field {
            "legal_basis" | "tests" | "acknowledged" | "context" | "source" => {
                assert!(facts.is_err(), "{field} is a record: each of its parts may be unknown");
            }
            _ => {
                let facts = facts.unwrap_or_else(|faults| panic!("{field}: {faults:?}"));
                assert!(!facts.is_empty(), "{field}");
                assert_eq!(person(&facts.to_value()).unwrap(), facts, "{field}");
                let mut sent = Vec::new();
                FormValues::of(&facts).each(|name, values| sent.push((name.to_owned(), values.join("\n"))));
                assert_eq!(form::parse(&Facts::default(), &sent).unwrap(), facts, "{field} from a form");
            }
        }
    }
    let facts =
        person(&json!({"networks": ["unknown"], "started": {"date": "unknown"}, "status": "unknown"}))
            .unwrap();
    assert!(facts.networks.is_unknown() && facts.started.is_unknown() && facts.status.is_unknown());
    assert!(facts.ended.is_absent());
    assert_eq!(
        facts.facets().collect::<Vec<_>>(),
        [("status", "unknown".to_owned()), ("network", "unknown".to_owned())]
    );
}

#[test]
fn nothing_stated_is_empty() {
    for value in [
        json!(null),
        json!({}),
        json!({"types": [], "places": ["  "], "status": null, "decision_maker": "", "tests": {}, "sources": [{}],
               "started": {"date": ""}, "source": {"raw": {}}}),
    ] {
        let facts = person(&value).unwrap();
        assert!(facts.is_empty(), "{value}");
        assert_eq!(facts.to_value(), json!({}));
    }
}

#[test]
fn all_faults_are_told_at_once_each_under_its_path() {
    let faults = person(&json!({
        "types": ["shutdwon", "unknown", 3], "countries": "IN", "colour": 1, "regions": ["IN-ZZ"],
        "started": {"date": "2022-02", "precision": "day", "era": "AD"}, "ended": {"precision": "year"},
        "people_affected": -1, "networks": vec!["mobile"; 301],
        "sources": [{"url": "javascript:alert(1)"}, {"url": "https:///x", "confidential": "yes"}],
        "harms": [{"minimum": 3, "maximum": 2}], "decision_maker": "x".repeat(501), "vendors": ["a\u{7}b"],
        "source": {"raw": {"cell": 1}}, "domains": ["localhost", "a b.org"], "asns": ["AS-1", 5_000_000_000_u64],
    }))
    .unwrap_err();
    let paths: Vec<_> = faults.0.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "facts.asns.0",
            "facts.asns.1",
            "facts.colour",
            "facts.countries",
            "facts.decision_maker",
            "facts.domains.0",
            "facts.domains.1",
            "facts.ended.date",
            "facts.harms.0.maximum",
            "facts.networks",
            "facts.people_affected",
            "facts.regions.0",
            "facts.source.raw.cell",
            "facts.sources.0.url",
            "facts.sources.1.confidential",
            "facts.sources.1.url",
            "facts.started.date",
            "facts.started.era",
            "facts.types.0",
            "facts.types.1",
            "facts.types.2",
            "facts.vendors.0",
        ]
    );
    assert!(person(&json!([1])).unwrap_err().0.contains_key("facts"));
}

#[test]
fn an_end_before_the_start_is_refused_from_people_and_kept_from_sources() {
    let backwards = json!({"started": {"date": "2020-05-10"}, "ended": {"date": "2020-05-09"}});
    assert!(person(&backwards).unwrap_err().0.contains_key("facts.ended.date"));
    assert_eq!(
        Facts::parse(&backwards, Mode::Import).unwrap().ended_day().unwrap().to_string(),
        "2020-05-09"
    );
    let within = json!({"started": {"date": "2020-05-10"}, "ended": {"date": "2020-05"}});
    assert!(person(&within).is_ok(), "the end may lie later in that month");
}

#[test]
fn values_are_brought_to_one_form() {
    let facts = person(&json!({
        "countries": ["in", "IN "], "services": ["youtube", "YouTube", "Ein Dienst"], "asns": ["as64496", 64496],
        "domains": ["EXAMPLE.org."], "places": ["Cafe\u{301}"], "started": "2021-03",
        "ended": {"date": "2021-03-05", "precision": "year"},
    }))
    .unwrap();
    assert_eq!(
        facts.to_value(),
        json!({
            "countries": ["IN"], "services": ["YouTube", "Ein Dienst"], "asns": [64496], "domains": ["example.org"],
            "places": ["Café"], "started": {"date": "2021-03", "precision": "month", "estimated": false},
            "ended": {"date": "2021", "precision": "year", "estimated": false},
        })
    );
    assert_eq!(facts.year(), Some(2021));
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn a_form_changes_what_it_shows_and_loses_nothing_else() {
    let base = person(&full()).unwrap();
    let sent = fields(&[
        ("title", "not a fact"),
        ("facts.types", ""),
        ("facts.types", "blocking"),
        ("facts.types", "filtering"),
        ("facts.places", "Srinagar, Jammu & Kashmir\r\nLeh\r\n\r\n"),
        ("facts.operators", "BSNL, Airtel"),
        ("facts.countries", "IN, PK np"),
        ("facts.started.date", "2022-02-15"),
        ("facts.networks", ""),
        ("facts.status", "unknown"),
        ("facts.people_affected", "12"),
        ("facts.context.election", ""),
        ("facts.harms.0.direct", "yes"),
        ("facts.sources.1.url", "https://example.org/2"),
        ("facts.sources.2.url", ""),
        ("facts.sources.2.confidential", ""),
    ]);
    let facts = form::parse(&base, &sent).unwrap();
    let mut expected = full();
    let put =
        |expected: &mut Value, pointer: &str, value: Value| *expected.pointer_mut(pointer).unwrap() = value;
    put(&mut expected, "/types", json!(["blocking", "filtering"]));
    put(&mut expected, "/places", json!(["Srinagar, Jammu & Kashmir", "Leh"]));
    put(&mut expected, "/operators", json!(["BSNL", "Airtel"]));
    put(&mut expected, "/countries", json!(["IN", "PK", "NP"]));
    put(&mut expected, "/started/date", json!("2022-02-15"));
    put(&mut expected, "/status", json!("unknown"));
    put(&mut expected, "/people_affected", json!(12));
    put(&mut expected, "/harms/0/direct", json!(true));
    put(&mut expected, "/context", json!({"violence": "yes", "rights_abuse": "unknown"}));
    expected.as_object_mut().unwrap().remove("networks");
    expected["sources"]
        .as_array_mut()
        .unwrap()
        .push(json!({"url": "https://example.org/2", "confidential": false}));
    assert_eq!(facts.to_value(), expected);
}

#[test]
fn an_entry_sent_empty_is_taken_out_and_a_wrong_name_is_told() {
    let base = person(&full()).unwrap();
    let emptied = fields(&[
        ("facts.sources.0.kind", ""),
        ("facts.sources.0.title", ""),
        ("facts.sources.0.url", ""),
        ("facts.sources.0.confidential", ""),
    ]);
    assert!(form::parse(&base, &emptied).unwrap().sources.is_absent());
    for wrong in
        ["facts.colour", "facts.started.era", "facts.sources.x.url", "facts.source.raw.event", "facts.tests"]
    {
        let faults = form::parse(&base, &fields(&[(wrong, "1")])).unwrap_err();
        assert!(faults.0.contains_key(wrong), "{wrong}: {faults:?}");
    }
    let coarse = person(&json!({"started": {"date": "2022-02", "estimated": true}})).unwrap();
    let finer = form::parse(&coarse, &fields(&[("facts.started.date", "2022-02-15")])).unwrap();
    assert_eq!(
        finer.started.known().unwrap().text(),
        "2022-02-15",
        "an old precision does not blunt a new date"
    );
    assert!(finer.started.known().unwrap().is_estimated());
}

#[test]
fn a_refused_form_is_shown_as_it_was_typed() {
    let base = person(&full()).unwrap();
    let typed =
        fields(&[("facts.started.date", "yesterday"), ("facts.networks", ""), ("facts.networks", "mobile")]);
    assert!(form::parse(&base, &typed).is_err());
    let shown = FormValues::of(&base).overlaid(&typed);
    assert_eq!(shown.one("facts.started.date"), "yesterday");
    assert!(shown.has("facts.networks", "mobile") && !shown.has("facts.networks", "broadband"));
    assert_eq!(shown.one("facts.countries"), "IN\nXK");
    assert_eq!(
        (shown.count("facts.sources"), shown.count("facts.harms"), shown.count("facts.types")),
        (1, 1, 0)
    );
}

/// Any JSON of the right names, mostly of the right shapes.
fn any_facts() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "\\PC{0,12}",
        Just("unknown".to_owned()),
        Just("2021-03".to_owned()),
        Just("mobile".to_owned())
    ];
    let word = prop_oneof![
        Just("shutdown"),
        Just("mobile"),
        Just("other"),
        Just("IN"),
        Just("IN-JK"),
        Just("yes"),
        Just("2020"),
        Just("https://example.org/a,b"),
        Just("example.org"),
        Just("unknown"),
        Just("expression"),
        Just("Café, bar"),
    ];
    let leaf = prop_oneof![
        text.prop_map(Value::from),
        word.clone().prop_map(Value::from),
        any::<u32>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
    ];
    let list = proptest::collection::vec(leaf.clone(), 0..4).prop_map(Value::from);
    let record = proptest::collection::btree_map(
        proptest::sample::select(vec![
            "date",
            "kind",
            "url",
            "title",
            "legality",
            "government",
            "election",
            "id",
            "estimated",
        ]),
        leaf.clone(),
        0..3,
    )
    .prop_map(|map| map.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Value>());
    let records = proptest::collection::vec(record.clone(), 0..3).prop_map(Value::from);
    let any = prop_oneof![leaf, list, record, records];
    proptest::collection::btree_map(proptest::sample::select(Facts::FIELDS), any, 0..6)
        .prop_map(|map| map.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Value>())
}

/// What of `value` is right: every faulty field taken out.
fn right_part(mut value: Value) -> Facts {
    if let Err(faults) = Facts::parse(&value, Mode::Import) {
        for path in faults.0.keys() {
            let field = path.split('.').nth(1).unwrap().to_owned();
            value.as_object_mut().unwrap().remove(&field);
        }
    }
    Facts::parse(&value, Mode::Import).expect("every fault was under its field")
}

proptest! {
    #[test]
    fn whatever_is_read_writes_and_reads_the_same(value in any_facts()) {
        let facts = right_part(value);
        let written = facts.to_value();
        prop_assert_eq!(&Facts::parse(&written, Mode::Import).unwrap(), &facts);
        prop_assert_eq!(facts.is_empty(), written == json!({}));
        prop_assert_eq!(&serde_json::from_value::<Facts>(written).unwrap(), &facts);
    }

    #[test]
    fn a_form_sent_back_untouched_changes_nothing(value in any_facts()) {
        let facts = right_part(value);
        let shown = FormValues::of(&facts);
        let mut sent = Vec::new();
        shown.each(|name, values| sent.extend(values.iter().map(|value| (name.to_owned(), value.clone()))));
        let lines: Vec<_> = sent.iter().map(|(name, _)| (name.clone(), shown.one(name))).collect();
        for sent in [sent, lines] {
            let again = Facts::parse(&to_value(&facts, &sent), Mode::Import);
            prop_assert_eq!(&again.unwrap(), &facts);
        }
    }
}
