import type { GuardedCalls } from "iam-proof";
import type { Protected } from "./protected";

/** The session tags of EKS Pod Identity. Nobody else should set them. */
export const SESSION_TAGS = [
  "eks-cluster-arn",
  "eks-cluster-name",
  "kubernetes-namespace",
  "kubernetes-pod-name",
  "kubernetes-pod-uid",
  "kubernetes-service-account",
];

/** Tag keys in conditions are not case-sensitive, so a tag in another case would also match. */
const SETS_TAGS = { "ForAnyValue:StringEqualsIgnoreCase": { "aws:TagKeys": SESSION_TAGS } };

/** AWS services create grants for their own resources, which have other encryption contexts. */
const NO_SERVICE_GRANT = { BoolIfExists: { "kms:GrantIsForAWSResource": "false" } };

/** The calls of one kind on one kind of thing. An empty list of things has none. */
interface Row {
  what: string;
  actions: string;
  resources: string[];
  when?: NonNullable<GuardedCalls["when"]>;
  /** Who may make them in addition to the exempt. */
  also?: string[];
}

/**
 * All calls with which somebody could come to read what an account protects, as far as AWS, rather than something in the cluster,
 * decides about them. Each chain of changes starts with one of these.
 */
export function guardedCalls(of: Protected): GuardedCalls[] {
  const rows = [
    ...withinAccount(of).map((row) => ({ ...row, withinAccount: true })),
    ...onResources(of),
  ];
  return rows
    .filter(({ resources }) => resources.length > 0)
    .map(({ actions, also = [], ...row }) => ({
      ...row,
      actions: actions.split(" "),
      exempt: [...new Set([...of.exempt, ...also])].sort(),
    }));
}

/** Calls that AWS allows nobody in another account. Service control policies deny them. */
function withinAccount(of: Protected): Row[] {
  const { accounts, clusters, parameters, partition } = of;
  const parts = (kind: string) =>
    clusters.map((arn) => `${arn.replace(":cluster/", `:${kind}/`)}/*`);
  const iam = (resource: string) => accounts.map((id) => `arn:${partition}:iam::${id}:${resource}`);
  return [
    {
      what: "change, make or hand on a role that reads or may change who does",
      actions:
        "iam:AttachRolePolicy iam:CreateRole iam:DeleteRolePermissionsBoundary iam:DeleteRolePolicy iam:DetachRolePolicy iam:PassRole iam:PutRolePermissionsBoundary iam:PutRolePolicy iam:TagRole iam:UntagRole iam:UpdateAssumeRolePolicy",
      resources: of.roles,
    },
    {
      what: "get credentials of a user who may change who reads",
      actions:
        "iam:CreateAccessKey iam:CreateLoginProfile iam:CreateUser iam:EnableMFADevice iam:UpdateLoginProfile iam:UpdateUser",
      resources: of.users,
    },
    {
      what: "change a managed policy of a reader's role",
      actions: "iam:CreatePolicyVersion iam:SetDefaultPolicyVersion",
      resources: of.policies,
    },
    {
      what: "change who vouches for readers, or for those who may change who reads",
      actions:
        "iam:AddClientIDToOpenIDConnectProvider iam:CreateOpenIDConnectProvider iam:CreateSAMLProvider iam:UpdateOpenIDConnectProviderThumbprint iam:UpdateSAMLProvider",
      resources: of.providers,
    },
    {
      what: "open an endpoint that limits what comes through it",
      actions: "ec2:DeleteVpcEndpoints ec2:ModifyVpcEndpoint",
      resources: of.endpoints,
    },
    {
      what: "give a role or user the tags of a reader's session",
      actions: "iam:CreateRole iam:CreateUser iam:TagRole iam:TagUser",
      resources: [...iam("role/*"), ...iam("user/*")],
      when: SETS_TAGS,
    },
    {
      what: "let somebody into a readers' cluster, or run something there",
      actions:
        "eks:AssociateIdentityProviderConfig eks:CreateAccessEntry eks:CreateAddon eks:CreateCapability eks:CreateCluster eks:UpdateClusterConfig",
      resources: clusters,
    },
    {
      what: "give rights to somebody who is let into a readers' cluster",
      actions: "eks:AssociateAccessPolicy eks:UpdateAccessEntry",
      resources: parts("access-entry"),
    },
    {
      what: "change what an add-on or capability of a readers' cluster runs",
      actions: "eks:UpdateAddon eks:UpdateCapability",
      resources: [...parts("addon"), ...parts("capability")],
    },
    {
      what: "give the alias by which a key is guarded to another key",
      actions: "kms:CreateAlias kms:DeleteAlias kms:UpdateAlias",
      resources: of.aliases,
    },
    {
      what: "change a function that rotates",
      actions: "lambda:AddPermission lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration",
      resources: of.functions.flatMap((arn) => [arn, `${arn}:*`]),
    },
    {
      what: "change who reads a parameter",
      actions: "ssm:AddTagsToResource ssm:PutResourcePolicy ssm:RemoveTagsFromResource",
      resources: parameters,
    },
    {
      what: "share a parameter with other accounts",
      actions: "ram:AssociateResourceShare ram:CreateResourceShare",
      resources: parameters.length > 0 ? ["*"] : [],
      when: { "ForAnyValue:ArnEquals": { "ram:ResourceArn": parameters } },
    },
    ...readRows(of, parameters).flatMap(({ also, resources }) => [
      {
        what: "read a parameter",
        actions: "ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters",
        resources,
        also,
      },
      {
        what: "decrypt a parameter, by whichever call",
        actions: "kms:Decrypt",
        resources: anyKey(of),
        when: { StringEquals: { "kms:EncryptionContext:PARAMETER_ARN": resources } },
        also,
      },
    ]),
    {
      what: "take the guard off, or the account out of its reach",
      actions:
        "organizations:DeletePolicy organizations:DetachPolicy organizations:DisablePolicyType organizations:LeaveOrganization organizations:MoveAccount organizations:RemoveAccountFromOrganization organizations:UpdatePolicy",
      resources: ["*"],
    },
  ];
}

/** The most readers in one statement, which must exempt all of them in a policy of AWS's size. */
const MOST_READERS = 25;

/** What is read, with its readers; grouped as long as there are few readers. */
function readRows(
  { reads }: Protected,
  things: string[],
): Required<Pick<Row, "also" | "resources">>[] {
  const pairs = reads.map((one) => one.split(" ") as [string, string]);
  const rows: Required<Pick<Row, "also" | "resources">>[] = [];
  const known = things.map((resource) => ({
    resource,
    roles: pairs.flatMap(([read, role]) => (read === resource ? [role] : [])),
  }));
  // Things with the same readers come together.
  const placeOf = ({ resource, roles }: (typeof known)[number]) => [...roles, resource].join();
  known.sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  for (const { resource, roles } of known) {
    const last = rows.at(-1);
    const together = [...new Set([...(last?.also ?? []), ...roles])];
    if (last && together.length <= MOST_READERS) {
      last.resources.push(resource);
      last.also = together;
    } else rows.push({ resources: [resource], also: roles });
  }
  return rows;
}

const anyKey = ({ accounts, partition }: Protected) =>
  accounts.map((id) => `arn:${partition}:kms:*:${id}:key/*`);

const KEY_CHANGES =
  "kms:CancelKeyDeletion kms:EnableKey kms:PutKeyPolicy kms:ReplicateKey kms:TagResource kms:UntagResource";

/** Calls that a resource policy can open to any account. Resource control policies deny them. */
function onResources(of: Protected): Row[] {
  const { aliases, assumed, assuming, keys, secrets } = of;
  const names = [...new Set(aliases.map((arn) => arn.replace(/.*:/, "")))];
  const aliased = { "ForAnyValue:StringEquals": { "kms:ResourceAliases": names } };
  const made = aliases.length > 0 ? anyKey(of) : [];
  const change = "change a key, or whom it lets decrypt";
  const grant = "grant the use of a key";
  return [
    {
      what: "change a secret, or whom it lets in",
      actions:
        "secretsmanager:DeleteResourcePolicy secretsmanager:PutResourcePolicy secretsmanager:ReplicateSecretToRegions secretsmanager:RestoreSecret secretsmanager:RotateSecret secretsmanager:StopReplicationToReplica secretsmanager:TagResource secretsmanager:UntagResource secretsmanager:UpdateSecret",
      resources: secrets,
    },
    ...readRows(of, secrets).map((row) => ({
      ...row,
      what: "read a secret",
      actions: "secretsmanager:GetSecretValue",
    })),
    { what: change, actions: KEY_CHANGES, resources: keys },
    { what: grant, actions: "kms:CreateGrant", resources: keys, when: NO_SERVICE_GRANT },
    { what: change, actions: KEY_CHANGES, resources: made, when: aliased },
    {
      what: grant,
      actions: "kms:CreateGrant",
      resources: made,
      when: { ...aliased, ...NO_SERVICE_GRANT },
    },
    {
      what: "become a role that reads",
      actions: "sts:AssumeRole sts:AssumeRoleWithSAML sts:TagSession",
      resources: assumed,
      also: assuming,
    },
    {
      what: "give a session the tags of a reader's",
      actions: "sts:TagSession",
      resources: ["*"],
      when: { ...SETS_TAGS, Null: { "aws:PrincipalTag/kubernetes-pod-uid": "true" } },
    },
  ];
}
