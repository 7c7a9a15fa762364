"""Roles, keys and secrets: what code reaches for is allowed, and what is allowed is reached for."""

import dags
from compare import agree, undefined
from policy import listed, matches
from tree import ROUTER

# Allowed without a call in our code.
IDLE_ACTIONS = {
    "s3:AbortMultipartUpload": "a broken upload is cleaned up by the SDK",
    "s3:GetAccountPublicAccessBlock": "MWAA checks it when the environment is made",
    "s3:GetBucketPublicAccessBlock": "MWAA checks it when the environment is made",
    "s3:GetObjectVersion": "MWAA reads its requirements by version",
    "glue:GetJob": "the operator looks whether the job is there",
    "sqs:GetQueueAttributes": "the executor of MWAA asks for it",
    "sqs:GetQueueUrl": "the executor of MWAA asks for it",
    "sqs:SendMessage": "the executor of MWAA queues tasks",
    "sqs:ChangeMessageVisibility": "the executor of MWAA keeps tasks hidden",
    "secretsmanager:DescribeSecret": "the secrets backend may look before it reads",
}
IDLE_PROTECTION = "a domain has its key before its first protected column"
READ, WRITE = ("s3:GetObject",), ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")


def job_roles(tree) -> list[str]:
    """A job's role reaches what the job reads and writes, and no other place in S3."""
    problems = []
    for dataset in tree.dags:
        reads, writes = job_reads(tree, dataset), job_writes(tree, dataset)
        role = tree.role_of(dataset)
        problems += denied(role, READ, reads) + denied(role, WRITE, writes)
        problems += wide(role, "s3:PutObject", writes) + wide(role, "s3:GetObject", reads + writes)
    return problems


def job_reads(tree, dataset: str) -> list[str]:
    """One object of each place that a job reads."""
    job, zones = tree.glue_jobs[dataset], tree.flow["platform"]["zones"]
    found = [job["command"][0]["script_location"], *job["default_arguments"]["--extra-py-files"].split(",")]
    found.append(tree.flow["datasets"][dataset]["manifest"])
    if tree.jobs["jobs"][dataset]["reads_files"]:
        landed = [f"{zones['landing']}/{prefix}FILE" for prefix in tree.dags[dataset].prefixes]
        found += landed or [tree.flow["datasets"][dataset]["raw"] + "FILE"]
    return found + [f"{zones['curated']}/{upstream}/FILE" for upstream in tree.jobs["jobs"][dataset]["upstream"]]


def job_writes(tree, dataset: str) -> list[str]:
    """One object of each place that a job writes."""
    job = tree.jobs["jobs"][dataset]
    written = (item for item in tree.jobs["paths"] if job["deletes"] or not item["path"].startswith("deletions/"))
    own = [item for item in written if "OWN" in item["path"] and (job["export"] or item["zone"] != "export")]
    places = [(tree.glue_jobs[dataset]["default_arguments"][f"--{item['zone']}"], item["path"]) for item in own]
    objects = [path if path.endswith(".json") else f"{path}/FILE" for _, path in places]
    return [f"{zone}/{path.replace('OWN', dataset)}" for (zone, _), path in zip(places, objects, strict=True)]


def airflow_role(tree) -> list[str]:
    """Airflow's role may do what the runtime of the DAGs calls, where it calls it, and nothing else."""
    role = tree.roles[f"{tree.prefix}-airflow"]
    called = dags.actions(tree.flow_runtime + tree.dag_files)
    services = {action.partition(":")[0] for action in called}
    allowed = {action for service in services for action in role.actions(service)}
    used = {action: " and ".join(sorted(files)) for action, files in called.items()}
    problems = agree("action", used, allowed, IDLE_ACTIONS)
    flows, zones = tree.flow["datasets"].items(), tree.flow["platform"]["zones"]
    problems += denied(role, READ, [flow["result"] for _, flow in flows])
    problems += denied(role, WRITE, [place for _, flow in flows for place in (flow["manifest"], flow["raw"] + "FILE")])
    lists = [zones[name] for name in ("landing", "raw")]
    places = {"s3:ListBucket": [arn(zone) for zone in lists], **registered(tree)}
    return problems + [
        f"{place!r}: {role.name} may not {action}"
        for action, wanted in places.items()
        for place in wanted
        if not role.may(action, place)
    ]


def registered(tree) -> dict[str, list[str]]:
    """What Airflow's role must reach besides S3."""
    return {
        "glue:StartJobRun": [
            f"arn:aws:glue:{tree.region}:{tree.account}:job/{job['name']}" for job in tree.glue_jobs.values()
        ],
        "dynamodb:UpdateItem": sorted(tree.names("aws_dynamodb_table", "arn")),
        "sqs:ReceiveMessage": [queue["arn"] for queue in tree.queues],
    }


def deploy_roles(tree) -> list[str]:
    """The roles of GitHub may write what the workflows upload and set."""
    plan, apply = (tree.roles[f"{tree.prefix}-github-{name}"] for name in ("plan", "apply"))
    done = tree.deployment
    plans = [uri for uri in done.uploads if uri.endswith(".tfplan")]
    code = [uri for uri in done.uploads if not uri.endswith(".tfplan")]
    problems = (
        denied(plan, ("s3:PutObject",), plans) + denied(apply, READ, plans) + denied(apply, ("s3:PutObject",), code)
    )
    names = [f"arn:aws:ssm:{tree.region}:{tree.account}:parameter{name}" for name in done.parameters]
    return problems + [
        f"{name!r}: {apply.name} may not ssm:PutParameter" for name in names if not apply.may("ssm:PutParameter", name)
    ]


def plans_once(tree) -> list[str]:
    """Plans are kept encrypted and never written over: the workflow asks for it and the roles can do nothing else."""
    calls = tree.deployment.plans
    wanted = {"--if-none-match": "*", "--server-side-encryption": "aws:kms"}
    problems = [
        f"{' '.join(call.words)}: {option} is not {value}"
        for call in calls
        for option, value in wanted.items()
        if call.option(option) != value
    ]
    assert calls, "the deployment keeps no plan"
    for name in ("plan", "apply"):
        role = tree.roles[f"{tree.prefix}-github-{name}"]
        writes = [item for item in role.statements if any("/plans/" in place for place in listed(item["Resource"]))]
        problems += [
            f"{role.name} may write over a plan: {item['Sid']}"
            for item in writes
            if item.get("Condition", {}).get("Null", {}).get("s3:if-none-match") != "false"
        ]
        uri = f"s3://{calls[0].option('--bucket')}/{calls[0].option('--key')}"
        problems += [f"{role.name} may {a} plans" for a in ("s3:DeleteObject",) if role.may(a, arn(uri))]
    return problems


def denied(role, actions: tuple[str, ...], uris: list[str]) -> list[str]:
    """Objects that a role may not reach, or in buckets that it may not list."""
    return [
        f"{uri!r}: {role.name} may not {action}" for uri in uris for action in actions if not role.may(action, arn(uri))
    ]


def wide(role, action: str, uris: list[str]) -> list[str]:
    """Places that a role reaches and nobody goes to; the folders above an object are asked for on the way to it."""
    places = [arn(uri) for uri in uris]
    return [
        f"{pattern!r}: {role.name} may {action} there, nothing does"
        for pattern in sorted(role.resources(action))
        if not any(matches(place, pattern) or place.startswith(f"{pattern}/") for place in places)
    ]


def arn(uri: str) -> str:
    """The ARN of a place in S3."""
    return uri.replace("s3://", "arn:aws:s3:::", 1)


def secrets(tree) -> list[str]:
    """Connections and protection keys are secrets that Terraform makes and that their readers may read."""
    made = [secret for secret in tree.all("aws_secretsmanager_secret") if secret["state"] != ROUTER]
    arns = {secret["name"]: secret["arn"] for secret in made}
    prefix = tree.connections_prefix
    connections = {f"{prefix}/{name}": dataset for dataset, dag in tree.dags.items() for name in dag.connections}
    keys = {
        job["default_arguments"]["--protection-key"].removeprefix("secretsmanager:"): dataset
        for dataset, job in tree.glue_jobs.items()
        if "--protection-key" in job["default_arguments"]
    }
    idle = {
        item["name"]: IDLE_PROTECTION
        for item in tree.all("aws_secretsmanager_secret")
        if ".protection" in item["address"]
    }
    problems = agree("secret", connections | keys, arns, idle)
    readers = [(tree.roles[f"{tree.prefix}-airflow"], name) for name in connections] + [
        (tree.role_of(d), name) for name, d in keys.items()
    ]
    return problems + [
        f"secret {name!r}: {role.name} may not read it"
        for role, name in readers
        if name in arns and not role.may("secretsmanager:GetSecretValue", arns[name])
    ]


def route_secrets(tree) -> set[str]:
    """The secrets of channels."""
    teams = tree.json("alerts/routes.json")["teams"].values()
    return {channel["secret"] for team in teams for channel in team.values() if isinstance(channel, dict)}


def keys(tree) -> list[str]:
    """Aliases that states and roles name are made by a state; a role names those of the domains that its job reads."""
    defined = tree.names("aws_kms_alias")
    used = {alias["name"]: alias["state"] for alias in tree.all("aws_kms_alias", mode="data")}
    problems = []
    for dataset in tree.dags:
        domain, named = dataset.partition("/")[0], tree.role_of(dataset).condition("kms:ResourceAliases")
        foreign = {name.partition("/")[0] for name in tree.jobs["jobs"][dataset]["upstream"]} - {domain}
        wanted = {next((a for a in defined if a.endswith(f"-{name}")), name) for name in foreign}
        problems += [
            f"key {name!r}: {dataset} reads with it, its role does not name it" for name in sorted(wanted - named)
        ]
        problems += [
            f"key {name!r}: the role of {dataset} names it, the job reads nothing there"
            for name in sorted(named - wanted)
        ]
        used |= dict.fromkeys(named, dataset)
    return problems + undefined("key alias", used, defined)
