//! What a record reads like: a title made from its facts, and a narrative from its texts. English, as the source is.

use chrono::Datelike;

use super::Cells;
use crate::facts::{Date, Extent, Facts, IncidentType, Line, Network, Precision, Scope, Service, Status};

/// The most characters of a place in a title.
const PLACE: usize = 90;

/// "Mobile internet shut down in Srinagar, Jammu & Kashmir (India), 14 February 2022". A row that counts a shutdown
/// for a later year than that of its start says so, for the other years have the same sentence.
pub fn title(facts: &Facts, cells: Cells<'_>) -> String {
    let mut title = format!("{} {} in {}", subject(facts), verb(facts), place(facts));
    if let Some(date) = facts.started.known() {
        let since = if facts.status.known() == Some(&Status::Ongoing) { " since " } else { ", " };
        title.push_str(since);
        title.push_str(&written(*date));
        let year = cells.get("count_year").trim();
        if year.parse().is_ok_and(|year: i32| year != date.first_day().year()) {
            title.extend([" (counted for ", year, ")"]);
        }
    }
    title
}

fn subject(facts: &Facts) -> String {
    if facts.extent.known() == Some(&Extent::ServiceBased) {
        let names: Vec<&str> = facts.services.entries().iter().map(Service::as_str).collect();
        return match names.as_slice() {
            [] => "Online services".to_owned(),
            [one] => (*one).to_owned(),
            [one, two] => format!("{one} and {two}"),
            [one, two, three] => format!("{one}, {two} and {three}"),
            [one, two, rest @ ..] => format!("{one}, {two} and {} other services", rest.len()),
        };
    }
    let network = match facts.networks.entries() {
        [Network::Mobile] => "Mobile internet",
        [Network::Broadband] => "Broadband internet",
        _ => "Internet",
    };
    let more = if facts.extent.known() == Some(&Extent::Both) { " and single services" } else { "" };
    format!("{network}{more}")
}

fn verb(facts: &Facts) -> &'static str {
    let types = facts.types.entries();
    let cut = types.contains(&IncidentType::Shutdown) || types.contains(&IncidentType::Blocking);
    let slowed = types.contains(&IncidentType::Throttling);
    let service = facts.extent.known() == Some(&Extent::ServiceBased);
    match (cut, slowed, service) {
        (true, true, true) => "blocked and slowed down",
        (true, true, false) => "shut down and slowed down",
        (true, false, true) => "blocked",
        (true, false, false) => "shut down",
        (false, true, _) => "slowed down",
        (false, false, _) => "disrupted",
    }
}

fn place(facts: &Facts) -> String {
    let names: Vec<&str> =
        facts.countries.entries().iter().map(|country| short(country.name("en"))).collect();
    let countries = names.join(" and ");
    let place = facts.places.entries().iter().map(Line::as_str).collect::<Vec<_>>().join(", ");
    let place = cut(&place, PLACE);
    if place.is_empty() || facts.scope.known() == Some(&Scope::National) {
        return countries;
    }
    if countries.is_empty() {
        return place;
    }
    let lower = place.to_lowercase();
    let describes =
        ["nation", "countr", "entire country", "most ", "near ", "it affected", "traffic", "confirmed"];
    if describes.iter().any(|start| lower.starts_with(start)) {
        format!("{countries} ({place})")
    } else if names.iter().any(|name| lower.contains(&name.to_lowercase())) {
        place
    } else {
        format!("{place} ({countries})")
    }
}

/// "Myanmar" of "Myanmar (Burma)".
fn short(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

/// At a blank, with an ellipsis, where it is longer.
fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head = text.get(..end).unwrap_or(text);
    let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
    format!("{}…", head.trim_end_matches([',', ';', ' ']))
}

fn written(date: Date) -> String {
    let pattern = match date.precision() {
        Precision::Day => "%-d %B %Y",
        Precision::Month => "%B %Y",
        Precision::Year => "%Y",
    };
    let about = if date.is_estimated() { "about " } else { "" };
    format!("{about}{}", date.first_day().format(pattern))
}

/// The texts of a row, each under what it is about; the title where there is none.
pub fn narrative(facts: &Facts, cells: Cells<'_>) -> String {
    let mut parts = Vec::new();
    let event = cells.get("event");
    parts.push(if event.trim().is_empty() {
        format!("{}.", escape(&title(facts, cells)))
    } else {
        escape(event)
    });
    for (label, column) in [
        ("Cause, as the source assesses it", "actual_cause_details"),
        ("Reason, as the authorities state it", "gov_just_details"),
        ("Legal basis", "legal_method"),
        ("Other services affected", "other_affected"),
        ("People it aims at", "users_target_detail"),
        ("Economic effect, as given", "econ_impact"),
    ] {
        let text = cells.get(column);
        if !text.trim().is_empty() {
            parts.push(format!("**{label}:** {}", escape(text)));
        }
    }
    for (label, column) in
        [("The government’s words", "gov_ack_quote"), ("The operators’ words", "telco_ack_quote")]
    {
        let text = cells.get(column);
        if !text.trim().is_empty() {
            let quote: Vec<_> =
                escape(text).lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
            parts.push(format!("**{label}:**\n\n{}", quote.join("\n")));
        }
    }
    parts.join("\n\n")
}

/// Text as Markdown that says the same: nothing in it acts as markup. Blank lines part paragraphs.
pub fn escape(text: &str) -> String {
    let lines = text.trim().lines().map(|line| {
        let mut escaped = String::with_capacity(line.len() + 8);
        let line = line.trim();
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        for (place, c) in line.chars().enumerate() {
            let always = "\\`*_{}[]<>#|~&!$^".contains(c);
            let opens = place == 0 && "+-=:".contains(c);
            let numbers = digits > 0 && place == digits && ".)".contains(c);
            if always || opens || numbers {
                escaped.push('\\');
            }
            escaped.push(if c.is_control() { ' ' } else { c });
        }
        escaped.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}
