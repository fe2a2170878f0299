import assert from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { AccessRequest } from "../../../proof";
import { type AccessDocuments, evaluate } from "../pods";

interface VectorFile {
  source: { address: string; sentence: string };
  vectors: {
    title: string;
    documents: AccessDocuments;
    sessionPolicies?: unknown[];
    request: AccessRequest;
    verdict: "allowed" | "denied" | "notDocumented";
  }[];
}

const FOLDER = join(__dirname, "../vectors");

describe("the published vectors", () => {
  for (const name of readdirSync(FOLDER).filter((one) => one.endsWith(".json"))) {
    const { source, vectors }: VectorFile = JSON.parse(readFileSync(join(FOLDER, name), "utf8"));
    describe(name, () => {
      it("stand on a sentence of AWS's documentation", () => {
        assert.match(source.address, /^https:\/\/docs\.aws\.amazon\.com\//);
        assert.ok(source.sentence);
      });
      for (const { documents, request, sessionPolicies = [], title, verdict } of vectors) {
        it(`${title}: ${verdict}`, () => {
          const named = sessionPolicies.map((document) => ({ name: "session policy", document }));
          const { decision } = evaluate(documents, request, { sessionPolicies: named });
          if (verdict !== "notDocumented") assert.strictEqual(decision, verdict);
        });
      }
    });
  }
});
