import { endpointId, SOURCE_ENDPOINT, SOURCE_VPC, serves } from "../../domain/vpc-endpoints";
import { type Readings, readPolicies } from "../encoder/statement";
import { and, implies } from "../solver/formula";
import { keyHas } from "../symbols/symbolic-key";
import type { SymbolicRequest } from "../symbols/symbolic-request";
import type { QuestionSetup } from "./caller";

/**
 * The limits by policies of VPC endpoints for a request with a known action and resource that its caller makes itself: the policy
 * of the endpoint that it comes through must allow it. It may come through none of them. If it comes through one, the endpoint
 * determines its VPC.
 */
export function endpointLimits(
  { policies, problem, vpcEndpoints }: Pick<QuestionSetup, "policies" | "problem" | "vpcEndpoints">,
  request: SymbolicRequest,
): Readings["control"] {
  if (vpcEndpoints.length === 0) return [];
  const { action, keyOf, resource } = request;
  const [asked, arn] = [action.constant, resource.constant];
  if (asked === undefined || arn === undefined) {
    throw new Error("which endpoints lead there is known of a known action and resource alone");
  }
  const leading = vpcEndpoints.filter((one) => serves(one, asked, arn));
  return leading.flatMap((endpoint) => {
    const { vpc } = endpoint;
    const comesBy = keyHas(keyOf(SOURCE_ENDPOINT), [endpointId(endpoint)]);
    if (vpc) {
      problem.require(
        implies(comesBy, keyHas(keyOf(SOURCE_VPC), [vpc])),
        "what comes by an endpoint comes from its VPC",
      );
    }
    return policies.ofEndpoint(endpoint).map((policy) => {
      const { allows, denies } = readPolicies([policy], request);
      return { allows: implies(comesBy, allows), denies: and(comesBy, denies) };
    });
  });
}
