//! The prose of jobs and tests.

use crate::model::Locale;

/// Docstrings in one language.
pub struct Words {
    pub table: &'static str,
    pub by: &'static str,
    pub read: &'static str,
    pub parse: &'static str,
    pub transform: &'static str,
    pub main: &'static str,
    pub tests: &'static str,
    pub session: &'static str,
}

/// The docstrings in `locale`.
pub fn of(locale: Locale) -> &'static Words {
    match locale {
        Locale::Es => &SPANISH,
        Locale::En => &ENGLISH,
    }
}

static SPANISH: Words = Words {
    table: "Tabla",
    by: "por",
    read: "Las filas como llegaron en la entrega y una cuenta independiente de ellas.",
    parse: "Los valores con su tipo; la fila que no se deja leer queda en cuarentena.",
    transform: "Deriva, enriquece, juzga y elige; ninguna fila se pierde: cada una queda con su destino.",
    main: "Procesa un lote: lee, transforma, cuenta, escribe y verifica.",
    tests: "Las pruebas de la especificación, sobre las funciones del propio trabajo.",
    session: "La sesión de Spark que comparten las pruebas de los trabajos.",
};

static ENGLISH: Words = Words {
    table: "Table",
    by: "by",
    read: "The rows as they were delivered and an independent count of them.",
    parse: "The values with their types; a row that cannot be read is quarantined.",
    transform: "Derives, enriches, judges and selects; no row is lost: each one gets its fate.",
    main: "Processes a batch: reads, transforms, counts, writes and verifies.",
    tests: "The tests of the spec, on the functions of the job itself.",
    session: "The Spark session that the tests of the jobs share.",
};
