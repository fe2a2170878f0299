import type * as z from "zod";
import type { ReadObject } from "../../clusters/kubernetes-objects";
import { userReason } from "../../terminal/errors";
import type { HeldList, Holdings } from "../found";
import { holdings } from "./holdings";
import { associationOf, metadata } from "./identities";
import { fields, list, takeJson, text } from "./take-json";

/** Lists of ACK's objects in the API of a cluster, by group and plural. */
const LISTS: Record<string, HeldList> = {
  "eks.services.k8s.aws/v1alpha1/podidentityassociations": "associations",
  "iam.services.k8s.aws/v1alpha1/roles": "roles",
  "secretsmanager.services.k8s.aws/v1alpha1/secrets": "secrets",
  "kms.services.k8s.aws/v1alpha1/keys": "keys",
};

const object = fields({
  metadata,
  spec: fields({ namespace: text, serviceAccount: text }),
  status: fields({ ackResourceMetadata: fields({ arn: text }) }),
});

const objects = fields({ items: list(object) });

/** What ACK's controllers in a cluster hold. */
export async function heldByAck(cluster: string, read: ReadObject): Promise<Holdings> {
  const source = `cluster ${cluster}`;
  const all = [];
  const unread: string[] = [];
  for (const [path, of] of Object.entries(LISTS)) {
    const note = (error: unknown) => void unread.push(userReason(error));
    const json = await read(`/apis/${path}`).catch(note);
    const taken = takeJson(`${path} of ${source}`, json ?? "{}", objects);
    for (const one of taken?.items ?? []) {
      const arn = one.status?.ackResourceMetadata?.arn;
      const identity =
        of === "associations"
          ? associationOf(arn, one.spec?.namespace, one.spec?.serviceAccount)
          : { list: of, id: arn };
      all.push({ address: addressOf(path, one), identity });
    }
  }
  return holdings({ tool: "ack", source }, all, unread);
}

type AckObject = NonNullable<z.output<typeof object>>;

/** As kubectl names it, behind its namespace. */
function addressOf(path: string, { metadata }: AckObject): string {
  const [group, , plural] = path.split("/");
  return `${metadata?.namespace}/${plural}.${group}/${metadata?.name}`;
}
