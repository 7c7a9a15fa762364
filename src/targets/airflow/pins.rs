//! What was tested together, for each version of MWAA.

use crate::model::plan::Platform;

/// Version, and the constraint file that its environment installs by.
const PINS: [(&str, &str); 2] = [
    ("2.11.2", include_str!("../../../templates/targets/airflow/data/constraints-2.11.2.txt")),
    ("3.3.1", include_str!("../../../templates/targets/airflow/data/constraints-3.3.1.txt")),
];

/// The constraints of the platform's version.
pub fn of(platform: &Platform) -> &'static str {
    let version = platform.versions.airflow.value.as_str();
    PINS.iter().find(|(known, _)| *known == version).map_or("", |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::PINS;

    #[test]
    fn every_version_pins_itself() {
        for (version, text) in PINS {
            assert!(text.contains(&format!("apache-airflow=={version}\n")), "{version}");
        }
    }
}
