"""Where a language model is asked, and the failure of asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from westphalia.errors import BadInput

__all__ = ["Endpoint", "NoAnswer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An OpenAI-compatible server. Raises BadInput for a `url` that is no web address.

    `url` ends where `/chat/completions` follows (`http://127.0.0.1:8000/v1`); `cache` is the folder of answers (None
    keeps none); `timeout` is seconds without a byte; `wait` is seconds before the second of `tries`, doubled each time.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    cache: Path | None = None
    timeout: float = 120.0
    tries: int = 3
    wait: float = 1.0

    def __post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")):
            raise BadInput(f"the language model's address {self.url!r} is none: give one as http://127.0.0.1:8000/v1")


class NoAnswer(Exception):
    """A request came to nothing. `lasting`: so will the next one, as nobody is there or the key is not accepted."""

    def __init__(self, why: str, lasting: bool = False) -> None:
        super().__init__(why)
        self.why, self.lasting = why, lasting
