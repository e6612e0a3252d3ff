//! Links, and what in them tells of a person: an id, an invitation, a document, a token.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::flat::{Flat, pattern};
use super::{Found, Kind};

/// A link in the flat text.
pub(super) struct Link {
    pub(super) range: Range<usize>,
}

static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r#"(?i)\b(?:(?:https?|hxxps?|ftp)(?:://|\[:\]//)|www\.|mailto:|skype:|tg://|sgnl://|whatsapp://|geo:|(?:om|ge0|comgooglemaps|maps|waze|yandexmaps|yandexnavi|here|google\.navigation)://|(?:(?:maps|www)\.)?(?:maps\.google|google)\.[a-z.]{2,6}/(?:maps|\?)|(?:maps\.apple\.com|maps\.app\.goo\.gl|goo\.gl|(?:www\.)?openstreetmap\.org|osm\.org|(?:ul\.)?waze\.com|plus\.codes|w3w\.co|what3words\.com|geohash\.org|share\.here\.com|yandex\.[a-z.]{2,6}/maps)/|(?:[a-z0-9-]{1,30}(?:\[\.\]|\.)){0,3}(?:t|wa|signal|telegram|facebook|fb|instagram|twitter|x|tiktok|youtube|linkedin|vk|ok|github|google|whatsapp|discord|dropbox|zoom|paypal)(?:\[\.\]|\.)(?:me|com|gg|ru|us|group)/)[^\s<>"\u{3001}\u{3002}\u{3010}\u{3011}\u{300a}-\u{300f}«»]+"#,
    )
});

/// Which links tell of a person, and the rule that says so. The first that fits names it.
const PERSONAL: &[(Kind, &str, &str)] = &[
    (
        Kind::PersonalLink,
        "link-to-write",
        r"(?i)^(?:mailto|skype):|^(?:sgnl|whatsapp|tg)://|//(?:wa\.me/(?:qr/|message/)?\+?\w{5}|signal\.me/#|m\.me/\w|(?:api|web)\.whatsapp\.com/send|msng\.link/)",
    ),
    (
        Kind::PersonalLink,
        "link-invitation",
        r"(?i)//(?:chat\.whatsapp\.com/\w|whatsapp\.com/channel/|(?:t|telegram)\.me/(?:\+|joinchat/)|signal\.group/#|discord\.(?:gg|com/invite)/|(?:[\w-]+\.)?zoom\.(?:us|com)/(?:j|my|w)/|meet\.google\.com/[a-z]{3}-|meet\.jit\.si/|teams\.microsoft\.com/l/meetup|calendly\.com/\w|join\.skype\.com/|line\.me/)",
    ),
    (
        Kind::PersonalLink,
        "link-profile-number",
        r"(?i)facebook\.com/(?:profile\.php\?(?:\S*&)?id=\d|people/[^/]+/\w|\d{8,}(?:/?$|\?))|[?&]fbid=\d|//(?:m\.)?vk\.com/id\d|ok\.ru/profile/\d|youtube\.com/channel/UC|linkedin\.com/(?:in|pub)/|steamcommunity\.com/profiles/\d|//paypal\.me/\w|google\.com/maps/contrib/\d|(?:twitter|x)\.com/i/user/\d",
    ),
    (
        Kind::PersonalLink,
        "link-document",
        r"(?i)//(?:drive|docs|sheets|forms|photos)\.google\.com/\S*(?:/d/(?:e/)?[\w-]{10}|[?&]id=[\w-]{10}|/folders/[\w-]{10}|/share/)|//(?:photos\.app|forms)\.goo?\.?gle?/\w|//forms\.gle/|dropbox\.com/(?:s|sh|scl|t|l)/|//1drv\.ms/|onedrive\.live\.com/\S|\.sharepoint\.com/:|icloud\.com/\S*#|//mega\.(?:nz|io)/\S|//(?:we\.tl|wetransfer\.com/downloads)/|cryptpad\.\w+/\S+/#|/(?:p|pad)/[\w-]{6,}$|//airtable\.com/(?:shr|app)|notion\.(?:so|site)/\S*[0-9a-f]{32}|//(?:send|share|nextcloud|cloud)\.[^/]+/(?:s|index\.php/s|download)/\w|pastebin\.com/\w|//(?:file|www)\.io/\w|onionshare",
    ),
    (
        Kind::Coordinates,
        "link-map",
        r"(?i)^(?:geo|google\.navigation|(?:om|ge0|yandexnavi)://)|[@=/,:;(!~|]-?\d{1,3}\.\d{3,}(?:[,;~|/+]|%20|[nsew]){1,3}-?\d{1,3}\.\d{3,}|[?&#;](?:m?lat|latitude|mlon|lon|lng|longitude|y)=-?\d{1,3}\.\d|[?&#](?:ll|sll|cp|cbll|daddr|saddr|destination|viewpoint|center|position|rtext|pt|poi|near)=-?\d{1,3}\.\d|#map=\d+(?:\.\d+)?/-?\d|!3d-?\d|//(?:maps\.app\.goo\.gl|goo\.gl/maps|w3w\.co|what3words\.com|plus\.codes|geohash\.org)/\w|google\.[a-z.]{2,6}/maps/(?:place|dir|search)/\w|//maps\.google\.[a-z.]{2,6}/\S*[?&]q=\w|[?&]cid=\d{8}|(?:openstreetmap|osm)\.org/(?:go|node|way|relation)/\w|maps\.apple\.com/\S*(?:ll|address|q)=|waze\.com/\S*(?:ll|h)[=/]|share\.here\.com/",
    ),
    (Kind::PersonalLink, "link-password", r"(?i)^[a-z]+://[^/\s:@]+:[^/\s@]+@"),
    (
        Kind::PersonalLink,
        "link-token",
        r"(?i)[?&#;](?:access_?token|auth_?token|id_?token|refresh_?token|token|jwt|otp|magic|reset|confirm(?:ation)?_?(?:token|code)|api_?key|auth_?key|password|passwd|pwd|secret|session_?id|sess(?:ion)?|phpsessid|jsessionid|sig(?:nature)?|x-amz-signature|invite_?(?:code|token)?|unsubscribe)=[^&\s]{6}|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}",
    ),
    (
        Kind::PersonalLink,
        "link-person",
        r"(?i)[?&#;](?:e-?mail|mail|phone|tel|msisdn|mobile|user_?name|user_?id|uid|login|account_?id|member_?id|contact_?id|customer_?id|subscriber_?id)=[^&\s]{3}",
    ),
    (
        Kind::PersonalLink,
        "link-shared-by",
        r"(?i)[?&](?:fbclid|igshid|igsh|mc_eid|mibextid|gclid|yclid|twclid|share_id|sharer_?id|ref_?user|_hsenc|vero_id)=[\w%.-]{5}|(?:youtu\.be|youtube\.com)/\S*[?&]si=\w{8}",
    ),
    (
        Kind::Handle,
        "link-post",
        r"(?i)//(?:(?:m|mobile|web|mbasic)\.)?(?:(?:twitter|x|facebook|fb|instagram|threads|truthsocial)\.(?:com|net)/(?:@?[\w.-]{2,50}/(?:status(?:es)?|posts|videos|photos|reels?|p)/|(?:story|permalink)\.php)|tiktok\.com/@[\w.-]+/video/|(?:t|telegram)\.me/(?:s/)?[a-z]\w{3,}/\d|[\w.-]+/@[\w.-]+/\d{8}|bsky\.app/profile/[^/\s]+/post/|vk\.com/wall-?\d)",
    ),
    (
        Kind::Handle,
        "link-profile",
        r"(?i)//(?:(?:m|mobile|web|mbasic|[a-z]{2}|[a-z]{2}-[a-z]{2})\.)?(?:(?:twitter|x|instagram|facebook|fb|threads|github|gitlab|medium|soundcloud|patreon|vk|truthsocial|flickr|ask)\.(?:com|net|fm)/@?[\w.-]{2,50}/?(?:$|[?#])|(?:t|telegram)\.me/(?:s/)?[a-z]\w{3,}/?(?:$|[?#])|(?:tiktok|youtube|threads|medium)\.(?:com|net)/(?:@|c/|user/)[\w.-]{2,}|snapchat\.com/add/\w|reddit\.com/u(?:ser)?/\w|weibo\.com/u/\d|bsky\.app/profile/[^/\s]+/?$|[\w.-]+/@[\w.-]+(?:@[\w.-]+)?/?$)|//(?:linktr\.ee|keybase\.io|about\.me|ko-fi\.com)/\w",
    ),
];

/// Pages of those sites that are nobody's profile.
const NOBODY: &str = r"(?i)\.(?:com|net|me)/@?(?:home|explore|search|hashtag|login|signup|share|sharer|intent|i|about|help|privacy|terms|legal|policies|settings|watch|groups|events|pages|stories|reel|p|tv|tag|topics|features|pricing|public|business|safety|gaming|marketplace|story\.php|permalink\.php|photo\.php|photo|video\.php|sharer\.php|share\.php|dialog|feed|results|playlist|shorts|embed|channel)(?:/|$|[?#])";

static RULES: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
    let made = RegexSet::new(PERSONAL.iter().map(|(_, _, source)| source.replace(r"\d", "[0-9]")));
    debug_assert!(made.is_ok(), "{made:?}");
    made.ok()
});
static NOBODYS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(NOBODY));

/// A token by itself, outside any link.
static BARE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}|\b(?:ghp|gho|glpat|xox[abp])[_-][\w-]{16,}|\bAKIA[0-9A-Z]{16}\b|\bsk-[\w-]{20,}",
    )
});

/// Every link, first to last.
pub(super) fn all(flat: &Flat) -> Vec<Link> {
    let hits = LINK.iter().flat_map(|rule| rule.find_iter(flat.text()));
    hits.map(|hit| Link { range: trimmed(hit.start(), hit.as_str()) }).collect()
}

/// Without the marks of the sentence that it stands in. A closing bracket belongs to it when its opening does.
fn trimmed(start: usize, link: &str) -> Range<usize> {
    let mut kept = link;
    loop {
        let shorter = kept.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '|', '*']);
        let unopened = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count()
            || shorter.ends_with([']', '}']);
        kept = if unopened { shorter.get(..shorter.len() - 1).unwrap_or_default() } else { shorter };
        if !unopened {
            return start..start + kept.len();
        }
    }
}

pub(super) fn find(flat: &Flat, links: &[Link], out: &mut Vec<Found>) {
    for link in links {
        if let Some((kind, rule)) = told(flat.slice(link.range.clone())) {
            out.push(Found { range: link.range.start..continued(flat, link.range.end), kind, rule });
        }
    }
    let bare = BARE.iter().flat_map(|rule| rule.find_iter(flat.text()));
    out.extend(bare.map(|hit| Found { range: hit.range(), kind: Kind::PersonalLink, rule: "token" }));
}

/// What a link tells of a person, if anything.
fn told(link: &str) -> Option<(Kind, &'static str)> {
    let plain = link
        .get(..LONGEST)
        .unwrap_or(link)
        .replace("[.]", ".")
        .replace("[:]", ":")
        .replace("hxxp", "http")
        .replace("//www.", "//");
    let bare = plain.strip_prefix("www.").unwrap_or(&plain);
    let starts = plain.contains("://")
        || ["mailto:", "skype:", "geo:"]
            .iter()
            .any(|scheme| plain.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme)));
    let whole = if starts { plain } else { format!("https://{bare}") };
    // What is written in percent signs is read as well, also where one link carries another.
    let spelt = decoded(&decoded(&whole));
    let rules = RULES.as_ref()?;
    let first = |text: &str| rules.matches(text).iter().next();
    let hit =
        if spelt == whole { first(&whole) } else { first(&whole).into_iter().chain(first(&spelt)).min() };
    let (kind, rule, _) = PERSONAL.get(hit?)?;
    let nobody = *rule == "link-profile" && NOBODYS.as_ref().is_some_and(|rule| rule.is_match(&whole));
    (!nobody).then_some((*kind, *rule))
}

/// A link with its `%2C` and the like as the signs that they stand for; spaces stay as they are written.
fn decoded(link: &str) -> String {
    let mut plain = String::with_capacity(link.len());
    let mut rest = link;
    while let Some((head, tail)) = rest.split_once('%') {
        plain.push_str(head);
        let sign = tail.get(..2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        if let Some(sign) = sign.filter(u8::is_ascii_graphic) {
            plain.push(char::from(sign));
            rest = tail.get(2..).unwrap_or_default();
        } else {
            plain.push('%');
            rest = tail;
        }
    }
    plain.push_str(rest);
    plain
}

/// Further into a link is not looked.
const LONGEST: usize = 4096;

/// Where a link ends that was broken over two lines: after a next line that is one long token.
fn continued(flat: &Flat, end: usize) -> usize {
    let Some(rest) = flat.slice(end..flat.text().len()).strip_prefix('\n') else { return end };
    let token: &str = rest.split(char::is_whitespace).next().unwrap_or_default();
    let coded = token.len() >= 8
        && token.bytes().any(|byte| byte.is_ascii_digit())
        && token.bytes().any(|byte| byte.is_ascii_alphabetic())
        && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=&%/?.+#~".contains(&byte));
    if coded { end + 1 + token.trim_end_matches('.').len() } else { end }
}
