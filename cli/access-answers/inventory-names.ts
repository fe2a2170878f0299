import { plannedArns } from "eks-pod-secrets/access/landing-zone";
import { clusterName, parseArn, type Reader, readerKey } from "eks-pod-secrets/grant";
import { withNames } from "../aws/arn-titles";
import { arnsIn } from "../documents/arns-in";
import type { SourceDocuments } from "../documents/source-documents";
import { grantParts } from "../proof/grant-subject";
import { isSecretOf } from "./name-in-documents";

/** Names for what policies refer to: the inventory's name, otherwise AWS's name, otherwise the ARN. */
export interface InventoryNames {
  /** The name of a secret or parameter. */
  object(arn: string): string;
  reader(pod: Reader): string;
  /** The name of a claim's subject: a secret, a parameter, a key, a reader, its role, or a grant. */
  subject(text: string): string;
  /** A sentence with names instead of ARNs, for a place where the ARNs are shown nearby. */
  named(text: string): string;
}

/** The names in an inventory, if there is one. `documents`: to find the ARNs that AWS has assigned. */
export function inventoryNames({
  documents = {},
  zone,
}: Pick<SourceDocuments, "zone"> & Partial<Pick<SourceDocuments, "documents">>): InventoryNames {
  const { keys = [], parameters = [] } = zone ?? {};
  const readers = [...(zone?.readers ?? []), ...(zone?.externalReaders ?? [])];
  const secrets = [...(zone?.secrets ?? []), ...(zone?.externalSecrets ?? [])];
  const standIns = new Set([
    ...secrets.flatMap((one) => (one.existingArn ? [] : [resourceOf(plannedArns.secretArn(one))])),
    ...keys.flatMap((one) => (one.existingArn ? [] : [resourceOf(plannedArns.keyArn(one))])),
  ]);
  const { keyArn } = arnsIn(documents, plannedArns);
  const keyIds = new Map(keys.map((one) => [keyArn(one), one.id]));
  const marked = (text: string) =>
    text.replace(/arn:[^\s"]+:(?:secret:|key\/)[^\s"]*[A-Za-z0-9]/g, (arn) =>
      standIns.has(resourceOf(arn)) ? withQuestionMarks(arn) : arn,
    );
  const present = readers.filter(({ formerOf }) => formerOf === undefined);
  const ids = new Map(present.map((one) => [readerKey(one), one.id]));
  const secretOf = (arn: string) => {
    const isSecret = parseArn(arn)?.service === "secretsmanager";
    return secrets.find((one) => isSecret && isSecretOf(one, arn));
  };
  const idOf = (arn: string) =>
    secretOf(arn)?.id ?? parameters.find((one) => one.arn === arn)?.id ?? keyIds.get(arn);
  const object = (arn: string) => {
    const name = idOf(arn) ?? withNames(arn);
    if (name === arn) return arn;
    return `${name}${secretOf(arn)?.external ? ", of others" : ""} (${marked(arn)})`;
  };
  const reader = (pod: Reader) => {
    const { clusterArn, namespace, serviceAccount } = pod;
    const id = ids.get(readerKey(pod));
    return id === undefined
      ? `${namespace}/${serviceAccount} of ${withNames(clusterArn)}`
      : `${id} (${namespace}/${serviceAccount} of cluster ${clusterName(clusterArn)})`;
  };
  const grantee = (text: string) => {
    const [, clusterArn = "", namespace = "", serviceAccount = ""] =
      /^(\S+) (.*)\/(.*)$/.exec(text) ?? [];
    return reader({ clusterArn, namespace, serviceAccount });
  };
  const subject = (text: string) => {
    const grant = grantParts(text);
    if (grant) return `${grantee(grant.reader)}${grant.way} → ${object(grant.target)}`;
    if (text.includes(" ")) return grantee(text);
    const ofRole = readers.filter(({ role, targetRole }) =>
      [role.arn, targetRole?.arn].includes(text),
    );
    return ofRole.length > 0
      ? `role of ${ofRole.map(({ id }) => id).join(", ")} (${text})`
      : object(text);
  };
  const named = (text: string) => marked(withNames(text, idOf));
  return { named, object, reader, subject };
}

/** Replaces the parts of an ARN that AWS assigns (the last six characters of a secret's, the id of a key) with question marks. */
function withQuestionMarks(arn: string): string {
  const isKey = parseArn(arn)?.service === "kms";
  return isKey
    ? arn.replace(/[^/]*$/, (id) => id.replaceAll(/[^-]/g, "?"))
    : `${arn.slice(0, -6)}??????`;
}

/** A key that is equal for a secret in all of its regions. */
function resourceOf(arn: string): string {
  const { account, resource } = parseArn(arn) ?? {};
  return `${account}:${resource}`;
}
