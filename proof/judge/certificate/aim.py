"""Makes worlds in which a chosen gate of a certificate is true, or false.

Requests that are drawn from the documents miss what a certificate adds of its own. Its gates show what that is.
"""

import re

from .asked import SESSION_KEYS
from .domains import KINDS, kind_of
from .patterns import accepts, witness
from .readers import READER_TAGS, SESSION_TAGS
from .templates import filled
from .valuation import value_in
from .worlds import FLAGS, kind_named, present_named, sent_named

_OF_SERVICES = ("aws:sourceaccount", "aws:sourcearn")
_WITHOUT_TAGS = ("root", "federated", "service", "anonymous")


class Aim:
    def __init__(self, certificate, draw):
        self.certificate = certificate
        self.draw = draw
        self.random = draw.random
        self.domains = certificate.stated.domains
        gates = [gate["is"] for gate in certificate.gates if not isinstance(gate["is"], bool)]
        self.targets = [literal for gate in gates for literal in (gate, -gate)]
        self.targets += [tuple(-one for one in clause) for _, clause in certificate.assumed]

    def worlds(self, count):
        return [self.world() for _ in range(count)]

    def world(self):
        world = self.draw.world()
        if not self.targets:
            return world
        target = self.random.choice(self.targets)
        supposed = self._ways(target if isinstance(target, tuple) else (target,))
        other = world.copy()
        return other if supposed is not None and self._make(other, supposed) else world

    def _ways(self, todo):
        """Truth values of variables that make all these literals true. None if the choices made at random contradict each other."""
        todo, supposed = list(todo), {}
        while todo:
            one = todo.pop()
            variable, is_true = abs(one), one > 0
            if variable in supposed:
                if supposed[variable] != is_true:
                    return None
                continue
            supposed[variable] = is_true
            meaning = self.certificate.variables[variable]
            if "gate" in meaning:
                parts = [part if is_true else -part for part in meaning["of"]]
                if not parts:
                    continue
                if (meaning["gate"] == "and") == is_true:
                    todo.extend(parts)
                else:
                    todo.append(self.random.choice(parts))
        return supposed

    def _make(self, world, supposed):
        inside, outside, templates = {}, {}, []
        for variable, is_true in supposed.items():
            meaning = self.certificate.variables[variable]
            if "constant" in meaning and not is_true:
                return False
            if "matches" in meaning:
                side = inside if is_true else outside
                side.setdefault(meaning["text"], set()).add(self.certificate.patterns[meaning["matches"]])
            elif "template" in meaning:
                templates.append((self.certificate.templates[meaning["template"]], is_true))
            elif "free" in meaning:
                self._free(world, meaning["free"], is_true)
        for text in inside.keys() | outside.keys():
            if not self._text(world, self.certificate.names[text], inside.get(text, ()), outside.get(text, ())):
                return False
        for template, is_true in templates:
            self._template(world, template, is_true)
        self._settle(world)
        return all(self.certificate.stated.can_be(world, caller) for caller in world.kinds)

    def _settle(self, world):
        """Removes what no such request has. If the documents have the caller's role, it also makes the session anew."""
        self._join_numbered(world)
        for name in [name for name, text in world.texts.items() if ":" in name and text in ("", ("",)) or (isinstance(text, tuple) and "" in text)]:
            # AWS's documentation does not say whether an empty text is a value.
            del world.texts[name]
        for name in list(world.texts):
            request, _, key = name.rpartition(" ")
            if self.draw.is_request(request):
                if ":" in key and not self.draw.carries(request, key) and not key.startswith(_OF_SERVICES):
                    del world.texts[name]
            elif self._is_idle(world, name, key):
                del world.texts[name]
        for caller, kind in list(world.kinds.items()):
            role = self.draw.roles.get(world.session_of(caller) or "")
            if kind == "user" and world.arn(caller) in self.draw.users:
                for name in [one for one in world.texts if one.startswith(f"{caller} tag ")]:
                    del world.texts[name]
                self.draw._own_tags(world, caller, self.draw.users[world.arn(caller)])
            if role and role.get("trust") and f"{caller}'s maker" not in world.kinds:
                self.draw._making(world, caller, role)
            sent = {tag for one, tag in world.sent if one == caller}
            if sent and sent != set(SESSION_TAGS):
                # A certificate has no names for tags that policies do not ask for.
                world.sent -= {(caller, tag) for tag in set(SESSION_TAGS) - set(READER_TAGS)}
            if role and role.get("trust"):
                self.draw._settle_tags(world, caller, role)
        self.draw._settle_keys(world)
        self._forget_makers(world)

    def _is_idle(self, world, name, key):
        """Whether this is a key of a caller that is not drawn, or a tag of a caller that has no tags."""
        caller = name.partition(" tag ")[0]
        if caller != name:
            return world.kinds.get(caller) in _WITHOUT_TAGS
        return key in SESSION_KEYS or (":" in key and key != "aws:principalorgid")

    def _join_numbered(self, world):
        """Joins the values of a key, which are numbered in a certificate, into one list."""
        for name in sorted(world.texts):
            numbered = re.fullmatch(r"(.*:.*) ([1-9][0-9]*)", name, re.DOTALL)
            if numbered and " tag " not in name:
                before = world.texts.get(numbered.group(1), ())
                before = before if isinstance(before, tuple) else (before,)
                world.texts[numbered.group(1)] = (*before, world.texts.pop(name))
                # A token has one subject and one audience.
                if numbered.group(1).endswith((":sub", ":aud")):
                    world.texts[numbered.group(1)] = self.random.choice((*before, world.texts[numbered.group(1)][-1]))

    def _forget_makers(self, world):
        """Removes the makers of callers other than sessions of roles with known trust policies. They do not matter."""
        for caller in sorted(world.kinds, key=len):
            role = self.draw.roles.get(world.session_of(caller) or "")
            if not role or not role.get("trust"):
                world.sent = {one for one in world.sent if not one[0].startswith(caller)}
                for one in [one for one in world.kinds if one.startswith(f"{caller}'s maker")]:
                    del world.kinds[one]

    def _free(self, world, free, is_true):
        if free in FLAGS:
            (world.flags.add if is_true else world.flags.discard)(free)
        elif kind := kind_named(free):
            self._kind(world, *kind, is_true)
        elif sent := sent_named(free):
            (world.sent.add if is_true else world.sent.discard)(sent)
            if is_true:
                world.texts.setdefault(f"{sent[0]} tag {sent[1]}", "some")
        elif name := present_named(free):
            if is_true and world.known(name) is None:
                world.texts[name] = "some"
            elif not is_true:
                world.texts.pop(name, None)

    def _kind(self, world, caller, kind, is_true):
        known = world.kinds.get(caller, "anonymous")
        if (known == kind) == is_true:
            return
        world.kinds[caller] = kind if is_true else self.random.choice([one for one in KINDS if one != kind])
        domain = self.domains.arns.get(world.kinds[caller])
        arn = world.arn(caller)
        if domain and not (arn and any(accepts(one, arn) for one in domain)):
            world.texts[f"{caller} ARN"] = witness(domain, frozenset(), frozenset())

    def _text(self, world, name, inside, outside):
        known = world.known(name)
        if known is not None and all(accepts(one, known) for one in inside) and not any(accepts(one, known) for one in outside):
            return True
        if known is None and not inside:
            return True
        domain = self.domains.of(name)
        caller = name.removesuffix(" ARN")
        if kind_of(name) == "ARN":
            domain = self.domains.arns.get(world.kinds.get(caller, ""), domain)
        found = witness(domain, frozenset(inside), frozenset(outside))
        if found is None and kind_of(name) == "ARN":
            found = witness(self.domains.of(name), frozenset(inside), frozenset(outside))
        if found is None:
            return False
        world.texts[name] = found
        if kind_of(name) == "ARN" and world.kinds.get(caller) in self.domains.arns:
            world.kinds[caller] = next(
                kind for kind, domain in self.domains.arns.items() if any(accepts(one, found) for one in domain))
        return True

    def _template(self, world, template, is_true):
        left = template["left"]
        if not is_true or "text" not in left or "part" in left:
            return
        holes = [value_in(self.certificate, hole, world) for hole in template["holes"]]
        found = witness(frozenset([filled(template, holes)]), frozenset(), frozenset())
        if found is not None:
            world.texts[self.certificate.names[left["text"]]] = found
