import type { Gap } from "iam-proof";
import { asMapping } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import type { AccessDocuments, GrantDeclaration } from "../pod-identity/kind";
import { nameOf, type StackResource, UNKNOWN } from "./stack-resource";

/** What the components among resources declare. */
export interface Declarations {
  grants: GrantDeclaration[];
  /** ARN of the key by that of the secret or parameter that it encrypts, as readers name it. */
  keys: Map<string, string>;
  /** The principals that each sealed secret still lets in, by the URN of its component. */
  seals: Map<string, string[]>;
  /** ARNs of secrets that exist, whose policy a component writes. */
  existing: string[];
  /** Declarations whose values are not known yet. */
  unknown: Gap[];
}

const READER = "eks-pod-secrets:index:PodReader";
const TARGET_ROLE = "eks-pod-secrets:index:PodTargetRole";
const SECRET = "eks-pod-secrets:index:PodSecret";

type Values = Record<string, unknown>;

/** Reads grants and seals from the inputs of this package's components. */
export function declarationsOf(resources: readonly StackResource[]): Declarations {
  const found: Declarations = {
    grants: [],
    keys: new Map(),
    seals: new Map(),
    existing: [],
    unknown: [],
  };
  for (const one of resources) {
    const inputs = { ...one.outputs, ...one.inputs };
    if (one.type === READER) addGrants(found, one, inputs, inputs);
    if (one.type === TARGET_ROLE) addGrants(found, one, inputs, inputs.reader);
    if (one.type === SECRET) addSecret(found, one, inputs);
  }
  return found;
}

function addGrants(found: Declarations, one: StackResource, inputs: Values, pod: unknown): void {
  const component = nameOf(one.urn);
  const unknown = (reason: string) =>
    found.unknown.push({ open: { kind: "grants", arn: component }, reason });
  const reader = readerOf(pod);
  if (!reader) {
    unknown(`the reader of ${component} is known only after it is deployed`);
    return;
  }
  for (const property of ["secrets", "parameters"]) {
    for (const [index, { arn, keyArn }] of entriesOf(inputs[property]).entries()) {
      if (!isArn(arn)) {
        unknown(`${property}[${index}].arn of ${component} is known only after it is deployed`);
        continue;
      }
      found.grants.push({ reader, secret: arn });
      if (isArn(keyArn)) found.keys.set(arn, keyArn);
    }
    if (inputs[property] === UNKNOWN) {
      unknown(`${property} of ${component} are known only after it is deployed`);
    }
  }
}

function addSecret(found: Declarations, { urn }: StackResource, inputs: Values): void {
  const { existingSecretArn, sealedFor } = inputs;
  if (isArn(existingSecretArn)) found.existing.push(existingSecretArn);
  if (Array.isArray(sealedFor)) found.seals.set(urn, sealedFor.filter(isArn));
  if (existingSecretArn === UNKNOWN || sealedFor === UNKNOWN) {
    const reason = `what ${nameOf(urn)} seals is known only after it is deployed`;
    found.unknown.push({ open: { kind: "secret", arn: nameOf(urn), part: "all" }, reason });
  }
}

function readerOf(pod: unknown): GrantDeclaration["reader"] | undefined {
  const { clusterArn, namespace, serviceAccount } = (pod ?? {}) as Values;
  const texts = [clusterArn, namespace, serviceAccount];
  if (!texts.every((one) => typeof one === "string" && one !== UNKNOWN)) return undefined;
  return { clusterArn, namespace, serviceAccount } as GrantDeclaration["reader"];
}

/** The entries of a list. An entry whose value is not known yet has no ARN. */
function entriesOf(list: unknown): Values[] {
  return Array.isArray(list) ? list.map(asMapping) : [];
}

function isArn(value: unknown): value is string {
  return typeof value === "string" && parseArn(value) !== undefined;
}

/** The administrators that the program names: the principals, other than readers, that seals let in. */
export function administratorsOf({ seals }: Declarations): AccessDocuments["administrators"] {
  return [...new Set([...seals.values()].flat())].filter((arn) => !arn.endsWith(":root")).sort();
}
