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

/** A resource that the program registers, with what decides who reads what. */
export interface Registration {
  kind: Kind;
  /** Types of the components that it is a child of. */
  parent: string;
  name: string;
  /** Its name in messages, if another resource of the stack has the same name. */
  label?: string;
  outputs: Record<string, unknown>;
  /** Names, or labels, of the resources that it waits for. */
  after: string[];
  /** Properties whose change makes another resource. The old one is deleted first. */
  remade?: string[];
}

/** What a stack's program registers, and the stack's outputs afterwards. */
export interface Registered {
  resources: Registration[];
  outputs: Record<string, unknown>;
}

/** The properties of a secret that decide its ARN. */
export type Named = Pick<ResolvedSecret, "account" | "existingArn" | "name" | "region">;

export function assignedArn({ account, existingArn, name, region }: Named): string {
  return existingArn ?? `arn:aws:secretsmanager:${region}:${account.id}:secret:${name}-AbC123`;
}

/** ARNs in the form of the tests' Pulumi mocks. */
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
  /** The cluster whose tokens it may trust. The trust policy names only a provider. */
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

/** The name of a key's resources. */
export function keyName({ alias, existingArn, region }: ResolvedKey): string {
  return `${alias ?? existingArn?.split("/").at(-1)}-${region}`;
}
