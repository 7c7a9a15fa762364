//! `volume`: the number of rows is like that of earlier deliveries; judged before the table is written.

use super::rule;
use crate::model::plan::{Measure, Rule, RuleScope};
use crate::model::ribs::{QualityRule, Scope};
use crate::model::{At, Fact, Locale, OnFail};
use crate::render::{Fragment, Sql, sql as filters};
use schemars::JsonSchema;
use serde::Deserialize;

/// The number of rows is like that of earlier deliveries: it is compared with the median of those that made a commit. With
/// fewer than three of them it is not judged.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// Greatest deviation from the median, in percent.
    #[schemars(range(min = 1, max = 10000))]
    pub within_pct: At<u32>,
    /// How many of the latest deliveries make the median.
    #[schemars(range(min = 3, max = 20))]
    pub runs: At<u32>,
    /// What becomes of the run: `fail` or `warn`.
    pub on_fail: At<OnFail>,
}

#[derive(askama::Template)]
#[template(path = "quality/volume/fails.sql", config = "templates/askama.toml")]
struct Fails {
    id: Fact<String>,
    low: Fact<u32>,
    high: Fact<u32>,
}

impl QualityRule for Volume {
    fn check(&self, scope: &mut Scope<'_>) {
        rule::decides_the_run(&self.on_fail, scope);
    }

    fn plan(&self, locale: Locale) -> Rule {
        let pct = Fact::from(&self.within_pct);
        let id = pct.map(|_| "volume".to_string());
        let (low, high) = (pct.map(|pct| 100u32.saturating_sub(*pct)), pct.map(|pct| 100 + pct));
        let reason = rule::say(
            locale,
            "el número de filas se aparta del de las entregas anteriores",
            "the number of rows is unlike that of earlier deliveries",
        );
        Rule {
            kind: "volume",
            scope: RuleScope::Run,
            on_fail: Fact::from(&self.on_fail),
            fails: Fragment::<Sql>::render(&Fails { id: id.clone(), low, high }),
            measure: Some(Measure::History(Fact::from(&self.runs))),
            columns: vec![],
            reason: pct.map(|_| reason),
            id,
        }
    }
}
