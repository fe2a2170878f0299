import { accountTitle, createsNamespace } from "eks-pod-secrets/grant";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { Finding } from "../step";
import { byHand, upAgain, wrong } from "./mends";

/** Whether the cluster is there, and its API answers. */
export function clusterFindings(facts: ClusterFacts): Finding[] {
  const { cluster, contextMismatch, namespace, reader } = facts;
  return ofSeen(cluster, (described) => {
    if (described !== undefined) {
      return ofSeen(namespace, () => [
        { result: "right", ...(contextMismatch && { says: contextMismatch }) },
      ]);
    }
    const { account, create, id, name, region } = reader.cluster;
    const mend = create
      ? upAgain(`\`up\` creates cluster ${id} again, and deploys into it`)
      : byHand(
          `correct account, region or name under clusters.${id} in the inventory, and run \`up\``,
        );
    const says = `account ${accountTitle(account)} has no active EKS cluster ${name} in ${region}, which the inventory names under clusters.${id}`;
    const known = `eks:DescribeCluster of ${name} in account ${account.id}, ${region}`;
    return [wrong("EPS-701", says, known, mend)];
  });
}

/** The annotation by which the older way, IAM roles for service accounts, gives pods a role. */
const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";

/** Whether the service account and its namespace are there. */
export function serviceAccountFindings(facts: ClusterFacts): Finding[] {
  const { cluster, createServiceAccount, id, namespace, serviceAccount } = facts.reader;
  const where = `cluster ${cluster.id}`;
  return ofSeen(facts.namespace, (found) => {
    if (found === undefined) {
      const mend = createsNamespace(cluster, namespace)
        ? upAgain(`\`up\` creates namespace ${namespace} again`)
        : byHand(
            `create namespace ${namespace}, or write it in createNamespaces under clusters.${cluster.id} and run \`up\``,
          );
      const known = `the namespaces of ${where}`;
      return [wrong("EPS-601", `${where} has no namespace ${namespace}`, known, mend)];
    }
    return ofSeen(facts.serviceAccount, (account) => {
      const name = `${namespace}/${serviceAccount}`;
      if (account === undefined) {
        const mend = createServiceAccount
          ? upAgain(`\`up\` creates service account ${name} again`)
          : byHand(
              `create service account ${name}, or write createServiceAccount: true under readers.${id} and run \`up\``,
            );
        const says = `${where} has no service account ${name}`;
        return [wrong("EPS-602", says, `the service accounts of namespace ${namespace}`, mend)];
      }
      const hasRole = account.metadata.annotations?.[ROLE_ANNOTATION] !== undefined;
      const says = `${name} also names a role for IRSA; the association comes first`;
      return [{ result: "right", ...(hasRole && { says }) }];
    });
  });
}
