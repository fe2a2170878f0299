import type { AccessRequest } from "../../../proof";
import { symbolicCaller } from "../../../proof/prover/request/caller";
import { never } from "../../../proof/prover/solver/formula";
import { symbolicContext } from "../../../proof/prover/symbols/symbolic-context";
import type { SymbolicRequest } from "../../../proof/prover/symbols/symbolic-request";
import { anything } from "../../../proof/prover/texts/domains";
import { anySteps, stepsPattern, textSteps } from "../../../proof/prover/texts/text-pattern";
import { knownText, unknownText, withinArn } from "../../../proof/prover/texts/text-value";
import { TextVariable } from "../../../proof/prover/texts/text-variable";
import type { GivenProblem } from "./concrete";

/** A request of which nothing is known, or all that the document of a resource needs: its ARN and the action. */
export function symbolicRequest(
  problem: GivenProblem,
  known: AccessRequest | undefined,
): SymbolicRequest {
  const setup = {
    problem,
    around: { kind: undefined, partition: undefined },
    sources: [],
    exampleArns: [],
    users: [],
  };
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
