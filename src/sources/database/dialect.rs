//! What tells one database from another while a spec is checked; how each is asked stands in the runtime's `dialects.py`.

use sqlparser::dialect::{Dialect as Grammar, MsSqlDialect, MySqlDialect, OracleDialect, PostgreSqlDialect};

/// A database product.
#[derive(Debug)]
pub struct Dialect {
    /// Word of the spec.
    pub word: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Names that a table may have before its own, such as its schema.
    pub qualifiers: usize,
    /// Whether a query inside another may begin with `with`.
    pub nested_with: bool,
    /// Zones that it has a name for; `None`: every IANA zone.
    pub zones: Option<&'static [&'static str]>,
}

/// PostgreSQL.
pub const POSTGRES: Dialect =
    Dialect { word: "postgres", name: "PostgreSQL", qualifiers: 1, nested_with: true, zones: None };

/// MySQL and MariaDB.
pub const MYSQL: Dialect = Dialect { word: "mysql", name: "MySQL", qualifiers: 1, nested_with: true, zones: None };

/// SQL Server.
pub const SQLSERVER: Dialect =
    Dialect { word: "sqlserver", name: "SQL Server", qualifiers: 2, nested_with: false, zones: Some(WINDOWS_ZONES) };

/// Oracle.
pub const ORACLE: Dialect = Dialect { word: "oracle", name: "Oracle", qualifiers: 1, nested_with: true, zones: None };

impl Dialect {
    /// The grammar of its queries.
    pub fn grammar(&self) -> Box<dyn Grammar> {
        match self.word {
            "mysql" => Box::new(MySqlDialect {}),
            "sqlserver" => Box::new(MsSqlDialect {}),
            "oracle" => Box::new(OracleDialect {}),
            _ => Box::new(PostgreSqlDialect {}),
        }
    }
}

/// SQL Server names zones as Windows does; these are the ones that `dialects.py` can translate.
pub const WINDOWS_ZONES: &[&str] = &[
    "UTC",
    "America/Argentina/Buenos_Aires",
    "America/Asuncion",
    "America/Bogota",
    "America/Caracas",
    "America/Chicago",
    "America/Costa_Rica",
    "America/Denver",
    "America/El_Salvador",
    "America/Guatemala",
    "America/Guayaquil",
    "America/La_Paz",
    "America/Lima",
    "America/Los_Angeles",
    "America/Managua",
    "America/Mexico_City",
    "America/Montevideo",
    "America/New_York",
    "America/Panama",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Tegucigalpa",
    "America/Toronto",
    "Europe/Berlin",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
];
