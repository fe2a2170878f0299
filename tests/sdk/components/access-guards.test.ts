import { deepStrictEqual } from "node:assert";
import { AccessGuards, type AccessGuardsArgs } from "../../../sdk";
import { type MockedEngine, type MockOptions, mockEngine, promiseOf } from "./mocked-engine";
import { rejectsEach, rejectsLater } from "./rejects";

const DATA = "222222222222";
const PLATFORM = "111111111111";
const UNIT = "ou-exam-12345678";

const denying = (Action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Action, Resource: "*" }],
});

function policy(target: string, kind: string, document: object = denying("iam:PassRole"), at = 1) {
  const name = `eks-pod-secrets-${target}-${kind}-${at}`;
  return { type: `${kind.toUpperCase()}_CONTROL_POLICY`, name, document };
}

const guardOf = (target: string) => ({
  target,
  policies: ["service", "resource"].map((kind) => policy(target, kind)),
});

/** A file of proved guards for two accounts, with `changes`. */
function file(changes: object = {}): string {
  return JSON.stringify({ result: "proved", guards: [DATA, PLATFORM].map(guardOf), ...changes });
}

const ofPolicies = (...policies: object[]) => file({ guards: [{ target: DATA, policies }] });

async function made(args: AccessGuardsArgs, options?: MockOptions) {
  const engine = await mockEngine(options);
  const attachedTo = await promiseOf(new AccessGuards("guards", args).attachedTo);
  await engine.settled();
  return { attached: attachmentsIn(engine), attachedTo, engine };
}

/** Each attachment as `<policy's id> at <target>`. */
function attachmentsIn({ resources }: MockedEngine): string[] {
  return resources
    .filter(({ type }) => type === "aws:organizations/policyAttachment:PolicyAttachment")
    .map(({ inputs }) => `${inputs.policyId} at ${inputs.targetId}`);
}

const bothAt = (target: string) =>
  ["service", "resource"].map((kind) => `guards-${target}-${kind}-1-id at ${target}`);

const guardsOf = (args: Partial<AccessGuardsArgs>) =>
  new AccessGuards("guards", { guards: file(), attachTo: [DATA], ...args });

describe("AccessGuards", () => {
  it("attaches the guard of each target that is named, and no other", async () => {
    const { attached, attachedTo, engine } = await made({ guards: file(), attachTo: [DATA] });
    deepStrictEqual([attachedTo, attached.sort()], [[DATA], bothAt(DATA).sort()]);
    const { inputs } = engine.one("aws:organizations/policy:Policy", `guards-${DATA}-resource-1`);
    deepStrictEqual(inputs, {
      name: `eks-pod-secrets-${DATA}-resource-1`,
      type: "RESOURCE_CONTROL_POLICY",
      description: "who may change who reads",
      // The exact text of the command, because white space counts.
      content: JSON.stringify(denying("iam:PassRole")),
    });
  });

  it("keeps its order, whichever guard comes first in the file", async () => {
    const attachTo = [PLATFORM, DATA];
    const { attached, attachedTo } = await made({ guards: file(), attachTo });
    deepStrictEqual([attachedTo, attached.sort()], [attachTo, attachTo.flatMap(bothAt).sort()]);
  });

  it("changes a policy once those after it are attached, as denials move to them", async () => {
    const policies = [1, 2].map((at) => policy(DATA, "service", denying("iam:PassRole"), at));
    const { engine } = await made({ guards: ofPolicies(...policies), attachTo: [DATA] });
    const of = (kind: string, at: number) =>
      `aws:organizations/${kind} guards-${DATA}-service-${at}`;
    const first = engine.registered.find(({ resource }) => resource === of("policy:Policy", 1));
    deepStrictEqual(first?.after.includes(of("policyAttachment:PolicyAttachment", 2)), true);
  });

  it("attaches none where it is told none", async () => {
    deepStrictEqual((await made({ guards: file(), attachTo: [] })).attached, []);
  });

  for (const target of [UNIT, "r-exam"]) {
    it(`attaches a guard of ${target}`, async () => {
      const guards = file({ guards: [guardOf(target)] });
      const { attachedTo } = await made({ guards, attachTo: [target] });
      deepStrictEqual(attachedTo, [target]);
    });
  }

  const notAFile =
    "must be the text of guards.json, which eks-pod-secrets guard --write writes, got";
  const long = { ...denying("a:b"), Id: "x".repeat(10_240) };
  rejectsEach((args: Partial<AccessGuardsArgs>) => guardsOf(args), {
    [`guards ${notAFile} "guards/guards.json"`]: { guards: "guards/guards.json" },
    [`guards ${notAFile} "[]"`]: { guards: "[]" },
    [`guards ${notAFile} "{\\"result\\":\\"proved\\",\\"guards\\":[]}"`]: {
      guards: file({ guards: [] }),
    },
    [`guards.guards[0] ${notAFile} no list of policies`]: {
      guards: file({ guards: [{ target: DATA }] }),
    },
    [`guards.guards[0].policies ${notAFile} an empty list`]: { guards: ofPolicies() },
    [`guards.guards[0].target ${notAFile} the number ${DATA}`]: {
      guards: file({ guards: [{ ...guardOf(DATA), target: Number(DATA) }] }),
    },
    [`guards.guards[1].target must be there once, got "${DATA}" again`]: {
      guards: file({ guards: [guardOf(DATA), guardOf(DATA)] }),
    },
    [`guards.guards[0].policies[0] ${notAFile} no policy of a name, type and document`]: {
      guards: ofPolicies({ ...policy(DATA, "service"), type: "TAG_POLICY" }),
    },
    'guards.result must be proved, got "refuted"; look at what eks-pod-secrets guard answers': {
      guards: file({ result: "refuted" }),
    },
    'guards.guards[0].target must be the id of an account, an organizational unit or a root, got "all"':
      { guards: file({ guards: [guardOf("all")] }) },
    [`guards.guards[0].policies[0].document must be of at most 10240 characters, as AWS takes no longer service control policy, got ${JSON.stringify(long).length}`]:
      { guards: ofPolicies(policy(DATA, "service", long)) },
    "guards.guards[0].policies must be at most 4 resource control policies, as many as AWS attaches beside its own, got 5":
      { guards: ofPolicies(...Array.from({ length: 5 }, () => policy(DATA, "resource"))) },
    'attachTo[0] must be a target of guards, got "333333333333"; known: 111111111111, 222222222222':
      { guards: file(), attachTo: ["333333333333"] },
    [`attachTo[1] must be there once, got "${DATA}" again`]: {
      guards: file(),
      attachTo: [DATA, DATA],
    },
  });

  it("attaches nothing to the management account, where it would bind nobody", async () => {
    const call = () => ({ masterAccountId: PLATFORM });
    const says =
      /attachTo\[1\] must be another than the management account, where control policies bind nobody, got "111111111111"; move what it holds to another account/;
    const attachTo = [DATA, PLATFORM];
    const construct = () => guardsOf({ attachTo });
    const engine = await rejectsLater(construct, says, { call });
    deepStrictEqual(
      engine.children().filter((one) => one.startsWith("aws:")),
      [],
    );
    deepStrictEqual((await made({ guards: file(), attachTo: [DATA] }, { call })).attachedTo, [
      DATA,
    ]);
  });

  it("attaches nothing while AWS does not say which the management account is", async () => {
    const call = () => {
      throw Object.assign(new Error(), { details: "AccessDeniedException" });
    };
    const says = /attachTo cannot be compared with the management account: .*AccessDenied/;
    const construct = () => guardsOf({});
    const engine = await rejectsLater(construct, says, { call });
    deepStrictEqual(attachmentsIn(engine), []);
  });
});
