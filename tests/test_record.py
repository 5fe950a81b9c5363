"""The record is valid by its published schema, which allows nothing else."""

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
from tests.cases import read_text
from tests.conftest import ROOT

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_every_record_is_valid(site: Path) -> None:
    """The schema is valid, and the records of our article and of every capture in tests/captures conform to it."""
    VALIDATOR.check_schema(VALIDATOR.schema)
    VALIDATOR.validate(json.loads((site / "article.json").read_text("utf-8")))
    for path in (ROOT / "tests" / "captures").glob("*/article.txt"):
        article = parse(read_capture(path))
        VALIDATOR.validate(json.loads(json.dumps(as_json(replace(article, quotations=find_quotations(article))))))


def test_the_schema_is_published(site: Path) -> None:
    """The published schema requires every field, allows no other, and describes each that is not a reference."""
    published = json.loads((site / "article.schema.json").read_text("utf-8"))
    assert published.items() >= schema().items()
    for entry in published["$defs"].values():
        assert (entry["required"], entry["additionalProperties"]) == ([*entry["properties"]], False)
    fields = [field for entry in published["$defs"].values() for field in entry["properties"].items()]
    assert [name for name, field in fields if not {"description", "$ref"} & field.keys() and name != "from"] == []


@pytest.mark.parametrize(("steps", "value"), json.loads(read_text("record-broken.json")))
def test_a_broken_record_is_refused(site: Path, steps: str, value: Any) -> None:
    """A value of another type, out of its range or against its pattern makes a record invalid."""
    record = inner = json.loads((site / "article.json").read_text("utf-8"))
    *way, last = (int(step) if step.isdecimal() else step for step in steps.split("."))
    for step in way:
        inner = inner[step]
    inner[last] = value
    assert not VALIDATOR.is_valid(record)
