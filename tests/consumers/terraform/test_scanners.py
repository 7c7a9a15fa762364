"""What checkov says of every root and parliament of every policy; what is accepted has a place and a reason."""

import json
import os
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from conftest import ENV, Applied

SCANNERS = Path(os.environ["CAUCE_SCANNERS"])
KEYS = "module.*.aws_iam_policy_document.*key"
FENCE = "module.platform.aws_iam_policy_document.*boundary"
DEPLOY_FENCE = "module.platform.aws_iam_policy_document.deploy_boundary"
GITHUB = "module.platform.aws_iam_policy_document.github_*"
ROUTER = "module.alerts.aws_lambda_function.this"
TRAIL = "module.platform.aws_cloudtrail.this"
KEY_ITSELF = "in the policy of a key, * is the key itself"
NO_GRANT = "a boundary grants nothing: it bounds what the policy of a role grants"
NO_NAME_YET = "these actions read settings, or make what has no name yet; the module's comment says so"

# checkov: check => places => reason.
ACCEPTED = {
    "CKV_AWS_1": {DEPLOY_FENCE: NO_GRANT},
    "CKV_AWS_49": {DEPLOY_FENCE: NO_GRANT},
    "CKV_AWS_50": {ROUTER: "logs and metrics tell what it did; a trace of one function adds nothing"},
    "CKV_AWS_99": {"*": "job logs go to the groups of the dataset, which have a key; that mode would write to others"},
    "CKV_AWS_107": {DEPLOY_FENCE: NO_GRANT},
    "CKV_AWS_108": {DEPLOY_FENCE: NO_GRANT},
    "CKV_AWS_109": {KEYS: KEY_ITSELF, FENCE: NO_GRANT},
    "CKV_AWS_110": {DEPLOY_FENCE: NO_GRANT},
    "CKV_AWS_111": {KEYS: KEY_ITSELF, FENCE: NO_GRANT, GITHUB: NO_NAME_YET},
    "CKV_AWS_115": {ROUTER: "its queue calls it at most five times at once"},
    "CKV_AWS_116": {ROUTER: "its queue has a dead-letter queue, which has an alarm"},
    "CKV_AWS_117": {ROUTER: "it must reach people when the network is what failed"},
    "CKV_AWS_144": {"*": "one region: personal data does not leave it, and versions undo a deletion"},
    "CKV_AWS_145": {"*zone*access*": "S3 delivers no access logs under a key of one's own"},
    "CKV_AWS_252": {TRAIL: "nobody waits for a file of the trail"},
    "CKV_AWS_272": {ROUTER: "only the deploy writes its code, under a key that is the digest of it"},
    "CKV_AWS_356": {KEYS: KEY_ITSELF, FENCE: NO_GRANT, GITHUB: NO_NAME_YET},
    "CKV2_AWS_10": {TRAIL: "data events are too many for CloudWatch Logs; the trail is read in its bucket"},
    "CKV2_AWS_57": {"*": "whoever runs the other system changes its secret; a protection key must never change"},
    "CKV2_AWS_62": {"*zone*": "only what lands wakes anybody"},
}
# parliament: issue => policies => reason.
TOLERATED = {
    "UNKNOWN_CONDITION_FOR_ACTION": {
        "*.job": "kms:ResourceAliases is younger than parliament's tables",
    },
    "MISMATCHED_TYPE": {"*platform_key": "CloudWatch Logs documents this condition with ArnLike"},
    "PERMISSIONS_MANAGEMENT_ACTIONS": {
        "*key": KEY_ITSELF,
        "*boundary": NO_GRANT,
        "*github_apply": "a deploy makes roles, inside their boundary",
    },
    "PRIVILEGE_ESCALATION": {
        "*deploy_boundary": NO_GRANT,
        "*github_apply": "a deploy publishes the code that generated roles run: approvals guard it, and their boundary",
    },
    "CREDENTIALS_EXPOSURE": {"*deploy_boundary": NO_GRANT},
    "RESOURCE_POLICY_PRIVILEGE_ESCALATION": {
        "*github_apply": "retention is what specs say: only a lifecycle rule can keep to it",
    },
}


def left(found: list[tuple[str, str, str]], accepted: dict[str, dict[str, str]]) -> tuple[list, list]:
    """Findings (kind, place, text) that nothing accepts, and what accepts no finding any more."""
    used = set()
    rest = []
    for kind, place, text in found:
        patterns = [p for p in accepted.get(kind, {}) if fnmatchcase(place, p.replace("[", "[[]"))]
        used |= {(kind, pattern) for pattern in patterns}
        if not patterns:
            rest.append((kind, place, text))
    return rest, sorted({(kind, p) for kind, places in accepted.items() for p in places} - used)


@pytest.fixture(scope="session")
def checkov(tree: Path, applied: dict[str, Applied]) -> dict:
    command = [SCANNERS / "checkov", "--directory", tree / "terraform" / ENV, "--framework", "terraform", "--quiet"]
    command += ["--skip-download", "--compact", "--output", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tree)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def test_checkov(checkov: dict):
    assert checkov["summary"]["parsing_errors"] == 0 and checkov["summary"]["passed"] > 400
    found = [(f["check_id"], f["resource"], f["check_name"]) for f in checkov["results"]["failed_checks"]]
    assert left(found, ACCEPTED) == ([], [])


def policies(root: Applied, name: str) -> dict[str, str]:
    """The policies of roles, keys, buckets, queues and topics: those that say on what."""
    documents = [r for r in root.resources if r["type"] == "aws_iam_policy_document"]
    return {
        f"{name}:{r['address'].partition('[')[0]}:{at}": r["values"]["json"]
        for at, r in enumerate(documents)
        if "assume" not in r["name"]
    }


def lint(named: dict[str, str]) -> list[dict]:
    """What parliament says, but for what is low; an action that does not exist is low to it and not to us."""
    command = [SCANNERS / "python", "-W", "ignore", Path(__file__).parent / "lint_policies.py"]
    done = subprocess.run(command, input=json.dumps(named), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    return [f for f in found if f["severity"] != "LOW" or f["issue"] == "UNKNOWN_ACTION"]


def test_parliament(applied: dict[str, Applied]):
    named = {key: text for name, root in applied.items() for key, text in policies(root, name).items()}
    assert len(named) > 30
    found = [(f["issue"], f["policy"].rpartition(":")[0], f["detail"]) for f in lint(named)]
    assert left(found, TOLERATED) == ([], [])


def test_parliament_finds_what_is_wrong():
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*"}]}
    assert [found["issue"] for found in lint({"wrong": json.dumps(policy)})] == ["UNKNOWN_ACTION"]
