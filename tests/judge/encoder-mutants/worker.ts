// Bundled by bundle.ts: proves by a prover with every mistake in it, one at a time. Prints a line for each wrong proof.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { certificatesIn } from "../../../cli/proof/certificates";
import type { ClaimId } from "../../../proof";
import { type AccessDocuments, prove } from "../../../sdk/access";
import type { Task, WrongProof } from "./bundle";

declare global {
  /** The mistake that is made. */
  var MADE: number | undefined;
  /** Mistakes by whose places a question came. */
  var SEEN: Set<number> | undefined;
  /** How often the place of the mistake may be come by yet. */
  var LEFT: number;
}

/** Documents that break a claim, and what it costs to find that out. */
interface Broken {
  documents: AccessDocuments;
  claim: ClaimId;
  drop: string[];
  /** What the claim is wrong of. */
  subjects: string[];
  reached: ReadonlySet<number>;
  milliseconds: number;
}

/** For one mistake, so many documents are tried. */
const MOST_TRIED = 60;
const MOST_ERRORS = 15;
const MOST_PASSES = 2_000_000;

async function main(task: Task): Promise<void> {
  const broken = await findBroken(task);
  let found = 0;
  for (const mutation of task.mutations) {
    if (found === task.count) break;
    const wrong = await tryMistake(mutation, broken, join(task.directory, String(mutation)));
    if (!wrong) continue;
    found++;
    console.log(JSON.stringify(wrong));
  }
}

/** What the true prover refutes, and by which mistakes each of these questions comes. */
async function findBroken({ claims: asked, deployments }: Task): Promise<Broken[]> {
  const found: Broken[] = [];
  for (const { documents, drop } of deployments) {
    const { claims } = await prove(documents, { claims: asked, drop });
    const refuted = claims.filter(({ result }) => result === "refuted");
    for (const claim of new Set(refuted.map((one) => one.claim))) {
      globalThis.SEEN = new Set();
      const started = performance.now();
      const subjects = refuted.filter((one) => one.claim === claim).map(({ subject }) => subject);
      await prove(copyOf(documents), { claims: [claim], drop, onProved: () => {} });
      const milliseconds = performance.now() - started;
      found.push({ documents, claim, drop, subjects, reached: globalThis.SEEN, milliseconds });
    }
  }
  globalThis.SEEN = undefined;
  return found.sort((one, other) => one.milliseconds - other.milliseconds);
}

/** Looks for documents of which the mistake proves what is wrong, and writes its certificates. */
async function tryMistake(
  mutation: number,
  all: Broken[],
  directory: string,
): Promise<WrongProof | undefined> {
  let errors = 0;
  globalThis.LEFT = MOST_PASSES;
  for (const broken of all.filter(({ reached }) => reached.has(mutation)).slice(0, MOST_TRIED)) {
    const { claim, documents } = broken;
    globalThis.MADE = mutation;
    try {
      const subject = await provedWrongly(broken);
      if (subject === undefined) continue;
      await certify(broken, directory);
      writeFileSync(`${directory}.json`, JSON.stringify(documents));
      return { mutation, claim, subject, directory };
    } catch {
      errors++;
      if (errors > MOST_ERRORS) return undefined;
    } finally {
      globalThis.MADE = undefined;
    }
  }
  return undefined;
}

async function provedWrongly({ claim, documents, drop, subjects }: Broken) {
  const options = { claims: [claim], drop, onProved: () => {}, millisecondsPerClaim: 3_000 };
  const { claims } = await prove(copyOf(documents), options);
  return claims.find(({ result, subject }) => result === "proved" && subjects.includes(subject))
    ?.subject;
}

async function certify({ claim, documents, drop }: Broken, directory: string): Promise<void> {
  const certificates = certificatesIn(directory);
  const own = copyOf(documents);
  const { claims } = await prove(own, { claims: [claim], drop, onProved: certificates.add });
  certificates.finish(claims, [{ title: "documents", documents: own, notes: [] }]);
}

/** What was worked out of other documents, by other mistakes, counts for nothing. */
function copyOf(documents: AccessDocuments): AccessDocuments {
  return structuredClone(documents);
}

main(JSON.parse(readFileSync(process.argv[2] as string, "utf8")));
