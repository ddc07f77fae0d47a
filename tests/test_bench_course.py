"""How a plan gets better with time, as the bench listens to it and draws it."""

import math
from xml.etree import ElementTree  # noqa: S405  # our own drawing

from bench.course import HEADS, Course, drawn, followed

NEWS = [(0.9, 0.15), (4.0, 0.03), (29.0, 0.007), (30.2, 0.005)]


def test_at_a_moment_holds_the_last_news_before_it():
    course = Course(1, NEWS)
    assert [course.at(one) for one in (0.5, 0.9, 5, 30, math.inf)] == [None, 0.15, 0.03, 0.007, 0.005]
    assert course.row() == ("1", "15.00%", "3.00%", "0.70%", "0.50%", "0.50%")
    assert len(course.row()) == len(HEADS)
    assert Course(2, NEWS[1:]).row()[1] == "no plan yet"


def test_the_drawing_has_a_line_for_each_district_that_never_rises():
    picture = ElementTree.fromstring(drawn([Course(1, NEWS), Course(2, NEWS)], 30))  # noqa: S314  # our own
    lines = [one.attrib["points"] for one in picture.iter() if one.tag.endswith("polyline")]
    assert len(lines) == 2
    points = [tuple(map(int, point.split(","))) for point in lines[0].split()]
    assert points == sorted(points)  # later stands to the right, and a smaller gap lower down
    assert len(drawn([Course(1, NEWS)], 30)) < 3000


def test_it_listens_to_the_real_command(tmp_path):
    course = followed(1, 1, tmp_path)
    seconds, gaps = zip(*course.points, strict=True)
    assert list(seconds) == sorted(seconds)
    assert gaps[-1] == min(gaps)
    assert 0 <= gaps[-1] < 1
