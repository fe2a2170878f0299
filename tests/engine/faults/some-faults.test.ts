import { deepStrictEqual } from "node:assert";
import type { Fault } from "../../../sandbox/weather/faults";
import { BEFORE } from "../every-call";
import { suiteEngine } from "../harness";
import { type CalmPhase, goThrough, PHASES } from "./phases";
import { tryOut } from "./trial";

describe("up whose single calls fail", () => {
  const sandbox = suiteEngine(BEFORE);
  let phase: CalmPhase;

  before(async () => {
    [phase] = (await goThrough(sandbox, PHASES.slice(0, 1))) as [CalmPhase];
  });

  it("gets over a throttle, a failure, a lost and a late answer of any call", async () => {
    const kinds = ["throttled", "failed", "lost", "late"] as const;
    const faults = [...new Set(phase.calls)].sort().map((call, index): Fault => {
      return { call, nth: 1, kind: kinds[index % kinds.length] ?? "lost" };
    });
    deepStrictEqual(await tryOut(sandbox, phase, { faults }), {
      happened: faults.length,
      problems: [],
    });
  });

  it("names the call that is refused, and goes on when repeated", async () => {
    const faults: Fault[] = [
      { call: "provider iam:AttachRolePolicy", nth: 1, kind: "refused" },
      { call: "provider kms:PutKeyPolicy", nth: 1, kind: "refused" },
      // A key policy that the provider has put and may not read.
      { call: "provider kms:DescribeKey", nth: 6, kind: "refused" },
    ];
    deepStrictEqual(await tryOut(sandbox, phase, { faults }), { happened: 3, problems: [] });
  });
});

describe("destroy of secrets that are not as the state says", () => {
  const inventory = `
accounts: { a: { id: "111111111111", region: us-east-1 } }
secrets:
  own: { account: a, replicas: [{ region: eu-west-1 }] }
  turned:
    account: a
    rotation:
      lambdaArn: arn:aws:lambda:us-east-1:111111111111:function:rotate
      automaticallyAfterDays: 30
`;
  const sandbox = suiteEngine(inventory);

  it("goes on when repeated where a secret has lost its replica and stays, and without one deleted by hand", async () => {
    const deleteByHand = async () => {
      const { secretsManager } = await sandbox.aws("a");
      await secretsManager.deleteSecret({ SecretId: "turned", ForceDeleteWithoutRecovery: true });
    };
    const [, phase] = (await goThrough(sandbox, [
      { name: "up", inventory, args: ["up", "--yes"] },
      { name: "destroy", inventory, args: ["destroy", "--yes"], prepare: deleteByHand },
    ])) as [CalmPhase, CalmPhase];
    const call = "provider secretsmanager:DeleteSecret";
    const faults: Fault[] = [{ call, nth: 1, kind: "refused" }];
    deepStrictEqual(await tryOut(sandbox, phase, { faults }), { happened: 1, problems: [] });
  });
});
