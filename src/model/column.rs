//! Columns: as a spec writes them, and as the plan knows them.

use super::literal::Literal;
use super::{
    At, Classification, ColumnName, ColumnRef, DataType, Fact, Flow, Name, Origins, TimeZone, TypeName, ValueFormat,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// What kind of personal data a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pii {
    /// A person's name.
    Name,
    /// The number of an identity document.
    NationalId,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A postal address.
    Address,
    /// A date of birth.
    BirthDate,
    /// The number of a payment card.
    CardNumber,
}

/// How a protected column leaves the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// Keyed hash: joins still work, the value cannot be read.
    Hash,
    /// Partly hidden.
    Mask,
    /// Not kept at all.
    Drop,
}

impl Pii {
    /// The word of the spec.
    pub fn word(self) -> &'static str {
        match self {
            Pii::Name => "name",
            Pii::NationalId => "national_id",
            Pii::Email => "email",
            Pii::Phone => "phone",
            Pii::Address => "address",
            Pii::BirthDate => "birth_date",
            Pii::CardNumber => "card_number",
        }
    }
}

impl Protection {
    /// The word of the spec.
    pub fn word(self) -> &'static str {
        match self {
            Protection::Hash => "hash",
            Protection::Mask => "mask",
            Protection::Drop => "drop",
        }
    }
}

impl Pii {
    /// The lowest class that data of this kind may have.
    pub fn classification(self) -> Classification {
        match self {
            Pii::NationalId | Pii::CardNumber => Classification::Restricted,
            _ => Classification::Confidential,
        }
    }
}

/// The words by which a source says yes and no.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(example = serde_json::json!({"true": ["S"], "false": ["N"]}))]
pub struct Words {
    /// Words for true, capitals and accents included.
    #[serde(rename = "true")]
    #[schemars(length(min = 1))]
    pub yes: Vec<At<String>>,
    /// Words for false.
    #[serde(rename = "false")]
    #[schemars(length(min = 1))]
    pub no: Vec<At<String>>,
}

/// What a shared type of `specs/_types.yaml` gives to the columns that `use` it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedType {
    /// Type of the values.
    #[serde(rename = "type")]
    pub kind: At<TypeName>,
    /// How values that arrive as text are written; see the same key of a column.
    pub format: Option<At<ValueFormat>>,
    /// The words of a boolean that arrives as text.
    pub words: Option<Words>,
    /// Zone of the wall clocks of a timestamp; default: the source's.
    pub timezone: Option<At<TimeZone>>,
    /// The value where the source leaves it empty.
    pub default: Option<At<Literal>>,
    /// Unit, such as a currency.
    pub unit: Option<At<String>>,
    /// What the column means.
    pub description: Option<At<String>>,
    /// How far its values may be shown; default: by `pii`, else the platform's.
    pub classification: Option<At<Classification>>,
    /// Kind of personal data.
    pub pii: Option<At<Pii>>,
    /// How personal data is protected.
    pub protect: Option<At<Protection>>,
}

/// A column as written.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    /// Name in the curated table.
    pub name: At<ColumnName>,
    /// Name in the source, when it differs.
    pub from: Option<At<String>>,
    /// The name that the column had before. A table that still has it is written anew, once, with the values under the new
    /// name; without `from:`, files and APIs may bring the column under either name.
    pub renamed_from: Option<At<ColumnName>>,
    /// A shared type of `specs/_types.yaml`.
    #[serde(rename = "use")]
    pub shared: Option<At<Name>>,
    /// Type of the values; needed unless `use` gives it.
    #[serde(rename = "type")]
    pub kind: Option<At<TypeName>>,
    /// How values that arrive as text are written: the pattern of a date or a timestamp in Spark's letters, such as
    /// `dd/MM/yyyy HH:mm:ss` or `yyyy-MM-dd'T'HH:mm:ssXXX`; `base64` or `hex` for a binary. Default: ISO 8601. A wall
    /// clock that its zone skipped is quarantined; of the two moments of an hour that came twice, the earlier is meant.
    pub format: Option<At<ValueFormat>>,
    /// The words of a boolean that arrives as text; default `true` and `false`.
    pub words: Option<Words>,
    /// Zone of the wall clocks of a timestamp that arrives as text; default: the source's.
    pub timezone: Option<At<TimeZone>>,
    /// A row without a value here is quarantined.
    pub required: Option<At<bool>>,
    /// The value where the source leaves it empty, as text, number or boolean; a value that cannot be read is quarantined
    /// all the same.
    pub default: Option<At<Literal>>,
    /// Unit, such as a currency.
    pub unit: Option<At<String>>,
    /// What the column means.
    pub description: Option<At<String>>,
    /// How far its values may be shown; default: `restricted` for identity documents and cards, `confidential` for other
    /// personal data, else the platform's.
    pub classification: Option<At<Classification>>,
    /// Kind of personal data.
    pub pii: Option<At<Pii>>,
    /// How personal data is protected.
    pub protect: Option<At<Protection>>,
    /// The column of another dataset that holds the same value; one that it does not have is counted by the rule
    /// `references_<column>`, and nothing else. For another fate write the rule under `quality:` instead.
    pub references: Option<At<ColumnRef>>,
}

/// A column of the plan: nothing is optional that has a default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in the curated table.
    pub name: Fact<String>,
    /// Name in the source.
    pub source_name: Fact<String>,
    /// The name that it had before, where the spec tells.
    pub renamed_from: Option<Fact<String>>,
    /// Spark's name of the type, such as `decimal(18,2)`.
    pub kind: Fact<String>,
    /// Pattern of dates and timestamps that arrive as text, or `base64` or `hex`.
    pub format: Option<Fact<String>>,
    /// Words for true and for false; empty where they are `true` and `false`.
    pub words: [Vec<Fact<String>>; 2],
    /// Zone of wall clocks, where it is not the source's.
    pub timezone: Option<Fact<String>>,
    /// A row without a value here is quarantined.
    pub required: Fact<bool>,
    /// Text of the value where the source leaves it empty.
    pub default: Option<Fact<String>>,
    /// Unit, such as a currency.
    pub unit: Option<Fact<String>>,
    /// What the column means.
    pub description: Option<Fact<String>>,
    /// How far its values may be shown.
    pub classification: Fact<Classification>,
    /// Kind of personal data.
    pub pii: Option<Fact<Pii>>,
    /// How personal data is protected.
    pub protect: Option<Fact<Protection>>,
    /// Where its values come from.
    pub flow: Flow,
}

impl Column {
    /// The type of the values; `None` where the text is no type, which has a finding of its own.
    pub fn data_type(&self) -> Option<DataType> {
        DataType::parse(&self.kind).ok()
    }

    /// What the catalogue says of the column: meaning, unit and class, as written; `None` where nobody wrote of any. The
    /// job makes one line of it that is as short as the catalogue wants.
    pub fn comment(&self) -> Option<Fact<String>> {
        let (meaning, unit) = (self.description.as_ref(), self.unit.as_ref());
        if meaning.is_none() && unit.is_none() && self.classification.from == Origins::NONE {
            return None;
        }
        let meaning_text = meaning.map(|meaning| meaning.value.clone());
        let unit_text = unit.map(|unit| format!("({})", unit.value));
        let class = format!("[{}]", self.classification.word());
        let parts = [meaning_text, unit_text, Some(class)].into_iter().flatten().collect::<Vec<_>>();
        let from = [meaning, unit].into_iter().flatten().fold(self.classification.from, |all, f| all.and(f.from));
        Some(Fact::new(parts.join(" "), from))
    }

    /// A column that a transform makes.
    pub fn derived(name: Fact<String>, kind: Fact<String>) -> Column {
        Column {
            renamed_from: None,
            source_name: name.clone(),
            name,
            kind,
            format: None,
            words: [vec![], vec![]],
            timezone: None,
            required: Fact::bare(false),
            default: None,
            unit: None,
            description: None,
            classification: Fact::bare(Classification::Internal),
            pii: None,
            protect: None,
            flow: Flow::default(),
        }
    }
}
