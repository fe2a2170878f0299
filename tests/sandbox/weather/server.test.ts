import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { Weather } from "../../../sandbox/weather/weather";
import { policy } from "../secrets-support";
import { A, credentialsOf, startSandbox, type TestSandbox } from "../support";

const CLEAR: Weather = { name: "clear", seed: 4, lag: 0, failing: 0, losing: 0 };

const TRUST = policy({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });

/** IAM's longest delay is two seconds at this pace, by the sandbox's clock. */
const PACE = 0.1;
const LAG = 20_000 * PACE;

async function under(weather: Weather, use: (sandbox: TestSandbox) => Promise<void>) {
  const sandbox = await startSandbox(undefined, { weather, pace: PACE });
  try {
    await use(sandbox);
    deepStrictEqual(sandbox.failures, []);
  } finally {
    await sandbox.stop();
  }
}

/** The outcomes of the calls, each as the name and status of its error. */
async function outcomes(count: number, call: () => Promise<unknown>): Promise<Set<string>> {
  const found = new Set<string>();
  for (let index = 0; index < count; index++) {
    await call().then(
      () => found.add("done"),
      (error) => found.add(`${error.name} ${error.$metadata?.httpStatusCode ?? "none"}`),
    );
  }
  return found;
}

describe("a sandbox in bad weather", () => {
  it("shows a new role to some calls at once, to others later, and to all in the end", () =>
    under({ ...CLEAR, lag: 1 }, async (sandbox) => {
      const { iam } = sandbox.clients(A);
      await iam.createRole({ RoleName: "r", AssumeRolePolicyDocument: TRUST });
      const get = () => iam.getRole({ RoleName: "r" });
      deepStrictEqual(await outcomes(30, get), new Set(["done", "NoSuchEntityException 404"]));
      // A caller that changes a role sees the change at once.
      const put = { RoleName: "r", PolicyName: "p", PolicyDocument: ALLOW };
      await iam.putRolePolicy(put);
      await iam.updateAssumeRolePolicy({ RoleName: "r", PolicyDocument: TRUST });
      sandbox.advance(LAG);
      deepStrictEqual(await outcomes(30, get), new Set(["done"]));
    }));

  it("lists roles as they were", () =>
    under({ ...CLEAR, lag: 1 }, async (sandbox) => {
      const { iam } = sandbox.clients(A);
      const counts = new Set<number>();
      for (const RoleName of ["a", "b", "c"]) {
        await iam.createRole({ RoleName, AssumeRolePolicyDocument: TRUST });
        sandbox.advance(LAG / 3);
      }
      for (let index = 0; index < 40; index++) {
        counts.add((await iam.listRoles()).Roles?.length ?? 0);
      }
      ok(counts.has(3) && counts.size > 1 && !counts.has(0), [...counts].join());
    }));

  it("refuses for a while a key policy and a trust that name a new role", () =>
    under({ ...CLEAR, lag: 1 }, async (sandbox) => {
      const { iam, kms } = sandbox.clients(A);
      const KeyId = (await kms.createKey()).KeyMetadata?.KeyId ?? "";
      await iam.createRole({ RoleName: "r", AssumeRolePolicyDocument: TRUST });
      const principal = `arn:aws:iam::${A}:role/r`;
      const Policy = policy({
        Principal: { AWS: [`arn:aws:iam::${A}:root`, principal] },
        Action: "kms:*",
        Resource: "*",
      });
      const put = () => kms.putKeyPolicy({ KeyId, Policy });
      deepStrictEqual(
        await outcomes(30, put),
        new Set(["done", "MalformedPolicyDocumentException 400"]),
      );
      let number = 0;
      const trusting = () =>
        iam.createRole({
          RoleName: `trusting-${++number}`,
          AssumeRolePolicyDocument: policy({
            Principal: { AWS: principal },
            Action: "sts:AssumeRole",
          }),
        });
      deepStrictEqual(
        await outcomes(30, trusting),
        new Set(["done", "MalformedPolicyDocumentException 400"]),
      );
      sandbox.advance(LAG);
      deepStrictEqual(await outcomes(20, put), new Set(["done"]));
    }));

  it("throttles each service in its own words, and account by account", () =>
    under({ ...CLEAR, busy: 0.9 }, async (sandbox) => {
      const { iam, kms } = sandbox.clients(A);
      const create = () => kms.createKey();
      // The limit is five in a second, of which a tenth is left, at ten times the speed.
      deepStrictEqual(await outcomes(8, create), new Set(["done", "ThrottlingException 400"]));
      const get = () => iam.getRole({ RoleName: "none" });
      deepStrictEqual(
        await outcomes(60, get),
        new Set(["NoSuchEntityException 404", "Throttling 400"]),
      );
      const elsewhere = sandbox.clients("222222222222").kms;
      await elsewhere.createKey();
      sandbox.advance(1000);
      await create();
    }));

  it("fails without doing anything, and answers nothing where it has done it", async () => {
    await under({ ...CLEAR, failing: 0.5 }, async (sandbox) => {
      const { secretsManager } = sandbox.clients(A);
      const describe = () => secretsManager.describeSecret({ SecretId: "none" });
      deepStrictEqual(
        await outcomes(60, describe),
        new Set(["ResourceNotFoundException 400", "InternalFailure 500", "ServiceUnavailable 503"]),
      );
    });
    await under({ ...CLEAR, losing: 1 }, async (sandbox) => {
      const { secretsManager } = sandbox.clients(A);
      const create = secretsManager.createSecret({ Name: "s" });
      await rejects(create, { code: "ECONNRESET" });
      strictEqual(sandbox.store.list(["secret"]).length, 1);
    });
  });

  it("refuses a session that somebody keeps too long, and its user still", () =>
    under({ ...CLEAR, sessions: 900 }, async (sandbox) => {
      const { iam, sts } = sandbox.clients(A);
      const trust = TRUST.replace(
        '"Service":"ec2.amazonaws.com"',
        `"AWS":"arn:aws:iam::${A}:root"`,
      );
      const role = { RoleName: "r", AssumeRolePolicyDocument: trust };
      const RoleArn = (await iam.createRole(role)).Role?.Arn;
      const assume = { RoleArn, RoleSessionName: "deploy" };
      const session = (await sts.assumeRole(assume)).Credentials;
      const kept = sandbox.clients(credentialsOf(session));
      const who = () => kept.sts.getCallerIdentity();
      await who();
      sandbox.advance(900_000 * PACE + 1000);
      await rejects(who(), { name: "ExpiredToken" });
      await rejects(kept.kms.createKey(), { name: "ExpiredTokenException" });
      await sts.getCallerIdentity();
    }));

  it("says which weather it is", () =>
    under({ ...CLEAR, failing: 1 }, async (sandbox) => {
      const { body } = await sandbox.control("GET", "/status");
      deepStrictEqual(
        { weather: (body as { weather: string }).weather, pace: (body as { pace: number }).pace },
        { weather: "clear", pace: PACE },
      );
    }));
});

const ALLOW = policy({ Action: "s3:GetObject", Resource: "*" });
