import type { ReadObject } from "../../clusters/kubernetes-objects";
import { fields, list, takeJson, text } from "../../json/take-json";
import { userReason } from "../../terminal/errors";
import type { HeldList, Holdings } from "../found";
import { holdings } from "./holdings";
import { associationOf, metadata } from "./identities";

/** The lists of ACK's objects in a cluster's API, by group and plural. */
const LISTS: Record<string, HeldList> = {
  "eks.services.k8s.aws/v1alpha1/podidentityassociations": "associations",
  "iam.services.k8s.aws/v1alpha1/roles": "roles",
  "secretsmanager.services.k8s.aws/v1alpha1/secrets": "secrets",
  "kms.services.k8s.aws/v1alpha1/keys": "keys",
  "kms.services.k8s.aws/v1alpha1/aliases": "keys",
};

const object = fields({
  metadata,
  spec: fields({ name: text, namespace: text, serviceAccount: text }),
  // Older controllers say the ARN of an association beside their metadata alone.
  status: fields({ ackResourceMetadata: fields({ arn: text }), associationARN: text }),
});

const objects = fields({ items: list(object) });

/** What ACK's controllers in a cluster hold. */
export async function heldByAck(cluster: string, read: ReadObject): Promise<Holdings> {
  const source = `cluster ${cluster}`;
  const all = [];
  const unread: string[] = [];
  for (const [path, of] of Object.entries(LISTS)) {
    const [group, , plural] = path.split("/");
    const note = (error: unknown) => void unread.push(userReason(error));
    const json = await read(`/apis/${path}`).catch(note);
    const taken = takeJson(`${path} of ${source}`, json ?? "{}", objects);
    for (const one of taken?.items ?? []) {
      const { metadata, spec, status } = one;
      const arn = status?.ackResourceMetadata?.arn ?? status?.associationARN;
      const identity =
        of === "associations"
          ? associationOf(arn, spec?.namespace, spec?.serviceAccount)
          : { list: of, id: plural === "aliases" ? spec?.name : arn };
      // The object's name in kubectl, after its namespace.
      const address = `${metadata?.namespace}/${plural}.${group}/${metadata?.name}`;
      all.push({ address, identity });
    }
  }
  return holdings({ tool: "ack", source }, all, unread);
}
