import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";

import type { EntryId } from "../../../cli/doctor/catalogue/entry";
import type { Finding, StepId } from "../../../cli/doctor/step";
import { STEPS } from "../../../cli/doctor/step";
import { walkedReader } from "../../../cli/doctor/walk/walk";
import { readersAnswer } from "../../../cli/verbs/doctor/readers-answer";
import { readersText } from "../../../cli/verbs/doctor/readers-text";
import { landingZoneOf, reader } from "../../sdk/grant/support";

const [WEB] = landingZoneOf({ readers: reader("[own]") }).readers;
if (!WEB) throw new Error("no reader");

type Steps = Partial<Record<StepId, Finding[]>>;
const RIGHT = Object.fromEntries(
  Object.keys(STEPS).map((step) => [step, [{ result: "right" }]]),
) as Steps;
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

/** The way of a reader of this name that is right but for these steps. */
const way = (id: string, but: Steps = {}) => walkedReader({ ...WEB, id }, [{ ...RIGHT, ...but }]);
const many = (number: number, but: Steps) =>
  Array.from({ length: number }, (_, index) => way(`team-${index}`, but));

describe("doctor, in words", () => {
  it("says of one reader each step, then cause, knowledge, mend and what that changes", () => {
    const text = readersText(
      readersAnswer([
        way("web", {
          association: [wrong("EPS-301", "there is none for web/web")],
          cluster: [UNSEEN],
        }),
      ]),
    );
    const steps = text.split("\n").filter((line) => /^(right|wrong|not seen) /.test(line));
    strictEqual(steps.length, Object.keys(STEPS).length);
    match(
      text,
      /^not seen {2}cluster: .*\n +AWS refused it; needs eks:DescribeCluster in account 1/m,
    );
    match(text, /^wrong {5}association: .*\n +there is none for web\/web$/m);
    const [, answer = ""] = text.split("\n\n");
    match(answer, /^EPS-301/);
    match(answer, /web, step association: there is none for web\/web$/m);
    match(answer, /known by: eks:ListPodIdentityAssociations answered none$/m);
    match(answer, /mend: put it back\n +eks-pod-secrets up --refresh --yes\n +changes: web gains/m);
  });

  it("says that a reader reads only where every step is right", () => {
    match(readersText(readersAnswer([way("web")])), /web can read: every step is right$/);
    const unseen = readersText(readersAnswer([way("web", { cluster: [UNSEEN] })]));
    doesNotMatch(unseen, /can read/);
    match(unseen, /web: no step is known to be wrong, but not every step was seen$/);
  });

  it("says of 2,000 readers in at most 100 lines which causes keep how many from reading", () => {
    const answer = readersAnswer([
      ...many(1500, { agent: [wrong("EPS-105", "no agent")] }),
      ...many(300, { value: [wrong("EPS-501", "no value")] }),
      ...many(150, { cluster: [UNSEEN] }),
      ...many(50, {}),
    ]);
    strictEqual(answer.readers.length, 2000);
    deepStrictEqual(
      answer.causes.map(({ cause, readers }) => [cause, readers.length]),
      [
        ["EPS-105", 1500],
        ["EPS-501", 300],
      ],
    );
    const lines = readersText(answer).split("\n");
    ok(lines.length <= 100, `${lines.length} lines`);
    const text = lines.join("\n");
    match(text, /^50 of 2000 readers are right$/m);
    match(text, /EPS-105 .*: 1500 readers \(team-0, .*, …\)$/m);
    match(text, /not seen of 150 readers: AWS refused it; needs eks:DescribeCluster/);
    match(text, /^and 1900 more readers; --json lists all$/m);
  });
});
