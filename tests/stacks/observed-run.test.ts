import { deepStrictEqual, match, strictEqual } from "node:assert";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readHeldResources } from "../../stacks/held-resources";
import { noteAgain, observeRun } from "../../stacks/observed-run";
import { outputAt, type RunRecord } from "../../stacks/run-record";
import { stackPlan } from "../../stacks/stack-plan";
import { stackScope } from "../../stacks/stack-scope";
import { filesIn } from "../cli/support";
import { setEnvironment } from "../sandbox/providers/support";
import { mockEngine } from "../sdk/components/mocked-engine";
import { programs } from "./run-stack";
import { kubeconfig, OWN_CLUSTER, vocabularyEngine, zone } from "./vocabulary";

type Call = (
  request: { getType(): string },
  ended: (error: unknown, response: object) => void,
) => unknown;

/** The directory of the kubeconfig that all runs use. */
let directory = "";

/** What a run of a stack records. `before` is called when the observation has started. */
async function recordOf(stack: string, before = () => {}): Promise<RunRecord> {
  const record = await recordOrNone(stack, before, () => "fingerprint");
  if (!record) throw new Error("nothing was recorded");
  return record;
}

async function recordOrNone(
  stack: string,
  before: () => void,
  fingerprint: () => string,
  beforehand = () => {},
): Promise<RunRecord | null> {
  const restore = setEnvironment({ KUBECONFIG: join(directory, "kubeconfig") });
  try {
    await mockEngine({ ...vocabularyEngine(stack), stack });
    let record: Promise<RunRecord | null> | undefined;
    await pulumi.runtime.runInPulumiStack(async () => {
      beforehand();
      const recorded = observeRun();
      before();
      const scope = stackScope(zone, stack, await readHeldResources());
      const outputs: unknown = await programs[scope.layer](scope);
      record = recorded(fingerprint);
      return { outputs, record };
    });
    if (!record) throw new Error("no record was asked for");
    return await record;
  } finally {
    restore();
  }
}

describe("the record of a run", () => {
  before(() => {
    directory = filesIn({ kubeconfig: kubeconfig("shop", OWN_CLUSTER) });
  });

  for (const { name } of stackPlan(zone)) {
    it(`is there once ${name} has registered all that there is, and is the same each time`, async () => {
      const record = await recordOf(name);
      match(record.resources, /^[0-9a-f]{64}$/);
      deepStrictEqual(await recordOf(name), record);
    });
  }

  it("names what was read of other stacks, and why the next run may do something else", async () => {
    const { again, reads } = await recordOf("platform.workloads", () => noteAgain("must"));
    deepStrictEqual(again, ["must"]);
    deepStrictEqual(Object.keys(reads).sort(), [
      "data.secrets",
      "platform.cluster",
      "platform.secrets",
    ]);
    deepStrictEqual(reads["platform.cluster"], ["clusters/lab", "clusters/shop", "clusters/site"]);
  });

  it("says that a run may differ that has asked for something which is not compared", async () => {
    const asks = () => void pulumi.runtime.invoke("aws:ec2/getAmi:getAmi", {});
    deepStrictEqual((await recordOf("platform.secrets", asks)).again, [
      "asks AWS by aws:ec2/getAmi:getAmi",
    ]);
  });

  describe("that cannot be made", () => {
    const { warn } = pulumi.log;
    let said: string[] = [];

    beforeEach(() => {
      said = [];
      (pulumi.log as { warn: unknown }).warn = (text: string) => void said.push(text);
    });

    afterEach(() => {
      (pulumi.log as { warn: unknown }).warn = warn;
    });

    const fail = (): never => {
      throw new TypeError("it has no end");
    };

    it("keeps no run from its end, and is said", async () => {
      strictEqual(await recordOrNone("platform.secrets", () => {}, fail), null);
      deepStrictEqual(said, [
        "what this run went by cannot be recorded, so eks-pod-secrets up --changed runs platform.secrets again: it has no end",
      ]);
    });

    it("keeps no run from its end where an answer of the engine cannot be seen", async () => {
      let isSpoilt = false;
      const spoil = () => {
        const monitor = pulumi.runtime.getMonitor() as unknown as Record<string, Call>;
        const call = monitor.registerResource?.bind(monitor);
        monitor.registerResource = (request, ended) =>
          call?.(request, (error: unknown, response: object) => {
            const getResult = () => {
              if (isSpoilt || request.getType() === "pulumi:pulumi:Stack") return 0;
              isSpoilt = true;
              return fail();
            };
            ended(error, response && Object.assign(response, { getResult }));
          });
      };
      strictEqual(
        await recordOrNone(
          "platform.secrets",
          () => {},
          () => "",
          spoil,
        ),
        null,
      );
      match(said.join(), /runs platform\.secrets again: it has no end$/);
    });
  });
});

describe("what a run goes by of a reader", () => {
  it("is how it reads, where that is not as the inventory says", () => {
    const at = (path: string, web?: object) => outputAt({ readers: web && { web } }, path);
    const declared = "readers/web podIdentity resourcePolicy";
    const reads = { identity: "podIdentity", mode: "resourcePolicy", roleArn: "arn" };
    strictEqual(at(declared), undefined);
    strictEqual(at(declared, reads), undefined);
    strictEqual(at(declared, { ...reads, identity: undefined }), undefined);
    for (const other of [{ mode: "targetRole" }, { identity: "irsa" }]) {
      const { identity, mode } = { ...reads, ...other };
      deepStrictEqual(at(declared, { ...reads, ...other }), { identity, mode });
    }
    deepStrictEqual(at("readers/web", reads), {
      identity: "podIdentity",
      mode: "resourcePolicy",
    });
  });
});
