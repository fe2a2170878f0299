"""Draws worlds from documents: requests that match the statements of their policies, and requests that just miss them.

First a request is drawn that matches a statement. Half of the time, one thing of it is changed then.
"""

from ..documents import _arn_field
from .asked import making
from .asking import Asking, listed
from .readers import MAKER, NAME_TAG, SESSION_TAGS, SOURCE_TAG, name_of, somebody, source_in
from .session_keys import settle_session_keys
from .worlds import FLAGS, World

ACTIONS = {
    "secretsmanager": ("getsecretvalue describesecret putsecretvalue putresourcepolicy deletesecret updatesecret "
                       "tagresource listsecretversionids getresourcepolicy updatesecretversionstage").split(),
    "kms": "decrypt encrypt putkeypolicy creategrant describekey generatedatakey reencryptfrom schedulekeydeletion".split(),
    "ssm": "getparameters getparameter getparameterhistory".split(),
    "sts": "assumerole tagsession assumerolewithwebidentity assumerolewithsaml setsourceidentity".split(),
}


class Draw(Asking):
    """Draws worlds about one resource."""

    def is_request(self, name):
        return name in ("request", "decryption") or name.endswith("making")

    def worlds(self, count):
        return [self.world() for _ in range(count)]

    def world(self):
        world = World()
        world.kinds["principal"] = "anonymous"
        random = self.random
        self._caller(world, "principal")
        world.texts["action"] = f"{self.service}:{random.choice(ACTIONS[self.service])}" if self.service else ""
        if self.statements and random.random() < 0.85:
            self._as_asked(world, random.choice(self.statements), "request", "principal")
        if random.random() < 0.3:
            world.flags.add(random.choice((FLAGS[0], FLAGS[0], *FLAGS[1:])))
        if random.random() < 0.5:
            self._otherwise(world)
        self.finish(world)
        return world

    def finish(self, world):
        """Draws how the sessions were made, if their roles are known."""
        caller = "principal"
        made = []
        for _ in range(4):
            role = self.roles.get(world.session_of(caller) or "")
            if not role or not role.get("trust"):
                break
            self._making(world, caller, role)
            made.append((caller, role))
            caller = f"{caller}'s maker"
        for caller, role in reversed(made):
            self._pass_on(world, caller)
            self._settle_tags(world, caller, role)
        self._settle_keys(world)

    def _caller(self, world, caller):
        random = self.random
        world.kinds.setdefault(caller, "anonymous")
        kind = random.choice(("role",) * 6 + ("user", "root", "service", "federated", "anonymous", "federatedUser"))
        if kind == "role" and self.roles and random.random() < 0.8:
            self._be(world, caller, random.choice(sorted(self.roles)))
        elif kind == "user" and self.users and random.random() < 0.5:
            self._be(world, caller, random.choice(sorted(self.users)))
        elif kind in ("service", "federated", "anonymous"):
            world.kinds[caller] = kind
            if kind == "service":
                world.texts[f"{caller} service"] = random.choice([MAKER, "lambda.amazonaws.com", "ec2.amazonaws.com"])
            if kind == "federated":
                world.texts[f"{caller} provider"] = "accounts.google.com"
        else:
            account = random.choice(self.accounts)
            name = {"role": "iam::{}:role/anyone", "user": "iam::{}:user/anyone", "root": "iam::{}:root",
                    "federatedUser": "sts::{}:federated-user/anyone"}[kind]
            self._be(world, caller, f"arn:{self.partition or 'aws'}:" + name.format(account))

    def _otherwise(self, world):
        """Changes one thing."""
        random = self.random
        names = [name for name in world.texts if not name.endswith((" ARN", "session name"))]
        if random.random() < 0.1 and world.kinds.get("principal") == "session":
            world.texts["principal session name"] = random.choice(("another", "session", "xy"))
            return
        how = random.randrange(4)
        if how == 0 or not names:
            tags = world.tags("principal")
            self._caller(world, "principal")
            if world.kinds["principal"] == "session" and random.random() < 0.7:
                world.texts.update({f"principal tag {tag}": text for tag, text in tags.items()})
            return
        name = random.choice(sorted(names))
        if name == "action":
            world.texts["action"] = f"{self.service}:{random.choice(ACTIONS[self.service])}"
        elif how == 1 and not name.endswith(("service", "provider")):
            del world.texts[name]
        elif isinstance(world.texts[name], str) and not name.endswith(("service", "provider", "action")):
            known = world.texts[name]
            case = known if known.lower() in ("true", "false") else known.upper()
            world.texts[name] = random.choice((known + "x", "", case, "other"))

    def _making(self, world, caller, role):
        """Draws how the session was made. It tries several times to find a way that is allowed."""
        for _ in range(5):
            self._make(world, caller, role)
            if self.random.random() < 0.25 or self._may_make(world, caller, role):
                return

    def _may_make(self, world, caller, role):
        """Whether the session can be made. If only its tags are not allowed, it removes them."""
        asked = {**making(world, caller), "resource": role["arn"]}
        way = "withwebidentity" if world.kinds[f"{caller}'s maker"] == "federated" else ""
        if self.judged.allows({**asked, "action": f"sts:assumerole{way}"}) is not True:
            return False
        if self.judged.allows({**asked, "action": "sts:tagsession"}) is not True:
            world.sent = {one for one in world.sent if one[0] != caller}
        return True

    def _make(self, world, caller, role):
        """Draws who made the session and how. The session then has tags that were sent, or those of its role."""
        random, maker, request = self.random, f"{caller}'s maker", f"{caller}'s making"
        tags = world.tags(caller)
        trust = listed(role["trust"]["Statement"])
        if "'s maker'" not in caller or maker not in world.kinds:
            self._caller(world, maker)
        world.sent = {one for one in world.sent if one[0] != caller}
        if random.random() < 0.5:
            world.kinds[maker] = "service"
            world.texts[f"{maker} service"] = MAKER
        sent = set(tags) if random.random() < 0.8 else {tag for tag in tags if random.random() < 0.5}
        world.sent |= {(caller, tag) for tag in sent}
        if random.random() < 0.9:
            self._as_asked(world, random.choice(trust), request, maker)
        if world.kinds[maker] == "service" and world.text(f"{maker} service") == MAKER:
            self._made_by_service(world, caller, role)

    def _made_by_service(self, world, caller, role):
        """Draws a session that the service made for a cluster in the role's account. It sends all of its tags, or none."""
        account = _arn_field(role["arn"], 4)
        cluster = world.texts.get(f"{caller} tag {SOURCE_TAG}")
        world.texts[f"{caller}'s making source"] = source_in(account)
        world.sent = {one for one in world.sent if one[0] != caller}
        own = [one for one in self.associations if one["roleArn"] == role["arn"]]
        if own:
            world.texts[f"{caller}'s making source"] = own[0]["clusterArn"]
        if self.random.random() < 0.1:
            return
        if cluster is None or _arn_field(cluster, 4) != account:
            reader = self.random.choice(own) if own else somebody(account)
            if _arn_field(reader["clusterArn"], 4) != account:
                return
            self._tag_as(world, caller, reader)
        cluster = world.texts[f"{caller} tag {SOURCE_TAG}"]
        for tag in SESSION_TAGS:
            world.texts.setdefault(f"{caller} tag {tag}", "some")
        world.texts[f"{caller} tag {NAME_TAG}"] = name_of(cluster)
        world.sent |= {(caller, tag) for tag in SESSION_TAGS}

    def _pass_on(self, world, caller):
        """Passes the service's tags on to the next session. They are transitive, so each role that a session assumes gets them."""
        maker = f"{caller}'s maker"
        first = maker
        while world.kinds.get(first) == "session" and f"{first}'s maker" in world.kinds:
            first = f"{first}'s maker"
        if first == maker or world.kinds[first] != "service" or world.text(f"{first} service") != MAKER:
            return
        for tag in SESSION_TAGS:
            if f"{maker} tag {tag}" in world.texts:
                world.texts[f"{caller} tag {tag}"] = world.texts[f"{maker} tag {tag}"]
                world.sent.add((caller, tag))

    def _settle_tags(self, world, caller, role):
        """Leaves the session only tags that the request sent, and the role's own tags where the request sent none."""
        sent = {tag for one, tag in world.sent if one == caller}
        for tag in set(world.tags(caller)) - sent:
            del world.texts[f"{caller} tag {tag}"]
        for tag, value in (role.get("tags") or {}).items():
            if tag.lower() not in sent:
                world.texts[f"{caller} tag {tag.lower()}"] = value
        source, account = f"{caller}'s making source", _arn_field(role["arn"], 4)
        if SOURCE_TAG in sent and _arn_field(world.text(source), 4) != account:
            # The tag tells the source of this request. The source that counts without the tag has to be in the same account.
            world.texts[source] = source_in(account)
        world.texts[f"{caller}'s making aws:tagkeys"] = tuple(sorted(sent))
        settle_session_keys(self.judged, world, caller, role)
