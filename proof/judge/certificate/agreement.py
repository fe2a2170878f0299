"""Compares a certificate's gates with the judge, request by request, and checks what its assumptions say."""

import random

from . import Refused
from .aim import Aim
from .derived import count_derived
from .judged import is_resource_open, matches
from .valuation import Valuation
from .vectors import vectors, world_of

# The number of requests for each claim. While policies allow fewer than half of them, more are drawn: up to MOST times as many.
REQUESTS, MOST = 1000, 3

_TAG_KEYS = ("aws:tagkeys", "sts:transitivetagkeys")
_OPEN = "where AWS's documentation leaves it open and the claim takes the reading that is worse for it"


class Tried:
    """How many requests were compared, and how many of them some policy allows."""

    def __init__(self):
        self.requests = self.allowed = self.compared = 0
        # How many gates of statements follow from the documents, and how many are only compared on drawn requests.
        self.derived = self.sampled = 0


def compare(certificate, seed, requests=REQUESTS):
    """Refuses the certificate if one of its gates disagrees with the judge."""
    stated = certificate.stated
    draw = stated.draw(random.Random(seed))
    aim = Aim(certificate, draw)
    tried = Tried()
    tried.derived, tried.sampled = count_derived(certificate)
    published = [world for asked in vectors() if (world := world_of(asked, draw, certificate.stated))]
    _compare(certificate, [world.drawn() for world in published], tried)
    tried.requests = tried.allowed = 0
    while tried.requests < requests or (tried.allowed * 2 < tried.requests < MOST * requests):
        worlds = [*draw.worlds(-(-requests // 3)), *aim.worlds(-(-requests // 6))]
        _compare(certificate, [world.drawn() for world in worlds], tried)
    return tried


def _compare(certificate, worlds, tried):
    stated = certificate.stated
    valuation = Valuation(certificate, worlds)
    allowed, requests = 0, {}
    for gate in certificate.gates:
        says = valuation.literal(gate["is"])
        if "statement" in gate:
            key = gate.get("request"), gate.get("action"), gate.get("resource"), gate.get("version")
            if key not in requests:
                requests[key] = [stated.side(gate).judged.prepared(stated.asked_of(world, gate))[0] for world in worlds]
            allowed |= _compare_statement(stated, gate, says, list(zip(worlds, requests[key])), tried)
            continue
        for place, world in enumerate(worlds):
            tried.compared += 1
            if _disagrees(stated, gate, world, bool(says >> place & 1)):
                raise Refused(f"the gate {_named(gate)} is {bool(says >> place & 1)}, {_why(stated, gate, world)}: {_request(world)}")
    for name, clause in certificate.assumed:
        holds = valuation.clause(clause)
        for place, world in enumerate(worlds):
            if not holds >> place & 1 and name not in stated.breaks(world):
                raise Refused(f"the assumption {name} does not say that: {_request(world)}")
    tried.requests += len(worlds)
    tried.allowed += allowed.bit_count()


def _disagrees(stated, gate, world, gate_says):
    """Whether the gate hides from the claim what the judge says. Saying more is harmless: more requests would break the claim.

    Requests that the claim does not ask about do not count. If the documentation leaves something open, the gate has to take
    the reading that is worse for the claim. This counts only where the claim may be broken, and not for the root user: an
    assumption covers it.
    """
    is_more = stated.is_strict if "request" in gate else gate["part"] in stated.failing
    if gate_says is not is_more:
        return False
    is_so = stated.says(gate, world)
    if is_so is is_more or (gate["part"] == "let in" and not stated.asks(world)):
        return False
    if gate["part"] in stated.jointly:
        return stated.may_break(world)
    return is_so is not None or (world.kinds.get(stated.caller_of(gate.get("request", ""))) != "root" and stated.may_break(world))


def _why(stated, gate, world):
    return "and the judge says otherwise" if stated.says(gate, world) is not None else _OPEN


def _compare_statement(stated, gate, says, worlds, tried):
    side = stated.side(gate)
    policy = side.policy_named(gate["document"])
    if policy == "made":
        return 0
    if policy is None or not 0 <= gate["statement"] < len(policy.statements):
        raise Refused(f"the documents have no {_named(gate)}")
    statement = policy.statements[gate["statement"]]
    holders = side.judged.holders_of(gate["document"])
    # A certificate has only the tags that policies name. Because of other tags it may say more, but not less.
    asks_for_tag_keys = any(key in _TAG_KEYS for _, _, _, key, _ in statement.conditions)
    allowed = 0
    for place, (world, request) in enumerate(worlds):
        if holders is not None and (request.caller.role or request.caller.arn) not in holders:
            # The policy is attached to others, so it does not apply to the caller.
            continue
        is_match, gate_says = matches(statement, request), bool(says >> place & 1)
        tried.compared += 1
        is_worse = (gate_says != statement.allows) is not stated.is_strict
        if is_match is not None and is_match != gate_says and (is_worse or not asks_for_tag_keys):
            raise Refused(f"{_named(gate)} matches: the gate says {gate_says}, the judge {is_match}: {_request(world)}")
        if is_match is None and is_worse and is_resource_open(statement, request) and stated.may_break(world):
            raise Refused(f"{_named(gate)} matches: the gate says {gate_says}, {_OPEN}: {_request(world)}")
        if is_match and statement.allows:
            allowed |= 1 << place
    return allowed


def _named(gate):
    where = f" of {gate['request']}" if "request" in gate else ""
    return f"statement {gate['statement']} of the {gate['document']}{where}" if "statement" in gate else gate["part"] + where


def _request(world):
    return f"{world.kinds} {world.texts} {sorted(world.sent)} {sorted(world.flags)}"
