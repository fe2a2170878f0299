import type { Found, Holder } from "./found";
import { nothingFound } from "./found";

/** What is the same object in two sources, by its kind; of an object in a cluster without the cluster's ARN. */
const IDENTITY: { [Kind in Exclude<keyof Found, "unread">]: (one: Found[Kind][number]) => string } =
  {
    clusters: ({ arn }) => arn,
    roles: ({ arn }) => arn,
    associations: ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
    secrets: ({ arn }) => arn,
    keys: ({ arn }) => arn,
    parameters: ({ arn }) => arn,
    serviceAccounts: ({ name, namespace }) => `${namespace}/${name}`,
    classes: ({ name, namespace }) => `${namespace}/${name}`,
    workloads: ({ kind, name, namespace }) => `${kind} ${namespace}/${name}`,
    oidcProviders: ({ arn }) => arn,
    stores: ({ kind, name, namespace }) => `${kind} ${namespace}/${name}`,
  };

const kinds = Object.keys(IDENTITY) as (keyof typeof IDENTITY)[];

type Any = { clusterArn?: string | undefined; heldBy: Holder[] };

/**
 * What several sources have found, as one. Facts of an earlier source win over those of a later one, so what was read live comes
 * first; holders add up.
 */
export function merged(...sources: readonly Found[]): Found {
  const all = nothingFound();
  for (const kind of kinds) {
    const identity = IDENTITY[kind] as (one: Any) => string;
    const list = all[kind] as Any[];
    for (const one of sources.flatMap((source): Any[] => source[kind])) {
      const at = list.findIndex(
        (other) => identity(other) === identity(one) && mayBeOfOne(other, one),
      );
      const known = list[at];
      if (known) list[at] = together(known, one);
      else list.push(one);
    }
  }
  return { ...all, unread: sources.flatMap(({ unread }) => unread) };
}

/** Whether two objects may be of one cluster: a state may not tell of which. */
function mayBeOfOne({ clusterArn: a }: Any, { clusterArn: b }: Any): boolean {
  return a === undefined || b === undefined || a === b;
}

function together(first: Any, second: Any): Any {
  const told = Object.entries(first).filter(([, fact]) => fact !== undefined);
  const isNew = (one: Holder) =>
    !first.heldBy.some(({ address, tool }) => address === one.address && tool === one.tool);
  return {
    ...second,
    ...Object.fromEntries(told),
    heldBy: [...first.heldBy, ...second.heldBy.filter(isNew)],
  };
}
