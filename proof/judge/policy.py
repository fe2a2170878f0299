"""A policy document. It is prepared once, and asked about many requests."""

from .conditions import Invalid, Unresolved, compile_conditions, conditions_hold, demands_key
from .principals import DIRECT, EVERYONE, is_excepted, ways_named
from .text import ANY, matches, matches_resource, missing_fields, pieces
from .truth import NotSaid, all_of, any_of, negate
from .variables import resolve


def _list(value):
    return value if isinstance(value, list) else [value]


class Statement:
    def __init__(self, element, version, identity_based):
        self.version = version
        self.allows = element["Effect"] == "Allow"
        if element["Effect"] not in ("Allow", "Deny"):
            raise Invalid(f"Effect is Allow or Deny, not {element['Effect']}")
        self.principal = element.get("Principal")
        self.not_principal = element.get("NotPrincipal")
        self.except_actions = "NotAction" in element
        self.actions = [
            pieces(text) for text in _list(element["NotAction" if self.except_actions else "Action"])
        ]
        self.except_resources = "NotResource" in element
        self.resources = _list(element.get("NotResource" if self.except_resources else "Resource", "*"))
        self.completes_arns = identity_based
        self.conditions = compile_conditions(element.get("Condition"))
        self.demands_arn = demands_key(self.conditions, "aws:principalarn")

    def covers(self, request):
        """Whether action, resource and conditions fit: True, False, or None for "not said"."""
        acts = any(matches(action, request.action, ignore_case=True) for action in self.actions)
        if acts is self.except_actions:
            return False
        try:
            resource = self._covers_resource(request)
            if resource is False:
                return False
            held = conditions_hold(self.conditions, request.context, self.version)
        except Unresolved:
            return False
        except NotSaid:
            return None
        return all_of([resource, held])

    def _covers_resource(self, request):
        found, missing = [], False
        for text in self.resources:
            if text == "*":
                found.append(True)
                continue
            pattern = resolve(text, request.context, self.version)
            missing = missing or pattern is None
            if pattern is not None:
                found.append(self._matches(pattern, text, request.resource))
        if missing and not found:
            raise Unresolved
        covered = any_of(found)
        covered = negate(covered) if self.except_resources else covered
        # A statement with one variable without a value: "this might cause the entire statement to
        # be invalid".
        return None if missing and covered is True else covered

    def _matches(self, pattern, text, arn):
        """"If you specify an incomplete ARN in the Resource element of an identity-based policy, AWS
        automatically completes the ARN by adding wildcard characters to all missing fields." """
        missing = missing_fields(text)
        completed = matches_resource((*pattern, *missing), arn)
        if not missing or ANY not in pattern[:-1]:
            return completed if self.completes_arns or not missing else matches(pattern, arn)
        # The guide does not say whether a wildcard before the end stands for the missing fields.
        return completed if bool(completed) == matches(pattern, arn) else None

    def ways(self, request):
        """{way: True or None}: how the statement names the caller. Empty if it names only others.

        access_policies_boundaries says of a Deny with NotPrincipal: it "will always deny any IAM
        principal that has a permissions boundary policy attached".
        """
        caller = request.caller
        if self.not_principal is not None:
            if request.bounded and not self.allows:
                return {EVERYONE: True}
            excepted = is_excepted(self.not_principal, caller)
            return {} if excepted is True else {EVERYONE: negate(excepted)}
        if self.principal is None:
            return {DIRECT: True}
        ways = ways_named(self.principal, caller)
        if EVERYONE in ways and self.demands_arn:
            # "permissions granted using the aws:PrincipalArn condition key with a wildcard(*) in
            # the Principal element" count like permissions that name the user or session.
            ways[DIRECT] = any_of([ways.get(DIRECT, False), ways.pop(EVERYONE)])
        return ways


class Policy:
    """A document. It says whether it denies a request, and in which ways it allows it."""

    def __init__(self, document, identity_based=False):
        version = document.get("Version", "2008-10-17")
        if version not in ("2008-10-17", "2012-10-17"):
            raise Invalid(f"no such Version: {version}")
        self.statements = [
            Statement(element, version, identity_based) for element in _list(document["Statement"])
        ]

    def denies(self, request):
        return any_of(
            [
                all_of([covered, any_of(list(statement.ways(request).values()))])
                for statement in self.statements
                if not statement.allows
                for covered in [statement.covers(request)]
                if covered is not False
            ]
        )

    def allows(self, request):
        """{way: True or None}: all ways in which statements allow the request."""
        result = {}
        for statement in self.statements:
            if not statement.allows:
                continue
            covered = statement.covers(request)
            if covered is False:
                continue
            for way, named in statement.ways(request).items():
                result[way] = any_of([result.get(way, False), all_of([covered, named])])
        return result

    def allows_at_all(self, request):
        return any_of(list(self.allows(request).values()))
