import { deepStrictEqual, ok, strictEqual } from "node:assert";
import fc from "fast-check";
import { type AccessRequest, evaluateRequest } from "../../../proof";
import type { PolicyDocument, Statement } from "../../../sdk/policy";
import { policyBetween } from "../../../sdk/policy/policy-between";
import { document, ROLES, USERS } from "../../proof/prover/random-policies";
import { request } from "../../proof/prover/random-requests";
import { OTHER, OWN } from "../../proof/support";

const RUNS = Number(process.env.BETWEEN_RUNS ?? 600);

type Raw = Record<string, unknown>;
interface Edit {
  before: PolicyDocument;
  after: PolicyDocument;
}

const written = (Statement: unknown[]) =>
  ({ Version: "2012-10-17", Statement }) as unknown as PolicyDocument;

const GET = "secretsmanager:GetSecretValue";
const audit = (more: object): Statement => ({
  ...{ Sid: "Audit", Effect: "Allow", Action: GET, Resource: "*", Principal: { AWS: OTHER } },
  ...more,
});
const between = (before: Statement[], after: Statement[]) =>
  policyBetween(written(before), written(after)).Statement;

/** Draws an edit: some statements go, some stay in their places, and some get an element of another statement. */
function edit(before: Raw[], others: Raw[], elements: string[], seed: number): Edit {
  const stays = before.filter((_, index) => (seed >> index) % 2 === 0);
  const changed = others.flatMap((from, index) => {
    const old = before[(seed + index) % before.length] ?? {};
    const element = elements[(seed + index) % elements.length] ?? "";
    const { [element]: value } = from;
    const { [`Not${element}`]: negated, [element]: _, ...rest } = old;
    return value !== undefined && negated === undefined ? [{ ...rest, [element]: value }] : [];
  });
  const added = (seed >> 8) % 2 === 0 ? others : [];
  return { before: written(before), after: written([...stays, ...changed, ...added]) };
}

const statements = (one: fc.Arbitrary<object>): fc.Arbitrary<Raw[]> =>
  one.map((each) => (each as { Statement: Raw[] }).Statement);
const edits = (one: fc.Arbitrary<object>, elements: string[]) =>
  fc
    .tuple(statements(one), statements(one), fc.nat())
    .map(([first, second, seed]) => edit(first, second, elements, seed));
const any = edits(document("resource"), ["Action", "Condition", "Principal", "Resource"]);

/** Statements that people write into a secret's policy. */
const some = (...values: string[]) => fc.subarray(values, { minLength: 1 });
const ordinary = fc.record(
  {
    Effect: fc.constantFrom("Allow", "Allow", "Deny"),
    Action: some(GET, "secretsmanager:*", "secretsmanager:Get*", "kms:Decrypt"),
    Resource: fc.constant("*"),
    Principal: fc.oneof(
      fc.constant("*"),
      some(OWN, OTHER, ...ROLES, ...USERS).map((AWS) => ({ AWS })),
    ),
    Condition: fc.record(
      {
        StringEquals: some("a", "ab", "b").map((team) => ({ "aws:PrincipalTag/team": team })),
        StringLike: some("a*", "*b").map((team) => ({ "aws:PrincipalTag/team": team })),
        ArnNotEquals: some(...ROLES, ...USERS).map((arns) => ({ "aws:PrincipalArn": arns })),
        IpAddress: some("10.0.0.0/8", "10.1.0.0/16").map((range) => ({ "aws:SourceIp": range })),
        Null: fc.constantFrom("true", "false").map((is) => ({ "aws:PrincipalTag/stage": is })),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["Effect", "Action", "Resource", "Principal"] },
);
const plain = edits(
  fc.array(ordinary, { minLength: 1, maxLength: 3 }).map((all) => ({ Statement: all })),
  ["Action", "Condition", "Principal"],
);

/** Checks random requests: what the policy between allows, compared with what both of its neighbours allow. */
function check(some: fc.Arbitrary<Edit>, holds: (meanwhile: boolean, both: boolean) => boolean) {
  let allowed = 0;
  fc.assert(
    fc.property(some, document("identity"), request, ({ after, before }, identity, asked) => {
      const meant = policyBetween(before, after);
      const [now, then, meanwhile] = [before, after, meant].map((one) =>
        isAllowed(one, identity, asked),
      ) as [boolean, boolean, boolean];
      if (meanwhile) allowed++;
      ok(holds(meanwhile, now && then), JSON.stringify(meant));
    }),
    { numRuns: RUNS, seed: 20_261_130 },
  );
  ok(allowed > RUNS / 20, `${allowed} of ${RUNS} are allowed`);
}

function isAllowed(resource: PolicyDocument, identity: object, asked: AccessRequest): boolean {
  const given = {
    resource: { name: "resource", document: resource },
    identity: [{ name: "identity", document: identity }],
  };
  return evaluateRequest(given, asked).decision === "allowed";
}

describe("policyBetween", () => {
  it(`allows nothing that one of two policies does not, whatever they say, in ${RUNS} random cases`, () => {
    check(any, (meanwhile, both) => !meanwhile || both);
  });

  it(`allows exactly what both allow where they say what people write, in ${RUNS} random cases`, () => {
    check(plain, (meanwhile, both) => meanwhile === both);
  });

  it("leaves a statement as it is that the second policy has, or widens", () => {
    const old = audit({ Principal: { AWS: `arn:aws:iam::${OTHER}:root` } });
    for (const later of [audit({ Sid: "Other" }), audit({ Action: "secretsmanager:*" })]) {
      deepStrictEqual(between([old], [later]), [old]);
    }
  });

  it("lets in of an account the role that the second policy names, by the account's own policies", () => {
    const role = `arn:aws:iam::${OTHER}:role/auditor`;
    const [one, ...more] = between([audit({})], [audit({ Principal: { AWS: role } })]);
    deepStrictEqual([one?.Principal, more], [{ AWS: OTHER }, []]);
    deepStrictEqual(one?.Condition, { ArnEquals: { "aws:PrincipalArn": role } });
  });

  it("takes no time to speak of for wildcards without end, and no * for a single character", () => {
    const wild = audit({ Action: `x${"*a".repeat(200)}` });
    deepStrictEqual(between([wild], [audit({ Action: `x${"a".repeat(400)}b` })]), []);
    const [any, one] = [audit({ Action: `${GET}*` }), audit({ Action: `${GET}?` })];
    const [both] = between([any], [one]);
    deepStrictEqual(both?.Action, [`${GET.toLowerCase()}?`]);
  });

  it("adds what the second policy denies, once, under a Sid of its own", () => {
    const seal = (...arns: string[]) =>
      audit({ Effect: "Deny", Condition: { ArnNotEquals: { "aws:PrincipalArn": arns } } });
    const [first, second] = [seal("a", "b"), seal("a")];
    deepStrictEqual(between([first], [second]), [first, { ...second, Sid: "Audit2" }]);
    deepStrictEqual(between([second], [first]), [second]);
    deepStrictEqual(between(between([first], [second]), [second]), between([first], [second]));
  });

  it("is itself between itself and the second policy", () => {
    fc.assert(
      fc.property(any, ({ after, before }) => {
        const meant = policyBetween(before, after);
        strictEqual(JSON.stringify(policyBetween(meant, after)), JSON.stringify(meant));
      }),
      { numRuns: RUNS, seed: 20_261_130 },
    );
  });
});
