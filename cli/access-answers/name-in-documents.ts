import type { AccessDocuments } from "../../sdk/access";
import { readerKey } from "../../sdk/access/prover/documents/deployment";
import { isCopy } from "../../sdk/access/prover/documents/read-target";
import { type LandingZone, parseArn } from "../../sdk/grant";
import type { SourceDocuments } from "../documents/source-documents";
import { UserError } from "../terminal/errors";

/** A pod of a Kubernetes service account. */
export interface PodIdentity {
  clusterArn: string;
  namespace: string;
  serviceAccount: string;
}

type Named = Pick<SourceDocuments, "documents" | "gaps" | "zone">;

/**
 * The ARN of a secret or parameter of the documents that is named by its ARN, by its name where only one has it, or as the
 * inventory calls it. Of a secret with replicas the name is that of all of them: the primary first, as far as the inventory tells.
 */
export function secretNamed({ documents, gaps = [], zone }: Named, name: string): string[] {
  const read = [...(documents.secrets ?? []), ...(documents.parameters ?? [])];
  const unread = gaps.flatMap(({ open }) =>
    open.kind === "parameter" || (open.kind === "secret" && open.part === "all") ? [open] : [],
  );
  const arns = [...new Set([...read, ...unread].map(({ arn }) => arn))];
  const given = arns.filter((arn) => arn === name || nameOf(arn) === name.replace(/^\//, ""));
  const declared = given.length > 0 ? [] : declaredAs(zone, name);
  const found = arns.filter((arn) => declared.some((one) => isSecretOf(one, arn)));
  const named = [...given, ...found];
  const [first = ""] = named;
  if (named.some((arn) => !isCopy(arn, first)))
    return [only("SECRET", "secret or parameter", name, named, arns)];
  const isPrimary = (arn: string) =>
    zone?.secrets.some((one) => one.region === parseArn(arn)?.region && isSecretOf(one, arn)) ??
    false;
  const copies =
    named.length > 1 ? named : [only("SECRET", "secret or parameter", name, named, arns)];
  return copies.sort((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
}

/** Whether the ARN is that of the inventory's secret, or of a replica. */
export function isSecretOf(
  { account, name }: { account: { id: string }; name: string },
  arn: string,
): boolean {
  return parseArn(arn)?.account === account.id && nameOf(arn) === name.replace(/^\//, "");
}

/** The ARN of a role of the documents that is named by its ARN, or by its name where only one has it. */
export function roleNamed({ roles }: AccessDocuments, name: string): string {
  const arns = (roles ?? []).map(({ arn }) => arn);
  return only(
    "NAME",
    "role",
    name,
    arns.filter((arn) => arn === name || arn.endsWith(`/${name}`)),
    arns,
  );
}

function declaredAs(zone: LandingZone | undefined, name: string) {
  const { externalSecrets = [], parameters = [], secrets = [] } = zone ?? {};
  return [...secrets, ...externalSecrets, ...parameters].filter(({ id }) => id === name);
}

/**
 * The ARN of a cluster of the documents that is named by its ARN, by its name where only one has it, or as the inventory
 * calls it.
 */
export function clusterNamed({ documents, zone }: Named, name: string): string {
  const arns = [...new Set(readersIn(documents).map(({ clusterArn }) => clusterArn))];
  const given = arns.filter((arn) => arn === name || arn.endsWith(`/${name}`));
  const declared = given.length > 0 ? undefined : zone?.clusters.find(({ id }) => id === name)?.arn;
  const found = arns.filter((arn) => arn === declared);
  return only("NAME", "cluster", name, [...given, ...found], arns);
}

/** A reader: by its name in the inventory, or as `namespace/serviceAccount`, with `@cluster` where several have it. */
export function readerNamed({ documents, zone }: Named, name: string): PodIdentity {
  const all = [...(zone?.readers ?? []), ...(zone?.externalReaders ?? [])];
  const declared = all.find(({ id }) => id === name);
  if (declared) return identityOf(declared);
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
  const title = (one: PodIdentity) =>
    `${one.namespace}/${one.serviceAccount}@${one.clusterArn.split("/").at(-1)}`;
  const known = zone ? all.map(({ id }) => id) : readers.map(title);
  const chosen = only("READER", "reader", name, found.map(title), known);
  return found.find((one) => title(one) === chosen) as PodIdentity;
}

function identityOf({
  clusterArn,
  namespace,
  serviceAccount,
}: LandingZone["readers"][number]): PodIdentity {
  return { clusterArn, namespace, serviceAccount };
}

function readersIn({ associations, grants }: AccessDocuments): PodIdentity[] {
  const all = [...(associations ?? []), ...(grants ?? []).map(({ reader }) => reader)];
  const byKey = new Map(
    all.map(({ clusterArn, namespace, serviceAccount }) => {
      const reader = { clusterArn, namespace, serviceAccount };
      return [readerKey(reader), reader];
    }),
  );
  return [...byKey.values()];
}

/** The name that people give it: of a secret without the six characters that AWS assigned, of a parameter without the first slash. */
function nameOf(arn: string): string {
  const { resource = "", service } = parseArn(arn) ?? {};
  if (service === "secretsmanager") return resource.replace(/^secret:/, "").replace(/-.{6}$/, "");
  return resource.replace(/^parameter\//, "");
}

function only(what: string, kind: string, name: string, found: string[], known: string[]): string {
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    throw new UserError(
      `${what} must name one ${kind}, got "${name}", which ${found.join(" and ")} have`,
    );
  }
  const list = known.length > 0 && known.length <= 20 ? `; known: ${known.join(", ")}` : "";
  throw new UserError(`${what} must name a ${kind} of the documents, got "${name}"${list}`);
}
