import { deepStrictEqual, strictEqual } from "node:assert";
import { answerSteadily } from "../../../cli/documents/answer-steadily";
import type { SourceDocuments } from "../../../cli/documents/source-documents";
import type { AccessDocuments } from "../../../sdk/access";

const ROLE = "arn:aws:iam::111111111111:role/batch";
const CLUSTER = "arn:aws:eks:us-east-1:111111111111:cluster/shop";
const role = (...actions: string[]): AccessDocuments => ({
  roles: [{ arn: ROLE, tags: { a: "1", b: "2" }, policies: actions }],
});
const pod = (serviceAccount: string) => ({
  ...{ clusterArn: CLUSTER, namespace: "web", serviceAccount, roleArn: ROLE },
});

const beyond = async () => ({ compute: [], unreadCompute: [] });

/** An account that shows these documents one after another, and then keeps the last. */
function account(...readings: AccessDocuments[]): { reads(): number; source: SourceDocuments } {
  let reads = 0;
  const again = async (): Promise<SourceDocuments> => {
    const documents = readings[Math.min(reads, readings.length - 1)] ?? {};
    reads++;
    const from = new Date(reads * 1000);
    const live = { from, to: new Date(reads * 1000 + 500), unread: [], beyond, again };
    return { title: `reading ${reads}`, documents, notes: [], live };
  };
  return {
    reads: () => reads,
    get source(): SourceDocuments {
      return {
        title: "",
        documents: {},
        notes: [],
        live: { from: new Date(0), to: new Date(0), unread: [], beyond, again },
      };
    },
  };
}

const titleOf = async ([source]: SourceDocuments[]) => source?.title;

describe("answerSteadily", () => {
  const answered = async (...readings: AccessDocuments[]) => {
    const { reads, source } = account(...readings);
    const first = (await source.live?.again()) as SourceDocuments;
    const { answer, sources } = await answerSteadily([first], titleOf);
    const [{ gaps, live, notes } = first] = sources;
    return { answer, gaps: gaps?.map(({ open }) => open), live, notes, reads: reads() };
  };

  it("answers once about what did not change, and says when it was read", async () => {
    const { answer, gaps, live, reads } = await answered(role("a"));
    deepStrictEqual([answer, gaps, reads], ["reading 1", [], 2]);
    deepStrictEqual([live?.from.getTime(), live?.to.getTime()], [1000, 2500]);
  });

  it("takes lists and members in another order for no change", async () => {
    const other = { roles: [{ policies: ["b", "a"], arn: ROLE, tags: { b: "2", a: "1" } }] };
    const { answer } = await answered(role("a", "b"), other);
    strictEqual(answer, "reading 1");
  });

  it("answers anew about what was read last where it changed, and says so", async () => {
    const { answer, gaps, notes } = await answered(role("a"), role("b"));
    deepStrictEqual([answer, gaps], ["reading 2", []]);
    deepStrictEqual(notes, [
      `the documents of ${ROLE} changed while they were read: the answer was looked for anew, and is about what was read last`,
    ]);
  });

  it("leaves open what still changes at the third answer", async () => {
    const { answer, gaps } = await answered(...["a", "b", "c", "d"].map((one) => role(one)));
    deepStrictEqual([answer, gaps], ["reading 3", [{ kind: "changed", arn: ROLE }]]);
  });

  const changes: [string, AccessDocuments, AccessDocuments][] = [
    ["a role that is gone", role("a"), {}],
    ["a role that is new", {}, role("a")],
    ["the pods of a cluster", { associations: [pod("x")] }, { associations: [pod("y")] }],
    ["a key", { keys: [{ arn: "arn:k" }] }, { keys: [{ arn: "arn:k", disabled: true }] }],
    [
      "a secret's policy",
      { secrets: [{ arn: "arn:s" }] },
      { secrets: [{ arn: "arn:s", policy: 1 }] },
    ],
    ["a group", { groups: [{ arn: "arn:g" }] }, { groups: [{ arn: "arn:g", policies: ["a"] }] }],
  ];
  for (const [title, before, after] of changes) {
    it(`sees a change of ${title}`, async () => {
      strictEqual((await answered(before, after)).answer, "reading 2");
    });
  }

  it("reads nothing again that is no account", async () => {
    const file = { title: "a file", documents: {}, notes: [] };
    const { answer, sources } = await answerSteadily([file], titleOf);
    deepStrictEqual([answer, sources], ["a file", [file]]);
  });
});
