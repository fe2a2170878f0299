import type { AccessDocuments } from "../../proof";
import { deploymentOf as deploymentOfAny } from "../../proof/prover/documents/deployment";
import type { AccessDocuments as PodDocuments } from "../../sdk/access";
import { ofPods } from "../../sdk/access/pod-identity/of-pods";

/** The documents, which say that their readers are pods. */
export function withKind(documents: AccessDocuments): AccessDocuments {
  return ofPods.withKind(documents as PodDocuments);
}

/** The deployment of documents whose readers are pods. */
export function deploymentOf(
  documents: AccessDocuments,
  settings?: Parameters<typeof deploymentOfAny>[1],
) {
  return deploymentOfAny(withKind(documents), settings);
}
