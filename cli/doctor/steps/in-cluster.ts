import { accountTitle, createsNamespace } from "eks-pod-secrets/grant";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { Finding } from "../step";
import { right, wrong } from "./findings";
import { byUp, putBack } from "./mends";

/** Whether the cluster is there, and its API answers. */
export function clusterFindings(facts: ClusterFacts): Finding[] {
  const { cluster, contextMismatch, namespace, reader } = facts;
  return ofSeen(cluster, (described) => {
    if (described) return ofSeen(namespace, () => right(contextMismatch));
    const { account, create, name, region } = reader.cluster;
    const what = `${name} in account ${accountTitle(account)}, ${region}`;
    return [wrong(reader, "EPS-701", what, { mend: create && putBack() })];
  });
}

/** The annotation by which the older way, IAM roles for service accounts, gives pods a role. */
const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";

/** Whether the service account and its namespace are there. */
export function serviceAccountFindings(facts: ClusterFacts): Finding[] {
  const { cluster, createServiceAccount, namespace, serviceAccount } = facts.reader;
  const name = `${namespace}/${serviceAccount}`;
  return ofSeen(facts.namespace, (found) => {
    if (!found) {
      const mend = createsNamespace(cluster, namespace) && byUp(facts.reader);
      return [wrong(facts.reader, "EPS-601", namespace, { mend })];
    }
    return ofSeen(facts.serviceAccount, (account) => {
      if (!account) {
        return [
          wrong(facts.reader, "EPS-602", name, {
            mend: createServiceAccount && byUp(facts.reader),
          }),
        ];
      }
      const hasRole = account.metadata.annotations?.[ROLE_ANNOTATION] !== undefined;
      return right(
        hasRole ? `${name} also names a role for IRSA; the association comes first` : undefined,
      );
    });
  });
}
