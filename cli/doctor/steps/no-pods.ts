import { subdomain } from "eks-pod-secrets/rules";
import { kubectlIn } from "../../clusters/kubectl";
import { WAITING } from "../../clusters/pod-mounts";
import { count } from "../../terminal/output";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts, Deployment } from "../facts/cluster-facts";
import type { Finding, Mend } from "../step";
import { byHand, upAgain, wrong } from "./mends";

/** Why no pod runs under the reader's service account, by the Deployment that is to have them. */
export function noPods(facts: ClusterFacts): Finding[] {
  const { deployments, now, reader } = facts;
  const { deployment, id, namespace, serviceAccount } = reader;
  const account = `${namespace}/${serviceAccount}`;
  const says = `no pod runs under service account ${account}`;
  const known = `the pods of namespace ${namespace}`;
  if (!("value" in deployments)) {
    const what = deployment ? `\`up\` deploys Deployment ${id} again` : deployed(reader);
    return [wrong("EPS-603", says, `${known}; ${deployments.unseen}`, upOrHand(facts, what))];
  }
  const found = deployments.value.find((one) => isMeant(facts, one));
  if (!found) {
    const why = deployment ? `Deployment ${namespace}/${id} is not there` : "";
    const what = deployment ? `\`up\` creates Deployment ${id} again` : deployed(reader);
    const both = `${known}, and its Deployments`;
    return [wrong("EPS-603", why ? `${says}: ${why}` : says, both, upOrHand(facts, what))];
  }
  const age = now - (Date.parse(found.metadata.creationTimestamp ?? "") || 0);
  if (age < WAITING && found.spec?.replicas !== 0) {
    return [{ result: "not seen", says: `${says}: its Deployment was created just now` }];
  }
  const { mend, why } = stateOf(facts, found);
  const title = `Deployment ${namespace}/${found.metadata.name}`;
  return [wrong("EPS-603", `${says}: ${title} ${why}`, `${known}, and spec of ${title}`, mend)];
}

/** Whether a Deployment is to have the reader's pods. Its name is checked: it becomes a word of a command. */
function isMeant({ reader }: ClusterFacts, { metadata, spec }: Deployment): boolean {
  const { deployment, id, serviceAccount } = reader;
  if (!subdomain.pattern.test(metadata.name)) return false;
  return deployment ? metadata.name === id : accountIn(spec) === serviceAccount;
}

function accountIn(spec: Deployment["spec"]): string {
  return spec?.template?.spec?.serviceAccountName ?? "default";
}

function stateOf(
  facts: ClusterFacts,
  { metadata: { name }, spec }: Deployment,
): { why: string; mend: Mend } {
  const { cluster, namespace, serviceAccount } = facts.reader;
  const kubectl = kubectlIn(cluster, namespace);
  const { replicas = 1 } = spec ?? {};
  if (replicas === 0) return { why: "is scaled to 0 replicas", mend: scaledUp(facts, name) };
  if (accountIn(spec) !== serviceAccount) {
    return {
      why: `has another serviceAccountName than ${serviceAccount}`,
      mend: upAgain(`\`up\` sets the service account of Deployment ${name} again`),
    };
  }
  return {
    why: `asks for ${count(replicas, "replica")}, and none of them is there`,
    mend: byHand(
      `read what keeps its pods from being created, such as a quota: ${kubectl} describe replicasets`,
    ),
  };
}

/** `up` leaves the replicas to an autoscaler, where one sets them. */
function scaledUp({ reader }: ClusterFacts, name: string): Mend {
  const { cluster, deployment, id, namespace } = reader;
  if (!deployment || deployment.autoscaled) {
    const scale = `scale ${shellWord(`deployment/${name}`)} --replicas=${deployment?.replicas || 1}`;
    const says = "scale it up, unless whoever scaled it down wants no pods now";
    return { says, commands: [`${kubectlIn(cluster, namespace)} ${scale}`] };
  }
  return deployment.replicas === 0
    ? byHand(`write replicas: 1 or more under readers.${id}.deployment, and run \`up\``)
    : upAgain(`\`up\` sets the replicas of Deployment ${name} to ${deployment.replicas} again`);
}

/** What another tool is to deploy. */
function deployed({ namespace, secretProviderClass, serviceAccount }: ClusterFacts["reader"]) {
  return `deploy the pod with serviceAccountName: ${serviceAccount} in namespace ${namespace}, and let it mount SecretProviderClass ${secretProviderClass}`;
}

function upOrHand({ reader }: ClusterFacts, says: string): Mend {
  return reader.deployment ? upAgain(says) : byHand(says);
}
