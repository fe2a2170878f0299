import { oneOrSorted } from "iam-proof/collections";
import { accountRootArn, parseArn } from "iam-proof/names";
import type { ReaderIdentity } from "../grant/landing-zone/landing-zone";
import { type Reader, readerKey } from "../grant/landing-zone/pods";
import { secretReadActions } from "./common-principals";
import { type PolicyDocument, type Statement, stableSid } from "./document";
import { attributeConditions, readerTags } from "./session-tags";

export interface SecretResourcePolicyInput {
  /** Account that owns the secret. */
  ownerAccount: string;
  /** Who reads the secret as its own role, in any account. Readers with a target role are not listed. */
  readers: SecretReader[];
  /** AWS Organizations id that the readers' accounts must belong to. */
  organizationId?: string;
  /** `attributes` adds the condition that the secret's tags equal the session's. Defaults to `exact`. */
  style?: "exact" | "attributes";
  /** Denies the value to every principal except these, by ARN: readers' roles or target roles, administrators, the rotation role. */
  sealedFor?: string[];
  /** Statements of the user's own, kept as they are. */
  extraStatements?: Statement[];
}

export interface SecretReader {
  reader: Reader;
  /** ARN of the reader's role, with its path. */
  roleArn: string;
  /** How its pods get the role. Sessions with `irsa` have no tags, so the policy demands only the role. Defaults to `podIdentity`. */
  identity?: ReaderIdentity;
}

/**
 * Resource policy of a secret: each reader in another account may read it as its role, with its session tags if its sessions have
 * some. Undefined if nothing needs a policy: readers in the owner's account are allowed by their identity policy.
 */
export function secretResourcePolicy(scope: SecretResourcePolicyInput): PolicyDocument | undefined {
  const { extraStatements = [], ownerAccount, readers, sealedFor } = scope;
  const foreign = readers.filter(({ roleArn }) => parseArn(roleArn)?.account !== ownerAccount);
  const Statement = [
    ...withSids(foreign)
      .map(([Sid, reader]) => readerStatement(Sid, reader, scope))
      .sort(bySid),
    ...(sealedFor ? [seal(sealedFor)] : []),
    ...extraStatements,
  ];
  return Statement.length === 0 ? undefined : { Version: "2012-10-17", Statement };
}

/** Resource policy for a secret that must have one although nothing needs it. It takes nothing away that the owner's account allows. */
export function policyWithoutReaders(ownerAccount: string): PolicyDocument {
  const statement: Statement = {
    Sid: "NoOtherAccount",
    Effect: "Deny",
    Principal: "*",
    Action: secretReadActions,
    Resource: "*",
    Condition: { StringNotEquals: { "aws:PrincipalAccount": ownerAccount } },
  };
  return { Version: "2012-10-17", Statement: [statement] };
}

/** The readers with the Sid of each one's statement. A second role of the same service account gets a Sid of its own. */
function withSids(readers: readonly SecretReader[]): [string, SecretReader][] {
  const seen = new Set<string>();
  return readers.map((one) => {
    const Sid = readerSid(one.reader, seen.has(readerKey(one.reader)) ? one.roleArn : undefined);
    seen.add(readerKey(one.reader));
    return [Sid, one];
  });
}

function readerStatement(
  Sid: string,
  { identity = "podIdentity", reader, roleArn }: SecretReader,
  { organizationId, style }: SecretResourcePolicyInput,
): Statement {
  const role = parseArn(roleArn);
  const StringEquals = {
    ...(organizationId && { "aws:PrincipalOrgID": organizationId }),
    ...(identity === "podIdentity" && readerTags("aws:PrincipalTag", reader)),
    ...(style === "attributes" && attributeConditions()),
  };
  return {
    Sid,
    Effect: "Allow",
    // The account and not the role: the statement needs no existing role and survives its re-creation.
    Principal: { AWS: accountRootArn(role?.partition ?? "", role?.account ?? "") },
    Action: secretReadActions,
    // In a secret's own policy, "*" is that secret.
    Resource: "*",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": roleArn },
      ...(Object.keys(StringEquals).length > 0 && { StringEquals }),
    },
  };
}

/** Sid of the statement that lets a reader in, or that lets it in as a second role. */
export function readerSid(
  { clusterArn, namespace, serviceAccount }: Reader,
  furtherRoleArn?: string,
): string {
  const words = ["Reader", namespace, serviceAccount];
  const role = furtherRoleArn === undefined ? [] : [furtherRoleArn];
  return stableSid(words, clusterArn, namespace, serviceAccount, ...role);
}

/** Sid of the statement that seals a secret. */
export const SEALED = "Sealed";

/** Denies everyone except these principals. Without any, the statement has no Condition and denies everyone. */
function seal(principalArns: string[]): Statement {
  return {
    Sid: SEALED,
    Effect: "Deny",
    Principal: "*",
    Action: "secretsmanager:GetSecretValue",
    Resource: "*",
    ...(principalArns.length > 0 && {
      Condition: { ArnNotEquals: { "aws:PrincipalArn": oneOrSorted(principalArns) } },
    }),
  };
}

function bySid(a: Statement, b: Statement): number {
  return a.Sid < b.Sid ? -1 : a.Sid > b.Sid ? 1 : 0;
}
