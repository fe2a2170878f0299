import assert from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { certificatesIn } from "../../cli/proof/certificates";
import type { ProveOptions } from "../../proof";
import { type AccessDocuments, difference, prove } from "../../sdk/access";
import { JUDGES_FOLDER } from "./judge";

/** The seed of the requests that are compared. */
export const SEED = Number(process.env.JUDGE_SEED ?? 1);

/** Writes the certificates of documents into a directory. */
export async function certify(
  directory: string,
  documents: AccessDocuments,
  options: ProveOptions,
) {
  const certificates = certificatesIn(directory);
  const { claims } = await prove(documents, { ...options, onProved: certificates.add });
  certificates.finish(claims, [{ title: "documents", documents, notes: [] }]);
}

/** The same for what changes in access between two versions. */
export async function certifyChanges(
  directory: string,
  before: AccessDocuments,
  documents: AccessDocuments,
) {
  const certificates = certificatesIn(directory);
  const claims = await difference(before, documents, { onProved: certificates.add });
  const sources = [documents, before].map((one) => ({ title: "", documents: one, notes: [] }));
  certificates.finish(claims, sources);
  return claims;
}

/** Runs the certificates' checker on a directory, with the documents in it. */
export function checker(directory: string, ...more: string[]) {
  const documents = join(directory, "documents.json");
  const args = ["-m", "judge.certificate", directory, documents, "--seed", String(SEED), ...more];
  return spawnSync("python3", args, { cwd: JUDGES_FOLDER, encoding: "utf8", maxBuffer: 2 ** 26 });
}

/** Has a directory checked. Returns how many claims were checked, and for each other claim why not. */
export function check(directory: string): { claims: number; unchecked: string[] } {
  const { status, stderr, stdout } = checker(directory);
  const [found] = stdout.matchAll(/^checked: (\d+) claims; /gm);
  assert.ok(found, stderr);
  const unchecked = [...stdout.matchAll(/^not checked: (.*)$/gm)].map(([, why = ""]) => why);
  assert.strictEqual(status, unchecked.length > 0 ? 3 : 0);
  return { claims: Number(found[1]), unchecked };
}
