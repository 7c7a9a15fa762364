"""What auditors ask: each dataset with its key, retention, purpose, owner and roles; each object in one state only."""

import json
import re
from collections import Counter

import pytest

from conftest import Applied, Dataset
from test_platform import as_list, statements

# What names an object in AWS, where that is not `name`; what has no name of its own is told by what it belongs to.
NAMED_BY = {
    "aws_s3_bucket": "bucket",
    "aws_cloudwatch_metric_alarm": "alarm_name",
    "aws_lambda_function": "function_name",
}
NAMED_BY |= {
    "aws_s3_object": "key",
    "aws_cloudwatch_dashboard": "dashboard_name",
    "aws_sns_topic_subscription": "endpoint",
}


@pytest.fixture(scope="session")
def inventory(datasets: list[Dataset]) -> dict[str, dict]:
    """The table, by dataset."""
    rows = [json.loads((dataset.module / "inventory.json").read_text()) for dataset in datasets]
    return {row["dataset"]: row for row in rows}


def test_every_dataset_is_in_it(inventory: dict[str, dict], datasets: list[Dataset]):
    assert list(inventory) == [dataset.path for dataset in datasets]
    for row in inventory.values():
        assert {"owner", "tier", "classification", "key", "roles", "retention_days"} <= set(row)
        # What is less than confidential holds no personal data.
        assert ("purpose" in row and "rnbd_id" in row) or row["classification"] in ("public", "internal")


def test_it_is_what_terraform_makes(inventory: dict[str, dict], applied: dict[str, Applied], platform: Applied):
    rules = {
        (config["bucket"].split("-")[2], rule["id"]): rule["expiration"][0]["days"]
        for config in platform.all("aws_s3_bucket_lifecycle_configuration")
        for rule in config["rule"]
    }
    compared = 0
    for path, row in inventory.items():
        root = applied[path.partition("/")[0]]
        jobs = {job["tags"]["dataset"]: job for job in root.all("aws_glue_job")}
        assert row["key"] in {alias["name"] for alias in root.all("aws_kms_alias")}
        assert [jobs[path]["role_arn"].rpartition("/")[2]] == row["roles"]
        assert jobs[path]["tags"]["owner"] == row["owner"]
        assert jobs[path]["tags"]["classification"] == row["classification"]
        for zone, days in row["retention_days"].items():
            compared += (zone, path) in rules
            assert rules.get((zone, path), days) == days
    assert compared > len(inventory)


def test_its_roles_are_all_that_reach_the_table(inventory: dict[str, dict], applied: dict[str, Applied]):
    """Whoever may write below a table's folder stands in the inventory of the dataset."""
    for path, row in inventory.items():
        writers = {
            policy["role"]
            for root in applied.values()
            for policy in root.all("aws_iam_role_policy", "job")
            for statement in statements(policy["policy"]).values()
            if "s3:PutObject" in as_list(statement["Action"])
            and any(re.search(rf"-curated-\d+/{path}/", place) for place in as_list(statement["Resource"]))
        }
        assert writers == set(row["roles"])


def test_a_role_is_a_table_and_whatever_is_wide_says_why(datasets: list[Dataset]):
    wide = 0
    for dataset in datasets:
        readme = (dataset.module / "README.md").read_text()
        rows = [line.strip("| ").split(" | ") for line in readme.splitlines() if re.match(r"\| `[A-Z]", line)]
        sids = re.findall(r'^    sid\s+= "(\w+)"', (dataset.module / "iam.tf").read_text(), re.M)
        assert [row[0].strip("`") for row in rows] == sids
        for row in rows:
            if '`"*"`' in row[2] or "key/*" in row[2]:
                wide += 1
                assert len(row) == 5 and len(row[4]) > 20, row
    assert wide >= len(datasets)


def test_no_object_is_in_two_states(applied: dict[str, Applied]):
    """Two states that claim one object undo each other's work, and removing one destroys what the other holds."""
    claims = Counter()
    for state, root in applied.items():
        named = [(r["type"], r["values"].get(NAMED_BY.get(r["type"], "name"))) for r in root.resources if own(r)]
        claims.update({(kind, name, state): 1 for kind, name in named if name})
    states = Counter((kind, name) for kind, name, _ in claims)
    assert len(states) > 80
    assert [claim for claim, count in states.items() if count > 1] == []


def own(resource: dict) -> bool:
    """Managed, and not a part of something else, whose name is its own only there (the policy `job` of each role)."""
    return resource["mode"] == "managed" and resource["type"] != "aws_iam_role_policy"
