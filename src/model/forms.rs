//! Scalars with a fixed form: the JSON Schema checks it, so that a value is valid wherever it ends up.

use super::days::{self, DayNumber};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident $pattern:literal $(up to $longest:literal)? $form:literal, $example:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
            pub struct $name(String);

            impl $name {
                /// A value that the caller vouches for.
                pub fn new(text: impl Into<String>) -> $name {
                    $name(text.into())
                }
            }

            impl Deref for $name {
                type Target = str;

                fn deref(&self) -> &str {
                    &self.0
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({
                        "type": "string",
                        "pattern": $pattern,
                        $("maxLength": $longest,)?
                        "description": $form,
                        "x-cauce-form": $form,
                        "examples": [$example],
                    })
                }
            }
        )*
    };
}

forms! {
    /// Name of a dataset, a domain, a column type or an environment.
    Name "^[a-z][a-z0-9_]{0,39}$" "1 to 40 lower-case letters, digits and `_`, starting with a letter", "transacciones";
    /// Name of a team or a connection.
    Slug "^[a-z][a-z0-9-]{0,39}$" "1 to 40 lower-case letters, digits and `-`, starting with a letter", "pagos-datos";
    /// Prefix of every physical name.
    Prefix "^[a-z][a-z0-9]{1,11}$" "2 to 12 lower-case letters and digits, starting with a letter", "ribera";
    /// A dataset as others name it.
    DatasetRef "^[a-z][a-z0-9_]{0,39}/[a-z][a-z0-9_]{0,39}$" "`domain/dataset`", "pagos/transacciones";
    /// A column of a dataset as others name it.
    ColumnRef r"^[a-z][a-z0-9_]{0,39}/[a-z][a-z0-9_]{0,39}\.[^.]+$" "`domain/dataset.column`", "core/clientes.id_cliente";
    /// Name of a column: letters of any language, digits and `_`. (Its length is no part of the pattern: 64 times all letters
    /// make an automaton that takes longer to build than a thousand specs to check.)
    ColumnName r"^[\p{L}_][\p{L}\p{N}_]*$" up to 64 "1 to 64 letters, digits and `_`, not starting with a digit", "id_cliente";
    /// A length of time.
    Duration "^[1-9][0-9]{0,4}(s|m|h|d|y)$" "a number with `s`, `m`, `h`, `d` or `y`, such as `20m`", "26h";
    /// A time of day.
    ClockTime "^([01][0-9]|2[0-3]):[0-5][0-9]$" "a time of day, `HH:MM`", "07:00";
    /// Five fields of cron.
    Cron r"^[0-9*/,-]+( [0-9A-Za-z*/,#L-]+){4}$" "five fields: minute, hour, day, month, weekday", "0 2 * * *";
    /// An AWS account.
    Account "^[0-9]{12}$" "the 12 digits of an AWS account, quoted", "210987654321";
    /// An AWS region.
    Region "^[a-z]{2}(-[a-z]+)+-[0-9]$" "an AWS region", "us-east-1";
    /// Id of a repository or its owner at GitHub.
    Digits "^[0-9]{1,20}$" "digits, quoted", "640118822";
    /// A folder of a bucket.
    KeyPrefix r"^([A-Za-z0-9_=.-]+/)+$" "folders separated by `/`, ending with `/`", "aliado/transacciones/";
    /// A column type; whether it is one is checked when the spec is resolved, where the exact place of a mistake is known.
    TypeName r"^[a-z]+( *[(<].*)?$" "`string`, `boolean`, `int`, `bigint`, `float`, `double`, `date`, `timestamp`, `binary`, `decimal(p,s)`, `array<…>`, `map<…,…>` or `struct<name:…>`", "decimal(18,2)";
    /// How the text of a value is written: the letters of a day or a moment, or the way in which bytes are.
    ValueFormat r"^[\p{L}\p{N} '\[\].,:;/_+-]+$" up to 60 "the pattern of a day or a moment in Spark's letters, or `base64` or `hex`", "dd/MM/yyyy HH:mm:ss";
    /// What the comments of a file begin with.
    CommentMark "^[#!%*/;~^@&]$" "one of `#`, `!`, `%`, `*`, `/`, `;`, `~`, `^`, `@` and `&`", "#";
    /// A hand-written function: `specs/pagos/limpieza.py` with `def limpia` is `pagos.limpieza.limpia`.
    FunctionName r"^[a-z][a-z0-9_]{0,39}\.[a-z][a-z0-9_]{0,39}\.[a-z_][a-z0-9_]{0,59}$" "`domain.file.function`, for `specs/domain/file.py`", "pagos.limpieza.limpia";
    /// The value of a label. (Its length is no part of the pattern, as that of a column's name.)
    TagValue r"^[\p{L}\p{N} _.:/=+@-]+$" up to 100 "1 to 100 letters, digits, spaces and `_.:/=+@-`", "cierre contable";
    /// A day.
    Day "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" "a day, `YYYY-MM-DD`", "2027-01-31";
    /// An IANA time zone.
    TimeZone r"^(UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_+-]+)+)$" "an IANA time zone", "America/Bogota";
    /// A table of a database.
    Table r"^[A-Za-z_][A-Za-z0-9_$#]*(\.[A-Za-z_][A-Za-z0-9_$#]*){0,2}$" "a table, with its schema where there is one", "core.clientes";
    /// The path of an HTTP resource.
    UrlPath r"^/[A-Za-z0-9._~%/-]*$" "an absolute path without query", "/resource/32sa-8pi3.json";
    /// A host.
    Host r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$" "a host name in lower case", "www.datos.gov.co";
    /// The address of an API, without path.
    BaseUrl r"^https://[a-z0-9.-]+(:[0-9]{1,5})?$" "an https address without path", "https://www.datos.gov.co";
    /// The address of a page.
    HttpsUrl r"^https://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~%/-]*)?$" "an https address without query", "https://login.example/oauth/token";
    /// The name of a Glue connection.
    GlueConnection "^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$" "letters, digits, `_` and `-`", "ribera-datos";
    /// A database, a schema, a table or a warehouse of Snowflake, which does not tell capitals apart.
    SnowflakeName "^[A-Za-z_][A-Za-z0-9_]{0,127}$" "letters, digits and `_`, not starting with a digit", "PAGOS";
    /// The name of a secret.
    SecretName r"^[A-Za-z0-9/_+=.@-]{1,256}$" "letters, digits and `/_+=.@-`", "ribera/conexiones/core-pg";
}

impl TypeName {
    /// The type; `None` where the text is none, which the schema has said already.
    pub fn data_type(&self) -> Option<super::DataType> {
        super::DataType::parse(self).ok()
    }
}

/// The host of an address, without scheme, port and path.
pub fn host_of(url: &str) -> &str {
    let rest = url.split("://").last().unwrap_or_default();
    rest.split([':', '/']).next().unwrap_or_default()
}

impl Duration {
    /// The length in seconds; a year counts 365 days.
    pub fn seconds(&self) -> u64 {
        let (number, unit) = self.0.split_at(self.0.len() - 1);
        let unit = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => 31_536_000,
        };
        number.parse::<u64>().unwrap_or(0) * unit
    }

    /// Whole minutes, at least one.
    pub fn minutes(&self) -> u64 {
        self.seconds().div_ceil(60)
    }

    /// Whole days, at least one.
    pub fn days(&self) -> u64 {
        self.seconds().div_ceil(86_400)
    }
}

impl ClockTime {
    /// Minutes since midnight.
    pub fn minutes(&self) -> u64 {
        let (hours, minutes) = self.0.split_once(':').unwrap_or_default();
        hours.parse().unwrap_or(0) * 60 + minutes.parse().unwrap_or(0)
    }
}

impl Day {
    /// Its number; `None` when the month has no such day.
    pub fn number(&self) -> Option<DayNumber> {
        let mut parts = self.0.split('-').filter_map(|part| part.parse::<i64>().ok());
        days::number(parts.next()?, parts.next()?, parts.next()?)
    }
}

/// A number of a rule, as written: a JSON number, or a decimal in quotes, so that nothing is rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// The digits as written.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Int(i64),
            Float(f64),
            Text(String),
        }
        Ok(Number(match Written::deserialize(deserializer)? {
            Written::Int(i) => i.to_string(),
            Written::Float(f) => f.to_string(),
            Written::Text(t) => t,
        }))
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let form = "a number, or a decimal in quotes";
        json_schema!({
            "type": ["number", "string"],
            "pattern": r"^-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,18})?$",
            "description": form,
            "x-cauce-form": form,
            "examples": ["0.01"],
        })
    }
}

/// An edge of a range of values: a whole number, or a day in quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edge {
    /// A whole number.
    Number(i64),
    /// A day, `YYYY-MM-DD`.
    Day(String),
}

impl Edge {
    /// The farthest whole number that every reader of JSON keeps exactly.
    const FAR: i64 = (1 << 53) - 1;
}

impl<'de> Deserialize<'de> for Edge {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(i64),
            // JSON Schema counts 2.0 among the integers.
            Float(f64),
            Text(String),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Number(number) => Edge::Number(number),
            Written::Float(number) => Edge::Number(number as i64),
            Written::Text(text) => Edge::Day(text),
        })
    }
}

impl JsonSchema for Edge {
    fn schema_name() -> Cow<'static, str> {
        "Edge".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let form = "a whole number, or a day in quotes";
        json_schema!({
            "type": ["integer", "string"],
            "minimum": -Edge::FAR,
            "maximum": Edge::FAR,
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            "description": form,
            "x-cauce-form": form,
            "examples": [1, "2026-01-31"],
        })
    }
}

/// A value of a test row or of a list of accepted values: text, number, boolean or null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Null,
    /// A value, in the text that was written.
    Text(String),
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        Ok(Cell::of(value.get(0).unwrap_or(&value)))
    }
}

impl Cell {
    fn of(value: &serde_json::Value) -> Cell {
        match value {
            serde_json::Value::Null => Cell::Null,
            serde_json::Value::String(text) => Cell::Text(text.clone()),
            other => Cell::Text(other.to_string()),
        }
    }
}

impl JsonSchema for Cell {
    fn schema_name() -> Cow<'static, str> {
        "Cell".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number", "boolean", "null"], "description": "a value; quote decimals and dates"})
    }
}
