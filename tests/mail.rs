//! Mail leaves over TLS to a relay that is believed, or not at all; and whatever a relay does has a name.

use std::time::Duration;

use entente::config::{Config, Settings};
use entente::db::Moment;
use entente::mail::{Failure, Letter, Mailer};

use crate::program::Home;
use crate::smtp::{FROM, Fault, Relay, SECRET, Security, USER};
use crate::support::folder;

const READER: &str = "amina@open-lines.example.org";

fn letter(id: &str) -> Letter {
    Letter {
        to: READER.into(),
        subject: "A report waits for your review".into(),
        text: ".A line that begins with a dot\nGrüße\n".into(),
        html: "<p>Grüße</p>".into(),
        at: Moment::from_unix_seconds(1_780_315_200).unwrap(),
        id: id.into(),
        thread: None,
        list: None,
    }
}

fn mailer_with(relay: &Relay, change: impl FnOnce(&mut Settings)) -> Mailer {
    let mut settings = Settings::default();
    relay.settle(&mut settings);
    change(&mut settings);
    let mut config = Config::settle(settings).unwrap();
    config.relay.as_mut().unwrap().patience = Duration::from_millis(500);
    Mailer::of(&config, false).unwrap().unwrap()
}

fn mailer(relay: &Relay) -> Mailer {
    mailer_with(relay, |_| {})
}

fn sent(mailer: &Mailer, id: &str) -> Result<(), Failure> {
    mailer.send(&letter(id)).unwrap()
}

/// Relays close connections that have taken so many messages, or were idle.
#[test]
fn a_connection_that_the_relay_has_closed_holds_no_message_up() {
    let relay = Relay::new(Security::Implicit);
    let mailer = mailer(&relay);
    relay.fail([Fault::CloseAfter, Fault::CloseAfter]);
    for id in ["one", "two", "three"] {
        assert_eq!(sent(&mailer, id), Ok(()));
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!((relay.taken().len(), relay.connections()), (3, 3));
}

/// A relay that limits how much it takes is not asked again by a new connection for each message.
#[test]
fn a_relay_that_refuses_to_begin_is_asked_once_for_each_message() {
    let relay = Relay::new(Security::Implicit);
    let mailer = mailer(&relay);
    let slower = Fault::Sender(450, "4.7.1 too fast");
    for open in ["a new connection", "one that is open"] {
        relay.fail([slower, slower]);
        assert_eq!(sent(&mailer, "one"), Err(Failure::Deferred), "{open}");
        assert_eq!(sent(&mailer, "one"), Err(Failure::Deferred), "{open}");
        assert_eq!(sent(&mailer, "one"), Ok(()), "{open}");
    }
    assert_eq!(relay.connections(), 1);
    // One that says that it closes this connection takes the message by another.
    relay.fail([Fault::Sender(421, "4.3.2 enough of this")]);
    assert_eq!(sent(&mailer, "two"), Ok(()));
    assert_eq!((relay.taken().len(), relay.connections()), (3, 2));
}

#[test]
fn a_message_is_taken_over_tls_however_it_begins() {
    for security in [Security::Implicit, Security::StartTls] {
        let relay = Relay::new(security);
        let mailer = mailer(&relay);
        for id in ["one", "two", "three"] {
            assert_eq!(sent(&mailer, id), Ok(()), "{security:?}");
        }
        let taken = relay.taken();
        assert_eq!(taken.len(), 3);
        assert_eq!(taken[0].to, READER);
        assert_eq!(taken[0].header("Message-ID").unwrap(), "<one@coalition.example>");
        assert_eq!(taken[0].header("From").unwrap(), format!("Entente <{FROM}>"));
        assert!(taken[0].plain().contains(".A line that begins with a dot"), "{}", taken[0].text);
        assert!(taken[0].plain().contains("Grüße"), "{}", taken[0].text);
        assert_eq!(relay.connections(), 1, "{security:?}: the connection is kept");
    }
}

#[test]
fn nothing_is_said_to_a_relay_that_is_not_believed() {
    let relay = Relay::new(Security::StartTls);
    let public = mailer_with(&relay, |settings| settings.smtp_authority = None);
    assert_eq!(sent(&public, "a"), Err(Failure::Certificate), "no public authority vouches for it");
    let other = mailer_with(&relay, |settings| settings.smtp_authority = Some(relay.other_authority()));
    assert_eq!(sent(&other, "b"), Err(Failure::Certificate));
    let name = format!("smtp://127.0.0.1:{}", relay.port);
    let misnamed = mailer_with(&relay, |settings| settings.smtp = Some(name));
    assert_eq!(sent(&misnamed, "c"), Err(Failure::Certificate), "the certificate bears another name");
    let plain = Relay::new(Security::None);
    assert_eq!(sent(&mailer(&plain), "d"), Err(Failure::Certificate), "it offers no TLS");
    let stranger = mailer_with(&relay, |settings| settings.smtp_password = Some("wrong".into()));
    assert_eq!(sent(&stranger, "e"), Err(Failure::Login));
    assert!(relay.taken().is_empty() && plain.taken().is_empty());
}

#[test]
fn every_fault_of_a_relay_has_a_name() {
    let relay = Relay::new(Security::StartTls);
    let mailer = mailer(&relay);
    for (fault, name) in [
        (Fault::Reader(450, "4.2.0 greylisted, try again"), Failure::Deferred),
        (Fault::Message(452, "4.3.1 full"), Failure::Deferred),
        (Fault::Message(552, "5.2.2 mailbox full"), Failure::Deferred),
        (Fault::Message(554, "5.7.1 not wanted here"), Failure::Refused),
        (Fault::Reader(550, "5.7.1 by policy"), Failure::Refused),
        (Fault::Reader(550, "5.1.1 nobody of this name"), Failure::Address),
        (Fault::Reader(553, "no such mailbox"), Failure::Address),
        // What is said of the sender or of the text says nothing of the reader.
        (Fault::Sender(450, "4.7.1 too fast"), Failure::Deferred),
        (Fault::Sender(550, "Sender rejected"), Failure::Refused),
        (Fault::Sender(553, "5.1.1 no such sender"), Failure::Refused),
        (Fault::Message(550, "Administrative prohibition"), Failure::Refused),
        (Fault::Message(553, "5.1.1 not from here"), Failure::Refused),
        (Fault::DropMidway, Failure::Unreachable),
        (Fault::DropAfter, Failure::Unreachable),
        (Fault::Wait(Duration::from_secs(2)), Failure::Slow),
    ] {
        relay.fail([fault]);
        assert_eq!(sent(&mailer, "again"), Err(name), "{fault:?}");
        assert_eq!(sent(&mailer, "then"), Ok(()), "after {fault:?} the next message leaves");
    }
    let port = relay.port;
    drop(relay);
    let nobody = {
        let relay = Relay::new(Security::StartTls);
        mailer_with(&relay, |settings| settings.smtp = Some(format!("smtp://localhost:{port}")))
    };
    assert_eq!(sent(&nobody, "x"), Err(Failure::Unreachable));
}

/// A mailbox whose own name is beyond ASCII gets its mail from a relay that takes such names, and from no other: the failure
/// has a name, and what is for others goes on over the same connection.
#[test]
fn a_name_beyond_ascii_needs_a_relay_that_takes_it() {
    let sent_to = |mailer: &Mailer, to: &str| mailer.send(&Letter { to: to.into(), ..letter("a") }).unwrap();
    let (named, mapped) = ("jos\u{e9}@пример.example", "jos\u{e9}@xn--e1afmkfd.example");
    let relay = Relay::new(Security::Implicit);
    let unable = mailer(&relay);
    assert_eq!(sent_to(&unable, named), Err(Failure::Letters));
    assert_eq!(sent_to(&unable, "jose@пример.example"), Ok(()), "a domain is mapped");
    assert_eq!(sent_to(&unable, named), Err(Failure::Letters), "on an open connection, too");
    assert_eq!(
        relay.taken().iter().map(|one| one.to.as_str()).collect::<Vec<_>>(),
        ["jose@xn--e1afmkfd.example"]
    );
    assert_eq!(relay.connections(), 1);
    let relay = Relay::new(Security::Implicit);
    relay.take_letters();
    let able = mailer(&relay);
    for to in [named, READER, named] {
        assert_eq!(sent_to(&able, to), Ok(()), "{to}");
    }
    let taken = relay.taken();
    assert_eq!(taken.iter().map(|one| one.to.as_str()).collect::<Vec<_>>(), [mapped, READER, mapped]);
    assert_eq!(taken[0].header("To").unwrap(), mapped);
    assert!(taken[0].plain().contains("Grüße"), "{}", taken[0].text);
    // It takes them, and knows that the next one does not.
    relay.fail([Fault::Reader(553, "5.6.7 not there")]);
    assert_eq!(sent_to(&able, named), Err(Failure::Letters));
    relay.fail([Fault::Message(554, "5.6.9 not there")]);
    assert_eq!(sent_to(&able, named), Err(Failure::Letters));
    relay.fail([Fault::Reader(550, "5.1.1 nobody of this name")]);
    assert_eq!(sent_to(&able, named), Err(Failure::Address));
    // Of an address in ASCII it says nothing.
    relay.fail([Fault::Message(554, "5.6.9 not there")]);
    assert_eq!(sent_to(&able, READER), Err(Failure::Refused));
    assert_eq!(relay.connections(), 4, "each refusal ends its connection");
}

#[test]
fn an_instance_with_half_a_relay_does_not_start() {
    let relay = Relay::new(Security::StartTls);
    let refused = |change: &dyn Fn(&mut Settings)| {
        let mut settings = Settings::default();
        relay.settle(&mut settings);
        change(&mut settings);
        Config::settle(settings).and_then(|config| Mailer::of(&config, false).map(|_| ())).is_err()
    };
    assert!(!refused(&|_| {}));
    assert!(refused(&|settings| settings.mail_from = Some("nobody".into())));
    assert!(refused(&|settings| settings.mail_from = Some("jos\u{e9}@example.org".into())));
    assert!(refused(&|settings| settings.mail_from = None));
    assert!(refused(&|settings| settings.smtp_password = None));
    assert!(refused(&|settings| settings.smtp_authority = Some("/nowhere.pem".into())));
    let folder = folder();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "nothing").unwrap();
    assert!(refused(&|settings| settings.smtp_authority = Some(empty.clone())));
}

#[test]
fn the_operator_tries_mail_by_a_command() {
    let relay = Relay::new(Security::StartTls);
    let home = Home::new();
    let password = home.place.folder.path().join("password");
    std::fs::write(&password, SECRET).unwrap();
    std::fs::set_permissions(&password, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let (address, authority) = (relay.address(), relay.authority());
    let set = [
        "--smtp",
        &address,
        "--smtp-user",
        USER,
        "--smtp-password-file",
        password.to_str().unwrap(),
        "--smtp-authority",
        authority.to_str().unwrap(),
        "--mail-from",
        FROM,
    ];
    let tried = |with: &[&str], to: &str| {
        let output = home.run(&[&["mail", "test", to], with].concat());
        let said = [output.stdout, output.stderr].map(|said| String::from_utf8(said).unwrap()).concat();
        (output.status.code().unwrap(), said)
    };
    let (code, said) = tried(&set, READER);
    assert_eq!((code, said.as_str()), (0, format!("The test message to {READER} was taken.\n").as_str()));
    assert_eq!(relay.taken().len(), 1);
    assert!(relay.taken()[0].plain().contains("to try the mail of"), "{}", relay.taken()[0].text);
    relay.fail([Fault::Reader(550, "5.1.1 nobody")]);
    let (code, said) = tried(&set, READER);
    assert_eq!(code, 2);
    assert!(said.contains("there is no such mailbox"), "{said}");
    let (code, said) = tried(&[], READER);
    assert_eq!(code, 2);
    assert!(said.contains("--smtp"), "{said}");
}
