import { deepStrictEqual, match } from "node:assert";

import { planAnswer } from "../../../../cli/verbs/plan/answer";
import { planMarkdown } from "../../../../cli/verbs/plan/markdown";
import { planText } from "../../../../cli/verbs/plan/text";
import { renames } from "../../../../sdk/losses/former-losses";
import { landingZoneOf } from "../../../sdk/grant/support";

const zoneOf = (entry: string) => landingZoneOf({ secrets: `\n  ${entry}`, readers: " {}" });
const RENAMED = zoneOf("mine: { account: a, renamedFrom: own }");

describe("what plan says of a secret that is renamed or moved", () => {
  it("is what is copied, what stays, and what will be deleted when", () => {
    deepStrictEqual(renames(RENAMED), [
      {
        secret: "mine",
        account: "a",
        was: { secret: "own", account: "a" },
        copied:
          "up copies the value: the version AWSCURRENT, and AWSPREVIOUS if there is one, and no other version or label",
        kept: "while own is there, it has no rotation and no replicas, and the readers of mine may read it",
        deleted:
          "own will be deleted by a later up, 7 days after mine has a value, when no stack of readers names own; without a value it will be deleted by the next up; Secrets Manager can restore it for 30 days then",
      },
    ]);
  });

  it("says of a secret that nothing brings back, and of one that does not wait", () => {
    const moved = zoneOf(
      "own: { account: b, movedFrom: { account: a, keepDays: 0 }, recoveryWindowInDays: 0 }",
    );
    const [one] = renames(moved);
    deepStrictEqual(one?.was, { secret: "own", account: "a" });
    match(one?.deleted ?? "", /by a later up, once own has a value, .*; nothing can bring it back/);
  });

  it("names the readers that cannot read a secret of the account that it leaves", () => {
    const zone = landingZoneOf({
      secrets: "\n  own: { account: b, key: pods, movedFrom: a }",
      readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], mode: targetRole }
  job: { cluster: shop, namespace: web, serviceAccount: job, reads: [own] }`,
    });
    const [one] = renames(zone);
    match(
      one?.kept ?? "",
      /the readers of own may read it, but for those in mode targetRole: web$/,
    );
  });

  it("stands in the text and in the Markdown, and in neither where nothing is renamed", () => {
    const said = (zone: typeof RENAMED) => {
      const answer = planAnswer(zone, "zone.yaml");
      return [planText(answer), planMarkdown(answer)];
    };
    for (const text of said(RENAMED)) {
      match(text, /What a rename or a move does\n+(- | {2})secret mine of a, which was own of a/);
      match(text, /own will be deleted by a later up/);
    }
    for (const text of said(zoneOf("own: { account: a }"))) {
      deepStrictEqual(text.includes("rename"), false);
    }
  });
});
