//! Transforms. Adding one is a file here, a template folder, a line in the registry below and a case.

mod made;

use crate::model::ribs::Transform;
use schemars::JsonSchema;
use serde::Deserialize;

macro_rules! transforms {
    ($($(#[$doc:meta])* $variant:ident $module:ident $word:literal;)*) => {
        $(mod $module;)*

        /// A transform as written: a mapping with one key, its word.
        #[derive(Clone, Debug, Deserialize, JsonSchema)]
        pub enum TransformSpec {
            $($(#[$doc])* #[serde(rename = $word)] $variant($module::$variant),)*
        }

        impl TransformSpec {
            /// What there is to know of it.
            pub fn rib(&self) -> &dyn Transform {
                match self {
                    $(TransformSpec::$variant(rib) => rib,)*
                }
            }
        }

        /// Words of all transforms, which are the names of their template folders too.
        pub const WORDS: &[&str] = &[$($word,)*];
    };
}

transforms! {
    /// Adds a column computed from others.
    Derive derive "derive";
    /// Gives columns other names.
    Rename rename "rename";
    /// Gives columns other types; a value that does not fit is never lost in silence.
    Cast cast "cast";
    /// Gives texts one spelling.
    Normalise normalise "normalise";
    /// Gives empty columns a value.
    Fill fill "fill";
    /// Keeps the rows that meet a condition.
    Filter filter "filter";
    /// Takes columns of another dataset.
    Join join "join";
    /// Adds columns, chooses rows or makes groups with one query over named inputs.
    SqlStep sql "sql";
    /// Adds columns, chooses rows or makes groups with a function written by hand.
    PythonStep python "python";
    /// Folds rows into groups.
    Aggregate aggregate "aggregate";
    /// Keeps one row of each key.
    Dedupe dedupe "dedupe";
}
