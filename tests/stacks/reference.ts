import { landingZoneOf, runOnce } from "./run-stack";

export const zone = landingZoneOf("landing-zone.yaml");
const clusterArn = "arn:aws:eks:us-east-1:111111111111:cluster/ascp-podidentity";
const secretA = "arn:aws:secretsmanager:us-east-1:111111111111:secret:secret-a-AbC123";
const secretB = "arn:aws:secretsmanager:us-east-1:222222222222:secret:secret-b-AbC123";
export const keyB = "arn:aws:kms:us-east-1:222222222222:key/secretsmanagercross-us-east-1-key-id";
const roleA = "arn:aws:iam::111111111111:role/ascp-podidentity";
export const roleB = "arn:aws:iam::111111111111:role/ascp-podidentity-cross";

/** The outputs of each stack, as the next stacks find them. */
export const outputs = {
  "account-a.cluster": {
    clusters: {
      "ascp-podidentity": {
        arn: clusterArn,
        endpoint: "https://cluster.example",
        certificateAuthority: "Q0E=",
        oidcIssuer: "https://oidc.example/id",
      },
    },
  },
  "account-a.secrets": {
    secrets: { "secret-a": secretA },
    keys: {},
    parameters: {},
    formerWays: {},
    untagged: [],
    formerRoles: {},
    targetRoles: {},
    encrypts: {},
  },
  "account-b.secrets": {
    secrets: { "secret-b": secretB },
    keys: { "account-b/us-east-1/secretsmanagercross": keyB },
    parameters: {},
    formerWays: {},
    untagged: [],
    formerRoles: {},
    targetRoles: {},
    encrypts: {
      "account-b/us-east-1/secretsmanagercross": { secrets: ["secret secret-b"], others: [] },
    },
  },
  "account-a.workloads": {
    formerWays: {},
    readers: {
      "application-a": {
        mode: "resourcePolicy",
        identity: "podIdentity",
        keys: {},
        regions: ["us-east-1"],
        roleArn: roleA,
        associationId: "a-application-a-association",
        serviceAccount: "serviceaccount-a",
        secretProviderClass: "aws-secrets-manager",
      },
      "application-b": {
        mode: "resourcePolicy",
        identity: "podIdentity",
        keys: { "secret-b": ["account-b/us-east-1/secretsmanagercross"] },
        regions: ["us-east-1"],
        roleArn: roleB,
        associationId: "a-application-b-association",
        serviceAccount: "serviceaccount-b",
        secretProviderClass: "aws-secrets-manager-cross",
      },
    },
  },
};

export type StackName = keyof typeof outputs;

/** Runs a stack of the reference inventory. */
export const runReference = runOnce(zone, (name) => ({
  accounts: { aws: name.startsWith("account-b") ? "222222222222" : "111111111111" },
  stacks: Object.fromEntries(
    Object.entries(outputs).map(([stack, values]) => [
      `organization/eks-pod-secrets/${stack}`,
      values,
    ]),
  ),
}));
