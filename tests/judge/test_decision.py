"""Sentences of AWS's guides about statements and whole decisions, each with its address."""

import unittest

from judge.decision import Policies, Request, decide
from judge.policy import Policy
from judge.principals import Caller
from test_conditions import GUIDE, statement_allows

A, B = "111122223333", "444455556666"
ROLE = f"arn:aws:iam::{A}:role/examplerole"
SESSION = f"arn:aws:sts::{A}:assumed-role/examplerole/examplerolesessionname"
USER = f"arn:aws:iam::{A}:user/exampleuser"
ROOT = f"arn:aws:iam::{A}:root"
QUEUE = f"arn:aws:sqs:us-east-2:{A}:queue1"

RESOURCE = GUIDE + "reference_policies_elements_resource.html"
ARNS = GUIDE + "reference-arns.html"
ACTION = GUIDE + "reference_policies_elements_action.html"
LOGIC = GUIDE + "reference_policies_evaluation-logic_policy-eval-denyallow.html"
CROSS = GUIDE + "reference_policies_evaluation-logic-cross-account.html"
PRINCIPAL = GUIDE + "reference_policies_elements_principal.html"
BOUNDARIES = GUIDE + "access_policies_boundaries.html"
NOT_PRINCIPAL = GUIDE + "reference_policies_elements_notprincipal.html"
SCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_auth.html"
RCPS = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html"
KEYS = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html"
GRANTS = "https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantConstraints.html"
ASSUME = "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"


def document(effect="Allow", action="*", resource="*", **more):
    return {"Version": "2012-10-17",
            "Statement": [{"Effect": effect, "Action": action, "Resource": resource, **more}]}


def identity(*args, **more):
    return Policy(document(*args, **more), identity_based=True)


def naming(*principals, effect="Allow", **more):
    return Policy(document(effect, Principal={"AWS": list(principals)}, **more))


EVERYTHING, NOTHING = identity(), identity(action="ec2:*")
SESSION_OF_ROLE = Caller("session", SESSION, ROLE, A)
A_USER = Caller("user", USER, account=A)


def ask(caller=SESSION_OF_ROLE, action="sqs:SendMessage", owner=A, context=None, **policies):
    resource = QUEUE.replace(A, owner)
    return decide(Request(caller, action, resource, owner, context or {}), Policies(**policies))


class Statements(unittest.TestCase):
    def check(self, address, answer, action="sqs:SendMessage", resource=QUEUE, **elements):
        statement = {"Effect": "Allow", **elements}
        with self.subTest(elements, address=address):
            self.assertIs(statement_allows(statement, {}, action, resource), answer)

    def test_actions(self):
        # "The prefix and the action name are case insensitive."
        self.check(ACTION, True, Action="SQS:sendmessage", Resource="*")
        # "You can use multi-character match wildcards (*) ... as part of the action name."
        self.check(ACTION, True, Action="sqs:Send*", Resource="*")
        self.check(ACTION, False, Action="sqs:Send", Resource="*")
        self.check(ACTION, False, NotAction="sqs:*", Resource="*")
        self.check(ACTION, True, NotAction="iam:*", Resource="*")

    def test_resources(self):
        # "In the Resource element, the IAM user name is case sensitive."
        self.check(RESOURCE, False, Action="*", Resource=QUEUE.replace("queue1", "Queue1"))
        # "it can expand to match beyond the colon boundaries"
        self.check(RESOURCE, True, Action="*", Resource="arn:aws:secretsmanager:*:secret:app",
                   resource=f"arn:aws:secretsmanager:us-east-2:{A}:secret:app")
        # The asterisk "can expand to replace everything within a segment, including characters
        # like a forward slash".
        path = "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*"
        self.check(RESOURCE, True, Action="*", Resource=path,
                   resource="arn:aws:s3:::amzn-s3-demo-bucket/1/2/test/3/object.jpg")
        self.check(RESOURCE, False, Action="*", Resource=path,
                   resource="arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg")
        self.check(RESOURCE, False, Action="*", NotResource=QUEUE)

    def test_incomplete_arns(self):
        # "specifying arn:aws:sqs is equivalent to arn:aws:sqs:*:*:*"
        for text in ("arn:aws:sqs", "arn:aws:sqs:us-east-2", f"arn:aws:sqs:us-east-2:{A}"):
            self.check(ARNS, True, Action="*", Resource=text)
        self.check(ARNS, False, Action="*", Resource="arn:aws:sqs:eu-west-1")
        # "in the Resource element of an identity-based policy". In other policies the ARN stays incomplete.
        self.assertIs(ask(resource=[naming(SESSION, resource="arn:aws:sqs")]), False)


class WithinAnAccount(unittest.TestCase):
    """LOGIC, and the table of the principals that a resource-based policy names."""

    def test_denied_by_default(self):
        self.assertIs(ask(), False)
        self.assertIs(ask(identity=[EVERYTHING]), True)

    def test_an_explicit_deny_overrides(self):
        deny = identity("Deny")
        for policies in ({"identity": [EVERYTHING, deny]}, {"boundary": deny}, {"session": [deny]},
                         {"scps": [[EVERYTHING, deny]]}, {"rcps": [[EVERYTHING, deny]]},
                         {"endpoint": [EVERYTHING, deny]},
                         {"resource": [naming(ROOT, effect="Deny")]}):
            with self.subTest(policies):
                self.assertIs(ask(**{"identity": [EVERYTHING], **policies}), False)

    def test_either_side_allows(self):
        """"If an action is allowed by an identity-based policy, a resource-based policy, or both,
        then AWS allows the action." """
        self.assertIs(ask(resource=[naming(ROLE)]), True)
        self.assertIs(ask(A_USER, resource=[naming(USER)]), True)

    def test_an_account_delegates(self):
        """PRINCIPAL: "This delegates authority to the account." """
        for name in (ROOT, A):
            self.assertIs(ask(resource=[naming(name)]), False)
            self.assertIs(ask(resource=[naming(name)], identity=[EVERYTHING]), True)

    def test_limits(self):
        for limit in ({"boundary": NOTHING}, {"session": [NOTHING]}):
            with self.subTest(limit):
                self.assertIs(ask(identity=[EVERYTHING], **limit), False)
                # "Resource-based policies that grant permissions to an IAM role ARN are limited by
                # an implicit deny in a permissions boundary or session policy."
                self.assertIs(ask(resource=[naming(ROLE)], **limit), False)
                # "Permissions granted directly to a session are not limited"
                self.assertIs(ask(resource=[naming(SESSION)], **limit), True)
                # PRINCIPAL: "do not limit permissions granted using the aws:PrincipalArn condition
                # key with a wildcard(*) in the Principal element". The guide does not mention a lone wildcard.
                arn = {"ArnEquals": {"aws:PrincipalArn": ROLE}}
                self.assertIs(ask(resource=[naming("*", Condition=arn)], **limit,
                                  context={"aws:principalarn": [ROLE]}), True)
                self.assertIs(ask(resource=[naming("*")], **limit), None)
        # "not limited by an implicit deny in an identity-based policy or permissions boundary"
        self.assertIs(ask(A_USER, resource=[naming(USER)], boundary=NOTHING), True)

    def test_names_have_no_wildcards(self):
        """PRINCIPAL: "You cannot use a wildcard to match part of a principal name or ARN." """
        self.assertIs(ask(resource=[naming(SESSION[:-4] + "*")]), False)

    def test_not_principal(self):
        """NOT_PRINCIPAL: "denied to all principals except for the ones specified"; with the role
        alone "the policy might deny access to the entire account"."""
        def spare(*names):
            element = {"NotPrincipal": {"AWS": list(names)}}
            return ask(identity=[EVERYTHING], resource=[Policy(document("Deny", **element))])

        self.assertIs(spare(USER), False)
        self.assertIs(spare(SESSION, ROLE, ROOT), True)
        self.assertIs(spare(ROLE), None)

    def test_not_principal_and_boundary(self):
        """BOUNDARIES: "will always deny any IAM principal that has a permissions boundary policy
        attached, regardless of the values specified in the NotPrincipal element"."""
        for names in ({"AWS": [SESSION, ROLE, USER, ROOT]}, "*"):
            spare = [Policy(document("Deny", NotPrincipal=names))]
            for caller in (SESSION_OF_ROLE, A_USER):
                with self.subTest(names, kind=caller.kind):
                    asked = {"identity": [EVERYTHING], "resource": spare}
                    self.assertIs(ask(caller, **asked), True)
                    self.assertIs(ask(caller, **asked, boundary=EVERYTHING), False)

    def test_services(self):
        service = Caller("service", "secretsmanager.amazonaws.com")
        policy = Policy(document(Principal={"Service": "secretsmanager.amazonaws.com"}))
        self.assertIs(ask(service, resource=[policy]), True)
        self.assertIs(ask(resource=[policy]), False)


class AcrossAccounts(unittest.TestCase):
    """CROSS: "The request is allowed only if both evaluations return a decision of Allow." """

    def test_both_sides(self):
        for name in (ROOT, ROLE, SESSION, "*"):
            with self.subTest(name):
                self.assertIs(ask(owner=B, resource=[naming(name)]), False)
                self.assertIs(ask(owner=B, resource=[naming(name)], identity=[EVERYTHING]), True)
                self.assertIs(ask(owner=B, resource=[naming(name)], identity=[EVERYTHING],
                                  boundary=NOTHING), False)
        self.assertIs(ask(owner=B, identity=[EVERYTHING]), False)


class Organizations(unittest.TestCase):
    def test_every_level_allows(self):
        """SCPS: "there must be an explicit Allow statement at every level"."""
        for kind in ("scps", "rcps"):
            self.assertIs(ask(identity=[EVERYTHING], **{kind: [[EVERYTHING], [EVERYTHING]]}), True)
            self.assertIs(ask(identity=[EVERYTHING], **{kind: [[EVERYTHING], []]}), False)

    def test_whom_they_do_not_reach(self):
        """RCPS: not "calls made by service-linked roles", nor services that do not support them."""
        deny = [[identity("Deny")]]
        linked = Caller("session", SESSION, ROLE, A, service_linked=True)
        self.assertIs(ask(linked, identity=[EVERYTHING], rcps=deny, scps=deny), True)
        self.assertIs(ask(action="ec2:RunInstances", identity=[EVERYTHING], rcps=deny), True)
        self.assertIs(ask(action="kms:Decrypt", identity=[EVERYTHING], rcps=deny,
                          aws_managed=True), True)
        service = Caller("service", "x.amazonaws.com")
        policy = Policy(document(Principal={"Service": "x.amazonaws.com"}))
        self.assertIs(ask(service, resource=[policy], scps=deny), True)


class KeysAndRoles(unittest.TestCase):
    def ask_key(self, **policies):
        return ask(action="kms:Decrypt", must_be_trusted=True, **policies)

    def test_keys(self):
        """KEYS: "Without this permission, IAM policies that allow access to the key are ineffective,
        although IAM policies that deny access to the key are still effective." """
        self.assertIs(self.ask_key(identity=[EVERYTHING]), False)
        self.assertIs(self.ask_key(identity=[EVERYTHING], resource=[naming(ROOT)]), True)
        # "the policy statement doesn't give any IAM users or roles permission to use the KMS key"
        self.assertIs(self.ask_key(resource=[naming(ROOT)]), False)
        self.assertIs(self.ask_key(resource=[naming(ROLE)]), True)
        self.assertIs(self.ask_key(identity=[identity("Deny")], resource=[naming(ROLE)]), False)

    def test_grants(self):
        """GRANTS: equals "the same as", subset "includes"; "the key in each key-value pair is not
        case sensitive, but the value is case sensitive"."""
        def ask_grant(constraints, **context):
            grant = {"grantee": ROLE, "operation": "Decrypt", "constraints": constraints}
            context = {f"kms:encryptioncontext:{k}": [v] for k, v in context.items()}
            return self.ask_key(grants=[grant], context=context)

        self.assertIs(ask_grant({}), True)
        subset = {"EncryptionContextSubset": {"Department": "Finance"}}
        self.assertIs(ask_grant(subset, department="Finance", purpose="Test"), True)
        self.assertIs(ask_grant(subset, department="finance"), False)
        equals = {"EncryptionContextEquals": {"Department": "Finance"}}
        self.assertIs(ask_grant(equals, department="Finance"), True)
        self.assertIs(ask_grant(equals, department="Finance", purpose="Test"), False)
        self.assertIs(self.ask_key(grants=[{"grantee": ROLE, "operation": "Encrypt"}]), False)

    def test_assuming_a_role(self):
        """ASSUME: "Attach a policy to the user that allows the user to call AssumeRole (as long as
        the role's trust policy trusts the account)", or "Add the user as a principal directly"."""
        def assume(**policies):
            return ask(A_USER, action="sts:AssumeRole", must_be_trusted=True, **policies)

        self.assertIs(assume(resource=[naming(ROOT)]), False)
        self.assertIs(assume(resource=[naming(ROOT)], identity=[EVERYTHING]), True)
        self.assertIs(assume(resource=[naming(USER)]), True)
        self.assertIs(assume(identity=[EVERYTHING]), False)
        self.assertIs(assume(owner=B, resource=[naming(USER)]), False)
        provider = Caller("federated", "cognito-identity.amazonaws.com")
        trust = Policy(document(Principal={"Federated": "cognito-identity.amazonaws.com"}))
        self.assertIs(ask(provider, action="sts:AssumeRoleWithWebIdentity", resource=[trust]), True)


if __name__ == "__main__":
    unittest.main()
