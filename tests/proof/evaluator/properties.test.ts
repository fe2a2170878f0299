import assert from "node:assert";
import fc from "fast-check";
import {
  type AccessRequest,
  type ApplicablePolicies,
  evaluateRequest,
  type RequestPrincipal,
} from "../../../proof";
import {
  allowAll,
  OTHER,
  OWN,
  OWN_ROLE,
  policy,
  SECRET_ARN,
  session,
  user,
  variable,
} from "../support";

const text = fc.constantFrom("", "a", "b", "ab", "*", "a*", "?", variable("aws:username"));
const keys = fc.constantFrom(
  "aws:PrincipalTag/team",
  "aws:ResourceTag/team",
  "aws:SourceVpc",
  "aws:username",
  "aws:CalledVia",
);
const operators = fc
  .tuple(
    fc.constantFrom("", "", "", "ForAnyValue:", "ForAllValues:"),
    fc.constantFrom("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "ArnLike"),
    fc.constantFrom("", "", "IfExists"),
  )
  .map((parts) => parts.join(""));
const values = fc.array(text, { minLength: 1, maxLength: 2 });
const condition = fc.dictionary(operators, fc.dictionary(keys, values, { maxKeys: 2 }), {
  maxKeys: 2,
});
const principals = fc.constantFrom<unknown>(
  "*",
  { AWS: OWN },
  { AWS: [OWN_ROLE, OTHER] },
  { AWS: `arn:aws:sts::${OWN}:assumed-role/app/one` },
  { Service: "lambda.amazonaws.com" },
);
const effects = fc.constantFrom("Allow", "Allow", "Deny");

function statement(withPrincipal: boolean) {
  return fc
    .record({
      Effect: effects,
      actionElement: fc.constantFrom("Action", "Action", "NotAction"),
      actions: fc.constantFrom("*", "secretsmanager:Get*", "kms:*"),
      resourceElement: fc.constantFrom("Resource", "Resource", "NotResource"),
      resources: fc.constantFrom("*", SECRET_ARN, "arn:aws:s3:::*"),
      Condition: condition,
      Principal: principals,
    })
    .map(({ Effect, Condition, Principal, ...elements }) => ({
      Effect,
      [elements.actionElement]: elements.actions,
      [elements.resourceElement]: elements.resources,
      Condition,
      ...(withPrincipal && { Principal }),
    }));
}

const statements = (withPrincipal: boolean) => fc.array(statement(withPrincipal), { maxLength: 4 });
const requests = fc.record<AccessRequest>({
  principal: fc.constantFrom<RequestPrincipal>(
    session(OWN, { team: "a" }),
    session(OWN, { team: "ab" }),
    session(OTHER, { team: "a" }),
    user(OWN),
    user(OTHER),
    { kind: "service", service: "lambda.amazonaws.com" },
    { kind: "anonymous" },
  ),
  action: fc.constantFrom("secretsmanager:GetSecretValue", "kms:Decrypt"),
  resource: fc.constant(SECRET_ARN),
  resourceTags: fc.constantFrom<Record<string, string>>({}, { team: "a" }),
  context: fc.constantFrom<Record<string, string | string[]>>(
    {},
    { "aws:SourceVpc": "a" },
    { "aws:CalledVia": ["a", "b"] },
  ),
});
const documents = fc.record({
  identity: statements(false),
  resource: statements(true),
  boundary: fc.option(statements(false), { freq: 3 }),
  scp: fc.option(statements(false), { freq: 3 }),
  kind: fc.constantFrom("resource" as const, "key" as const, "trust" as const),
});

interface Documents {
  identity: object[];
  resource: object[];
  boundary: object[] | null;
  scp: object[] | null;
  kind: "resource" | "key" | "trust";
}

function policies({ identity, resource, boundary, scp, kind }: Documents): ApplicablePolicies {
  const attached = resource.map((one) => {
    const { Resource: _, NotResource: __, ...rest } = one as Record<string, unknown>;
    return kind === "trust" ? rest : one;
  });
  return {
    identity: [policy("identity", ...identity)],
    resource: policy("resource", ...attached),
    resourceKind: kind,
    ...(boundary && { permissionsBoundary: policy("boundary", ...boundary) }),
    ...(scp && { serviceControl: [[policy("scp", ...scp)]] }),
  };
}

const settings = { numRuns: 500, seed: 7 };

describe("evaluateRequest, for random documents and requests", () => {
  it("allows nothing more for another Deny or another limit", () => {
    fc.assert(
      fc.property(
        documents,
        statement(false),
        statement(true),
        requests,
        (given, one, two, asked) => {
          const before = evaluateRequest(policies(given), asked).decision;
          const deny = { ...one, Effect: "Deny" };
          const denies = { ...given, identity: [...given.identity, deny] };
          const others = { ...given, resource: [...given.resource, { ...two, Effect: "Deny" }] };
          const bounded = { ...given, boundary: given.boundary ?? [one] };
          const controlled = { ...given, scp: given.scp ?? [one] };
          for (const changed of [denies, others, bounded, controlled]) {
            const after = evaluateRequest(policies(changed), asked).decision;
            if (before === "denied") assert.strictEqual(after, "denied");
          }
        },
      ),
      settings,
    );
  });

  it("denies nothing more for another Allow", () => {
    fc.assert(
      fc.property(
        documents,
        statement(false),
        statement(true),
        requests,
        (given, one, two, asked) => {
          if (evaluateRequest(policies(given), asked).decision === "denied") return;
          const more = {
            ...given,
            identity: [...given.identity, { ...one, Effect: "Allow" }],
            resource: [...given.resource, { ...two, Effect: "Allow" }],
          };
          assert.strictEqual(evaluateRequest(policies(more), asked).decision, "allowed");
        },
      ),
      settings,
    );
  });

  it("decides the same whatever the order of statements, documents and list entries", () => {
    fc.assert(
      fc.property(documents, requests, (given, asked) => {
        const reversed = {
          ...given,
          identity: given.identity.toReversed(),
          resource: given.resource.toReversed(),
          boundary: given.boundary?.toReversed() ?? null,
          scp: given.scp?.toReversed() ?? null,
        };
        const { decision } = evaluateRequest(policies(given), asked);
        assert.strictEqual(evaluateRequest(policies(reversed), asked).decision, decision);
        const split = {
          ...policies(given),
          identity: given.identity.toReversed().map((one) => policy("one", one)),
        };
        assert.strictEqual(evaluateRequest(split, asked).decision, decision);
      }),
      settings,
    );
  });

  it("names a statement that matched as the one that decided", () => {
    fc.assert(
      fc.property(documents, requests, (given, asked) => {
        const { decision, decidedBy, statements } = evaluateRequest(policies(given), asked);
        if (decision === "allowed") assert.ok(decidedBy);
        if (!decidedBy) return;
        const deciding = statements.find(
          ({ document, index }) => document === decidedBy.document && index === decidedBy.index,
        );
        assert.strictEqual(deciding?.matched, true);
        assert.strictEqual(deciding.effect, decision === "allowed" ? "Allow" : "Deny");
      }),
      settings,
    );
  });

  it("allows no caller of another account unless both sides allow", () => {
    fc.assert(
      fc.property(documents, requests, (given, asked) => {
        const across = { ...asked, principal: session(OTHER, { team: "a" }) };
        const all = policies(given);
        const { decision } = evaluateRequest(all, across);
        const oneSide = [
          { ...all, identity: [] },
          { ...all, resource: policy("none") },
        ];
        for (const side of oneSide) {
          assert.strictEqual(evaluateRequest(side, across).decision, "denied");
        }
        const open = { ...all, identity: [...(all.identity ?? []), policy("all", allowAll())] };
        if (decision === "allowed") {
          assert.strictEqual(evaluateRequest(open, across).decision, "allowed");
        }
      }),
      settings,
    );
  });
});
