"""IAM policies, read closely enough to say whether a role may do a thing at a place."""

import json
from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Role:
    """A role and the statements that allow it something."""

    name: str
    path: str
    statements: list[dict]
    trusted: list[str]

    def may(self, action: str, resource: str) -> bool:
        """Whether a statement allows the action there; conditions are left to AWS."""
        return any(
            matches(action, statement["Action"]) and matches(resource, statement["Resource"])
            for statement in self.statements
        )

    def resources(self, action: str) -> set[str]:
        """Where the action is allowed."""
        return {
            resource
            for statement in self.statements
            if matches(action, statement["Action"])
            for resource in listed(statement["Resource"])
        }

    def actions(self, service: str) -> set[str]:
        """The actions of a service that it may do anywhere."""
        found = {action for statement in self.statements for action in listed(statement["Action"])}
        return {action for action in found if action.startswith(f"{service}:")}

    def condition(self, variable: str) -> set[str]:
        """The values that a variable is held to, in any statement."""
        return {
            value
            for statement in self.statements
            for test in statement.get("Condition", {}).values()
            for value in listed(test.get(variable, []))
        }


def roles(tree) -> dict[str, Role]:
    """The roles of the environment by name."""
    policies: dict[str, list[dict]] = {}
    for policy in tree.all("aws_iam_role_policy"):
        allowed = [item for item in json.loads(policy["policy"])["Statement"] if item["Effect"] == "Allow"]
        policies.setdefault(policy["role"], []).extend(allowed)
    return {
        role["name"]: Role(
            role["name"], role["path"], policies.get(role["id"], []), subjects(role["assume_role_policy"])
        )
        for role in tree.all("aws_iam_role")
    }


def subjects(policy: str) -> list[str]:
    """The subjects of GitHub's tokens that may take a role."""
    conditions = [item.get("Condition", {}) for item in json.loads(policy)["Statement"]]
    tests = [test for condition in conditions for test in condition.values()]
    return [value for test in tests for key, values in test.items() if key.endswith(":sub") for value in listed(values)]


def matches(value: str, patterns: str | list[str]) -> bool:
    """Whether a value fits one of the patterns, as IAM reads stars."""
    return any(fnmatchcase(value, pattern.replace("[", "[[]")) for pattern in listed(patterns))


def listed(value: str | list[str]) -> list[str]:
    """A list, also where JSON holds a single text."""
    return value if isinstance(value, list) else [value]
