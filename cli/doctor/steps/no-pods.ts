import { subdomain } from "eks-pod-secrets/rules";
import { kubectlIn } from "../../clusters/kubectl";
import { WAITING } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts, Deployment } from "../facts/cluster-facts";
import { ifSeen } from "../facts/seen";
import type { Finding, Mend } from "../step";
import { unseen, wrong } from "./findings";
import { BY_UP, byHand } from "./mends";

/** Why no pod runs under the reader's service account, by the Deployment that is to have them. */
export function noPods(facts: ClusterFacts): Finding[] {
  const { deployments, now, reader } = facts;
  const found = ifSeen(deployments)?.find((one) => isMeant(reader, one));
  const { replicas = 1 } = found?.spec ?? {};
  const age = now - (Date.parse(found?.metadata.creationTimestamp ?? "") || 0);
  const account = `${reader.namespace}/${reader.serviceAccount}`;
  if (found && age < WAITING && replicas !== 0) {
    return [unseen(`the Deployment of service account ${account} was created just now`)];
  }
  const title = `Deployment ${reader.namespace}/${found?.metadata.name ?? reader.id}`;
  const [why, mend] = found
    ? stateOf(reader, found, replicas)
    : [reader.deployment && "is not there", reader.deployment && BY_UP];
  const state = "unseen" in deployments ? deployments.unseen : why && `${title} ${why}`;
  return [wrong(reader, "EPS-603", [account, state ?? []].flat().join(": "), { mend })];
}

/** Whether a Deployment is to have the reader's pods. Its name is checked: it becomes a word of a command. */
function isMeant(
  { deployment, id, serviceAccount }: ClusterFacts["reader"],
  { metadata, spec }: Deployment,
): boolean {
  if (!subdomain.pattern.test(metadata.name)) return false;
  return deployment ? metadata.name === id : accountIn(spec) === serviceAccount;
}

function accountIn(spec: Deployment["spec"]): string {
  return spec?.template?.spec?.serviceAccountName ?? "default";
}

function stateOf(
  reader: ClusterFacts["reader"],
  { metadata: { name }, spec }: Deployment,
  replicas: number,
): [string, Mend] {
  const { cluster, namespace, serviceAccount } = reader;
  if (replicas === 0) return ["is scaled to 0 replicas", scaledUp(reader, name)];
  if (accountIn(spec) !== serviceAccount) {
    return [`has another serviceAccountName than ${serviceAccount}`, BY_UP];
  }
  return [
    `asks for ${count(replicas, "replica")}, and none of them is there`,
    byHand(
      `read what keeps its pods from being created, such as a quota: ${kubectlIn(cluster, namespace)} describe replicasets`,
    ),
  ];
}

/** `up` leaves the replicas to an autoscaler, where one sets them. */
function scaledUp(reader: ClusterFacts["reader"], name: string): Mend {
  const { cluster, deployment, id, namespace } = reader;
  if (deployment && !deployment.autoscaled) {
    return deployment.replicas === 0
      ? byHand(`write replicas: 1 or more under readers.${id}.deployment, and run \`up\``)
      : BY_UP;
  }
  const scale = `scale ${shellWord(`deployment/${name}`)} --replicas=${deployment?.replicas || 1}`;
  return {
    says: "scale it up, unless whoever scaled it down wants no pods now",
    commands: [`${kubectlIn(cluster, namespace)} ${scale}`],
  };
}
