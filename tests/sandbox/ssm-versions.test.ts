import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { ParameterStringFilter, PutParameterCommandInput } from "@aws-sdk/client-ssm";

import { roleClients } from "./secrets-support";
import { A, type Clients, pluck, REGION, withSandbox } from "./support";

const REFERENCE = "/aws/reference/secretsmanager/";

describe("sandbox Systems Manager versions of parameters", () => {
  const { sandbox, ...owner } = withSandbox({ each: true });

  const put = (Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    owner.ssm.putParameter({ Name: "/one", Value, Type: "String", Overwrite: true, ...more });
  const history = async () =>
    (await owner.ssm.getParameterHistory({ Name: "/one" })).Parameters ?? [];
  const read = async (Name: string, { ssm }: Clients = owner) =>
    (await ssm.getParameter({ Name, WithDecryption: true })).Parameter?.Value;
  const label = (Labels: string[], ParameterVersion?: number, { ssm }: Clients = owner) =>
    ssm.labelParameterVersion({ Name: "/one", Labels, ParameterVersion });

  it("keep what the parameter was then", async () => {
    await put("1", { Description: "first" });
    await put("2", { Description: "second", Tier: "Advanced" });
    deepStrictEqual(pluck(await history(), "Description", "Tier"), [
      ["first", "Standard"],
      ["second", "Advanced"],
    ]);
  });

  it("carry labels, by which they are read, each on one version alone", async () => {
    await put("1");
    await put("2");
    deepStrictEqual((await label(["live", "aws-own", "1st"], 1)).InvalidLabels, ["aws-own", "1st"]);
    strictEqual(await read("/one:live"), "1");
    strictEqual((await label(["live"])).ParameterVersion, 2);
    strictEqual(await read("/one:live"), "2");
    deepStrictEqual(pluck(await history(), "Labels"), [[], ["live"]]);
    await rejects(read("/one:other"), { name: "ParameterVersionNotFound" });
    await rejects(label(["x"], 3), { name: "ParameterVersionNotFound" });
    await label(Array.from({ length: 9 }, (_, index) => `l${index}`));
    await rejects(label(["more"]), { name: "ParameterVersionLabelLimitExceeded" });
    const off = { Name: "/one", ParameterVersion: 2, Labels: ["live", "none"] };
    const { RemovedLabels, InvalidLabels } = await owner.ssm.unlabelParameterVersion(off);
    deepStrictEqual([RemovedLabels, InvalidLabels], [["live"], ["none"]]);
    await rejects(read("/one:live"), { name: "ParameterVersionNotFound" });
  });

  it("are a hundred at the most, of which the oldest goes unless it has a label", async () => {
    for (let version = 1; version <= 101; version += 1) await put(String(version));
    const kept = await history();
    deepStrictEqual([kept.length, kept[0]?.Version], [50, 2]);
    await rejects(read("/one:1"), { name: "ParameterVersionNotFound" });
    await label(["live"], 2);
    await rejects(put("102"), { name: "ParameterMaxVersionLimitExceeded" });
    strictEqual(await read("/one"), "101");
  });

  it("of a secret are read by reference, by who may read the secret, too", async () => {
    const secrets = owner.secretsManager;
    const made = await secrets.createSecret({ Name: "s", SecretString: "1" });
    await secrets.putSecretValue({ SecretId: "s", SecretString: "2" });
    const asked = { Name: `${REFERENCE}s`, WithDecryption: true };
    const { Parameter } = await owner.ssm.getParameter(asked);
    deepStrictEqual(
      [Parameter?.Name, Parameter?.Type, Parameter?.Value, Parameter?.Version, Parameter?.ARN],
      [`${REFERENCE}s`, "SecureString", "2", 0, made.ARN],
    );
    strictEqual(JSON.parse(Parameter?.SourceResult ?? "").SecretString, "2");
    strictEqual(await read(`${REFERENCE}s:AWSPREVIOUS`), "1");
    strictEqual(await read(`${REFERENCE}s:${made.VersionId}`), "1");
    const open = { Name: `${REFERENCE}s` };
    await rejects(owner.ssm.getParameter(open), { name: "ValidationException" });
    await rejects(read(`${REFERENCE}none`), { name: "ParameterNotFound" });
    const several = { Names: [`${REFERENCE}s`, `${REFERENCE}none`], WithDecryption: true };
    const { Parameters, InvalidParameters } = await owner.ssm.getParameters(several);
    deepStrictEqual([Parameters?.length, InvalidParameters], [1, [`${REFERENCE}none`]]);

    const parameter = `arn:aws:ssm:${REGION}:${A}:parameter${REFERENCE}s`;
    const ssmOnly = [{ Action: "ssm:GetParameter", Resource: parameter }];
    await rejects(read(`${REFERENCE}s`, await roleClients(sandbox, "half", ssmOnly)), {
      name: "AccessDeniedException",
    });
    const both = [...ssmOnly, { Action: "secretsmanager:GetSecretValue", Resource: made.ARN }];
    strictEqual(await read(`${REFERENCE}s`, await roleClients(sandbox, "whole", both)), "2");
  });

  it("are not those that AWS publishes, which the sandbox refuses by name", async () => {
    const refusal = { name: "ValidationException", message: /is not offered by the sandbox/ };
    await rejects(read("/aws/service/eks/optimized-ami"), refusal);
    const below = { Path: "/aws/service" };
    await rejects(owner.ssm.getParametersByPath(below), refusal);
  });

  it("are found by filters of AWS's keys and options", async () => {
    for (const Name of ["param", "/param-2", "/deep/param", "/deep/er/param"]) {
      await put("1", { Name });
    }
    const found = async (...ParameterFilters: ParameterStringFilter[]) => {
      const { Parameters } = await owner.ssm.describeParameters({ ParameterFilters });
      return Parameters?.map(({ Name }) => Name);
    };
    deepStrictEqual(await found({ Key: "Name", Values: ["/param"] }), ["param"]);
    deepStrictEqual(await found({ Key: "Name", Option: "Contains", Values: ["/par"] }), [
      ...["/deep/er/param", "/deep/param", "param", "/param-2"],
    ]);
    deepStrictEqual(await found({ Key: "Path", Values: ["/deep"] }), ["/deep/param"]);
    const below = { Key: "Path", Option: "Recursive", Values: ["/deep"] };
    strictEqual((await found(below))?.length, 2);
    const refusals: [ParameterStringFilter, string][] = [
      [{ Key: "Colour", Values: ["x"] }, "ValidationException"],
      [{ Key: "Label", Values: ["x"] }, "InvalidFilterKey"],
      [{ Key: "Path", Option: "Equals", Values: ["/x"] }, "InvalidFilterOption"],
      [{ Key: "Tier", Values: ["x"] }, "InvalidFilterValue"],
      [{ Key: "Name" }, "InvalidFilterValue"],
    ];
    for (const [filter, name] of refusals) await rejects(found(filter), { name });
    const both = {
      Filters: [{ Key: "Name" as const, Values: ["x"] }],
      ParameterFilters: [{ Key: "Name", Values: ["x"] }],
    };
    await rejects(owner.ssm.describeParameters(both), (error: Error) => {
      ok(error.message.startsWith("You can use either Filters or ParameterFilters"));
      return true;
    });
  });
});
