import type { KeyDocuments } from "../../domain/documents";
import { keysThatOpen } from "../../domain/keys-that-open";
import { managedKeyArn, policyOfManagedKey } from "../../domain/managed-key";
import type { ParsedPolicy } from "../../grammar/syntax";
import { parseArn } from "../../names/arn";
import type { Deployment } from "./deployment";
import { parsedAs } from "./policies";
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
export function isKeyUnknown(
  deployment: Pick<Deployment, "key">,
  { of: { key } }: ReadTarget,
): boolean {
  return typeof key === "string" && deployment.key(key) === undefined;
}

/** A value under a key that opens it, the AWS managed one where none is named, with the key's policy and grants. */
export interface Opening {
  target: ReadTarget;
  keyArn: string;
  isUnknown: boolean;
  tags: KeyDocuments["tags"];
  policy: ParsedPolicy[];
  grants: ParsedPolicy[];
}

export function openingOf(
  { key: keyOf, policies }: Pick<Deployment, "key" | "policies">,
  target: ReadTarget,
): Opening {
  const { arn, key } = target.of;
  if (key) {
    const documents = keyOf(key);
    const parsed = documents ? policies.ofKey(documents) : { policy: [], grants: [] };
    return { target, keyArn: key, isUnknown: !documents, tags: documents?.tags, ...parsed };
  }
  const keyArn = managedKeyArn(parseArn(arn) ?? noArn);
  const policy = parsedAs("key", policyOfManagedKey(keyArn));
  return { target, keyArn, isUnknown: false, tags: {}, policy, grants: [] };
}

const noArn = { partition: "aws", service: "", region: "", account: "", resource: "" };
