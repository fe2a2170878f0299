import assert from "node:assert";
import fc from "fast-check";

import { type PolicyKind, parsePolicy } from "../../../../sdk/access";
import { selectPart, withMissingPart } from "../../../../sdk/access/prover/advice/part-selection";
import { removals } from "../../../../sdk/access/prover/advice/removals";
import { readPolicies } from "../../../../sdk/access/prover/encoder/statement";
import { holds } from "../../../../sdk/access/prover/solver/formula";
import { GivenProblem, truthIn } from "../concrete";
import { document } from "../random-policies";
import { request } from "../random-requests";
import { symbolicRequest } from "../symbolic-request";
import { withoutPart } from "./without-part";

const RUNS = 1_000;
const KINDS = ["identity", "resource", "trust"] as const satisfies PolicyKind[];

const policy = fc
  .constantFrom(...KINDS)
  .chain((kind) => fc.record({ kind: fc.constant(kind), given: document(kind) }));

describe("a document that stands for all that it becomes as a part is missing", () => {
  it(`says of ${RUNS} random requests what the documents without the part say`, () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(policy, request, ({ given, kind }, concrete) => {
        const parts = removals(given);
        const selection = selectPart(parts.length);
        const partial = withMissingPart(
          given,
          { kind, name: "partial" },
          parts,
          selection,
          new Set(parts.keys()),
        );
        const problem = new GivenProblem();
        const asked = symbolicRequest(problem, concrete);
        const read = (one: unknown) =>
          readPolicies([parsePolicy({ name: "partial", document: one }, kind)], asked);
        const readings = parts.map((part) => read(withoutPart(given, part)));
        const [whole, some] = [read(given), read(partial)];
        const truth = truthIn(problem, concrete);
        for (const [position, reading] of [...readings.entries(), [undefined, whole] as const]) {
          const missing =
            position === undefined ? selection.nothing : selection.isMissing(position);
          const chosen = new Set(digits(missing));
          const all = (name: string) =>
            name.startsWith("missing part") ? chosen.has(name) : truth(name);
          for (const what of ["allows", "denies"] as const) {
            assert.strictEqual(holds(some[what], all), holds(reading[what], truth));
            if (holds(reading[what], truth) !== holds(whole[what], truth) && position !== undefined)
              seen.add(String(parts[position]?.place.replace(/\d+/g, "n")));
          }
        }
      }),
      { numRuns: RUNS, seed: 20_260_102 },
    );
    // Every kind of part has made a difference.
    assert.deepStrictEqual([...seen].sort(), [
      "action n",
      "condition n",
      "condition n value n",
      "principal n",
      "resource n",
      "statement",
    ]);
  }).timeout(120_000);
});

/** The digits that are set in a formula of the selection. */
function digits(formula: Parameters<typeof holds>[0]): string[] {
  if (formula.op === "and") return formula.of.flatMap(digits);
  return formula.op === "atom" ? [formula.name] : [];
}
