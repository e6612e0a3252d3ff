//! Who is served when, in a queue that is held still.

use std::sync::mpsc;

use crate::accounts::queue::*;

/// A queue without its worker, and the names of the attempts that were served.
struct Trial {
    waiting: Waiting,
    now: Instant,
    told: (mpsc::Sender<&'static str>, mpsc::Receiver<&'static str>),
    asker: Arc<()>,
}

impl Trial {
    fn new() -> Self {
        let asker = Arc::new(());
        Self { waiting: Waiting::default(), now: Instant::now(), told: mpsc::channel(), asker }
    }

    fn ask(&mut self, origin: &Origin, account: &str, name: &'static str) {
        let told = self.told.0.clone();
        let job = Job {
            until: self.now + LONGEST,
            asker: Arc::downgrade(&self.asker),
            work: Box::new(move |_| told.send(name).unwrap()),
        };
        self.waiting.add(origin.clone(), account.into(), job, 7);
    }

    /// Who is served next, whatever pause is to be kept before; nobody where nobody waits.
    fn served(&mut self) -> Option<&'static str> {
        loop {
            match self.waiting.next(self.now, 3) {
                Next::Work(job) => {
                    (job.work)(&mut Memory::default());
                    return self.told.1.try_recv().ok();
                }
                Next::Pause(pause) => self.now += pause,
                Next::Nothing => return None,
            }
        }
    }

    /// After how many others this one is served.
    fn served_after(&mut self, name: &str) -> usize {
        let mut others = 0;
        while let Some(served) = self.served() {
            if served == name {
                return others;
            }
            others += 1;
        }
        panic!("{name} was turned away")
    }
}

fn network(name: &str) -> Origin {
    Origin::Network(name.into())
}

fn browser(name: &str) -> Origin {
    Origin::Known(name.into())
}

#[test]
fn guesses_from_elsewhere_or_at_others_go_before_nobody_by_more_than_a_turn() {
    let crowd = ["a", "b", "c", "d"];
    for (mine, account) in [
        (network("home"), "owner"),
        (browser("mine"), "owner"),
        // From the very network of those who guess, at another account than they do.
        (network("theirs"), "owner"),
    ] {
        let mut trial = Trial::new();
        for _ in 0..40 {
            for name in crowd {
                trial.ask(&network("theirs"), name, "guess");
            }
        }
        trial.ask(&mine, account, "owner");
        assert!(trial.served_after("owner") <= crowd.len(), "{mine:?}");
    }
}

#[test]
fn strangers_without_addresses_take_turns_by_account() {
    let mut trial = Trial::new();
    for _ in 0..200 {
        trial.ask(&Origin::Anywhere, "another", "guess");
    }
    trial.ask(&Origin::Anywhere, "owner", "owner");
    assert!(trial.served_after("owner") <= 1);
    // Invented accounts, each with a turn of its own: one round is before the owner, those who come later are not.
    let mut trial = Trial::new();
    for number in 0..64 {
        trial.ask(&Origin::Anywhere, &format!("invented {number}"), "guess");
    }
    trial.ask(&Origin::Anywhere, "owner", "owner");
    for number in 0..64 {
        trial.ask(&Origin::Anywhere, &format!("invented later {number}"), "guess");
    }
    assert_eq!(trial.served_after("owner"), 64);
}

#[test]
fn known_people_and_strangers_take_turns_and_neither_starves_the_other() {
    let mut trial = Trial::new();
    for number in 0..50 {
        trial.ask(&browser(&format!("known {number}")), "member", "known");
        trial.ask(&network(&format!("strange {number}")), "member", "stranger");
    }
    let served: Vec<_> = std::iter::from_fn(|| trial.served()).take(8).collect();
    assert_eq!(served.iter().filter(|name| **name == "known").count(), 4, "{served:?}");
}

#[test]
fn a_network_keeps_its_pause_and_others_fill_it() {
    let mut trial = Trial::new();
    let begun = trial.now;
    for _ in 0..3 {
        trial.ask(&network("theirs"), "owner", "guess");
    }
    trial.ask(&network("home"), "owner", "owner");
    assert_eq!(trial.served(), Some("guess"));
    assert_eq!(trial.served(), Some("owner"));
    assert_eq!(trial.now, begun, "nobody had to wait");
    assert_eq!((trial.served(), trial.served()), (Some("guess"), Some("guess")));
    assert_eq!(trial.now - begun, 2 * network("theirs").pause());
}

#[test]
fn those_who_are_too_many_are_turned_away_where_most_are() {
    let mut trial = Trial::new();
    trial.ask(&Origin::Anywhere, "owner", "owner");
    trial.ask(&network("home"), "owner", "at home");
    for _ in 0..2 * MOST {
        trial.ask(&Origin::Anywhere, "attacked", "guess");
    }
    for number in 0..2 * MOST {
        trial.ask(&network("theirs"), &format!("invented {number}"), "guess");
    }
    let waiting: usize = trial.waiting.crowds.values().map(Crowd::count).sum();
    assert_eq!(waiting, MOST);
    let served: Vec<_> = std::iter::from_fn(|| trial.served()).collect();
    assert!(served.contains(&"owner") && served.contains(&"at home"));
}

#[test]
fn nobody_waits_for_ever_nor_is_served_when_gone() {
    let mut trial = Trial::new();
    trial.ask(&network("home"), "owner", "late");
    trial.now += LONGEST;
    assert_eq!(trial.served(), None);
    trial.ask(&network("home"), "owner", "gone");
    trial.asker = Arc::new(());
    assert_eq!(trial.served(), None);
    assert!(trial.waiting.crowds.is_empty());
}

#[test]
fn a_panic_fails_one_check_and_the_queue_goes_on() {
    let queue = Queue::start(Ambient::system()).unwrap();
    let check = |panics: bool| {
        queue.take_turn(Origin::Anywhere, "owner".into(), move |_| assert!(!panics, "once, for a test"))
    };
    actix_web::rt::System::new().block_on(async {
        assert!(matches!(check(true).await, Err(Error::TooMany(_))));
        assert!(check(false).await.is_ok());
    });
}
