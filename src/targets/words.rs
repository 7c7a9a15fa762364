//! Small pieces of prose and addresses that several targets write.

use crate::model::plan::Github;
use crate::model::{Fact, Locale};

/// A length of time for people: `26 h`, `2 días`. The greatest unit that divides it.
pub fn duration(seconds: u64, locale: Locale) -> String {
    let days = match (locale, seconds / 86_400) {
        (Locale::Es, 1) => "día",
        (Locale::Es, _) => "días",
        (Locale::En, 1) => "day",
        (Locale::En, _) => "days",
    };
    match seconds {
        s if s >= 2 * 86_400 && s % 86_400 == 0 || s == 86_400 => format!("{} {days}", s / 86_400),
        s if s >= 3_600 && s % 3_600 == 0 => format!("{} h", s / 3_600),
        s if s >= 60 && s % 60 == 0 => format!("{} min", s / 60),
        s => format!("{s} s"),
    }
}

/// Where people read a file of the repository.
pub fn site(github: &Github, path: &str) -> Fact<String> {
    let address = format!("https://github.com/{}/{}/blob/main/{path}", *github.owner, *github.repository);
    Fact::new(address, github.owner.from.and(github.repository.from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_take_the_greatest_unit() {
        let texts = [900, 3_600, 93_600, 86_400, 172_800, 90].map(|s| duration(s, Locale::Es));
        assert_eq!(texts, ["15 min", "1 h", "26 h", "1 día", "2 días", "90 s"]);
        assert_eq!(duration(172_800, Locale::En), "2 days");
    }
}
