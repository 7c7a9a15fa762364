"""The numbers that the alarms watch."""

from __future__ import annotations

from . import aws
from .pipeline import Pipeline

UNITS = {"IngestDuration": "Seconds"}


def put(pipeline: Pipeline, **values: float) -> None:
    """Publishes metrics of a dataset; those of the rows come from the job itself."""
    dimensions = [{"Name": "Dataset", "Value": pipeline.dataset}, {"Name": "Env", "Value": pipeline.env}]
    aws.client("cloudwatch").put_metric_data(
        Namespace=pipeline.platform["namespace"],
        MetricData=[
            {"MetricName": name, "Dimensions": dimensions, "Value": float(value), "Unit": UNITS.get(name, "None")}
            for name, value in values.items()
        ],
    )
