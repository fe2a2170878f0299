import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { stripVTControlCharacters } from "node:util";

import { planAnswer } from "../../../../cli/verbs/plan/answer";
import { planMarkdown } from "../../../../cli/verbs/plan/markdown";
import { planShape } from "../../../../cli/verbs/plan/shape";
import { stackChanges } from "../../../../cli/verbs/plan/stack-changes";
import { planText } from "../../../../cli/verbs/plan/text";
import { landingZoneOf } from "../../../sdk/grant/support";

/** The plan of an inventory whose owner has the quotas given, and so many secrets, each under a key of its own. */
function planOf(quotas: string, count = 1) {
  const secrets = Array.from(
    { length: count },
    (_, n) => `\n  s-${n}: { account: b, key: k-${n} }`,
  );
  const zone = landingZoneOf({
    accounts: `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1, quotas: { ${quotas} } }`,
    secrets: secrets.join(""),
    readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [s-0] }",
  });
  return planAnswer(zone, "zone.yaml");
}

/** The lines of a plan's text from the title that fits. */
function section(plan: ReturnType<typeof planOf>, title: RegExp, isAll = false): string[] {
  const lines = stripVTControlCharacters(planText(plan, isAll)).split("\n");
  const from = lines.findIndex((line) => title.test(line));
  const end = lines.indexOf("", from);
  return from < 0 ? [] : lines.slice(from, end < 0 ? undefined : end);
}

describe("the quotas of a plan", () => {
  it("say of session tags that their size is an estimate", () => {
    const plan = planOf("");
    const line =
      "Session tags take about 76 % of STS's room (an estimate; most of all readers: web)";
    deepStrictEqual(section(plan, /^Session tags/), [line]);
    ok(planMarkdown(plan).includes(`${line}.`));
    deepStrictEqual(planShape.parse(plan).sessionTags, { reader: "web", percent: 76 });
  });

  it("are one line where nothing is near", () => {
    deepStrictEqual(section(planOf(""), /count/), [
      "4 documents and 5 counts, all below 60 % of AWS's quotas; --quotas shows them",
    ]);
  });

  it("are told from 60 % on, the fullest first, by names", () => {
    const of = (limit: number) => section(planOf(`keys: ${limit}, secrets: 4`, 3), /count/);
    deepStrictEqual(of(5), [
      "2 of 6 documents and 5 counts at 60 % of AWS's quotas or more; --quotas shows all",
      "  75 %  3 of 4  secrets of account b in us-east-1",
      "  60 %  3 of 5  KMS keys of account b in us-east-1",
    ]);
    strictEqual(of(6).length, 2);
  });

  it("are all told with --quotas, documents too, readers by name", () => {
    const plan = planOf("");
    const [title, first, ...others] = section(plan, /count/, true);
    strictEqual(title, "4 documents and 5 counts against AWS's quotas");
    match(
      first ?? "",
      /of 2048 characters {2}trust policy of the role of reader web \(a\.workloads\)/,
    );
    strictEqual(others.length, plan.documents.length + plan.quotas.length - 1);
    ok(!others.some((line) => line.includes("arn:")));
  });

  it("are all in JSON, with the codes by which one asks for more", () => {
    const plan = planShape.parse(planOf("roles: 2"));
    deepStrictEqual(
      plan.quotas.map(({ code, limit, quota, used }) => [quota, used, limit, code]),
      [
        ["roles", 1, 1000, "iam L-FE177D64"],
        ["podIdentityAssociations", 1, 5000, undefined],
        ["secrets", 1, 500_000, undefined],
        ["keys", 1, 100_000, "kms L-C2F1777E"],
        ["parameters", 1, 10_000, undefined],
      ],
    );
  });

  it("stand in Markdown, too", () => {
    const near = planMarkdown(planOf("keys: 4", 3));
    match(near, /\| 75 % \| 3 \| 4 \| `KMS keys of account b in us-east-1` \|/);
    match(planMarkdown(planOf("")), /\n4 documents and 5 counts, all below 60 %/);
  });

  it("change no stack", () => {
    const zone = (quotas: string) =>
      landingZoneOf({
        accounts: `
  a: { id: "111111111111", region: us-east-1${quotas} }
  b: { id: "222222222222", region: us-east-1 }`,
      });
    deepStrictEqual(stackChanges(zone(""), zone(", quotas: { roles: 2 }")), []);
  });
});
