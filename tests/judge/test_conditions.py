"""Sentences of AWS's guide about conditions and variables, each with its address."""

import unittest

from judge.conditions import Invalid
from judge.decision import Request
from judge.policy import Policy
from judge.principals import Caller

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
OPERATORS = GUIDE + "reference_policies_elements_condition_operators.html"
MULTIPLE = GUIDE + "reference_policies_condition-logic-multiple-context-keys-or-values.html"
VALUES = GUIDE + "reference_policies_condition-single-vs-multi-valued-context-keys.html"
CONDITION = GUIDE + "reference_policies_elements_condition.html"
VARIABLES = GUIDE + "reference_policies_variables.html"

# (sentence, address, condition, context, answer)
CASES = [
    ("Exact matching, case sensitive", OPERATORS,
     {"StringEquals": {"aws:username": "john"}}, {"aws:username": "John"}, False),
    ("Exact matching, ignoring case", OPERATORS,
     {"StringEqualsIgnoreCase": {"aws:username": "john"}}, {"aws:username": "John"}, True),
    ("The values can include multi-character match wildcards (*) and single-character match "
     "wildcards (?) anywhere in the string", OPERATORS,
     {"StringLike": {"s3:prefix": "ho?e/*"}}, {"s3:prefix": "home/a/b"}, True),
    ("StringEquals has no wildcards", OPERATORS,
     {"StringEquals": {"s3:prefix": "home/*"}}, {"s3:prefix": "home/a"}, False),
    ("If the key that you specify in a policy condition is not present in the request context, the "
     "values do not match and the condition is false", OPERATORS,
     {"StringEquals": {"aws:username": "john"}}, {}, False),
    ("If the policy condition requires that the key is not matched, such as StringNotLike or "
     "ArnNotLike, and the right key is not present, the condition is true", OPERATORS,
     {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x"}}, {}, True),
    ("NumericLessThanEquals: up to 10 objects", OPERATORS,
     {"NumericLessThanEquals": {"s3:max-keys": "10"}}, {"s3:max-keys": "10.0"}, True),
    ("Matching after a specific date and time", OPERATORS,
     {"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:01Z"}},
     {"aws:TokenIssueTime": "2020-01-01T00:00:02Z"}, True),
    ("in epoch (UNIX) time", OPERATORS,
     {"DateEquals": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
     {"aws:CurrentTime": "1577836800"}, True),
    ("comparing a key to true or false", OPERATORS,
     {"Bool": {"aws:SecureTransport": "false"}}, {"aws:SecureTransport": "false"}, True),
    ("compares the value of the specified key byte for byte against a base-64 encoded "
     "representation of the binary value in the policy", OPERATORS,
     {"BinaryEquals": {"key": "QmluYXJ5"}}, {"key": "QmluYXJ5"}, True),
    ("the IP range 203.0.113.0 to 203.0.113.255", OPERATORS,
     {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, {"aws:SourceIp": "203.0.113.255"}, True),
    ("If you specify an IP address without the associated routing prefix, IAM uses the default "
     "prefix value of /32", OPERATORS,
     {"IpAddress": {"aws:SourceIp": "203.0.113.5"}}, {"aws:SourceIp": "203.0.113.6"}, False),
    ("2001:DB8:1234:5678::/64", OPERATORS,
     {"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"]}},
     {"aws:SourceIp": "2001:db8:1234:5678::9"}, True),
    ("All IP addresses except the specified IP address or range", OPERATORS,
     {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, {"aws:SourceIp": "203.0.113.7"}, False),
    ("With an ArnLike condition, which matches elements between colons, the match fails", OPERATORS,
     {"ArnLike": {"aws:SourceArn": "arn:aws:someservice:*:111122223333:finance/*"}},
     {"aws:SourceArn": "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/"
      "document.txt"}, False),
    ("With a StringLike condition, the match succeeds", OPERATORS,
     {"StringLike": {"aws:SourceArn": "arn:aws:someservice:*:111122223333:finance/*"}},
     {"aws:SourceArn": "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/"
      "document.txt"}, True),
    ("The ArnEquals and ArnLike condition operators behave identically", OPERATORS,
     {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/a*"}},
     {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/app"}, True),
    ("If the key is not present, evaluate the condition element as true", OPERATORS,
     {"StringLikeIfExists": {"ec2:InstanceType": "t1.*"}}, {}, True),
    ("If the policy key is present in the context of the request, process the key as specified",
     OPERATORS, {"StringLikeIfExists": {"ec2:InstanceType": "t1.*"}},
     {"ec2:InstanceType": "m3.large"}, False),
    ("true (the key doesn't exist - it is null)", OPERATORS,
     {"Null": {"aws:TokenIssueTime": "true"}}, {}, True),
    ("false (the key exists and its value is not null)", OPERATORS,
     {"Null": {"aws:TokenIssueTime": "false"}}, {"aws:TokenIssueTime": "2020"}, True),
    ("Context key names are not case-sensitive", CONDITION,
     {"StringEquals": {"AWS:SourceIP": "x"}}, {"aws:SourceIp": "x"}, True),
    ("If your policy statement has multiple condition operators, the condition operators are "
     "evaluated using a logical AND", MULTIPLE,
     {"StringEquals": {"a": "1"}, "StringLike": {"b": "2"}}, {"a": "1", "b": "3"}, False),
    ("If your policy statement has multiple context keys attached to a single condition operator, "
     "the context keys are evaluated using a logical AND", MULTIPLE,
     {"StringEquals": {"a": "1", "b": "2"}}, {"a": "1"}, False),
    ("If a single condition operator includes multiple values for a context key, those values are "
     "evaluated using a logical OR", MULTIPLE,
     {"StringEquals": {"a": ["1", "2"]}}, {"a": "2"}, True),
    ("If a single negated matching condition operator includes multiple values for a context key, "
     "those values are evaluated using a logical NOR", MULTIPLE,
     {"StringNotEquals": {"a": ["1", "2"]}}, {"a": "2"}, False),
    ("ForAllValues: every context key value in the request matches at least one context key value "
     "in the policy", VALUES,
     {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}, {"aws:TagKeys": ["a", "c"]}, False),
    ("It also returns true if there are no context keys in the request", VALUES,
     {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}, {}, True),
    ("or if the context key value resolves to a null dataset, such as an empty string", VALUES,
     {"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}}, {"aws:TagKeys": [""]}, True),
    ("ForAnyValue: at least one member of the set of request context key values", VALUES,
     {"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}}, {"aws:TagKeys": ["a", "c"]}, True),
    ("ForAnyValue returns false for no matching context key", VALUES,
     {"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["a"]}}, {}, False),
    ("NOR, asked of each value", VALUES,
     {"ForAllValues:StringNotLike": {"aws:TagKeys": ["a*", "b*"]}}, {"aws:TagKeys": ["c", "bd"]}, False),
    ("NOR, asked of any value", VALUES,
     {"ForAnyValue:StringNotLike": {"aws:TagKeys": ["a*", "b*"]}}, {"aws:TagKeys": ["c", "bd"]}, True),
    ("Multivalued context keys require a condition set operator: without one nothing is said", VALUES,
     {"StringEquals": {"aws:TagKeys": "a"}}, {"aws:TagKeys": ["a", "c"]}, None),
    ("IAM substitutes the user name from the current request for the variable", VARIABLES,
     {"StringLike": {"s3:prefix": "${aws:username}/*"}},
     {"s3:prefix": "David/x", "aws:username": "David"}, True),
    ("any attempt to match it fails and causes the statement to be invalid", VARIABLES,
     {"StringNotEquals": {"s3:prefix": "${aws:username}"}}, {"s3:prefix": "x"}, False),
    ("surround the default value with single quotes, and separate the variable text and the default "
     "value with a comma and space", VARIABLES,
     {"StringEquals": {"a": "${aws:userid, 'anonymous'}"}}, {"a": "anonymous"}, True),
    ("${*} - use where you need an * (asterisk) character", VARIABLES,
     {"StringLike": {"a": "x${*}"}}, {"a": "xy"}, False),
    ("${$} - use where you need a $ (dollar sign) character", VARIABLES,
     {"StringEquals": {"a": "${$}{x}"}}, {"a": "${x}"}, True),
]


def statement_allows(statement, context, action="s3:GetObject", resource="arn:aws:s3:::b/k", **policy):
    document = {"Version": "2012-10-17", **policy, "Statement": [statement]}
    context = {
        key.lower(): value if isinstance(value, list) else [value] for key, value in context.items()
    }
    caller = Caller("user", "arn:aws:iam::111122223333:user/u", account="111122223333")
    return Policy(document, identity_based=True).allows_at_all(
        Request(caller, action, resource, "111122223333", context)
    )


class Conditions(unittest.TestCase):
    def test_sentences(self):
        for sentence, address, condition, context, answer in CASES:
            with self.subTest(sentence, address=address):
                statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
                self.assertIs(statement_allows(statement, context), answer)

    def test_without_the_newer_version_variables_are_literal(self):
        """VARIABLES: "variables like ${aws:username} are treated as literal strings"."""
        statement = {"Effect": "Allow", "Action": "*", "Resource": "*",
                     "Condition": {"StringEquals": {"a": "${aws:username}"}}}
        context = {"a": "${aws:username}", "aws:username": "x"}
        self.assertIs(statement_allows(statement, context, Version="2008-10-17"), True)
        self.assertIs(statement_allows(statement, context), False)

    def test_unknown_operators_are_refused(self):
        for name in ("StringMatches", "ForSomeValue:StringEquals", "NullIfExists"):
            with self.subTest(name), self.assertRaises(Invalid):
                Policy({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*",
                                       "Condition": {name: {"a": "b"}}}]})


if __name__ == "__main__":
    unittest.main()
