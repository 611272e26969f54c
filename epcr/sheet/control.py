"""The form control of every kind of field: what was typed stays, the value it means, and the reason for a value that is absent.

This and `epcr.sheet.field` are the only modules of the sheet that know WTForms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import wtforms

from epcr.sheet.absent import negatives_in, source_of
from epcr.sheet.context import Context
from epcr.sheet.list_said import NOTHING_SAID
from epcr.sheet.typed_text import LINE, lines
from epcr.sheet.vocabulary import Term, vocabulary
from epcr.words.naming import shortened

if TYPE_CHECKING:
    from epcr.sheet.field import Spec


class Control(wtforms.Field):
    """A form control for any spec: reads text once, keeps what was typed, carries the reason for an absent value."""

    def __init__(self, label: str | None = None, *, spec: Spec, **options: Any) -> None:
        """Bind the control to the spec that reads and writes its text."""
        super().__init__(label, **options)
        self.spec = spec
        # A form holds the controls that are declared before this one when it makes this one.
        form = options.get("_form")
        self.earlier: list[Control] = (
            [control for control in form or () if isinstance(control, Control)] if spec.timed else []
        )
        self.typed: list[str] | None = None
        self.reason = ""
        self.understood = ""
        self.source = ""
        self.said = NOTHING_SAID
        self.negatives: list[str] = []
        self._beside: list[str] = []  # what was typed beside a list, as sent

    @property
    def context(self) -> Context:
        """What surrounds the value."""
        return cast(Context, self.meta.context)

    def reading(self) -> Context:
        """What surrounds the text that was typed: with the date of the call and the times that stand before it in the form."""
        context = self.context
        for other in self.earlier:
            context = other.spec.following(other.data, context)
        return context

    @property
    def why_name(self) -> str:
        """The HTML name of the control that says why there is no value."""
        return self.why_of(self.name)

    @property
    def not_name(self) -> str:
        """The HTML name of the control for choices that were looked for and are not present."""
        return self.not_of(self.name)

    @staticmethod
    def why_of(name: str) -> str:
        """The name of the control that says why the control of this name has no value."""
        return f"{name}-why"

    @staticmethod
    def not_of(name: str) -> str:
        """The name of the control for choices that were looked for and are not present, beside the control of this name."""
        return f"{name}-not"

    @classmethod
    def asked_of(cls, name: str) -> str:
        """The name under which a page says that it asked what is not present: an empty answer takes the last one back."""
        return f"{cls.not_of(name)}-asked"

    @property
    def own_name(self) -> str:
        """The HTML name of the control for words that are not in the list."""
        return self.own_of(self.name)

    @staticmethod
    def own_of(name: str) -> str:
        """The name of the control for words that are not in the list, beside the control of this name."""
        return f"{name}-own"

    def process(
        self, formdata: Any, data: Any = wtforms.utils.unset_value, extra_filters: Any = None
    ) -> None:
        """Read value, reason and negatives from the form where it carries them, else from the stored entry."""
        absent: Mapping[str, str] = getattr(self.meta, "absent", {})
        self.reason = absent.get(self.short_name, "")
        self.source, stored = absent.get(source_of(self.short_name), ""), self.reason
        self.negatives = negatives_in(absent, self.short_name)
        # A control that was not on the page that was sent keeps its stored value; an emptied one is sent empty.
        self._beside = formdata.getlist(self.own_name) if formdata is not None else []
        asked = formdata is not None and (self.name in formdata or bool(self._beside))
        super().process(formdata if asked else None, data, extra_filters)
        if formdata is None:
            return
        if not asked:
            self.data = self.spec.kept(self.data, self.context, self.reading())
        self._read_reason(formdata)
        if asked and (self.said.source or self.reason != stored or self.data != self.object_data):
            self.source = self.said.source
        self._read_negatives(formdata)

    def _read_negatives(self, formdata: Any) -> None:
        """What was looked for and is not there: as it was chosen, where the page asked, and as the text denies it."""
        # Asked in two steps: Werkzeug makes a page about an error of each name that is missing, and most of these are.
        if (asked_of := self.asked_of(self.name)) in formdata and formdata[asked_of]:
            self.negatives = lines(formdata.getlist(self.not_name))
        self.negatives += [code for code in self.said.denied if code not in self.negatives]

    def _read_reason(self, formdata: Any) -> None:
        """The reason that was chosen, or the one that the text names; a complaint where those are two."""
        if self.why_name in formdata:
            self.reason = formdata.get(self.why_name).strip()
        if self.understood and self.reason and self.reason != self.understood:
            reason = vocabulary("reason").label(self.reason).lower()
            message = f"Keep either “{shortened(self.text())}” or the reason “{reason}” in {self.spec.label}, not both"
            self.process_errors = [message]
        self.reason = self.reason or self.understood

    def process_formdata(self, valuelist: list[str]) -> None:
        """Turn the typed text into a value, or into the reason it names; the text stays in `typed` whatever happens."""
        valuelist = [*valuelist, *self._beside]
        self.typed = list(valuelist)
        stored = self.object_data
        if self.spec.quantity and stored is not None and self.typed == self.spec.write(stored, self.context):
            return  # untouched: a converted value has more decimals than the text shows
        if self.spec.timed and stored is not None and self.typed == self.spec.write(stored, self.context):
            self.data = self.spec.kept(stored, self.context, self.reading())
            return
        self.data = None
        if clash := getattr(self.meta, "clashes", {}).get(self.short_name):
            raise wtforms.validators.ValidationError(clash)
        try:
            self.said = self.spec.understand(valuelist, self.reading())
            self.understood, self.data = self.said.reason, self.said.value
        except ValueError as error:
            raise wtforms.validators.ValidationError(str(error)) from None

    def pre_validate(self, form: wtforms.form.BaseForm) -> None:
        """A reason must be one the field knows, and must not contradict a value."""
        if self.spec.negative:
            try:
                self.negatives = self.spec.codes(self.negatives, self.context)
            except ValueError as error:
                raise wtforms.validators.ValidationError(str(error)) from None
            both = [self.spec.word(code) for code in self.negatives if code in (self.data or [])]
            if both:
                message = f"Say of {both[0]} either that it is there or that it is not"
                raise wtforms.validators.ValidationError(message)
        if not self.reason:
            return
        if self.reason not in self.spec.reasons:
            message = f"Choose one of the listed reasons for {self.spec.label}"
            raise wtforms.validators.ValidationError(message)
        if self.data is not None and self.reason not in self.spec.beside:
            reason = vocabulary("reason").label(self.reason).lower()
            message = f"Keep either the value of {self.spec.label} or the reason “{reason}”, not both"
            raise wtforms.validators.ValidationError(message)

    def text(self) -> str:
        """What stands in the control: the text as typed, else the stored value written out."""
        if self.typed is not None:
            return self.typed[0] if self.typed else ""
        return "\n".join(self.spec.write(self.data, self.context))

    def date_beside(self) -> str:
        """What is to be said beside it of the date that its time was understood with."""
        return "" if self.process_errors else self.spec.date_beside(self.data, self.reading())

    def chosen(self) -> list[str]:
        """The codes chosen, for controls that choose: as typed where the form came back."""
        if self.typed is not None:
            return lines(self.typed)
        return self.spec.write(self.data, self.context)

    def options(self) -> tuple[Term, ...]:
        """What can be chosen here."""
        return self.spec.options(self.context)

    def own_words(self) -> str:
        """What stands in the field beside the list: words that are no term of it, as typed."""
        known = {term.code for term in self.options()}
        return "; ".join(word for word in self.chosen() if word not in known)

    def reasons(self) -> list[Term]:
        """The reasons this field offers for an absent value."""
        words = vocabulary("reason")
        return [term for term in words if term.code in self.spec.reasons]

    def populate_obj(self, obj: Any, name: str) -> None:
        """Write value, reason and negatives to the section."""
        if getattr(obj, name) != self.data:
            setattr(obj, name, self.data)
        absent = self.absent_with(obj.absent)
        if absent != obj.absent:
            obj.absent = absent

    def absent_with(self, absent: Mapping[str, str]) -> dict[str, str]:
        """A section's reasons for what is absent with those of this field as they stand in the control."""
        name = self.short_name
        reasons = {
            key: why
            for key, why in absent.items()
            if key not in {name, source_of(name)} and not key.startswith(f"{name}:")
        }
        if self.source:
            reasons[source_of(name)] = self.source[:LINE]
        if self.reason:
            reasons[name] = self.reason
        if self.spec.negative:
            reasons.update({f"{name}:{code}": self.spec.negative for code in self.negatives})
        return reasons
