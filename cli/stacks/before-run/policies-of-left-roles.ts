import { accountTitle } from "eks-pod-secrets/grant";
import { accountOf } from "iam-proof/names";
import type { PlannedStack } from "../../../stacks/stack-plan";
import { documentOf, readsIn, text } from "../../access-removals/granted";
import { withNames } from "../../aws/arn-titles";
import type { Confirmation } from "./confirmations";
import type { PlannedRun } from "./planned-run";

/**
 * Who loses a policy that a stack gave a role, where a destruction leaves the role: the stack took it over, and `adopt --undo` may have
 * taken it out again. It is told, also with `--yes`; the next `up` gives the policy again.
 */
export async function policiesOfLeftRoles(run: PlannedRun): Promise<Confirmation[]> {
  if (run.operation !== "destroy") return [];
  const there = run.stacks.filter(({ name }) => run.held.has(name));
  return (await Promise.all(there.map((stack) => ofStack(run, stack)))).flat();
}

async function ofStack(
  { stateOf, zone }: PlannedRun,
  { account, name: stack }: PlannedStack,
): Promise<Confirmation[]> {
  const { resources } = await stateOf(stack);
  const going = new Set(resources.map(({ id, type }) => type === "aws:iam/role:Role" && id));
  return resources.flatMap(({ outputs = {}, type, urn }): Confirmation[] => {
    const name = text(outputs.role);
    const document = documentOf(outputs.policy);
    if (type !== "aws:iam/rolePolicy:RolePolicy" || !document || going.has(name)) return [];
    const readers = zone.readers.flatMap(
      ({ cluster, id, namespace, role, serviceAccount, targetRole }) =>
        [role, targetRole].some((one) => one?.name === name && accountOf(one.arn) === account.id)
          ? `reader ${id} (${namespace}/${serviceAccount} of cluster ${cluster.id})`
          : [],
    );
    const who = readers.join(", ") || "whoever has the role";
    const says = `destroy deletes the policy ${text(outputs.name)} of role ${name} of account ${accountTitle(account)}, which stays, and ${who} loses what it reads by that: ${readsIn(document).join(", ")}; to leave the policy as it is, too: pulumi state delete '${urn}' --stack ${stack}`;
    return [{ option: "yes-remove", name, needsNoName: true, says: withNames(says) }];
  });
}
