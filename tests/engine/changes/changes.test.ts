import { deepStrictEqual } from "node:assert";
import fc from "fast-check";
import { ENGINE_TIMEOUT } from "../harness";
import { tryChain } from "./chain";
import { chains } from "./chains";
import { sampleOf, tally } from "./sample";

const { seeds, shrinks, steps } = sampleOf({ seed: 5031, steps: 2 });

describe("pairs and triples of changes, killed, while pods start", function () {
  this.timeout(ENGINE_TIMEOUT * (shrinks ? 100 : 6));
  const { add, end, tell } = tally();
  after(end);

  for (const seed of seeds) {
    it(`refuse no mount, lose no value, keep no access and leave nothing: seed ${seed}`, () =>
      fc.assert(
        fc.asyncProperty(chains(steps), async (chain) => {
          const report = await tryChain(chain, (line) => tell(`seed ${seed} ${line}`));
          add(report, `seed ${seed}, step ${report.steps}`);
          deepStrictEqual(report.defects, [], report.last.join("\n"));
        }),
        { seed, numRuns: 1, unbiased: true, endOnFailure: !shrinks },
      ));
  }
});
