"""Takes the requests of the published vectors, and adapts each to the subject of a claim."""

import json
from functools import cache
from pathlib import Path

from .worlds import World

FOLDER = Path(__file__).parents[3] / "tests" / "proof" / "vectors"
_ARNS = {"session": "roleArn", "user": "arn", "federated": "arn"}


@cache
def vectors():
    """All requests of the vectors that lie beside this package. None if there are no vectors."""
    files = sorted(FOLDER.glob("*.json"))
    return [one["request"] for file in files for one in json.loads(file.read_text("utf-8"))["vectors"]]


def world_of(asked, draw, stated):
    """A world with the request. None if the request's principal does not fit these documents."""
    world, who, caller = World(), asked["principal"], stated.caller
    world.texts["action"] = _action(asked["action"].lower(), draw)
    _be(world, who, draw, caller)
    for tag, value in (who.get("tags") or {}).items():
        world.texts[f"{caller} tag {tag.lower()}"] = value
    if "organizationId" in who:
        draw.join(world, caller, who["organizationId"])
    for key, value in (asked.get("context") or {}).items():
        if draw.carries("request", key.lower()) and value != []:
            world.texts[f"request {key.lower()}"] = tuple(value) if isinstance(value, list) and len(value) > 1 else str(
                value[0] if isinstance(value, list) else value)
    draw.finish(world)
    return world if stated.can_be(world, caller) else None


def _action(action, draw):
    service, _, name = action.partition(":")
    return action if service == draw.service else f"{draw.service}:{name}"


def _be(world, who, draw, caller):
    kind = who["kind"]
    world.kinds[caller] = kind
    if kind == "service":
        world.texts[f"{caller} service"] = who["service"]
    elif kind == "federated" and not who["arn"].startswith("arn:aws:sts:"):
        world.texts[f"{caller} provider"] = who.get("provider") or who["arn"]
    elif kind == "root":
        partition = who.get("partition", draw.partition or "aws")
        world.texts[f"{caller} ARN"] = f"arn:{partition}:iam::{who['account']}:root"
    elif kind in _ARNS:
        world.kinds[caller] = "federatedUser" if kind == "federated" else kind
        world.texts[f"{caller} ARN"] = who[_ARNS[kind]]
        world.texts[f"{caller} session name"] = who.get("sessionName", "session")
