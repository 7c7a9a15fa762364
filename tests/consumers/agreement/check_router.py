"""The router of alerts: its code is published where the function looks, and it reaches what its code asks for."""

import ast

from compare import agree, equal, undefined
from policy import listed
from tree import ROUTER

# What the methods of boto3 ask for; a transaction is judged by the actions of its parts.
METHODS = {
    "get_item": {"dynamodb:GetItem"},
    "get_object": {"s3:GetObject"},
    "get_secret_value": {"secretsmanager:GetSecretValue"},
    "query": {"dynamodb:Query"},
    "send_email": {"ses:SendEmail"},
    "transact_write_items": {"dynamodb:DeleteItem", "dynamodb:PutItem"},
    "update_item": {"dynamodb:UpdateItem"},
}
# Allowed without a call in our code.
IDLE = {
    "sqs:ChangeMessageVisibility": "Lambda gives messages of a failed batch back",
    "sqs:DeleteMessage": "Lambda deletes what was taken in",
    "sqs:GetQueueAttributes": "Lambda looks how long the queue is",
    "sqs:ReceiveMessage": "Lambda reads the queue",
    "logs:CreateLogStream": "Lambda writes the log",
    "logs:PutLogEvents": "Lambda writes the log",
    "kms:Decrypt": "the services decrypt for the function",
    "kms:GenerateDataKey": "the services encrypt for the function",
}


def router(tree) -> list[str]:
    """Function, queue, sweep, alarm, topics, table and secrets belong together."""
    (function,) = tree.all("aws_lambda_function")
    values = function["environment"][0]["variables"]
    published = {uri.split("/", 3)[3]: "the deployment" for uri in tree.deployment.uploads}
    problems = undefined("package", {function["s3_key"]: "the function"}, published)
    problems += undefined("bucket", {function["s3_bucket"]: "the function"}, tree.names("aws_s3_bucket", "bucket"))
    problems += undefined("DynamoDB table", {values["REGISTER"]: "the function"}, tree.names("aws_dynamodb_table"))
    subscribed = {item["topic_arn"] for item in tree.all("aws_sns_topic_subscription") if item["protocol"] == "sqs"}
    problems += equal("topics", {"Terraform": tree.names("aws_sns_topic", "arn"), "the router": subscribed})
    return problems + variables(tree, values) + handler(tree, function) + own_alarm(tree) + channel_secrets(tree)


def variables(tree, given: dict[str, str]) -> list[str]:
    """The function is given the variables that its code asks for."""
    text = next(path.read_text() for path in tree.router_modules if path.name == "config.py")
    asked = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Subscript)]
    names = {node.slice.value for node in asked if ast.unparse(node.value) == "os.environ"}
    return equal("variables", {"the code": names, "the function": set(given)})


def handler(tree, function: dict) -> list[str]:
    """The function is called by a name that its package has."""
    package, module, name = function["handler"].split(".")
    paths = {path.stem: path for path in tree.router_modules if path.parent.name == package}
    known = {node.name for node in ast.parse(paths[module].read_text()).body if isinstance(node, ast.FunctionDef)}
    return undefined("handler", {name: "the function"}, known)


def own_alarm(tree) -> list[str]:
    """The router's own alarm has its incident's severity, and a topic whose mail does not pass through the router."""
    kinds = tree.json("alerts/routes.json")["incident_types"]
    problems = []
    for alarm in tree.all("aws_cloudwatch_metric_alarm"):
        if "dataset" in alarm["tags"]:
            continue
        kind = alarm["alarm_name"].removeprefix(f"{tree.prefix}-").replace("-", "_")
        problems += undefined("incident", {kind: alarm["alarm_name"]}, kinds)
        if kind in kinds:
            wanted = (kinds[kind]["tier_1"], kinds[kind]["runbook"])
            found = (alarm["tags"]["severity"], alarm["tags"]["runbook"])
            problems += equal(f"severity and runbook of {kind}", {"routes.json": wanted, "the alarm": found})
        mailed = {s["topic_arn"]: s for s in tree.all("aws_sns_topic_subscription") if s["protocol"] == "email"}
        problems += undefined("direct mail of", dict.fromkeys(alarm["alarm_actions"], alarm["alarm_name"]), mailed)
    return problems


def channel_secrets(tree) -> list[str]:
    """The secrets that routes and code name are made by the router's state."""
    teams = tree.json("alerts/routes.json")["teams"].values()
    named = {channel["secret"] for team in teams for channel in team.values() if isinstance(channel, dict)}
    made = {secret["name"] for secret in tree.all("aws_secretsmanager_secret") if secret["state"] == ROUTER}
    signature = f"{tree.prefix}/alertas/firma"
    return agree("secret", dict.fromkeys(named | {signature}, "the router"), made)


def router_role(tree) -> list[str]:
    """The router may do what its code calls and nothing else."""
    (function,) = tree.all("aws_lambda_function")
    role = tree.roles[function["role"].rpartition("/")[2]]
    called: dict[str, str] = {}
    for path in tree.router_modules:
        nodes = ast.walk(ast.parse(path.read_text()))
        methods = {
            node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        called |= {action: path.name for method in methods & METHODS.keys() for action in METHODS[method]}
    allowed = {action for statement in role.statements for action in listed(statement["Action"])}
    return agree("action", called, allowed, IDLE)


def metrics(tree) -> set[tuple]:
    """What the router prints: namespace, name and dimensions."""
    env = tree.flow["platform"]["env"]
    found = set()
    for path in tree.router_modules:
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "metrics.put":
                names = {word.arg for word in call.keywords}
                dimensions = {"Env": env} | ({"Channel": "any"} if "channel" in names else {})
                key = tuple(sorted(dimensions.items()))
                found |= {(tree.prefix, name, key) for name in names - {"channel"}}
    return found
