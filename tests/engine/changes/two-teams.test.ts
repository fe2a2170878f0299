import { deepStrictEqual } from "node:assert";
import fc from "fast-check";

import { ENGINE_TIMEOUT } from "../harness";
import { sampleOf, tally } from "./sample";
import { SHARED, teams } from "./teams";
import { tryTeams } from "./two-teams";

const { seeds, shrinks, steps } = sampleOf({ seed: 43, steps: 2 });

describe("two teams that share an account, a key, a secret or a backend", function () {
  this.timeout(ENGINE_TIMEOUT * (shrinks ? 100 : 6));
  const { add, end, tell } = tally();
  after(end);

  for (const seed of seeds) {
    const shared = SHARED[seed % SHARED.length] ?? "account";
    it(`never lose to each other what they declare, sharing the ${shared}: seed ${seed}`, () =>
      fc.assert(
        fc.asyncProperty(teams(shared, steps), async (both) => {
          const report = await tryTeams(both, (line) => tell(`seed ${seed} ${line}`));
          add(report, `seed ${seed}, turn ${report.steps}`);
          deepStrictEqual(report.defects, [], report.last.join("\n"));
        }),
        { seed, numRuns: 1, unbiased: true, endOnFailure: !shrinks },
      ));
  }
});
