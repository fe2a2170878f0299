import {
  formerSecret,
  isOfGrant,
  namesInArn,
  namesOfSecret,
  parseArn,
  type Reader,
  type ResolvedReader,
  type ResolvedSecret,
  readerKey,
  successors,
} from "eks-pod-secrets/grant";
import {
  type PolicyDocument,
  pinnedReader,
  type Statement,
  tokenTrustSid,
} from "eks-pod-secrets/policy";
import { addTo, grouped, memoize } from "iam-proof/collections";
import type { HeldResource, ReadingZone } from "./removal-shape";

/** Who may read what according to the inventory. A reader is identified by its service account, not by the role that it reads as. */
export interface Granted {
  /** Whether the inventory has a reader. */
  has(identity: Reader): boolean;
  /** The reader that should have a role. */
  holderOf(roleArn: string): ResolvedReader | undefined;
  /** Whether a reader is granted a secret or parameter. */
  reads(identity: Reader, arn: string): boolean;
  /** The permissions boundary that a reader's roles should have. */
  boundaryOf(identity: Reader): string | undefined;
  /** The secret with an ARN, or the one that replaces it. */
  secretOf(arn: string): ResolvedSecret | undefined;
  /** Whether the secret's own statements let a reader in. */
  letsIn(identity: Reader, arn: string): boolean;
}

/** Computed once: every stack of a zone needs the same. */
export const grantsOf = memoize(({ externalReaders, readers, secrets }: ReadingZone): Granted => {
  // A former role has its reader's key. The reader's own entry takes precedence.
  const known = new Map([...externalReaders, ...readers].map((one) => [readerKey(one), one]));
  const byRole = new Map(
    readers.flatMap((reader) =>
      [reader.role, reader.targetRole].flatMap((role) =>
        role ? [[role.arn, reader] as const] : [],
      ),
    ),
  );
  const formers = successors({ secrets }).map(formerSecret);
  const byName = grouped([...secrets, ...formers], ({ former: _, ...one }) => namesOfSecret(one));
  const secretsOf = (arn: string) => namesInArn(arn).flatMap((name) => byName.get(name) ?? []);
  return {
    has: (identity) => known.has(readerKey(identity)),
    holderOf: (roleArn) => byRole.get(roleArn),
    reads: (identity, arn) =>
      (known.get(readerKey(identity))?.grants ?? []).some((grant) => isOfGrant(arn, grant)),
    boundaryOf: (identity) => known.get(readerKey(identity))?.permissionsBoundary,
    secretOf(arn) {
      const all = secretsOf(arn);
      return all.find(({ region }) => region === parseArn(arn)?.region) ?? all[0];
    },
    letsIn: (identity, arn) =>
      secretsOf(arn)
        .flatMap(({ extraPolicyStatements: Statement }) => readersIn(JSON.stringify({ Statement })))
        .some((reader) => readerKey(reader) === readerKey(identity)),
  };
});

export function readsIn({ Statement }: PolicyDocument): string[] {
  const all = [Statement].flat().flatMap(({ Resource = [] }) => Resource);
  return [...new Set(all)].filter((arn) => /^arn:[^:]+:(?:secretsmanager|ssm):/.test(arn));
}

export function readersIn(policy: unknown): Reader[] {
  return statementsOf(policy).flatMap(
    ({ Condition, Effect }) =>
      (Effect === "Allow" && pinnedReader("aws:PrincipalTag", Condition)) || [],
  );
}

export function statementsOf(policy: unknown): PolicyDocument["Statement"] {
  return [documentOf(policy)?.Statement ?? []].flat();
}

/** A policy document in the state, which has it as JSON text; undefined if there is none. */
export function documentOf(policy: unknown): PolicyDocument | undefined {
  return typeof policy === "string" && policy !== "" ? JSON.parse(policy) : undefined;
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A secret whose policy must deny a reader. */
export interface DenyingSecret extends ResolvedSecret {
  /** Another secret replaces it, so it may be gone. */
  isFormer?: true;
}

/**
 * The secrets whose policies deny a revoked reader: those of other accounts that it reads as its own role, and those that they
 * replace. For a reader that others deploy, everything that it reads, because this inventory has no other policy. Only their
 * owners can change secrets of others.
 */
export function denyingSecrets({
  external,
  grants,
  role,
  targetRole,
}: ResolvedReader): DenyingSecret[] {
  if (targetRole) return [];
  return grants
    .flatMap(({ kind, target }): DenyingSecret[] => {
      if (kind !== "secret" || target.external) return [];
      return target.former ? [target, { ...target, ...target.former, isFormer: true }] : [target];
    })
    .filter(({ account }) => external || account !== role.account);
}

/** ARNs of deployed roles, by the key of the only reader whose pods may assume them. */
export type ReadingRoles = ReadonlyMap<string, readonly string[]>;

export function readingRoles(
  resources: readonly HeldResource[],
  zone: Pick<ReadingZone, "readers">,
): ReadingRoles {
  const roles = new Map<string, string[]>();
  for (const { outputs = {}, type } of resources) {
    const reader = type === "aws:iam/role:Role" && trusted(outputs, zone);
    if (reader) addTo(roles, readerKey(reader), text(outputs.arn));
  }
  return roles;
}

/**
 * The reader that a role trusts. Tokens do not say which cluster they are from. A reader in the inventory is found by the
 * statement's Sid. For others, the provider's ARN stands for the cluster.
 */
export function trusted(
  { assumeRolePolicy }: Record<string, unknown>,
  { readers }: Pick<ReadingZone, "readers">,
): Reader | undefined {
  const [trust] = statementsOf(assumeRolePolicy);
  const pinned = pinnedReader("aws:RequestTag", trust?.Condition);
  if (pinned || trust?.Action !== "sts:AssumeRoleWithWebIdentity") return pinned;
  const known = readers.find((one) => tokenTrustSid(one) === trust.Sid);
  return known ?? readerOfTokens(trust);
}

function readerOfTokens({ Condition, Principal }: Statement): Reader | undefined {
  const tests = Object.entries(Condition?.StringEquals ?? {});
  const subject = tests.find(([key]) => key.endsWith(":sub"))?.[1];
  const [, namespace, serviceAccount] =
    /^system:serviceaccount:([^:]+):([^:]+)$/.exec(String(subject)) ?? [];
  const clusterArn = Principal === "*" ? undefined : text(Principal?.Federated);
  if (!clusterArn || !namespace || !serviceAccount) return undefined;
  return { clusterArn, namespace, serviceAccount };
}
