import { deepStrictEqual } from "node:assert/strict";
import { diagnose } from "../../../../cli/doctor/texts/diagnose";
import { accessTexts } from "./pasted/access-texts";
import { clusterTexts } from "./pasted/cluster-texts";

const pasted = { cluster: clusterTexts, access: accessTexts };

for (const [topic, texts] of Object.entries(pasted)) {
  describe(`what ${topic} texts tell, as people pasted them`, () => {
    for (const [ids, text] of texts) {
      it(`${ids || "not known"}: ${text.replace(/\s+/g, " ").slice(0, 90)}`, () => {
        deepStrictEqual(
          diagnose(text)
            .answers.map(({ id }) => id)
            .join(" "),
          ids,
        );
      });
    }
  });
}
