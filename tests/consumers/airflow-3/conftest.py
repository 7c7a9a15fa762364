"""Airflow 3 on a scratch database, AWS played by moto, and the example generated for this version in `CAUCE_GENERATED`.

The environment is set while this file is imported: Airflow reads its settings when it is imported first.
"""

import importlib
import logging
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

DAGS = Path(os.environ["CAUCE_GENERATED"]) / "airflow" / "dags"
HOME = tempfile.TemporaryDirectory(prefix="cauce-airflow-3-")

os.environ.update(
    AIRFLOW_HOME=HOME.name,
    AIRFLOW__CORE__DAGS_FOLDER=str(DAGS),
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{HOME.name}/airflow.db",
    AIRFLOW__LOGGING__LOGGING_LEVEL="WARNING",
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_EC2_METADATA_DISABLED="true",
    CAUCE_ENV="prod",
    NO_PROXY="127.0.0.1,localhost",
)
sys.path.insert(0, str(DAGS))
# The fake account is that of the neighbour, which runs the same runtime on Airflow 2.
sys.path.append(str(Path(__file__).parents[1] / "airflow"))
import cauce_platform  # noqa: E402

os.environ["MOTO_ACCOUNT_ID"] = cauce_platform.PLATFORM["account"]


def pytest_sessionfinish():
    HOME.cleanup()


@pytest.fixture(scope="session")
def runtime():
    """Imports a module of the runtime package by its name."""
    (package,) = DAGS.glob("cauce_airflow_*")
    return lambda name: importlib.import_module(f"{package.name}.{name}")


@pytest.fixture(autouse=True)
def a_working_day(runtime, monkeypatch):
    """Flows do not depend on the day on which they are tested."""
    monkeypatch.setattr(runtime("calendars"), "clock", lambda: datetime(2026, 11, 24, 15, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def bag():
    """The generated DAGs as the scheduler sees them."""
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.db import initdb

    initdb()
    return DagBag(str(DAGS))


@pytest.fixture(scope="session")
def moto():
    """A fake AWS on a free port of this machine."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    os.environ["AWS_ENDPOINT_URL"] = f"http://{host}:{port}"
    yield os.environ["AWS_ENDPOINT_URL"]
    server.stop()


@pytest.fixture
def cloud(moto):
    """An empty account with the platform in it."""
    import requests

    from cloud import Cloud

    requests.post(f"{moto}/moto-api/reset", timeout=10).raise_for_status()
    return Cloud(cauce_platform.PLATFORM)
