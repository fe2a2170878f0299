import { kubectlIn } from "../../clusters/kubectl";
import { DRIVER, type Pod, secretVolumes } from "../../clusters/pod-events";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ifSeen, ofSeen } from "../facts/seen";
import type { Finding } from "../step";
import { podNames, right, unseen, wrong } from "./findings";
import { createdAt, namesOf, ownPods, replaced } from "./readers-pods";

/** Of the tokens that EKS Pod Identity takes. */
const AUDIENCE = "pods.eks.amazonaws.com";

/** Whether the driver asks for the token that ASCP takes to the agent. Before version 3, ASCP asked for it itself. */
export function audiencesFindings({ csiDriver, reader }: ClusterFacts): Finding[] {
  return ofSeen(csiDriver, (found) => {
    if (found === undefined) return [unseen(`there is no CSIDriver ${DRIVER}`)];
    const others = found.spec?.tokenRequests ?? [];
    const audiences = others.map(({ audience }) => audience);
    if (audiences.includes(AUDIENCE)) return right();
    const isNamed = audiences.every((one) => /^[\w.:/-]*$/.test(one));
    const kept = others.map(({ audience, expirationSeconds }) => ({ audience, expirationSeconds }));
    const tokenRequests = [...kept, { audience: AUDIENCE }];
    const patch = shellWord(JSON.stringify({ spec: { tokenRequests } }));
    const command = `${kubectlIn(reader.cluster)} patch csidriver ${DRIVER} --type merge --patch ${patch}`;
    const cause = audiences.length === 0 ? "EPS-350" : "EPS-351";
    const what = `CSIDriver ${DRIVER} does not ask for that of ${AUDIENCE}`;
    return [wrong(reader, cause, what, { commands: isNamed ? [command] : [] })];
  });
}

/** What the webhook of EKS Pod Identity sets in each container, for the AWS SDK. */
const VARIABLES = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"];

/**
 * Whether the pods got what their own programs need to ask the agent. A mount needs none of it: ASCP takes the token that the CSI
 * driver gives it.
 */
export function webhookFindings(facts: ClusterFacts): Finding[] {
  const { association, reader } = facts;
  return ofSeen(facts.pods, () => {
    const own = ownPods(facts);
    if (own.length === 0) return [unseen("no pod runs under the reader's service account")];
    const lacking = own.filter((pod) => !hasCredentials(pod));
    const asking = lacking.filter((pod) => secretVolumes(pod).length === 0);
    if (asking.length > 0) {
      const names = namesOf(asking);
      const made = ifSeen(association)?.createdAt?.getTime() ?? 0;
      const why = asking.some((pod) => createdAt(pod) <= made)
        ? "older than the association"
        : "for which the webhook of EKS did not answer when they were made";
      const named = { names: { pod: names[0] ?? "" }, mend: replaced(facts, names) };
      return [wrong(reader, "EPS-378", `${podNames(names)}, ${why}`, named)];
    }
    const says = `the mounts do not use it. In ${podNames(namesOf(lacking))} a program that itself calls AWS finds no credentials, because EKS has set no variables for them; a new pod gets them`;
    return right(lacking.length > 0 ? says : undefined);
  });
}

function hasCredentials({ spec: { containers = [], volumes = [] } }: Pod): boolean {
  // A container that another webhook added afterwards, as a proxy, has none of it.
  const isSet = (name: string) =>
    containers.some(({ env = [] }) => env.some((one) => one.name === name));
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  const hasToken = sources.some(({ serviceAccountToken: one }) => one?.audience === AUDIENCE);
  return hasToken && VARIABLES.every(isSet);
}
