"""Decides whether a session can have its tags and keys, given how it was made in the world."""

from ..documents import _arn_field
from .patterns import accepts
from .readers import MAKER, NAME_TAG, SESSION_TAGS, SOURCE_TAG, name_of
from .session_keys import has_keys_as_made


def is_as_made(judged, world, caller, role, sources):
    """Whether the session has the tags of the request or the role. The service that makes readers' sessions tells the truth."""
    sent = {tag for one, tag in world.sent if one == caller}
    own = {tag.lower(): value for tag, value in (role.get("tags") or {}).items() if tag.lower() not in sent}
    tags = world.tags(caller)
    if set(tags) != sent | set(own) or any(tags[tag] != value for tag, value in own.items()):
        return False
    # The world may have been drawn from another version of the documents, so its keys need not fit this one.
    has_keys = has_keys_as_made(judged, world, caller, role)
    return has_keys and _is_as_sent(world, caller, sent, sources, role) and _is_passed_on(world, caller, sent)


def _is_as_sent(world, caller, sent, sources, role):
    """Whether the service sent all of its tags or none, for a source in the role's account."""
    if not _is_service(world, f"{caller}'s maker"):
        return True
    account, tags = _arn_field(role["arn"], 4), world.tags(caller)
    if sent and (sent != set(SESSION_TAGS) or not all(tags.values()) or tags[NAME_TAG] != name_of(tags[SOURCE_TAG])):
        return False
    source = tags[SOURCE_TAG] if sent else world.text(f"{caller}'s making source")
    return _arn_field(source, 4) == account and any(accepts(one, source) for one in sources)


def _is_passed_on(world, caller, sent):
    """Whether the session has the service's tags of the session that made it. They pass on to each role that is assumed."""
    maker = f"{caller}'s maker"
    if world.kinds.get(maker) != "session" or not _comes_from_service(world, maker):
        return True
    before, tags = world.tags(maker), world.tags(caller)
    return all(tag in sent and tags[tag] == before[tag] for tag in SESSION_TAGS if tag in before)


def _comes_from_service(world, caller):
    while world.kinds.get(caller) == "session":
        caller = f"{caller}'s maker"
        if _is_service(world, caller):
            return True
    return False


def _is_service(world, caller):
    return world.kinds.get(caller) == "service" and world.text(f"{caller} service") == MAKER
