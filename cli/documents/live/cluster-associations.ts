import type { PodIdentityAssociation } from "@aws-sdk/client-eks";
import type { AssociationDocuments } from "eks-pod-secrets/access";
import type { ResolvedCluster } from "eks-pod-secrets/grant";
import type { RawPolicy } from "iam-proof";
import { inParallel } from "iam-proof/collections";
import type { AccountAccess } from "../../aws/account-access";
import { LIVE_CALLS } from "./calls";
import { AT_ONCE, ask, askAllPages, orNothing, orUnread, UnreadError } from "./live-call";
import { understoodText } from "./unread";

/** EKS's descriptions of all Pod Identity associations of a cluster; empty if the cluster does not exist. */
export async function describedAssociations(clusterName: string, access: AccountAccess) {
  const pages = await orNothing(() =>
    askAllPages(LIVE_CALLS.listPodIdentityAssociations, access, { clusterName }),
  );
  const ids = pages
    ?.flatMap(({ associations = [] }) => associations)
    .flatMap(({ associationId }) => associationId ?? []);
  const describe = LIVE_CALLS.describePodIdentityAssociation;
  return (
    ids &&
    inParallel(ids, AT_ONCE, async (associationId) => {
      const { association = {} } = await ask(describe, access, { clusterName, associationId });
      const { namespace, roleArn, serviceAccount } = association;
      if (!namespace || !roleArn || !serviceAccount) {
        throw new UnreadError(describe.action, "AWS answered without whose pods get which role");
      }
      return { ...association, associationId, namespace, roleArn, serviceAccount };
    })
  );
}

/**
 * Reads all Pod Identity associations of a cluster; empty if the cluster does not exist. `onUnread` is told the roles of an
 * association whose session policy is not understood; it is returned without the policy.
 */
export async function clusterAssociations(
  cluster: ResolvedCluster,
  access: AccountAccess,
  onUnread: (roles: string[], error: UnreadError) => void,
): Promise<AssociationDocuments[] | undefined> {
  const found = await describedAssociations(cluster.name, access);
  if (!found) return undefined;
  const associations = await Promise.all(
    found.map(async ({ namespace, policy, roleArn, serviceAccount, ...association }) => ({
      clusterArn: cluster.arn,
      namespace,
      serviceAccount,
      roleArn,
      targetRoleArn: association.targetRoleArn ?? null,
      disableSessionTags: association.disableSessionTags ?? false,
      policy: policy ? await sessionPolicy(policy, { roleArn, ...association }, onUnread) : null,
    })),
  );
  const pods = associations.map(
    ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
  );
  const twice = pods.find((one, index) => pods.indexOf(one) < index);
  const { action } = LIVE_CALLS.describePodIdentityAssociation;
  if (twice) throw new UnreadError(action, `${twice} changed while it was read`);
  return associations;
}

function sessionPolicy(
  text: string,
  { roleArn = "", targetRoleArn }: PodIdentityAssociation,
  onUnread: (roles: string[], error: UnreadError) => void,
): Promise<RawPolicy> {
  const { action } = LIVE_CALLS.describePodIdentityAssociation;
  const name = `session policy of the association of ${roleArn}`;
  const read = () => understoodText(action, "session", name, text);
  return orUnread(read, (error) => {
    onUnread(targetRoleArn ? [roleArn, targetRoleArn] : [roleArn], error);
    return null;
  });
}
