"""Slack and Teams as real HTTP servers that remember what they took, and fail when told to."""

import json
import threading
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Channel:
    """A server on the loopback. `faults` are the next answers: a status, or `hang` (no answer in time)."""

    def __init__(self, slack: bool) -> None:
        self.slack = slack
        self.taken: list[dict] = []
        self.faults: deque = deque()
        self.heads: list[dict] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def titles(self) -> list[str]:
        """Titles of all notices that were confirmed."""
        if self.slack:
            return [body["text"] for body in self.taken]
        return [body["attachments"][0]["content"]["body"][0]["text"] for body in self.taken]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        fault = self.faults.popleft() if self.faults else None
        if fault == "refuse":
            return self._say(handler, 200, {"ok": False, "error": "channel_not_found"})
        if isinstance(fault, int):
            return self._say(handler, fault, {}, {"Retry-After": "0"})
        if fault == "cut":
            handler.close_connection = True
            return None
        self.taken.append(body)
        self.heads.append(dict(handler.headers))
        return self._say(handler, 200 if self.slack else 202, {"ok": True} if self.slack else {})

    @staticmethod
    def _say(handler: BaseHTTPRequestHandler, status: int, body: dict, head: dict | None = None) -> None:
        raw = json.dumps(body).encode()
        handler.send_response(status)
        for key, value in (head or {}).items():
            handler.send_header(key, value)
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    def _handler(self) -> type:
        channel = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                channel.answer(self)

            def log_message(self, *_args: object) -> None:
                pass

        return Handler
