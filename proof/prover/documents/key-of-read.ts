import { addTo, asMapping, getOrMake, isMapping, memoize } from "../../collections";
import type { KeyDocuments } from "../../domain/documents";
import { keysThatOpen, managedKeyArn, policyOfManagedKey } from "../../domain/keys-that-open";
import type { ParsedPolicy, RawPolicy } from "../../grammar/syntax";
import { parseArn } from "../../names";
import { accountOf, type Deployment } from "./deployment";
import { parsedAs } from "./policies";
import { type ReadTarget, resourcePolicyOf } from "./read-target";

/** Whether the service has something to decrypt; a plain parameter is not encrypted. */
export function isEncrypted({ kind, of }: ReadTarget): boolean {
  return kind === "secret" || typeof of.key === "string" || of.secure === true;
}

/** The target with each key that can open some version of it, the current one first. */
export function waysToOpen({ documents }: Deployment, target: ReadTarget): ReadTarget[] {
  if (!isEncrypted(target)) return [target];
  return keysThatOpen(documents, target.of).map((key) =>
    key === (target.of.key ?? null)
      ? target
      : ({ kind: target.kind, of: { ...target.of, key } } as ReadTarget),
  );
}

/** The customer managed keys among these that are in the documents. */
export function openingKeys(
  deployment: Deployment,
  targets: readonly ReadTarget[],
): KeyDocuments[] {
  const arns = targets.flatMap((target) =>
    waysToOpen(deployment, target).flatMap(({ of }) => of.key ?? []),
  );
  return [...new Set(arns)].flatMap((arn) => deployment.key(arn) ?? []);
}

/** Whether the documents name the value's key but lack it, so that its policy may let in anyone. */
export function isKeyUnknown(
  deployment: Pick<Deployment, "key">,
  { of: { key } }: ReadTarget,
): boolean {
  return typeof key === "string" && deployment.key(key) === undefined;
}

/** A value with a key that opens it (the AWS managed one if none is named), and the key's policy and grants. */
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

/** The condition key, in lower case, with which a statement demands secrets by name. */
const CONTEXT_KEY = "kms:encryptioncontext:secretarn";

/**
 * The part of a key's policy that can matter for decryptions in these encryption contexts (ARNs of secrets): the policy without
 * statements that demand other secrets by name. Those match no such request, so leaving them out changes no answer.
 */
export function keyPolicyOfRead(policy: RawPolicy, contextArns: readonly string[]): RawPolicy {
  if (!isMapping(policy) || !Array.isArray(policy.Statement)) return policy;
  const statements: unknown[] = policy.Statement;
  const kept = statementsOfRead(statements, contextArns);
  if (kept.length === statements.length) return policy;
  const { parts } = indexOf(statements);
  const key = kept.join();
  return getOrMake(parts, key, () => ({
    ...policy,
    Statement: kept.map((position) => statements[position]),
  }));
}

/** The positions, in order, of the statements in a key's policy that can match a decryption in one of these encryption contexts. */
function statementsOfRead(
  statements: readonly unknown[],
  contextArns: readonly string[],
): number[] {
  const { bySecret, ofAny } = indexOf(statements);
  const naming = contextArns.flatMap((arn) => bySecret.get(arn) ?? []);
  return naming.length === 0 ? ofAny : [...new Set([...ofAny, ...naming])].sort((a, b) => a - b);
}

/** An index of a policy's statements by what they demand, as positions. */
interface Index {
  bySecret: Map<string, number[]>;
  ofAny: number[];
  /** Requested parts of the policy, by the positions of their statements, so that all claims share one object. */
  parts: Map<string, RawPolicy>;
}

const indexOf = memoize((statements: readonly unknown[]): Index => {
  const index: Index = { bySecret: new Map(), ofAny: [], parts: new Map() };
  for (const [position, statement] of statements.entries()) {
    const secrets = secretsDemanded(statement);
    if (!secrets) index.ofAny.push(position);
    for (const arn of secrets ?? []) addTo(index.bySecret, arn, position);
  }
  return index;
});

/** The secrets of which one is needed for a statement to match; undefined if it may match others, too. */
function secretsDemanded(statement: unknown): Set<string> | undefined {
  const condition = asMapping(statement).Condition;
  if (!isMapping(condition)) return undefined;
  const demands = Object.entries(condition)
    .filter(([operator, keys]) => operator.toLowerCase() === "stringequals" && isMapping(keys))
    .flatMap(([, keys]) => Object.entries(Object(keys)))
    .filter(([key]) => key.toLowerCase() === CONTEXT_KEY)
    .map(([, values]) => [values].flat())
    // Anything but plain text is left to the parser.
    .filter((values) => values.every(isPlain));
  const [first, ...others] = demands;
  return first && new Set(first.filter((arn) => others.every((values) => values.includes(arn))));
}

function isPlain(value: unknown): value is string {
  return typeof value === "string" && !value.includes("$");
}

/** What is read, with the policies that decide who reads it. */
export interface ReadQuestion {
  target: ReadTarget;
  /** The policies that say who from outside may fetch it. */
  policies: ParsedPolicy[];
  /** The ways in which the service may open it, one for each key, the current one first. */
  openings: Opening[];
  /** ARNs of the named administrators of its account. */
  administrators: string[];
  /** Session policies of the caller. */
  session: ParsedPolicy[];
}

export function readQuestion(
  deployment: Deployment,
  target: ReadTarget,
  session: ParsedPolicy[] = [],
): ReadQuestion {
  const account = accountOf(target.of.arn);
  return {
    target,
    policies: resourcePolicyOf(deployment, target),
    openings: waysToOpen(deployment, target).map((way) => openingOf(deployment, way)),
    administrators: deployment.administrators.filter((one) => accountOf(one) === account),
    session,
  };
}

/** Its policies without those of AWS managed keys, which ask for nothing that a read leaves open. */
export function policiesAsked({ openings, policies, session }: ReadQuestion): ParsedPolicy[] {
  const ofKeys = openings.flatMap(({ grants, policy, target }) => [
    ...(target.of.key ? policy : []),
    ...grants,
  ]);
  return [...policies, ...ofKeys, ...session];
}
