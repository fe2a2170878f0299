"""Turns the requests of a world into the form that the judge takes."""

from ..documents import _arn_field, read_caller
from .readers import MAKER, SOURCE_TAG

# Keys of a session's credentials. They are the same in all requests of the session.
SESSION_KEYS = ("aws:ec2instancesourceprivateipv4", "aws:ec2instancesourcevpc", "aws:federatedprovider",
                "aws:sourceidentity", "ec2:roledelivery", "ec2:sourceinstancearn", "lambda:sourcefunctionarn")
# Keys that only requests of a service have, which it makes on behalf of somebody.
_OF_SERVICES = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")


def principal(world, caller):
    """The caller, in the form of a request file."""
    return world.once(("principal", caller), lambda: _principal(world, caller))


def _principal(world, caller):
    kind = world.kinds.get(caller, "anonymous")
    if kind == "anonymous":
        return {"kind": kind}
    if kind == "service":
        return {"kind": kind, "service": world.text(f"{caller} service")}
    if kind == "federated":
        provider = world.text(f"{caller} provider")
        return {"kind": kind, "arn": provider, "provider": provider}
    arn, tags = world.text(f"{caller} ARN"), world.tags(caller)
    if kind == "root":
        return {"kind": kind, "account": _arn_field(arn, 4), "partition": _arn_field(arn, 1), **_organization(world, caller)}
    if kind == "session":
        named = {"roleArn": arn, "sessionName": world.text(f"{caller} session name")}
    else:
        named = {"arn": arn}
    return {"kind": "federated" if kind == "federatedUser" else kind, **named, "tags": tags, **_organization(world, caller)}


def _organization(world, caller):
    known = world.texts.get(f"{caller} aws:principalorgid")
    return {} if known is None else {"organizationId": known}


def context(world, name, caller):
    """The condition keys of a request of the caller, with their values."""
    return world.once(("context", name, caller), lambda: _context(world, name, caller))


def _context(world, name, caller):
    moment = [world.text(f"{name} moment")]
    found = {"aws:currenttime": moment, "aws:epochtime": moment}
    for key, text in world.keys(name).items():
        if key.startswith("resource tag ") or key in ("source", "version of the secret", "moment"):
            continue
        found[key] = list(text) if isinstance(text, tuple) else [text]
    if world.kinds.get(caller) != "service":
        for key in _OF_SERVICES:
            found.pop(key, None)
    for key, text in world.keys(caller).items():
        if key in SESSION_KEYS and world.kinds.get(caller) == "session" and not name.startswith("decryption"):
            found.setdefault(key, [text])
    return found


def making(world, caller):
    """The request that made the caller's session, without its action. Its tags are those of `sent`."""
    return world.once(("making", caller), lambda: _making(world, caller))


def _making(world, caller):
    maker, name = f"{caller}'s maker", f"{caller}'s making"
    sent = {tag: world.text(f"{caller} tag {tag}") for one, tag in world.sent if one == caller}
    keys = dict(context(world, name, maker))
    if world.kinds.get(maker) == "service" and world.text(f"{maker} service") == MAKER:
        source = sent.get(SOURCE_TAG) if SOURCE_TAG in sent else world.text(f"{name} source")
        keys["aws:sourcearn"], keys["aws:sourceaccount"] = [source], [_arn_field(source, 4)]
    keys.update({f"aws:requesttag/{tag}": [text] for tag, text in sent.items()})
    keys.pop("aws:tagkeys", None)
    if sent:
        keys["aws:tagkeys"] = sorted(sent)
    return {"principal": principal(world, maker), "resource": world.text(f"{caller} ARN"), "context": keys}


def caller(world, name):
    return read_caller(principal(world, name))
