import assert from "node:assert";
import fc from "fast-check";
import {
  type AccessRequest,
  type ApplicablePolicies,
  evaluateRequest,
  type PolicyKind,
  parsePolicy,
} from "../../../proof";
import type { NamedPolicy } from "../../../proof/grammar/syntax";
import { isAllowed, readPolicies } from "../../../proof/prover/encoder/statement";
import {
  and,
  type Formula,
  holds,
  implies,
  never,
  not,
  or,
} from "../../../proof/prover/solver/formula";
import type { SymbolicRequest } from "../../../proof/prover/symbols/symbolic-request";
import {
  anySteps,
  constantPattern,
  stepsPattern,
  textSteps,
} from "../../../proof/prover/texts/text-pattern";
import { allow } from "../statements";
import { OWN, policy, SECRET_ARN, variable } from "../support";
import { GivenProblem, symbolicRequest, truthIn } from "./concrete";
import { document } from "./random-policies";
import { request } from "./random-requests";

/** `AGREEMENT_RUNS` says how many policies to try. More of them find rarer disagreements. */
const RUNS = Number(process.env.AGREEMENT_RUNS ?? 3_000);

const named = (name: string, kind: PolicyKind): fc.Arbitrary<NamedPolicy> =>
  document(kind).map((one) => ({ name, document: one }));

const resourceKind = fc.constantFrom("resource" as const, "key" as const, "trust" as const);
const policies: fc.Arbitrary<ApplicablePolicies> = resourceKind.chain((kind) =>
  fc.record(
    {
      resourceKind: fc.constant(kind),
      strict: fc.boolean(),
      resource: named("resource", kind),
      identity: fc.array(named("identity", "identity"), { maxLength: 2 }),
      permissionsBoundary: named("boundary", "boundary"),
      session: fc.array(named("session", "session"), { maxLength: 1 }),
      serviceControl: fc.array(fc.array(named("scp", "scp"), { minLength: 1, maxLength: 2 }), {
        maxLength: 2,
      }),
      resourceControl: fc.array(fc.array(named("rcp", "rcp"), { minLength: 1, maxLength: 1 }), {
        maxLength: 1,
      }),
      endpoint: named("endpoint", "resource"),
    },
    { requiredKeys: ["resourceKind"] },
  ),
);

/** The prover's formula for the policies and a symbolic request. */
function encoded(
  { identity = [], permissionsBoundary, resource, ...rest }: ApplicablePolicies,
  request: SymbolicRequest,
  isSameAccount: Formula,
): Formula {
  const { resourceControl = [], resourceKind: kind = "resource", serviceControl = [] } = rest;
  const { endpoint, session = [], strict = false } = rest;
  const { arn, hasArn, kinds } = request.principal;
  const isBounded = permissionsBoundary ? or(kinds.user, kinds.session) : never;
  const asked = { ...request, isBounded, strict };
  const read = (documents: NamedPolicy[], as: PolicyKind) =>
    readPolicies(
      documents.map((one) => parsePolicy(one, as)),
      asked,
    );
  const isServiceLinked = and(kinds.session, arn.matches(serviceLinked));
  const limited = (levels: NamedPolicy[][], as: "scp" | "rcp", applies: Formula) =>
    levels.map((level) => {
      const { allows, denies } = read(level, as);
      return { allows: implies(applies, allows), denies: and(applies, denies) };
    });
  return isAllowed(
    { ...asked, isSameAccount },
    {
      ...(resource && { resource: read([resource], kind) }),
      resourceKind: kind,
      identity: read(identity, "identity"),
      limits: [
        ...(permissionsBoundary ? [read([permissionsBoundary], "boundary")] : []),
        ...session.map((one) => read([one], "session")),
      ],
      control: [
        ...limited(serviceControl, "scp", and(hasArn, not(isServiceLinked))),
        ...limited(resourceControl, "rcp", not(isServiceLinked)),
        ...(endpoint ? [read([endpoint], "resource")] : []),
      ],
    },
  );
}

/** The prover's decision about a concrete request. `isKnown` says whether it knows action, resource and tags beforehand. */
function provers(given: ApplicablePolicies, concrete: AccessRequest, isKnown: boolean): string {
  const problem = new GivenProblem();
  const asked = symbolicRequest(problem, isKnown ? concrete : undefined);
  const owner = constantPattern(concrete.resourceAccount ?? "");
  const { account, hasArn } = asked.principal;
  const formula = encoded(given, asked, and(hasArn, account.matches(owner)));
  return holds(formula, truthIn(problem, concrete)) ? "allowed" : "denied";
}

const USERNAME = variable("aws:username");
const READ: AccessRequest = {
  principal: { kind: "session", roleArn: `arn:aws:iam::${OWN}:role/app` },
  action: "secretsmanager:GetSecretValue",
  resource: SECRET_ARN,
};

const serviceLinked = stepsPattern([
  ...textSteps("arn:aws:iam::", false),
  ...anySteps,
  ...textSteps(":role/aws-service-role/", false),
  ...anySteps,
]);

describe("the prover's reading of policies", () => {
  it(`agrees with the evaluator's on ${RUNS} random policies and requests`, () => {
    const seen = { allowed: 0, denied: 0 };
    fc.assert(
      fc.property(policies, request, (given, concrete) => {
        const { decision } = evaluateRequest(given, concrete);
        seen[decision]++;
        // In half of the requests, action, resource and tags are known, as in claims about one resource.
        const isKnown = (seen.allowed + seen.denied) % 2 === 0;
        assert.strictEqual(provers(given, concrete, isKnown), decision);
      }),
      { numRuns: RUNS, seed: 20_260_101 },
    );
    // If almost all requests were denied, agreement would mean little.
    assert.ok(seen.allowed > RUNS / 20, `only ${seen.allowed} were allowed`);
  }).timeout(300_000);

  // These cases are rare in random policies: an empty text, and a variable without a value.
  for (const set of ["", "ForAllValues:", "ForAnyValue:"]) {
    it(`agrees with the evaluator's where ${set}…IfExists compares an empty text with a variable without a value`, () => {
      const Condition = { [`${set}StringNotEqualsIfExists`]: { "aws:CalledVia": USERNAME } };
      const one = allow("*", "*", Condition);
      const given = { identity: [policy("identity", one)] };
      for (const values of [[], [""], ["", "a"]]) {
        const context = values.length > 0 && { context: { "aws:CalledVia": values } };
        const asked = { ...READ, resourceAccount: OWN, ...context };
        const { decision } = evaluateRequest(given, asked);
        assert.strictEqual(provers(given, asked, true), decision, JSON.stringify(values));
      }
    });
  }

  it("is compared over every operator, in every form, and every element", () => {
    const relations = ["Equals", "NotEquals", "LessThan", "LessThanEquals"].concat([
      "GreaterThan",
      "GreaterThanEquals",
    ]);
    const operators = [
      ...["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
      ...["StringLike", "StringNotLike", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
      ...["Bool", "IpAddress", "NotIpAddress"],
      ...relations.flatMap((one) => [`Numeric${one}`, `Date${one}`]),
    ];
    const forms = operators.flatMap((one) =>
      ["", "ForAnyValue:", "ForAllValues:"].flatMap((set) => [
        `${set}${one}`,
        `${set}${one}IfExists`,
      ]),
    );
    const elements = ["Action", "Principal", "Resource"].flatMap((one) => [one, `Not${one}`]);
    const drawn = fc.sample(document("resource"), { numRuns: 5_000, seed: 1 }) as {
      Statement: Record<string, unknown>[];
    }[];
    const seen = new Set(
      drawn
        .flatMap(({ Statement }) => Statement)
        .flatMap((one) => [...Object.keys(one), ...Object.keys(one.Condition ?? {})]),
    );
    assert.deepStrictEqual(
      [...forms, ...elements, "Null"].filter((one) => !seen.has(one)),
      [],
    );
    const text = JSON.stringify(drawn);
    for (const part of [
      ...["aws:PrincipalTag/team", "aws:username, 'a'", "*"].map(variable),
      "2008-10-17",
    ]) {
      assert.ok(text.includes(part), part);
    }
  });
});
