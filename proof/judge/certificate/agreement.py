"""Compares what a certificate's gates say of requests with what the judge says, and tries what assumptions stand for."""

import random

from . import Refused
from .aim import Aim
from .judged import is_resource_open, matches
from .valuation import Valuation
from .vectors import vectors, world_of

# Requests for each claim; and how many times as many, until some policy allows what half of them ask.
REQUESTS, MOST = 1000, 3


class Tried:
    """How many requests were compared, and of how many some policy allows what is asked."""

    def __init__(self):
        self.requests = self.allowed = self.compared = 0


def compare(certificate, seed, requests=REQUESTS):
    """Refuses the certificate where a gate says otherwise than the judge."""
    stated = certificate.stated
    draw = stated.draw(random.Random(seed))
    aim = Aim(certificate, draw)
    tried = Tried()
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
            key = gate.get("request"), gate.get("action"), gate.get("resource")
            if key not in requests:
                requests[key] = [stated.judged.prepared(stated.asked_of(world, gate))[0] for world in worlds]
            allowed |= _compare_statement(stated, gate, says, list(zip(worlds, requests[key])), tried)
            continue
        is_failing = "request" not in gate and gate["part"] in stated.failing
        for place, world in enumerate(worlds):
            is_so, gate_says = stated.says(gate, world), bool(says >> place & 1)
            tried.compared += 1
            # Where a gate says more than the judge, more requests would break the claim: that proves no less. What the
            # documentation leaves open would break it, too; but that of the root user an assumption speaks.
            is_open = is_so is None and world.kinds.get(_caller_of(gate)) != "root"
            disagrees = (is_so is False or is_open) and gate_says if is_failing else (is_so or is_open) and not gate_says
            if disagrees:
                raise Refused(f"the gate {_named(gate)} is {gate_says}, and the judge says otherwise: {_request(world)}")
    for name, clause in certificate.assumed:
        holds = valuation.clause(clause)
        for place, world in enumerate(worlds):
            if not holds >> place & 1 and name not in stated.breaks(world):
                raise Refused(f"the assumption {name} does not say that: {_request(world)}")
    tried.requests += len(worlds)
    tried.allowed += allowed.bit_count()


def _compare_statement(stated, gate, says, worlds, tried):
    policy = stated.judged.policy_named(gate["document"])
    if policy == "made":
        return 0
    if policy is None or not 0 <= gate["statement"] < len(policy.statements):
        raise Refused(f"the documents have no {_named(gate)}")
    statement = policy.statements[gate["statement"]]
    allowed = 0
    for place, (world, request) in enumerate(worlds):
        is_match, gate_says = matches(statement, request), bool(says >> place & 1)
        tried.compared += 1
        if is_match is not None and is_match != gate_says:
            raise Refused(f"{_named(gate)} matches: the gate says {gate_says}, the judge {is_match}: {_request(world)}")
        if is_match is None and gate_says != statement.allows and is_resource_open(statement, request):
            raise Refused(f"{_named(gate)} matches: the gate says {gate_says}, where AWS's documentation leaves it open and "
                          f"the claim takes the reading that is worse for it: {_request(world)}")
        if is_match and statement.allows:
            allowed |= 1 << place
    return allowed


def _caller_of(gate):
    """Who asks in the request of the gate."""
    request = gate.get("request", "")
    return request.replace("'s making", "'s maker") if "'s making" in request else "principal"


def _named(gate):
    where = f" of {gate['request']}" if "request" in gate else ""
    return f"statement {gate['statement']} of the {gate['document']}{where}" if "statement" in gate else gate["part"] + where


def _request(world):
    return f"{world.kinds} {world.texts} {sorted(world.sent)} {sorted(world.flags)}"
