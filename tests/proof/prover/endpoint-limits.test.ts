import assert from "node:assert";
import fc from "fast-check";

import { endpointPolicy, evaluateRequest } from "../../../proof";
import { endpointOf } from "../../../proof/evaluator/endpoint-of-request";
import { endpointLimits } from "../../../proof/prover/request/endpoint-limits";
import { and, holds, not } from "../../../proof/prover/solver/formula";
import { deploymentOf } from "../pods";
import { allowAll, policy } from "../support";
import { GivenProblem, symbolicRequest, truthIn } from "./concrete";
import { document } from "./random-policies";
import { request } from "./random-requests";

const RUNS = 2_000;

const places = fc.record({
  id: fc.constantFrom("vpce-1", "vpce-2"),
  service: fc.constantFrom("secretsmanager", "kms", "kms-fips", "sts", "s3", "ssm"),
  region: fc.constantFrom("us-east-1", "us-east-1", "eu-west-1"),
  policy: document("resource"),
});
const ways = ["vpce-1", "vpce-2", "vpce-3"].map((id) => ({ "aws:SourceVpce": id }));
const drawn = fc.record({
  endpoints: fc.uniqueArray(places, { selector: ({ id }) => id, minLength: 1 }),
  concrete: request,
  way: fc.constantFrom({}, ...ways),
});

describe("the prover's reading of VPC endpoints", () => {
  it(`agrees with the evaluator's on ${RUNS} random endpoints and requests by their callers`, () => {
    let limited = 0;
    fc.assert(
      fc.property(drawn, ({ concrete: { context = {}, ...rest }, endpoints, way }) => {
        // The evaluator never applies endpoints to a service's call.
        const { "kms:ViaService": _, ...own } = context;
        const concrete = { ...rest, context: { ...own, ...way } };
        const vpcEndpoints = endpoints.map(({ id, policy: written, region, service }) => ({
          arn: `arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/${id}`,
          service: `com.amazonaws.${region}.${service}`,
          policy: written,
        }));
        const found = endpointOf({ vpcEndpoints }, concrete);
        const endpoint = found && endpointPolicy(found);
        const { decision } = evaluateRequest(
          {
            resource: policy("open", allowAll("*")),
            identity: [policy("rights", allowAll())],
            ...(endpoint && { endpoint }),
          },
          concrete,
        );
        if (decision === "denied") limited++;
        const problem = new GivenProblem();
        const asked = symbolicRequest(problem, concrete);
        const limits = endpointLimits({ problem, ...deploymentOf({ vpcEndpoints }) }, asked);
        const formula = and(...limits.flatMap(({ allows, denies }) => [allows, not(denies)]));
        const isHeld = holds(formula, truthIn(problem, concrete));
        assert.strictEqual(isHeld ? "allowed" : "denied", decision);
      }),
      { numRuns: RUNS, seed: 20_260_102 },
    );
    assert.ok(limited > RUNS / 40, `only ${limited} were denied`);
  }).timeout(100_000);
});
