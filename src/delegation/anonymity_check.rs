//! Whether a text names the organisation that asks to have it published without its name.

use serde_json::Value;

use super::Handed;
use crate::facts::naming::says;
use crate::people::Organisation;

/// The first part of a text in which its owner's name or website stands, as the key of its word; nothing where it
/// stands in none.
pub(super) fn named_in(owner: &Organisation, handed: &Handed) -> Option<&'static str> {
    let host = owner.website.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
    part_naming([&owner.name, host.trim_start_matches("www.")], handed)
}

fn part_naming(names: [&str; 2], handed: &Handed) -> Option<&'static str> {
    let read = markdown::plain(&handed.narrative);
    let mut parts = vec![
        (handed.title.as_str(), "report-title"),
        // As it is written, for addresses behind words, and as it is read.
        (handed.narrative.as_str(), "report-narrative"),
        (read.as_str(), "report-narrative"),
    ];
    strings(&handed.facts, &mut |text| parts.push((text, "facts-heading")));
    let found = parts.into_iter().find(|(text, _)| names.iter().any(|name| says(text, name)));
    found.map(|(_, word)| word)
}

/// Every text of the facts, and none of their names.
fn strings<'a>(value: &'a Value, each: &mut impl FnMut(&'a str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(entries) => entries.iter().for_each(|entry| strings(entry, each)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, each)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_is_found_as_words() {
        for text in ["Open Lines says", "by OPEN\nLINES.", "https://open-lines.example/", "(open  lines)"] {
            assert!(says(text, "Open Lines"), "{text}");
        }
        assert!(says("光明组织说网络断了", "光明组织"));
        for (text, name) in
            [("Open the lines", "Open Lines"), ("forums", "Forum"), ("anything", ""), ("", "EFF")]
        {
            assert!(!says(text, name), "{name} in {text}");
        }
        assert!(says("The EFF saw it", "EFF"));
    }

    #[test]
    fn a_name_is_looked_for_as_it_is_read() {
        let text = |narrative: &str, facts: Value| Handed {
            title: "A raid".into(),
            narrative: narrative.into(),
            language: "en".into(),
            facts,
            redactions: Vec::new(),
        };
        for (narrative, facts) in [
            ("The office of Op**en** Lines.", json!({})),
            ("The office of Open&nbsp;Lines.", json!({})),
            ("[here](https://example.org/Open-Lines/7)", json!({})),
            ("", json!({ "legal_basis": { "text": "Article 5.\nOpen Lines sued." } })),
            ("", json!({ "stated_reason_text": "They said that Open\nLines had" })),
            ("", json!({ "places": ["A", "Open Lines"] })),
        ] {
            assert!(
                part_naming(["Open Lines", ""], &text(narrative, facts.clone())).is_some(),
                "{narrative} {facts}"
            );
        }
        let seen = text("OpenedDelegation by Doctors &amp; Co today", json!({}));
        assert!(part_naming(["Doctors & Co", ""], &seen).is_some());
        // What a fact is called is no text.
        for name in ["Rights", "Places"] {
            let facts = json!({ "rights": ["expression"], "places": ["A"] });
            assert_eq!(part_naming([name, ""], &text("", facts)), None, "{name}");
        }
    }
}
