import { isDeepStrictEqual } from "node:util";
import { plannedArns } from "eks-pod-secrets/access/landing-zone";
import type { ResolvedReader, ResolvedSecret } from "eks-pod-secrets/grant";
import { grantedObjects, grantedSyncs, secretProviderClass } from "eks-pod-secrets/manifest";
import { secretArnIn } from "eks-pod-secrets/policy";
import { isMapping } from "iam-proof/collections";
import { parse } from "yaml";
import { count } from "../../terminal/output";
import type { ClusterFacts, ProviderClass } from "../facts/cluster-facts";
import { ifSeen, ofSeen } from "../facts/seen";
import type { EntryId, Finding } from "../step";
import { captured } from "../texts/capture-kinds";
import { byHand, restarted, SHOWN, upAgain, wrong } from "./mends";
import { mountingPods, namesOf, unkept } from "./readers-pods";

/** Whether the SecretProviderClass is there, and says what the inventory declares. */
export function providerClassFindings(facts: ClusterFacts): Finding[] {
  const { namespace, secretProviderClass: name } = facts.reader;
  const title = `SecretProviderClass ${namespace}/${name}`;
  return ofSeen(facts.providerClass, (found) => {
    if (found === undefined) {
      const known = `the SecretProviderClasses of namespace ${namespace}`;
      return [wrong("EPS-250", `${title} is not there`, known, putBack(facts, title))];
    }
    const flaws = flawsOf(facts, found);
    if (flaws.length === 0) return [{ result: "right" }];
    const owner = otherOwner(found);
    return flaws.map(([cause, says]) =>
      owner
        ? wrong(
            "EPS-204",
            `${title} belongs to ${owner}, and ${says}`,
            `labels and spec of ${title}`,
            {
              ...byHand(
                `give it another name where ${owner} has it, or give reader ${facts.reader.id} another secretProviderClass; then run \`up\``,
              ),
            },
          )
        : wrong(cause, `${title} ${says}`, `spec of ${title}`, putBack(facts, title)),
    );
  });
}

function putBack(facts: ClusterFacts, title: string) {
  const running = mountingPods(facts).filter(({ status }) => status?.phase === "Running");
  const names = namesOf(running);
  const replace = `. Then replace the pods that mounted it before${unkept(facts, names)}`;
  const says = `\`up\` sets ${title} as the inventory has it${names.length > 0 ? replace : ""}`;
  return upAgain(says, ...restarted(facts.reader, names));
}

/** Labels and annotations of tools that put back what they keep. */
const MARKS: [string, string][] = [
  ["argocd.argoproj.io/instance", "Argo CD"],
  ["argocd.argoproj.io/tracking-id", "Argo CD"],
  ["kustomize.toolkit.fluxcd.io/name", "Flux"],
  ["helm.toolkit.fluxcd.io/name", "Flux"],
  ["meta.helm.sh/release-name", "Helm"],
];

/** The tool that keeps an object, if its labels or annotations name another than Pulumi. */
function otherOwner({ metadata }: ProviderClass): string | undefined {
  const marks = { ...metadata.annotations, ...metadata.labels };
  const [, known] = MARKS.find(([mark]) => marks[mark] !== undefined) ?? [];
  if (known !== undefined) return known;
  const tool = metadata.labels?.["app.kubernetes.io/managed-by"] ?? "pulumi";
  if (tool.toLowerCase() === "pulumi") return undefined;
  return /^[A-Za-z0-9_.-]{1,63}$/.test(tool) ? tool : "another tool";
}

/** What is wrong with a class, by its cause. */
function flawsOf(facts: ClusterFacts, { spec = {} }: ProviderClass): [EntryId, string][] {
  const { provider, parameters = {}, secretObjects = [] } = spec;
  const declared = declaredSpec(facts);
  const { objects: wanted = "", usePodIdentity: _, ...others } = declared.parameters;
  const { objects, usePodIdentity, ...otherParameters } = parameters;
  const found: [EntryId, string][] = [];
  if (provider !== "aws") {
    const named = /^[a-z]{1,20}$/.test(provider ?? "") ? provider : "another one";
    found.push(["EPS-205", `names the provider ${named} in spec.provider, which must be aws`]);
  }
  // As Go reads a boolean.
  if (!/^(1|t|T|true|TRUE|True)$/.test(String(usePodIdentity))) {
    found.push(["EPS-352", 'does not say usePodIdentity: "true" in its parameters']);
  }
  const flaw = objectsFlaw(`${objects ?? ""}`, wanted, areKnown(facts));
  if (flaw) found.push(flaw);
  const names = [...new Set([...Object.keys(others), ...Object.keys(otherParameters)])].filter(
    (name) => others[name] !== otherParameters[name],
  );
  if (names.length > 0 || !isDeepStrictEqual(secretObjects, declared.secretObjects ?? [])) {
    const known = names.filter((name) => name in others);
    const what = known.length > 0 ? `other ${known.join(", ")}` : "other settings";
    found.push(["EPS-203", `has ${what} than the inventory says`]);
  }
  return found;
}

function declaredSpec({ reader, wanted }: ClusterFacts) {
  const { failoverRegion, namespace, region, secretProviderClass: name } = reader;
  const syncs = grantedSyncs(reader);
  return secretProviderClass({
    ...{ namespace, name, region, failoverRegion },
    objects: grantedObjects(reader, (secret, where) =>
      secretArnIn(where, arnOf(reader, wanted, secret)),
    ),
    ...(syncs.length > 0 && { secretObjects: syncs }),
  }).spec;
}

/** The ARN that the owner answered; else a planned one, whose last characters say nothing. */
function arnOf(
  { grants }: ResolvedReader,
  wanted: ClusterFacts["wanted"],
  secret: ResolvedSecret,
): string {
  const known = wanted[grants.findIndex(({ target }) => target === secret)];
  return ifSeen(known)?.arn ?? plannedArns.secretArn(secret);
}

/** Whether the owners answered the ARN of every secret that the class names by its ARN. */
function areKnown({ reader, wanted }: ClusterFacts): boolean {
  return reader.grants.every((grant, index) => {
    const isByName = grant.kind === "parameter" || !grant.crossAccount;
    return isByName || ifSeen(wanted[index])?.arn !== undefined;
  });
}

/** Objects that somebody else has written into a class, by their names where they are some. */
function shownObjects(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).flatMap((name) => captured("object", name) ?? []);
  const rest = names.length - shown.length;
  return [...shown, ...(rest > 0 ? [count(rest, "other object")] : [])].join(", ");
}

/** The characters that Secrets Manager appends to a name. */
const SUFFIX = /(:secret:.*)-\w{6}$/;

function objectsFlaw(
  found: string,
  wanted: string,
  areArnsKnown: boolean,
): [EntryId, string] | undefined {
  const [own, declared] = [objectsIn(found), objectsIn(wanted)];
  if (own === undefined || declared === undefined) {
    return ["EPS-201", "has objects that are no list in YAML"];
  }
  const names = (list: readonly Record<string, unknown>[]) =>
    list.map(({ objectName }) =>
      (typeof objectName === "string" ? objectName : "").replace(SUFFIX, "$1"),
    );
  const lacking = names(declared).filter((name) => !names(own).includes(name));
  const more = names(own).filter((name) => !names(declared).includes(name));
  if (lacking.length + more.length > 0) {
    const facts = [
      ...(lacking.length > 0 ? [`lacks ${lacking.join(", ")}`] : []),
      ...(more.length > 0
        ? [`names ${shownObjects(more)}, which the inventory does not grant`]
        : []),
    ];
    return ["EPS-201", facts.join(" and ")];
  }
  if (isDeepStrictEqual(own, declared)) return undefined;
  const plain = (list: object) =>
    JSON.parse(JSON.stringify(list).replace(/(:secret:[^"]*)-\w{6}"/g, '$1"'));
  if (!isDeepStrictEqual(plain(own), plain(declared))) {
    return ["EPS-201", "mounts the objects otherwise than the inventory says"];
  }
  return areArnsKnown ? ["EPS-202", "names a secret by the ARN of one that is no more"] : undefined;
}

function objectsIn(text: string): Record<string, unknown>[] | undefined {
  try {
    // In JSON nothing holds itself. A warning would quote what somebody wrote.
    const found: unknown = JSON.parse(JSON.stringify(parse(text, { logLevel: "silent" })));
    return Array.isArray(found) && found.every(isMapping) ? found : undefined;
  } catch {
    return undefined;
  }
}
