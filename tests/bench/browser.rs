//! A browser as far as time is concerned: one connection that is kept, and compressed answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

/// An open connection to the program.
pub struct Browser {
    stream: BufReader<TcpStream>,
    cookie: Option<String>,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    /// As it was sent: compressed.
    pub body: Vec<u8>,
    chunked: bool,
    length: usize,
}

impl Browser {
    /// Opens a connection; with the secret of a session.
    pub fn open(port: u16, cookie: Option<&str>) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        // As browsers do: what they ask leaves at once.
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream), cookie: cookie.map(str::to_owned) }
    }

    /// Asks for a page and takes all of it.
    pub fn get(&mut self, path: &str) -> Answer {
        let cookie = self.cookie.as_ref().map(|cookie| format!("Cookie: entente-session={cookie}\r\n"));
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n{}\r\n",
            cookie.unwrap_or_default()
        );
        self.stream.get_mut().write_all(head.as_bytes()).unwrap();
        let mut answer = self.head();
        if answer.chunked {
            while let length @ 1.. = usize::from_str_radix(&self.line(), 16).unwrap() {
                self.take(&mut answer.body, length);
                self.line();
            }
            self.line();
        } else {
            let length = answer.length;
            self.take(&mut answer.body, length);
        }
        answer
    }

    fn head(&mut self) -> Answer {
        let status = self.line().split(' ').nth(1).unwrap().parse().unwrap();
        let mut answer = Answer { status, body: Vec::new(), chunked: false, length: 0 };
        loop {
            let line = self.line().to_ascii_lowercase();
            match line.split_once(": ") {
                None => return answer,
                Some(("transfer-encoding", _)) => answer.chunked = true,
                Some(("content-length", length)) => answer.length = length.parse().unwrap(),
                Some(_) => {}
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    fn take(&mut self, into: &mut Vec<u8>, length: usize) {
        let begun = into.len();
        into.resize(begun + length, 0);
        self.stream.read_exact(&mut into[begun..]).unwrap();
    }
}
