"""A YAML language server over its standard streams, as an editor talks to it."""

import json
import os
import queue
import subprocess
import threading
from itertools import count
from pathlib import Path


class LanguageServer:
    """One running server. Every answer is waited for at most ``PATIENCE`` seconds: a server that hangs is a failure."""

    PATIENCE = 60

    def __init__(self, root: Path, settings: dict) -> None:
        command = [os.environ["NODE"], os.environ["LANGUAGE_SERVER"], "--stdio"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        self.settings = settings
        self.numbers = count(1)
        self.messages: queue.Queue = queue.Queue()
        self.diagnostics: queue.Queue = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        capabilities = {
            "textDocument": {
                "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
                "hover": {"contentFormat": ["markdown"]},
                "publishDiagnostics": {"relatedInformation": True},
            },
            "workspace": {"configuration": True, "workspaceFolders": True},
        }
        folders = [{"uri": root.as_uri(), "name": "cauce"}]
        start = {"processId": os.getpid(), "rootUri": root.as_uri(), "workspaceFolders": folders}
        self.request("initialize", start | {"capabilities": capabilities})
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": settings})

    def open(self, path: Path, text: str) -> str:
        """Opens a document whose text need not be that of the file; gives its address."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        return path.as_uri()

    def findings(self, uri: str) -> list[dict]:
        """What the server says about a document, once it has read it."""
        while True:
            published = self.diagnostics.get(timeout=self.PATIENCE)
            if published["uri"] == uri:
                return published["diagnostics"]

    def at(self, method: str, uri: str, line: int, character: int) -> dict | list | None:
        position = {"line": line, "character": character}
        return self.request(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": position})

    def request(self, method: str, params: dict) -> dict | list | None:
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self.messages.get(timeout=self.PATIENCE)
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]

    def notify(self, method: str, params: dict) -> None:
        self._send({"method": method, "params": params})

    def close(self) -> None:
        self.request("shutdown", {})
        self.notify("exit", {})
        self.process.wait(timeout=self.PATIENCE)

    def _send(self, message: dict) -> None:
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> None:
        while message := self._message():
            if message.get("method") == "textDocument/publishDiagnostics":
                self.diagnostics.put(message["params"])
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": self._answer(message)})
            elif "id" in message:
                self.messages.put(message)

    def _message(self) -> dict | None:
        length = 0
        while header := self.process.stdout.readline().strip():
            name, _, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return json.loads(self.process.stdout.read(length)) if length else None

    def _answer(self, message: dict) -> list | None:
        """The server asks for its settings by section."""
        if message["method"] != "workspace/configuration":
            return None
        return [self.settings.get(item.get("section")) for item in message["params"]["items"]]
