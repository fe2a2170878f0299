import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { flawsOf, rule } from "../policy-documents";
import { openPrincipals, ownKeyAcrossAccounts, wildcardReads } from "./let-in";
import { pinnedDecryption, pinnedPodSessions, pinnedTargetRoles } from "./pinned";

/** Inputs that hold a secret value, by the type of the resource. */
const VALUES: Record<string, string[]> = {
  "aws:secretsmanager/secretVersion:SecretVersion": [
    "secretString",
    "secretStringWo",
    "secretBinary",
  ],
  "kubernetes:core/v1:Secret": ["data", "stringData"],
};

const PARAMETER = "aws:ssm/parameter:Parameter";

export const noSecretValue = rule(
  "no-secret-value",
  "No resource has a secret value among its inputs: it would be in the state of the stack.",
  ({ props, type }) => {
    const isSecure = type === PARAMETER && props.type === "SecureString";
    const inputs = isSecure ? ["value", "valueWo"] : (VALUES[type] ?? []);
    return inputs
      .filter((input) => props[input] !== undefined && props[input] !== "")
      .map(
        (input) => `${input} puts a secret value into the state; give it its value outside Pulumi`,
      );
  },
);

export const podIdentityMounts = rule(
  "pod-identity-mounts",
  "A SecretProviderClass of AWS reads with the pod's own identity, by EKS Pod Identity.",
  ({ props, type }) => {
    if (!/^kubernetes:secrets-store\.csi\.x-k8s\.io\/.*:SecretProviderClass$/.test(type)) return [];
    const { parameters = {}, provider } = props.spec ?? {};
    if (provider !== "aws" || parameters.usePodIdentity === "true") return [];
    return ['spec.parameters.usePodIdentity must be "true"'];
  },
);

/** The other rules find nothing in a document that they cannot understand, so this rule refuses it. */
export const readablePolicies = rule(
  "readable-policies",
  "A policy document is one that AWS documents, so that the other rules see all of it.",
  (resource) => flawsOf(resource).map((flaw) => `the policy is not understood: ${flaw}`),
);

export const rules: (ResourceValidationPolicy | StackValidationPolicy)[] = [
  noSecretValue,
  openPrincipals,
  ownKeyAcrossAccounts,
  pinnedDecryption,
  pinnedPodSessions,
  pinnedTargetRoles,
  podIdentityMounts,
  readablePolicies,
  wildcardReads,
];
