import { deepStrictEqual } from "node:assert";
import { KMS } from "@aws-sdk/client-kms";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import fc from "fast-check";
import { makeAdoptedClusters } from "../adopted-clusters";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "../harness";
import { living, sandboxRecords } from "../sandbox-records";
import { stepped } from "./chains";
import { ACCOUNTS } from "./entries";
import { CLUSTERS, inventoryOf, isUsable, withArns, zoneOf } from "./inventories";
import { type RunReport, sampleOf, tally } from "./sample";
import { destroyAll, leftovers, newTeam, takeTurn } from "./step";
import { KEY_ARN, SECRET_ARN, SHARED, type Teams, teams } from "./teams";

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

/** Empty, because teams delete secrets at once and AWS then gives the names again. */
const NONE_GONE: ReadonlySet<string> = new Set();

/** Lets two teams deploy, change and destroy by turns. Neither may lose anything to the other. `say` gets a line after each turn. */
async function tryTeams({ drafts, turns }: Teams, say: (line: string) => void): Promise<RunReport> {
  const sandbox = await engineHarness(JSON.stringify({ accounts: ACCOUNTS }));
  const report: RunReport = { defects: [], last: [], steps: 0, refusals: 0 };
  try {
    await makeAdoptedClusters(sandbox, zoneOf(CLUSTERS));
    const arns = await existingObjects(sandbox);
    const both = drafts.map(newTeam);
    const found = living(await sandboxRecords(sandbox.control));
    for (const turn of turns) {
      const [team, other] = turn.team === 0 ? both : [...both].reverse();
      if (!team || !other) throw new RangeError("two teams");
      const { destroys } = turn;
      const draft = stepped(team.draft, turn.step, NONE_GONE);
      const text = destroys ? team.text : withArns(inventoryOf(draft, team.draft), arns);
      if (!isUsable(text)) continue;
      const { defects, refused } = await takeTurn(sandbox, [team, other], {
        draft,
        text,
        destroys,
      });
      report.steps++;
      if (refused) report.refusals++;
      report.defects.push(...defects);
      const what = `${draft.id} ${destroys ? "destroys" : "deploys"}`;
      report.last = [what, text, "the other has", other.text];
      const ended = defects.length > 0 ? "DEFECTS" : (refused?.split("\n")[0] ?? "done");
      say(`turn ${report.steps}: ${what}: ${ended}`);
      if (defects.length > 0) return report;
    }
    for (const { deployed } of both) {
      report.defects.push(...(await destroyAll(sandbox, deployed)));
    }
    report.defects.push(...(await leftovers(sandbox, found)));
  } finally {
    await sandbox.remove();
  }
  return report;
}

/** Makes the key and the secret that belong to no team. Returns their ARNs, by their placeholders in drafts. */
async function existingObjects(sandbox: EngineHarness): Promise<Record<string, string>> {
  const owner = await sandbox.client("b");
  const { KeyMetadata } = await new KMS(owner).createKey({});
  const KmsKeyId = KeyMetadata?.Arn ?? "";
  const { ARN } = await new SecretsManager(owner).createSecret({
    Name: "shared",
    KmsKeyId,
    SecretString: "found",
  });
  return { [KEY_ARN]: KmsKeyId, [SECRET_ARN]: ARN ?? "" };
}
