import type { PodIdentityAssociation } from "@aws-sdk/client-eks";

import type { AssociationDocuments, RawPolicy } from "../../../sdk/access";
import type { ResolvedCluster } from "../../../sdk/grant";
import { inParallel } from "../../../stacks/in-parallel";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { AT_ONCE, ask, askAllPages, isUnread, UnreadError } from "./live-call";
import { understoodText } from "./understood";

/**
 * Reads every Pod Identity association of a cluster, or nothing where there is no such cluster. `onUnread` is told the roles of one
 * whose session policy is not understood: it is answered without.
 */
export async function clusterAssociations(
  cluster: ResolvedCluster,
  access: AccountAccess,
  onUnread: (roles: string[], error: UnreadError) => void,
): Promise<AssociationDocuments[] | undefined> {
  const clusterName = cluster.name;
  const ids: string[] = [];
  try {
    for (const page of await askAllPages(LIVE_CALLS.listPodIdentityAssociations, access, {
      clusterName,
    })) {
      ids.push(...(page.associations ?? []).flatMap(({ associationId }) => associationId ?? []));
    }
  } catch (error) {
    if (isUnread(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
  const describe = LIVE_CALLS.describePodIdentityAssociation;
  const associations = await inParallel(ids, AT_ONCE, async (associationId) => {
    const { association = {} } = await ask(describe, access, {
      clusterName,
      associationId,
    });
    const { disableSessionTags, namespace, policy, roleArn, serviceAccount } = association;
    if (!namespace || !roleArn || !serviceAccount) {
      throw new UnreadError(describe.action, "AWS answered without whose pods get which role");
    }
    return {
      clusterArn: cluster.arn,
      namespace,
      serviceAccount,
      roleArn,
      targetRoleArn: association.targetRoleArn ?? null,
      disableSessionTags: disableSessionTags ?? false,
      policy: policy ? sessionPolicy(policy, association, onUnread) : null,
    };
  });
  const pods = associations.map(
    ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
  );
  const twice = pods.find((one, index) => pods.indexOf(one) < index);
  if (twice) throw new UnreadError(describe.action, `${twice} changed while it was read`);
  return associations;
}

function sessionPolicy(
  text: string,
  { roleArn = "", targetRoleArn }: PodIdentityAssociation,
  onUnread: (roles: string[], error: UnreadError) => void,
): RawPolicy {
  const { action } = LIVE_CALLS.describePodIdentityAssociation;
  const name = `session policy of the association of ${roleArn}`;
  try {
    return understoodText(action, "session", name, text);
  } catch (error) {
    if (!(error instanceof UnreadError)) throw error;
    onUnread(targetRoleArn ? [roleArn, targetRoleArn] : [roleArn], error);
    return null;
  }
}
