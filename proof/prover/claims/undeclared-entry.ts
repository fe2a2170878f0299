import {
  accountOf,
  type Deployment,
  deploymentOf,
  isAdministratorOf,
} from "../documents/deployment";
import { withoutIdleEndpoints } from "../documents/endpoints-of-read";
import { exclusiveQuestion } from "../documents/questions";
import { type ReadTarget, readTarget } from "../documents/read-target";
import { sliceOfRead, withWholePolicies } from "../documents/slice";
import { orTooHard } from "../solver/limits";
import { type Counterexample, settle } from "./claim";
import { readExclusive } from "./read-exclusive";

/** How somebody undeclared gets an administrator's role: the request, and the change that prevents it. */
export type UndeclaredEntry = Pick<Counterexample, "summary" | "request" | "fix">;

/**
 * Whether somebody undeclared can get sessions of the administrator's role that read the target, as `read-exclusive` finds it.
 * `reason`: why this is not known.
 */
export async function undeclaredEntry(
  deployment: Deployment,
  target: ReadTarget,
  roleArn: string,
  milliseconds: number,
): Promise<{ entry?: UndeclaredEntry; reason?: string }> {
  const { arn } = target.of;
  const isAdministrator = isAdministratorOf(deployment, accountOf(arn), roleArn);
  // For a role with an unknown trust policy, it is assumed that only declared principals assume it.
  if (!isAdministrator || !deployment.role(roleArn)?.trust) return {};
  const read = withoutIdleEndpoints(deployment, sliceOfRead(deployment, [arn]));
  const documents = withWholePolicies(deployment, read);
  return orTooHard(
    (async () => {
      const slice = deploymentOf(documents, deployment.settings);
      const question = exclusiveQuestion(slice, readTarget(slice, arn) ?? target);
      const claim = readExclusive(question, roleArn);
      const { counterexample, reason } = await settle(claim, milliseconds);
      if (counterexample) {
        const { fix, request, summary } = counterexample;
        return { entry: { summary, request, fix } };
      }
      return reason === undefined ? {} : { reason };
    })(),
    (reason) => ({ reason }),
  );
}
