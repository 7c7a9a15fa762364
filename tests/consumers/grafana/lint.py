"""Rules for a dashboard that several people can read and nobody edits by hand."""

import json
import re
from itertools import combinations

import jsonschema

COLUMNS = 24
VARIABLE = re.compile(r"\$\{?(\w+)")
BUILT_IN = {"__all", "PROP"}


def problems(dashboard, schema):
    """Every reason to reject `dashboard`, as sentences."""
    errors = jsonschema.Draft7Validator(schema).iter_errors(dashboard)
    shape = [f"{error.json_path}: {error.message}" for error in errors]
    panels = dashboard.get("panels", [])
    return shape or [*whole(dashboard), *layout(panels), *variables(dashboard), *each_panel(panels)]


def whole(dashboard):
    if dashboard["schemaVersion"] != 42:
        yield "schemaVersion is not 42"
    if dashboard.get("editable") is not False:
        yield "the dashboard can be edited by hand"
    if not 0 < len(dashboard.get("uid", "")) <= 40:
        yield "uid is empty or longer than 40 characters"
    if not (dashboard.get("title") and dashboard.get("description")):
        yield "the dashboard lacks a title or a description"


def layout(panels):
    if len({panel["id"] for panel in panels}) < len(panels):
        yield "two panels share an id"
    for panel in panels:
        place = panel["gridPos"]
        if place["x"] + place["w"] > COLUMNS or min(place["w"], place["h"]) < 1:
            yield f"panel {panel['id']} does not fit the grid"
    for one, other in combinations(panels, 2):
        if overlap(one["gridPos"], other["gridPos"]):
            yield f"panels {one['id']} and {other['id']} overlap"


def overlap(a, b):
    return all(a[start] < b[start] + b[size] and b[start] < a[start] + a[size] for start, size in ("xw", "yh"))


def variables(dashboard):
    defined = {variable["name"] for variable in dashboard["templating"]["list"]}
    used = set(VARIABLE.findall(json.dumps(dashboard))) - BUILT_IN
    yield from (f"variable {name} is used and not defined" for name in sorted(used - defined))
    yield from (f"variable {name} is defined and not used" for name in sorted(defined - used))


def each_panel(panels):
    for panel in panels:
        name = f"panel {panel['id']}"
        if not (panel.get("title") and panel.get("description")):
            yield f"{name} lacks a title or a description"
        if not panel["fieldConfig"]["defaults"].get("unit"):
            yield f"{name} lacks a unit"
        for source in (panel, *panel["targets"]):
            if source.get("datasource", {}).get("uid") != "${datasource}":
                yield f"{name} does not take the data source that the reader chose"
        yield from (f"{name}: {problem}" for target in panel["targets"] for problem in query(target))


def query(target):
    """A CloudWatch query holds what the plugin needs, and names a dataset only through the variable."""
    missing = {"namespace", "region", "id", "refId", "period"} - target.keys()
    if missing:
        yield f"the query lacks {', '.join(sorted(missing))}"
    if "expression" not in target:
        if target.get("dimensions") != {"Dataset": "$dataset", "Env": "$env"}:
            yield "the query does not select by the variables dataset and env"
        if not (target.get("metricName") and target.get("statistic")):
            yield "the query lacks a metric or a statistic"
