"""Whence a session has the keys of its credentials: from who made it, or from that one's own session."""

from .asked import SESSION_KEYS, making

# Services that give credentials with keys that begin so; of instances, those of Systems Manager's host management too.
_GIVERS = (("ec2:", ("ec2", "ssm")), ("aws:ec2", ("ec2", "ssm")), ("lambda:", ("lambda", "edgelambda")))


def settle_session_keys(judged, world, caller, role):
    """Leaves a session those keys that it may have as it was made, with the values that they have then."""
    for key in SESSION_KEYS:
        name = f"{caller} {key}"
        if name in world.texts:
            value = _value(judged, world, caller, role, key)
            if value is None:
                del world.texts[name]
            else:
                world.texts[name] = value


def _value(judged, world, caller, role, key):
    maker, own = f"{caller}'s maker", world.texts[f"{caller} {key}"]
    kind, handed_on = world.kinds.get(maker), world.texts.get(f"{maker} {key}")
    if key == "aws:sourceidentity":
        return own if _may_set_identity(judged, world, caller, role, own) else None
    if key == "aws:federatedprovider" and kind == "federated":
        # AWS's pages have a provider's host, an address and an ARN with it.
        host = world.text(f"{maker} provider").split("-provider/")[-1]
        return own if host in own else host
    givers = next((services for prefix, services in _GIVERS if key.startswith(prefix)), ())
    if kind == "service" and world.text(f"{maker} service").split(".")[0] in givers:
        return own
    return handed_on if kind == "session" else None


def _may_set_identity(judged, world, caller, role, identity):
    """Whether the source identity may be set as the session is made. If so, the request says it."""
    asked = {**making(world, caller), "action": "sts:setsourceidentity", "resource": role["arn"]}
    if judged.allows({**asked, "context": {**asked["context"], "sts:sourceidentity": [identity]}}) is not True:
        return False
    world.texts[f"{caller}'s making sts:sourceidentity"] = identity
    return True
