"""IAM's verdict on each policy document in Moto's tests. Moto's own tests also compare the words of the refusals."""

import json

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from tests.test_iam.test_iam_policies import (
    invalid_policy_document_test_cases as INVALID,
)
from tests.test_iam.test_iam_policies import valid_policy_documents as VALID


def create_policy(document):
    client = boto3.client("iam", region_name="us-east-1")
    client.create_policy(PolicyName="policy", PolicyDocument=json.dumps(document))


@pytest.mark.parametrize("number", range(len(INVALID)))
@mock_aws
def test_invalid(number):
    with pytest.raises(ClientError) as refused:
        create_policy(INVALID[number]["document"])
    assert refused.value.response["Error"]["Code"] == "MalformedPolicyDocument"


@pytest.mark.parametrize("number", range(len(VALID)))
@mock_aws
def test_valid(number):
    create_policy(VALID[number])
