import { kubectlIn } from "../../clusters/kubectl";
import { DRIVER } from "../../clusters/pod-events";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import { ofSeen } from "../facts/seen";
import type { Finding } from "../step";
import { right, unseen, wrong } from "./findings";

/** Of the tokens that EKS Pod Identity takes. */
export const AUDIENCE = "pods.eks.amazonaws.com";

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
