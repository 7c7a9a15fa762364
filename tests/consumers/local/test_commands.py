"""`cauce demo`, `run` and `test` do what they say, and say it with the exit codes of the contract."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

BIN, ROOT = os.environ["CAUCE_BIN"], Path(os.environ["CAUCE_ROOT"])
EXPECTED = json.loads((ROOT / "tests/samples/expected.json").read_text(encoding="utf-8"))
MAIN = "pagos/transacciones"
SAMPLE = ROOT / "specs/pagos/transacciones.sample.csv"
FATES = ("read", "written", "quarantined", "filtered", "deduplicated", "deleted")


def cauce(*args, root=ROOT, **environment):
    command = [BIN, "--root", str(root), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})


@pytest.fixture(scope="module")
def workdir(tmp_path_factory):
    return tmp_path_factory.mktemp("un lago")


@pytest.fixture(scope="module")
def demo(workdir):
    done = cauce("demo", "--workdir", workdir)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(text, dataset):
    """The counts that a run printed for a dataset."""
    block = text.split(f"{dataset}  run=")[1].split("commit")[0]
    return {name: int(count.replace(",", "")) for name, count in re.findall(r"^ +(\w+) +([\d,]+)$", block, re.M)}


@pytest.mark.parametrize("dataset", ["mercado/trm", MAIN])
def test_the_demo_counts_what_the_oracle_counts(demo, dataset):
    expected, found = EXPECTED[dataset], shown(demo, dataset)
    assert {fate: found[fate] for fate in FATES} == {fate: expected[fate] for fate in FATES}
    assert {id: found.get(id) for id in expected["reasons"]} == expected["reasons"]


def test_the_demo_shows_the_commit_and_that_a_second_time_changes_nothing(demo, workdir):
    instant = re.search(rf"{MAIN}  run=.*?commit (\d+) verified", demo, re.S)[1]
    assert f"Unchanged: the newest commit is still {instant}" in demo
    assert "flowchart" in demo
    assert list(workdir.glob("generated/airflow/dags/**/*.py")), "the demo generates all targets"


def test_a_derived_dataset_runs_after_what_it_reads(demo, workdir):
    done = cauce("run", "analitica/saldo_diario", "--workdir", workdir, "--format", "json")
    assert done.returncode == 0, done.stderr
    result, expected = json.loads(done.stdout), EXPECTED["analitica/saldo_diario"]
    assert result["status"] == "ok" and result["commit"]["verified"]
    assert {fate: result["counts"][fate] for fate in ("read", "written")} == {
        f: expected[f] for f in ("read", "written")
    }


def test_a_wrong_control_file_stops_the_run_before_the_table_changes(demo, workdir, tmp_path):
    shutil.copy(SAMPLE, tmp_path / "entrega.csv")
    (tmp_path / "entrega.ctl").write_text("filas;total\n1;1,00\n", encoding="utf-8")
    timeline = workdir / "curated" / MAIN / ".hoodie/timeline"
    before = sorted(path.name for path in timeline.iterdir())
    done = cauce("run", MAIN, "--input", tmp_path / "entrega.csv", "--workdir", workdir)
    assert done.returncode == 1
    assert "control file says rows = 1" in done.stderr
    assert sorted(path.name for path in timeline.iterdir()) == before


@pytest.mark.parametrize(
    ("dataset", "words"),
    [(MAIN, "put it beside the input"), ("analitica/saldo_diario", "derived from other datasets")],
)
def test_an_input_that_cannot_be_is_a_usage_error(demo, workdir, tmp_path, dataset, words):
    shutil.copy(SAMPLE, tmp_path / "sola.csv")
    done = cauce("run", dataset, "--input", tmp_path / "sola.csv", "--workdir", workdir)
    assert done.returncode == 2
    assert words in done.stderr


SAMPLES = {
    "s3-lines": ("sales/clicks", "sample.json", '{"click_id": "a", "version": 1}\n{\n'),
    "s3-json": ("sales/carts", "sample.json", '{"data": {"carts": [{"cart": {"id": 1}, "version": 1}, 7]}}'),
    "s3-parquet": (
        "sales/visits",
        "sample.jsonl",
        '{"visit_id": 1, "version": 1, "pages": ["a"], "began_on": "31/01/2026"}\n'
        '{"visit_id": 2, "version": 1, "began_on": "31/02/2026"}\n',
    ),
}


@pytest.mark.parametrize("case", SAMPLES)
def test_a_file_of_each_format_runs_from_its_sample(tmp_path, case):
    dataset, ending, content = SAMPLES[case]
    shutil.copytree(ROOT / "tests/cases/base/specs", tmp_path / "specs")
    spec = tmp_path / f"specs/{dataset}.yaml"
    shutil.copy(ROOT / f"tests/cases/sources/{case}/spec.yaml", spec)
    spec.with_suffix(f".{ending}").write_text(content, encoding="utf-8")
    done = cauce("run", dataset, "--workdir", tmp_path / "lake", "--format", "json", root=tmp_path)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)["counts"]
    assert (counts["read"], counts["written"], counts["quarantined"]) == (2, 1, 1)


@pytest.mark.parametrize(("trm", "code"), [("4100.250000", 0), ("4100.260000", 1)])
def test_the_tests_of_a_spec_can_pass_and_fail(tmp_path, trm, code):
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    spec = tmp_path / "specs/mercado/trm.yaml"
    text = spec.read_text(encoding="utf-8")
    assert text.count('trm: "4100.250000"') == 1
    spec.write_text(text.replace('trm: "4100.250000"', f'trm: "{trm}"'), encoding="utf-8")
    done = cauce("test", "mercado/trm", root=tmp_path)
    assert done.returncode == code, done.stdout + done.stderr


def test_a_machine_without_python_gets_a_way_out(tmp_path):
    done = cauce("test", CAUCE_CACHE=str(tmp_path), PATH=str(tmp_path))
    assert done.returncode == 2
    assert "Python 3.10 to 3.13" in done.stderr and "CAUCE_PYTHON" in done.stderr
