import { subdomain } from "eks-pod-secrets/rules";
import { kubectlIn } from "../../clusters/kubectl";
import { WAITING } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts, Deployment } from "../facts/cluster-facts";
import type { Finding, Mend } from "../step";
import { unseen, wrong } from "./findings";
import { byHand, byUp } from "./mends";

/** Why no pod runs with the reader's service account, from the Deployment that should have them. */
export function noPods({ deployments, now, reader }: ClusterFacts): Finding {
  const account = `${reader.namespace}/${reader.serviceAccount}`;
  const own = reader.deployment && byUp(reader);
  const because = (why: string, mend: Mend | undefined) =>
    wrong(reader, "EPS-603", `${account}${why}`, { mend });
  const isSeen = "value" in deployments;
  const found = isSeen && deployments.value.find((one) => isMeant(reader, one));
  const name = found ? found.metadata.name : reader.id;
  const title = `: Deployment ${reader.namespace}/${name}`;
  if (!found && own)
    return because(isSeen ? `${title} is not there` : `; ${deployments.unseen}`, own);
  if (!found) {
    const others = isSeen ? "no Deployment makes any" : deployments.unseen;
    return unseen(
      `no pod runs under ${account}, and ${others}; where a Job or a StatefulSet makes them, ask again while one runs`,
    );
  }
  const { replicas = 1 } = found.spec ?? {};
  if (replicas === 0) return because(`${title} is scaled to 0 replicas`, scaledUp(reader, name));
  if (now - (Date.parse(found.metadata.creationTimestamp ?? "") || 0) < WAITING) {
    return unseen(`the Deployment of service account ${account} was created just now`);
  }
  if (accountIn(found) !== reader.serviceAccount) {
    return because(`${title} has another serviceAccountName`, byUp(reader));
  }
  const look = `${kubectlIn(reader.cluster, reader.namespace)} describe replicasets`;
  return because(
    `${title} asks for ${count(replicas, "replica")}, and none of them is there`,
    byHand(`read what keeps its pods from being created, such as a quota: ${look}`),
  );
}

/** Whether a Deployment should have the reader's pods. Its name is checked, because it becomes a word in a command. */
function isMeant(
  { deployment, id, serviceAccount }: ClusterFacts["reader"],
  found: Deployment,
): boolean {
  const { name } = found.metadata;
  if (!subdomain.pattern.test(name)) return false;
  return deployment ? name === id : accountIn(found) === serviceAccount;
}

function accountIn({ spec }: Deployment): string {
  return spec?.template?.spec?.serviceAccountName ?? "default";
}

/** The mend that scales a Deployment up. `up` leaves the replicas to an autoscaler, if there is one. */
function scaledUp(reader: ClusterFacts["reader"], name: string): Mend {
  const { cluster, deployment, id, namespace } = reader;
  const isOurs = deployment && !deployment.autoscaled;
  if (isOurs && deployment.replicas !== 0) return byUp(reader);
  if (isOurs)
    return byHand(`write replicas: 1 or more under readers.${id}.deployment, and run \`up\``);
  const scale = `scale ${shellWord(`deployment/${name}`)} --replicas=${deployment?.replicas || 1}`;
  return {
    says: "scale it up, unless whoever scaled it down wants no pods now",
    commands: [`${kubectlIn(cluster, namespace)} ${scale}`],
  };
}
