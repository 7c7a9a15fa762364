//! Columns: as a spec writes them, and as the plan knows them.

use super::{At, ColumnName, ColumnRef, DataType, Fact, Flow, Name, TypeName};
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

/// What a shared type of `specs/_types.yaml` gives to the columns that `use` it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedType {
    /// Type of the values.
    #[serde(rename = "type")]
    pub kind: At<TypeName>,
    /// Unit, such as a currency.
    pub unit: Option<At<String>>,
    /// What the column means.
    pub description: Option<At<String>>,
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
    /// A shared type of `specs/_types.yaml`.
    #[serde(rename = "use")]
    pub shared: Option<At<Name>>,
    /// Type of the values; needed unless `use` gives it.
    #[serde(rename = "type")]
    pub kind: Option<At<TypeName>>,
    /// Pattern of dates and timestamps that arrive as text.
    pub format: Option<At<String>>,
    /// A row without a value here is quarantined.
    pub required: Option<At<bool>>,
    /// Unit, such as a currency.
    pub unit: Option<At<String>>,
    /// What the column means.
    pub description: Option<At<String>>,
    /// Kind of personal data.
    pub pii: Option<At<Pii>>,
    /// How personal data is protected.
    pub protect: Option<At<Protection>>,
    /// The column of another dataset that holds the same value.
    pub references: Option<At<ColumnRef>>,
}

/// A column of the plan: nothing is optional that has a default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name in the curated table.
    pub name: Fact<String>,
    /// Name in the source.
    pub source_name: Fact<String>,
    /// Spark's name of the type, such as `decimal(18,2)`.
    pub kind: Fact<String>,
    /// Pattern of dates and timestamps that arrive as text.
    pub format: Option<Fact<String>>,
    /// A row without a value here is quarantined.
    pub required: Fact<bool>,
    /// Unit, such as a currency.
    pub unit: Option<Fact<String>>,
    /// What the column means.
    pub description: Option<Fact<String>>,
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

    /// A column that a transform makes.
    pub fn derived(name: Fact<String>, kind: Fact<String>) -> Column {
        Column {
            source_name: name.clone(),
            name,
            kind,
            format: None,
            required: Fact::bare(false),
            unit: None,
            description: None,
            pii: None,
            protect: None,
            flow: Flow::default(),
        }
    }
}
