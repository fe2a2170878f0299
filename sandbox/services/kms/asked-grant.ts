import {
  bindPrincipal,
  showPrincipal,
  UnknownPrincipalError,
} from "../../identity/policies/principals";
import type { Input } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import type { Store } from "../../store/store";
import { AwsError } from "../../wire/messages";
import { type EncryptionContext, encryptionContextKeys } from "./ciphertext-blob";
import type { GrantRecord } from "./grant-record";

export type AskedGrant = Omit<GrantRecord, "created" | "grantId" | "issuingAccount" | "keyArn">;

export const PRINCIPAL = { min: 1, max: 256 };

/** No caller in the sandbox is a service that makes grants for its resources. */
export const FOR_NO_RESOURCE = { "kms:GrantIsForAWSResource": "false" };

const OPERATIONS = [
  "CreateGrant",
  "Decrypt",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "GenerateDataKeyPairWithoutPlaintext",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
  "RetireGrant",
];

export function readGrant(store: Store, input: Input): AskedGrant {
  const who = (member: string) => {
    const arn = input.optionalText(`${member}Principal`, PRINCIPAL);
    const service = input.optionalText(`${member}ServicePrincipal`, PRINCIPAL);
    if (arn !== undefined && service !== undefined) {
      throw validationException(`Specify ${member}Principal or ${member}ServicePrincipal.`);
    }
    return { text: arn === undefined ? service : bound(store, arn), isService: arn === undefined };
  };
  const [grantee, retiring] = [who("Grantee"), who("Retiring")];
  if (grantee.text === undefined) throw validationException("Specify a grantee.");
  const operations = input.texts("Operations", { min: 1 });
  const unknown = operations.find((one) => !OPERATIONS.includes(one));
  if (unknown) throw validationException(`${unknown} is no operation of a grant of this key.`);
  const constraints = input.structure("Constraints");
  const pairs = (member: string) => {
    const map = constraints?.textMap(member) ?? {};
    return Object.keys(map).length > 0 ? map : null;
  };
  const sourceArn = constraints?.optionalText("SourceArn") ?? null;
  if (grantee.isService && (sourceArn === null || retiring.text === undefined)) {
    throw validationException("A grant to a service must have a source ARN and who retires it.");
  }
  const name = input.optionalText("Name", { min: 1, max: 256 });
  return {
    grantee: grantee.text,
    operations,
    retiringPrincipal: retiring.text ?? null,
    encryptionContextSubset: pairs("EncryptionContextSubset"),
    encryptionContextEquals: pairs("EncryptionContextEquals"),
    sourceArn,
    ...(name !== undefined && { name }),
    isForService: grantee.isService,
    isRetiredByService: retiring.text !== undefined && retiring.isService,
  };
}

function bound(store: Store, principal: string): string {
  try {
    return bindPrincipal(store, principal);
  } catch (error) {
    if (!(error instanceof UnknownPrincipalError)) throw error;
    throw new AwsError("InvalidArnException", `no such principal: ${principal}`);
  }
}

/** Condition keys of a call that makes a grant. The encryption context is the one that the grant requires. */
export function grantContext(store: Store, asked: AskedGrant): Record<string, string | string[]> {
  const { encryptionContextEquals, encryptionContextSubset, sourceArn } = asked;
  const types = [
    ...(encryptionContextEquals ? ["EncryptionContextEquals"] : []),
    ...(encryptionContextSubset ? ["EncryptionContextSubset"] : []),
    ...(sourceArn ? ["SourceArn"] : []),
  ];
  return {
    ...FOR_NO_RESOURCE,
    "kms:GrantOperations": asked.operations,
    ...(asked.isForService
      ? { "kms:GranteeServicePrincipal": asked.grantee }
      : { "kms:GranteePrincipal": showPrincipal(store, asked.grantee) }),
    ...(asked.retiringPrincipal &&
      (asked.isRetiredByService
        ? { "kms:RetiringServicePrincipal": asked.retiringPrincipal }
        : { "kms:RetiringPrincipal": showPrincipal(store, asked.retiringPrincipal) })),
    ...(types[0] && { "kms:GrantConstraintType": types[0] }),
    ...(sourceArn && { "kms:GrantConstraintSourceArn": sourceArn }),
    ...encryptionContextKeys(demandedContext(asked)),
  };
}

function demandedContext(grant: AskedGrant): EncryptionContext {
  return { ...grant.encryptionContextSubset, ...grant.encryptionContextEquals };
}

/** Whether a grant that allows making grants covers this one: all of its operations, and no weaker context. */
export function covers(grant: GrantRecord, asked: AskedGrant): boolean {
  const context = demandedContext(asked);
  const demanded = Object.entries(demandedContext(grant));
  return (
    asked.operations.every((one) => grant.operations.includes(one)) &&
    demanded.every(([key, value]) => context[key] === value) &&
    (!grant.encryptionContextEquals || asked.encryptionContextEquals !== null)
  );
}

/** Whether this call repeats the one that made the grant: the same name, and equal in everything. */
export function isRepeated({ name, ...grant }: GrantRecord, asked: AskedGrant): boolean {
  if (name === undefined || name !== asked.name) return false;
  return Object.entries({ ...asked, name: undefined }).every(
    ([key, value]) => JSON.stringify(Reflect.get(grant, key)) === JSON.stringify(value),
  );
}
