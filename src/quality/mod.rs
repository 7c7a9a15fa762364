//! Quality rules. Adding one is a file here, a template folder, a line in the registry below and a case.

use crate::model::ribs::QualityRule;
use crate::model::{At, Changes, OnFail};
use schemars::JsonSchema;
use serde::Deserialize;

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident $module:ident $word:literal;)*) => {
        $(mod $module;)*

        /// A rule as written; `rule` names it.
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        #[serde(tag = "rule")]
        pub enum RuleSpec {
            $($(#[$doc])* #[serde(rename = $word)] $variant($module::$variant),)*
        }

        impl RuleSpec {
            /// What there is to know of it.
            pub fn rib(&self) -> &dyn QualityRule {
                match self {
                    $(RuleSpec::$variant(rib) => rib,)*
                }
            }
        }

        /// Words of all rules, which are the names of their template folders too.
        pub const WORDS: &[&str] = &[$($word,)*];
    };
}

rules! {
    /// The column has a value.
    NotNull not_null "not_null";
    /// No two rows of a delivery have the same values.
    Unique unique "unique";
    /// The value is one of a list.
    AcceptedValues accepted_values "accepted_values";
    /// The value lies between two bounds.
    Range range "range";
    /// The text matches a regular expression.
    Pattern pattern "pattern";
    /// The text has a plausible number of characters.
    Length length "length";
    /// The delivery has a plausible number of rows.
    RowCount row_count "row_count";
    /// A condition of one's own holds.
    Expression expression "expression";
}

/// The rule that `cdc:` implies: a change whose operation nobody knows is set aside.
pub fn operations(changes: &Changes) -> RuleSpec {
    let mut values: Vec<At<String>> = vec![];
    for value in changes.operations() {
        if values.iter().all(|known| known.value != value.value) {
            values.push(value.clone());
        }
    }
    RuleSpec::AcceptedValues(accepted_values::AcceptedValues {
        column: changes.operation.clone(),
        values,
        on_fail: At { value: OnFail::Quarantine, at: changes.operation.at },
    })
}

mod rule {
    //! What all rules share when they are planned.

    use crate::model::plan::{Rule, RuleScope};
    use crate::model::{At, Fact, Locale, OnFail};
    use crate::render::{Fragment, Sql};

    /// A rule on rows over one or more columns; its id is `<word>_<columns>`.
    pub fn on_columns(
        kind: &'static str,
        columns: Vec<Fact<String>>,
        on_fail: &At<OnFail>,
        fails: Fragment<Sql>,
        reason: Fact<String>,
    ) -> Rule {
        let names: Vec<&str> = columns.iter().map(|c| c.value.as_str()).collect();
        let from = columns.first().map_or(on_fail.at.into(), |c| c.from);
        let id = Fact::new(format!("{kind}_{}", names.join("_")), from);
        Rule { id, kind, scope: RuleScope::Row, on_fail: Fact::from(on_fail), fails, columns, reason }
    }

    /// Chooses the text of a language.
    pub fn say(locale: Locale, es: impl Into<String>, en: impl Into<String>) -> String {
        match locale {
            Locale::Es => es.into(),
            Locale::En => en.into(),
        }
    }
}
