"""工作量: how much work a village makes in a year, as one number, so that loads can be compared."""

from collections.abc import Mapping


def hours_a_year(population: int, consultations: int, rules: Mapping[str, int]) -> float:
    """The hours that a village may ask of its adviser in a year, to a tenth.

    What the district asks for in every village alike (96 hours: 8 a month, Shandong 2016, domain.md 1.2), half an hour
    for each consultation of the last year, and an hour for each hundred residents, who may yet ask. The last two are
    judgements: of 440 villages with some 1,700 residents and 30 consultations each, the largest then makes about half
    as much again as the average. All three are rules that a district may set.
    """
    asked = consultations * rules["minutes_of_a_consultation"] / 60
    return round(rules["hours_a_year_of_a_village"] + asked + population / rules["residents_to_an_hour"], 1)
