import { clusterName, parseArn } from "eks-pod-secrets/grant";
import { podId } from "../states/holdings";
import type { FoundPod } from "./pods";

/** Names for a pod, from the shortest to one that no other has. */
const FORMS = [
  ({ serviceAccount }: FoundPod) => serviceAccount,
  ({ namespace, serviceAccount }: FoundPod) => `${namespace}-${serviceAccount}`,
  inCluster,
  inAccount,
];

function inAccount(pod: FoundPod): string {
  return `${parseArn(pod.clusterArn)?.account}-${inCluster(pod)}`;
}

function inCluster({ clusterArn, namespace, serviceAccount }: FoundPod): string {
  return `${clusterName(clusterArn).toLowerCase()}-${namespace}-${serviceAccount}`;
}

/** A name in the inventory for each pod, by `podId`: its service account's where no other has that. */
export function readerIds(pods: readonly FoundPod[]): Map<string, string> {
  const taken = new Set<string>();
  const idOf = (pod: FoundPod) => {
    const ownForm = FORMS.find(
      (form) => pods.filter((other) => label(form(other)) === label(form(pod))).length === 1,
    );
    const id = label((ownForm ?? inAccount)(pod));
    let own = id;
    for (let count = 2; taken.has(own); count++) own = `${id.slice(0, 58)}-${count}`;
    taken.add(own);
    return own;
  };
  return new Map(pods.map((pod) => [podId(pod), idOf(pod)]));
}

function label(text: string): string {
  return text
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 63)
    .replace(/-+$/, "");
}
