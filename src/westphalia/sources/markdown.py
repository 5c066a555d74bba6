"""Markdown to plain text: one paragraph a line, markup gone."""

from __future__ import annotations

import html
import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["strip_markup"]

_PARSER = MarkdownIt("commonmark").enable("table")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--.*?-->", re.S)
_FOOTNOTE = re.compile(r"\[\^[\w-]{1,20}\]:? ?")


def strip_markup(text: str) -> str:
    """The text of a Markdown page: headings, paragraphs and list items each on a line, with empty lines between.

    Link labels stay, addresses, images, comments and footnote marks go.

    >>> strip_markup("# A visit\\n\\nKim met [Putin](https://example.org)\\nin **Vladivostok**.\\n\\n- one\\n- two")
    'A visit\\n\\nKim met Putin in Vladivostok.\\n\\none\\n\\ntwo'
    """
    blocks: list[str] = []
    cells: list[str] | None = None
    for token in _PARSER.parse(_FOOTNOTE.sub("", text)):
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close" and cells is not None:
            blocks.append(" | ".join(cells))
            cells = None
        elif token.type == "inline":
            said = _inline(token)
            (blocks if cells is None else cells).append(said)
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip("\n"))
        elif token.type == "html_block":
            blocks.append(_plain(_TAG.sub(" ", token.content)))
    return "\n\n".join(block for block in blocks if block.strip())


def _inline(token: Token) -> str:
    pieces: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type == "softbreak":
            pieces.append(" ")
        elif child.type == "hardbreak":
            pieces.append("\n")
    return "\n".join(_plain(line) for line in "".join(pieces).split("\n"))


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split(" ")).strip(" \t\n")
