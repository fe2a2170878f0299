import { clusterName } from "eks-pod-secrets/grant";
import { accountOf } from "iam-proof/names";
import { podId } from "../states/holdings";
import type { FoundPod } from "./pods";

/** Names for a pod, from the shortest to one that no other has. */
function formsOf({ clusterArn, namespace, serviceAccount }: FoundPod): string[] {
  const inNamespace = `${namespace}-${serviceAccount}`;
  const inCluster = `${clusterName(clusterArn).toLowerCase()}-${inNamespace}`;
  return [serviceAccount, inNamespace, inCluster, `${accountOf(clusterArn)}-${inCluster}`].map(
    label,
  );
}

function label(text: string): string {
  return text
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 63)
    .replace(/-+$/, "");
}

/** A name in the inventory for each pod, by `podId`: its service account's where no other has that. */
export function readerIds(pods: readonly FoundPod[]): Map<string, string> {
  const all = pods.map(formsOf);
  const taken = new Set<string>();
  const ids = all.map((forms) => {
    const own = forms.findIndex(
      (form, index) => all.filter((others) => others[index] === form).length === 1,
    );
    const form = forms.at(own) ?? "";
    let id = form;
    for (let count = 2; taken.has(id); count++) id = `${form.slice(0, 58)}-${count}`;
    taken.add(id);
    return id;
  });
  return new Map(pods.map((pod, index) => [podId(pod), ids[index] ?? ""]));
}
