import assert from "node:assert";
import { type PolicyKind, parsePolicy } from "../../../proof";

const IDENTITY = { Sid: "One", Effect: "Allow", Action: "a:B", Resource: "*" };
const RESOURCE = { ...IDENTITY, Principal: "*" };

function statement(kind: PolicyKind, ...statements: unknown[]) {
  return parsePolicy(
    { name: "the document", document: { Version: "2012-10-17", Statement: statements } },
    kind,
  );
}

function principal(value: unknown, element = "Principal") {
  const { Principal: _, ...rest } = RESOURCE;
  return statement("resource", { ...rest, [element]: value }).statements[0]?.principal;
}

function condition(value: unknown) {
  return statement("identity", { ...IDENTITY, Condition: value }).statements[0]?.conditions;
}

describe("parsePolicy", () => {
  it("reads single values, lists and a single statement alike", () => {
    const one = { Version: "2012-10-17", Statement: IDENTITY };
    const lists = {
      Version: "2012-10-17",
      Statement: [{ ...IDENTITY, Action: ["a:B"], Resource: ["*"] }],
    };
    const read = (document: unknown) => parsePolicy({ name: "x", document }, "identity");
    assert.deepStrictEqual(read(one), read(lists));
  });

  it("writes out every part of a statement", () => {
    const Condition = { "ForAnyValue:StringNotLikeIfExists": { "aws:TagKeys": "a*" } };
    const policy = parsePolicy(
      { name: "x", document: { Id: "id", Statement: { ...RESOURCE, Condition } } },
      "resource",
    );
    assert.deepStrictEqual(policy, {
      name: "x",
      kind: "resource",
      version: "2008-10-17",
      id: "id",
      statements: [
        {
          index: 0,
          sid: "One",
          effect: "Allow",
          principal: { negated: false, entries: [{ kind: "any" }] },
          action: {
            negated: false,
            patterns: [{ text: "a:B", tokens: [{ kind: "text", text: "a:b" }], literal: "a:b" }],
          },
          resource: { negated: false, patterns: [{ text: "*", tokens: [{ kind: "any" }] }] },
          conditions: [
            {
              operator: "ForAnyValue:StringNotLikeIfExists",
              key: { text: "aws:TagKeys", name: "aws:tagkeys" },
              comparison: {
                type: "string",
                how: "like",
                values: [{ text: "a*", tokens: [{ kind: "text", text: "a" }, { kind: "any" }] }],
              },
              negated: true,
              ifExists: true,
              set: "ForAnyValue",
              texts: ["a*"],
            },
          ],
          requiredVariables: [],
        },
      ],
    });
  });

  it("reads a document once, and each name it goes by", () => {
    const document = { Statement: IDENTITY };
    const first = parsePolicy({ name: "x", document }, "identity");
    assert.strictEqual(parsePolicy({ name: "x", document }, "identity"), first);
    const other = parsePolicy({ name: "y", document }, "identity");
    assert.deepStrictEqual(other, { ...first, name: "y" });
    assert.strictEqual(other.statements, first.statements);
    assert.strictEqual(parsePolicy({ name: "x", document }, "scp").kind, "scp");
  });

  it("takes an empty condition, an empty Sid twice and a resource policy without Resource", () => {
    assert.deepStrictEqual(condition({}), []);
    assert.deepStrictEqual(condition({ StringEquals: {} }), []);
    statement("identity", { ...IDENTITY, Sid: "" }, { ...IDENTITY, Sid: "" });
    const { Resource: _, ...attached } = RESOURCE;
    assert.strictEqual(statement("resource", attached).statements[0]?.resource, undefined);
    assert.deepStrictEqual(statement("identity").statements, []);
  });

  it("reads every way to name a principal", () => {
    const one = (value: unknown) => principal(value)?.entries[0];
    const sts = "arn:aws:sts::111111111111";
    assert.deepStrictEqual(one("*"), { kind: "any" });
    assert.deepStrictEqual(one({ AWS: "*" }), { kind: "any" });
    const account = { kind: "account", account: "111111111111" };
    assert.deepStrictEqual(one({ AWS: "111111111111" }), account);
    assert.deepStrictEqual(one({ AWS: "arn:aws-cn:iam::111111111111:root" }), account);
    const role = "arn:aws:iam::111111111111:role/a/b";
    assert.deepStrictEqual(one({ AWS: [role] }), { kind: "role", arn: role });
    const user = "arn:aws:iam::111111111111:user/b";
    assert.deepStrictEqual(one({ AWS: user }), { kind: "user", arn: user });
    assert.deepStrictEqual(one({ AWS: `${sts}:assumed-role/b/s` }), {
      kind: "session",
      arn: `${sts}:assumed-role/b/s`,
      account: "111111111111",
      roleName: "b",
      sessionName: "s",
    });
    const federated = `${sts}:federated-user/f`;
    assert.deepStrictEqual(one({ AWS: federated }), { kind: "federatedUser", arn: federated });
    const id = "AROAEXAMPLEID123456";
    assert.deepStrictEqual(one({ AWS: id }), { kind: "deleted", id });
    const service = "pods.eks.amazonaws.com";
    assert.deepStrictEqual(one({ Service: service }), { kind: "service", service });
    const provider =
      "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/A";
    assert.deepStrictEqual(one({ Federated: provider }), { kind: "federated", provider });
    assert.strictEqual(principal({ AWS: "*" }, "NotPrincipal")?.negated, true);
  });

  it("knows the keys by which control policies bound services beside those of secrets", () => {
    const keys = [
      "ram:RequestedAllowsExternalPrincipals",
      "sagemaker:RootAccess",
      "ec2:AccepterVpc",
      "rds:req-tag/team",
      "apigateway:Request/EndpointType",
      "bedrock:InferenceProfileArn",
    ];
    for (const key of keys) {
      assert.strictEqual(condition({ StringEquals: { [key]: "x" } })?.[0]?.key.text, key);
    }
  });

  it("knows the keys of an OpenID Connect provider", () => {
    condition({
      StringEquals: { "oidc.eks.us-east-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:a:b" },
    });
  });
});
