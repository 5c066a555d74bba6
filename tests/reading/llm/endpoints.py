"""An endpoint on 127.0.0.1 that answers as it is told to, for the tests of the language-model reader."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Fake", "record", "serve"]


@dataclass
class Fake:
    """What the endpoint does, and what it was asked: bodies and keys of all requests, in order.

    `answer` makes the model's text of the sentences asked about, by number; `status` other than 200 is given instead,
    once for each entry of the list; `slow` is seconds of silence before any answer.
    """

    answer: Callable[[dict[str, Any]], str] = lambda sentences: '{"statements": []}'
    status: list[int] = field(default_factory=list)
    slow: float = 0.0
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def sentences(self, request: int) -> dict[str, Any]:
        """The sentences of a request, by number."""
        found: dict[str, Any] = json.loads(self.asked[request]["messages"][1]["content"])
        return found


def record(**changes: Any) -> dict[str, Any]:
    """A good record of "Iran attacked Iraq." with changes."""
    return {
        "sentence": 1,
        "kind": "event",
        "relation": "ASSAULT",
        "mode": None,
        "source": [1],
        "target": [2],
        "via": [],
        "polarity": "+",
        "modality": "asserted",
        "quote": "attacked",
    } | changes


@contextmanager
def serve(fake: Fake) -> Iterator[Fake]:
    """The endpoint while it runs; `url` is filled in."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.asked.append(body)
            fake.keys.append(self.headers["Authorization"])
            time.sleep(fake.slow)
            status = fake.status.pop(0) if fake.status else 200
            said = fake.answer(fake.sentences(-1)) if status == 200 else "an error"
            content = json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except (BrokenPipeError, ConnectionResetError):
                pass  # who asked has gone

        def log_message(self, *arguments: object) -> None:
            """Nothing: the tests look at `fake.asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
