import { AGENT, DRIVER_ADDON } from "../../clusters/found-in-cluster";
import { kubectlIn } from "../../clusters/kubectl";
import { DRIVER } from "../../clusters/pod-events";
import { shellWord } from "../../terminal/printed-text";
import type { ClusterFacts } from "../facts/cluster-facts";
import type { NodeProgram } from "../facts/node-programs";
import { ofSeen } from "../facts/seen";
import type { Finding, Mend } from "../step";
import { awsCli, byHand, upAgain, wrong } from "./mends";

/** How the add-on that has a program puts it back; undefined where none has it. */
export function addonAgain(
  { addons, reader }: ClusterFacts,
  program: NodeProgram,
): Mend | undefined {
  const { account, name, region } = reader.cluster;
  const addon = program.step === "agent" ? AGENT : DRIVER_ADDON;
  if (!("value" in addons) || !addons.value.includes(addon)) return undefined;
  const command = `eks update-addon --cluster-name ${shellWord(name)} --addon-name ${addon} --resolve-conflicts OVERWRITE`;
  return {
    says: `the update of add-on ${addon} puts back what it installed`,
    commands: [awsCli(account, region, command)],
  };
}

/** How a program that is not there gets into the cluster. */
export function installedAgain(facts: ClusterFacts, program: NodeProgram): Mend {
  const { id, secretsStoreCsi } = facts.reader.cluster;
  const isAgent = program.step === "agent";
  const again = addonAgain(facts, program);
  if (again) return again;
  const install = isAgent ? secretsStoreCsi.podIdentityAgent : secretsStoreCsi.install;
  if (install !== "existing") return upAgain(`\`up\` installs ${program.title} again`);
  const line = isAgent ? "podIdentityAgent: addon" : "install: addon";
  return byHand(
    `install ${program.title}, or write ${line} under clusters.${id}.secretsStoreCsi, and run \`up\``,
  );
}

/** Of the tokens that EKS Pod Identity takes. */
export const AUDIENCE = "pods.eks.amazonaws.com";

/** Whether the driver asks for the token that ASCP takes to the agent. Before version 3, ASCP asked for it itself. */
export function audiencesFindings({ csiDriver, reader }: ClusterFacts): Finding[] {
  return ofSeen(csiDriver, (found) => {
    if (found === undefined)
      return [{ result: "not seen", says: `there is no CSIDriver ${DRIVER}` }];
    const others = found.spec?.tokenRequests ?? [];
    const audiences = others.map(({ audience }) => audience);
    if (audiences.includes(AUDIENCE)) return [{ result: "right" }];
    const isNamed = audiences.every((one) => /^[\w.:/-]*$/.test(one));
    const kept = others.map(({ audience, expirationSeconds }) => ({ audience, expirationSeconds }));
    const tokenRequests = [...kept, { audience: AUDIENCE }];
    const patch = shellWord(JSON.stringify({ spec: { tokenRequests } }));
    const command = `${kubectlIn(reader.cluster)} patch csidriver ${DRIVER} --type merge --patch ${patch}`;
    const says = `CSIDriver ${DRIVER} asks for no token of audience ${AUDIENCE}, which ASCP needs`;
    return [
      wrong(
        audiences.length === 0 ? "EPS-350" : "EPS-351",
        says,
        `spec.tokenRequests of CSIDriver ${DRIVER}`,
        {
          says: "make the driver ask for it. If you install the driver by its chart, also set it in the chart's value tokenRequests: the next release would remove it",
          commands: isNamed ? [command] : [],
        },
      ),
    ];
  });
}
