"""The outlines of a country's regions, ``content/regions.json``: GeoJSON (RFC 7946) that ``bench/regions.py`` makes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from clipping.errors import ClippingError
from clipping.record import Words

#: A place in degrees: east and north of the meridian and the equator.
Point = tuple[Annotated[float, Meta(ge=-180, le=180)], Annotated[float, Meta(ge=-90, le=90)]]
Outline = Annotated[tuple[Point, ...], Meta(min_length=4)]


class Geometry(Struct, frozen=True):
    """A polygon by its outline, without holes."""

    type: Literal["Polygon"]
    coordinates: Annotated[tuple[Outline, ...], Meta(min_length=1, max_length=1)]


class Properties(Struct, frozen=True):
    """What notes call a region."""

    name: Words


class Region(Struct, frozen=True):
    """A feature of GeoJSON."""

    properties: Properties
    geometry: Geometry


class Regions(Struct, frozen=True):
    """A collection of features."""

    features: Annotated[tuple[Region, ...], Meta(min_length=1)]


def read_regions(file: Path) -> dict[str, Outline]:
    """Return the outline of each region in ``file`` by its name; no file means none.

    Raises ``ClippingError`` if it is no GeoJSON of regions with a name and one outline each.
    """
    try:
        found = msgspec.json.decode(file.read_bytes(), type=Regions) if file.exists() else None
    except msgspec.MsgspecError as error:
        message = f"expected GeoJSON of polygons with names, found: {error}; make it again with bench/regions.py"
        raise ClippingError(message, str(file)) from error
    return {one.properties.name: one.geometry.coordinates[0] for one in found.features} if found else {}
