"""What a run tells: a table for people, metrics for CloudWatch, a result for Airflow."""

import json
import time

METRICS = {
    "read": "RecordsRead",
    "written": "RecordsWritten",
    "quarantined": "RecordsQuarantined",
    "filtered": "RecordsFiltered",
    "deduplicated": "RecordsDeduplicated",
    "deleted": "RecordsDeleted",
}


def table(dataset: str, run: str, result: dict) -> str:
    """The counts of a run as aligned text, reasons below their count."""
    lines = [f"{dataset}  run={run}"]
    lines += [f"  {name:<32}{count:>14,}" for name, count in result["counts"].items()]
    lines += [f"    {id:<30}{count:>14,}" for id, count in result["rules"].items()]
    lines += [f"  warning: {text}" for text in result.get("warnings", [])]
    commit = result["commit"]
    state = "unchanged" if commit["unchanged"] else "verified" if commit["verified"] else "not verified"
    return "\n".join([*lines, f"  commit {commit['instant'] or '-'} {state}"])


def metrics(namespace: str, dataset: str, env: str, result: dict) -> str:
    """The metrics of a run that went well, as one line for CloudWatch."""
    values = {name: result["counts"][count] for count, name in METRICS.items()}
    values |= {"HudiCommitVerified": int(result["commit"]["verified"]), "ProcessDuration": result["seconds"]}
    return _embedded(namespace, dataset, env, values)


def not_proven(namespace: str, dataset: str, env: str) -> str:
    """The metric of a run whose rows or commit do not add up, as one line for CloudWatch."""
    return _embedded(namespace, dataset, env, {"HudiCommitVerified": 0})


def _embedded(namespace: str, dataset: str, env: str, values: dict[str, float]) -> str:
    """One line in CloudWatch's embedded metric format."""
    units = {name: "Seconds" if name == "ProcessDuration" else "Count" for name in values}
    directive = {
        "Namespace": namespace,
        "Dimensions": [["Dataset", "Env"]],
        "Metrics": [{"Name": name, "Unit": unit} for name, unit in units.items()],
    }
    head = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}}
    return json.dumps({**head, "Dataset": dataset, "Env": env, **values})
