import { shellWord } from "../../terminal/printed-text";
import type { Adoption } from "../adoption/adoption";
import type { Readings } from "../adoption/plans";
import { podTitle } from "../adoption/pods";
import { markIf } from "../adoption/roles";
import type { Found, FoundStore } from "../found";
import type { AdoptAnswer, Forgetting } from "../shape";

/** The answer of `adopt`: what was found, what is taken over, what is left and why, who gains and loses access, and what comes next. */
export function answerOf(contents: {
  adopted: Adoption;
  found: Found;
  toForget: Forgetting[];
  before: Readings;
  changes: AdoptAnswer["changes"];
  written: string[];
}): AdoptAnswer {
  const { adopted, before, changes, found, toForget, written } = contents;
  const { imports, left, readers, targets, without } = adopted;
  return {
    written,
    imported: Object.values(imports).reduce((sum, one) => sum + one.resources.length, 0),
    places: found.places,
    readers: readers.map(({ former, id, identity, marks, pod, reads, role }) => ({
      ...{ id, pod: podTitle(pod), clusterArn: pod.clusterArn },
      ...{ namespace: pod.namespace, serviceAccount: pod.serviceAccount, identity },
      ...{ role: role?.arn, formerRole: former?.role },
      reads: [...new Set(reads.map(({ target }) => target.arn))],
      decide: marks,
    })),
    secrets: targets.map(({ id, kind, marks, target }) => ({
      ...{ id, kind, arn: target.arn, decide: marks },
    })),
    left: left.map(({ next, what, why }) => ({ what, why, next })),
    forgetting: toForget,
    without,
    stores: found.stores.map((one) => storeOf(one, found, before)),
    changes,
    unread: [...found.unread, ...[...before.reasons].map(([arn, why]) => `${arn}: ${why}`)],
    next: nextSteps(adopted, written[0] ?? ""),
  };
}

/** A store, the role that it reads with, and what that role may read today. */
function storeOf(
  { clusterArn, kind, name, namespace, roleArn, serviceAccount }: FoundStore,
  { associations, serviceAccounts }: Found,
  { who }: Readings,
): AdoptAnswer["stores"][number] {
  const isOwn = (one: { clusterArn: string; namespace: string }, account: string) =>
    one.clusterArn === clusterArn && `${one.namespace}/${account}` === serviceAccount;
  const role =
    roleArn ??
    associations.find((one) => isOwn(one, one.serviceAccount))?.roleArn ??
    serviceAccounts.find((one) => isOwn(one, one.name))?.roleArn;
  const secrets = [...who].flatMap(([arn, names]) => (role && names.includes(role) ? [arn] : []));
  return { clusterArn, kind, namespace, name, role, secrets };
}

function nextSteps({ readers, targets }: Adoption, inventory: string): string[] {
  // The objects for which `up` asks before it replaces their policies. Without a terminal, an option must name them.
  const asked = targets
    .filter(({ kind }) => kind !== "external")
    .flatMap(({ hasPolicy, id, keys, target }) => [
      ...(hasPolicy && "policy" in target && target.policy ? [id] : []),
      ...keys.map(({ arn }) => arn),
    ]);
  const names = [...new Set(asked)].map(shellWord).join(" ");
  const asks = ` # asks before it replaces policies; without a terminal, add --take-over ${names}`;
  const about = inventory === "landing-zone.yaml" ? "" : ` --inventory ${shellWord(inventory)}`;
  const formers = readers.filter(({ former }) => former).map(({ id }) => id);
  return [
    `Decide what stands under "decide:" in ${inventory}`,
    `eks-pod-secrets check ${shellWord(inventory)}`,
    `eks-pod-secrets plan --live${about}`,
    `eks-pod-secrets up${about}${names === "" ? "" : asks}`,
    `eks-pod-secrets prove --live${about}`,
    ...markIf(
      formers,
      `Replace the pods of ${formers.join(", ")}, take their formerRole out of ${inventory}, and run up again`,
    ),
  ];
}
