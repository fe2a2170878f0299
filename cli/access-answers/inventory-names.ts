import { plannedArns } from "../../sdk/access/landing-zone/landing-zone-documents";
import { readerKey } from "../../sdk/access/prover/documents/deployment";
import { clusterName, parseArn } from "../../sdk/grant";
import type { SourceDocuments } from "../documents/source-documents";
import { isSecretOf, type PodIdentity } from "./name-in-documents";

/** How answers speak of what an inventory declares: by its name there, then by its ARN. */
export interface InventoryNames {
  /** A secret or parameter. */
  object(arn: string): string;
  reader(pod: PodIdentity): string;
  /** What a claim is about: a secret, a parameter, a key, a reader's role, or a grant. */
  subject(text: string): string;
  /** A text with every part of an ARN that stands for what AWS will assign replaced by question marks. */
  marked(text: string): string;
}

/** The names in an inventory, where there is one. */
export function inventoryNames({ zone }: Pick<SourceDocuments, "zone">): InventoryNames {
  const { keys = [], parameters = [] } = zone ?? {};
  const readers = [...(zone?.readers ?? []), ...(zone?.externalReaders ?? [])];
  const secrets = [...(zone?.secrets ?? []), ...(zone?.externalSecrets ?? [])];
  const standIns = new Set([
    ...secrets.flatMap((one) => (one.existingArn ? [] : [resourceOf(plannedArns.secretArn(one))])),
    ...keys.flatMap((one) => (one.existingArn ? [] : [resourceOf(plannedArns.keyArn(one))])),
  ]);
  const marked = (text: string) =>
    text.replace(/arn:[^\s"]+:(?:secret:|key\/)[^\s"]*[A-Za-z0-9]/g, (arn) =>
      standIns.has(resourceOf(arn)) ? withQuestionMarks(arn) : arn,
    );
  const ids = new Map(readers.map((one) => [readerKey(one), one.id]));
  const object = (arn: string) => {
    const isSecret = parseArn(arn)?.service === "secretsmanager";
    const secret = secrets.find((one) => isSecret && isSecretOf(one, arn));
    const id = secret?.id ?? parameters.find((one) => one.arn === arn)?.id;
    if (id === undefined) return marked(arn);
    return `${id}${secret?.external ? ", of others" : ""} (${marked(arn)})`;
  };
  const reader = (pod: PodIdentity) => {
    const { clusterArn, namespace, serviceAccount } = pod;
    const id = ids.get(readerKey(pod));
    return id === undefined
      ? `${namespace}/${serviceAccount} of ${clusterArn}`
      : `${id} (${namespace}/${serviceAccount} of cluster ${clusterName(clusterArn)})`;
  };
  const grants = new Map(
    readers.map((one) => [`${one.clusterArn} ${one.namespace}/${one.serviceAccount}`, reader(one)]),
  );
  const subject = (text: string) => {
    const [pod = "", target] = text.split(" → ");
    if (target !== undefined) return `${grants.get(pod) ?? pod} → ${object(target)}`;
    const key = keys.find((one) => plannedArns.keyArn(one) === text);
    const ofRole = readers.filter(({ role, targetRole }) =>
      [role.arn, targetRole?.arn].includes(text),
    );
    if (key && !key.existingArn) return `${key.id} (${marked(text)})`;
    return ofRole.length > 0
      ? `role of ${ofRole.map(({ id }) => id).join(", ")} (${text})`
      : object(text);
  };
  return { marked, object, reader, subject };
}

/** The last six characters of a secret's ARN, and the id of a key, are those that AWS draws. */
function withQuestionMarks(arn: string): string {
  const isKey = parseArn(arn)?.service === "kms";
  return isKey
    ? arn.replace(/[^/]*$/, (id) => id.replaceAll(/[^-]/g, "?"))
    : `${arn.slice(0, -6)}??????`;
}

/** The same for a secret in each of its regions. */
function resourceOf(arn: string): string {
  const { account, resource } = parseArn(arn) ?? {};
  return `${account}:${resource}`;
}
