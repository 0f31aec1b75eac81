"""Explained steps: what a rule did, figure by figure, for one person or for many."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Self

from numpy.typing import NDArray

from portal.law.arrays import Flags
from portal.law.figures import Figure
from portal.law.quantities import Quantity, Scalar, scalar


class Step(NamedTuple):
    """One step of a rule.

    ``label`` is an English message with ``%(name)s`` parameters, to be translated when shown.
    ``applies`` says for whom the step was taken; None means for everybody.
    """

    key: str
    label: str
    value: NDArray[Any]
    unit: str
    article: str
    source: str = ""
    figure: str = ""
    confirmed: bool = True
    params: Mapping[str, Quantity] = {}
    applies: Flags | None = None

    @classmethod
    def by(
        cls,
        figure: Figure,
        key: str,
        label: str,
        value: NDArray[Any],
        unit: str,
        params: Mapping[str, Quantity] | None = None,
        applies: Flags | None = None,
    ) -> Self:
        """A step resting on a figure, which also stands in the label as ``%(figure)s``."""
        return cls(
            key,
            label,
            value,
            unit,
            figure.article,
            figure.source,
            figure.name,
            figure.confirmed,
            {"figure": figure.quantity, **params} if params else {"figure": figure.quantity},
            applies,
        )

    def taken_by(self, person: int) -> bool:
        return self.applies is None or self.applies.item(person)

    def at(self, person: int) -> dict[str, Any]:
        """The step of one person, fit for JSON."""
        params = {name: quantity.at(person) for name, quantity in self.params.items()}
        return self.told(params, scalar(self.value, person))

    def told(self, params: Mapping[str, Any], value: Scalar) -> dict[str, Any]:
        """The step with its parameters, each a value with its unit, and its value."""
        return {
            "key": self.key,
            "label": self.label,
            "params": params,
            "value": value,
            "unit": self.unit,
            "article": self.article,
            "figure": self.figure,
            "source": self.source,
            "confirmed": self.confirmed,
        }


def shown(value: Scalar, unit: str) -> str:
    """A quantity as plain text; a page passes its own, which follows the reader's language."""
    decimals = {"cents": 2, "ten_thousandths": 4}.get(unit)
    if decimals is not None and isinstance(value, int):
        whole, rest = divmod(abs(value), 10**decimals)
        return f"{'-' if value < 0 else ''}{whole}.{rest:0{decimals}}"
    return f"{value} %" if unit == "percent" else str(value)


def sentence(
    step: Mapping[str, Any],
    translate: Callable[[str], str] = str,
    show: Callable[[Scalar, str], str] = shown,
) -> str:
    """The label of a step made by ``Step.at``, translated, with its parameters filled in."""
    params = {name: show(each["value"], each["unit"]) for name, each in step["params"].items()}
    return translate(step["label"]) % params
