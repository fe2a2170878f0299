import { compare, shrink } from "./compare";
import { startJudge } from "./judge";

const SHOWN = 20;

/** Compares the evaluators on random pairs, from a seed: `npx tsx tests/judge/main.ts 1000000 1`. */
async function main([pairs = "20000", seed = "20260101"]: string[]): Promise<void> {
  const start = Date.now();
  const { disagreements, ...counts } = await compare(Number(pairs), Number(seed));
  const judge = startJudge();
  for (const found of disagreements.slice(0, SHOWN)) {
    console.log(JSON.stringify(await shrink(found, judge)));
  }
  await judge.stop();
  console.log(JSON.stringify({ ...counts, seed, seconds: (Date.now() - start) / 1000 }));
  console.log(`${counts.pairs - disagreements.length} passed, ${disagreements.length} failed`);
}

void main(process.argv.slice(2));
