import type { Rule } from "../../../cli/changes/rbac/rule";
import type { AccessDocuments } from "../../../sdk/access";
import {
  ACCOUNT,
  ATTACKER,
  allow,
  type Case,
  CLUSTER,
  FREE,
  READER,
  rule,
  trust,
} from "../../cli/changes/planted/world";

/** A way through EKS that the attacker goes with the AWS CLI, and rights that are nearly enough but read nothing. */
export interface EksReplay {
  /** Kinds of its steps that call EKS. */
  kinds: string[];
  rights: object[];
  near: object[];
  /** Namespaces that the access entry of the attacker's role lets it edit. Without them, it has no entry. */
  edits?: string[];
  /** An existing association of a service account with a role that reads nothing. */
  associated?: { namespace: string; serviceAccount: string };
  /** Arguments of the commands. `ASSOCIATION` stands for the ID of the association. */
  commands: string[][];
  /** Where the attacker then runs a pod. With `asks`, it asks for a token of the pod that runs there. */
  pod: { namespace: string; serviceAccount: string };
  asks?: true;
  /** Rules of a Role in place of the access policy. The sandbox knows only access policies, which give more. */
  rules?: Rule[];
}

const IN_MAIN = ["--cluster-name", "main", "--region", "eu-west-1"];
const EMPTY = `arn:aws:iam::${ACCOUNT}:role/empty`;
const EDIT = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy";

const eks = (operation: string, ...more: string[]) => ["eks", operation, ...more, ...IN_MAIN];
const passes = (service: string) =>
  allow("iam:PassRole", FREE, { StringEquals: { "iam:PassedToService": service } });
const inOther = (serviceAccount: string) => ({ namespace: "other", serviceAccount });
const READERS_POD = { namespace: "orders", serviceAccount: "web" };
const edit = (scope: string) =>
  eks(
    ...(["associate-access-policy", "--principal-arn", ATTACKER] as const),
    ...["--policy-arn", EDIT, "--access-scope", scope],
  );

export const EKS_REPLAYS: EksReplay[] = [
  {
    kinds: ["create-pod-identity-association"],
    rights: [allow("eks:CreatePodIdentityAssociation"), passes("pods.eks.amazonaws.com")],
    near: [allow("eks:CreatePodIdentityAssociation"), passes("lambda.amazonaws.com")],
    edits: ["other"],
    commands: [
      eks(
        ...(["create-pod-identity-association", "--namespace", "other"] as const),
        ...["--service-account", "job", "--role-arn", FREE],
      ),
    ],
    pod: inOther("job"),
  },
  {
    kinds: ["update-pod-identity-association"],
    rights: [allow("eks:UpdatePodIdentityAssociation"), passes("pods.eks.amazonaws.com")],
    near: [allow("eks:UpdatePodIdentityAssociation")],
    edits: ["other"],
    associated: inOther("job"),
    commands: [
      eks(
        ...(["update-pod-identity-association", "--association-id", "ASSOCIATION"] as const),
        ...["--role-arn", FREE],
      ),
    ],
    pod: inOther("job"),
  },
  {
    kinds: ["replace-pod-identity-association"],
    rights: [
      allow("eks:DeletePodIdentityAssociation"),
      allow("eks:CreatePodIdentityAssociation", CLUSTER),
      passes("pods.eks.amazonaws.com"),
    ],
    near: [allow("eks:DeletePodIdentityAssociation"), passes("pods.eks.amazonaws.com")],
    edits: ["other"],
    associated: inOther("job"),
    commands: [
      eks("delete-pod-identity-association", "--association-id", "ASSOCIATION"),
      eks(
        ...(["create-pod-identity-association", "--namespace", "other"] as const),
        ...["--service-account", "job", "--role-arn", FREE],
      ),
    ],
    pod: inOther("job"),
  },
  {
    kinds: ["associate-access-policy"],
    rights: [allow(["eks:CreateAccessEntry", "eks:AssociateAccessPolicy"])],
    near: [allow("eks:CreateAccessEntry")],
    commands: [eks("create-access-entry", "--principal-arn", ATTACKER), edit("type=cluster")],
    pod: READERS_POD,
  },
  {
    kinds: ["associate-access-policy"],
    rights: [
      allow("eks:AssociateAccessPolicy", "*", {
        StringEquals: { "eks:accessScope": "namespace", "eks:policyArn": EDIT },
      }),
    ],
    // With a policy of administrators it could relabel the namespace, and so reach a node.
    near: [
      allow("eks:AssociateAccessPolicy", "*", {
        StringEquals: { "eks:accessScope": "namespace", "eks:policyArn": EDIT },
        "ForAllValues:StringEquals": { "eks:namespaces": "other" },
      }),
    ],
    edits: ["other"],
    commands: [edit("type=namespace,namespaces=orders")],
    pod: READERS_POD,
  },
  {
    kinds: ["request-token", "assume-role-for-pod-identity"],
    rights: [allow("eks-auth:AssumeRoleForPodIdentity", CLUSTER)],
    near: [allow("eks-auth:AssumeRoleForPodIdentity", `${CLUSTER}-2`)],
    edits: ["orders"],
    commands: [],
    pod: READERS_POD,
    asks: true,
    rules: [rule("create", "serviceaccounts/token")],
  },
];

/** The world of a replay, in which the attacker has these rights. */
export function caseOf({ associated, edits, rules }: EksReplay, calls: object[]): Case {
  const scope = { type: "namespace" as const, namespaces: edits ?? [] };
  const policies = [{ policyArn: EDIT, accessScope: scope }];
  const byRules = { principalArn: ATTACKER, kubernetesGroups: ["team"] };
  const byPolicy = { principalArn: ATTACKER, associatedAccessPolicies: policies };
  return {
    title: "",
    calls,
    ...(rules && { rules }),
    entries: edits ? [rules ? byRules : byPolicy] : [],
    documents: (all) => withAssociations(all, associated),
  };
}

function withAssociations(
  all: AccessDocuments,
  associated: EksReplay["associated"],
): AccessDocuments {
  const own = { clusterArn: CLUSTER, ...READERS_POD, roleArn: READER };
  const other = associated && { clusterArn: CLUSTER, ...associated, roleArn: EMPTY };
  const roles = (all.roles ?? []).map((one) =>
    one.arn === ATTACKER ? { ...one, trust: trustsAccount() } : one,
  );
  return {
    ...all,
    associations: [own, ...(other ? [other] : [])],
    roles: [...roles, { arn: EMPTY, trust: trust("pods.eks.amazonaws.com"), policies: [] }],
  };
}

function trustsAccount() {
  const Principal = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
  const Statement = [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }];
  return { Version: "2012-10-17", Statement };
}
