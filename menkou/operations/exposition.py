"""Numbers in Prometheus' text format 0.0.4. Counts and ages, of all districts together; nobody's words and nobody's ids."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MIME = "text/plain; version=0.0.4; charset=utf-8"
ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
Labels = Mapping[str, str]


@dataclass
class Family:
    """One name with its samples: (suffix, labels, value)."""

    name: str
    kind: str
    help: str
    samples: list[tuple[str, Labels, float]] = field(default_factory=list)

    def add(self, value: float | None, suffix: str = "", **labels: str) -> "Family":
        """A sample; what is not known is left out, and no zero."""
        if value is not None:
            self.samples.append((suffix, labels, value))
        return self

    def lines(self) -> Iterator[str]:
        yield f"# HELP {self.name} {self.help}"
        yield f"# TYPE {self.name} {self.kind}"
        for suffix, labels, value in self.samples:
            said = ",".join(f'{name}="{word.translate(ESCAPED)}"' for name, word in labels.items())
            yield f"{self.name}{suffix}{{{said}}} {_number(value)}" if said else f"{self.name}{suffix} {_number(value)}"


def gauge(name: str, help: str, value: float | None = None) -> Family:
    """A number that goes up and down."""
    return Family(f"menkou_{name}", "gauge", help).add(value)


def counter(name: str, help: str) -> Family:
    """A number that only grows while the process lives."""
    return Family(f"menkou_{name}_total", "counter", help)


def histogram(name: str, help: str) -> Family:
    """How often it took how long."""
    return Family(f"menkou_{name}", "histogram", help)


def observed(family: Family, bounds: Iterable[float], counts: list[int], total: float, **labels: str) -> None:
    """One series of a histogram: what each bucket has counted, the last one of what took longer than any bound."""
    so_far = 0
    for bound, count in zip([*bounds, math.inf], counts, strict=True):
        so_far += count
        family.add(so_far, "_bucket", **labels, le=_number(bound))
    family.add(total, "_sum", **labels).add(so_far, "_count", **labels)


def text(families: Iterable[Family]) -> str:
    """All of it; a family without samples is left out."""
    return "".join(f"{line}\n" for family in families if family.samples for line in family.lines())


def _number(value: float) -> str:
    if math.isinf(value):
        return "+Inf"
    return str(int(value)) if float(value).is_integer() else repr(round(float(value), 6))
