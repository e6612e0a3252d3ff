//! Public alerts in the Common Alerting Protocol 1.2, as aggregators and warning systems take them.
//!
//! A message is made of what everybody could read, and of nothing else: whoever asks gets the same. The number of a version,
//! what it refers to, and whether it is the first are counted among those versions, so that nobody learns of another one.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use crate::alerts::{AlertBody, AlertLink, AlertMessage, AlertText};
use crate::db::Moment;
use crate::error::{Error, Result};
use crate::feeds::xml_text;
use crate::language::{Language, Strings};

const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// What the values of geocodes are called.
const COUNTRY: &str = "ISO 3166-1 alpha-2";

/// A version of an alert that everybody reads, as a message.
#[derive(Debug, Clone)]
pub(super) struct Message {
    /// Of the instance.
    pub public_url: String,
    /// `W-…`.
    pub reference: String,
    /// Who posted it.
    pub organisation: String,
    /// When the versions before it were released that everybody could read, the oldest first. Versions
    /// that were withdrawn count too: a program that keeps one of them learns that this one takes its place.
    pub earlier: Vec<Moment>,
    /// When it was released.
    pub at: Moment,
    /// What it says.
    pub body: AlertBody,
    /// Of what it links to, that which everybody reads.
    pub links: Vec<AlertLink>,
}

type Xml = Writer<Vec<u8>>;

/// A moment as the protocol has it: no fractions, a numeric offset, and a minus before that of UTC.
fn time(at: Moment) -> String {
    at.to_utc().format("%Y-%m-%dT%H:%M:%S-00:00").to_string()
}

impl Message {
    /// The document.
    pub(super) fn document(&self) -> Result<Vec<u8>> {
        written(self).map_err(Error::internal)
    }

    /// Who speaks: the instance, under the name at which it is found. Spaces, commas and marks may not be in it.
    fn sender(&self) -> String {
        let name = self.public_url.split_once("://").map_or(self.public_url.as_str(), |(_, name)| name);
        name.replace([' ', ',', '<', '&'], "_")
    }

    fn identifier(&self, number: usize) -> String {
        format!("{}.{number}", self.reference)
    }

    fn kind(&self) -> &'static str {
        match (self.earlier.is_empty(), self.body.message.calls()) {
            (true, _) => "Alert",
            (false, true) => "Update",
            (false, false) => "Cancel",
        }
    }

    /// Why it was sent, where it is no call: that the danger is over, that there was none, that people only practise.
    fn note(&self, strings: &Strings) -> String {
        let exercise = self.body.exercise.then(|| strings.t("alert-exercise-text"));
        let message = match self.body.message {
            AlertMessage::Alert | AlertMessage::Update => None,
            AlertMessage::AllClear => Some(strings.t("alert-message-all-clear")),
            AlertMessage::FalseAlarm => Some(strings.t("alert-message-false-alarm")),
        };
        let notes: Vec<String> = message.into_iter().chain(exercise).collect();
        notes.join(". ")
    }

    fn references(&self) -> String {
        let reference = |(place, at): (usize, &Moment)| {
            format!("{},{},{}", self.sender(), self.identifier(place + 1), time(*at))
        };
        self.earlier.iter().enumerate().map(reference).collect::<Vec<_>>().join(" ")
    }

    fn headline(&self, text: &AlertText, strings: &Strings) -> String {
        // Many programs show nothing but this.
        let mark = if self.body.exercise { strings.t("ribbon-exercise") + " " } else { String::new() };
        mark + &text.headline
    }

    /// Where, in a language of the product; in another one codes for countries, for their names would be in none that was said.
    /// Without a word there is no area.
    fn area(&self, strings: Option<&Strings>) -> String {
        let language = strings.map(|strings| strings.language().tag());
        let countries = self.body.countries.iter().map(|country| match &language {
            Some(language) => country.name(language).to_owned(),
            None => country.to_string(),
        });
        let named: Vec<String> = countries.chain(self.body.places.iter().cloned()).collect();
        match strings {
            Some(strings) if named.is_empty() => strings.t("cap-no-area"),
            Some(strings) => strings.list(&named),
            None => named.join(", "),
        }
    }

    /// What it is, in a language of the product; in another one as its author says it in that language.
    fn event(&self, text: &AlertText, strings: Option<&Strings>) -> String {
        let category = self.body.category.as_str().to_lowercase();
        strings.map_or_else(
            // Many programs show nothing but this: an exercise says so, in English if need be.
            || self.headline(text, &Strings::of(Language::english())),
            |strings| strings.t(&format!("alert-category-{category}")),
        )
    }
}

/// The strings of a language, if the product has any.
fn strings_of(tag: &str) -> Option<Strings> {
    let primary = tag.split('-').next().unwrap_or(tag);
    Language::of_tag(tag).or_else(|| Language::of_tag(primary)).map(Strings::of)
}

fn written(message: &Message) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    writer.create_element("alert").with_attribute(("xmlns", NAMESPACE)).write_inner_content(|writer| {
        head(writer, message)?;
        message.body.texts.iter().try_for_each(|text| info(writer, message, text))
    })?;
    Ok(writer.into_inner())
}

/// Elements with texts, in this order; those without a word are left out.
fn elements<const N: usize>(writer: &mut Xml, all: [(&str, String); N]) -> io::Result<()> {
    let said = all.iter().filter(|(_, words)| !words.trim().is_empty());
    said.into_iter().try_for_each(|(name, words)| xml_text(writer, name, words))
}

fn head(writer: &mut Xml, message: &Message) -> io::Result<()> {
    let status = if message.body.exercise { "Exercise" } else { "Actual" };
    elements(
        writer,
        [
            ("identifier", message.identifier(message.earlier.len() + 1)),
            ("sender", message.sender()),
            ("sent", time(message.at)),
            ("status", status.to_owned()),
            ("msgType", message.kind().to_owned()),
            ("scope", "Public".to_owned()),
            ("note", message.note(&Strings::of(Language::english()))),
            ("references", message.references()),
        ],
    )
}

fn info(writer: &mut Xml, message: &Message, text: &AlertText) -> io::Result<()> {
    let body = &message.body;
    let own = strings_of(&text.language);
    // That people only practise has to be understood by somebody, in English if need be.
    let strings = own.clone().unwrap_or_else(|| Strings::of(Language::english()));
    let over = if body.message.calls() { "" } else { "AllClear" };
    writer.create_element("info").write_inner_content(|writer| {
        elements(
            writer,
            [
                ("language", text.language.clone()),
                ("category", body.category.to_string()),
                ("event", message.event(text, own.as_ref())),
                ("responseType", over.to_owned()),
                ("urgency", body.urgency.to_string()),
                ("severity", body.severity.to_string()),
                ("certainty", body.certainty.to_string()),
                ("expires", time(body.expires_at)),
                ("senderName", message.organisation.clone()),
                ("headline", message.headline(text, &strings)),
                ("description", markdown::plain_lines(&text.body)),
                ("instruction", markdown::plain_lines(&text.instruction)),
                ("web", format!("{}/alerts/{}", message.public_url, message.reference)),
            ],
        )?;
        message.links.iter().try_for_each(|link| resource(writer, &message.public_url, link))?;
        area(writer, message, own.as_ref())
    })?;
    Ok(())
}

fn resource(writer: &mut Xml, public_url: &str, link: &AlertLink) -> io::Result<()> {
    writer.create_element("resource").write_inner_content(|writer| {
        elements(
            writer,
            [
                ("resourceDesc", link.reference.clone()),
                ("mimeType", "text/html".to_owned()),
                ("uri", format!("{public_url}/{}s/{}", link.kind, link.reference)),
            ],
        )
    })?;
    Ok(())
}

fn area(writer: &mut Xml, message: &Message, strings: Option<&Strings>) -> io::Result<()> {
    let described = message.area(strings);
    if described.trim().is_empty() {
        return Ok(());
    }
    writer.create_element("area").write_inner_content(|writer| {
        elements(writer, [("areaDesc", described)])?;
        message.body.countries.iter().try_for_each(|country| {
            writer.create_element("geocode").write_inner_content(|writer| {
                elements(writer, [("valueName", COUNTRY.to_owned()), ("value", country.to_string())])
            })?;
            Ok(())
        })
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alerts::{Category, Certainty, Severity, Urgency};

    fn written_with(words: &str) -> String {
        let at = Moment::from_unix_seconds(0).unwrap();
        let text = AlertText {
            language: "he".into(),
            headline: words.into(),
            body: words.into(),
            instruction: words.into(),
        };
        let body = AlertBody {
            texts: vec![text],
            countries: Vec::new(),
            places: vec![words.into()],
            urgency: Urgency::Past,
            severity: Severity::Minor,
            certainty: Certainty::Likely,
            category: Category::Cbrne,
            exercise: false,
            expires_at: at,
            message: AlertMessage::Update,
            asks_again: false,
        };
        let message = Message {
            public_url: "https://entente.example/a,b c&d".into(),
            reference: "W-1".into(),
            organisation: words.into(),
            earlier: vec![at],
            at,
            body,
            links: Vec::new(),
        };
        String::from_utf8(message.document().unwrap()).unwrap()
    }

    #[test]
    fn nothing_in_a_text_is_taken_for_markup_or_breaks_the_document() {
        let document = written_with("a\u{0}\u{1}\u{b}\u{FFFF}</info> ]]> & <b>");
        assert!(
            document.contains("<headline>a&lt;/info&gt; ]]&gt; &amp; &lt;b&gt;</headline>"),
            "{document}"
        );
        assert!(
            document.contains("<areaDesc>a&lt;/info&gt; ]]&gt; &amp; &lt;b&gt;</areaDesc>"),
            "{document}"
        );
        assert!(document.chars().all(|letter| letter >= ' ' && letter != '\u{FFFF}'), "{document}");
        let references = "<references>entente.example/a_b_c_d,W-1.1,1970-01-01T00:00:00-00:00</references>";
        assert!(document.contains(references), "{document}");
        // An element without a word is left out.
        let empty = written_with(" ");
        assert!(!empty.contains("<headline>") && !empty.contains("<description>"), "{empty}");
    }
}
