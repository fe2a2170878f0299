import { oneOrSorted } from "iam-proof/collections";
import { accountRootArn, parseArn } from "iam-proof/names";
import type { Reader } from "../grant/landing-zone/pods";
import { secretReadActions } from "./common-principals";
import { type PolicyDocument, type Statement, stableSid } from "./document";
import { attributeConditions, readerTags } from "./session-tags";

export interface SecretResourcePolicyInput {
  /** Account that owns the secret. */
  ownerAccount: string;
  /** Who reads the secret under its own role, of whatever account; readers through a target role are not listed. */
  readers: SecretReader[];
  /** AWS Organizations id that the readers' accounts must belong to. */
  organizationId?: string;
  /** `attributes` adds the condition that the secret's tags equal the session's. Defaults to `exact`. */
  style?: "exact" | "attributes";
  /** Denies the value to every principal but these, by ARN: readers' roles or target roles, administrators, the rotation role. */
  sealedFor?: string[];
  /** Statements of the user's own, kept as they are. */
  extraStatements?: Statement[];
}

export interface SecretReader {
  reader: Reader;
  /** ARN of the reader's role, with its path. */
  roleArn: string;
}

/**
 * Resource policy of a secret: each reader of another account may read it, as its role and with its session tags.
 * Undefined where nothing needs one: readers of the owner's account are allowed by their identity policy.
 */
export function secretResourcePolicy(scope: SecretResourcePolicyInput): PolicyDocument | undefined {
  const { extraStatements = [], ownerAccount, readers, sealedFor } = scope;
  const foreign = readers.filter(({ roleArn }) => parseArn(roleArn)?.account !== ownerAccount);
  const Statement = [
    ...foreign.map((reader) => readerStatement(reader, scope)).sort(bySid),
    ...(sealedFor ? [seal(sealedFor)] : []),
    ...extraStatements,
  ];
  return Statement.length === 0 ? undefined : { Version: "2012-10-17", Statement };
}

/** Resource policy of a secret that is to have one, although nothing needs it: it takes from no one what the owner's account gives. */
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

function readerStatement(
  { reader, roleArn }: SecretReader,
  { organizationId, style }: SecretResourcePolicyInput,
): Statement {
  const role = parseArn(roleArn);
  return {
    Sid: readerSid(reader),
    Effect: "Allow",
    // The account and not the role: the statement needs no existing role and survives its re-creation.
    Principal: { AWS: accountRootArn(role?.partition ?? "", role?.account ?? "") },
    Action: secretReadActions,
    // In a secret's own policy, "*" is that secret.
    Resource: "*",
    Condition: {
      ArnEquals: { "aws:PrincipalArn": roleArn },
      StringEquals: {
        ...(organizationId && { "aws:PrincipalOrgID": organizationId }),
        ...readerTags("aws:PrincipalTag", reader),
        ...(style === "attributes" && attributeConditions()),
      },
    },
  };
}

/** Sid of the statement that lets a reader in. */
export function readerSid({ clusterArn, namespace, serviceAccount }: Reader): string {
  const words = ["Reader", namespace, serviceAccount];
  return stableSid(words, clusterArn, namespace, serviceAccount);
}

/** Sid of the statement that seals a secret. */
export const SEALED = "Sealed";

/** With no principals there is nothing to except: the statement then has no Condition and denies everyone. */
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
