import assert from "node:assert";
import fc from "fast-check";

import { type PolicyKind, parsePolicy } from "../../../sdk/access";
import { readPolicies } from "../../../sdk/access/prover/encode/statement";
import { holds } from "../../../sdk/access/prover/formula";
import { partSelection, withMissingPart } from "../../../sdk/access/prover/part-selection";
import { type Removal, removals } from "../../../sdk/access/prover/removals";
import { GivenProblem, truthIn } from "./concrete";
import { document } from "./random-policies";
import { request } from "./random-requests";
import { symbolicRequest } from "./symbolic-request";

const RUNS = 600;
const KINDS = ["identity", "resource", "trust"] as const satisfies PolicyKind[];

type Json = Record<string, unknown>;

const policy = fc
  .constantFrom(...KINDS)
  .chain((kind) => fc.record({ kind: fc.constant(kind), given: document(kind) }));

describe("a document that stands for all that it becomes as a part is missing", () => {
  it(`says of ${RUNS} random requests what the documents without the part say`, () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(policy, request, ({ given, kind }, concrete) => {
        const parts = removals(given);
        const selection = partSelection(parts.length);
        const partial = withMissingPart(
          given,
          kind,
          "partial",
          parts,
          selection,
          new Set(parts.keys()),
        );
        const problem = new GivenProblem();
        const asked = symbolicRequest(problem, concrete);
        const read = (one: unknown) =>
          readPolicies([parsePolicy({ name: "partial", document: one }, kind)], asked);
        const readings = parts.map((part) => read(without(given, part)));
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

/** The document, written anew without the part. */
function without(given: object, { place, statement: index }: Removal): object {
  const { Statement: raw } = given as { Statement: Json | Json[] };
  const statements = structuredClone(Array.isArray(raw) ? raw : [raw]);
  const one = statements[index] as Json;
  const [what = "", at = "0", , value] = place.split(" ");
  if (what === "statement") statements.splice(index, 1);
  else if (what === "principal") dropPrincipal(one, Number(at));
  else if (what === "condition") dropCondition(one, Number(at), value);
  else {
    const element = what.charAt(0).toUpperCase() + what.slice(1);
    const list = one[element] ?? one[`Not${element}`];
    (list as unknown[]).splice(Number(at), 1);
  }
  return { ...given, Statement: statements };
}

function dropPrincipal(statement: Json, position: number): void {
  const lists = Object.values((statement.Principal ?? statement.NotPrincipal) as Json);
  let left = position;
  for (const list of lists) {
    const length = Array.isArray(list) ? list.length : 1;
    if (left < length) {
      (list as unknown[]).splice(left, 1);
      return;
    }
    left -= length;
  }
}

function dropCondition({ Condition }: Json, position: number, value: string | undefined): void {
  const all = Object.values(Condition as Record<string, Json>).flatMap((keys) =>
    Object.keys(keys).map((key) => ({ keys, key })),
  );
  const { key = "", keys = {} } = all[position] ?? {};
  if (value === undefined) delete keys[key];
  else (keys[key] as unknown[]).splice(Number(value), 1);
}
