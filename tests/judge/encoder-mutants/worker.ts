// bundle.ts bundles this. It runs a prover with every mistake in it, one active at a time, and prints a line for each wrong proof.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { certificatesIn } from "../../../cli/proof/certificates";
import type { ClaimId, ClaimResult, ProveOptions } from "../../../proof";
import { type AccessDocuments, difference, prove } from "../../../sdk/access";
import type { Task, WrongProof } from "./bundle";

declare global {
  /** The active mistake. */
  var MADE: number | undefined;
  /** Mistakes whose places a question has reached. */
  var SEEN: Set<number> | undefined;
  /** How often the place of the mistake may still be reached. */
  var LEFT: number;
}

/** Documents that break a claim, and how long it takes to find that out. */
interface Broken {
  documents: AccessDocuments;
  /** The documents that they are compared with. */
  before: AccessDocuments | undefined;
  claim: ClaimId;
  drop: string[];
  /** The subjects for which the claim is wrong. */
  subjects: string[];
  reached: ReadonlySet<number>;
  milliseconds: number;
}

/** How many documents are tried for one mistake. */
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

/** What the real prover refutes, and which mistakes' places each of these questions reaches. */
async function findBroken({ claims: asked, deployments }: Task): Promise<Broken[]> {
  const found: Broken[] = [];
  const own = asked.filter((claim) => claim !== "difference");
  const alone = deployments.map((one) => ({ ...one, before: undefined }));
  const pairs = asked.includes("difference") ? pairsOf(deployments) : [];
  for (const { before, documents, drop } of [...(own.length > 0 ? alone : []), ...pairs]) {
    const claims = await ask({ before, documents, drop }, own);
    const refuted = claims.filter(({ result }) => result === "refuted");
    for (const claim of new Set(refuted.map((one) => one.claim))) {
      globalThis.SEEN = new Set();
      const started = performance.now();
      const subjects = refuted.filter((one) => one.claim === claim).map(({ subject }) => subject);
      await ask({ before, documents, drop }, [claim], { onProved: () => {} });
      const milliseconds = performance.now() - started;
      const reached = globalThis.SEEN;
      found.push({ before, documents, claim, drop, subjects, reached, milliseconds });
    }
  }
  globalThis.SEEN = undefined;
  return found.sort((one, other) => one.milliseconds - other.milliseconds);
}

/** Pairs of known deployments with the same readers. */
function pairsOf(deployments: Task["deployments"]) {
  const readers = ({ documents }: { documents: AccessDocuments }) =>
    JSON.stringify([documents.associations, documents.organization ?? null]);
  return deployments.flatMap((one, index) => {
    const before = deployments[index + 1];
    const isPair = index % 4 === 0 && before && readers(one) === readers(before);
    return isPair && one.drop.length === 0 ? { ...one, before: before.documents } : [];
  });
}

/** The claims about documents, or about the changes from `before`. Results that other mistakes have computed are not used. */
async function ask(
  { before, documents, drop }: Pick<Broken, "before" | "documents" | "drop">,
  claims: ClaimId[],
  options: Pick<ProveOptions, "millisecondsPerClaim" | "onProved"> = {},
): Promise<ClaimResult[]> {
  const own = structuredClone(documents);
  if (!before) return (await prove(own, { claims, drop, ...options })).claims;
  const { millisecondsPerClaim: milliseconds = 10_000, onProved } = options;
  const settings = { drop, milliseconds, ...(onProved && { onProved }) };
  return difference(structuredClone(before), own, settings);
}

/** Looks for documents about which the mistake proves something wrong, and writes the certificates. */
async function tryMistake(
  mutation: number,
  all: Broken[],
  directory: string,
): Promise<WrongProof | undefined> {
  let errors = 0;
  globalThis.LEFT = MOST_PASSES;
  for (const broken of all.filter(({ reached }) => reached.has(mutation)).slice(0, MOST_TRIED)) {
    const { before, claim, documents } = broken;
    globalThis.MADE = mutation;
    try {
      const subject = await provedWrongly(broken);
      if (subject === undefined) continue;
      await certify(broken, directory);
      writeFileSync(`${directory}.json`, JSON.stringify(documents));
      if (before) writeFileSync(`${directory}-before.json`, JSON.stringify(before));
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

async function provedWrongly(broken: Broken) {
  const { claim, subjects } = broken;
  const options = { onProved: () => {}, millisecondsPerClaim: 3_000 };
  const claims = await ask(broken, [claim], options);
  return claims.find(({ result, subject }) => result === "proved" && subjects.includes(subject))
    ?.subject;
}

async function certify(broken: Broken, directory: string): Promise<void> {
  const certificates = certificatesIn(directory);
  const claims = await ask(broken, [broken.claim], { onProved: certificates.add });
  const sources = [broken.documents, broken.before].flatMap((documents) =>
    documents ? { title: "documents", documents, notes: [] } : [],
  );
  certificates.finish(claims, sources);
}

main(JSON.parse(readFileSync(process.argv[2] as string, "utf8")));
