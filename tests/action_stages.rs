//! The stages of joint actions against a second account of them, written from what was asked for and not from the code.

use serde_json::json;

use crate::serving::{GOVERNMENT, Serving};

/// All of them.
pub const STAGES: [&str; 10] = [
    "proposed",
    "considered",
    "preparing",
    "in_consultation",
    "agreed",
    "delivered",
    "following_up",
    "closed",
    "declined",
    "withdrawn",
];

/// What an action does from here to there, as it was asked for: the stages follow each other; some are passed over; what goes
/// back, and what ends without being done, says why.
fn asked_for(from: usize, to: usize, reason: bool) -> bool {
    let [
        proposed,
        considered,
        preparing,
        consulted,
        agreed,
        delivered,
        following,
        closed,
        declined,
        withdrawn,
    ] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    let ends = from == declined || from == withdrawn;
    let onwards = match (from, to) {
        _ if from >= following => false,
        (from, to) if to == from + 1 => true,
        (from, to) => (from == proposed && to == preparing) || (from == preparing && to == agreed),
    };
    let with_reason = match to {
        to if to == considered => from == preparing || from == closed || ends,
        to if to == preparing => from == consulted || from == agreed,
        to if to == consulted => from == agreed,
        to if to == following => from == closed,
        to if to == closed => from == delivered || from == following,
        to if to == declined => from <= considered,
        to if to == withdrawn => (preparing..=agreed).contains(&from),
        _ => false,
    };
    onwards || (with_reason && reason)
}

#[test]
fn stages_follow_each_other_as_they_were_asked_to() {
    let serving = Serving::new();
    let client = serving.client(GOVERNMENT);
    let mut at = vec![];
    // To each stage, by the way there.
    let ways: [&[usize]; 10] =
        [&[], &[1], &[2], &[2, 3], &[2, 4], &[2, 4, 5], &[2, 4, 5, 6], &[2, 4, 5, 7], &[8], &[2, 9]];
    for (stage, way) in ways.iter().enumerate() {
        for (to, reason) in (0..10).flat_map(|to| [(to, ""), (to, "Why")]) {
            if to == stage {
                continue;
            }
            let sent = json!({ "kind": "letter", "title": "A letter", "brief": "Why.", "audience": ["org:estmark"] });
            let made = client.post("/api/v1/actions", &sent).expect(201).json();
            let path = format!("/api/v1/actions/{}/moves", made["reference"].as_str().unwrap());
            for step in *way {
                client.post(&path, &json!({ "to": STAGES[*step], "reason": "On the way" })).expect(200);
            }
            let status = client.post(&path, &json!({ "to": STAGES[to], "reason": reason })).status;
            let wanted = match to {
                0 => 422, // Nothing is proposed again.
                to if asked_for(stage, to, !reason.is_empty()) => 200,
                _ => 409,
            };
            assert_eq!(status, wanted, "{} to {} ({reason})", STAGES[stage], STAGES[to]);
            at.push(status);
        }
    }
    assert!(at.contains(&200) && at.contains(&409));
}
