import {
  parseArn,
  type Reader,
  type ResolvedGrant,
  type ResolvedReader,
  type ResolvedSecret,
  readerKey,
} from "eks-pod-secrets/grant";
import { grouped, memoize } from "iam-proof/collections";
import { readersIn } from "./held-policies";
import type { ReadingZone } from "./removal-shape";

/** Who may read what by the inventory. A reader is its service account: the role as which it reads is no part of it. */
export interface Granted {
  /** Whether the inventory has a reader. */
  has(identity: Reader): boolean;
  /** The reader that is to have a role. */
  holderOf(roleArn: string): ResolvedReader | undefined;
  /** Whether a reader is granted a secret or parameter. */
  reads(identity: Reader, arn: string): boolean;
  /** The permissions boundary that a reader's roles are to have. */
  boundaryOf(identity: Reader): string | undefined;
  /** The secret of which an ARN is, or of the one whose place it takes. */
  secretOf(arn: string): ResolvedSecret | undefined;
  /** Whether a secret's owner lets a reader in by statements of their own. */
  letsIn(identity: Reader, arn: string): boolean;
}

/** Each stack of a zone asks for the same. */
export const grantsOf = memoize(({ externalReaders, readers, secrets }: ReadingZone): Granted => {
  const known = new Map([...readers, ...externalReaders].map((one) => [readerKey(one), one]));
  const byRole = new Map(
    readers.flatMap((reader) =>
      [reader.role, reader.targetRole].flatMap((role) =>
        role ? [[role.arn, reader] as const] : [],
      ),
    ),
  );
  const byName = grouped(secrets, namesOf);
  const secretsOf = (arn: string) => namesIn(arn).flatMap((name) => byName.get(name) ?? []);
  return {
    has: (identity) => known.has(readerKey(identity)),
    holderOf: (roleArn) => byRole.get(roleArn),
    reads: (identity, arn) =>
      (known.get(readerKey(identity))?.grants ?? []).some((grant) => isOf(grant, arn)),
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

/** Whether an ARN is of a grant's secret or of its parameter. */
function isOf({ kind, target }: ResolvedGrant, arn: string): boolean {
  return kind === "parameter" ? target.arn === arn : isSecretOf(target, arn);
}

/** Whether an ARN is of a secret, in whatever region, or of the one whose place it takes. */
function isSecretOf(target: ResolvedSecret, arn: string): boolean {
  const names = namesIn(arn);
  return namesOf(target).some((name) => names.includes(name));
}

/** What an ARN of a secret, or of the one whose place it takes, says of it: account and name. */
function namesOf(target: ResolvedSecret): string[] {
  const { existingArn, former } = target;
  if (existingArn) return namesIn(existingArn).slice(0, 1);
  return [target, ...(former ? [former] : [])].map(
    ({ account, name }) => `${account.id} secret:${name}`,
  );
}

/** With the six characters that AWS adds to a secret's name, and without. */
function namesIn(arn: string): string[] {
  const { account, resource } = parseArn(arn) ?? {};
  if (resource === undefined) return [];
  return [resource, resource.replace(/-[A-Za-z0-9]{6}$/, "")].map((one) => `${account} ${one}`);
}
