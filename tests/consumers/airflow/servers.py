"""The sources of the examples, on free ports of this machine: an HTTP API that pages, and PostgreSQL."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg2


class Api:
    """Answers `limit` records from `offset`, at most `cap`; `script` holds (status, headers, body) to answer first."""

    def __init__(self, records, cap=1000, script=()):
        self.queries, self.headers = [], []
        script = list(script)
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                query = dict(parse_qsl(urlsplit(self.path).query))
                api.queries.append(query)
                api.headers.append(dict(self.headers))
                start = int(query.get("offset", 0))
                page = records[start : start + min(int(query.get("limit", cap)), cap)]
                self.answer(*(script.pop(0) if script else (200, {}, json.dumps(page).encode())))

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
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
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
