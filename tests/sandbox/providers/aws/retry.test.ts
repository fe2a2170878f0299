import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { PACE_VARIABLE } from "../../../../sandbox/clusters/pace";
import type { Account } from "../../../../sandbox/providers/aws/account/account";
import { providerRetries, retried } from "../../../../sandbox/providers/aws/account/errors";
import { lifecycleOf } from "../../../../sandbox/providers/aws/lifecycle/lifecycle";
import type { AwsResource } from "../../../../sandbox/providers/aws/lifecycle/resource";
import { InitializationError } from "../../../../sandbox/providers/common/provider";
import { number } from "../../../../sandbox/providers/common/values";
import { POD_TRUST } from "../../eks-support";
import { setEnvironment } from "../support";
import { AwsEngine, document, type Made } from "./aws-engine";

const REFUSALS = [{ name: "MalformedPolicyDocumentException", says: "Invalid principal" }];

describe("retried", () => {
  let calls = 0;
  const refusedTwice = (message: string) => async () => {
    if (++calls > 2) return "made";
    throw Object.assign(new Error(message), { name: "MalformedPolicyDocumentException" });
  };
  const atPace = async <T>(pace: string, act: () => Promise<T>) => {
    calls = 0;
    const restore = setEnvironment({ [PACE_VARIABLE]: pace });
    return act().finally(restore);
  };

  it("tries again what AWS may take later, for a while of AWS's time", async () => {
    const act = refusedTwice("Invalid principal in policy");
    strictEqual(await atPace("0.05", () => retried(REFUSALS, act)), "made");
    await rejects(
      atPace("0.001", () => retried(REFUSALS, act)),
      /Invalid principal/,
    );
    strictEqual(calls, 2);
  });

  it("tries nothing again that fails for another reason, or in a sandbox without time", async () => {
    await atPace("0.05", () => rejects(retried(REFUSALS, refusedTwice("Syntax error"))));
    strictEqual(calls, 1);
    await atPace("0", () => rejects(retried(REFUSALS, refusedTwice("Invalid principal"))));
    strictEqual(calls, 1);
  });
});

describe("the retries of the provider for AWS", () => {
  /** The number of attempts before it gives up, and the longest pause. */
  const attempts = async (
    errorType: "THROTTLING" | "TRANSIENT" | "CLIENT_ERROR",
    most?: number,
  ) => {
    const strategy = providerRetries(0.1, most);
    let token = await strategy.acquireInitialRetryToken("");
    const pauses = [token.getRetryDelay()];
    try {
      for (;;) {
        token = await strategy.refreshRetryTokenForRetry(token, { errorType });
        pauses.push(token.getRetryDelay());
      }
    } catch {
      return { count: pauses.length, longest: Math.max(...pauses) };
    }
  };

  it("are 25 of what is throttled, fails or breaks off, with pauses of at most 20 s of AWS's time", async () => {
    for (const errorType of ["THROTTLING", "TRANSIENT"] as const) {
      const { count, longest } = await attempts(errorType);
      strictEqual(count, 26);
      ok(longest > 200 && longest <= 2_000, String(longest));
    }
  });

  it("are as many as the program says", async () => {
    strictEqual((await attempts("THROTTLING", 3)).count, 4);
  });

  it("are none of what AWS refuses", async () => {
    strictEqual((await attempts("CLIENT_ERROR")).count, 1);
  });
});

describe("the real AWS provider's patience", () => {
  const weather = { name: "test", seed: 4, lag: 0.4, failing: 0.2, losing: 0 };
  const aws = new AwsEngine({ pace: 0.05, weather });

  /** Waits until all places of IAM have seen a change. */
  const allSee = () => sleep(450);

  it("outlasts that IAM does not know yet what was just made, and that calls fail", async () => {
    for (const name of ["one", "two", "three", "four"]) {
      const role = await aws.make("role", { name, assumeRolePolicy: POD_TRUST });
      strictEqual(role.id, name);
      await aws.make("rolePolicy", { name: "p", role: name, policy: document("s3:Get*") });
    }
  });

  it("deletes a role whose policy is gone, though IAM still lists it", async () => {
    const names = ["five", "six", "seven", "eight"];
    for (const name of names) {
      const made = await aws.make("role", { name, assumeRolePolicy: POD_TRUST });
      const program = { name: "p", role: name, policy: document("s3:Get*") };
      const policy = await aws.make("rolePolicy", program);
      await allSee();
      const role = await aws.refresh("role", made);
      strictEqual((role.state.inlinePolicies as object[]).length, 1);
      await aws.remove("rolePolicy", policy);
      await aws.remove("role", role);
    }
    await allSee();
    const { Roles = [] } = await (await aws.byHand("iam")).listRoles();
    deepStrictEqual(
      Roles.filter(({ RoleName = "" }) => names.includes(RoleName)),
      [],
    );
  }).timeout(20_000);

  it("takes a role's exclusive policies for what was asked, whatever IAM lists by then", async () => {
    for (const name of ["nine", "ten", "eleven", "twelve"]) {
      await aws.make("role", { name, assumeRolePolicy: POD_TRUST });
      await aws.make("rolePolicy", { name: "p", role: name, policy: document("s3:Get*") });
      const program = { roleName: name, policyNames: ["p"] };
      // If IAM does not list the policy yet, the provider fails, and Pulumi's next run tries again.
      const make = (): Promise<Made> => aws.make("policiesExclusive", program).catch(make);
      deepStrictEqual((await make()).state.policyNames, ["p"]);
    }
  }).timeout(20_000);
});

describe("what AWS has made or changed, and the provider may not read", () => {
  const refused = Object.assign(new Error("not authorized"), { name: "AccessDenied" });
  const resource: AwsResource<"kms"> = {
    ...{ type: "aws:kms/thing:Thing", service: "kms", noun: "Thing", outputs: [] },
    properties: { size: number({ default: 1 }) },
    create: async () => "made",
    read: () => Promise.reject(refused),
    update: () => Promise.reject(refused),
    delete: async () => {},
  };
  const account = { region: "us-east-1", defaultTags: {}, client: async () => ({}) };
  const of = (one: Partial<AwsResource<"kms">> = {}) =>
    lifecycleOf({ ...resource, ...one } as AwsResource, account as unknown as Account);
  const failing = async (act: Promise<unknown>) =>
    act.then(
      () => undefined,
      (error) => error,
    );
  const updated = { id: "made", oldInputs: { size: 1 }, state: { size: 1, id: "made" } };
  const update = { ...updated, news: { size: 2 }, ignoreChanges: [], preview: false, timeout: 0 };

  it("is held as half made, with what AWS says, and is not replaced for that", async () => {
    const { create, diff } = of();
    const error = await failing(create({ inputs: { size: 1 }, preview: false, timeout: 0 }));
    ok(error instanceof InitializationError);
    deepStrictEqual([error.id, error.message], ["made", "reading Thing (made): not authorized"]);
    deepStrictEqual(error.outputs, { id: "made", region: "us-east-1", size: 1 });
    const { region: _, ...older } = error.outputs;
    for (const state of [error.outputs, older]) {
      const { changes } = diff({ id: "made", oldInputs: {}, state, news: { size: 1 } });
      deepStrictEqual(changes, {});
    }
  });

  it("is recorded as changed although the change has failed, except by Terraform's framework", async () => {
    const reads = { update: async () => {} };
    for (const [lifecycle, message] of [
      [of(), "updating Thing (made): not authorized"],
      [of(reads), "reading Thing (made): not authorized"],
    ] as const) {
      const error = await failing(lifecycle.update(update));
      ok(error instanceof InitializationError);
      deepStrictEqual([error.message, error.outputs.size], [message, 2]);
    }
    for (const newer of [{ readBy: "thingId" }, { stateAsAsked: true as const }]) {
      const error = await failing(of(newer).update(update));
      ok(!(error instanceof InitializationError));
    }
  });
});
