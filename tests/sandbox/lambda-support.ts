import { ok } from "node:assert/strict";
import { call } from "./raw";
import { REGION, type TestSandbox } from "./support";

/** An empty zip file. */
export const EMPTY_ZIP = Buffer.from(`PK\x05\x06${"\0".repeat(18)}`);
/** The same in a request. */
export const ZIP = EMPTY_ZIP.toString("base64");

/** Creates a function with a role, as the administrator of its account. */
export async function createFunction(
  sandbox: TestSandbox,
  role: string,
  name: string,
  region = REGION,
): Promise<void> {
  const [, , , , account = ""] = role.split(":");
  const code = { Code: { ZipFile: ZIP }, Runtime: "nodejs22.x", Handler: "index.handler" };
  const { status, text } = await call(sandbox.endpoint, sandbox.administrator(account), {
    ...{ service: "lambda", region, path: "/2015-03-31/functions" },
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ FunctionName: name, Role: role, ...code }),
  });
  ok(status === 200, text);
}
