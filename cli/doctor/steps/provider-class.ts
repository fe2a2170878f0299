import { isDeepStrictEqual } from "node:util";
import { plannedArns } from "eks-pod-secrets/access/landing-zone";
import type { ResolvedSecret } from "eks-pod-secrets/grant";
import { grantedObjects, grantedSyncs, secretProviderClass } from "eks-pod-secrets/manifest";
import { secretArnIn } from "eks-pod-secrets/policy";
import { isMapping } from "iam-proof/collections";
import { parse } from "yaml";
import type { ClusterFacts, ProviderClass } from "../facts/cluster-facts";
import { ifSeen, ofSeen } from "../facts/seen";
import type { EntryId, Finding } from "../step";
import { captured } from "../texts/capture-kinds";
import { otherOwner, undeclaredRemoved } from "./class-of-others";
import { listed, orRight, wrong } from "./findings";
import { byUp, inTurn } from "./mends";
import { mountingPods, namesOf, replaced } from "./readers-pods";

/** Whether the SecretProviderClass exists and contains what the inventory declares. */
export function providerClassFindings(facts: ClusterFacts): Finding[] {
  const { namespace, secretProviderClass } = facts.reader;
  const name = `${namespace}/${secretProviderClass}`;
  return ofSeen(facts.providerClass, (found) => {
    const running = mountingPods(facts).filter(({ status }) => status?.phase === "Running");
    const again = replaced(facts, namesOf(running));
    const mend = inTurn(
      found && undeclaredRemoved(facts.reader, declaredNames(facts), found),
      byUp(facts.reader),
      again,
    );
    if (found === undefined) return [wrong(facts.reader, "EPS-250", name, { mend })];
    const owner = otherOwner(found);
    const flaws = flawsOf(facts, found).map(([cause, says]) =>
      owner
        ? wrong(facts.reader, "EPS-204", `${name} belongs to ${owner}, and ${says}`)
        : wrong(facts.reader, cause, `${name} ${says}`, { mend }),
    );
    return orRight(flaws);
  });
}

/** The problems of a SecretProviderClass, with their causes. */
function flawsOf(facts: ClusterFacts, { spec = {} }: ProviderClass): [EntryId, string][] {
  const { provider, parameters = {}, secretObjects = [] } = spec;
  const declared = declaredSpec(facts);
  const { objects: wanted = "", usePodIdentity: _, ...others } = declared.parameters;
  const { objects = "", usePodIdentity, ...otherParameters } = parameters;
  const names = [...new Set([...Object.keys(others), ...Object.keys(otherParameters)])].filter(
    (name) => others[name] !== otherParameters[name],
  );
  const known = names.filter((name) => name in others).join(", ");
  const hasOthers = !isDeepStrictEqual(secretObjects, declared.secretObjects ?? []);
  const named = /^[a-z]{1,20}$/.test(provider ?? "") ? provider : "another one";
  // As Go parses a boolean.
  const isPodIdentity = /^(1|t|T|true|TRUE|True)$/.test(String(usePodIdentity));
  const flaws: ([EntryId, string] | false | undefined)[] = [
    provider !== "aws" && ["EPS-205", `names ${named} in spec.provider, which must be aws`],
    identityFlaw(facts, isPodIdentity),
    objectsFlaw(`${objects}`, wanted, areKnown(facts)),
    (names.length > 0 || hasOthers) && ["EPS-203", `has other ${known || "settings"}`],
  ];
  return flaws.filter((flaw) => flaw !== false && flaw !== undefined);
}

/** Whether a SecretProviderClass reads in the reader's way. */
function identityFlaw(
  { reader }: ClusterFacts,
  isPodIdentity: boolean,
): [EntryId, string] | undefined {
  const byTokens = reader.identity === "irsa";
  if (isPodIdentity !== byTokens) return undefined;
  return byTokens
    ? ["EPS-327", 'says usePodIdentity: "true" in its parameters']
    : ["EPS-352", 'does not say usePodIdentity: "true" in its parameters'];
}

/** The parameters that a SecretProviderClass should have. */
function declaredNames(facts: ClusterFacts): string[] {
  const names = Object.keys(declaredSpec(facts).parameters);
  const byTokens = facts.reader.identity === "irsa";
  return names.filter((name) => name !== "usePodIdentity" || !byTokens);
}

function declaredSpec({ reader, wanted }: ClusterFacts) {
  const { failoverRegion, grants, namespace, region, secretProviderClass: name } = reader;
  const syncs = grantedSyncs(reader);
  /** The ARN from the owner, or otherwise a planned one, whose last characters have no meaning. */
  const arnOf = (secret: ResolvedSecret) =>
    ifSeen(wanted[grants.findIndex(({ target }) => target === secret)])?.arn ??
    plannedArns.secretArn(secret);
  return secretProviderClass({
    ...{ namespace, name, region, failoverRegion },
    objects: grantedObjects(reader, (secret, where) => secretArnIn(where, arnOf(secret))),
    ...(syncs.length > 0 && { secretObjects: syncs }),
  }).spec;
}

/** Whether the owners returned the ARN of every secret that the class names by ARN. */
function areKnown({ reader, wanted }: ClusterFacts): boolean {
  return reader.grants.every((grant, index) => {
    const isByName = grant.kind === "parameter" || !grant.crossAccount;
    return isByName || ifSeen(wanted[index])?.arn !== undefined;
  });
}

/** The characters that Secrets Manager appends to a name. */
const SUFFIX = /(:secret:[^"]*)-\w{6}(?="|$)/g;

function objectsFlaw(
  found: string,
  wanted: string,
  areArnsKnown: boolean,
): [EntryId, string] | undefined {
  const [own, declared] = [objectsIn(found), objectsIn(wanted)];
  if (!own || !declared) return ["EPS-201", "has objects that are no list in YAML"];
  const names = (list: readonly Record<string, unknown>[]) =>
    list.map(({ objectName: name }) =>
      (typeof name === "string" ? name : "").replace(SUFFIX, "$1"),
    );
  const lacking = names(declared).filter((name) => !names(own).includes(name));
  const more = names(own).filter((name) => !names(declared).includes(name));
  const shown = more.map((name) => captured("object", name) ?? "another object");
  const differences = [
    ...(lacking.length > 0 ? [`lacks ${lacking.join(", ")}`] : []),
    ...(more.length > 0 ? [`names ${listed(shown)}, which the inventory does not grant`] : []),
  ];
  if (differences.length > 0) return ["EPS-201", differences.join(" and ")];
  if (isDeepStrictEqual(own, declared)) return undefined;
  const plain = (list: object) => JSON.parse(JSON.stringify(list).replace(SUFFIX, "$1"));
  if (!isDeepStrictEqual(plain(own), plain(declared))) {
    return ["EPS-201", "mounts the objects otherwise than the inventory says"];
  }
  return areArnsKnown ? ["EPS-202", "names a secret by the ARN of one that is no more"] : undefined;
}

function objectsIn(text: string): Record<string, unknown>[] | undefined {
  try {
    // Converting to JSON excludes circular values. A warning would quote what somebody wrote.
    const found: unknown = JSON.parse(JSON.stringify(parse(text, { logLevel: "silent" })));
    return Array.isArray(found) && found.every(isMapping) ? found : undefined;
  } catch {
    return undefined;
  }
}
