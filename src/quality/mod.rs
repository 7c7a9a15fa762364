//! Quality rules. Adding one is a file here, a template folder, a line in the registry below and a case.

use crate::model::ribs::QualityRule;
use crate::model::{At, Changes, ColumnSpec, OnFail};
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
    /// The value is one of another dataset's.
    References references "references";
    /// The newest value is not too old.
    Freshness freshness "freshness";
    /// The number of rows is like that of earlier deliveries.
    Volume volume "volume";
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

/// The rule that `references:` of a column implies: a value that is not there is counted, and nothing else.
pub fn reference(column: &ColumnSpec) -> Option<RuleSpec> {
    let to = column.references.clone()?;
    let on_fail = At { value: OnFail::Warn, at: to.at };
    let column = At { value: column.name.value.clone(), at: to.at };
    Some(RuleSpec::References(references::References { column, to, on_fail }))
}

mod rule {
    //! What all rules share when they are planned.

    use crate::diagnostics::{Finding, codes};
    use crate::model::plan::{Rule, RuleScope};
    use crate::model::ribs::Scope;
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
        Rule { id, kind, scope: RuleScope::Row, on_fail: Fact::from(on_fail), fails, measure: None, columns, reason }
    }

    /// The finding for a rule on the whole run that asks for something to happen to a row.
    pub fn decides_the_run(on_fail: &At<OnFail>, scope: &mut Scope<'_>) {
        if !matches!(on_fail.value, OnFail::Fail | OnFail::Warn) {
            let message = format!("a rule on the whole run cannot `{}`", on_fail.value.word());
            let finding = Finding::error(codes::RUN_RULE, on_fail.at, message);
            scope.findings.push(finding.help("write `on_fail: fail` or `on_fail: warn`"));
        }
    }

    /// Chooses the text of a language.
    pub fn say(locale: Locale, es: impl Into<String>, en: impl Into<String>) -> String {
        match locale {
            Locale::Es => es.into(),
            Locale::En => en.into(),
        }
    }
}
