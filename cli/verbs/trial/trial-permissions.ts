import type { LandingZone } from "../../../sdk/grant";
import { livePermissions } from "../../documents/live/live-permissions";
import { deployPermissions } from "../../permissions/deploy-permissions";
import type { TrialPlan } from "./shape";
import type { Cast } from "./trial-scene";

/** What a trial does beside its deployment, and by which actions of the account's profile. */
interface Need {
  why: string;
  actions: string[];
}

/** In the account whose pods read. */
const READER: Need[] = [
  {
    why: "get the credentials of pods, as a node does",
    actions: ["eks-auth:AssumeRoleForPodIdentity", "eks:DescribeCluster"],
  },
  {
    why: "make attempts as an administrator of the account",
    actions: [
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:ListRolePolicies",
      "iam:PassRole",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UpdateAssumeRolePolicy",
      "eks:CreatePodIdentityAssociation",
      "eks:DeletePodIdentityAssociation",
      "eks:ListPodIdentityAssociations",
      "kms:Decrypt",
      "secretsmanager:BatchGetSecretValue",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutResourcePolicy",
      "sts:AssumeRole",
      "sts:TagSession",
    ],
  },
];

/** In the account that owns the secret of the other. */
const OWNER: Need[] = [
  { why: "make a ciphertext that the reader tries to decrypt", actions: ["kms:Encrypt"] },
  {
    why: "make a parameter that the reader tries to read",
    actions: ["ssm:DeleteParameter", "ssm:PutParameter"],
  },
];

/** In a third account. */
const THIRD: Need[] = [
  {
    why: "make attempts as an administrator of the account",
    actions: ["iam:CreateRole", "iam:PutRolePolicy", "iam:TagRole", "sts:AssumeRole"],
  },
];

/** In a third account that has a cluster of the same name. */
const NAMESAKE: Need[] = [
  {
    why: "make the same names there",
    actions: [
      "eks-auth:AssumeRoleForPodIdentity",
      "eks:CreatePodIdentityAssociation",
      "eks:TagResource",
      "iam:PassRole",
    ],
  },
];

/** In each. */
const EACH: Need[] = [
  { why: "find the secrets", actions: ["secretsmanager:DescribeSecret"] },
  {
    why: "find by tag what is left, and remove it",
    actions: [
      "eks:DeleteAddon",
      "eks:DeleteCluster",
      "eks:DeleteNodegroup",
      "eks:DescribeAddon",
      "eks:DescribeNodegroup",
      "eks:DescribePodIdentityAssociation",
      "eks:ListAddons",
      "eks:ListClusters",
      "eks:ListNodegroups",
      "eks:ListPodIdentityAssociations",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "iam:ListRoleTags",
      "iam:ListRoles",
      "kms:CancelKeyDeletion",
      "kms:DeleteAlias",
      "kms:DescribeKey",
      "kms:ListAliases",
      "kms:ListKeys",
      "kms:ListResourceTags",
      "kms:ScheduleKeyDeletion",
      "secretsmanager:DeleteSecret",
      "secretsmanager:ListSecrets",
      "ssm:DescribeParameters",
    ],
  },
];

const inPlace = (where: string, needs: readonly Need[]) =>
  needs.map((need) => ({ where, ...need }));

/** Those of the trial itself. */
function ownPermissions({ namesake, third }: Cast): TrialPlan["permissions"] {
  return [
    ...inPlace("the readers' account", READER),
    ...inPlace("the owner's account", OWNER),
    ...(third ? inPlace(`account ${third.name}`, THIRD) : []),
    ...(namesake ? inPlace(`account ${namesake.account.name}`, NAMESAKE) : []),
    ...inPlace("each account", EACH),
  ];
}

/** Which permissions a trial needs: those of the verbs that it runs on its inventory, and its own. */
export function neededPermissions(zone: LandingZone, cast: Cast): TrialPlan["permissions"] {
  const ofVerbs = (["deploy", "put", "revoke"] as const).flatMap((use) =>
    deployPermissions(zone, use).map(({ name, roles }) => ({
      where: `account ${name}`,
      why: use,
      actions: distinct(roles.flatMap(({ actions }) => actions)),
    })),
  );
  const live = livePermissions(zone).map(({ actions, name }) => ({
    where: `account ${name}`,
    why: "prove --live",
    actions: distinct(actions),
  }));
  return [...ofVerbs, ...live, ...ownPermissions(cast)];
}

function distinct(actions: readonly { action: string }[]): string[] {
  return [...new Set(actions.map(({ action }) => action))].sort();
}

/** The same for people. */
export function permissionsText(zone: LandingZone, cast: Cast): string {
  return [
    "It needs these permissions:",
    ...neededPermissions(zone, cast).map(
      ({ actions, where, why }) => `  ${where}, to ${why}: ${actions.join(", ")}`,
    ),
    "  Kubernetes: what deployments need; create of pods, service accounts and their tokens, delete of namespaces and pods",
    "  to say prices: pricing:GetProducts in the readers' account; else they are not known",
  ].join("\n");
}
