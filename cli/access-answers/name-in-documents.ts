import type { AccessDocuments } from "eks-pod-secrets/access";
import { type LandingZone, type Reader, readerKey, readerOf } from "eks-pod-secrets/grant";
import { groupBy } from "iam-proof/collections";
import { parseArn, secretName } from "iam-proof/names";
import { isCopy } from "iam-proof/prover";
import { withNames } from "../aws/arn-titles";
import type { SourceDocuments } from "../documents/source-documents";
import { UserError } from "../terminal/errors";

type Named = Pick<SourceDocuments, "documents" | "gaps" | "title" | "zone">;

/**
 * The ARN of a secret or parameter in the documents, given by its ARN, by its name if only one has it, or by its name in the
 * inventory. All replicas of a secret have the same name: the primary comes first, if the inventory tells which it is.
 */
export function secretNamed({ documents, gaps = [], title, zone }: Named, name: string): string[] {
  const read = [...(documents.secrets ?? []), ...(documents.parameters ?? [])];
  const unread = gaps.flatMap(({ open }) =>
    open.kind === "parameter" || (open.kind === "secret" && open.part === "all") ? [open] : [],
  );
  const arns = [...new Set([...read, ...unread].map(({ arn }) => arn))];
  const given = arns.filter((arn) => arn === name || nameOf(arn) === name.replace(/^\//, ""));
  const declared = declaredIn(zone);
  const ofInventory = given.length > 0 ? [] : declared.filter(({ id }) => id === name);
  const found = arns.filter((arn) => ofInventory.some((one) => isSecretOf(one, arn)));
  const named = [...given, ...found];
  const [first = ""] = named;
  const isPrimary = (arn: string) =>
    zone?.secrets.some((one) => one.region === parseArn(arn)?.region && isSecretOf(one, arn)) ??
    false;
  if (named.length > 1 && named.every((arn) => isCopy(arn, first))) {
    return named.sort((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
  }
  const idOf = (arn: string) => declared.find((one) => isSecretOf(one, arn))?.id ?? nameOf(arn);
  return [
    only(
      { what: "SECRET", kind: "secret or parameter", name, title },
      named,
      knownArns(arns, idOf),
    ),
  ];
}

/** Whether the ARN belongs to the inventory's secret, or to a replica of it. */
export function isSecretOf(
  { account, name }: { account: { id: string }; name: string },
  arn: string,
): boolean {
  return parseArn(arn)?.account === account.id && nameOf(arn) === name.replace(/^\//, "");
}

/** The ARN of a role in the documents, given by its ARN, or by its name if only one has it. */
export function roleNamed(
  { documents, title }: Pick<Named, "documents" | "title">,
  name: string,
): string {
  const arns = (documents.roles ?? []).map(({ arn }) => arn);
  const found = arns.filter((arn) => arn === name || arn.endsWith(`/${name}`));
  return only({ what: "NAME", kind: "role", name, title }, found, knownArns(arns, lastName));
}

function declaredIn(zone: LandingZone | undefined) {
  const { externalSecrets = [], parameters = [], secrets = [] } = zone ?? {};
  return [...secrets, ...externalSecrets, ...parameters];
}

/** The ARN of a cluster in the documents, given by its ARN, by its name if only one has it, or by its name in the inventory. */
export function clusterNamed({ documents, title, zone }: Named, name: string): string {
  const arns = [...new Set(readersIn(documents).map(({ clusterArn }) => clusterArn))];
  const given = arns.filter((arn) => arn === name || arn.endsWith(`/${name}`));
  const declared = given.length > 0 ? undefined : zone?.clusters.find(({ id }) => id === name)?.arn;
  const found = arns.filter((arn) => arn === declared);
  const idOf = (arn: string) => zone?.clusters.find((one) => one.arn === arn)?.id ?? lastName(arn);
  return only(
    { what: "NAME", kind: "cluster", name, title },
    [...given, ...found],
    knownArns(arns, idOf),
  );
}

/** A reader, given by its name in the inventory, or as `namespace/serviceAccount`, with `@cluster` if several have it. */
export function readerNamed({ documents, title, zone }: Named, name: string): Reader {
  const all = [...(zone?.readers ?? []), ...(zone?.externalReaders ?? [])];
  const declared = all.find(({ id }) => id === name);
  if (declared) return readerOf(declared);
  const [pod = "", cluster] = name.split("@");
  const readers = readersIn(documents);
  const declaredCluster = zone?.clusters.find(({ id }) => id === cluster)?.arn;
  const found = readers.filter(
    ({ clusterArn, namespace, serviceAccount }) =>
      pod === `${namespace}/${serviceAccount}` &&
      (cluster === undefined ||
        [cluster, declaredCluster].includes(clusterArn) ||
        clusterArn.endsWith(`/${cluster}`)),
  );
  const podOf = (one: Reader) =>
    `${one.namespace}/${one.serviceAccount}@${lastName(one.clusterArn)}`;
  const known = zone ? all.map(({ id }) => id) : readers.map(podOf);
  const chosen = only({ what: "READER", kind: "reader", name, title }, found.map(podOf), known);
  return found.find((one) => podOf(one) === chosen) as Reader;
}

function readersIn({ associations, grants }: AccessDocuments): Reader[] {
  const all = [...(associations ?? []), ...(grants ?? []).map(({ reader }) => reader)];
  return [...new Map(all.map((one) => [readerKey(one), readerOf(one)])).values()];
}

/** Its name for people: a secret's without the six characters that AWS assigned, a parameter's without the first slash. */
function nameOf(arn: string): string {
  const { resource = "", service } = parseArn(arn) ?? {};
  if (service === "secretsmanager") return secretName(arn);
  return resource.replace(/^parameter\//, "");
}

function lastName(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}

/** The names that can be given. Things that share a name are listed by ARN. */
function knownArns(arns: string[], nameOf: (arn: string) => string): string[] {
  return groupBy(arns, nameOf).flatMap(([name, those]) => {
    const [first = "", ...others] = those;
    return others.every((arn) => isCopy(arn, first)) ? [name] : those.map(withArn);
  });
}

function withArn(arn: string): string {
  const title = withNames(arn);
  return title === arn ? arn : `${title} (${arn})`;
}

interface Asked {
  /** The argument, as messages call it. */
  what: string;
  kind: string;
  name: string;
  /** The title of what was read. */
  title: string;
}

function only({ kind, name, title, what }: Asked, found: string[], known: string[]): string {
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    throw new UserError(
      `${what} must name one ${kind}, got "${name}", which ${found.map(withArn).join(" and ")} have: give the ARN`,
    );
  }
  const list = known.length > 0 && known.length <= 20 ? `; known: ${known.join(", ")}` : "";
  throw new UserError(`${what} must name a ${kind} of ${title}, got "${name}"${list}`);
}
