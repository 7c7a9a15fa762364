"""Counts, printed in CloudWatch's embedded format."""

from __future__ import annotations

import json
import time

from .config import Config


def put(config: Config, *, channel: str | None = None, **values: float) -> None:
    """Prints metrics of the router, of a channel when one is named."""
    dimensions = ["Env", "Channel"] if channel else ["Env"]
    metrics = [{"Name": name, "Unit": "Count"} for name in values]
    record = {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [{"Namespace": config.prefix, "Dimensions": [dimensions], "Metrics": metrics}],
        },
        "Env": config.env,
        **({"Channel": channel} if channel else {}),
        **values,
    }
    print(json.dumps(record))
