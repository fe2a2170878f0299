import type { Pod } from "../../clusters/pod-events";
import { secretVolumes } from "../../clusters/pod-events";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ifSeen, ofSeen } from "../facts/seen";
import type { Finding } from "../step";
import { AUDIENCE } from "./installed-again";
import { podNames, restarted, wrong } from "./mends";
import { createdAt, namesOf, ownPods, unkept } from "./readers-pods";

/** What the webhook of EKS Pod Identity sets in each container, for the AWS SDK. */
const VARIABLES = ["AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"];

/**
 * Whether the pods got what their own programs need to ask the agent. A mount needs none of it: ASCP takes the token that the CSI
 * driver gives it.
 */
export function webhookFindings(facts: ClusterFacts): Finding[] {
  return ofSeen(facts.pods, () => {
    const own = ownPods(facts);
    if (own.length === 0) {
      return [{ result: "not seen", says: "no pod runs under the reader's service account" }];
    }
    const lacking = own.filter((pod) => !hasCredentials(pod));
    const asking = lacking.filter((pod) => secretVolumes(pod).length === 0);
    if (asking.length > 0) return [withoutCredentials(facts, asking)];
    const says = `the mounts do not use it. In ${podNames(namesOf(lacking))} a program that itself calls AWS finds no credentials, because EKS has set no variables for them; a new pod gets them`;
    return [{ result: "right", ...(lacking.length > 0 && { says }) }];
  });
}

function hasCredentials({ spec: { containers = [], volumes = [] } }: Pod): boolean {
  const isSet = (name: string) => containers[0]?.env?.some((one) => one.name === name);
  const sources = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  const isToken = (audience: string | undefined) => audience === AUDIENCE;
  const hasToken = sources.some(({ serviceAccountToken: one }) => isToken(one?.audience));
  return hasToken && VARIABLES.every(isSet);
}

function withoutCredentials(facts: ClusterFacts, pods: readonly Pod[]): Finding {
  const { association, reader } = facts;
  const made = ifSeen(association)?.createdAt?.getTime();
  const isOlder = made !== undefined && pods.some((pod) => createdAt(pod) <= made);
  const why = isOlder
    ? "they are older than the association"
    : "the webhook of EKS did not answer when they were made";
  const says = `the programs of ${podNames(namesOf(pods))} have no credentials of the role, because ${why}`;
  const known = `${VARIABLES.join(" and ")}, or the token that the second one names, are not in ${podNames(namesOf(pods))}`;
  return wrong("EPS-378", says, known, {
    says: `replace them, so that the webhook sets what they need${unkept(facts, namesOf(pods))}`,
    commands: restarted(reader, namesOf(pods)),
  });
}
