"""The sources of the tests, on free ports of this machine: an HTTP API that pages, PostgreSQL and MariaDB."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg2
import pymysql


class Api:
    """Answers `limit` records from `offset`, at most `cap`; `script` holds (status, headers, body) to answer first.

    `pages` answers by a function of the query instead; a POST gets a token, a new one each time.
    """

    def __init__(self, records, cap=1000, script=(), pages=None):
        self.queries, self.headers, self.forms = [], [], []
        script = list(script)
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = dict(parse_qsl(urlsplit(self.path).query))
                api.queries.append(query)
                api.headers.append(dict(self.headers))
                start = int(query.get("offset", 0))
                page = records[start : start + min(int(query.get("limit", cap)), cap)]
                answer = script.pop(0) if script else pages(query) if pages else (200, {}, json.dumps(page).encode())
                self.answer(*answer)

            def do_POST(self):
                form = self.rfile.read(int(self.headers["Content-Length"])).decode()
                api.forms.append((dict(parse_qsl(form)), self.headers["Authorization"]))
                self.answer(200, {}, json.dumps({"access_token": f"t{len(api.forms)}"}).encode())

            def answer(self, status, headers, body):
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/resource/x.json"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """A server from the binaries of the `pgserver` package; they refuse root, which therefore runs them as nobody."""

    def __init__(self):
        import pgserver

        self.folder = Path(tempfile.mkdtemp(prefix="cauce-postgres-"))
        self.user = "nobody" if os.geteuid() == 0 else None
        package = Path(pgserver.__file__).parent
        # The package may stand where nobody cannot read; its libraries are found beside it.
        for name in ("pgserver/pginstall", "pgserver.libs"):
            shutil.copytree(package.parent / name, self.folder / name)
        self.data = self.folder / "data"
        self.data.mkdir()
        self.folder.chmod(0o755)
        if self.user:
            shutil.chown(self.data, self.user)
        self.port = free_port()
        self.url = f"postgresql://cauce@127.0.0.1:{self.port}/postgres"
        self.call("initdb", "-A", "trust", "-U", "cauce", "-E", "UTF8", "--no-sync", "-D", str(self.data))
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories='' -c fsync=off"
        self.call("pg_ctl", "-w", "-D", str(self.data), "-l", str(self.data / "log"), "-o", options, "start")

    def call(self, program, *arguments):
        path = self.folder / "pgserver" / "pginstall" / "bin" / program
        command = [str(path), *arguments]
        subprocess.run(command, check=True, user=self.user, cwd="/", stdout=subprocess.DEVNULL, env={"LC_ALL": "C"})

    def execute(self, statement):
        connection = psycopg2.connect(self.url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else None
        finally:
            connection.close()

    def empty(self):
        self.execute("drop schema if exists core cascade")

    def stop(self):
        self.call("pg_ctl", "-w", "-D", str(self.data), "-m", "immediate", "stop")
        shutil.rmtree(self.folder)


class Mariadb:
    """A server from the folder `CAUCE_MARIADB`, which knows one zone by its name."""

    ZONE = """
        insert into mysql.time_zone (Time_zone_id, Use_leap_seconds) values (1, 'N');
        insert into mysql.time_zone_name (Name, Time_zone_id) values ('America/Bogota', 1);
        insert into mysql.time_zone_transition_type values (1, 0, -18000, 0, '-05');
    """

    def __init__(self):
        self.root = Path(os.environ["CAUCE_MARIADB"])
        self.folder = Path(tempfile.mkdtemp(prefix="cauce-mariadb-"))
        self.folder.chmod(0o755)
        self.data, self.port = self.folder / "data", free_port()
        libraries = self.root.glob("usr/lib/*-linux-gnu")
        self.environment = {**os.environ, "LD_LIBRARY_PATH": ":".join(map(str, libraries))}
        self.user = [f"--user={'nobody' if os.geteuid() == 0 else os.environ.get('USER', 'nobody')}"]
        self.install()
        self.process = self.start()
        self.wait()
        self.execute(self.ZONE)

    def install(self):
        command = [self.root / "usr/bin/mariadb-install-db", "--no-defaults", f"--basedir={self.root / 'usr'}"]
        settings = [f"--datadir={self.data}", "--auth-root-authentication-method=normal", "--skip-test-db"]
        done = subprocess.run([*command, *settings, *self.user], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def start(self):
        command = [self.root / "usr/sbin/mariadbd", "--no-defaults", f"--basedir={self.root / 'usr'}"]
        place = [f"--datadir={self.data}", f"--port={self.port}", f"--socket={self.data}/socket"]
        quiet = ["--bind-address=127.0.0.1", "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0"]
        modes = ["--sql-mode=ALLOW_INVALID_DATES", "--default-time-zone=+00:00"]
        with open(self.folder / "log", "w") as log:
            return subprocess.Popen(
                [*command, *place, *quiet, *modes, *self.user], env=self.environment, stdout=log, stderr=log
            )

    def wait(self):
        while True:
            try:
                return self.connect().close()
            except pymysql.OperationalError:
                if self.process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.2)

    def connect(self):
        return pymysql.connect(
            host="127.0.0.1", port=self.port, user="root", client_flag=pymysql.constants.CLIENT.MULTI_STATEMENTS
        )

    def execute(self, statements):
        connection = self.connect()
        with connection.cursor() as cursor:
            cursor.execute(statements)
            while cursor.nextset():
                pass
        connection.commit()
        connection.close()

    def empty(self):
        self.execute("drop database if exists core; create database core")

    def stop(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)
