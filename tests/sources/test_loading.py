"""Files and folders to documents: kinds, encodings, metadata, and everything that may be wrong with a file."""

from __future__ import annotations

import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from westphalia.records import Document, Skip
from westphalia.sources import find, load
from westphalia.sources.dates import find_day, read_published
from westphalia.sources.decode import Refused, decode
from westphalia.sources.loading import unwrap
from westphalia.sources.markdown import strip_markup
from westphalia.sources.metadata import split_front_matter

TEXT = "Talks in Geneva end\n\nThe ministers of Türkiye and Armenia met – “briefly” – and parted.\n"
PAGE = """<html lang="en"><head><meta charset="utf-8"><title>Talks end | Example Wire</title>
<meta property="og:site_name" content="Example Wire"><meta name="author" content="Ann Reporter">
<meta property="article:published_time" content="2024-06-19T08:00:00Z"></head><body><nav>Home</nav><article>
<h1>Talks end</h1><p>The ministers met in Geneva for three hours and parted without a statement.</p>
<p>They will meet again before the end of the year, a spokesman of the ministry told reporters on Tuesday.</p>
</article><footer>Copyright 2019 Example Wire</footer></body></html>"""


def one(path: Path) -> Document:
    (document,) = load(path)
    assert isinstance(document, Document), document
    return document


def why(path: Path) -> str:
    (skip,) = load(path)
    assert isinstance(skip, Skip)
    assert skip.where == str(path)
    return skip.why


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_encodings_give_the_same_document(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    document = one(path)
    assert document.text == TEXT
    assert document.extra == {}


def test_line_ends_and_invisible_characters(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Kim\u00adJong\u200b Un\r\nmet\rPutin".encode())
    assert one(path).text == "KimJong Un\nmet\nPutin"


def test_a_few_broken_bytes_are_noted(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(("Türkiye’s – “talks” " * 20).encode() + b"\xff end of the talks.")
    document = one(path)
    assert "\ufffd end" in document.text
    assert document.extra["loss"] == "1 broken characters in utf-8 replaced by \ufffd"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n ", "empty"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "binary"),
        (b"\x1f\x8b\x08\x00broken", "damaged gzip"),
        (gzip.compress(b"text " * 9000)[:-20], "damaged gzip"),
        (b"a" * 70_000, "limit"),
        (gzip.compress(b"a" * 10_000_000), "limit"),
    ],
)
def test_what_cannot_be_read_is_skipped_with_a_reason(tmp_path, content, reason):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    (skip,) = load(path, limit=60_000)
    assert isinstance(skip, Skip)
    assert reason in skip.why


def test_the_limit_says_what_to_do(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert why(path) == "more than 20 MB of text, which is the limit for one document: split the file into its articles"


def test_missing_files_folders_and_pipes_are_skipped(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert why(tmp_path / "no.txt") == "no such file"
    assert why(tmp_path) == "not a plain file"
    assert why(tmp_path / "pipe.txt") == "not a plain file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_without_permission(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert why(path) == "no permission to read it"


def test_html_gives_text_headline_and_metadata(tmp_path):
    path = tmp_path / "a.html.gz"
    path.write_bytes(gzip.compress(PAGE.encode()))
    document = one(path)
    assert document.text.startswith("Talks end\n\nThe ministers met")
    assert document.text.count("Talks end") == 1
    assert "Copyright" not in document.text
    assert (document.title, document.author, document.publisher) == ("Talks end", "Ann Reporter", "Example Wire")
    assert str(document.published) == "2024-06-19"


def test_html_without_a_date_of_its_own_has_none(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(PAGE.replace("article:published_time", "nothing").replace("on Tuesday", "on 3 May 2021"))
    assert one(path).published is None


def test_html_without_text_is_skipped(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><body><script>var a</script></body></html>")
    assert why(path) == "the page holds no text"


def test_markdown_front_matter_and_markup(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: Talks end\npublished: 2024-06\nseries: two\n---\n\nKim met [Putin](http://x)\nin **May**.\n"
    )
    document = one(path)
    assert document.text == "Talks end\n\nKim met Putin in May."
    assert (document.title, str(document.published), document.extra) == (
        "Talks end",
        "2024-06-01/2024-06-30",
        {"series": "two"},
    )


def test_a_headline_in_front_matter_and_text_stands_once(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Talks end!\n---\n# Talks end\n\nThey met.\n")
    assert one(path).text == "Talks end\n\nThey met."


def test_bad_front_matter_is_told_and_the_article_is_read(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Talks end\n<<<<\npublished: someday\n---\nThey met.\n")
    *skips, document = load(path)
    assert [skip.stage for skip in skips] == ["metadata", "metadata"]
    assert document.title == "Talks end"
    assert document.published is None


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.txt.gz"])
def test_a_sidecar_comes_first(tmp_path, name):
    body = PAGE if "html" in name else TEXT
    (tmp_path / name).write_bytes(gzip.compress(body.encode()) if name.endswith("gz") else body.encode())
    sidecar = {
        "title": "T",
        "published": 2024,
        "fetched": "2025-01-02",
        "publisher": "P",
        "file": "x",
        "licence": "CC0",
    }
    (tmp_path / "a.json").write_text(json.dumps(sidecar))
    document = one(tmp_path / name)
    assert (document.title, document.publisher, str(document.published)) == ("T", "P", "2024-01-01/2024-12-31")
    assert document.fetched == date(2025, 1, 2)
    assert {"file", "licence"} <= set(document.extra)


@pytest.mark.parametrize("broken", ["{", "[1]", '{"published": "soon"}', "\udc80{}", "[" * 100_000])
def test_a_broken_sidecar_is_told_and_the_article_is_read(tmp_path, broken):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.json").write_bytes(broken.encode("utf8", "surrogateescape"))
    skip, document = load(tmp_path / "a.txt")
    assert isinstance(skip, Skip)
    assert (skip.where, skip.stage) == (str(tmp_path / "a.json"), "metadata")
    assert isinstance(document, Document)


def test_the_same_text_gives_the_same_id_wherever_it_lies(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    assert one(tmp_path / "a.txt").id == one(tmp_path / "b.txt").id


def test_a_folder_is_walked_in_order_without_what_is_no_article(tmp_path):
    for name in ("b.txt", "a.md", "c/d.html", "c/e.htm.gz", ".hidden.txt", ".git/x.txt", "README.md", "c/LICENSE"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    for name in ("b.json", "lonely.json", "picture.png", "paper.pdf"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "c" / "loop").symlink_to(tmp_path)
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    found = list(find([tmp_path]))
    names = [p.relative_to(tmp_path).as_posix() for p in found if isinstance(p, Path)]
    skips = {Path(s.where).name: s.why for s in found if isinstance(s, Skip)}
    assert names == ["a.md", "b.txt", "c/d.html", "c/e.htm.gz"]
    assert set(skips) == {"lonely.json", "picture.png", "paper.pdf", "dead.txt"}
    assert "pdftotext" in skips["paper.pdf"]
    assert skips["dead.txt"] == "no such file or folder"


def test_a_file_named_twice_is_read_once_and_a_named_file_whatever_its_name(tmp_path):
    path = tmp_path / "README.notes"
    path.write_text("x")
    assert list(find([path, str(path), tmp_path / "." / "README.notes"])) == [path]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_rights_is_skipped(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        assert [(s.where, s.why) for s in find([tmp_path])] == [(str(closed), "no permission to read it")]
    finally:
        closed.chmod(0o700)


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000, ""])
def test_impossible_paths_are_skipped(path):
    for found in find([path]):
        assert isinstance(found, Skip) or path == ""
    if path:
        assert all(isinstance(found, Skip) for found in load(path))


def test_publisher_and_agency_from_address_furniture_and_dateline(tmp_path):
    path = tmp_path / "a.txt"
    said = "The ministers of Türkiye and Armenia met and parted again without a statement."
    path.write_text(f"Talks end\n\nGENEVA, June 19 (Reuters) - {said}\n\nFollow NDTV on Twitter and Facebook")
    document = one(path)
    assert (document.publisher, document.extra["agency"]) == ("NDTV", "Reuters")
    (tmp_path / "a.json").write_text('{"url": "https://www.dawn.com/news/1"}')
    assert one(path).publisher == "Dawn"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Head\n\nOne\ntwo.", "Head\n\nOne two."),
        ("- a\n- b\n\n1. c", "a\n\nb\n\nc"),
        ("> quoted *words*\n\n![alt](x.png)", "quoted words"),
        ("Fish &amp; chips <b>bold</b><!-- no -->", "Fish & chips bold"),
        ("| a | b |\n|---|---|\n| c | d |", "a | b\n\nc | d"),
        ("Claim.[^1]\n\n[^1]: note", "Claim.\n\nnote"),
        ("a\n\n---\n\nb", "a\n\nb"),
    ],
)
def test_markup_goes_and_words_stay(markdown, text):
    assert strip_markup(markdown) == text


def test_a_rule_across_the_page_is_no_front_matter():
    text = "---\nA sentence between rules.\n---\nText."
    assert split_front_matter(text) == ({}, text, ())


def test_lines_broken_at_a_width_are_joined_in_place():
    wrapped = (
        "The ministers of the two countries met in Geneva on Tuesday and\n"
        "spoke for three hours about the future of the treaty, which has\n"
        "been in force since the year that followed the end of the war.\n"
        "\nNeither side gave details, but both of them said that they\n"
        "would meet again before the end of the year in another place.\n"
    )
    joined = unwrap(wrapped)
    assert len(joined) == len(wrapped)
    assert joined.split("\n\n")[0].count("\n") == 0
    assert unwrap("One sentence a line.\nAnother sentence here.\nAnd a third.").count("\n") == 2


@pytest.mark.parametrize("value", ["soon", "2024-13", "31.02.2024", "03/04/2024", "0000", "2024-06-19-x-", None, ""])
def test_no_date_is_invented(value):
    assert value == "2024-06-19-x-" or read_published(value) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_days_are_read_as_they_are_written(day):
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%A, %d %b. %Y", "%Y/%m/%d"):
        assert find_day(day.strftime(form)) == day, form


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.binary(max_size=400), suffix=st.sampled_from([".txt", ".md", ".html", ".txt.gz"]))
def test_any_bytes_give_a_document_or_a_reason(tmp_path, data, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    for found in load(path):
        assert isinstance(found, Document | Skip)
        if isinstance(found, Document):
            found.text.encode("utf8")
            assert all(f.span.end <= len(found.text) for f in found.furniture)


@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_what_was_encoded_is_decoded(text, encoding):
    try:
        decoded, loss = decode(text.encode(encoding, "replace"))
    except Refused:
        return
    assert loss is None or "\ufffd" in decoded or "encoding" in loss


def test_a_store_in_the_folder_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("China thanked Russia.")
    (tmp_path / "world" / "data").mkdir(parents=True)
    (tmp_path / "world" / "catalogue.sqlite").write_bytes(b"")
    (tmp_path / "world" / "data" / "x.parquet").write_bytes(b"PAR1")
    assert list(find([tmp_path])) == [tmp_path / "a.txt"]
