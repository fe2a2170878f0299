import {
  DescribeClusterCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import {
  GetAccountAuthorizationDetailsCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  DescribeParametersCommand,
  GetParameterHistoryCommand,
  GetResourcePoliciesCommand,
  ListTagsForResourceCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { defineCall, type ReadResources } from "./live-call";
import { NETWORK_CALLS } from "./small-calls";

/**
 * All AWS calls with which `--live` reads accounts, and no others. Readers take their calls from here, and so does the policy
 * that allows them.
 */
export const LIVE_CALLS = {
  getAccountAuthorizationDetails: defineCall(IAMClient, GetAccountAuthorizationDetailsCommand, {
    action: "iam:GetAccountAuthorizationDetails",
    reason: "every role, user and group, with its policies and its boundary: who may read",
    resources: () => ["*"],
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
  }),
  getPolicy: defineCall(IAMClient, GetPolicyCommand, {
    action: "iam:GetPolicy",
    reason: "the version in force of a managed policy that does not come with the account",
    resources: ({ managedPolicies }) => managedPolicies,
  }),
  getPolicyVersion: defineCall(IAMClient, GetPolicyVersionCommand, {
    action: "iam:GetPolicyVersion",
    reason: "the document of such a policy",
    resources: ({ managedPolicies }) => managedPolicies,
  }),
  listOpenIDConnectProviders: defineCall(IAMClient, ListOpenIDConnectProvidersCommand, {
    action: "iam:ListOpenIDConnectProviders",
    reason: "whether an OIDC provider that a trust policy names exists: whose tokens are taken",
    resources: () => ["*"],
  }),
  getOpenIDConnectProvider: defineCall(IAMClient, GetOpenIDConnectProviderCommand, {
    action: "iam:GetOpenIDConnectProvider",
    reason: "of which audiences such a provider takes tokens",
    resources: ({ oidcProviders }) => oidcProviders,
  }),
  describeCluster: defineCall(EKSClient, DescribeClusterCommand, {
    action: "eks:DescribeCluster",
    reason: "which cluster issues the tokens of such a provider",
    resources: ({ clusters }) => clusters,
  }),
  listPodIdentityAssociations: defineCall(EKSClient, ListPodIdentityAssociationsCommand, {
    action: "eks:ListPodIdentityAssociations",
    reason: "which pods of a cluster get a role",
    resources: ({ clusters }) => clusters,
    next: ({ nextToken }) => (nextToken ? { nextToken } : undefined),
  }),
  describePodIdentityAssociation: defineCall(EKSClient, DescribePodIdentityAssociationCommand, {
    action: "eks:DescribePodIdentityAssociation",
    reason: "which role these pods get, and how their session is limited",
    resources: ({ associations }) => associations,
  }),
  describeSecret: defineCall(SecretsManagerClient, DescribeSecretCommand, {
    action: "secretsmanager:DescribeSecret",
    reason: "a secret's ARN, key, tags and rotation; never its value",
    resources: ({ secrets }) => secrets,
  }),
  getResourcePolicy: defineCall(SecretsManagerClient, GetResourcePolicyCommand, {
    action: "secretsmanager:GetResourcePolicy",
    reason: "whom a secret's own policy lets in",
    resources: ({ secrets }) => secrets,
  }),
  listSecretVersionIds: defineCall(SecretsManagerClient, ListSecretVersionIdsCommand, {
    action: "secretsmanager:ListSecretVersionIds",
    reason: "which keys still open versions of a secret; never their values",
    resources: ({ secrets }) => secrets,
    next: ({ NextToken }) => (NextToken ? { NextToken } : undefined),
  }),
  describeRegions: {
    ...NETWORK_CALLS.describeRegions,
    resources: ({ secrets }: ReadResources) => (secrets.length > 0 ? ["*"] : []),
  },
  listSecrets: defineCall(SecretsManagerClient, ListSecretsCommand, {
    action: "secretsmanager:ListSecrets",
    reason: "every secret of a region, with its key and tags, and copies among them; never a value",
    resources: ({ secrets }) => (secrets.length > 0 ? ["*"] : []),
    next: ({ NextToken }) => (NextToken ? { NextToken } : undefined),
  }),
  describeParameters: defineCall(SSMClient, DescribeParametersCommand, {
    action: "ssm:DescribeParameters",
    reason: "a parameter's type and key; never its value",
    resources: ({ parameters }) => (parameters.length > 0 ? ["*"] : []),
    next: ({ NextToken }) => (NextToken ? { NextToken } : undefined),
  }),
  listTagsForParameter: defineCall(SSMClient, ListTagsForResourceCommand, {
    action: "ssm:ListTagsForResource",
    reason: "a parameter's tags, which conditions may ask for",
    resources: ({ parameters }) => parameters,
  }),
  getParameterHistory: defineCall(SSMClient, GetParameterHistoryCommand, {
    action: "ssm:GetParameterHistory",
    reason:
      "which keys still open earlier versions of a SecureString, whose values come encrypted; the policy denies kms:Decrypt",
    resources: ({ secureParameters }) => secureParameters,
    next: ({ NextToken }) => (NextToken ? { NextToken } : undefined),
  }),
  getParameterPolicies: defineCall(SSMClient, GetResourcePoliciesCommand, {
    action: "ssm:GetResourcePolicies",
    reason: "with whom a parameter is shared",
    resources: ({ parameters }) => parameters,
    next: ({ NextToken }) => (NextToken ? { NextToken } : undefined),
  }),
  describeKey: defineCall(KMSClient, DescribeKeyCommand, {
    action: "kms:DescribeKey",
    reason: "which key encrypts a value, and whether the key can be used",
    resources: ({ keys }) => keys,
  }),
  getKeyPolicy: defineCall(KMSClient, GetKeyPolicyCommand, {
    action: "kms:GetKeyPolicy",
    reason: "whom a key's policy lets decrypt",
    resources: ({ keys }) => keys,
  }),
  listGrants: defineCall(KMSClient, ListGrantsCommand, {
    action: "kms:ListGrants",
    reason: "whom a grant of a key lets decrypt without any policy",
    resources: ({ keys }) => keys,
    next: ({ NextMarker, Truncated }) => (Truncated ? { Marker: NextMarker } : undefined),
  }),
  describeVpcEndpoints: {
    ...NETWORK_CALLS.describeVpcEndpoints,
    resources: ({ clusters }: ReadResources) => (clusters.length > 0 ? ["*"] : []),
  },
  listResourceTags: defineCall(KMSClient, ListResourceTagsCommand, {
    action: "kms:ListResourceTags",
    reason: "a key's tags, which conditions may ask for",
    resources: ({ keys }) => keys,
    next: ({ NextMarker, Truncated }) => (Truncated ? { Marker: NextMarker } : undefined),
  }),
};

/**
 * Calls of `LIVE_CALLS` that reading a whole account does not need: lists contain the same, and pods and networks are not asked
 * for.
 */
export const NOT_OF_ACCOUNT: (keyof typeof LIVE_CALLS)[] = [
  "describeSecret",
  "describeCluster",
  "listPodIdentityAssociations",
  "describePodIdentityAssociation",
  "describeVpcEndpoints",
];
