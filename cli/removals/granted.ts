import {
  parseArn,
  type Reader,
  type ResolvedGrant,
  type ResolvedReader,
  type ResolvedSecret,
} from "../../sdk/grant";
import { readerKey } from "../../sdk/grant/landing-zone/reader";
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
  /** Whether a secret's owner lets a reader in by statements of their own. */
  letsIn(identity: Reader, arn: string): boolean;
}

export function grantsOf({ externalReaders, readers, secrets }: ReadingZone): Granted {
  const known = new Map([...readers, ...externalReaders].map((one) => [readerKey(one), one]));
  const byRole = new Map(
    readers.flatMap((reader) =>
      [reader.role, reader.targetRole].flatMap((role) =>
        role ? [[role.arn, reader] as const] : [],
      ),
    ),
  );
  return {
    has: (identity) => known.has(readerKey(identity)),
    holderOf: (roleArn) => byRole.get(roleArn),
    reads: (identity, arn) =>
      (known.get(readerKey(identity))?.grants ?? []).some((grant) => isOf(grant, arn)),
    letsIn: (identity, arn) =>
      secrets
        .filter((secret) => isSecretOf(secret, arn))
        .flatMap(({ extraPolicyStatements: Statement }) => readersIn(JSON.stringify({ Statement })))
        .some((reader) => readerKey(reader) === readerKey(identity)),
  };
}

/** Whether an ARN is of a grant's secret or of its parameter. */
function isOf({ kind, target }: ResolvedGrant, arn: string): boolean {
  return kind === "parameter" ? target.arn === arn : isSecretOf(target, arn);
}

/** Whether an ARN is of a secret, in whatever region, or of the one whose place it takes. */
function isSecretOf(target: ResolvedSecret, arn: string): boolean {
  if (target.existingArn) return isNamed(parseArn(target.existingArn), arn);
  const { former } = target;
  return [target, ...(former ? [former] : [])].some(({ account, name }) => {
    const suffix = /-[A-Za-z0-9]{6}$/.exec(arn)?.[0] ?? "";
    return isNamed({ account: account.id, resource: `secret:${name}${suffix}` }, arn);
  });
}

function isNamed(
  expected: { account: string; resource: string } | undefined,
  arn: string,
): boolean {
  const found = parseArn(arn);
  return (
    found !== undefined &&
    found.account === expected?.account &&
    found.resource === expected.resource
  );
}
