import { deepStrictEqual, rejects } from "node:assert";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { partsThatGo } from "../../../../cli/stacks/engine/driver-parts";
import { eventRecord } from "../../../../cli/stacks/engine/record-events";
import { type OneRun, settleEarlierRun } from "../../../../cli/stacks/engine/stack-run";
import { untilDeployed } from "../../../../cli/stacks/engine/until-deployed";
import { stackPlan } from "../../../../stacks/stack-plan";
import { landingZoneOf } from "../../../sdk/grant/support";
import { zone } from "../../../stacks/reference";
import { fakePulumi, keptFiles, keptIn } from "../../fake-pulumi/kept-stacks";
import { filesIn } from "../../support";

const LISTED_LATE =
  "creating IAM Role Policies Exclusive (x): missing required field, PutRolePolicyInput.PolicyDocument.";

/** What the provider says of a secret or key that AWS has deleted, in the places that say so, and of one whose replica is deleted. */
const DELETED = [
  "1 error occurred:\n\t* deleting Secrets Manager Secret (x): You can't perform this operation on the secret because it was already scheduled for deletion.",
  "deleting Secrets Manager Secret (x) policy: You can't perform this operation on the secret because it was marked for deletion.",
  "removing Secrets Manager Secret (x) replicas: You can't perform this operation on the secret because it was marked for deletion.",
  "removing Secrets Manager Secret (x) replicas: operation error Secrets Manager: RemoveRegionsFromReplication, InvalidParameterException: there is none.",
  "deleting Secret Manager Secret Rotation (x): InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.",
  "deleting Secret Manager Secret Rotation (x): ResourceNotFoundException: Secrets Manager can't find the specified secret.",
  "attaching KMS Key policy (x): updating KMS Key Policy (x) policy: NotFoundException: Key 'x' does not exist",
];

/** What the engine says of an object whose cluster's answer was lost, and the object. */
const ANSWER_LOST = 'Post "https://shop/apis": EOF';
const CLASS = {
  urn: "urn::class",
  type: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
  provider: "urn:pulumi:s::p::pulumi:providers:kubernetes::shop::1",
  inputs: { metadata: { name: "web", namespace: "shop" }, __fieldManager: "m" },
};
const began = new Date();

describe("untilDeployed", () => {
  let errors: string[];
  let readAgain: string[][];
  let takenIn: number;
  let runs: number;
  let steps: string[];

  /** Deploys a stack. Its first runs fail with these errors, and the next one succeeds. */
  function deployed(failures: string[], stopIn?: "the run" | "the pause", canTakeIn = true) {
    const stop = stopIn && new AbortController();
    errors = [];
    readAgain = [];
    takenIn = 0;
    runs = 0;
    const record = eventRecord(() => {});
    steps = [];
    const left = [...failures];
    return untilDeployed({
      pauses: [1, 1],
      access: {
        region: "eu-west-1",
        readOfCluster: async () =>
          JSON.stringify({ metadata: { managedFields: [{ manager: "m" }] } }),
        signal: (stop ?? new AbortController()).signal,
        onStep: (step) => {
          steps.push(step);
          if (stopIn === "the pause") stop?.abort();
        },
      },
      record: {
        ...record,
        errors,
        beginAgain: () => errors.splice(0),
        failedCreations: () =>
          errors.includes(ANSWER_LOST) ? [{ resource: CLASS, error: ANSWER_LOST, began }] : [],
      },
      takeIn: async () => {
        takenIn++;
        if (!canTakeIn && takenIn > 1) throw new Error("AWS is not asked any more");
      },
      readAgain: async (urns) => void readAgain.push(urns),
      deploy: async () => {
        runs++;
        const failure = left.shift();
        if (failure === undefined) return;
        errors.push(failure, "update failed");
        const told = { severity: "error", message: failure, urn: `urn:${failure.length}` };
        record.onEvent({ timestamp: 0, diagnosticEvent: told });
        if (stopIn === "the run") stop?.abort();
        throw new Error(failure);
      },
    });
  }

  it("runs a stack again while IAM does not list what it has taken", async () => {
    await deployed([LISTED_LATE, LISTED_LATE]);
    deepStrictEqual([runs, steps.length], [3, 2]);
  });

  it("gives up where IAM still does not list it after all pauses", async () => {
    await rejects(deployed([LISTED_LATE, LISTED_LATE, LISTED_LATE]), { message: LISTED_LATE });
    deepStrictEqual(runs, 3);
  });

  it("reads again, once, what it cannot delete because AWS has deleted it, or a replica of it", async () => {
    for (const words of DELETED) {
      await deployed([words]);
      deepStrictEqual([runs, readAgain], [2, [[`urn:${words.length}`]]]);
    }
    const [words = ""] = DELETED;
    await rejects(deployed([words, words]), { message: words });
    deepStrictEqual(runs, 2);
  });

  it("takes in again, after a pause, what AWS has made and did not list where it was read", async () => {
    await deployed([ANSWER_LOST, ANSWER_LOST, ANSWER_LOST]);
    deepStrictEqual([runs, takenIn, steps.length], [4, 3, 2]);
    const often = [ANSWER_LOST, ANSWER_LOST, ANSWER_LOST, ANSWER_LOST];
    await rejects(deployed(often), { message: ANSWER_LOST });
    deepStrictEqual([runs, takenIn, steps.length], [4, 4, 2], "also before it gives up");
    await rejects(deployed(often, "the pause"), { name: "StoppedRun" });
    deepStrictEqual([runs, takenIn], [2, 2], "also where somebody interrupts it as it waits");
    await rejects(deployed(often, "the pause", false), { name: "StoppedRun" });
  });

  it("runs it once where something else failed, or somebody interrupts it", async () => {
    await rejects(deployed(["AccessDenied"]), { message: "AccessDenied" });
    deepStrictEqual(runs, 1);
    await rejects(deployed([LISTED_LATE], "the run"), { message: LISTED_LATE });
    deepStrictEqual(runs, 1);
  });

  it("is stopped, and has not failed, where somebody interrupts it as it waits", async () => {
    await rejects(deployed([LISTED_LATE], "the pause"), { name: "StoppedRun" });
    deepStrictEqual(runs, 1);
  });
});

const urn = (type: string, name: string) => `urn:pulumi:a.cluster::p::C$${type}::${name}`;
const part = (type: string, name: string) => ({ type, urn: urn(type, name) });
const AGENT = part("aws:eks/addon:Addon", "shop-agent");
const ADDON = part("aws:eks/addon:Addon", "shop-driver");
const RELEASES = ["shop-provider", "shop-driver"].map((name) =>
  part("kubernetes:helm.sh/v3:Release", name),
);
const OTHERS = [part("aws:eks/addon:Addon", "workshop-driver")];

function going(settings: string, held: { type: string; urn: string }[]) {
  const zone = landingZoneOf({
    clusters: `\n  shop: { account: a, existing: true, secretsStoreCsi: { ${settings} } }`,
  });
  const [account] = zone.accounts;
  if (!account) throw new Error("no account");
  return partsThatGo(zone, account, [...held, ...OTHERS]);
}

const urns = (parts: { urn: string }[]) => parts.map((one) => one.urn);

describe("partsThatGo", () => {
  it("replaces the add-on by releases, and releases by the add-on", () => {
    const none = { handedOver: [], replaced: [] };
    deepStrictEqual(going("install: addon", [AGENT, ADDON]), none);
    deepStrictEqual(going("install: helm", [AGENT, ...RELEASES]), none);
    deepStrictEqual(going("install: helm", [AGENT, ADDON]), { ...none, replaced: [ADDON.urn] });
    deepStrictEqual(going("install: addon", [AGENT, ...RELEASES]), {
      ...none,
      replaced: urns(RELEASES),
    });
  });

  it("hands over what is said to exist, a release after the one that needs it", () => {
    const all = [...RELEASES, AGENT];
    deepStrictEqual(going("install: existing", all), { replaced: [], handedOver: urns(all) });
    deepStrictEqual(going("podIdentityAgent: existing", [AGENT, ADDON]), {
      replaced: [],
      handedOver: [AGENT.urn],
    });
  });
});

const ROLE = { urn: "urn::orders", type: "aws:iam/role:Role" };

describe("what the events of a run tell", () => {
  it("counts no change where outputs of another stack are read anew, or no longer", () => {
    const record = eventRecord(() => undefined);
    record.onEvent({
      timestamp: 0,
      summaryEvent: { resourceChanges: { same: 31, read: 1, discard: 1 } },
    });
    deepStrictEqual(record.changes, { same: 31 });
  });

  it("counts what all runs have changed, where the run begins again", () => {
    const record = eventRecord(() => undefined);
    const end = (resourceChanges: Record<string, number>) =>
      record.onEvent({ timestamp: 0, summaryEvent: { resourceChanges } });
    end({ create: 11, same: 2 });
    record.beginAgain();
    end({ create: 1, same: 13 });
    deepStrictEqual(record.changes, { create: 12, same: 2 });
  });

  it("counts what is unchanged, where the first run told nothing", () => {
    const record = eventRecord(() => undefined);
    record.beginAgain();
    record.onEvent({ timestamp: 0, summaryEvent: { resourceChanges: { same: 13 } } });
    deepStrictEqual(record.changes, { same: 13 });
  });

  for (const op of ["create", "create-replacement"]) {
    it(`knows when it first began to ${op} what failed, also where the run begins again`, () => {
      const record = eventRecord(() => undefined);
      const metadata = { op, type: "aws:iam/role:Role", urn: "urn::orders", new: ROLE };
      const fail = (timestamp: number) => {
        record.onEvent({ timestamp, resourcePreEvent: { metadata } });
        record.onEvent({ timestamp: timestamp + 5, resOpFailedEvent: { metadata } });
        return record.failedCreations();
      };
      const failed = [{ resource: ROLE, error: "", began: new Date(100_000) }];
      deepStrictEqual(fail(100), failed);
      record.beginAgain();
      deepStrictEqual(fail(200), failed);
    });
  }
});

describe("settleEarlierRun", () => {
  it("rejects to put back a state that another run has left behind meanwhile", async () => {
    const name = "account-a.workloads";
    const kept = (urns: string[]) => ({
      resources: 0,
      holds: urns.map((urn) => ({ urn, type: "a:b:C", id: urn })),
    });
    const directory = filesIn(keptFiles({ [name]: { ...kept(["one"]), pending: [CLASS] } }));
    const place = { workDir: directory, environment: fakePulumi(directory) };
    const stack = stackPlan(zone).find((one) => one.name === name);
    // While the cluster is asked, the other run makes what it had not made yet, and ends.
    const readOfCluster = async () => {
      const after = keptFiles({ [name]: kept(["one", "class", "pod"]) })[`${name}.deployment`];
      writeFileSync(join(directory, `${name}.deployment`), after ?? "");
      return undefined;
    };
    const { signal } = new AbortController();
    const access = { region: "eu-west-1", onStep: () => undefined, signal, readOfCluster };
    const run = { operation: "refresh", place, stack, zone, access } as unknown as OneRun;
    await rejects(settleEarlierRun(run), { name: "ChangedState" });
    deepStrictEqual(
      keptIn(directory, name).holds?.map(({ urn }) => urn),
      ["one", "class", "pod"],
    );
  });
});
