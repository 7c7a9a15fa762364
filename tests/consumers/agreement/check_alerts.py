"""Alarms, routes and runbooks: whoever is called knows by whom, why, and what to do."""

import re

import runbooks
from compare import agree, equal, undefined

REPOSITORY = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/(?:blob|tree)/[\w.-]+/([^\s)\"]+)")


def alarms(tree) -> list[str]:
    """Every alarm has a severity, an owner, a route and a runbook that exist, and calls the topic of its severity."""
    routes, problems = tree.json("alerts/routes.json"), []
    for alarm in tree.dataset_alarms:
        name, tags = alarm["alarm_name"], alarm["tags"]
        severity = routes["severities"].get(tags["severity"])
        if severity is None:
            problems.append(f"severity {tags['severity']!r}: {name} has it, routes.json does not")
            continue
        topic = {f"arn:aws:sns:{tree.region}:{tree.account}:{severity['topic']}"}
        problems += equal(f"topic of {name}", {"routes.json": topic, "the alarm": set(alarm["alarm_actions"] or [])})
        problems += equal(f"route of {name}", {"tags": f"{tags['owner']}/{tags['severity']}", "route": tags["route"]})
        problems += equal(f"owner of {name}", {"the DAG": tree.dags[tags["dataset"]].owner, "the alarm": tags["owner"]})
        problems += undefined("team", {tags["owner"]: name}, routes["teams"])
        problems += incident_of(tree, routes, alarm)
    return problems


def incident_of(tree, routes: dict, alarm: dict) -> list[str]:
    """An alarm's runbook is that of its incident, whose severity it has, and whose name ends its own."""
    tags, name = alarm["tags"], alarm["alarm_name"]
    incident = next(
        (key for key, value in routes["incident_types"].items() if value["runbook"] == tags["runbook"]), None
    )
    if incident is None:
        return [f"runbook {tags['runbook']!r}: {name} names it, routes.json has no incident with it"]
    wanted = f"{tree.glue_jobs[tags['dataset']]['name']}-{incident.replace('_', '-')}"
    severity = expected_severity(tree, routes, tags["dataset"], incident)
    return equal("alarm", {"the incident": wanted, "the alarm": name}) + equal(
        f"severity of {name}", {"routes.json": severity, "the alarm": tags["severity"]}
    )


def expected_severity(tree, routes: dict, dataset: str, incident: str) -> str:
    """The severity of an incident of a dataset."""
    tier = tree.glue_jobs[dataset]["tags"]["tier"]
    return routes["incident_types"][incident]["tier_1" if tier == "1" else "others"]


def incidents(tree) -> list[str]:
    """The routes know the incidents that DAGs report, with the same severity, and each incident has a runbook."""
    routes = tree.json("alerts/routes.json")
    kinds, problems = routes["incident_types"], []
    for dataset, dag in tree.dags.items():
        problems += undefined("incident", dict.fromkeys([kind for kind, _ in dag.incidents], dataset), kinds)
        for kind, severity in dag.incidents:
            if kind in kinds and (wanted := expected_severity(tree, routes, dataset, kind)) != severity:
                problems.append(f"severity of {kind}: {dataset} reports {severity!r}, routes.json says {wanted!r}")
    used = {kind["runbook"]: name for name, kind in kinds.items()}
    return problems + agree(
        "runbook", used, {f"generated/runbooks/{path.name}" for path in tree.paths("runbooks/*.md")}
    )


def teams(tree) -> list[str]:
    """Owners and escalation name teams that the routes can reach."""
    routes = tree.json("alerts/routes.json")
    used = {dag.owner: dataset for dataset, dag in tree.dags.items()}
    used |= {job["tags"]["owner"]: dataset for dataset, job in tree.glue_jobs.items()}
    steps = [(name, step) for name, severity in routes["severities"].items() for step in severity["escalate"]]
    return undefined("team", used | {team: name for name, step in steps for team in step["teams"]}, routes["teams"])


def alarm_lists(tree) -> list[str]:
    """A dataset's runbook lists the dataset's alarms."""
    problems = []
    for dataset in tree.dags:
        made = {a["alarm_name"] for a in tree.dataset_alarms if a["tags"]["dataset"] == dataset}
        stem = tree.glue_jobs[dataset]["name"] + "-"
        listed = {name for name in runbooks.code(tree.generated / f"runbooks/{dataset}.md") if name.startswith(stem)}
        problems += equal(f"alarms of {dataset}", {"Terraform": sorted(made), "the runbook": sorted(listed)})
    return problems


def links(tree) -> list[str]:
    """Links in runbooks, alarms, dashboards and DAGs lead to files that exist."""
    used = {}
    for path in tree.paths("runbooks/**/*.md"):
        name = str(path.relative_to(tree.root))
        targets = [runbooks.target(path, link) for link in runbooks.links(path)]
        used |= {str(target.relative_to(tree.root.resolve())): name for target in targets if target}
    for name, text in written(tree).items():
        used |= dict.fromkeys(REPOSITORY.findall(text), name)
    used |= {guide: dataset for dataset, dag in tree.dags.items() for guide in dag.guides}
    specs = {path for path in used if path.startswith("specs/")}
    known = {f"specs/{dataset}.yaml" for dataset in tree.dags}
    absent = {path: where for path, where in used.items() if path not in specs and not (tree.root / path).exists()}
    lost = {path: used[path] for path in specs - known}
    return [f"link {path!r}: {where} leads there, nothing is there" for path, where in (absent | lost).items()]


def written(tree) -> dict[str, str]:
    """Texts that hold addresses of the repository."""
    dashboards = {path.name: path.read_text() for path in tree.paths("alerts/grafana/*.json")}
    return dashboards | {
        alarm["alarm_name"]: alarm["alarm_description"] for alarm in tree.all("aws_cloudwatch_metric_alarm")
    }


def places(tree) -> list[str]:
    """The places in S3 that runbooks show are those that flows and jobs use."""
    known = {
        uri.rpartition("/")[0] + "/"
        for flow in tree.flow["datasets"].values()
        for uri in (flow["manifest"], flow["result"])
    }
    zones = tree.flow["platform"]["zones"]
    known |= {
        f"{zones[zone]}/{dataset}/" for zone in ("raw", "curated", "quarantine", "export") for dataset in tree.dags
    }
    known |= {f"{zones['landing']}/{prefix}" for dag in tree.dags.values() for prefix in dag.prefixes}
    used = {uri: path for path, call in runbooks.calls(tree) for uri in call.uris}
    used |= {uri: str(path) for path in tree.paths("runbooks/*/*.md") for uri in shown(tree, path)}
    return [
        f"place {uri!r}: {path} shows it, nothing is there"
        for uri, path in used.items()
        if not uri.startswith(tuple(known))
    ]


def shown(tree, path) -> list[str]:
    """The places that the text of a runbook names, in the environment of the states."""
    values = {"<env>": tree.flow["platform"]["env"], "<account>": tree.account}
    found = [text for text in runbooks.code(path) if text.startswith("s3://")]
    for slot, value in values.items():
        found = [text.replace(slot, value) for text in found]
    return found


def dashboards(tree) -> list[str]:
    """Dashboards offer the environments that exist and the datasets of their own domain."""
    problems = []
    for path in tree.paths("alerts/grafana/*.json"):
        variables = {item["name"]: item for item in tree.json(f"alerts/grafana/{path.name}")["templating"]["list"]}
        offered = sorted(variables["env"]["query"].split(","))
        problems += equal(path.name, {"environments": sorted(tree.environments), "the dashboard": offered})
        pattern = re.compile(variables["dataset"]["regex"][1:-1].replace("\\/", "/"))
        seen = {dataset for dataset in tree.dags if pattern.search(dataset)}
        own = {dataset for dataset in tree.dags if dataset.startswith(f"{path.stem}/")}
        problems += equal(f"datasets of {path.name}", {"the domain": own, "the dashboard": seen})
    return problems + equal(
        "first environment", {"states": tree.flow["platform"]["env"], "runbooks": runbooks.environment(tree)}
    )
