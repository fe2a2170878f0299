import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { IAM } from "@aws-sdk/client-iam";
import { patientRetries } from "../../../cli/aws/retries";

/** Answers each call by the next of these: status and code of an error. Then it answers a role. */
async function answering(answers: [status: number, code: string][]) {
  let calls = 0;
  const server = createServer((_, response) => {
    const [status, code] = answers[calls++] ?? [200, ""];
    response.statusCode = status;
    response.end(
      code
        ? `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`
        : "<GetRoleResponse><GetRoleResult><Role><RoleName>r</RoleName></Role></GetRoleResult></GetRoleResponse>",
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const iam = new IAM({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    retryStrategy: patientRetries(),
  });
  return {
    get: async () => (await iam.getRole({ RoleName: "r" })).Role?.RoleName,
    calls: () => calls,
    close: () => {
      iam.destroy();
      server.close();
    },
  };
}

describe("patientRetries", () => {
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

  it("outlasts throttling that the SDK's own three attempts do not", async () => {
    const aws = await answering(times(5, [400, "Throttling"]));
    strictEqual(await aws.get(), "r");
    strictEqual(aws.calls(), 6);
    aws.close();
  });

  it("gives up after three failures, and at once where AWS refuses", async () => {
    const failing = await answering(times(9, [500, "InternalFailure"]));
    await rejects(failing.get(), { name: "InternalFailure" });
    const refusing = await answering(times(9, [403, "AccessDenied"]));
    await rejects(refusing.get(), { name: "AccessDenied" });
    deepStrictEqual([failing.calls(), refusing.calls()], [3, 1]);
    failing.close();
    refusing.close();
  });
});
