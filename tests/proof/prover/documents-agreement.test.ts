import assert from "node:assert";
import fc from "fast-check";

import type { PolicyKind, RawPolicy } from "../../../proof";
import { readTarget, resourcePolicyOf } from "../../../proof/prover/documents/read-target";
import { isAllowedByAll } from "../../../proof/prover/request/allowed-by-all";
import { setUpQuestion } from "../../../proof/prover/request/question-setup";
import { and, holds, not, or } from "../../../proof/prover/solver/formula";
import { constantPattern } from "../../../proof/prover/texts/text-pattern";
import { type AccessDocuments, deploymentOf, evaluate } from "../pods";
import { allowAll, OTHER, OWN, policy, SECRET_ARN } from "../support";
import { GivenProblem, symbolicRequest, truthIn } from "./concrete";
import { document, ROLES, USERS } from "./random-policies";
import { carriedBy, request } from "./random-requests";

const RUNS = 3_000;

const PARAMETER = `arn:aws:ssm:us-east-1:${OWN}:parameter/a`;
const GROUPS = ["readers", "writers"].map((name) => `arn:aws:iam::${OWN}:group/${name}`);
const SHARED_WITH = [
  ...[OTHER, ...ROLES, ...USERS, `arn:aws:organizations::${OWN}:organization/o-1`],
  `arn:aws:organizations::${OWN}:ou/o-1/ou-a-b`,
];

const written = (kind: PolicyKind) => document(kind) as fc.Arbitrary<RawPolicy>;
const own = { policies: fc.array(written("identity"), { maxLength: 2 }) };
const boundary = { permissionsBoundary: fc.option(written("boundary"), { freq: 2 }) };
/** A list of some of these ARNs, each with its own documents. */
const of = <T extends object>(arns: string[], parts: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc
    .tuple(fc.subarray(arns), ...arns.map(() => fc.record(parts)))
    .map(([chosen, ...all]) => chosen.map((arn, index) => ({ arn, ...(all[index] as T) })));

/** A Deny for everyone but these. It does not except principals with a boundary. */
const sparing = fc
  .subarray([...ROLES, ...USERS, OWN, OTHER], { minLength: 3 })
  .map(
    (AWS) =>
      policy("sparing", allowAll("*"), { ...allowAll(), Effect: "Deny", NotPrincipal: { AWS } })
        .document,
  );

const documents: fc.Arbitrary<AccessDocuments> = fc.record({
  roles: of(ROLES, { ...own, ...boundary }),
  users: of(USERS, { ...own, ...boundary, groups: fc.subarray(GROUPS) }),
  groups: fc.tuple(...GROUPS.map((arn) => fc.record({ arn: fc.constant(arn), ...own }))),
  parameters: fc.tuple(
    fc.record({ arn: fc.constant(PARAMETER), sharedWith: fc.subarray(SHARED_WITH) }),
  ),
  secrets: fc.tuple(
    fc.record({ arn: fc.constant(SECRET_ARN), policy: fc.oneof(written("resource"), sparing) }),
  ),
});

const concrete = fc
  .tuple(
    request,
    fc.constantFrom(
      ...[PARAMETER, PARAMETER, SECRET_ARN].map((resource) => ({
        resource,
        action: resource === SECRET_ARN ? "secretsmanager:GetSecretValue" : "ssm:GetParameter",
      })),
    ),
  )
  .map(([drawn, asked]) => ({
    ...drawn,
    ...asked,
    resourceAccount: OWN,
    context: carriedBy(asked.action, drawn.context ?? {}),
  }));

describe("the prover's reading of documents", () => {
  it(`agrees with the evaluator's on ${RUNS} random users in groups, roles and shares of parameters`, () => {
    const seen = { allowed: 0, denied: 0 };
    fc.assert(
      fc.property(documents, concrete, fc.boolean(), (given, asked, strict) => {
        const { decision } = evaluate(given, asked, { strict });
        seen[decision]++;
        const deployment = deploymentOf(given);
        const target = readTarget(deployment, asked.resource);
        const resource = target ? resourcePolicyOf(deployment, target) : [];
        const problem = new GivenProblem();
        const setup = setUpQuestion(deployment, resource, deployment.roles, problem);
        const symbolic = symbolicRequest(problem, asked);
        const { account, hasArn, kinds } = symbolic.principal;
        const isSameAccount = and(hasArn, account.matches(constantPattern(OWN)));
        const formula = isAllowedByAll(
          setup,
          { ...symbolic, isSameAccount },
          {
            resource,
            resourceKind: "resource",
            resourceAccount: OWN,
            strangersMay: or(not(isSameAccount), kinds.root),
            strict,
          },
        );
        const isHeld = holds(formula, truthIn(problem, asked));
        assert.strictEqual(isHeld ? "allowed" : "denied", decision);
      }),
      { numRuns: RUNS, seed: 20_260_103 },
    );
    assert.ok(seen.allowed > RUNS / 20, `only ${seen.allowed} were allowed`);
  }).timeout(100_000);
});
