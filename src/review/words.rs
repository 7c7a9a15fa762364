//! The fixed words of a report, in both languages.

use super::change::{Area, Class};
use super::resources::Action;
use super::verdict::Verdict;

/// The words of one language.
pub struct Words {
    pub title: &'static str,
    pub verdict: &'static str,
    pub scope: &'static str,
    pub readers: &'static str,
    pub read_by: &'static str,
    pub broken: &'static str,
    pub risky: &'static str,
    pub acknowledged: &'static str,
    pub rest: &'static str,
    pub steps: &'static str,
    pub resources: &'static str,
    pub diff: &'static str,
    pub by_specs: &'static str,
    pub by_cauce: &'static str,
    pub of: &'static str,
    pub change: &'static str,
    pub place: &'static str,
    pub before: &'static str,
    pub more: &'static str,
    pub and: &'static str,
    pub platform: &'static str,
    pub datasets: &'static str,
    pub states: &'static str,
    pub environments: &'static str,
    pub files: &'static str,
    pub each: &'static str,
    pub nothing: &'static str,
    pub unknown: &'static str,
    pub waiver: &'static str,
    pub forward: &'static str,
    pub by_hand: &'static str,
    pub until: &'static str,
    classes: [&'static str; 4],
    areas: [&'static str; 10],
    actions: [&'static str; 5],
}

const ES: Words = Words {
    title: "Qué significa este cambio",
    verdict: "Veredicto",
    scope: "Alcance",
    readers: "Lectores afectados",
    read_by: "lo lee",
    broken: "Rompe",
    risky: "Con riesgo",
    acknowledged: "Rompe, y alguien lo asume",
    rest: "Lo demás",
    steps: "Pasos",
    resources: "Recursos de la nube",
    diff: "El diff, agrupado",
    by_specs: "por las specs",
    by_cauce: "por cauce",
    of: "De",
    change: "Cambio",
    place: "Dónde",
    before: "antes",
    more: "más",
    and: "y",
    platform: "plataforma",
    datasets: "datasets",
    states: "estados de Terraform",
    environments: "ambientes",
    files: "archivos",
    each: "cada uno",
    nothing: "Nada de lo generado cambia.",
    unknown: "No se puede comparar con la base, así que nada se puede llamar compatible",
    waiver: "Lo que rompe a propósito se asume en la spec, en este mismo pull request: `waivers: [{code: …, column: …, reason: …, owner: …, until: …}]`.",
    forward: "redesplegar el commit anterior no lo deshace",
    by_hand: "asume",
    until: "hasta",
    classes: ["invisible", "compatible", "con riesgo", "rompe"],
    areas: [
        "contrato",
        "tabla",
        "filas",
        "permisos",
        "infraestructura",
        "datos personales",
        "horarios y promesas",
        "costo",
        "alertas",
        "textos",
    ],
    actions: ["se destruye", "se reemplaza", "puede reemplazarse", "cambia", "se crea"],
};

const EN: Words = Words {
    title: "What this change means",
    verdict: "Verdict",
    scope: "Scope",
    readers: "Readers affected",
    read_by: "read by",
    broken: "Breaks",
    risky: "Risky",
    acknowledged: "Breaks, and somebody takes it on",
    rest: "The rest",
    steps: "Steps",
    resources: "Cloud resources",
    diff: "The diff, in groups",
    by_specs: "by the specs",
    by_cauce: "by cauce",
    of: "Of",
    change: "Change",
    place: "Where",
    before: "before",
    more: "more",
    and: "and",
    platform: "platform",
    datasets: "datasets",
    states: "Terraform states",
    environments: "environments",
    files: "files",
    each: "each",
    nothing: "Nothing that is generated changes.",
    unknown: "The base cannot be compared with, so nothing can be called compatible",
    waiver: "A break that is meant is taken on in the spec, in this very pull request: `waivers: [{code: …, column: …, reason: …, owner: …, until: …}]`.",
    forward: "redeploying the commit before does not undo it",
    by_hand: "taken on by",
    until: "until",
    classes: ["invisible", "compatible", "risky", "breaking"],
    areas: [
        "contract",
        "table",
        "rows",
        "permissions",
        "infrastructure",
        "personal data",
        "times and promises",
        "cost",
        "alerts",
        "texts",
    ],
    actions: ["destroyed", "replaced", "may be replaced", "changed", "created"],
};

impl Words {
    /// The words of Spanish, or of English.
    pub fn of(es: bool) -> &'static Words {
        if es { &ES } else { &EN }
    }

    /// A class.
    pub fn class(&self, class: Class) -> &'static str {
        self.classes[class as usize]
    }

    /// An area.
    pub fn area(&self, area: Area) -> &'static str {
        self.areas[area as usize]
    }

    /// What happens to a resource.
    pub fn action(&self, action: Action) -> &'static str {
        self.actions[action as usize]
    }

    /// The verdict.
    pub fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Known(class) => self.class(class),
            Verdict::Unknown => "?",
        }
    }
}
