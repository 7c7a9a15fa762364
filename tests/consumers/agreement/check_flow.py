"""DAGs: which datasets there are, what starts them, which code and registers they use, and how all is deployed."""

import ast
import json
import re

import runbooks
import workflows
from compare import agree, equal, undefined
from workflows import ENV


def dataset_ids(tree) -> list[str]:
    """Every family of artefacts holds the same datasets, each under its own name."""
    folders = {
        "airflow/dags": "*/*.py",
        "glue/jobs": "*/*.py",
        "terraform/modules": "*/*/retention.json",
        "alerts/cloudwatch": "*/*/main.tf",
        "runbooks": "*/*.md",
        **{f"terraform/{env}": "*/*.tf" for env in tree.environments},
    }
    sides = {name: found_in(tree, name, pattern) for name, pattern in folders.items()}
    sides["Glue jobs of Terraform"] = set(tree.glue_jobs)
    tests = {path.parent.name + "/" + path.stem.removeprefix("test_") for path in tree.paths("glue/tests/*/test_*.py")}
    inside = {dataset: {dag.dataset, dag.dag_id.replace(".", "/")} for dataset, dag in tree.dags.items()}
    inside |= {f"job {name}": {job["dataset"]} for name, job in tree.jobs["jobs"].items()}
    problems = [
        f"{name}: the file names {found}" for name, found in inside.items() if found != {name.removeprefix("job ")}
    ]
    strangers = undefined("dataset", dict.fromkeys(tests, "glue/tests"), tree.dags)
    return equal("datasets", {"DAGs": set(tree.dags), **sides}) + problems + strangers


def found_in(tree, folder: str, pattern: str) -> set[str]:
    """The datasets that a folder has files or folders of."""
    paths = [path.relative_to(tree.generated / folder) for path in tree.paths(f"{folder}/{pattern}")]
    names = {"/".join(path.with_suffix("").parts[:2]) for path in paths}
    return {name for name in names if not re.search(r"^cauce_|^platform/|^alerts/|/_", name)}


def airflow_datasets(tree) -> list[str]:
    """A DAG waits for datasets that others announce, reads what it waits for, and announces itself."""
    outlets = {uri: dataset for dataset, dag in tree.dags.items() for uri in dag.outlets}
    waits = {uri: dataset for dataset, dag in tree.dags.items() for uri in dag.schedule}
    own = [
        equal(f"outlet of {name}", {"the name": {f"cauce://{name}"}, "the DAG": dag.outlets})
        for name, dag in tree.dags.items()
    ]
    read = [
        problem
        for name, dag in tree.dags.items()
        for problem in undefined(
            f"input of {name},",
            {uri.removeprefix("cauce://"): "the schedule" for uri in dag.schedule} or {name: "itself"},
            {*tree.jobs["jobs"][name]["upstream"], name},
        )
    ]
    return undefined("Airflow dataset", waits, outlets) + [problem for problems in own for problem in problems] + read


def runtime_imports(tree) -> list[str]:
    """The modules that DAGs import from the shared package are there, with the names that they use."""
    package = tree.flow_runtime[0].parent
    used, problems = {}, []
    for dataset, dag in tree.dags.items():
        for module, names in dag.imports.items():
            if not module.startswith("cauce_"):
                continue
            if module.partition(".")[0] not in (package.name, "cauce_platform"):
                problems.append(f"package {module!r}: {dataset} imports it, the tree holds {package.name!r}")
            elif module == package.name:
                used |= {f"{name}.{attr}": dataset for name, attr in dag.attributes if name in names}
    defined = {f"{path.stem}.{name}" for path in tree.flow_runtime for name in top_names(path)}
    return problems + undefined("runtime name", used, defined)


def top_names(path) -> set[str]:
    """The names that a module defines, or takes from its own package to hand them on."""
    body = ast.parse(path.read_text()).body
    defined = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    taken = {name.name for node in body if isinstance(node, ast.ImportFrom) and node.level for name in node.names}
    listed = [node.value for node in body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    return defined | taken & {name for names in listed for name in ast.literal_eval(names)}


def registers(tree) -> list[str]:
    """The DynamoDB tables of the flow and the runbooks are Terraform's, and are asked by the keys that they have."""
    tables = {table["name"]: table for table in tree.all("aws_dynamodb_table")}
    used = dict.fromkeys(tree.flow["platform"]["tables"].values(), "the flow")
    asked = [(path, call) for path, call in runbooks.calls(tree) if call.option("--table-name")]
    problems = agree("DynamoDB table", used, tables)
    problems += undefined("DynamoDB table", {call.option("--table-name"): path for path, call in asked}, tables)
    conditions = [
        (call.option("--table-name"), call.option("--key-condition-expression"), path) for path, call in asked
    ]
    for name, condition, path in conditions:
        if condition and name in tables and condition.split(" ")[0] != tables[name]["hash_key"]:
            problems.append(f"key {condition!r}: {path} asks {name} by it, its key is {tables[name]['hash_key']!r}")
    return problems + strange_keys(tree, tables)


def strange_keys(tree, tables: dict[str, dict]) -> list[str]:
    """Calls of the flow whose item lacks the key of its table."""
    calls = [call for dataset in tree.flow["datasets"].values() for call in dataset["calls"] if call["table"]]
    return sorted(
        {
            f"key {key!r} of {call['table']}: {call['method']} does not give it"
            for call in calls
            if call["table"] in tables
            for key in (tables[call["table"]]["hash_key"], tables[call["table"]]["range_key"])
            if key and key not in {**call["arguments"].get("Key", {}), **call["arguments"].get("Item", {})}
        }
    )


def topics(tree) -> list[str]:
    """Alarms, the flow, the routes and the runbooks name topics that Terraform makes."""
    defined = tree.names("aws_sns_topic")
    used = {route["topic"]: "routes.json" for route in tree.json("alerts/routes.json")["severities"].values()}
    used |= dict.fromkeys(tree.flow["platform"].get("topics", {}).values(), "the flow")
    actions = {
        arn: alarm["alarm_name"]
        for alarm in tree.all("aws_cloudwatch_metric_alarm")
        for arn in (alarm["alarm_actions"] or []) + (alarm["ok_actions"] or [])
    }
    asked = {call.option("--topic-arn"): path for path, call in runbooks.calls(tree) if call.option("--topic-arn")}
    return agree("topic", used, defined) + undefined("topic", actions | asked, tree.names("aws_sns_topic", "arn"))


def buckets(tree) -> list[str]:
    """Every environment's zones are in the same buckets for the flow and for Terraform."""
    flow = tree.flow["environments"]
    made = {bucket["tags"]["zone"]: bucket["bucket"] for bucket in tree.all("aws_s3_bucket")}
    zones = {name: uri.removeprefix("s3://") for name, uri in flow[ENV]["zones"].items()}
    problems = equal("buckets", {"Terraform": made, "the flow": zones})
    for env, values in flow.items():
        text = "".join(path.read_text() for path in tree.paths(f"terraform/{env}/*/*.tf"))
        wanted = [values["account"], values["region"], *(uri.removeprefix("s3://") for uri in values["zones"].values())]
        problems += [
            f"{name!r}: the flow uses it in {env}, Terraform does not" for name in wanted if f'"{name}"' not in text
        ]
    return problems + equal("environments", {"the flow": sorted(flow), "Terraform": sorted(tree.environments)})


def arrivals(tree) -> list[str]:
    """The DAG listens on the queue that the rule of its own prefix feeds."""
    urls = {url: name for name, item in tree.flow["datasets"].items() for url in item["queues"]}
    base = f"https://sqs.{tree.region}.amazonaws.com/{tree.account}/"
    problems = agree("queue", urls, {base + queue["name"] for queue in tree.queues})
    landing = tree.flow["platform"]["zones"]["landing"].removeprefix("s3://")
    for rule in tree.all("aws_cloudwatch_event_rule"):
        dataset, pattern = rule["tags"]["dataset"], json.loads(rule["event_pattern"])["detail"]
        prefixes = {item["prefix"] for item in pattern["object"]["key"]}
        problems += equal(f"prefix of {dataset}", {"the DAG": tree.dags[dataset].prefixes, "the rule": prefixes})
        problems += equal(f"bucket of {rule['name']}", {"the flow": [landing], "the rule": pattern["bucket"]["name"]})
    return problems


def deployment(tree) -> list[str]:
    """The workflows work in every state, take roles that trust them, and read back what they have written."""
    done, drift = tree.deployment, workflows.drift(tree)
    folders = {path.parent for path in tree.paths(f"terraform/{ENV}/*/*.tf")}
    problems = equal(
        "states",
        {"Terraform": sorted(folders), "the deployment": sorted(done.states), "the drift": sorted(drift.states)},
    )
    known = tree.names("aws_s3_bucket", "bucket") | {f"{tree.prefix}-{ENV}-tfstate-{tree.account}"}
    problems += undefined("bucket", {uri.split("/")[2]: "the deployment" for uri in done.uploads}, known)
    problems += undefined("plan", dict.fromkeys(done.downloads, "the deployment"), done.uploads)
    problems += undefined("parameter", asked_parameters(tree), done.parameters)
    trust = {
        (f"arn:aws:iam::{tree.account}:role{role.path}{role.name}", s.rpartition(":")[2])
        for role in tree.roles.values()
        for s in role.trusted
    }
    roles = done.roles | drift.roles | {role_of_change(tree)}
    problems += undefined("GitHub role", dict.fromkeys(roles, "a workflow"), trust)
    (airflow,) = tree.all("aws_mwaa_environment")
    code = [uri for uri in done.uploads if f"/{airflow['dag_s3_path']}/" in uri]
    wanted = {path.name for path in tree.paths("airflow/dags/**/*.py")}
    problems += undefined("DAG file", dict.fromkeys(wanted, "Airflow"), {uri.rpartition("/")[2] for uri in code})
    return problems + pull_requests(tree)


def role_of_change(tree) -> tuple[str, str]:
    """The role that plans a change and the environment that it is asked for in, as if that were the one applied."""
    job = workflows.load(tree, "cauce-plan.yml")["jobs"]["plan"]
    (role,) = [step["with"]["role-to-assume"] for step in job["steps"] if "role-to-assume" in step.get("with", {})]
    env, _, kind = job["environment"].rpartition("-")
    return role.replace(tree.flow["environments"][env]["account"], tree.account), f"{ENV}-{kind}"


def asked_parameters(tree) -> dict[str, str]:
    """The parameters that runbooks read."""
    calls = [(path, call) for path, call in runbooks.calls(tree) if call.words[0] == "ssm"]
    return {call.option("--name"): path for path, call in calls}


def pull_requests(tree) -> list[str]:
    """The check of a pull request that touches every state validates every state."""
    job = workflows.load(tree, "cauce-pr.yml")["jobs"]["terraform"]
    problems = []
    for env in tree.environments:
        folders = sorted({path.parent for path in tree.paths(f"terraform/{env}/*/*.tf")})
        row = {"matrix.environment": env, "matrix.states": " ".join(folder.name for folder in folders)}
        done = sorted(workflows.play(tree, {"terraform": job}, row).states)
        problems += equal(f"states of {env}", {"Terraform": folders, "cauce-pr.yml": done})
    return problems
