import { randomInt } from "node:crypto";
import type { Store } from "../../store/store";

/** What users, roles and groups have in common: their policies. A group has neither tags nor a boundary. */
export interface Identity {
  account: string;
  partition: string;
  path: string;
  name: string;
  /** `AROA…`, `AIDA…` or `AGPA…`. A re-created identity gets a new one. */
  id: string;
  arn: string;
  createDate: Date;
  tags: Record<string, string>;
  /** JSON texts by policy name. */
  inlinePolicies: Record<string, string>;
  attachedPolicies: string[];
  /** ARN of its permissions boundary. */
  permissionsBoundary?: string;
}

export interface RoleRecord extends Identity {
  description?: string;
  /** Seconds, 3600 to 43200. */
  maxSessionDuration: number;
  /** JSON text. Principals are stored as unique IDs instead of ARNs. */
  trust: string;
}

export interface UserRecord extends Identity {
  /** Names of its groups, in the order added. */
  groups?: string[];
}

export type GroupRecord = Identity;

export interface AccessKeyRecord {
  accessKeyId: string;
  secretAccessKey: string;
  account: string;
  userName: string;
  status: "Active" | "Inactive";
  createDate: Date;
}

export interface ManagedPolicyRecord {
  account: string;
  path: string;
  name: string;
  id: string;
  arn: string;
  description?: string;
  createDate: Date;
  updateDate: Date;
  tags: Record<string, string>;
  defaultVersion: string;
  /** JSON texts by version id (`v1` …). */
  versions: Record<string, { document: string; createDate: Date }>;
  lastVersion: number;
}

/** IAM compares names without regard to case. */
export function findRole(store: Store, account: string, name: string): RoleRecord | undefined {
  return store.get(["role", account, name.toLowerCase()]);
}

export function findUser(store: Store, account: string, name: string): UserRecord | undefined {
  return store.get(["user", account, name.toLowerCase()]);
}

export function findGroup(store: Store, account: string, name: string): GroupRecord | undefined {
  return store.get(["group", account, name.toLowerCase()]);
}

export function groupsOf(store: Store, { account, groups }: UserRecord): GroupRecord[] {
  return (groups ?? []).flatMap((name) => findGroup(store, account, name) ?? []);
}

const FINDERS = { role: findRole, user: findUser, group: findGroup };

export function findById(store: Store, id: string): Identity | undefined {
  const at = store.get<{ kind: keyof typeof FINDERS; account: string; name: string }>([
    "iam-id",
    id,
  ]);
  const identity = at && FINDERS[at.kind](store, at.account, at.name);
  return identity?.id === id ? identity : undefined;
}

/** Finds a role by its ARN, with the role's own path. */
export function findRoleByArn(store: Store, arn: string): RoleRecord | undefined {
  const match = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn);
  if (!match?.[1] || !match[2]) return undefined;
  const role = findRole(store, match[1], match[2]);
  return role?.arn === arn ? role : undefined;
}

const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MIXED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** An identifier as AWS makes it: `AROA`, `ASIA` or similar, and sixteen or seventeen characters. */
export function randomId(prefix: string, characters = 17): string {
  return prefix + pick(UPPER, characters);
}

export function randomSecretAccessKey(): string {
  return pick(MIXED, 40);
}

function pick(alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet[randomInt(alphabet.length)]).join("");
}
