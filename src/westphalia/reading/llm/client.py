"""Asking an endpoint: one chat request at a time, tried again with patience, answers kept on disk."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

import httpx

from westphalia.reading.llm.endpoint import Endpoint, NoAnswer

__all__ = ["Client"]

_OPTIONS: Mapping[str, object] = {"temperature": 0, "response_format": {"type": "json_object"}}
_UNKNOWN_OPTION = frozenset({400, 422})
_TRY_AGAIN = frozenset({408, 409, 429})


class Client:
    """Asks an endpoint."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        self._http = httpx.Client(timeout=endpoint.timeout, headers=headers)
        self._options = _OPTIONS

    def remembered(self, system: str, question: str) -> str | None:
        """The answer that this model gave to the same words before, if it was kept."""
        try:
            kept = json.loads(self._place(system, question).read_bytes()) if self.endpoint.cache else {}
        except (OSError, ValueError):
            return None
        return str(kept["answer"]) if isinstance(kept, dict) and "answer" in kept else None

    def ask(self, system: str, question: str, limit: int) -> str:
        """The model's answer of at most `limit` tokens, kept for the next time. Raises NoAnswer after all tries."""
        body = {
            "model": self.endpoint.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": question}],
        }
        answer = _content(self._post(body, limit))
        if self.endpoint.cache:
            self._keep(self._place(system, question), answer)
        return answer

    def _post(self, body: Mapping[str, object], limit: int) -> httpx.Response:
        failure = NoAnswer("not tried")
        for attempt in range(self.endpoint.tries):
            if attempt:
                time.sleep(self.endpoint.wait * 2 ** (attempt - 1))
            try:
                response = self._send(body, limit)
            except httpx.TimeoutException:
                failure = NoAnswer("time-out")
            except httpx.TransportError as error:
                failure = NoAnswer(f"cannot be reached ({type(error).__name__})", lasting=True)
            except httpx.InvalidURL as error:
                raise NoAnswer(f"no such address ({error})", lasting=True) from error
            else:
                if response.is_success:
                    return response
                status = response.status_code
                failure = NoAnswer(f"HTTP {status}", lasting=status in (401, 403, 404))
                if status < 500 and status not in _TRY_AGAIN:
                    break
        raise failure

    def _send(self, body: Mapping[str, object], limit: int) -> httpx.Response:
        """One request; a server that does not know the options is asked without them from then on."""
        url = f"{self.endpoint.url.rstrip('/')}/chat/completions"
        if self._options:
            response = self._http.post(url, json={**body, **self._options, "max_tokens": limit})
            if response.status_code not in _UNKNOWN_OPTION:
                return response
            self._options = {}
        return self._http.post(url, json=body)

    def _place(self, system: str, question: str) -> Path:
        said = json.dumps([self.endpoint.model, system, question])
        name = hashlib.blake2b(said.encode("utf8", "surrogatepass"), digest_size=16).hexdigest()
        return (self.endpoint.cache or Path()) / name[:2] / f"{name}.json"

    def _keep(self, place: Path, answer: str) -> None:
        """Write an answer whole or not at all, as several processes may read and write."""
        place.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=place.parent, delete=False, encoding="utf8") as file:
            json.dump({"model": self.endpoint.model, "answer": answer}, file)
        os.replace(file.name, place)


def _content(response: httpx.Response) -> str:
    try:
        content = response.json()["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise NoAnswer("an answer that is no chat completion") from error
    return content if isinstance(content, str) else ""
