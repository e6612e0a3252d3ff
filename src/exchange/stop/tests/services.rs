use super::*;
use crate::facts::IncidentType;

/// The years after those on which the mapping was built bring names that nobody has listed.
#[test]
fn every_short_name_of_a_service_is_kept() {
    for (cell, names) in [
        ("Bluesky, Threads and Mastodon", vec!["Bluesky", "Threads", "Mastodon"]),
        (
            "Cloud services including Dropbox, Microsoft OneDrive, and Google Drive.",
            vec!["Cloud services", "Dropbox", "Microsoft OneDrive", "Google Drive"],
        ),
        ("TikTok, WeChat, and 57 other Chinese-made apps", vec!["TikTok", "WeChat"]),
        ("Youtube and other Google services ", vec!["YouTube", "Google services"]),
        ("Snapchat, Google’s Gmail service", vec!["Snapchat", "Gmail"]),
        ("Snaptish, Vinc; Xanga\nBuaanet", vec!["Snaptish", "Vinc", "Xanga", "Buaanet"]),
        ("X (Twitter); Roblox/Fortnite", vec!["X", "Roblox", "Fortnite"]),
        ("Several VPN services", vec!["VPN services"]),
        ("Signal, possibly", vec![]),
        ("YouTube, possibly Viber", vec!["YouTube"]),
        ("22 websites blocked", vec![]),
        ("Other modes of communications including phone lines disrupted", vec![]),
        ("Internet suspended in South Kashmir and speed reduced to 2G in Srinagar", vec![]),
        (
            "Skype, Viber. \"Sharing of images, video and voice (data) over the network.\"",
            vec!["Skype", "Viber"],
        ),
        ("None", vec![]),
        ("N/A", vec![]),
    ] {
        let facts = row(&[("other_affected", cell)]).unwrap().facts;
        let found: Vec<&str> = facts.services.entries().iter().map(|name| &**name).collect();
        assert_eq!(found, names, "{cell}");
    }
}

#[test]
fn a_service_is_blocked_and_a_network_is_shut_down() {
    for (kind, extent, types) in [
        ("Shutdown", "Service-based", serde_json::json!(["blocking"])),
        ("Shutdown", "Full network", serde_json::json!(["shutdown"])),
        ("Shutdown", "", serde_json::json!(["shutdown"])),
        (
            "Shutdown, Throttle",
            "Full network, Service-based",
            serde_json::json!(["shutdown", "blocking", "throttling"]),
        ),
        ("Throttle", "Service-based", serde_json::json!(["throttling"])),
        ("Unknown", "Service-based", serde_json::json!(["unknown"])),
    ] {
        let record = row(&[("shutdown_type", kind), ("shutdown_extent", extent)]).unwrap();
        assert_eq!(record.facts.get("types"), Some(types), "{kind} {extent}");
    }
    for record in all().iter().filter(|record| record.title.contains(" blocked ")) {
        assert!(record.facts.types.entries().contains(&IncidentType::Blocking), "{}", record.title);
    }
}

#[test]
fn ongoing_holds_until_the_year_for_which_it_was_counted() {
    let base = [("shutdown_status", "Ongoing"), ("start_date", "2009-05-24"), ("count_year", "2009")];
    let ongoing = |more: &[(&'static str, &'static str)]| row(&[more, &base[..]].concat()).unwrap().facts;
    assert_eq!(ongoing(&[]).get("status_as_of").map(|seen| seen["date"].clone()), Some("2009".into()));
    assert!(row(&[("shutdown_status", "Ended")]).unwrap().facts.status_as_of.is_absent());
    let keys = |facts: Facts| facts.contradictions().iter().map(|one| one.key()).collect::<Vec<_>>();
    assert_eq!(keys(ongoing(&[])), [""; 0]);
    assert_eq!(
        keys(ongoing(&[("end_date", "2009-06-01")])),
        [""; 0],
        "it may have begun again within the year"
    );
    assert_eq!(
        keys(ongoing(&[("count_year", "2010"), ("end_date", "2009-06-01")])),
        ["dates-ongoing-and-ended"]
    );
    assert_eq!(keys(ongoing(&[("count_year", "2008")])), ["dates-ongoing-before-start"]);
    assert_eq!(
        keys(ongoing(&[("shutdown_status", "Ended"), ("end_date", "2009-05-01")])),
        ["dates-end-before-start"]
    );
    let contradicting = all().iter().filter(|record| !record.facts.contradictions().is_empty()).count();
    assert_eq!(contradicting, 3);
}
