//! The regions of the world by which a list can be narrowed: UN M49 as CLDR's territory containment keeps it.

use crate::error::{Message, message};

macro_rules! regions {
    ($($(#[$doc:meta])* $name:ident $slug:literal $m49:literal $(in $parent:ident)?;)*) => {
        /// A continent or one of its sub-regions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum WorldRegion { $($(#[$doc])* $name,)* }

        impl WorldRegion {
            /// Every region, continents first.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What stands in `?region=`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// The code of M49, three digits: the key of the name in `countries.json`.
            pub fn m49(self) -> &'static str {
                match self { $(Self::$name => $m49,)* }
            }

            /// The continent of a sub-region; nothing for a continent.
            pub fn continent(self) -> Option<Self> {
                match self {
                    $($(Self::$name => Some(Self::$parent),)?)*
                    _ => None,
                }
            }
        }
    };
}

regions! {
    /// Africa
    Africa "africa" "002";
    /// Americas
    Americas "americas" "019";
    /// Asia
    Asia "asia" "142";
    /// Europe
    Europe "europe" "150";
    /// Oceania
    Oceania "oceania" "009";
    /// Northern Africa
    NorthernAfrica "northern-africa" "015" in Africa;
    /// Western Africa
    WesternAfrica "western-africa" "011" in Africa;
    /// Middle Africa
    MiddleAfrica "middle-africa" "017" in Africa;
    /// Eastern Africa
    EasternAfrica "eastern-africa" "014" in Africa;
    /// Southern Africa
    SouthernAfrica "southern-africa" "018" in Africa;
    /// Northern America
    NorthernAmerica "northern-america" "021" in Americas;
    /// Central America
    CentralAmerica "central-america" "013" in Americas;
    /// Caribbean
    Caribbean "caribbean" "029" in Americas;
    /// South America
    SouthAmerica "south-america" "005" in Americas;
    /// Western Asia
    WesternAsia "western-asia" "145" in Asia;
    /// Central Asia
    CentralAsia "central-asia" "143" in Asia;
    /// Eastern Asia
    EasternAsia "eastern-asia" "030" in Asia;
    /// Southern Asia
    SouthernAsia "southern-asia" "034" in Asia;
    /// Southeast Asia
    SoutheastAsia "southeast-asia" "035" in Asia;
    /// Eastern Europe
    EasternEurope "eastern-europe" "151" in Europe;
    /// Northern Europe
    NorthernEurope "northern-europe" "154" in Europe;
    /// Western Europe
    WesternEurope "western-europe" "155" in Europe;
    /// Southern Europe
    SouthernEurope "southern-europe" "039" in Europe;
    /// Australasia
    Australasia "australasia" "053" in Oceania;
    /// Melanesia
    Melanesia "melanesia" "054" in Oceania;
    /// Micronesia
    Micronesia "micronesia" "057" in Oceania;
    /// Polynesia
    Polynesia "polynesia" "061" in Oceania;
}

impl WorldRegion {
    pub(super) fn from_m49(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|region| region.m49() == code)
    }
}

impl std::str::FromStr for WorldRegion {
    type Err = Message;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|region| region.as_str() == text)
            .ok_or_else(|| message("fault-world-region"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_names_and_read_back() {
        for region in WorldRegion::ALL {
            assert_eq!(region.as_str().parse(), Ok(*region));
            assert_ne!(region.name("en"), region.as_str(), "the English file lacks {}", region.m49());
        }
        assert_eq!(WorldRegion::WesternAsia.continent(), Some(WorldRegion::Asia));
        assert_eq!(WorldRegion::Asia.continent(), None);
    }
}
