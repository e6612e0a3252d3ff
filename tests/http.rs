//! A small HTTP client: one connection a request unless it keeps them, cookies kept, redirects not followed, and
//! bytes sent exactly as they are given, so that requests can be wrong in any way.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case, in the order in which they came.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// The answer itself where it has this status, else the end of the test.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// Status and text without what is drawn anew for each request: codes of forms, cursors, the second in which a page was made.
    pub fn steady(&self) -> String {
        self.steady_as(&self.text())
    }

    /// The same with what a file of another kind says, as text.
    pub fn steady_as(&self, text: &str) -> String {
        let made = text.split(" data-made>").next().and_then(|before| before.rsplit("datetime=\"").next());
        let text = match made.filter(|_| text.contains(" data-made>")) {
            Some(made) => text.replace(&format!("datetime=\"{made} data-made"), "data-made"),
            None => text.to_owned(),
        };
        let mut kept = String::with_capacity(text.len());
        let mut run = String::new();
        for letter in text.chars().chain(['\n']) {
            if letter.is_ascii_alphanumeric() || letter == '-' || letter == '_' {
                run.push(letter);
            } else {
                kept.push_str(if run.len() >= 60 { "…" } else { &run });
                kept.push(letter);
                run.clear();
            }
        }
        format!("{} {kept}", self.status)
    }

    /// The answer as it would be for anybody at any time: without what differs from request to request.
    pub fn timeless(&self) -> (u16, Vec<(String, String)>, String) {
        let mut headers: Vec<_> =
            self.headers.iter().filter(|(name, _)| name != "date" && name != "set-cookie").cloned().collect();
        headers.sort();
        (self.status, headers, self.steady())
    }

    /// Refuses an answer that does not say in the agreed form what went wrong.
    #[track_caller]
    pub fn problem(&self, about: &str) -> Value {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{about}: {}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "{about}: {problem}");
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()), "{about}: {problem}");
        assert!(problem["type"].as_str().is_some_and(|kind| kind.starts_with("about:blank")), "{about}");
        problem
    }
}

/// What looks at each request (method, address, body) with its answer.
pub type Watch = fn(&str, &str, &[u8], &Answer);

/// Somebody's browser or program. Clones share their cookies.
#[derive(Clone, Default)]
pub struct Client {
    port: u16,
    watch: Option<Watch>,
    bearer: Option<String>,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    kept: Option<Arc<Mutex<Vec<TcpStream>>>>,
}

impl Client {
    /// Nobody's.
    pub fn of(port: u16) -> Self {
        Self { port, ..Self::default() }
    }

    /// The same, looked at by `watch`.
    pub fn watched_by(self, watch: Watch) -> Self {
        Self { watch: Some(watch), ..self }
    }

    /// The same with this access token.
    pub fn with_bearer(mut self, token: impl Into<String>) -> Self {
        self.bearer = Some(token.into());
        self
    }

    /// The same, when the server listens at another port.
    pub fn at(self, port: u16) -> Self {
        let kept = self.kept.is_some().then(Arc::default);
        Self { port, kept, ..self }
    }

    /// The same over connections that are kept from one request to the next, as browsers keep them.
    pub fn keeping_connections(self) -> Self {
        Self { kept: Some(Arc::default()), ..self }
    }

    pub fn bearer(&self) -> Option<String> {
        self.bearer.clone()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// A page as a browser asks for it: what goes wrong is told as a page too.
    pub fn page(&self, path: &str) -> Answer {
        self.send("GET", path, &[("Accept", "text/html")], b"")
    }

    /// Sends a form as a browser does that has opened `page`: the first form there with this action, with the hidden
    /// fields that it carries. A field that is given replaces the hidden ones of its name.
    #[track_caller]
    pub fn fill(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.fill_on(&self.page(page).expect(200), action, fields)
    }

    /// The same on a page that came in answer to another form.
    #[track_caller]
    pub fn fill_on(&self, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        let text = page.text();
        if let Some(asking) = asking_on(&text, action) {
            // It is asked about first: the answer has the form.
            let hidden = hidden_fields(asking);
            let kept = hidden.iter().filter(|(name, _)| fields.iter().all(|(given, _)| given != name));
            let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
            let fields: Vec<_> = kept.chain(fields.iter().copied()).collect();
            let asked = self.form("/confirm", &[("Accept", "text/html")], &fields).expect(200);
            assert!(asking_on(&asked.text(), action).is_none(), "asked about twice");
            return self.fill_on(&asked, action, &[]);
        }
        let form = form_on(&text, action).unwrap_or_else(|| panic!("no form to {action} on {text}"));
        let hidden = hidden_fields(form);
        let kept = hidden.iter().filter(|(name, _)| fields.iter().all(|(given, _)| given != name));
        let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        self.form(action, &[("Accept", "text/html")], &kept.chain(fields.iter().copied()).collect::<Vec<_>>())
    }

    /// Sends these fields as a form, and nothing beside them.
    pub fn form(&self, action: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let headers = [&[("Content-Type", "application/x-www-form-urlencoded")], headers].concat();
        self.send("POST", action, &headers, body.as_bytes())
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, &[], body)
    }

    pub fn put(&self, path: &str, version: &str, body: &Value) -> Answer {
        self.json("PUT", path, &[("If-Match", version)], body)
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], b"")
    }

    /// Sends JSON.
    pub fn json(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let headers = [&[("Content-Type", "application/json")], headers].concat();
        self.send(method, path, &headers, body.to_string().as_bytes())
    }

    /// Sends a file and the fields before it as a browser does.
    pub fn upload(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> Answer {
        let headers = [&[("Content-Type", UPLOAD)], headers].concat();
        self.send("POST", path, &headers, &upload(fields, (name, bytes)))
    }

    /// Sends anything. Without a body there is no `Content-Length`.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.attempt(method, path, headers, body).unwrap_or_else(|error| panic!("no answer: {error}"))
    }

    /// The same where whoever should answer may end at any moment: then there is no whole answer.
    pub fn attempt(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> std::io::Result<Answer> {
        let host = format!("127.0.0.1:{}", self.port);
        let mut lines = vec![format!("{method} {path} HTTP/1.1"), format!("Host: {host}")];
        if self.kept.is_none() {
            lines.push("Connection: close".into());
        }
        if let Some(token) = &self.bearer {
            lines.push(format!("Authorization: Bearer {token}"));
        }
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            lines.push(format!("Cookie: {}", cookies.join("; ")));
        }
        lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
        if !body.is_empty() {
            lines.push(format!("Content-Length: {}", body.len()));
        }
        let head = lines.join("\r\n") + "\r\n\r\n";
        let received = match &self.kept {
            None => exchange(&mut connect(self.port)?, head.as_bytes(), body, |_| false)?,
            Some(kept) => {
                let whole = |received: &[u8]| is_whole(received, method == "HEAD");
                exchange_on_kept(kept, self.port, (head.as_bytes(), body), whole)?
            }
        };
        let answer = parse(&received, method == "HEAD").ok_or(std::io::ErrorKind::UnexpectedEof)?;
        self.keep_cookies(&answer);
        if let Some(watch) = self.watch {
            watch(method, path, body, &answer);
        }
        Ok(answer)
    }

    fn keep_cookies(&self, answer: &Answer) {
        let mut cookies = self.cookies.lock().unwrap();
        for (_, value) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = value.split(';').next().unwrap_or_default();
            let (name, kept) = pair.split_once('=').unwrap_or((pair, ""));
            if kept.is_empty() || value.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), kept.to_owned());
            }
        }
    }
}

/// The type of an upload, with what stands between its parts.
pub const UPLOAD: &str = "multipart/form-data; boundary=between";

/// The parts of an upload.
pub fn upload(fields: &[(&str, &str)], (name, bytes): (&str, &[u8])) -> Vec<u8> {
    let mut body = Vec::new();
    for (field, value) in fields {
        let part =
            format!("--between\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend(part.as_bytes());
    }
    let head = format!(
        "--between\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend(head.as_bytes());
    body.extend(bytes);
    body.extend(b"\r\n--between--\r\n");
    body
}

/// The first form with this action.
fn form_on<'a>(page: &'a str, action: &str) -> Option<&'a str> {
    let forms = page.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
    forms.into_iter().find(|form| attribute(form, "action").is_some_and(|known| known == action))
}

/// The form that asks first whether to do what is done at `action`, where no form does it at once.
fn asking_on<'a>(page: &'a str, action: &str) -> Option<&'a str> {
    if form_on(page, action).is_some() {
        return None;
    }
    let forms = page.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
    let to = ("to".to_owned(), action.to_owned());
    forms.into_iter().find(|form| {
        attribute(form, "action").is_some_and(|known| known == "/confirm")
            && hidden_fields(form).contains(&to)
    })
}

fn hidden_fields(form: &str) -> Vec<(String, String)> {
    let inputs = form.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    inputs
        .filter(|input| attribute(input, "type").is_some_and(|kind| kind == "hidden"))
        .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)))
        .collect()
}

/// The first attribute of this name, as it was before it was escaped.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    let escapes = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    Some(escapes.iter().fold(value.to_owned(), |text, (escape, letter)| text.replace(escape, letter)))
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn connect(port: u16) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_mins(2)))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Sends, and reads until the answer is whole or the connection ends.
fn exchange(
    stream: &mut TcpStream,
    head: &[u8],
    body: &[u8],
    whole: impl Fn(&[u8]) -> bool,
) -> std::io::Result<Vec<u8>> {
    stream.write_all(head)?;
    // A server that refuses a body stops reading it: the answer counts, not whether all of it was taken.
    stream.write_all(body).ok();
    let mut received = Vec::new();
    let mut buffer = [0; 16 * 1024];
    while !whole(&received) {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => received.extend_from_slice(&buffer[..count]),
            Err(error) if received.is_empty() => return Err(error),
            Err(_) => break,
        }
    }
    Ok(received)
}

/// The same on a kept connection if there is one. The server may have ended it meanwhile: then it has not read the
/// request, and a new connection is made.
fn exchange_on_kept(
    kept: &Mutex<Vec<TcpStream>>,
    port: u16,
    (head, body): (&[u8], &[u8]),
    whole: impl Fn(&[u8]) -> bool,
) -> std::io::Result<Vec<u8>> {
    let reused = { kept.lock().unwrap().pop() };
    let answered = reused.and_then(|mut stream| {
        let received = exchange(&mut stream, head, body, &whole).ok()?;
        (!received.is_empty()).then_some((stream, received))
    });
    let (stream, received) = if let Some(answered) = answered {
        answered
    } else {
        let mut stream = connect(port)?;
        let received = exchange(&mut stream, head, body, &whole)?;
        (stream, received)
    };
    if whole(&received) {
        kept.lock().unwrap().push(stream);
    }
    Ok(received)
}

/// Whether an answer has come to its end. One of a connection that the server closes ends with it.
fn is_whole(received: &[u8], head_alone: bool) -> bool {
    let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&received[..end]).to_ascii_lowercase();
    let header = |name: &str| head.split("\r\n").find_map(|line| line.strip_prefix(name)).map(str::trim);
    if header("connection:") == Some("close") {
        return false;
    }
    let body = &received[end + 4..];
    match header("content-length:") {
        _ if head_alone => true,
        Some(length) => length.parse() == Ok(body.len()),
        None if header("transfer-encoding:").is_some() => {
            body.ends_with(b"0\r\n\r\n") && unchunk(body).is_some()
        }
        None => true,
    }
}

/// An answer, unless it breaks off. What is asked for its head alone says how long it would be, and has no body.
fn parse(received: &[u8], head_alone: bool) -> Option<Answer> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&received[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let body = &received[end + 4..];
    if head_alone {
        assert!(body.is_empty(), "HEAD brought a body: {}", String::from_utf8_lossy(body));
        return Some(Answer { status, headers, body: Vec::new() });
    }
    let chunked = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let length = headers.iter().find(|(name, _)| name == "content-length").map(|(_, value)| value.parse());
    if length.is_some_and(|length| length != Ok(body.len())) {
        return None;
    }
    let body = if chunked { unchunk(body)? } else { body.to_vec() };
    Some(Answer { status, headers, body })
}

/// Chunks put together. A stream that breaks off before its last chunk is no answer.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|window| window == b"\r\n")?;
        let length = std::str::from_utf8(&rest[..line]).unwrap();
        let length = usize::from_str_radix(length.split(';').next().unwrap().trim(), 16).unwrap();
        let start = line + 2;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(start..start + length)?);
        rest = rest.get(start + length + 2..)?;
    }
}
