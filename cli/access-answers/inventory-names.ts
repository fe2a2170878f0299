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
  /** A text with every ending that stands for one that AWS will assign replaced by question marks. */
  marked(text: string): string;
}

/** The names in an inventory, where there is one. */
export function inventoryNames({ zone }: Pick<SourceDocuments, "zone">): InventoryNames {
  const { parameters = [], readers = [], secrets = [] } = zone ?? {};
  const standIns = new Set(
    secrets.flatMap((secret) =>
      secret.existingArn ? [] : [resourceOf(plannedArns.secretArn(secret))],
    ),
  );
  const marked = (text: string) =>
    text.replace(/arn:[^\s"]+:secret:[^\s"]*[A-Za-z0-9]/g, (arn) =>
      standIns.has(resourceOf(arn)) ? `${arn.slice(0, -6)}??????` : arn,
    );
  const ids = new Map(readers.map((one) => [readerKey(one), one.id]));
  return {
    marked,
    object: (arn) => {
      const id =
        secrets.find((one) => parseArn(arn)?.service === "secretsmanager" && isSecretOf(one, arn))
          ?.id ?? parameters.find((one) => one.arn === arn)?.id;
      return id === undefined ? arn : `${id} (${marked(arn)})`;
    },
    reader: (pod) => {
      const { clusterArn, namespace, serviceAccount } = pod;
      const id = ids.get(readerKey(pod));
      return id === undefined
        ? `${namespace}/${serviceAccount} of ${clusterArn}`
        : `${id} (${namespace}/${serviceAccount} of cluster ${clusterName(clusterArn)})`;
    },
  };
}

/** The same for a secret in each of its regions. */
function resourceOf(arn: string): string {
  const { account, resource } = parseArn(arn) ?? {};
  return `${account}:${resource}`;
}
