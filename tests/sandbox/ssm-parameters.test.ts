import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type {
  GetParameterHistoryCommandInput,
  PutParameterCommandInput,
} from "@aws-sdk/client-ssm";

import { administration, makeKey, policy, roleClients, rootOf } from "./secrets-support";
import { A, B, type Clients, pluck, REGION, withSandbox } from "./support";

const VALUE = "a parameter that must not be seen 41c7";
const arnOf = (name: string, account = A) => `arn:aws:ssm:${REGION}:${account}:parameter/${name}`;

describe("sandbox Systems Manager parameters", () => {
  const { sandbox } = withSandbox({ each: true });

  const owner = () => sandbox.clients(A);
  const put = (Name: string, more: Partial<PutParameterCommandInput> = {}) =>
    owner().ssm.putParameter({ Name, Value: VALUE, Type: "String", ...more });
  const get = async ({ ssm }: Clients, Name: string, WithDecryption = true) =>
    (await ssm.getParameter({ Name, WithDecryption })).Parameter;
  const getAll = ({ ssm }: Clients, ...Names: string[]) =>
    ssm.getParameters({ Names, WithDecryption: true });

  it("keeps versions, each of which a name can select", async () => {
    deepStrictEqual((await put("/app/one")).Version, 1);
    await rejects(put("/app/one"), { name: "ParameterAlreadyExists" });
    strictEqual((await put("/app/one", { Value: "2", Overwrite: true })).Version, 2);
    const newest = await get(owner(), "/app/one");
    deepStrictEqual(
      [newest?.Name, newest?.ARN, newest?.Value, newest?.Version, newest?.Type],
      ["/app/one", arnOf("app/one"), "2", 2, "String"],
    );
    strictEqual((await get(owner(), "/app/one:1"))?.Value, VALUE);
    strictEqual((await get(owner(), arnOf("app/one")))?.Value, "2");
    await rejects(get(owner(), "/app/one:3"), { name: "ParameterVersionNotFound" });
    await rejects(get(owner(), "/app/two"), { name: "ParameterNotFound" });
  });

  it("shows all versions to whoever may read the history", async () => {
    await put("/app/one", { Type: "SecureString" });
    await put("/app/one", { Value: "2", Type: "SecureString", Overwrite: true });
    const history = ({ ssm }: Clients, more: Partial<GetParameterHistoryCommandInput> = {}) =>
      ssm.getParameterHistory({ Name: "/app/one", WithDecryption: true, ...more });
    const { Parameters } = await history(owner());
    deepStrictEqual(pluck(Parameters, "Version", "Type", "Value"), [
      [1, "SecureString", VALUE],
      [2, "SecureString", "2"],
    ]);
    const { NextToken, Parameters: first } = await history(owner(), { MaxResults: 1 });
    const { Parameters: second } = await history(owner(), { MaxResults: 1, NextToken });
    deepStrictEqual([first?.[0]?.Version, second?.map(({ Version }) => Version)], [1, [2]]);
    const rights = [{ Action: "ssm:GetParameter", Resource: "*" }];
    const other = await roleClients(sandbox, "reader", rights);
    await rejects(history(other), { name: "AccessDeniedException" });
    await rejects(history(owner(), { Name: "/app/two" }), { name: "ParameterNotFound" });
  });

  it("reads several, listing names that do not exist", async () => {
    await put("one");
    const { Parameters, InvalidParameters } = await getAll(owner(), "one", "two");
    deepStrictEqual(pluck(Parameters, "Name", "Value"), [["one", VALUE]]);
    deepStrictEqual(InvalidParameters, ["two"]);
  });

  it("lists what lies below a path, and describes without values", async () => {
    for (const name of ["/app/one", "/app/deep/two", "/apple"]) await put(name);
    const below = async (Recursive: boolean) => {
      const command = { Path: "/app", Recursive };
      return (await owner().ssm.getParametersByPath(command)).Parameters?.map(({ Name }) => Name);
    };
    deepStrictEqual(await below(false), ["/app/one"]);
    deepStrictEqual(await below(true), ["/app/deep/two", "/app/one"]);
    const { Parameters } = await owner().ssm.describeParameters({
      ParameterFilters: [{ Key: "Name", Option: "BeginsWith", Values: ["/app/d"] }],
    });
    deepStrictEqual(pluck(Parameters, "Name"), ["/app/deep/two"]);
    strictEqual(JSON.stringify(Parameters).includes(VALUE), false);
  });

  it("shares none", async () => {
    await put("/app/one", { Tier: "Advanced" });
    const policiesOf = (ResourceArn: string) => owner().ssm.getResourcePolicies({ ResourceArn });
    deepStrictEqual((await policiesOf(arnOf("app/one"))).Policies, []);
    await rejects(policiesOf(arnOf("app/two")), { name: "ResourceNotFoundException" });
  });

  it("tags, untags and deletes", async () => {
    await put("one", { Tags: [{ Key: "a", Value: "1" }] });
    const resource = { ResourceType: "Parameter", ResourceId: "one" } as const;
    const { ssm } = owner();
    await ssm.addTagsToResource({ ...resource, Tags: [{ Key: "b", Value: "2" }] });
    await ssm.removeTagsFromResource({ ...resource, TagKeys: ["a"] });
    const { TagList } = await ssm.listTagsForResource(resource);
    deepStrictEqual(TagList, [{ Key: "b", Value: "2" }]);
    const { DeletedParameters, InvalidParameters } = await ssm.deleteParameters({
      Names: ["one", "two"],
    });
    deepStrictEqual([DeletedParameters, InvalidParameters], [["one"], ["two"]]);
    await rejects(ssm.deleteParameter({ Name: "one" }), { name: "ParameterNotFound" });
    strictEqual((await put("one")).Version, 1);
    await rejects(get(owner(), "one:2"), { name: "ParameterVersionNotFound" });
  });

  it("encrypts a secure string, in the store and in answers that do not ask to decrypt", async () => {
    await put("one", { Type: "SecureString" });
    await put("two", {
      Type: "SecureString",
      Tier: "Advanced",
      Value: `${VALUE}${"x".repeat(5000)}`,
    });
    for (const name of ["one", "two"]) {
      ok((await get(owner(), name))?.Value?.startsWith(VALUE));
      const hidden = (await get(owner(), name, false))?.Value ?? "";
      strictEqual(Buffer.from(hidden, "base64").includes(VALUE), false);
    }
    for (const name of readdirSync(sandbox.directory)) {
      strictEqual(readFileSync(join(sandbox.directory, name)).includes(VALUE), false, name);
    }
  });

  it("reads a secure string under the AWS managed key with no right on the key", async () => {
    await put("/app/one", { Type: "SecureString" });
    const allowed = { Action: "ssm:GetParameters", Resource: arnOf("app/one") };
    const reader = await roleClients(sandbox, "reader", [allowed]);
    const { Parameters } = await getAll(reader, "/app/one");
    strictEqual(Parameters?.[0]?.Value, VALUE);
    const { kms } = owner();
    const direct = { KeyId: "alias/aws/ssm", Plaintext: Buffer.from("x") };
    await rejects(kms.encrypt(direct), { name: "AccessDeniedException" });
  });

  it("holds a reader to the service and the parameter that the key is pinned to", async () => {
    const KeyId = await makeKey(sandbox, A);
    await put("/app/one", { Type: "SecureString", KeyId });
    const reader = await roleClients(sandbox, "reader", [
      { Action: ["ssm:GetParameters", "kms:Decrypt"], Resource: "*" },
    ]);
    const pin = (service: string, parameter: string) =>
      owner().kms.putKeyPolicy({
        KeyId,
        Policy: policy(
          {
            ...administration(A),
            Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${A}:role/reader` } },
          },
          {
            Principal: rootOf(A),
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: {
              StringEquals: {
                "kms:ViaService": `${service}.${REGION}.amazonaws.com`,
                "kms:EncryptionContext:PARAMETER_ARN": arnOf(parameter),
              },
            },
          },
        ),
      });
    const refused = { name: "AccessDeniedException", message: /kms:Decrypt/ };
    await pin("secretsmanager", "app/one");
    await rejects(getAll(reader, "/app/one"), refused);
    await pin("ssm", "app/two");
    await rejects(getAll(reader, "/app/one"), refused);
    await pin("ssm", "app/one");
    strictEqual((await getAll(reader, "/app/one")).Parameters?.[0]?.Value, VALUE);
  });

  it("rejects all of a request of which one parameter is not allowed", async () => {
    await put("one");
    await put("two");
    const reader = await roleClients(sandbox, "reader", [
      { Action: "ssm:GetParameters", Resource: arnOf("one") },
    ]);
    ok(await getAll(reader, "one"));
    await rejects(getAll(reader, "one", "two"), { name: "AccessDeniedException" });
    await rejects(get(reader, "one"), { name: "AccessDeniedException" });
  });

  it("rejects the parameter of another account or Region", async () => {
    await put("one");
    const elsewhere = arnOf("one").replace(REGION, "eu-west-1");
    await rejects(get(owner(), elsewhere), { name: "ParameterNotFound" });
    const other = await roleClients(sandbox, "other", [{ Action: "*", Resource: "*" }], B);
    await rejects(get(other, arnOf("one")), { name: "AccessDeniedException" });
    await rejects(get(other, "one"), { name: "ParameterNotFound" });
  });

  it("rejects a disabled key", async () => {
    const KeyId = await makeKey(sandbox, A);
    await put("one", { Type: "SecureString", KeyId });
    await owner().kms.disableKey({ KeyId });
    await rejects(get(owner(), "one"), { name: "InvalidKeyId" });
    await rejects(put("two", { Type: "SecureString", KeyId }), { name: "InvalidKeyId" });
  });

  for (const [what, name, more, error] of [
    [
      "another type",
      "one",
      { Type: "SecureString", Overwrite: true },
      "HierarchyTypeMismatchException",
    ],
    ["a value above 4,096 bytes", "two", { Value: "x".repeat(4097) }, "ValidationException"],
    ["no type", "two", { Type: undefined }, "ValidationException"],
    ["a key for a plain string", "two", { KeyId: "alias/aws/ssm" }, "ValidationException"],
    ["a name that AWS keeps", "/aws/two", {}, "ValidationException"],
    ["a path without its slash", "app/two", {}, "ValidationException"],
    [
      "a pattern, which the sandbox does not check",
      "two",
      { AllowedPattern: ".*" },
      "ValidationException",
    ],
    [
      "tags of an existing one",
      "one",
      { Overwrite: true, Tags: [{ Key: "a", Value: "" }] },
      "ValidationException",
    ],
  ] as const) {
    it(`rejects a parameter with ${what}`, async () => {
      await put("one");
      await rejects(put(name, more as Partial<PutParameterCommandInput>), (thrown: Error) => {
        strictEqual(thrown.name, error);
        return !thrown.message.includes(VALUE);
      });
    });
  }
});
