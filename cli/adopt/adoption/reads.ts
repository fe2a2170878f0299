import { parameterArn, parseArn } from "eks-pod-secrets/grant";
import type { RawPolicy } from "iam-proof";
import { asMapping, isMapping, type Mapping } from "iam-proof/collections";
import { matchesWildcards } from "iam-proof/evaluator";
import { accountOf, regionOf, secretName } from "iam-proof/names";
import type { ClassObject } from "../../clusters/class-objects";
import type { Found, FoundClass, FoundParameter, FoundRole, FoundSecret } from "../found";
import type { FoundPod } from "./pods";

/** Something that a pod reads today. */
export interface FoundRead {
  target: FoundSecret | FoundParameter;
  /** The object that mounts it. Undefined if only the role shows that the pod may read it. */
  object: ClassObject | undefined;
}

/** What a pod reads, or why that is not known. */
export function readsOf(found: Found, pod: FoundPod, role: FoundRole): FoundRead[] | string {
  const [missing] = pod.missingClasses;
  if (missing !== undefined) {
    return `a workload mounts the SecretProviderClass ${missing}, which is not there`;
  }
  const reads: FoundRead[] = [];
  for (const one of pod.classes) {
    if (typeof one.objects === "string") return `SecretProviderClass ${one.name}: ${one.objects}`;
    for (const object of one.objects) {
      const target = targetOf(found, object, one);
      if (!target) {
        return `SecretProviderClass ${one.name} mounts ${object.objectName}, which was not found in the accounts and regions that were read, or waits for its deletion`;
      }
      reads.push({ target, object });
    }
  }
  const mounted = new Set(reads.map(({ target }) => target.arn));
  const named = secretsNamedBy(found, role).filter(({ arn }) => !mounted.has(arn));
  return [...reads, ...named.map((target) => ({ target, object: undefined }))];
}

/** The secret or parameter of an object: by its ARN, with or without the last six characters, or by its name in the same account. */
function targetOf(
  found: Found,
  { objectName: name, objectType }: ClassObject,
  { clusterArn, region: given }: FoundClass,
): FoundSecret | FoundParameter | undefined {
  const { account = "", region: ofCluster = "" } = parseArn(clusterArn) ?? {};
  const region = given ?? ofCluster;
  if (objectType === "secretsmanager") {
    const named = found.secrets.filter(({ arn }) =>
      name.startsWith("arn:")
        ? placeless(arn) === placeless(name) ||
          placeless(arn).replace(/-.{6}$/, "") === placeless(name)
        : secretName(arn) === name && parseArn(arn)?.account === account,
    );
    const read = parseArn(name)?.region ?? region;
    return (
      named.find(({ arn }) => parseArn(arn)?.region === read) ??
      named.find(({ replicas }) => replicas.some((one) => one.region === read))
    );
  }
  const arn = name.startsWith("arn:") ? name : parameterArn({ account, region }, name);
  const listed = found.parameters.find((one) => one.arn === arn);
  if (listed || !found.parameterRegions.includes(`${accountOf(arn)}/${regionOf(arn)}`))
    return listed;
  // Every SecureString was listed. A parameter that is missing there is not encrypted, or does not exist.
  return { arn, secure: false, heldBy: [] };
}

/** Whether it is a secret and not a parameter. */
export function isSecret(one: FoundSecret | FoundParameter): one is FoundSecret {
  return parseArn(one.arn)?.service === "secretsmanager";
}

/** An ARN without its region. Each replica has the region of its own. */
function placeless(arn: string): string {
  return arn.split(":").toSpliced(3, 1).join(":");
}

/** The name of a secret or parameter in AWS. */
export function nameOf(one: FoundSecret | FoundParameter): string {
  if (isSecret(one)) return secretName(one.arn);
  const name = (parseArn(one.arn)?.resource ?? "").replace(/^parameter\//, "");
  return name.includes("/") ? `/${name}` : name;
}

/** Secrets that a role's policies name one by one. A pattern that matches several does not show what its pods read. */
function secretsNamedBy(found: Found, { policies = [] }: FoundRole): FoundSecret[] {
  const patterns = policies
    .flatMap(({ document }) => statementsOf(document))
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Resource }) => texts(Resource))
    .filter((one) => parseArn(one)?.service === "secretsmanager");
  const named = patterns.flatMap((pattern) => {
    const matching = found.secrets.filter(({ arn }) => matchesWildcards(pattern, arn));
    return matching.length === 1 ? matching : [];
  });
  return [...new Set(named)];
}

/** The statements of a document. */
export function statementsOf(document: RawPolicy): Mapping[] {
  return [asMapping(document).Statement].flat().filter(isMapping);
}

/** The conditions of a statement, by operator and key. */
export function conditionsOf({ Condition }: Mapping) {
  return Object.entries(asMapping(Condition)).flatMap(([operator, pairs]) =>
    Object.entries(asMapping(pairs)).map(([key, values]) => ({
      operator,
      key,
      values: texts(values),
    })),
  );
}

/** Whether a policy shows the unique ID of a deleted role or user instead of its ARN. */
export function isDeleted(principal: string): boolean {
  return /^A(?:RO|ID)A[A-Z0-9]+$/.test(principal);
}

/** Turns a text or a list of texts into a list. */
export function texts(value: unknown): string[] {
  return [value].flat().filter((one) => typeof one === "string");
}
