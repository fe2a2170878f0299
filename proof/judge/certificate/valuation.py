"""Finds which worlds make a variable of a certificate true. Numbers hold the answers, with one bit for each world."""

from . import Refused
from .patterns import accepts
from .ranges import read, read_cut
from .templates import filled
from .worlds import reading_of


class Valuation:
    def __init__(self, certificate, worlds):
        self.certificate = certificate
        self.worlds = worlds
        self.all = (1 << len(worlds)) - 1
        self._bits = {}
        self._values = {}

    def literal(self, literal):
        """The worlds that make the literal true. A truth value in place of a literal holds in all worlds or in none."""
        if isinstance(literal, bool):
            return self.all if literal else 0
        bits = self._variable(abs(literal))
        return bits if literal > 0 else self.all ^ bits

    def clause(self, clause):
        bits = 0
        for literal in clause:
            bits |= self.literal(literal)
        return bits

    def _variable(self, variable):
        open_gates = [variable]
        while open_gates:
            one = open_gates[-1]
            if one in self._bits:
                open_gates.pop()
                continue
            meaning = self.certificate.variables[one]
            missing = [abs(part) for part in meaning.get("of", ()) if abs(part) not in self._bits]
            if missing:
                open_gates.extend(missing)
                continue
            self._bits[one] = self._of(meaning)
            open_gates.pop()
        return self._bits[variable]

    def _of(self, meaning):
        if "gate" in meaning:
            return self._joined(meaning["gate"], meaning["of"])
        if "constant" in meaning:
            return self.all
        if "assumption" in meaning:
            return self.all
        if "matches" in meaning:
            pattern = self.certificate.patterns[meaning["matches"]]
            return self._where({"text": meaning["text"]}, lambda text: accepts(pattern, text))
        if "isTyped" in meaning:
            return self._where(meaning["value"], lambda text: read(text, meaning["isTyped"]) is not None)
        if "as" in meaning:
            return self._compared(meaning)
        if "template" in meaning:
            return self._template(self.certificate.templates[meaning["template"]])
        if "free" in meaning:
            is_true = reading_of(meaning["free"])
            if is_true is None:
                raise Refused(f"nothing is meant by {meaning['free']!r}")
            return sum(1 << place for place, world in enumerate(self.worlds) if is_true(world))
        raise Refused(f"nothing is meant by {meaning}")

    def _joined(self, gate, parts):
        if gate == "and":
            bits = self.all
            for part in parts:
                bits &= self.literal(part)
            return bits
        return self.clause(parts)

    def _where(self, value, holds):
        return sum(bits for text, bits in self._texts(value).items() if holds(text))

    def _texts(self, value):
        """For each text of the value, the worlds in which the value is this text."""
        key = value.get("text"), value.get("part"), value.get("known")
        if key not in self._values:
            found = {}
            for place, world in enumerate(self.worlds):
                text = self.value(value, world)
                found[text] = found.get(text, 0) | 1 << place
            self._values[key] = found
        return self._values[key]

    def value(self, value, world):
        return value_in(self.certificate, value, world)

    def _compared(self, meaning):
        kind = meaning["as"]
        relation = "lessThan" if "lessThan" in meaning else "atMost"
        cut = read_cut(meaning[relation], kind)

        def holds(text):
            number = read(text, kind)
            return number is not None and (number < cut or (relation == "atMost" and number == cut))

        return self._where(meaning["value"], holds)

    def _template(self, template):
        known, bits = {}, 0
        for place, world in enumerate(self.worlds):
            texts = (self.value(template["left"], world), *(self.value(hole, world) for hole in template["holes"]))
            if texts not in known:
                known[texts] = accepts(filled(template, texts[1:]), texts[0])
            bits |= known[texts] << place
        return bits


def value_in(certificate, value, world):
    """The text that the value has in the world."""
    if "known" in value:
        return value["known"]
    return part_of(world.text(certificate.names[value["text"]]), value.get("part"))


def part_of(text, part):
    """The part of an ARN or path. Empty if the text has no such part."""
    if part is None:
        return text
    if part == "name":
        return text.rpartition("/")[2] if "/" in text else ""
    fields = text.split(":")
    place = {"region": 3, "account": 4}[part]
    return fields[place] if len(fields) > place + 1 else ""
