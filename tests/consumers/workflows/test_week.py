"""What the weekly review measures: its steps, run on the answers that GitHub would give."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

WORKFLOW = Path(os.environ["CAUCE_ROOT"]) / ".github/workflows/cauce-ops.yml"
# Stands for GitHub's program: filters like it what a file of the same name as the question holds.
GH = """
gh() {
    local filter='.' file=
    for word in "$@"; do
        case "$word" in
            */runs) file=runs ;; search/issues) file=search ;; */pulls/*) file="pull-${word##*/}" ;;
        esac
    done
    case "$1 $2" in
        "label create") return 0 ;;
        "issue list") echo 2; return 0 ;;
        "issue create") cp "${@: -1}" created.md; return 0 ;;
    esac
    while [ "$#" -gt 1 ]; do [ "$1" != --jq ] || filter=$2; shift; done
    jq -c "$filter" "$file.answer"
}
"""


def deployed(start: str, end: str, conclusion: str, status: str = "completed") -> dict:
    return {"status": status, "conclusion": conclusion, "run_started_at": start, "updated_at": end}


def merged(folder: Path, number: int, opened: str, at: str) -> None:
    (folder / f"pull-{number}.answer").write_text(json.dumps({"created_at": opened, "merged_at": at}))


def review(folder: Path, runs: list[dict], changes: list[int]) -> tuple[dict, str]:
    """The measured values, and the text that is published."""
    (folder / "runs.answer").write_text(json.dumps({"workflow_runs": runs}))
    (folder / "search.answer").write_text(json.dumps({"items": [{"number": number} for number in changes]}))
    (folder / "gh.sh").write_text(GH)
    (job,) = yaml.safe_load(WORKFLOW.read_text())["jobs"].values()
    env = {"PATH": os.environ["PATH"], "BASH_ENV": str(folder / "gh.sh"), "GH_REPO": "acme/data"}
    for step in job["steps"]:
        command = ["bash", "-eo", "pipefail", "-c", step["run"]]
        told = {**env, "GITHUB_STEP_SUMMARY": str(folder / "summary")}
        done = subprocess.run(command, cwd=folder, env=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return json.loads((folder / "week.json").read_text()), (folder / "created.md").read_text()


def test_a_week_is_measured(tmp_path):
    merged(tmp_path, 7, "2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z")
    merged(tmp_path, 8, "2026-03-03T08:00:00Z", "2026-03-03T09:00:00Z")
    runs = [
        deployed("2026-03-02T10:00:05Z", "2026-03-02T10:30:05Z", "failure"),
        deployed("2026-03-02T11:00:00Z", "2026-03-02T11:20:00Z", "success"),
        deployed("2026-03-03T09:00:00Z", "2026-03-03T09:30:00Z", "success"),
        deployed("2026-03-03T09:10:00Z", "2026-03-03T09:10:30Z", "cancelled"),
        deployed("2026-03-03T09:40:00Z", "2026-03-03T09:40:00Z", "", "in_progress"),
    ]
    week, text = review(tmp_path, runs, [7, 8])
    assert week == {
        "deployments": 2,
        "failed": 1,
        "failure_rate_pct": 33,
        "deploy_minutes": 20,
        # The first change was carried by the deployment after the one that failed.
        "lead_minutes": 90,
    }
    assert "| 33 |" in text and "| 2 |" in text


@pytest.mark.parametrize("changes", [[], [9]])
def test_a_quiet_week_has_no_values(tmp_path, changes):
    merged(tmp_path, 9, "2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z")
    week, text = review(tmp_path, [], changes)
    assert (week["deployments"], week["failure_rate_pct"], week["lead_minutes"]) == (0, None, None)
    assert "—" in text
