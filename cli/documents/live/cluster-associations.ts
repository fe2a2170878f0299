import {
  DescribePodIdentityAssociationCommand,
  EKSClient,
  paginateListPodIdentityAssociations,
} from "@aws-sdk/client-eks";

import type { AssociationDocuments } from "../../../sdk/access";
import type { ResolvedCluster } from "../../../sdk/grant";
import type { AccountAccess } from "../../aws/account-access";
import { isError } from "../../aws/aws-error";
import { inParallel } from "../../aws/in-parallel";

/** Reads every Pod Identity association of a cluster, or nothing where there is no such cluster. */
export async function clusterAssociations(
  cluster: ResolvedCluster,
  access: AccountAccess,
): Promise<AssociationDocuments[] | undefined> {
  const client = new EKSClient(access);
  const clusterName = cluster.name;
  const ids: string[] = [];
  try {
    for await (const page of paginateListPodIdentityAssociations({ client }, { clusterName })) {
      ids.push(...(page.associations ?? []).flatMap(({ associationId }) => associationId ?? []));
    }
  } catch (error) {
    if (isError(error, "ResourceNotFoundException")) return undefined;
    throw error;
  }
  return inParallel(ids, 8, async (associationId) => {
    const { association = {} } = await client.send(
      new DescribePodIdentityAssociationCommand({ clusterName, associationId }),
    );
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
