"""What the DAGs say by their names, read by Python's own parser."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Dag:
    """The names that one DAG uses or defines."""

    dag_id: str
    dataset: str
    jobs: set[str]
    owner: str
    outlets: set[str]
    schedule: set[str]
    prefixes: set[str]
    connections: set[str]
    incidents: list[tuple[str, str]]
    guides: set[str]
    imports: dict[str, set[str]]
    attributes: set[tuple[str, str]]


def read(path: Path) -> Dag:
    """The DAG in a file."""
    tree = ast.parse(path.read_text())
    constants = {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    outlets = {uri for node in keywords(tree, "outlets") for uri in uris(node)}
    imports = {
        node.module: {alias.name for alias in node.names} for node in tree.body if isinstance(node, ast.ImportFrom)
    }
    return Dag(
        dag_id=one(text(node, constants) for node in keywords(tree, "dag_id")),
        dataset=one(text(call.args[0], constants) for call in calls(tree, "Pipeline")),
        jobs={text(node, constants) for node in keywords(tree, "job_name")},
        owner=one(text(value, constants) for value in entries(tree, "owner")),
        outlets=outlets,
        schedule={uri for node in keywords(tree, "schedule") for uri in uris(node)},
        prefixes={text(node, constants) for node in keywords(tree, "prefix")},
        connections={text(node, constants) for node in keywords(tree, "connection")},
        incidents=[tuple(ast.literal_eval(node) for node in call.args[1:3]) for call in calls(tree, "reporter")],
        guides=set(re.findall(r"generated/[\w/.-]+\.md", ast.get_docstring(tree) or "")),
        imports=imports,
        attributes={
            (node.value.id, node.attr)
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        },
    )


def calls(tree: ast.AST, name: str) -> list[ast.Call]:
    """The calls of a function or a method by its last name."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in found if name in (getattr(call.func, "id", None), getattr(call.func, "attr", None))]


def keywords(tree: ast.AST, name: str) -> list[ast.expr]:
    """The values of a keyword argument, wherever it is given."""
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == name]


def entries(tree: ast.AST, key: str) -> list[ast.expr]:
    """The values of a key, in whatever dictionary."""
    pairs = [
        pair
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for pair in zip(node.keys, node.values, strict=True)
    ]
    return [value for name, value in pairs if isinstance(name, ast.Constant) and name.value == key]


def uris(node: ast.expr) -> list[str]:
    """The datasets of Airflow in an expression."""
    return [call.args[0].value for call in calls(node, "Dataset")]


def text(node: ast.expr, constants: dict[str, object]) -> str:
    """A text, written there or given a name at the top."""
    return constants[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)


def one(values):
    """The only one of the values."""
    (value,) = set(values)
    return value


# Methods of boto3 whose action has another name, or whose permission is another's.
ACTIONS = {"list_objects_v2": "ListBucket", "batch_get_item": "BatchGetItem"}
# What the operators and the secrets backend of the amazon provider call on behalf of a DAG.
PROVIDER = {
    "GlueJobOperator": {"glue:StartJobRun", "glue:GetJobRun"},
    "SqsSensor": {"sqs:ReceiveMessage", "sqs:DeleteMessage"},
    "get_connection": {"secretsmanager:GetSecretValue"},
    "PostgresHook": {"secretsmanager:GetSecretValue"},
}
SERVICES = {
    "s3": {"get_object", "put_object", "delete_object", "delete_objects", "list_objects_v2", "copy_object"},
    "dynamodb": {"get_item", "put_item", "update_item", "delete_item", "query", "scan", "batch_get_item"},
    "glue": {"start_job_run", "get_job_run", "get_job_runs", "batch_stop_job_run"},
    "sns": {"publish"},
    "sqs": {"receive_message", "delete_message", "delete_message_batch"},
    "cloudwatch": {"put_metric_data"},
}


def actions(paths: list[Path]) -> dict[str, set[str]]:
    """The IAM actions that Python files call, each with the files that do."""
    found: dict[str, set[str]] = {}
    for path in paths:
        for action in actions_of(ast.parse(path.read_text())):
            found.setdefault(action, set()).add(path.name)
    return found


def actions_of(tree: ast.AST) -> set[str]:
    """The actions of the services that a file asks for a client of, and those of the provider's classes."""
    used = words(tree)
    services = {call.args[0].value for call in calls(tree, "client") if isinstance(call.args[0], ast.Constant)}
    services |= {"dynamodb"} if any(ast.unparse(call.func) == "aws.table" for call in calls(tree, "table")) else set()
    called = {f"{service}:{action_name(method)}" for service in services for method in SERVICES[service] & used}
    return called.union(*(PROVIDER[word] for word in used & PROVIDER.keys()))


def action_name(method: str) -> str:
    """`put_item` as `PutItem`."""
    return ACTIONS.get(method) or "".join(part.capitalize() for part in method.split("_")).removesuffix("Batch")


def words(tree: ast.AST) -> set[str]:
    """The methods called, the names of paginators, and the classes used."""
    names = {getattr(node, "attr", getattr(node, "id", None)) for node in ast.walk(tree)}
    pages = {call.args[0].value for call in calls(tree, "get_paginator")}
    return {name for name in names | pages if name}
