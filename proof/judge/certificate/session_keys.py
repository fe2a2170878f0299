"""Decides where a session has the keys of its credentials from: from its maker, or from the maker's own session."""

from .asked import SESSION_KEYS, making

_IDENTITY = "aws:sourceidentity"
# Services that give credentials with keys of these prefixes. For instances, Systems Manager's host management does so too.
_GIVERS = (("ec2:", ("ec2", "ssm")), ("aws:ec2", ("ec2", "ssm")), ("lambda:", ("lambda", "edgelambda")))


def settle_session_keys(judged, world, caller, role):
    """Removes keys that the session cannot have, given how it was made, and corrects the values of the others."""
    for key in SESSION_KEYS:
        name = f"{caller} {key}"
        if name in world.texts:
            value = _value(judged, world, caller, role, key)
            if value is None:
                del world.texts[name]
                continue
            world.texts[name] = value
            if key == _IDENTITY:
                world.texts[f"{caller}'s making sts:sourceidentity"] = value


def has_keys_as_made(judged, world, caller, role):
    """Whether the session may have the keys that the world gives it, given how it was made there."""
    return all(_value(judged, world, caller, role, key) == world.texts[f"{caller} {key}"]
               for key in SESSION_KEYS if f"{caller} {key}" in world.texts)


def _value(judged, world, caller, role, key):
    maker, own = f"{caller}'s maker", world.texts[f"{caller} {key}"]
    kind, handed_on = world.kinds.get(maker), world.texts.get(f"{maker} {key}")
    if key == _IDENTITY:
        return own if _may_set_identity(judged, world, caller, role, own) else None
    if key == "aws:federatedprovider" and kind == "federated":
        # AWS's pages show the key as a provider's host, as an address with it, and as an ARN with it.
        host = world.text(f"{maker} provider").split("-provider/")[-1]
        return own if host in own else host
    givers = next((services for prefix, services in _GIVERS if key.startswith(prefix)), ())
    if kind == "service" and world.text(f"{maker} service").split(".")[0] in givers:
        return own
    return handed_on if kind == "session" else None


def _may_set_identity(judged, world, caller, role, identity):
    asked = {**making(world, caller), "action": "sts:setsourceidentity", "resource": role["arn"]}
    return judged.allows({**asked, "context": {**asked["context"], "sts:sourceidentity": [identity]}}) is True
