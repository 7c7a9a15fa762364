"""What the domain roots would create for each dataset: names, permissions, arguments and arrival."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from conftest import ENV, Applied, Dataset
from test_platform import as_list, statements

# A statement may name every resource only where the service takes no other, and the module says so in a comment.
STAR = {"PublishMetrics"}
ARGUMENTS = {"--env", "--curated", "--quarantine", "--export", "--state"}
# Neither terraform nor the stand-in knows the enumerations of AWS.
WORKERS = {"G.1X", "G.2X", "G.4X", "G.8X", "G.12X", "G.16X", "R.1X", "R.2X", "R.4X", "R.8X"}
LOG_DAYS = {1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}


@pytest.fixture(scope="session")
def job_of(applied: dict[str, Applied]):
    def find(dataset: Dataset) -> dict:
        jobs = [j for j in applied[dataset.domain].all("aws_glue_job") if j["name"] == dataset.slug]
        assert len(jobs) == 1, dataset.slug
        return jobs[0]

    return find


@pytest.fixture(scope="session")
def policy_of(applied: dict[str, Applied]):
    def find(dataset: Dataset) -> dict[str, dict]:
        policies = applied[dataset.domain].all("aws_iam_role_policy", "job")
        return next(statements(p["policy"]) for p in policies if p["role"] == f"{dataset.slug}-job")

    return find


def bucket(arn: str) -> str:
    return arn.removeprefix("arn:aws:s3:::").split("/")[0]


def test_every_dataset_has_one_of_everything(applied: dict[str, Applied], datasets: list[Dataset]):
    for dataset in datasets:
        root = applied[dataset.domain]
        assert dataset.slug in {j["name"] for j in root.all("aws_glue_job")}
        assert f"{dataset.slug}-job" in {r["name"] for r in root.all("aws_iam_role")}
        groups = {g["name"] for g in root.all("aws_cloudwatch_log_group")}
        assert {f"/ribera/glue/{dataset.path}/{kind}" for kind in ("error", "output")} <= groups
    for domain, root in applied.items():
        assert len(root.all("aws_glue_job")) == sum(d.domain == domain for d in datasets)


def test_names_fit(applied: dict[str, Applied]):
    limits = {"aws_iam_role": 64, "aws_glue_job": 255, "aws_cloudwatch_event_rule": 64, "aws_sqs_queue": 80}
    for root in applied.values():
        for kind, limit in limits.items():
            assert [r["name"] for r in root.all(kind) if len(r["name"]) > limit] == []


def test_job(job_of, datasets: list[Dataset]):
    for dataset in datasets:
        job = job_of(dataset)
        assert job["glue_version"] == "5.1"
        assert job["execution_property"][0]["max_concurrent_runs"] == 1
        assert job["max_retries"] == 0
        assert job["worker_type"] in WORKERS and job["number_of_workers"] >= 2
        assert 1 <= job["timeout"] <= 480
        assert job["security_configuration"] == f"ribera-{dataset.domain}".replace("_", "-")


def test_arguments_are_those_of_the_job(job_of, datasets: list[Dataset], platform: Applied):
    buckets = {b["bucket"] for b in platform.all("aws_s3_bucket")}
    for dataset in datasets:
        arguments = job_of(dataset)["default_arguments"]
        assert ARGUMENTS <= set(arguments)
        assert arguments["--env"] == ENV
        for zone in ("curated", "quarantine", "export", "state"):
            assert arguments[f"--{zone}"].removeprefix("s3://") in buckets
            assert f"-{zone}-" in arguments[f"--{zone}"]
        assert arguments["--datalake-formats"] == "hudi"
        assert "HoodieSparkSessionExtension" in arguments["--conf"]
        assert arguments["--custom-logGroup-prefix"] == f"/ribera/glue/{dataset.path}"


def test_code_is_where_the_job_looks(job_of, datasets: list[Dataset], generated: Path):
    """The artifacts bucket holds each script below its digest, and glue/runtime/<hash> as a zip of its folder."""
    for dataset in datasets:
        job = job_of(dataset)
        script = job["command"][0]["script_location"].split("/", 3)[3]
        digest = hashlib.sha256((generated / f"glue/jobs/{dataset.path}.py").read_bytes()).hexdigest()[:12]
        assert script == f"glue/jobs/{digest}/{dataset.path}.py"
        runtime = job["default_arguments"]["--extra-py-files"].split("/", 3)[3]
        assert re.fullmatch(r"glue/runtime/[0-9a-f]{12}/cauce_runtime\.zip", runtime)
        assert (generated / runtime.removesuffix(".zip")).is_dir()


def test_protection_key_is_readable_where_it_is_used(job_of, policy_of, applied, datasets: list[Dataset]):
    used = 0
    for dataset in datasets:
        argument = job_of(dataset)["default_arguments"].get("--protection-key")
        policy = policy_of(dataset)
        assert (argument is not None) == ("ReadProtectionKey" in policy)
        if argument:
            secret = applied[dataset.domain].one("aws_secretsmanager_secret")
            assert argument == f"secretsmanager:{secret['name']}"
            via = policy["UseKeys"]["Condition"]["StringEquals"]["kms:ViaService"]
            assert any(service.startswith("secretsmanager.") for service in via)
            assert policy["ReadProtectionKey"]["Resource"] == secret["arn"]
            used += 1
    assert used, "no dataset protects anything: this test proves nothing"


def test_permissions_are_exact(policy_of, datasets: list[Dataset]):
    for dataset in datasets:
        policy = policy_of(dataset)
        assert len(json.dumps({"Statement": list(policy.values())}, separators=(",", ":"))) < 10_240
        for sid, statement in policy.items():
            actions, resources = as_list(statement["Action"]), as_list(statement["Resource"])
            assert statement["Effect"] == "Allow"
            assert not any("*" in action for action in actions), f"{dataset.path} {sid}"
            assert sid in STAR or "*" not in resources, f"{dataset.path} {sid}"


def test_a_job_writes_only_its_own(policy_of, datasets: list[Dataset]):
    for dataset in datasets:
        write = policy_of(dataset)["WriteOutputs"]["Resource"]
        assert {bucket(arn).split("-")[2] for arn in write} >= {"curated", "quarantine", "state"}
        for arn in write:
            own = {f"{folder}{dataset.path}/*" for folder in ("", "results/", "deletions/")}
            assert arn.split("/", 1)[1] in own
        for sid, statement in policy_of(dataset).items():
            if any(a.startswith(("s3:Put", "s3:Delete")) for a in as_list(statement["Action"])):
                assert sid == "WriteOutputs"


def test_a_job_reads_only_inputs(policy_of, datasets: list[Dataset]):
    paths = {d.path for d in datasets}
    for dataset in datasets:
        policy = policy_of(dataset)
        assert bucket(policy["ListFolders"]["Resource"][0])
        for arn in as_list(policy["ReadInputs"]["Resource"]):
            zone, path = bucket(arn).split("-")[2], arn.split("/", 1)[1]
            assert path.count("*") <= 1 and path != "*"
            if zone == "curated":
                assert path.removesuffix("/*") in paths - {dataset.path}


def test_upstream_keys_are_those_of_the_tables_read(policy_of, datasets: list[Dataset]):
    seen = 0
    for dataset in datasets:
        policy = policy_of(dataset)
        read = [a.split("/", 1)[1] for a in as_list(policy["ReadInputs"]["Resource"]) if "-curated-" in bucket(a)]
        foreign = {f"alias/ribera-{p.split('/')[0]}".replace("_", "-") for p in read} - {
            f"alias/ribera-{dataset.domain}".replace("_", "-")
        }
        found = policy.get("ReadUpstreamKeys", {}).get("Condition", {}).get("ForAnyValue:StringEquals", {})
        assert set(as_list(found.get("kms:ResourceAliases", []))) == foreign
        seen += len(foreign)
    assert seen, "no dataset reads another domain: this test proves nothing"


def test_trust_is_limited_to_the_account(applied: dict[str, Applied], datasets: list[Dataset]):
    for domain in {d.domain for d in datasets}:
        for role in applied[domain].all("aws_iam_role", "job"):
            trust = as_list(json.loads(role["assume_role_policy"])["Statement"])[0]
            assert trust["Principal"] == {"Service": "glue.amazonaws.com"}
            assert "aws:SourceAccount" in trust["Condition"]["StringEquals"]


def test_logs_are_kept_and_encrypted(applied: dict[str, Applied], datasets: list[Dataset]):
    for domain in {d.domain for d in datasets}:
        for group in applied[domain].all("aws_cloudwatch_log_group"):
            assert group["retention_in_days"] in LOG_DAYS and group["kms_key_id"]


def test_arrival(applied: dict[str, Applied], datasets: list[Dataset], platform: Applied):
    landing = platform.one("aws_s3_bucket_notification")["bucket"]
    seen = 0
    for dataset in datasets:
        if not (dataset.module / "arrival.tf").exists():
            continue
        root, name = applied[dataset.domain], f"{dataset.slug}-arrival"
        rule = next(r for r in root.all("aws_cloudwatch_event_rule") if r["name"] == name)
        queues = {q["name"]: q for q in root.all("aws_sqs_queue")}
        detail = json.loads(rule["event_pattern"])["detail"]
        kept = json.loads((dataset.module / "retention.json").read_text())["landing"]
        assert detail["bucket"]["name"] == [landing]
        assert detail["object"]["key"] == [{"prefix": kept["prefix"]}]
        target = next(t for t in root.all("aws_cloudwatch_event_target") if t["rule"] == name)
        assert target["arn"] == queues[name]["arn"]
        assert target["dead_letter_config"][0]["arn"] == queues[f"{name}-dlq"]["arn"]
        policies = {p["queue_url"]: statements(p["policy"]) for p in root.all("aws_sqs_queue_policy")}
        for queue in (queues[name], queues[f"{name}-dlq"]):
            policy = policies[queue["id"]]
            assert policy["OnlyThisRule"]["Condition"]["ArnEquals"]["aws:SourceArn"] == rule["arn"]
            assert policy["OnlyThisRule"]["Resource"] == queue["arn"]
        seen += 1
    assert seen, "no dataset arrives by file: this test proves nothing"


def test_alarms_reach_topics_that_exist(applied: dict[str, Applied], datasets: list[Dataset], platform: Applied):
    topics = {t["name"] for t in platform.all("aws_sns_topic")}
    for dataset in datasets:
        alarms = [
            a
            for a in applied[dataset.domain].all("aws_cloudwatch_metric_alarm")
            if a["alarm_name"].startswith(f"{dataset.slug}-")
        ]
        assert alarms, dataset.path
        for alarm in alarms:
            assert {arn.rsplit(":", 1)[1] for arn in alarm["alarm_actions"]} <= topics
            assert alarm["tags"]["dataset"] == dataset.path


def test_catalogue_and_keys_of_a_domain(applied: dict[str, Applied], datasets: list[Dataset]):
    for domain in {d.domain for d in datasets}:
        root, slug = applied[domain], domain.replace("_", "-")
        assert root.one("aws_glue_catalog_database")["name"] == f"ribera_{domain}"
        assert root.one("aws_kms_alias")["name"] == f"alias/ribera-{slug}"
        assert root.one("aws_kms_key")["enable_key_rotation"]
        encryption = root.one("aws_glue_security_configuration")["encryption_configuration"][0]
        assert encryption["s3_encryption"][0]["kms_key_arn"] == root.one("aws_kms_key")["arn"]


def test_state_of_its_own(tree: Path):
    keys = {}
    for file in [
        *(tree / "terraform").glob("*/*/_terraform.tf"),
        *(tree / "terraform").glob("*/platform/terraform.tf"),
    ]:
        text, env = file.read_text(), file.parts[-3]
        account = re.search(r'allowed_account_ids = \["(\d{12})"\]', text)[1]
        assert f'bucket       = "ribera-{env}-tfstate-{account}"' in text
        assert "use_lockfile = true" in text and "dynamodb_table" not in text
        key = re.search(r'key          = "(.+)"', text)[1]
        assert key == f"{env}/{file.parts[-2]}.tfstate"
        keys[account, key] = file
    assert len(keys) == len({k for _, k in keys}) >= 3
