"""What the platform root would create: buckets, keys, tables, topics, audit and the roles of GitHub."""

import json
import re
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

from conftest import ENV, Applied, Dataset

ZONES = {"landing", "raw", "curated", "quarantine", "export", "artifacts", "state", "audit", "access"}
ROLES = "arn:aws:iam::418823907633:role/cauce/"
REPOSITORY = ("repo:ribera-datos/plataforma-datos", "repo:ribera-datos@90217733/plataforma-datos@640118822")


def statements(policy: str) -> dict[str, dict]:
    return {s["Sid"]: s for s in json.loads(policy)["Statement"]}


def as_list(value) -> list:
    return value if isinstance(value, list) else [value]


def test_buckets(platform: Applied):
    buckets = {b["tags"]["zone"]: b["bucket"] for b in platform.all("aws_s3_bucket")}
    assert set(buckets) == ZONES
    for zone, name in buckets.items():
        prefix, env, middle, account = name.split("-")
        assert (prefix, env, middle) == ("ribera", ENV, zone)
        assert account.isdigit() and len(account) == 12


def test_every_bucket_is_guarded(platform: Applied):
    names = {b["bucket"] for b in platform.all("aws_s3_bucket")}
    for kind in (
        "aws_s3_bucket_lifecycle_configuration",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_policy",
        "aws_s3_bucket_public_access_block",
        "aws_s3_bucket_server_side_encryption_configuration",
        "aws_s3_bucket_versioning",
    ):
        assert {r["bucket"] for r in platform.all(kind)} == names, kind
    for block in platform.all("aws_s3_bucket_public_access_block"):
        assert all(
            block[k]
            for k in ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
        )
    for policy in platform.all("aws_s3_bucket_policy"):
        tls = statements(policy["policy"])["OnlyTls"]
        assert (tls["Effect"], tls["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_buckets_are_encrypted_with_the_key_of_the_platform(platform: Applied):
    key = platform.one("aws_kms_key")
    assert key["enable_key_rotation"] and key["deletion_window_in_days"] == 30
    for bucket in platform.all("aws_s3_bucket_server_side_encryption_configuration"):
        default = bucket["rule"][0]["apply_server_side_encryption_by_default"][0]
        own = ("AES256", None) if "-access-" in bucket["bucket"] else ("aws:kms", key["arn"])
        assert (default["sse_algorithm"], default["kms_master_key_id"] or None) == own


def test_objects_come_under_a_key_of_the_account_or_not_at_all(platform: Applied):
    """A statement that is missing its `Null` test would refuse every object that says nothing of encryption."""
    for policy in platform.all("aws_s3_bucket_policy"):
        if "-access-" not in policy["bucket"]:
            denied = {sid: s["Condition"] for sid, s in statements(policy["policy"]).items() if s["Effect"] == "Deny"}
            for sid in ("NoKeyOfSenders", "OnlyKms", "OnlyOwnKeys"):
                (header,) = denied[sid]["Null"]
                assert denied[sid]["Null"][header] == "false" and list(denied[sid]["StringNotLike"]) == [header]


def test_every_bucket_logs_who_asks(platform: Applied):
    logged = {b["bucket"]: b["target_bucket"] for b in platform.all("aws_s3_bucket_logging")}
    (target,) = set(logged.values())
    assert set(logged) == {b["bucket"] for b in platform.all("aws_s3_bucket")} - {target} and "-access-" in target


def test_administrators_of_a_key_cannot_decrypt(applied: dict[str, Applied]):
    keys = [key for root in applied.values() for key in root.all("aws_kms_key")]
    assert len(keys) > 2
    for key in keys:
        policy = statements(key["policy"])
        everybody = [s for s in policy.values() if str(s["Principal"].get("AWS", "")).endswith(":root")]
        readers = [s for s in everybody if {"kms:Decrypt", "kms:*"} & set(as_list(s["Action"]))]
        assert [list(s["Condition"]["ArnLike"].values()) for s in readers] == [[f"{ROLES}*"]]


def test_every_role_has_its_path_and_its_boundary(applied: dict[str, Applied]):
    roles = [role for root in applied.values() for role in root.all("aws_iam_role")]
    assert len(roles) > 8
    for role in roles:
        assert role["path"] == "/cauce/"
        kind = "deploy-boundary" if "-github-" in role["name"] else "boundary"
        own = f"policy/cauce/ribera-{kind}"
        assert role["permissions_boundary"].endswith("AWS_ConfigRole" if role["name"].endswith("-config") else own)


def test_the_boundary_lets_roles_do_what_their_policies_say(applied: dict[str, Applied], platform: Applied):
    """A boundary that is too small fails a job at night; what no policy uses is left out of it."""
    boundary = list(statements(platform.one("aws_iam_policy", "boundary")["policy"]).values())
    policies = [p for root in applied.values() for p in root.all("aws_iam_role_policy") if "github" not in p["role"]]
    assert len(policies) > 6
    used = {a for p in policies for s in statements(p["policy"]).values() for a in as_list(s["Action"])}
    allowed = {a for s in boundary for a in as_list(s["Action"])}
    assert {a for a in used if not any(fnmatchcase(a, pattern) for pattern in allowed)} == set()
    # A job that reads a database itself stands in its network; no example does.
    assert {a for a in allowed - used if not a.startswith("ec2:")} == {"glue:GetConnection"}
    for policy in policies:
        for statement in statements(policy["policy"]).values():
            for action in as_list(statement["Action"]):
                fences = [p for s in boundary if covers(s, action) for p in as_list(s["Resource"])]
                for place in as_list(statement["Resource"]):
                    assert any(fnmatchcase(own(place), own(fence)) for fence in fences), (policy["role"], action, place)


def covers(statement: dict, action: str) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in as_list(statement["Action"]))


def own(arn: str) -> str:
    """An ARN in the account of the environment, also where the stand-in makes up its account."""
    return re.sub(r":\d{12}:", ":ACCOUNT:", arn)


def test_landing_tells_eventbridge(platform: Applied):
    notification = platform.one("aws_s3_bucket_notification")
    assert notification["eventbridge"] and "-landing-" in notification["bucket"]


def test_retention_of_every_dataset(platform: Applied, datasets: list[Dataset]):
    rules = {
        config["bucket"].split("-")[2]: {r["id"]: r for r in config["rule"]}
        for config in platform.all("aws_s3_bucket_lifecycle_configuration")
    }
    expected = Counter()
    for dataset in datasets:
        for zone, kept in json.loads((dataset.module / "retention.json").read_text()).items():
            rule = rules[zone][dataset.path]
            assert rule["status"] == "Enabled"
            assert rule["filter"][0]["prefix"] == kept["prefix"] != ""
            assert rule["expiration"][0]["days"] == kept["days"] > 0
            expected[zone] += 1
    assert expected["quarantine"] == len(datasets)
    assert {zone: len(found) - 1 for zone, found in rules.items() if zone in expected} == dict(expected)


def test_hudi_tables_never_expire_by_age(platform: Applied):
    curated = next(c for c in platform.all("aws_s3_bucket_lifecycle_configuration") if "-curated-" in c["bucket"])
    assert [r["id"] for r in curated["rule"]] == ["versions"]
    assert not curated["rule"][0]["expiration"][0]["days"]


def test_tables(platform: Applied):
    keys = {t["name"]: (t["hash_key"], t["range_key"]) for t in platform.all("aws_dynamodb_table")}
    assert keys == {
        "ribera-ledger": ("dataset", "file"),
        "ribera-watermarks": ("dataset", None),
        "ribera-incidents": ("pk", "sk"),
    }
    for table in platform.all("aws_dynamodb_table"):
        assert table["deletion_protection_enabled"]
        assert table["point_in_time_recovery"][0]["enabled"]
        assert table["server_side_encryption"][0]["kms_key_arn"] == platform.one("aws_kms_key")["arn"]


def test_topics_reach_a_person(platform: Applied):
    topics = {t["name"]: t for t in platform.all("aws_sns_topic")}
    assert set(topics) == {f"ribera-alerts-p{n}" for n in range(1, 5)}
    assert {s["topic_arn"] for s in platform.all("aws_sns_topic_subscription")} == {t["arn"] for t in topics.values()}
    assert all(t["kms_master_key_id"] == platform.one("aws_kms_key")["arn"] for t in topics.values())


def test_services_may_use_the_key(platform: Applied):
    """An alarm to an encrypted topic, and an event to an encrypted queue, are lost in silence without this."""
    policy = statements(platform.one("aws_kms_key")["policy"])
    services = {s for p in policy.values() for s in as_list(p["Principal"].get("Service", []))}
    region = platform.one("aws_kms_key")["arn"].split(":")[3]
    assert services == {
        "cloudwatch.amazonaws.com",
        "events.amazonaws.com",
        f"logs.{region}.amazonaws.com",
        "cloudtrail.amazonaws.com",
        "config.amazonaws.com",
        "sns.amazonaws.com",
    }


def test_github_roles_trust_one_environment_each(platform: Applied):
    roles = {r["name"]: r for r in platform.all("aws_iam_role", "github")}
    for name, environment in (("ribera-github-plan", f"{ENV}-plan"), ("ribera-github-apply", ENV)):
        trust = json.loads(roles[name]["assume_role_policy"])["Statement"]
        condition = as_list(trust)[0]["Condition"]["StringEquals"]
        issuer = "token.actions.githubusercontent.com"
        assert condition[f"{issuer}:aud"] == "sts.amazonaws.com"
        assert sorted(condition[f"{issuer}:sub"]) == sorted(f"{s}:environment:{environment}" for s in REPOSITORY)


def test_a_plan_reads_no_data_and_no_secret(platform: Applied):
    for statement in statements(platform.one("aws_iam_role_policy", "github_plan")["policy"]).values():
        actions = as_list(statement["Action"])
        assert "secretsmanager:GetSecretValue" not in actions
        assert not any(a.startswith("kms:") and "Decrypt" in a for a in actions)
        if any(a.startswith(("s3:GetObject", "s3:PutObject")) for a in actions):
            settings = ("/airflow/*", "/alerts/*.json")
            assert all("-tfstate-" in r or r.endswith(settings) for r in as_list(statement["Resource"]))


def test_a_deploy_reads_no_data_and_keeps_its_hands_off_its_own_role(platform: Applied):
    policy = statements(platform.one("aws_iam_role_policy", "github_apply")["policy"])
    readers = [s for s in policy.values() if "s3:GetObject" in as_list(s["Action"])]
    assert all("-artifacts-" in r or "-tfstate-" in r for s in readers for r in as_list(s["Resource"]))
    assert policy["Roles"]["Condition"]["StringEquals"]["iam:PermissionsBoundary"].endswith("/ribera-boundary")
    fence = statements(platform.one("aws_iam_policy", "deploy_boundary")["policy"])
    denied = fence["NotTheFence"]
    assert denied["Effect"] == "Deny" and any(r.endswith(":role/cauce/ribera-github-*") for r in denied["Resource"])
    assert {"iam:AttachRolePolicy", "iam:PutRole*", "iam:UpdateAssumeRolePolicy"} <= set(denied["Action"])
    guards = fence["NotTheGuards"]
    assert (guards["Effect"], guards["Resource"]) == ("Deny", "*")
    for guarded in ("cloudtrail:StopLogging", "iam:CreatePolicyVersion", "kms:PutKeyPolicy", "s3:PutBucketPolicy"):
        assert any(fnmatchcase(guarded, action) for action in guards["Action"]), guarded


def test_roles_are_passed_to_one_service_each(platform: Applied):
    policy = statements(platform.one("aws_iam_role_policy", "github_apply")["policy"])
    passed = {sid: s for sid, s in policy.items() if "iam:PassRole" in as_list(s["Action"])}
    assert set(passed) == {f"PassRoleTo{service}" for service in ("Airflow", "Glue", "Lambda", "Scheduler")}
    for sid, statement in passed.items():
        service = sid.removeprefix("PassRoleTo").lower()
        assert statement["Condition"]["StringEquals"]["iam:PassedToService"] == f"{service}.amazonaws.com"
        assert "*" not in statement["Resource"].replace("ribera-*-job", "")


def test_airflow_runs_the_generated_dags(platform: Applied, generated: Path):
    environment = platform.one("aws_mwaa_environment")
    assert (environment["name"], environment["dag_s3_path"]) == ("ribera", "airflow/dags")
    requirements = platform.one("aws_s3_object", "requirements")
    assert environment["requirements_s3_object_version"] == requirements["version_id"]
    assert (generated / "airflow/requirements.txt").is_file()
    assert f"export CAUCE_ENV={ENV}\n" in platform.one("aws_s3_object", "startup")["content"]


def test_airflow_finds_the_connections_of_the_dags(platform: Applied, generated: Path):
    options = platform.one("aws_mwaa_environment")["airflow_configuration_options"]
    folder = json.loads(options["secrets.backend_kwargs"])["connections_prefix"]
    dags = (generated / "airflow/dags").glob("*/*.py")
    used = {name for dag in dags for name in re.findall(r'connection="([^"]+)"', dag.read_text())}
    assert used, "no DAG uses a connection: this test proves nothing"
    secrets = {secret["name"] for secret in platform.all("aws_secretsmanager_secret", "connection")}
    assert {f"{folder}/{name}" for name in used} <= secrets


def test_audit(platform: Applied):
    trail = platform.one("aws_cloudtrail")
    assert trail["enable_log_file_validation"] and trail["is_multi_region_trail"]
    data = [f for s in trail["advanced_event_selector"] for f in s["field_selector"] if f["field"] == "resources.ARN"]
    watched = {arn.split(":::")[1].split("-")[2] for arn in data[0]["starts_with"]}
    assert {"landing", "raw", "curated", "quarantine"} <= watched
    assert platform.one("aws_config_configuration_recorder_status")["is_enabled"]
    assert len(platform.all("aws_config_config_rule")) >= 4
