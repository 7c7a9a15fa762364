//! What is installed, and the environment that programs run in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};

use super::error::LocalError;
use super::provision::{BUNDLE, BUNDLE_BYTES};

/// The file that makes an installation whole: written last.
const MARK: &str = "toolchain.json";

/// Variables that would bring in another Python, Spark or cluster than the provisioned ones.
const FOREIGN: [&str; 9] = [
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "VIRTUAL_ENV",
    "SPARK_HOME",
    "HADOOP_CONF_DIR",
    "YARN_CONF_DIR",
    "PYSPARK_DRIVER_PYTHON_OPTS",
    "SPARK_MASTER",
];

/// What Glue gives a job with `--datalake-formats hudi`, and what makes Spark small and quiet on a laptop.
const CONFS: [(&str, &str); 11] = [
    ("spark.master", "local[2]"),
    ("spark.driver.memory", "2g"),
    // A run of a few thousand rows ends before the optimising compiler pays for itself: 40 % less processor time.
    ("spark.driver.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
    ("spark.driver.bindAddress", "127.0.0.1"),
    ("spark.serializer", "org.apache.spark.serializer.KryoSerializer"),
    ("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar"),
    ("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension"),
    ("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.hudi.catalog.HoodieCatalog"),
    ("spark.sql.shuffle.partitions", "4"),
    ("spark.ui.enabled", "false"),
    ("spark.ui.showConsoleProgress", "false"),
];

/// Python with PySpark, a Java 17 and the Hudi bundle, ready to run.
#[derive(Debug)]
pub struct Toolchain {
    dir: PathBuf,
    java_home: PathBuf,
}

#[derive(Deserialize, Serialize)]
struct Mark {
    /// Relative to the installation when it brought its own Java.
    java_home: PathBuf,
}

impl Toolchain {
    /// The installation in `dir`, or nothing when it is not whole or what it stands on is gone.
    pub(super) fn open(dir: &Path) -> Option<Toolchain> {
        let mark: Mark = serde_json::from_slice(&fs::read(dir.join(MARK)).ok()?).ok()?;
        let toolchain = Toolchain { java_home: dir.join(mark.java_home), dir: dir.to_owned() };
        let bundle = fs::metadata(toolchain.bundle()).is_ok_and(|file| file.len() == BUNDLE_BYTES);
        let runs = toolchain.python().exists() && toolchain.java_home.join("bin/java").exists();
        (bundle && runs).then_some(toolchain)
    }

    /// Declares the installation in `dir` whole.
    pub(super) fn close(dir: &Path, java_home: &Path) -> Result<(), LocalError> {
        let java_home = java_home.strip_prefix(dir).unwrap_or(java_home).to_owned();
        let text = serde_json::to_string(&Mark { java_home }).map_err(|e| LocalError::new(e.to_string()))?;
        fs::write(dir.join(MARK), text).map_err(|e| LocalError::io("write", &dir.join(MARK), &e))
    }

    /// The provisioned interpreter.
    pub fn python(&self) -> PathBuf {
        self.dir.join("venv/bin/python")
    }

    /// The Hudi bundle.
    pub fn bundle(&self) -> PathBuf {
        self.dir.join(BUNDLE)
    }

    /// The Python interpreter in an environment where `SparkSession.builder.getOrCreate()` finds Spark, Java and Hudi
    /// and where `cauce_runtime` comes from the folder `runtime`.
    pub fn command(&self, runtime: Option<&Path>) -> Command {
        let mut command = self.bare_command();
        command.env("PYSPARK_SUBMIT_ARGS", submit_args(&self.bundle()));
        if let Some(runtime) = runtime {
            command.env("PYTHONPATH", runtime);
        }
        command
    }

    /// The same without Spark's settings.
    pub(super) fn bare_command(&self) -> Command {
        let mut command = Command::new(self.python());
        for name in FOREIGN {
            command.env_remove(name);
        }
        command
            .env("JAVA_HOME", &self.java_home)
            .env("PYSPARK_PYTHON", self.python())
            .env("PYSPARK_DRIVER_PYTHON", self.python())
            .env("SPARK_CONF_DIR", self.dir.join("conf"))
            .env("HUDI_CONF_DIR", self.dir.join("conf"))
            // A laptop's host name may not resolve; nothing outside the machine talks to this Spark.
            .env("SPARK_LOCAL_IP", "127.0.0.1")
            .env("PYTHONNOUSERSITE", "1")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PYTHONUNBUFFERED", "1")
            .env("PYTHONUTF8", "1");
        command
    }

    /// An installation that is still being made in `dir`.
    pub(super) fn unfinished(dir: &Path, java_home: &Path) -> Toolchain {
        Toolchain { dir: dir.to_owned(), java_home: java_home.to_owned() }
    }
}

/// PySpark splits the value like a shell.
fn submit_args(bundle: &Path) -> String {
    let jars = format!("spark.jars={}", bundle.display());
    let confs = CONFS.iter().map(|(key, value)| format!("{key}={value}")).chain([jars]);
    let quoted: Vec<String> = confs.map(|conf| format!("--conf {}", quote(&conf))).collect();
    format!("{} pyspark-shell", quoted.join(" "))
}

/// A word for a POSIX shell.
fn quote(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_mark_or_bundle_is_not_whole() {
        let home = tempfile::tempdir().unwrap();
        assert!(Toolchain::open(home.path()).is_none());
        Toolchain::close(home.path(), Path::new("/usr/lib/jvm/17")).unwrap();
        assert!(Toolchain::open(home.path()).is_none());
    }

    #[test]
    fn java_of_the_installation_is_kept_relative() {
        let home = tempfile::tempdir().unwrap();
        Toolchain::close(home.path(), &home.path().join("venv/java")).unwrap();
        let mark = fs::read_to_string(home.path().join(MARK)).unwrap();
        assert_eq!(mark, r#"{"java_home":"venv/java"}"#);
    }

    #[test]
    fn paths_with_spaces_and_quotes_stay_one_word() {
        let args = submit_args(Path::new("/home/ana d'or/x.jar"));
        assert!(args.contains(r"--conf 'spark.jars=/home/ana d'\''or/x.jar' pyspark-shell"), "{args}");
    }
}
