"""Runs parliament over policies on standard input (a JSON object, name to policy) and prints its findings as JSON."""

import json
import sys
from pathlib import Path

from parliament import analyze_policy_string, community_auditors, enhance_finding, override_config


def findings(name: str, text: str) -> list[dict]:
    """What parliament and its community's auditors say of one policy."""
    found = analyze_policy_string(text, include_community_auditors=True).findings
    return [
        {"policy": name, "severity": f.severity, "issue": f.issue, "detail": str(f.detail or f.location)[:300]}
        for f in map(enhance_finding, found)
    ]


if __name__ == "__main__":
    override_config(Path(community_auditors.__file__).parent / "config_override.yaml")
    policies = json.load(sys.stdin)
    json.dump([found for name, text in policies.items() for found in findings(name, text)], sys.stdout)
