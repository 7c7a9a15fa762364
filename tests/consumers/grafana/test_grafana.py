"""The dashboards are accepted by Grafana's schema and by the rules, and every rule still finds a planted fault."""

import json
import os
import re
from pathlib import Path

import pytest

from lint import problems

GENERATED = Path(os.environ["CAUCE_ROOT"]) / "generated"
DASHBOARDS = sorted((GENERATED / "alerts/grafana").glob("*.json"))
SCHEMA = json.loads((Path(__file__).parent / "dashboard.schema.json").read_text())


def load(path):
    return json.loads(path.read_text())


def test_there_is_a_dashboard():
    assert DASHBOARDS


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_dashboard_is_good(path):
    assert problems(load(path), SCHEMA) == []


def test_dashboards_do_not_replace_each_other():
    dashboards = [load(path) for path in DASHBOARDS]
    assert len({dashboard["uid"] for dashboard in dashboards}) == len(dashboards)
    assert len({dashboard["title"] for dashboard in dashboards}) == len(dashboards)


def metrics_read():
    dashboards = "\n".join(path.read_text() for path in DASHBOARDS)
    alarms = "\n".join(path.read_text() for path in (GENERATED / "alerts/cloudwatch").rglob("*.tf"))
    return {*re.findall(r'"metricName": "(\w+)"', dashboards), *re.findall(r'metric_name\s*= "(\w+)"', alarms)}


def test_every_metric_is_emitted():
    sources = [path.read_text() for folder in ("glue", "airflow") for path in (GENERATED / folder).rglob("*.py")]
    emitted = set(re.findall(r"\w+", "\n".join(sources)))
    assert metrics_read()
    assert metrics_read() - emitted == set()


FAULTS = {
    "old-version": lambda d: d.update(schemaVersion=36),
    "unknown-key": lambda d: d.update(panelz=[]),
    "wrong-type": lambda d: d["panels"][0].update(title=7),
    "editable": lambda d: d.update(editable=True),
    "long-uid": lambda d: d.update(uid="x" * 41),
    "no-title": lambda d: d["panels"][0].update(title=""),
    "no-description": lambda d: d["panels"][1].pop("description"),
    "no-unit": lambda d: d["panels"][0]["fieldConfig"]["defaults"].pop("unit"),
    "same-id": lambda d: d["panels"][1].update(id=d["panels"][0]["id"]),
    "overlap": lambda d: d["panels"][1].update(gridPos=d["panels"][0]["gridPos"]),
    "off-grid": lambda d: d["panels"][0]["gridPos"].update(w=25),
    "fixed-source": lambda d: d["panels"][0]["targets"][0].update(datasource={"type": "cloudwatch", "uid": "abc"}),
    "fixed-dataset": lambda d: d["panels"][0]["targets"][0]["dimensions"].update(Dataset="a/b"),
    "no-region": lambda d: d["panels"][0]["targets"][0].pop("region"),
    "no-metric": lambda d: d["panels"][0]["targets"][0].pop("metricName"),
    "undefined-variable": lambda d: d["panels"][0].update(title="$nobody"),
    "unused-variable": lambda d: d["templating"]["list"].append({"name": "idle", "type": "custom", "query": "x"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault):
    dashboard = load(DASHBOARDS[0])
    FAULTS[fault](dashboard)
    assert problems(dashboard, SCHEMA)
