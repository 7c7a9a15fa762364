//! Types of columns, as Spark 3.5 names them.

use crate::diagnostics::suggest::nearest;
use std::fmt;

/// The type of a column or an expression. `Display` is the text that Spark prints for it (`simpleString`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DataType {
    /// Text.
    String,
    /// True or false.
    Boolean,
    /// 32 bits.
    Int,
    /// 64 bits.
    Bigint,
    /// Single precision.
    Float,
    /// Double precision.
    Double,
    /// Precision (1 to 38) and scale (0 to the precision).
    Decimal(u8, u8),
    /// A day.
    Date,
    /// A moment.
    Timestamp,
    /// Bytes.
    Binary,
    /// A list.
    Array(Box<DataType>),
    /// Keys and values.
    Map(Box<DataType>, Box<DataType>),
    /// Fields in order.
    Struct(Vec<(String, DataType)>),
}

/// Why a text is no type, and the byte at which that shows.
pub type TypeError = (usize, String);

/// Types may be nested this deep.
const MAX_DEPTH: usize = 16;

/// Names of the types without parameters, with Spark's synonyms.
const SIMPLE: &[(&str, DataType)] = &[
    ("string", DataType::String),
    ("boolean", DataType::Boolean),
    ("int", DataType::Int),
    ("bigint", DataType::Bigint),
    ("float", DataType::Float),
    ("double", DataType::Double),
    ("date", DataType::Date),
    ("timestamp", DataType::Timestamp),
    ("binary", DataType::Binary),
    ("integer", DataType::Int),
    ("long", DataType::Bigint),
    ("real", DataType::Float),
];

/// The words that begin a type, as they are suggested.
const WORDS: [&str; 13] = [
    "string",
    "boolean",
    "int",
    "bigint",
    "float",
    "double",
    "decimal",
    "date",
    "timestamp",
    "binary",
    "array",
    "map",
    "struct",
];

impl DataType {
    /// Reads a type written as Spark's DDL has it, such as `array<struct<a:int,b:string>>`; capitals do not matter.
    pub fn parse(text: &str) -> Result<DataType, TypeError> {
        let mut reader = Reader { text, at: 0 };
        let found = reader.data_type(0)?;
        match reader.peek() {
            None => Ok(found),
            Some(c) => Err((reader.at, format!("unexpected `{c}` after the type `{found}`"))),
        }
    }

    /// Whether values are numbers.
    pub fn is_numeric(&self) -> bool {
        self.is_integral() || matches!(self, DataType::Float | DataType::Double | DataType::Decimal(..))
    }

    /// Whether values are whole numbers.
    pub fn is_integral(&self) -> bool {
        matches!(self, DataType::Int | DataType::Bigint)
    }

    /// Whether values consist of others.
    pub fn is_nested(&self) -> bool {
        matches!(self, DataType::Array(_) | DataType::Map(..) | DataType::Struct(_))
    }
}

impl fmt::Display for DataType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataType::Decimal(precision, scale) => write!(f, "decimal({precision},{scale})"),
            DataType::Array(item) => write!(f, "array<{item}>"),
            DataType::Map(key, value) => write!(f, "map<{key},{value}>"),
            DataType::Struct(fields) => {
                let fields: Vec<String> = fields.iter().map(|(name, kind)| format!("{name}:{kind}")).collect();
                write!(f, "struct<{}>", fields.join(","))
            }
            simple => f.write_str(SIMPLE.iter().find(|(_, kind)| kind == simple).map_or("", |(name, _)| name)),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    /// The next character that is not a space.
    fn peek(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn need(&mut self, wanted: char, after: &str) -> Result<(), TypeError> {
        if self.take(wanted) { Ok(()) } else { Err((self.at, format!("`{wanted}` is missing after {after}"))) }
    }

    /// Letters, digits and `_`; empty when something else stands here.
    fn word(&mut self) -> &str {
        self.peek();
        let start = self.at;
        let rest = &self.text[start..];
        self.at += rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &self.text[start..self.at]
    }

    fn data_type(&mut self, depth: usize) -> Result<DataType, TypeError> {
        self.peek();
        let start = self.at;
        if depth > MAX_DEPTH {
            return Err((start, format!("types are nested deeper than {MAX_DEPTH} levels")));
        }
        let word = self.word().to_lowercase();
        match word.as_str() {
            "decimal" | "dec" | "numeric" => self.decimal(start),
            "array" => {
                self.need('<', "`array`")?;
                let item = self.data_type(depth + 1)?;
                self.need('>', "the type of the items")?;
                Ok(DataType::Array(Box::new(item)))
            }
            "map" => self.map(depth),
            "struct" => self.fields(depth),
            _ => match SIMPLE.iter().find(|(name, _)| *name == word) {
                Some((_, kind)) => Ok(kind.clone()),
                None => Err((start, unknown(&word))),
            },
        }
    }

    fn decimal(&mut self, start: usize) -> Result<DataType, TypeError> {
        if !self.take('(') {
            return Ok(DataType::Decimal(10, 0));
        }
        let precision = self.digits()?;
        let scale = if self.take(',') { self.digits()? } else { 0 };
        self.need(')', "precision and scale")?;
        match (precision, scale) {
            (1..=38, scale) if scale <= precision => Ok(DataType::Decimal(precision, scale)),
            (1..=38, _) => Err((start, format!("the scale {scale} is greater than the precision {precision}"))),
            _ => Err((start, format!("the precision {precision} is not one of 1 to 38"))),
        }
    }

    fn digits(&mut self) -> Result<u8, TypeError> {
        self.peek();
        let start = self.at;
        let word = self.word();
        match word.parse() {
            Ok(number) if word.bytes().all(|b| b.is_ascii_digit()) => Ok(number),
            _ => Err((start, "a number from 0 to 38 is missing here, such as `decimal(18,2)`".to_string())),
        }
    }

    fn map(&mut self, depth: usize) -> Result<DataType, TypeError> {
        self.need('<', "`map`")?;
        let key = self.data_type(depth + 1)?;
        self.need(',', "the type of the keys")?;
        let value = self.data_type(depth + 1)?;
        self.need('>', "the type of the values")?;
        Ok(DataType::Map(Box::new(key), Box::new(value)))
    }

    fn fields(&mut self, depth: usize) -> Result<DataType, TypeError> {
        self.need('<', "`struct`")?;
        let mut fields: Vec<(String, DataType)> = vec![];
        loop {
            self.peek();
            let start = self.at;
            let name = self.field_name()?;
            if fields.iter().any(|(other, _)| other.to_lowercase() == name.to_lowercase()) {
                return Err((start, format!("a second field `{name}`")));
            }
            self.take(':');
            fields.push((name, self.data_type(depth + 1)?));
            if !self.take(',') {
                break;
            }
        }
        self.need('>', "the last field")?;
        Ok(DataType::Struct(fields))
    }

    fn field_name(&mut self) -> Result<String, TypeError> {
        if !self.take('`') {
            let start = self.at;
            let name = self.word().to_string();
            return if name.is_empty() { Err((start, "the name of a field is missing here".into())) } else { Ok(name) };
        }
        let mut name = String::new();
        let start = self.at;
        loop {
            let rest = &self.text[self.at..];
            let Some(end) = rest.find('`') else { return Err((start, "this name has no closing backquote".into())) };
            name += &rest[..end];
            self.at += end + 1;
            if !self.text[self.at..].starts_with('`') {
                return Ok(name);
            }
            name.push('`');
            self.at += 1;
        }
    }
}

fn unknown(word: &str) -> String {
    match word {
        "" => "a type is missing here, such as `string` or `decimal(18,2)`".to_string(),
        "varchar" | "char" | "text" => format!("unknown type `{word}`; text is `string`"),
        "tinyint" | "smallint" | "byte" | "short" => {
            format!("unknown type `{word}`; whole numbers are `int` or `bigint`")
        }
        "datetime" | "timestamp_ntz" | "timestamp_ltz" => format!("unknown type `{word}`; moments are `timestamp`"),
        _ => match nearest(word, WORDS) {
            Some(close) => format!("unknown type `{word}`; did you mean `{close}`?"),
            None => format!("unknown type `{word}`; the types are {}", crate::diagnostics::suggest::list(WORDS)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_printed_as_spark_does() {
        for text in [
            "string",
            "decimal(18,2)",
            "array<struct<a:int,b:string>>",
            "map<string,array<double>>",
            "struct<año:date,m:map<string,decimal(38,10)>>",
        ] {
            assert_eq!(DataType::parse(text).map(|t| t.to_string()).as_deref(), Ok(text));
        }
        let printed = |text: &str| DataType::parse(text).expect(text).to_string();
        assert_eq!(printed(" STRUCT < `a b` : INTEGER , c long > "), "struct<a b:int,c:bigint>");
        assert_eq!(printed("numeric(5)"), "decimal(5,0)");
        assert_eq!(printed("dec"), "decimal(10,0)");
        assert_eq!(printed("struct<`a``b`:int>"), "struct<a`b:int>");
    }

    #[test]
    fn what_is_wrong_is_named_at_its_byte() {
        let fails = |text: &str| DataType::parse(text).expect_err(text);
        assert_eq!(fails("array<strng>"), (6, "unknown type `strng`; did you mean `string`?".to_string()));
        assert_eq!(fails("struct<año:int,b>").0, 17, "the type of `b` is missing");
        assert_eq!(fails("decimal(39,2)"), (0, "the precision 39 is not one of 1 to 38".to_string()));
        assert_eq!(fails("decimal(10,12)").0, 0);
        assert_eq!(fails("decimal(a)").0, 8);
        assert_eq!(fails("map<string>"), (10, "`,` is missing after the type of the keys".to_string()));
        assert_eq!(fails("struct<a:int,A:int>"), (13, "a second field `A`".to_string()));
        assert_eq!(fails("int x").0, 4);
        assert_eq!(fails("varchar(10)"), (0, "unknown type `varchar`; text is `string`".to_string()));
        assert_eq!(fails("").0, 0);
        assert!(DataType::parse(&"array<".repeat(5000)).is_err());
    }
}
