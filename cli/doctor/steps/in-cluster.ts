import { accountTitle, createsNamespace } from "eks-pod-secrets/grant";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import { kubectlIn } from "../../clusters/kubectl";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { Finding } from "../step";
import { right, wrong } from "./findings";
import { byUp, putBack } from "./mends";
import { isRoleArn, needsTokens } from "./pod-ways";

/** Whether the cluster exists and its API answers. */
export function clusterFindings(facts: ClusterFacts): Finding[] {
  const { cluster, contextMismatch, namespace, reader } = facts;
  return ofSeen(cluster, (described) => {
    if (described) return ofSeen(namespace, () => right(contextMismatch));
    const { account, create, name, region } = reader.cluster;
    const what = `${name} in account ${accountTitle(account)}, ${region}`;
    return [wrong(reader, "EPS-701", what, { mend: create && putBack() })];
  });
}

/** Whether the annotation names the reader's role. */
function annotationFindings({ reader }: ClusterFacts, annotated: string | undefined): Finding[] {
  const { cluster, createServiceAccount, namespace, role, serviceAccount } = reader;
  if (annotated === role.arn) return right(`its pods get ${role.arn} by their own tokens`);
  const name = `${namespace}/${serviceAccount}`;
  const isArn = isRoleArn(annotated ?? "");
  const cause = annotated === undefined ? "EPS-384" : isArn ? "EPS-326" : "EPS-392";
  const what = isArn ? `${name} names ${annotated}, and not ${role.arn}` : name;
  const pair = shellWord(`${ROLE_ANNOTATION}=${role.arn}`);
  const command = `${kubectlIn(cluster, namespace)} annotate --overwrite serviceaccount ${shellWord(serviceAccount)} ${pair}`;
  const mend = createServiceAccount
    ? byUp(reader)
    : { says: "annotate it, and have whoever makes it keep the annotation", commands: [command] };
  return [wrong(reader, cause, what, { mend })];
}

/** Whether the service account and its namespace exist. */
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
      const annotated = account.metadata.annotations?.[ROLE_ANNOTATION];
      if (needsTokens(facts)) return annotationFindings(facts, annotated);
      const also = `${name} also names a role for IRSA; the association comes first`;
      return right(annotated === undefined ? undefined : also);
    });
  });
}
