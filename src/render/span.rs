//! Lengths of time in Python.

use super::{Fragment, Ident, Py, py as filters};
use crate::model::Fact;

#[derive(askama::Template)]
#[template(source = "timedelta(<{ unit|ident }>=<{ count|lit }>)", ext = "py", config = "templates/askama.toml")]
struct Span {
    unit: Ident,
    count: Fact<u64>,
}

/// `timedelta(minutes=20)`: seconds in the greatest unit that divides them.
pub fn timedelta(seconds: &Fact<u64>) -> Fragment<Py> {
    let units = [("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)];
    let fits = |size: u64| seconds.value > 0 && seconds.value.is_multiple_of(size);
    let (unit, size) = units.into_iter().find(|(_, size)| fits(*size)).unwrap_or(units[3]);
    Fragment::render(&Span { unit: Ident::near(unit), count: seconds.map(|s| s / size) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_unit_that_divides_is_taken() {
        let texts = [0, 90, 1_200, 5_400, 7_200, 604_800].map(|s| timedelta(&Fact::bare(s)).as_str().to_string());
        let units = ["seconds=0", "seconds=90", "minutes=20", "minutes=90", "hours=2", "days=7"];
        assert_eq!(texts, units.map(|unit| format!("timedelta({unit})")));
    }
}
