import type { ReadingPod } from "./reading-pod";

/** The name of a reader's SecretProviderClass: that of the pods' own, or one that no class of their namespace has. */
export function classNameOf({ found, pod, providerClass }: ReadingPod, id: string): string {
  const isTaken = (name: string) =>
    found.classes.some(
      (one) =>
        one.clusterArn === pod.clusterArn && one.namespace === pod.namespace && one.name === name,
    );
  let free = id;
  while (isTaken(free)) free += "-own";
  return providerClass?.name ?? free;
}

/** Which classes the pods go on mounting that are not the reader's. */
export function classMarks({ pod: { classes, namespace } }: ReadingPod, own: string): string[] {
  return classes
    .filter(({ name }) => name !== own)
    .map(
      ({ name }) =>
        `decide: its pods in namespace ${namespace} also mount the class ${name}, which up leaves as it is, so that they read on; before the reader's identity changes, have them mount the class ${own} in its place`,
    );
}
