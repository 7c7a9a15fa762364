"""What the tests of the runtime share: where it is, a session, and zones in a folder."""

import importlib.util
import json
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
GENERATED = Path(os.environ.get("CAUCE_GENERATED", ROOT / "generated"))


def _runtime() -> Path:
    named = os.environ.get("CAUCE_RUNTIME")
    found = [Path(named)] if named else sorted(GENERATED.glob("glue/runtime/*/"))
    if len(found) != 1 or not (found[0] / "cauce_runtime").is_dir():
        raise pytest.UsageError(f"no cauce_runtime in {found or GENERATED}: run `cauce generate`, or set CAUCE_RUNTIME")
    return found[0]


# Workers of Spark are processes of their own: they find the runtime through the environment.
RUNTIME = str(_runtime())
sys.path.insert(0, RUNTIME)
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [RUNTIME, os.environ.get("PYTHONPATH")]))


@pytest.fixture
def spark():
    """The session as jobs set it up. A job stops its session, so each test asks for it anew."""
    from cauce_runtime.job import SESSION
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("tests").getOrCreate()
    for key, value in {**SESSION, "spark.sql.session.timeZone": "America/Bogota"}.items():
        session.conf.set(key, value)
    return session


def uri(path: Path) -> str:
    """The address of a file: as it stands, Spark decodes nothing."""
    return f"file://{path}"


class Zones:
    """The zones of a run in a folder, and the generated jobs on them."""

    def __init__(self, root: Path):
        """Empty zones below ``root``."""
        self.root = root
        self.key = root / "protection.key"
        self.key.write_text("0123456789abcdef0123456789abcdef")

    def file(self, name: str, content: bytes) -> Path:
        """A delivered file."""
        path = self.root / "landing" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def run(self, dataset: str, run: str, files=(), control=(), as_of=None, operation=None) -> dict:
        """Runs the generated job of ``dataset`` in this process and returns its result."""
        job(dataset).main(self.arguments(dataset, run, files, control, as_of, operation))
        return self.result(dataset, run)

    def arguments(self, dataset: str, run: str, files=(), control=(), as_of=None, operation=None) -> list[str]:
        """Writes the manifest of a run; returns the command line of its job."""
        manifest = self.root / "state" / "manifests" / dataset / f"{run}.json"
        manifest.parent.mkdir(parents=True, exist_ok=True)
        listed = [{"uri": uri(path), "size": path.stat().st_size} for path in files]
        named = {"batch": {"as_of": as_of}} if as_of else {}
        if operation:
            named["operation"] = {"by": "ana", "why": "a test", **operation}
        batch = {**named, "files": listed, "control": [{"uri": uri(path)} for path in control], "window": None}
        manifest.write_text(json.dumps({"dataset": dataset, "run": run, **batch}))
        named = {"run": run, "env": "local", "manifest": uri(manifest), "protection-key": uri(self.key)}
        named |= {zone: uri(self.root / zone) for zone in ("curated", "quarantine", "export", "state")}
        arguments = [part for name, value in named.items() for part in (f"--{name}", value)]
        return [*arguments, "--JOB_NAME", "an argument that Glue adds"]

    def result(self, dataset: str, run: str) -> dict:
        """The result that a run left."""
        return json.loads((self.root / "state" / "results" / dataset / f"{run}.json").read_text())

    def table(self, spark, dataset: str):
        """The current rows of a table."""
        return spark.read.format("hudi").load(uri(self.root / "curated" / dataset))

    def quarantine(self, spark, dataset: str, run: str):
        """The rows that a run quarantined."""
        return spark.read.parquet(uri(self.root / "quarantine" / dataset / f"run={run}"))


def job(dataset: str):
    """The generated job of ``dataset`` as a module."""
    folders = [GENERATED, Path(os.environ.get("CAUCE_EXTRA", GENERATED))]
    path = next(filter(Path.exists, (folder / "glue" / "jobs" / f"{dataset}.py" for folder in folders)))
    found = importlib.util.spec_from_file_location(dataset.replace("/", "_"), path)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def zones(tmp_path) -> Zones:
    """Empty zones."""
    return Zones(tmp_path)


@pytest.fixture
def delivered(spark):
    """A function from texts by column to rows as a source delivers them."""
    from cauce_runtime.marks import FILE, MALFORMED
    from pyspark.sql import functions as F

    def frame(columns: dict[str, list]):
        names = list(columns)
        rows = spark.createDataFrame(list(zip(*columns.values(), strict=True)), ", ".join(f"{n} string" for n in names))
        return rows.withColumns({FILE: F.lit("file"), MALFORMED: F.lit(None).cast("string")})

    return frame
