import assert from "node:assert";
import fc from "fast-check";
import { type AccessDocuments, evaluate, prove } from "../../sdk/access";
import { knownDeployments } from "../proof/prover/deployments/themes";
import { type Judge, startJudge } from "./judge";
import { strangersReads } from "./random-callers";

const READS = Number(process.env.JUDGE_READS ?? 50);
const SEED = Number(process.env.JUDGE_SEED ?? 20_260_101);

type Requests = Parameters<Judge["ask"]>[0]["requests"];

describe("the judge of the prover", () => {
  const judge = startJudge();
  after(() => judge.stop());

  async function verdicts(documents: AccessDocuments, requests: Requests): Promise<string> {
    await judge.ask({ documents, sessionPolicies: [], requests });
    return (await judge.verdicts.next()).value;
  }

  it("says of each counterexample what the evaluator says", async () => {
    const found = { confirmed: 0, denied: 0, notSaid: 0 };
    for (const { documents, drop, title } of knownDeployments) {
      const { claims } = await prove(documents, { drop: drop ?? [] });
      for (const { claim, counterexample } of claims) {
        if (!counterexample) continue;
        const { request } = counterexample;
        const verdict = await verdicts(documents, [request]);
        const ours = evaluate(documents, request).decision === "allowed" ? "a" : "d";
        if (verdict !== "?") {
          assert.strictEqual(verdict, ours, JSON.stringify({ title, claim, documents, request }));
        }
        found[verdict === "a" ? "confirmed" : verdict === "d" ? "denied" : "notSaid"]++;
      }
    }
    console.log(`    ${JSON.stringify(found)}`);
    assert.ok(found.confirmed > 50, `only ${found.confirmed} counterexamples were confirmed`);
  });

  it(`lets no stranger read where ${READS} random reads ask what is proved, from seed ${SEED}`, async () => {
    let asked = 0;
    for (const { documents, drop, title } of knownDeployments) {
      if (drop) continue;
      const { claims } = await prove(documents, { claims: ["read-exclusive"] });
      for (const { result, subject } of claims) {
        if (result !== "proved" || !documents.secrets?.some(({ arn }) => arn === subject)) continue;
        const reads = fc.sample(strangersReads(documents, subject), { numRuns: READS, seed: SEED });
        const answers = await verdicts(documents, reads.flat());
        let at = 0;
        for (const read of reads) {
          const answer = answers.slice(at, at + read.length);
          at += read.length;
          asked++;
          const isRead = [...answer].every((one) => one === "a");
          assert.ok(!isRead, JSON.stringify({ title, documents, read }));
        }
      }
    }
    console.log(`    {"reads":${asked}}`);
    assert.ok(asked > 1000, `only ${asked} reads were asked`);
  });
});
