//! Names of people in scripts that write no spaces, and in Korean.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::flat::{Flat, pattern};
use super::labels::{Hit, Label};
use super::words::any;

/// The commonest family names in Han characters; longer ones first.
const HAN: &str = "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|王|李|张|張|刘|劉|陈|陳|杨|楊|黄|黃|赵|趙|吴|吳|周|徐|孙|孫|马|馬|朱|胡|郭|何|林|高|罗|羅|郑|鄭|梁|谢|謝|宋|唐|许|許|邓|鄧|韩|韓|冯|馮|曹|彭|曾|肖|萧|蕭|田|董|潘|袁|蔡|蒋|蔣|余|于|杜|叶|葉|程|魏|苏|蘇|吕|呂|丁|任|卢|盧|姚|沈|钟|鍾|姜|崔|谭|譚|陆|陸|范|汪|廖|石|金|韦|韋|贾|賈|夏|付|傅|方|邹|鄒|熊|白|孟|秦|邱|侯|江|尹|薛|闫|雷|龙|龍|黎|史|陶|贺|賀|毛|郝|顾|顧|龚|龔|邵|万|覃|武|钱|錢|戴|严|嚴|莫|孔|向|常|艾|浦|滕";
const KOREAN: &str = "김|이|박|최|정|강|조|윤|장|임|한|오|서|신|권|황|안|송|전|홍|유|고|문|양|손|배|백|허|남|심|노|하|곽|성|차|주|우|구|민|류|나|진|지|엄|채|원|천|방|공|현|함|변|염|여|추|도|소|석|선|설|마|길|연|위|표|명|기|반|라|왕|금|옥|육|인|맹|제|모";
/// Characters that a sentence goes on with behind a name.
const ON: &str = "说說被在于於和与與的是对對向将將已等表称稱告及因就也还還曾则從从至为為者";

static HAN_NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(&format!(r"^ ?(?P<name>{}\p{{Han}}{{1,2}})", any(HAN))));
static HAN_BEFORE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(&format!(
        r"(?P<name>(?:{}|(?:\p{{Katakana}}|ー){{2,8}}|\p{{Han}}{{1,2}})\p{{Han}}{{1,2}}) ?(?:已|昨日|今日|日前|于|在)?$",
        any(HAN)
    ))
});
/// Runs of scripts that write spaces between phrases; up to two of them are a name.
static RUN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"^ ?(?P<name>[\p{Thai}]{2,20}(?: [\p{Thai}]{2,20})?|[\p{Lao}]{2,20}(?: [\p{Lao}]{2,20})?|[\p{Khmer}]{2,24}(?: [\p{Khmer}]{2,24})?|[\p{Myanmar}]{2,28})",
    )
});
/// Where a name in such a run ends.
static ENDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"สมาคม|แห่ง|ถูก|ได้|และ|ที่|ซึ่ง|เป็น|กล่าว|อายุ|ว่า|เมื่อ|ใน|กับ|จาก|သည်|ကို|အား|၏|နှင့်|မှ|တို့|များ|က|အသက်|ဖမ်း|ត្រូវ|បាន|ដែល|និង|នៅ|ຖືກ|ໄດ້|ແລະ|ທີ່",
    )
});
/// What begins with a title and is none: "prime minister", "employer".
const OTHER: &[&str] = &[
    "ก",
    "จ้าง",
    "ทหาร",
    "ทุน",
    "หน้า",
    "อำเภอ",
    "แบบ",
    "สาว",
    "เอก",
    "ฟ้า",
    "ဆောင်",
    "စီး",
    "စွာ",
    "တည်",
    "ရေ",
    "နှောက်",
];

/// `김철수 기자`, `김철수 씨`, `기자 김철수`, in the letters that a syllable is flattened to.
static HANGUL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let syllable = r"[\x{1100}-\x{1112}][\x{1161}-\x{1175}][\x{11a8}-\x{11c2}]?";
    let after = any("씨|기자|변호사|활동가|교수|작가|목사|선생|박사|학생");
    pattern(&format!(
        r"(?:^|[^\x{{1100}}-\x{{11ff}}])(?:(?P<first>{family}(?:{syllable}){{1,2}}) ?{after}|{after} (?P<second>{family}(?:{syllable}){{2}}))",
        family = any(KOREAN),
    ))
});

/// Korean names, which are found by their form and the word beside them at once.
pub(super) fn find(flat: &Flat, mut add: impl FnMut(Range<usize>)) {
    if !flat.text().contains(|c| matches!(c, '\u{1100}'..='\u{1112}')) {
        return;
    }
    for hit in HANGUL.iter().flat_map(|rule| rule.captures_iter(flat.text())) {
        let name = hit.name("first").or_else(|| hit.name("second"));
        if let Some(name) = name {
            add(name.range());
        }
    }
}

/// The name behind a title or a word of arrest.
pub(super) fn after(flat: &Flat, hit: &Hit) -> Option<Range<usize>> {
    let trail = flat.trail(hit.range.end, 48);
    let start = hit.range.end;
    if let Some(name) =
        HAN_NAME.as_ref().and_then(|rule| rule.captures(trail)).and_then(|all| all.name("name"))
    {
        let last = name.as_str().char_indices().next_back()?;
        let on = ON.contains(last.1) && name.as_str().chars().nth(2).is_some();
        return Some(start + name.start()..start + if on { name.start() + last.0 } else { name.end() });
    }
    // A title of these scripts begins its word.
    let within = flat.before(hit.range.start).is_some_and(|c| c.is_alphabetic() || unicode_mark(c));
    let arrest = hit.says(Label::Arrest);
    let name = RUN.as_ref().and_then(|rule| rule.captures(trail)).and_then(|all| all.name("name"))?;
    let cut = ENDS
        .as_ref()
        .and_then(|rule| rule.find(name.as_str()))
        .map_or(name.end(), |end| name.start() + end.start());
    let text = trail.get(name.start()..cut)?.trim_end();
    let short = text.chars().nth(1).is_none();
    let none = within || arrest || short || OTHER.iter().any(|other| text.starts_with(other));
    (!none).then(|| start + name.start()..start + name.start() + text.len())
}

/// The name in front of a title that follows names, or of "was arrested".
pub(super) fn before(flat: &Flat, hit: &Hit) -> Option<Range<usize>> {
    let lead = flat.lead(hit.range.start, 8);
    let from = hit.range.start - lead.len();
    let word = flat.slice(hit.range.clone());
    let all = HAN_BEFORE.as_ref()?.captures(lead)?;
    let name = all.name("name")?;
    let family = HAN_NAME.as_ref()?.is_match(name.as_str());
    let japanese = matches!(word, "氏" | "さん" | "様" | "容疑者")
        && !name.as_str().contains(['皆', '客', '同', '両', '彼']);
    let chinese = family && (word.starts_with('被') || matches!(word, "先生" | "女士" | "小姐"));
    (japanese || chinese).then(|| from + name.start()..from + name.end())
}

fn unicode_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}
