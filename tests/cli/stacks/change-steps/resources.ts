import { OWN_POLICY_NAME } from "../../../../sdk/defaults";
import {
  oidcProviderArn,
  type ResolvedKey,
  type ResolvedRole,
  type ResolvedSecret,
} from "../../../../sdk/grant";
import type { AssignedArns } from "../../../../sdk/policy";

/** The kinds of resources that decide who reads what. */
export const KINDS = {
  role: "aws:iam/role:Role",
  rights: "aws:iam/rolePolicy:RolePolicy",
  association: "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  serviceAccount: "kubernetes:core/v1:ServiceAccount",
  providerClass: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
  deployment: "kubernetes:apps/v1:Deployment",
  key: "aws:kms/key:Key",
  keyPolicy: "aws:kms/keyPolicy:KeyPolicy",
  secret: "aws:secretsmanager/secret:Secret",
  secretPolicy: "aws:secretsmanager/secretPolicy:SecretPolicy",
} as const;

export type Kind = keyof typeof KINDS;

/** A resource that the program registers, as far as it decides who reads what. */
export interface Registration {
  kind: Kind;
  /** Types of the components that it is a child of. */
  parent: string;
  name: string;
  /** What it is called where another one of the stack has its name. */
  label?: string;
  outputs: Record<string, unknown>;
  /** Names, or labels, of the resources that it waits for. */
  after: string[];
  /** Properties of which another value makes another resource, deleted before it is made again. */
  remade?: string[];
}

/** What a stack's program registers, and the outputs that its stack has then. */
export interface Registered {
  resources: Registration[];
  outputs: Record<string, unknown>;
}

/** What of a secret decides its ARN. */
export type Named = Pick<ResolvedSecret, "account" | "existingArn" | "name" | "region">;

export function assignedArn({ account, existingArn, name, region }: Named): string {
  return existingArn ?? `arn:aws:secretsmanager:${region}:${account.id}:secret:${name}-AbC123`;
}

/** ARNs as Pulumi's mocks of the tests draw them. */
export const ARNS: AssignedArns = {
  secretArn: assignedArn,
  keyArn: (key) =>
    key.existingArn ?? `arn:aws:kms:${key.region}:${key.account.id}:key/${keyName(key)}-key-id`,
  oidcProviderArn,
};

/** A value of each item, by its id. */
export function byId<Item extends { id: string }, Value>(
  items: readonly Item[],
  value: (item: Item) => Value,
): Record<string, Value> {
  return Object.fromEntries(items.map((one) => [one.id, value(one)]));
}

interface RoleParts {
  trust: object;
  /** The cluster whose tokens it may trust: its trust names a provider, which says of none. */
  tokensOf?: string;
  rights: object;
  after: string[];
}

/** A role and its policy. */
export function roleParts(
  parent: string,
  id: string,
  { account, arn, name, path }: ResolvedRole,
  { after, rights, tokensOf, trust }: RoleParts,
): Registration[] {
  return [
    {
      kind: "role",
      parent,
      name: `${id}-role`,
      outputs: { name, path, arn, tokensOf, assumeRolePolicy: JSON.stringify(trust) },
      after,
    },
    {
      kind: "rights",
      parent,
      name: `${id}-policy`,
      outputs: {
        name: OWN_POLICY_NAME,
        role: name,
        account: account.id,
        policy: JSON.stringify(rights),
      },
      after: [`${id}-role`, ...after],
    },
  ];
}

/** What the resources of a key are called. */
export function keyName({ alias, existingArn, region }: ResolvedKey): string {
  return `${alias ?? existingArn?.split("/").at(-1)}-${region}`;
}
