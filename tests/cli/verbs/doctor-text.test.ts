import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";

import type { EntryId } from "../../../cli/doctor/catalogue/entry";
import type { Finding, StepId } from "../../../cli/doctor/step";
import { STEPS } from "../../../cli/doctor/step";
import { aboutOwn, walkedReader } from "../../../cli/doctor/walk/walk";
import { readersAnswer } from "../../../cli/verbs/doctor/readers-answer";
import { readersText } from "../../../cli/verbs/doctor/readers-text";

type Steps = Partial<Record<StepId, Finding[]>>;
const RIGHT = Object.fromEntries(
  Object.keys(STEPS).map((step) => [step, [{ result: "right" }]]),
) as Record<StepId, Finding[]>;
const wrong = (cause: EntryId, says: string): Finding => ({
  ...{ result: "wrong", cause, says, known: "eks:ListPodIdentityAssociations answered none" },
  mend: {
    says: "put it back",
    commands: ["eks-pod-secrets up --refresh --yes"],
    changes: ["web gains the read of own, nobody else gains anything"],
  },
});
const UNSEEN: Finding = {
  ...{ result: "not seen", says: "AWS refused it" },
  right: "eks:DescribeCluster in account 111111111111",
};

/** The steps of a reader with this name. All are right, except for these. */
const way = (id: string, but: Steps = {}) => walkedReader(id, { ...RIGHT, ...but });
const many = (number: number, but: Steps) =>
  Array.from({ length: number }, (_, index) => way(`team-${index}`, but));

/** What is said about these readers of the default inventory. */
const said = (readers: ReturnType<typeof way>[], inventory = "landing-zone.yaml") =>
  readersText(readersAnswer(readers), inventory);

describe("doctor, in words", () => {
  it("says of one reader each step, then cause, knowledge, mend and what that changes", () => {
    const text = said([
      way("web", {
        association: [wrong("EPS-301", "there is none for web/web")],
        cluster: [UNSEEN],
      }),
    ]);
    const steps = text.split("\n").filter((line) => /^(right|wrong|not seen) /.test(line));
    deepStrictEqual(
      steps.map((line) => line.slice(10).replace(/(?: \(.*?\))?:.*/, "")),
      Object.keys(STEPS),
    );
    match(
      text,
      /^not seen {2}cluster: .*\n +AWS refused it; needs eks:DescribeCluster in account 1/m,
    );
    match(
      text,
      /^wrong {5}association \(the cause\): expected: the Pod.*\n +there is none for web\/web$/m,
    );
    const [, answer = ""] = text.split("\n\n");
    match(answer, /^EPS-301/);
    match(answer, /web, step association: there is none for web\/web$/m);
    match(answer, /How it is known: eks:ListPodIdentityAssociations answered none$/m);
    match(
      answer,
      /To mend it: put it back\n +eks-pod-secrets up --refresh --yes\n +This changes: web gains/m,
    );
    match(answer, /Then look again: eks-pod-secrets doctor web/);
    const both = said([
      way("web", { value: [wrong("EPS-554", "x")], file: [wrong("EPS-608", "y")] }),
    ]);
    match(both, /^wrong {5}file \(may follow from step value\): expected: /m);
    const apart = said([
      way("web", { association: [wrong("EPS-356", "x")], object: [wrong("EPS-551", "y")] }),
    ]);
    match(apart, /^wrong {5}object: expected: /m);
  });

  it("says once why many steps were not seen", () => {
    const unseen: Steps = { pods: [UNSEEN], webhook: [UNSEEN, UNSEEN], file: [UNSEEN] };
    const text = said([way("web", { cluster: [wrong("EPS-701", "it is not there")], ...unseen })]);
    match(text, /^not seen {2}pods, webhook, file\n +AWS refused it; needs eks:DescribeCluster/m);
    strictEqual(text.split("AWS refused it").length, 2);
    const mixed = said([way("web", { pods: [UNSEEN], file: [UNSEEN, { result: "right" }] })]);
    match(mixed, /^not seen {2}pods: .*\n(?:.*\n)+not seen {2}file: /m);
  });

  it("says that a reader reads only where every step is right", () => {
    match(said([way("web")]), /web can read: every step is right$/);
    const unseen = said([way("web", { cluster: [UNSEEN] })]);
    doesNotMatch(unseen, /can read/);
    match(unseen, /web: no step is known to be wrong, but not every step was seen$/);
  });

  it("says of many readers each sentence and each mend once", () => {
    const lost = { value: [wrong("EPS-554", "own has no value")] };
    const text = said([
      ...many(3, lost),
      way("web", { value: [wrong("EPS-554", "other has no value")] }),
      way("api"),
    ]);
    const block = [
      "EPS-554 the secret has no value yet: 4 readers",
      "  team-0, team-1, team-2, step value: own has no value",
      "  web, step value: other has no value",
      "  To mend it: put it back",
      "    eks-pod-secrets up --refresh --yes",
      "  This changes: web gains the read of own, nobody else gains anything",
      "  More: eks-pod-secrets doctor --explain EPS-554",
    ];
    match(text, /^1 of 5 readers is right$/m);
    deepStrictEqual(text.split("\n\n")[1]?.split("\n"), block);
  });

  it("names the inventory in each command that it proposes, where it is not the default one", () => {
    const waysOf = (inventory: string) => [
      way("web", { trust: [aboutOwn(wrong("EPS-330", "it is gone"), inventory)] }),
      way("api"),
    ];
    const text = said(waysOf("our zone.yaml"), "our zone.yaml");
    const commands = text
      .split("\n")
      .filter((line) => /eks-pod-secrets (?!.*--explain)/.test(line));
    deepStrictEqual(commands, [
      "    eks-pod-secrets up --refresh --yes --inventory 'our zone.yaml'",
      "one reader, step by step: eks-pod-secrets doctor READER --inventory 'our zone.yaml'",
    ]);
    doesNotMatch(said(waysOf("landing-zone.yaml")), /--inventory/);
  });

  it("says of 2,000 readers in at most 100 lines which causes keep how many from reading", () => {
    const answer = readersAnswer([
      ...many(1500, { agent: [wrong("EPS-156", "no agent")] }),
      ...many(300, { value: [wrong("EPS-538", "no value")] }).map(({ answer, ...one }, at) => ({
        ...one,
        ...(answer && { answer: { ...answer, says: `no value ${at}`, mend: byHand(at) } }),
      })),
      ...many(150, { cluster: [UNSEEN], pods: [UNSEEN] }),
      ...many(50, {}),
    ]);
    strictEqual(answer.readers.length, 2000);
    deepStrictEqual(
      answer.causes.map(({ cause, readers }) => [cause, readers.length]),
      [
        ["EPS-156", 1500],
        ["EPS-538", 300],
      ],
    );
    const lines = readersText(answer, "landing-zone.yaml").split("\n");
    ok(lines.length <= 100, `${lines.length} lines`);
    const text = lines.join("\n");
    match(text, /^50 of 2000 readers are right$/m);
    match(
      text,
      /^EPS-156.*: 1500 readers\n {2}team-0, .*team-4 and 1495 more readers, step agent/m,
    );
    match(text, /^ {2}and 295 more; --json lists all$/m);
    match(
      text,
      /^not seen {2}team-0, .* and 145 more readers\n {2}cluster, pods: AWS refused it; /m,
    );
  });
});

const byHand = (at: number) => ({ says: `give value ${at}`, commands: [] });
