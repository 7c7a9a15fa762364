"""terraform accepts every root, and would notice if one were wrong."""

import json
import re
import shutil
from pathlib import Path

from conftest import ENV, Applied, Dataset, Root


def test_format(roots: list[Root]):
    top = Root(roots[0].path.parents[1])
    assert top.run("fmt", "-check", "-recursive", "-no-color", ok=(0, 3)) == ""
    alarms = Root(top.path.parent / "alerts/cloudwatch")
    assert alarms.run("fmt", "-check", "-recursive", "-no-color", ok=(0, 3)) == ""


def test_every_environment_has_the_same_roots(roots: list[Root]):
    by_env: dict[str, list[str]] = {}
    for root in roots:
        by_env.setdefault(root.path.parent.name, []).append(root.path.name)
    assert set(by_env) == {"dev", "stage", "prod"}
    assert len({tuple(names) for names in by_env.values()}) == 1


def test_validate_without_warnings(roots: list[Root]):
    for root in roots:
        if root.path.parent.name != ENV:
            root.run("init", "-backend=false", "-no-color")
            assert root.validate() == []


def test_validate_applied_roots(roots: list[Root], applied: dict[str, Applied]):
    assert [problem for root in roots if root.path.name in applied for problem in root.validate()] == []


def test_a_second_plan_changes_nothing(roots: list[Root], applied: dict[str, Applied]):
    for root in roots:
        if root.path.parent.name == ENV:
            root.run("plan", "-no-color", "-detailed-exitcode")


def test_data_cannot_be_destroyed(roots: list[Root], applied: dict[str, Applied]):
    platform = next(r for r in roots if r.name == f"{ENV}/platform")
    refusal = platform.run("plan", "-destroy", "-no-color", ok=(1,))
    assert "Instance cannot be destroyed" in refusal
    for kept in ("aws_s3_bucket.zone", "aws_dynamodb_table.this", "aws_kms_key.platform"):
        assert f"module.platform.{kept}" in refusal


def test_a_dataset_that_goes_leaves_its_data(roots: list[Root], applied: dict[str, Applied], datasets, tmp_path: Path):
    """Its job, role and queues go; buckets, tables, keys, secrets and the catalogue are not its own to take along."""
    dataset = next(d for d in datasets if d.path == "pagos/transacciones")
    copy = tmp_path / "generated"
    # The whole tree: modules and alarms are named by relative paths.
    shutil.copytree(roots[0].path.parents[2], copy, symlinks=True)
    root = Root(copy / "terraform" / ENV / dataset.domain)
    (root.path / f"{dataset.name}.tf").unlink()
    root.run("init", "-no-color")
    root.run("plan", "-no-color", "-out=gone.bin")
    changes = json.loads(root.run("show", "-json", "gone.bin"))["resource_changes"]
    gone = {c["type"] for c in changes if "delete" in c["change"]["actions"]}
    assert {"aws_glue_job", "aws_iam_role", "aws_sqs_queue"} <= gone
    kept = ("aws_s3_", "aws_dynamodb_", "aws_kms_", "aws_secretsmanager_", "aws_glue_catalog_")
    assert [kind for kind in gone if kind.startswith(kept)] == []


def test_a_wrong_argument_is_noticed(datasets: list[Dataset], tree: Path, tmp_path: Path):
    copy = tmp_path / "generated"
    shutil.copytree(tree, copy, ignore=shutil.ignore_patterns(".terraform*", "terraform.tfstate*", "plan.bin"))
    dataset = datasets[0]
    main = copy / "terraform/modules" / dataset.path / "main.tf"
    main.write_text(main.read_text().replace("max_retries", "max_retires"))
    root = Root(copy / "terraform" / ENV / dataset.domain)
    root.run("init", "-backend=false", "-no-color")
    assert any("Unsupported argument" in problem for problem in root.validate())


def test_no_lock_file_of_the_stand_in(generated: Path):
    assert list(generated.rglob(".terraform*")) == []


def test_modules_say_what_they_take_and_give(tree: Path):
    modules = sorted(p.parent for p in (tree / "terraform/modules").rglob("versions.tf"))
    assert modules
    for module in modules:
        readme = (module / "README.md").read_text()
        rows = re.findall(r"^\| `([a-z]\w*)` \|", readme, re.M)
        declared = [
            name
            for file, kind in (("variables.tf", "variable"), ("outputs.tf", "output"))
            for name in re.findall(rf'^{kind} "(\w+)"', (module / file).read_text(), re.M)
        ]
        assert rows == declared, module


def test_variables_and_outputs_are_described(tree: Path):
    blocks = [
        block
        for file in (tree / "terraform/modules").rglob("*.tf")
        for block in re.findall(r'^(?:variable|output) "\w+" \{\n.*?^\}', file.read_text(), re.M | re.S)
    ]
    assert blocks
    for block in blocks:
        assert re.search(r'^  description\s*= ".+"$', block, re.M), block
        assert block.startswith("output") or re.search(r"^  type\s*= \S", block, re.M), block


def test_shared_files_name_no_dataset(tree: Path, datasets: list[Dataset]):
    """Two branches that each add a dataset must merge: only a dataset's own files may name it."""
    shared = [*(tree / "terraform/modules/platform").rglob("*.tf"), *(tree / "terraform").glob("*/*/_*.tf")]
    shared += [*(tree / "terraform").glob("*/platform/*.tf")]
    assert len(shared) > 20
    for file in shared:
        text = file.read_text()
        assert [d.path for d in datasets if d.path in text or d.slug in text or f"_{d.name}" in text] == [], file


def test_unused_variables(tree: Path):
    for variables in (tree / "terraform/modules").rglob("variables.tf"):
        text = "".join(file.read_text() for file in variables.parent.glob("*.tf"))
        for name in re.findall(r'^variable "(\w+)"', variables.read_text(), re.M):
            assert f"var.{name}" in text, f"{variables}: {name}"
