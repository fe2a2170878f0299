import { doesNotThrow, strictEqual, throws } from "node:assert";

import type { AccountAccess } from "../../../../cli/aws/account-access";
import { requireSameWorld, worldOf } from "../../../../cli/verbs/trial/world";

describe("the world of a trial", () => {
  const VARIABLES = ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER"];
  const access = (region: string) =>
    ({
      ...{ region, callerArn: "" },
      credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    }) as unknown as AccountAccess;

  afterEach(() => {
    for (const name of VARIABLES) delete process.env[name];
  });

  for (const region of ["eu-central-1", "cn-north-1", "us-gov-west-1"]) {
    it(`is AWS where the SDK asks AWS's endpoint of ${region}`, async () => {
      strictEqual(await worldOf(access(region)), "AWS");
    });
  }

  for (const name of VARIABLES) {
    it(`is a sandbox where ${name} names another endpoint`, async () => {
      process.env[name] = "http://127.0.0.1:1";
      strictEqual(await worldOf(access("eu-central-1")), "sandbox");
    });
  }

  it("is AWS where AWS_ENDPOINT_URL names an endpoint of AWS", async () => {
    process.env.AWS_ENDPOINT_URL = "https://secretsmanager-fips.us-east-1.amazonaws.com";
    strictEqual(await worldOf(access("us-east-1")), "AWS");
  });

  it("stays the same while the trial lasts", () => {
    const at = (world: "AWS" | "sandbox", now: "AWS" | "sandbox") =>
      requireSameWorld({ id: "3f9a71", world }, now);
    for (const world of ["AWS", "sandbox"] as const) doesNotThrow(() => at(world, world));
    throws(() => at("AWS", "sandbox"), /was begun in AWS, .* a sandbox, not AWS: unset AWS_END/);
    throws(() => at("sandbox", "AWS"), /in a sandbox, not AWS, .* go to AWS: set AWS_ENDPOINT_URL/);
  });
});
