"""Places on a flat map, good enough for distances within a district."""

import math

KM_PER_DEGREE = 111.3
Point = tuple[float, float]


def kilometres(longitude: float, latitude: float) -> Point:
    """East and north, in kilometres."""
    return longitude * KM_PER_DEGREE * math.cos(math.radians(latitude)), latitude * KM_PER_DEGREE


def middle(points: list[Point]) -> Point:
    """The middle of some places; where there are none, distances say nothing."""
    if not points:
        return 0.0, 0.0
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
