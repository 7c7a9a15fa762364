# Generado por cauce desde specs/platform.yaml; edite ese archivo y ejecute: cauce generate
"""Ribera: lo que comparten todos los DAG en el ambiente que dice CAUCE_ENV."""

import os

ENVIRONMENTS = {
    "dev": {
        "account": "418823907611",
        "region": "us-east-1",
        "pages": False,
        "zones": {
            "landing": "s3://ribera-dev-landing-418823907611",
            "raw": "s3://ribera-dev-raw-418823907611",
            "curated": "s3://ribera-dev-curated-418823907611",
            "quarantine": "s3://ribera-dev-quarantine-418823907611",
            "export": "s3://ribera-dev-export-418823907611",
            "artifacts": "s3://ribera-dev-artifacts-418823907611",
            "state": "s3://ribera-dev-state-418823907611",
            "audit": "s3://ribera-dev-audit-418823907611",
            "access": "s3://ribera-dev-access-418823907611",
        },
    },
    "stage": {
        "account": "418823907622",
        "region": "us-east-1",
        "pages": False,
        "zones": {
            "landing": "s3://ribera-stage-landing-418823907622",
            "raw": "s3://ribera-stage-raw-418823907622",
            "curated": "s3://ribera-stage-curated-418823907622",
            "quarantine": "s3://ribera-stage-quarantine-418823907622",
            "export": "s3://ribera-stage-export-418823907622",
            "artifacts": "s3://ribera-stage-artifacts-418823907622",
            "state": "s3://ribera-stage-state-418823907622",
            "audit": "s3://ribera-stage-audit-418823907622",
            "access": "s3://ribera-stage-access-418823907622",
        },
    },
    "prod": {
        "account": "418823907633",
        "region": "us-east-1",
        "pages": True,
        "zones": {
            "landing": "s3://ribera-prod-landing-418823907633",
            "raw": "s3://ribera-prod-raw-418823907633",
            "curated": "s3://ribera-prod-curated-418823907633",
            "quarantine": "s3://ribera-prod-quarantine-418823907633",
            "export": "s3://ribera-prod-export-418823907633",
            "artifacts": "s3://ribera-prod-artifacts-418823907633",
            "state": "s3://ribera-prod-state-418823907633",
            "audit": "s3://ribera-prod-audit-418823907633",
            "access": "s3://ribera-prod-access-418823907633",
        },
    },
}

ENV = os.environ["CAUCE_ENV"]

PLATFORM = {
    "env": ENV,
    **ENVIRONMENTS[ENV],
    "namespace": "ribera",
    "tables": {
        "ledger": "ribera-ledger",
        "watermarks": "ribera-watermarks",
        "incidents": "ribera-incidents",
    },
    "calendars": {
        "colombia": {
            "holidays": "colombia",
            "weekend": [5, 6],
            "closed": [],
            "open": [],
        },
    },
    "topics": {
        "P1": "ribera-alerts-p1",
        "P2": "ribera-alerts-p2",
        "P3": "ribera-alerts-p3",
        "P4": "ribera-alerts-p4",
    },
}
