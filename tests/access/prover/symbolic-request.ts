import type { AccessRequest } from "../../../sdk/access";
import { symbolicCaller } from "../../../sdk/access/prover/request/caller";
import { never } from "../../../sdk/access/prover/solver/formula";
import { symbolicContext } from "../../../sdk/access/prover/symbols/symbolic-context";
import type { SymbolicRequest } from "../../../sdk/access/prover/symbols/symbolic-request";
import { anything } from "../../../sdk/access/prover/texts/domains";
import { anySteps, stepsPattern, textSteps } from "../../../sdk/access/prover/texts/text-pattern";
import { knownText, unknownText, withinArn } from "../../../sdk/access/prover/texts/text-value";
import { TextVariable } from "../../../sdk/access/prover/texts/text-variable";
import type { GivenProblem } from "./concrete";

/** A request of which nothing is known, or all that the document of a resource needs: its ARN and the action. */
export function symbolicRequest(
  problem: GivenProblem,
  known: AccessRequest | undefined,
): SymbolicRequest {
  const setup = { problem, clusters: [], exampleArns: [], users: [] };
  const caller = symbolicCaller(setup, "principal");
  const { principal } = caller;
  const unknown = (name: string) => problem.text(new TextVariable(name, anything));
  const action = known ? knownText(known.action.toLowerCase()) : unknownText(unknown("action"));
  const variable = unknown("resource");
  const resource = known ? knownText(known.resource) : unknownText(variable);
  const account = known
    ? knownText(known.resourceAccount ?? "")
    : unknownText(unknown("resource account"));
  const context = symbolicContext({
    problem,
    name: "request",
    principal,
    resourceAccount: account,
    resourceRegion: known
      ? knownText(known.resource.split(":")[3] ?? "")
      : withinArn(variable, "region"),
    action,
    isActionOf: (service) =>
      action.matches(stepsPattern([...textSteps(`${service}:`, false), ...anySteps])),
    ...(known && { resourceTags: known.resourceTags ?? {} }),
    principalTags: (key) => [caller.tag(key)],
    organization: { accounts: [] },
    multiplicity: () => 4,
  });
  return {
    problem,
    keyOf: context.keyOf,
    principal,
    action,
    resource,
    isSameAccount: never,
  };
}
