import { doesNotMatch, match } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { claimTexts } from "../../../cli/verbs/report/claims";

describe("the words for grant-available", () => {
  const page = readFileSync(join(__dirname, "../../../docs/understanding/proof.md"), "utf8");
  const [row = ""] = /^\| `grant-available` \|.*$/m.exec(page) ?? [];

  it("say that the policies let the pod read, and not that an agent gives it its session", () => {
    const { says, title } = claimTexts["grant-available"];
    for (const text of [`${title}: ${says}`, row]) {
      match(text, /the policies let .*whether the Pod Identity agent runs/i);
      doesNotMatch(text, /gets its session/);
    }
  });
});
