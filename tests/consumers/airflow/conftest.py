"""Airflow on a scratch database, AWS played by moto, and the generated DAGs of `CAUCE_GENERATED`.

The environment is set while this file is imported: Airflow reads its settings when it is imported first.
"""

import importlib
import logging
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

GENERATED = Path(os.environ.get("CAUCE_GENERATED", Path(__file__).parents[3] / "generated"))
DAGS = GENERATED / "airflow" / "dags"
if not DAGS.is_dir():
    pytest.exit(f"{DAGS} is missing: cauce generate", returncode=2)
HOME = tempfile.TemporaryDirectory(prefix="cauce-airflow-")

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
import cauce_platform  # noqa: E402

os.environ["MOTO_ACCOUNT_ID"] = cauce_platform.PLATFORM["account"]


def pytest_sessionfinish():
    HOME.cleanup()


def runtime_module(name: str):
    """A module of the runtime package, whose folder's name holds a digest."""
    (package,) = DAGS.glob("cauce_airflow_*")
    return importlib.import_module(f"{package.name}.{name}")


@pytest.fixture(scope="session")
def runtime():
    """The modules of the runtime package."""
    names = [
        "arrivals",
        "aws",
        "calendars",
        "databases",
        "dialects",
        "drivers",
        "errors",
        "glue",
        "handover",
        "http_api",
        "ledger",
        "manifests",
        "outcome",
        "pipeline",
        "results",
        "watermarks",
    ]
    return SimpleNamespace(**{name: runtime_module(name) for name in names})


@pytest.fixture(autouse=True)
def a_working_day(runtime, monkeypatch):
    """Flows do not depend on the day on which they are tested."""
    monkeypatch.setattr(runtime.calendars, "clock", lambda: datetime(2026, 11, 24, 15, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def database():
    """Airflow's own tables."""
    from airflow.providers.fab.auth_manager import models  # noqa: F401  registers the tables that Airflow's refer to
    from airflow.utils.db import initdb

    initdb()


@pytest.fixture(scope="session")
def bag(database):
    """The generated DAGs as the scheduler sees them."""
    from airflow.models.dagbag import DagBag

    return DagBag(dag_folder=str(DAGS), include_examples=False)


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


@pytest.fixture
def pipeline(runtime, cloud):
    """A dataset of the empty account."""
    return runtime.pipeline.Pipeline("pagos/transacciones", cauce_platform.PLATFORM)


@pytest.fixture
def api():
    """Starts HTTP servers that answer pages of records."""
    from servers import Api

    started = []

    def start(records, **settings):
        started.append(Api(records, **settings))
        return started[-1]

    os.environ["AIRFLOW_CONN_DATOS-ABIERTOS"] = '{"conn_type": "http", "login": "cauce", "password": "s3cret"}'
    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL server on a free port of this machine."""
    from servers import Postgres

    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def postgres(postgres_server):
    """An empty database, which the connection of the examples leads to."""
    postgres_server.empty()
    os.environ["AIRFLOW_CONN_CORE-PG"] = postgres_server.url
    return postgres_server


@pytest.fixture(scope="session")
def mariadb_server():
    """A MariaDB server on a free port of this machine."""
    from servers import Mariadb

    server = Mariadb()
    yield server
    server.stop()


@pytest.fixture
def mariadb(mariadb_server):
    """An empty database, which the connection `tienda` leads to."""
    mariadb_server.empty()
    os.environ["AIRFLOW_CONN_TIENDA"] = f"mysql://root@127.0.0.1:{mariadb_server.port}/core"
    return mariadb_server
