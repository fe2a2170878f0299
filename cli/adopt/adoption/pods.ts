import { clusterName, type Reader, readerKey, readerOf } from "eks-pod-secrets/grant";
import { grouped } from "iam-proof/collections";
import type { Found, FoundAssociation, FoundClass, FoundServiceAccount, Holder } from "../found";
import type { Decisions } from "./plans";

/** A service account whose pods get a role, with all that was found about it. */
export interface FoundPod extends Reader {
  /** Several, if several tools claim one. */
  associations: FoundAssociation[];
  account: FoundServiceAccount | undefined;
  /** SecretProviderClasses that its workloads mount. */
  classes: FoundClass[];
  /** Names of the classes that are mounted but do not exist. */
  missingClasses: string[];
}

/** The pods that get a role, by an association or by the annotation of IRSA. */
export function foundPods(found: Found): FoundPod[] {
  const annotated = found.serviceAccounts.filter(({ roleArn }) => roleArn);
  const ways: Reader[] = [
    ...found.associations,
    ...annotated.map((one) => ({ ...one, serviceAccount: one.name })),
  ];
  return [...grouped(ways, (one) => [readerKey(one)])]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [one]]) => (one ? foundPod(found, one) : []));
}

function foundPod(found: Found, pod: Reader): FoundPod {
  const isIts = (one: Reader) => readerKey(one) === readerKey(pod);
  const isHere = (one: { clusterArn: string; namespace: string }) =>
    one.clusterArn === pod.clusterArn && one.namespace === pod.namespace;
  const names = new Set(found.workloads.filter(isIts).flatMap((one) => one.classes));
  const classes = found.classes.filter((one) => isHere(one) && names.has(one.name));
  return {
    ...{ ...readerOf(pod), classes },
    associations: found.associations.filter(isIts),
    account: found.serviceAccounts.find((one) => isHere(one) && one.name === pod.serviceAccount),
    missingClasses: [...names].filter((name) => !classes.some((one) => one.name === name)),
  };
}

/** A pod as pages and messages name it. */
export function podTitle({ clusterArn, namespace, serviceAccount }: Reader): string {
  return `${namespace}/${serviceAccount} of cluster ${clusterName(clusterArn)}`;
}

/** Tools that still hold an object. */
export function holdersOf(
  one: { heldBy: readonly Holder[] } | undefined,
  letGo: readonly string[],
): Holder[] {
  return (one?.heldBy ?? []).filter(
    ({ address, tool }) => !letGo.includes(address) && !letGo.includes(tool),
  );
}

/** Tools that deploy an object of a cluster. It stays with them, and does not keep its pods from becoming a reader. */
export function deployersOf(
  one: FoundClass | FoundServiceAccount | undefined,
  { letGo }: Pick<Decisions, "letGo">,
): Holder[] {
  return holdersOf({ heldBy: one?.deployedBy ?? [] }, letGo);
}

/** A holder in words. */
export function holderTitle({ address, source, tool }: Holder): string {
  return `${tool} (${address}, in ${source})`;
}
