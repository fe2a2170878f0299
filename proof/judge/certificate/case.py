"""One assignment of truth values to the atoms of a clause, and whether any request can have it."""

import json
import re

from . import Refused
from .domains import KINDS
from .patterns import ANYTHING, component, literal, only_text
from .ranges import Range, read, read_cut
from .templates import any_filling, filled
from .values import Supposed, twelve_digits
from .worlds import kind_named, present_named

_PLACE = re.compile(r"(.*) aws:principalorgpaths ([1-9]\d*)", re.DOTALL)


class Case:
    """One assignment of truth values to atoms."""

    def __init__(self, facts, supposed):
        self.facts = facts
        self.texts = Supposed(facts.domains)
        self.kinds = {}
        self.present = {}
        self.ranges, self.typed, self.templates, self.digits = {}, {}, {}, []
        for variable, is_true in supposed.items():
            self._suppose(facts.variables[variable], is_true)
        for text, caller in facts.callers.items():
            kind = next((one for one, is_it in self.kinds.get(caller, {}).items() if is_it), None)
            if kind in facts.arns:
                self.texts.domains = {**self.texts.domains, text: facts.arns[kind]}

    def _suppose(self, meaning, is_true):
        if "matches" in meaning:
            pattern = self.facts.patterns[meaning["matches"]]
            self.texts.suppose(meaning["text"], pattern, is_true)
        elif "digit" in meaning:
            self.digits.append((meaning["text"], meaning["digit"], is_true))
        elif "isTyped" in meaning:
            self.typed[_key(meaning["value"]), meaning["isTyped"]] = is_true
        elif "as" in meaning:
            kind = meaning["as"]
            relation = "lessThan" if "lessThan" in meaning else "atMost"
            range_ = self.ranges.setdefault((_key(meaning["value"]), kind), Range(kind))
            range_.suppose(relation, read_cut(meaning[relation], kind), is_true)
        elif "template" in meaning:
            self.templates[meaning["template"]] = is_true
        elif "free" in meaning and (kind := kind_named(meaning["free"])):
            self.kinds.setdefault(kind[0], {})[kind[1]] = is_true
        elif "free" in meaning and (name := present_named(meaning["free"])) in self.facts.places:
            self.present[name] = is_true
            if is_true:
                self._suppose_present(self.facts.places[name], name)

    def _suppose_present(self, text, name):
        """Supposes that a key is present: it then has one of the values that it can have."""
        choices, excluded = self.facts.rules(name)
        if choices:
            self.texts.domains = {**self.texts.domains, text: frozenset(map(literal, choices))}
        for one in excluded:
            self.texts.suppose(text, literal(one), False)

    def is_impossible(self, about):
        return (
            any(not self.texts.is_possible(text) for text in self.texts.texts())
            or any(range_.is_empty() for range_ in self.ranges.values())
            or self._has_two_families()
            or self._is_of_no_kind()
            or any(self._is_out_of_place(name, is_there) for name, is_there in self.present.items())
            or self._contradicts_digits()
            or (about is not None and self._contradicts(about))
        )

    def _has_two_families(self):
        """Whether an address is of two families. Each address is of one."""
        return any(
            is_true and kind == "ip4" and self.typed.get((value, "ip6"))
            for (value, kind), is_true in self.typed.items()
        )

    def _is_of_no_kind(self):
        """Whether a caller is of several kinds or of none. Each caller is of exactly one."""
        return any(
            sum(kinds.values()) > 1 or (len(kinds) == len(KINDS) and not any(kinds.values()))
            for kinds in self.kinds.values()
        )

    def _is_out_of_place(self, name, is_there):
        """Whether an account's place is wrong. Accounts of the organization have their places in it, and no other account has.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
        """
        found = _PLACE.fullmatch(name)
        organization, members = self.facts.organization
        if not found or not organization or f"{found.group(1)} ARN" not in self.facts.places:
            return False
        caller, number = found.groups()
        arn, path = self.facts.places[f"{caller} ARN"], self.facts.places[name]
        own = [component(4, literal(account)) for account in members]
        within = (*literal(f"{organization}/"), *ANYTHING)
        may_be_other = self.texts.is_possible(arn, (), own)
        if not is_there:
            has_arn = any(self.kinds.get(caller, {}).get(kind) for kind in self.facts.arns)
            return number == "1" and has_arn and not may_be_other
        may_be_member = any(self.texts.is_possible(arn, (one,)) for one in own)
        return not (may_be_member and self.texts.is_possible(path, (within,))) and not (
            may_be_other and self.texts.is_possible(path, (), (within,)))

    def _contradicts_digits(self):
        """Whether a clause contradicts an earlier one about a digit. The first clause about a digit decides what the digit is."""
        for text, digit, is_true in self.digits:
            for pattern in self.texts.inside.get(text, ()):
                constant = only_text(pattern)
                if constant is None:
                    continue
                known = self.facts.digits.setdefault((text, constant, digit), not is_true)
                if known != is_true:
                    return True
        return False

    def _contradicts(self, about):
        if "value" in about:
            return self._contradicts_reading(about["value"], about["is"])
        place = about["template"]
        if place not in self.templates:
            return False
        template, is_true = self.facts.templates[place], self.templates[place]
        left = template["left"]
        if "skeleton" in about:
            return is_true and not self.texts.may_be_in(left, any_filling(template))
        if "texts" in about:
            holes = list(zip(template["holes"], about["texts"], strict=True))
            if not all(self.texts.is_certainly(hole, text) for hole, text in holes):
                return False
            pattern = filled(template, about["texts"])
            if is_true:
                return not self.texts.may_be_in(left, pattern)
            return not self.texts.may_be_outside(left, pattern)
        if template["groups"] != [[None]] or template["comparing"] != "letters":
            raise Refused("a template is no equality")
        (right,) = template["holes"]
        pattern = self.facts.patterns[about["pattern"]]
        return is_true and any(
            not self.texts.may_be_outside(one, pattern) and not self.texts.may_be_in(other, pattern)
            for one, other in ((left, right), (right, left))
        )

    def _contradicts_reading(self, value, text):
        """Whether the value cannot be this text. Reading the text tells its type and its value."""
        key = _key(value)
        if not self.texts.is_certainly(value, text):
            return self._contradicts_spelling(value, text)
        for (of, kind), is_true in self.typed.items():
            if of == key and (read(text, kind) is not None) != is_true:
                return True
        for (of, kind), range_ in self.ranges.items():
            number = read(text, kind)
            if of == key and number is not None and not range_.holds(number):
                return True
        return False

    def _contradicts_spelling(self, value, text):
        """Whether an account cannot be spelled as supposed. It has twelve digits, so one spelling fits a number, or none."""
        key = _key(value), "number"
        point = self.ranges[key].point() if key in self.ranges else None
        if point is None or not self.typed.get(key):
            return False
        if self.texts.may_be_outside(value, twelve_digits, literal("")):
            return False
        is_spelled = point.denominator == 1 and 0 <= point < 10**12
        return not is_spelled or not self.texts.may_be_in(value, literal(f"{int(point):012}"))


def _key(value):
    return json.dumps(value, sort_keys=True)
