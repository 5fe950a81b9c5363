"""The record is what its published schema says, and no more."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from clipping.capture import read_capture
from clipping.parse import parse
from clipping.quotations import find_quotations
from clipping.record import as_json, schema
from tests.conftest import ROOT

VALIDATOR = jsonschema.Draft202012Validator(schema())


def record_of(path: Path) -> dict[str, Any]:
    """Return the record of the capture at ``path``, as JSON."""
    article = parse(read_capture(path))
    read: dict[str, Any] = json.loads(json.dumps(as_json(replace(article, quotations=find_quotations(article)))))
    return read


@pytest.fixture(scope="module")
def ours(site: Path) -> dict[str, Any]:
    """Return the published record of our article."""
    record: dict[str, Any] = json.loads((site / "article.json").read_text(encoding="utf-8"))
    return record


def test_every_record_is_valid(ours: dict[str, Any]) -> None:
    """The records of our article and of every capture of the tests are valid by the schema, and it by its own."""
    VALIDATOR.check_schema(VALIDATOR.schema)
    VALIDATOR.validate(ours)
    for path in sorted((ROOT / "tests" / "captures").glob("*/article.txt")):
        VALIDATOR.validate(record_of(path))


def test_the_schema_is_published(site: Path) -> None:
    """The site has the schema, and each field in it that is more than a reference has a description."""
    published = json.loads((site / "article.schema.json").read_text(encoding="utf-8"))

    assert published == schema()
    fields = [field for entry in published["$defs"].values() for field in entry["properties"].items()]
    assert [name for name, field in fields if not {"description", "$ref"} & field.keys() and name != "from"] == []


BROKEN = json.loads((ROOT / "tests" / "cases" / "record-broken.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("steps", "value"), BROKEN)
def test_a_broken_record_is_refused(ours: dict[str, Any], steps: str, value: Any) -> None:
    """A value of another kind, out of its range, or against its pattern makes a record invalid."""
    record = copy.deepcopy(ours)
    *way, last = (int(step) if step.isdecimal() else step for step in steps.split("."))
    inner: Any = record
    for step in way:
        inner = inner[step]
    inner[last] = value

    assert not VALIDATOR.is_valid(record)


NAMES = ("", "published", "captions", "paragraphs", "quotations", "furniture", "capture", "source")


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_there_and_no_other(ours: dict[str, Any], name: str) -> None:
    """No object of a record lacks a field or has one more."""
    entry = ours[name] if name else ours
    for field in (*(entry[0] if isinstance(entry, list) else entry), "mood"):
        record = copy.deepcopy(ours)
        inner = record[name] if name else record
        inner = inner[0] if isinstance(inner, list) else inner
        if inner.pop(field, "none") == "none":
            inner[field] = "sombre"
        assert not VALIDATOR.is_valid(record), field
