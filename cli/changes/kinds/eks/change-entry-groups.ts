import { mayTryOn } from "iam-proof";
import { awsCall, eksKind, inCluster } from "../../kind";
import { principalArn } from "../../users";
import { boundGroups, createEntry, entryArn, withEntry } from "./access-entries";

/** Somebody adds a group with a bound role to their access entry. */
export const changeEntryGroups = eksKind({
  id: "change-access-entry-groups",
  gives: "becomes",
  title: "Put oneself into a group by an access entry",
  actions: ["eks:CreateAccessEntry", "eks:UpdateAccessEntry"],
  *changesOf(world, cluster, actor) {
    const principal = principalArn(actor.principal);
    if (principal === undefined || cluster.authenticationMode === "CONFIG_MAP") return;
    const own = cluster.accessEntries.find((one) => one.principalArn === principal);
    if (own && own.type !== "STANDARD") return;
    const [action, arn] = own
      ? ["eks:UpdateAccessEntry", entryArn(cluster, principal)]
      : ["eks:CreateAccessEntry", cluster.arn];
    if (!mayTryOn(world, actor, action, arn)) return;
    for (const group of boundGroups(cluster)) {
      if (own?.kubernetesGroups.includes(group)) continue;
      const groups = { "eks:kubernetesGroups": [...(own?.kubernetesGroups ?? []), group] };
      const update = awsCall(action, arn, { "eks:principalArn": principal, ...groups });
      yield {
        target: inCluster(cluster, `the access entry of ${principal}`),
        variant: group,
        alters: [cluster.arn, principal],
        calls: [own ? update : createEntry(cluster, principal, [group])],
        apply: (before) => withEntry(before, cluster.arn, principal, { kubernetesGroups: [group] }),
      };
    }
  },
});
