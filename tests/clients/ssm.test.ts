import { deepStrictEqual, strictEqual } from "node:assert/strict";

import { A, B } from "../sandbox/support";
import { withAwsCli } from "./aws-cli";

describe("aws ssm", () => {
  const cli = withAwsCli();

  const put = (name: string, value: string, type: string, ...args: string[]) => [
    ...["ssm", "put-parameter", "--name", name, "--value", value, "--type", type],
    ...args,
  ];

  it("puts a parameter, overwrites it when told to, and counts its versions", async () => {
    strictEqual((await cli.json(A, ...put("/shop/flags", "one", "String"))).Version, 1);
    const again = put("/shop/flags", "two", "String");
    strictEqual(await cli.refused(A, ...again), "ParameterAlreadyExists");
    strictEqual((await cli.json(A, ...again, "--overwrite")).Version, 2);
    const { Parameter } = await cli.json(A, "ssm", "get-parameter", "--name", "/shop/flags");
    strictEqual(Parameter.Value, "two");
    strictEqual(Parameter.ARN, `arn:aws:ssm:us-east-1:${A}:parameter/shop/flags`);
  });

  it("shows a secure parameter only when decrypted", async () => {
    await cli.json(A, ...put("/shop/password", "hidden", "SecureString"));
    const get = ["ssm", "get-parameters", "--names", "/shop/password", "/shop/missing"];
    const sealed = await cli.json(A, ...get);
    strictEqual(JSON.stringify(sealed).includes("hidden"), false);
    const opened = await cli.json(A, ...get, "--with-decryption");
    strictEqual(opened.Parameters[0].Value, "hidden");
    deepStrictEqual(opened.InvalidParameters, ["/shop/missing"]);
  });

  it("keeps the parameters of accounts apart", async () => {
    await cli.json(A, ...put("/own", "a", "String"));
    const get = ["ssm", "get-parameter", "--name"];
    strictEqual(await cli.refused(B, ...get, "/own"), "ParameterNotFound");
  });

  it("finds by path, and deletes", async () => {
    for (const name of ["/path/one", "/path/two"]) await cli.json(A, ...put(name, "x", "String"));
    const find = ["ssm", "get-parameters-by-path", "--path", "/path"];
    const names = ["--query", "Parameters[].Name"];
    deepStrictEqual(await cli.json(A, ...find, ...names), ["/path/one", "/path/two"]);
    await cli.json(A, "ssm", "delete-parameter", "--name", "/path/one");
    deepStrictEqual(await cli.json(A, ...find, ...names), ["/path/two"]);
  });
});
