import type { AssociationDocuments } from "../../../sdk/access";
import type { ResolvedCluster } from "../../../sdk/grant";
import type { AccountAccess } from "../../aws/account-access";
import { inParallel } from "../../aws/in-parallel";
import { LIVE_CALLS } from "./calls";
import { ask, askAllPages, isUnread } from "./live-call";

/** Reads every Pod Identity association of a cluster, or nothing where there is no such cluster. */
export async function clusterAssociations(
  cluster: ResolvedCluster,
  access: AccountAccess,
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
  return inParallel(ids, 8, async (associationId) => {
    const { association = {} } = await ask(LIVE_CALLS.describePodIdentityAssociation, access, {
      clusterName,
      associationId,
    });
    const {
      disableSessionTags,
      namespace = "",
      policy,
      roleArn = "",
      serviceAccount = "",
    } = association;
    return {
      clusterArn: cluster.arn,
      namespace,
      serviceAccount,
      roleArn,
      targetRoleArn: association.targetRoleArn ?? null,
      disableSessionTags: disableSessionTags ?? false,
      policy: policy ? JSON.parse(policy) : null,
    };
  });
}
