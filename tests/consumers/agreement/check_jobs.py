"""Glue jobs: what runs them, where their code lies, what they are told, what they read and write, what they tell."""

import json

import check_router
import runbooks
import workflows
from compare import agree, equal, undefined

# Arguments that Glue itself reads.
GLUE_ARGUMENTS = {
    "--job-language",
    "--job-bookmark-option",
    "--enable-metrics",
    "--enable-glue-datacatalog",
    "--enable-continuous-cloudwatch-log",
    "--enable-observability-metrics",
    "--datalake-formats",
    "--extra-py-files",
    "--custom-logGroup-prefix",
    "--conf",
    "--TempDir",
}
DIMENSIONS = {"Dataset", "Env"}


def glue_jobs(tree) -> list[str]:
    """A DAG and a person run the job that Terraform makes for the dataset."""
    used = {job: dataset for dataset, dag in tree.dags.items() for job in dag.jobs}
    asked = {call.option("--job-name"): path for path, call in runbooks.calls(tree) if call.option("--job-name")}
    own = [
        problem
        for dataset, dag in tree.dags.items()
        for problem in equal(f"job of {dataset}", {"Terraform": {tree.glue_jobs[dataset]["name"]}, "the DAG": dag.jobs})
    ]
    defined = tree.names("aws_glue_job")
    return agree("Glue job", used, defined) + undefined("Glue job", asked, defined) + own


def scripts(tree) -> list[str]:
    """The deployment uploads the scripts and packages that Terraform's jobs point at, and nothing else."""
    done = tree.deployment
    found = {uri: body for uri, body in done.uploads.items() if "/glue/" in uri}
    jobs = tree.glue_jobs.items()
    used = {job["command"][0]["script_location"]: dataset for dataset, job in jobs}
    own = [
        f"script {uri!r}: what is uploaded there is not the job of {dataset}"
        for uri, dataset in used.items()
        if uri in found and found[uri] != (tree.generated / f"glue/jobs/{dataset}.py").read_bytes()
    ]
    packages = {
        uri: dataset for dataset, job in jobs for uri in job["default_arguments"]["--extra-py-files"].split(",")
    }
    return agree("Glue file", used | packages, found) + own + empty_packages(tree, done, packages)


def empty_packages(tree, done: workflows.Deployment, packages: dict[str, str]) -> list[str]:
    """Packages that do not hold the runtime of the jobs at their top."""
    runtime = {f"cauce_runtime/{path.name}" for path in tree.paths("glue/runtime/*/cauce_runtime/*.py")}
    held = {uri: body.decode().split() for uri, body in done.uploads.items() if uri in packages}
    return [
        f"package {uri!r} lacks {sorted(runtime - set(names))}" for uri, names in held.items() if runtime - set(names)
    ]


def arguments(tree) -> list[str]:
    """A job takes what Terraform and the DAG give it, gets what it requires, and each argument is given somewhere."""
    takes = tree.jobs["arguments"]
    from_dag = {key: "the DAG" for key in tree.script_arguments}
    problems, given = [], set()
    for dataset, job in tree.glue_jobs.items():
        told = from_dag | {key: dataset for key in job["default_arguments"] if key not in GLUE_ARGUMENTS}
        problems += undefined("job argument", told, takes)
        problems += undefined("job argument", {key: dataset for key, needed in takes.items() if needed}, told)
        given |= told.keys()
        if tree.jobs["jobs"][dataset]["hashes"] and "--protection-key" not in told:
            problems.append(f"job argument '--protection-key': {dataset} hashes a column and Terraform gives no key")
    return problems + agree("job argument", {key: "a job" for key in given}, takes)


def zones_told(tree) -> list[str]:
    """The zones that Terraform tells a job are those that the DAG writes its manifest to."""
    zones = tree.flow["platform"]["zones"]
    return [
        problem
        for dataset, job in tree.glue_jobs.items()
        for name in ("curated", "quarantine", "export", "state")
        for problem in equal(
            f"{name} of {dataset}", {"the flow": zones[name], "the job": job["default_arguments"].get(f"--{name}")}
        )
    ]


def catalogue(tree) -> list[str]:
    """The database that a job writes to is Terraform's, its role may change that table, its runbook names it."""
    jobs = tree.jobs["jobs"]
    used = {job["database"]: dataset for dataset, job in jobs.items()}
    problems = agree("catalogue database", used, tree.names("aws_glue_catalog_database"))
    for dataset, job in jobs.items():
        arn = f"arn:aws:glue:{tree.region}:{tree.account}:table/{job['database']}/{job['table']}"
        if not tree.role_of(dataset).may("glue:UpdateTable", arn):
            problems.append(
                f"catalogue table {job['database']}.{job['table']}: the role of {dataset} may not change it"
            )
        if f"{job['database']}.{job['table']}" not in runbooks.code(tree.generated / f"runbooks/{dataset}.md"):
            problems.append(
                f"catalogue table {job['database']}.{job['table']}: the runbook of {dataset} does not name it"
            )
    return problems


def upstream(tree) -> list[str]:
    """The tables and columns that a job reads of other datasets are among those that their jobs write."""
    jobs = tree.jobs["jobs"]
    used = {name: dataset for dataset, job in jobs.items() for name in job["upstream"]}
    columns = {
        f"{name}.{column}": dataset
        for dataset, job in jobs.items()
        for name, wanted in job["upstream"].items()
        for column in wanted
    }
    written = {f"{name}.{column}" for name, job in jobs.items() for column in job["columns"]}
    return undefined("dataset", used, jobs) + undefined("column", columns, written)


def log_groups(tree) -> list[str]:
    """Glue writes to groups that Terraform makes and the role may write to; runbooks look there."""
    defined = tree.names("aws_cloudwatch_log_group")
    problems, used = [], {f["logging_config"][0]["log_group"]: "a function" for f in tree.all("aws_lambda_function")}
    for dataset, job in tree.glue_jobs.items():
        groups = [f"{job['default_arguments']['--custom-logGroup-prefix']}/{name}" for name in ("error", "output")]
        used |= dict.fromkeys(groups, dataset)
        for group in groups:
            arn = f"arn:aws:logs:{tree.region}:{tree.account}:log-group:{group}:*"
            if not tree.role_of(dataset).may("logs:PutLogEvents", arn):
                problems.append(f"log group {group!r}: the role of {dataset} may not write to it")
    read = {call.words[2]: path for path, call in runbooks.calls(tree) if call.words[:2] == ("logs", "tail")}
    return problems + agree("log group", used, defined) + undefined("log group", read, defined)


def metrics(tree) -> list[str]:
    """Alarms, dashboards and runbooks read what jobs and DAGs tell, in the same namespace and dimensions."""
    told = {metric_key(item) for job in tree.jobs["jobs"].values() for item in job["metrics"]}
    for dataset in tree.flow["datasets"].values():
        for call in dataset["calls"]:
            if call["method"] == "put_metric_data":
                told |= {flow_metric(call["arguments"], item) for item in call["arguments"]["MetricData"]}
    told |= check_router.metrics(tree)
    exact = {key: where for key, where in (alarm_metrics(tree) | runbook_metrics(tree)).items() if not aws(key)}
    names = {(key[0], key[1], tuple(sorted(dict(key[2])))) for key in told}
    shown = dashboard_metrics(tree)
    read = {(key[0], key[1], tuple(sorted(dict(key[2])))): where for key, where in exact.items()} | shown
    return undefined("metric", exact, told) + agree("metric", read, names)


def aws(key: tuple) -> bool:
    """Whether a metric is one that AWS itself tells."""
    return key[0].startswith("AWS/")


def metric_key(item: dict) -> tuple:
    """Namespace, name and dimensions."""
    return (item["namespace"], item["name"], tuple(sorted(item["dimensions"].items())))


def flow_metric(arguments: dict, item: dict) -> tuple:
    """The same of a call to PutMetricData."""
    dimensions = {dimension["Name"]: dimension["Value"] for dimension in item["Dimensions"]}
    return metric_key({"namespace": arguments["Namespace"], "name": item["MetricName"], "dimensions": dimensions})


def alarm_metrics(tree) -> dict[tuple, str]:
    """What alarms watch."""
    found = {}
    for alarm in tree.all("aws_cloudwatch_metric_alarm"):
        inner = [metric for query in alarm["metric_query"] or [] for metric in query.get("metric") or []]
        for item in inner or [alarm]:
            key = {"namespace": item["namespace"], "name": item["metric_name"], "dimensions": item["dimensions"]}
            found[metric_key(key)] = alarm["alarm_name"]
    return found


def runbook_metrics(tree) -> dict[tuple, str]:
    """What runbooks ask for."""
    found = {}
    for path, call in runbooks.calls(tree):
        if name := call.option("--metric-name"):
            pairs = [word.split(",") for word in call.words if word.startswith("Name=")]
            dimensions = {key.removeprefix("Name="): value.removeprefix("Value=") for key, value in pairs}
            found[metric_key({"namespace": call.option("--namespace"), "name": name, "dimensions": dimensions})] = path
    return found


def dashboard_metrics(tree) -> dict[tuple, str]:
    """What dashboards show: namespace, name and the names of the dimensions."""
    found = {}
    for path in tree.paths("alerts/grafana/*.json"):
        dashboard = tree.json(str(path.relative_to(tree.generated)))
        queries = [
            variable["query"] for variable in dashboard["templating"]["list"] if isinstance(variable["query"], dict)
        ]
        targets = [
            target for panel in dashboard["panels"] for target in panel.get("targets", []) if "metricName" in target
        ]
        found |= {(q["namespace"], q["metricName"], tuple(sorted(DIMENSIONS))): path.name for q in queries}
        found |= {(t["namespace"], t["metricName"], tuple(sorted(t["dimensions"]))): path.name for t in targets}
    return found | boards(tree)


def boards(tree) -> dict[tuple, str]:
    """What CloudWatch's own dashboards show; a metric there is namespace, name, then names and values of dimensions."""
    found = {}
    for board in tree.all("aws_cloudwatch_dashboard"):
        widgets = json.loads(board["dashboard_body"])["widgets"]
        shown = [line for widget in widgets for line in widget["properties"].get("metrics", [])]
        texts = [[item for item in line if isinstance(item, str)] for line in shown]
        found |= {(t[0], t[1], tuple(sorted(t[2::2]))): board["dashboard_name"] for t in texts}
    return {key: name for key, name in found.items() if not aws(key)}
