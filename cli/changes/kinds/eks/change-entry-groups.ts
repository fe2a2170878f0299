import { mayTryOn } from "iam-proof";
import { awsCall, eksKind, inCluster } from "../../kind";
import {
  boundNames,
  CREATE,
  createEntry,
  entryArn,
  principalsFor,
  withEntry,
} from "./access-entries";

const UPDATE = "eks:UpdateAccessEntry";

/** Somebody adds a group with a bound role to an access entry, or gives it the name of a user with one. */
export const changeEntryGroups = eksKind({
  id: "change-access-entry-groups",
  gives: "becomes",
  title: "Put oneself into a group by an access entry",
  actions: [CREATE, UPDATE],
  *changesOf(world, cluster, actor) {
    for (const principal of principalsFor(world, cluster, actor, UPDATE)) {
      const own = cluster.accessEntries.find(({ principalArn }) => principalArn === principal);
      const [action, arn] = own ? [UPDATE, entryArn(cluster, principal)] : [CREATE, cluster.arn];
      if (!mayTryOn(world, actor, action, arn)) continue;
      const { kubernetesGroups: groups = [], username } = own ?? {};
      const others = boundNames(cluster, "Group").filter((group) => !groups.includes(group));
      const users = boundNames(cluster, "User").filter((one) => one !== username);
      for (const { added, context, variant } of [
        ...others.map((group) => ({
          variant: group,
          added: { kubernetesGroups: [group] },
          context: { "eks:kubernetesGroups": [...groups, group] },
        })),
        ...users.map((user) => ({
          variant: `user ${user}`,
          added: { username: user },
          context: { "eks:username": user },
        })),
      ]) {
        yield {
          target: inCluster(cluster, `the access entry of ${principal}`),
          variant,
          alters: [cluster.arn, principal],
          calls: [
            own
              ? awsCall(action, arn, { "eks:principalArn": principal, ...context })
              : createEntry(cluster, principal, context),
          ],
          apply: (before) => withEntry(before, cluster.arn, principal, added),
        };
      }
    }
  },
});
