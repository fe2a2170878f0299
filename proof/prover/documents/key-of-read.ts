import type { KeyDocuments } from "../../domain/documents";
import { grantPolicies } from "../../domain/key-grants";
import { keysThatOpen } from "../../domain/keys-that-open";
import { managedKeyArn, policyOfManagedKey } from "../../domain/managed-key";
import { parsePolicy } from "../../grammar/parse-policy";
import type { ParsedPolicy } from "../../grammar/syntax";
import { parseArn } from "../../names/arn";
import { type Deployment, readDocument } from "./deployment";
import type { ReadTarget } from "./read-target";

/** Whether the service has something to decrypt: a plain parameter is stored as it is. */
export function isEncrypted({ kind, of }: ReadTarget): boolean {
  return kind === "secret" || typeof of.key === "string" || of.secure === true;
}

/** The target as each key opens it with which some version of it can be opened, the one in force first. */
export function waysToOpen({ documents }: Deployment, target: ReadTarget): ReadTarget[] {
  if (!isEncrypted(target)) return [target];
  return keysThatOpen(documents, target.of).map((key) =>
    key === (target.of.key ?? null)
      ? target
      : ({ kind: target.kind, of: { ...target.of, key } } as ReadTarget),
  );
}

/** The customer managed keys among these, as far as the documents have them. */
export function openingKeys(
  deployment: Deployment,
  targets: readonly ReadTarget[],
): KeyDocuments[] {
  const arns = targets.flatMap((target) =>
    waysToOpen(deployment, target).flatMap(({ of }) => of.key ?? []),
  );
  return [...new Set(arns)].flatMap((arn) => deployment.key(arn) ?? []);
}

/** Whether the documents name the key of the value and do not have it: anyone may be let in by its policy. */
export function isKeyUnknown(deployment: Deployment, { of: { key } }: ReadTarget): boolean {
  return typeof key === "string" && deployment.key(key) === undefined;
}

/** The key that the value is encrypted with, the AWS managed one where none is named, its policy and its grants. */
export function keyOf(
  deployment: Deployment,
  { of: { arn, key } }: ReadTarget,
): { keyArn: string; keyDocuments: ParsedPolicy[]; keyGrants: ParsedPolicy[] } {
  if (key) {
    const documents = readDocument("key", "key policy", key, deployment.key(key)?.policy);
    return { keyArn: key, keyDocuments: documents, keyGrants: readKeyGrants(deployment.key(key)) };
  }
  const keyArn = managedKeyArn(parseArn(arn) ?? noArn);
  const managed = policyOfManagedKey(keyArn);
  return { keyArn, keyDocuments: managed ? [parsePolicy(managed, "key")] : [], keyGrants: [] };
}

/** The grants of a key, read as policies. */
function readKeyGrants(key: KeyDocuments | undefined): ParsedPolicy[] {
  return key ? grantPolicies(key).map((one) => parsePolicy(one, "key")) : [];
}

const noArn = { partition: "aws", service: "", region: "", account: "", resource: "" };
