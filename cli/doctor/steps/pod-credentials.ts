import type { ResolvedReader } from "eks-pod-secrets/grant";
import { grouped } from "iam-proof/collections";
import { kubectlIn } from "../../clusters/kubectl";
import { DRIVER, type Pod, secretVolumes } from "../../clusters/pod-events";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ifSeen, ofSeen } from "../facts/seen";
import type { Finding } from "../step";
import { podNames, right, unseen, wrong } from "./findings";
import { AUDIENCES, hasWayOf, wayOf } from "./pod-ways";
import { createdAt, namesOf, ownPods, replaced } from "./readers-pods";

/** Whether the driver requests the token that ASCP sends to the agent, or to STS. Before version 3, ASCP requested it itself. */
export function audiencesFindings({ csiDriver, reader }: ClusterFacts): Finding[] {
  return ofSeen(csiDriver, (found) => {
    if (found === undefined) return [unseen(`there is no CSIDriver ${DRIVER}`)];
    const wanted = AUDIENCES[reader.identity === "irsa" ? "irsa" : "podIdentity"];
    const others = found.spec?.tokenRequests ?? [];
    const audiences = others.map(({ audience }) => audience);
    if (audiences.includes(wanted)) return right();
    const isNamed = audiences.every((one) => /^[\w.:/-]*$/.test(one));
    const kept = others.map(({ audience, expirationSeconds }) => ({ audience, expirationSeconds }));
    const tokenRequests = [...kept, { audience: wanted }];
    const patch = shellWord(JSON.stringify({ spec: { tokenRequests } }));
    const command = `${kubectlIn(reader.cluster)} patch csidriver ${DRIVER} --type merge --patch ${patch}`;
    const lacks = reader.identity === "irsa" ? "EPS-385" : "EPS-351";
    const cause = audiences.length === 0 ? "EPS-350" : lacks;
    const what = `CSIDriver ${DRIVER} does not ask for that of ${wanted}`;
    return [wrong(reader, cause, what, { commands: isNamed ? [command] : [] })];
  });
}

/**
 * Whether the pods got what their own programs need for the role. A mount does not need it: ASCP uses the token from the CSI
 * driver.
 */
export function webhookFindings(facts: ClusterFacts): Finding[] {
  const { association, reader } = facts;
  return ofSeen(facts.pods, () => {
    const own = ownPods(facts);
    if (own.length === 0) return [unseen("no pod runs under the reader's service account")];
    const lacking = own.filter((pod) => !hasWayOf(reader, pod));
    const asking = lacking.filter((pod) => secretVolumes(pod).length === 0);
    const strange = asking.filter((pod) => wayOf(pod) !== undefined);
    if (strange.length > 0) return [otherWay(facts, strange)];
    if (asking.length > 0) {
      const names = namesOf(asking);
      const made = ifSeen(association)?.createdAt?.getTime() ?? 0;
      const why = asking.some((pod) => createdAt(pod) <= made)
        ? "older than the association"
        : "for which the webhook of EKS did not answer when they were made";
      const named = { names: { pod: names[0] ?? "" }, mend: replaced(facts, names) };
      return [wrong(reader, "EPS-378", `${podNames(names)}, ${why}`, named)];
    }
    return right(lacking.length > 0 ? ofMounting(lacking) : usedWays(reader, own));
  });
}

/** A remark about pods that mount but lack the variables for their own programs. */
function ofMounting(pods: readonly Pod[]): string {
  const none = pods.filter((pod) => wayOf(pod) === undefined);
  const others = pods.filter((pod) => wayOf(pod) !== undefined);
  const itself = "a program that itself calls AWS";
  const says = [
    ...(none.length > 0
      ? [
          `In ${podNames(namesOf(none))} ${itself} finds no credentials, because EKS has set no variables for them; a new pod gets them`,
        ]
      : []),
    ...(others.length > 0
      ? [`In ${podNames(namesOf(others))} ${itself} uses ${waysOf(others)}`]
      : []),
  ];
  return `the mounts do not use it. ${says.join(". ")}`;
}

function waysOf(pods: readonly Pod[]): string {
  return [...new Set(pods.flatMap((pod) => wayOf(pod)?.says ?? []))].join(" and ");
}

/** A finding about pods with the variables of another way or role. */
function otherWay(facts: ClusterFacts, pods: readonly Pod[]): Finding {
  const names = namesOf(pods);
  const named = { names: { pod: names[0] ?? "" }, mend: replaced(facts, names) };
  return wrong(facts.reader, "EPS-325", `${podNames(names)} with ${waysOf(pods)}`, named);
}

/** Says which pods use which way while both are open. */
function usedWays(reader: ResolvedReader, pods: readonly Pod[]): string | undefined {
  if (reader.identity !== "both") return undefined;
  const byWay = grouped(pods, (pod) => [wayOf(pod)?.says ?? ""]);
  return [...byWay].map(([way, some]) => `${podNames(namesOf(some))}: ${way}`).join("; ");
}
