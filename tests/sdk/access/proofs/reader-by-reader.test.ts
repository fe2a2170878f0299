import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { keyBounded, secretBounded } from "../../../../proof/prover/claims/bounded";
import { settle } from "../../../../proof/prover/claims/claim";
import { readExclusive } from "../../../../proof/prover/claims/read-exclusive";
import {
  exclusiveQuestion,
  keyQuestion,
  secretQuestion,
} from "../../../../proof/prover/documents/questions";
import { readTarget } from "../../../../proof/prover/documents/read-target";
import { readerByReader } from "../../../../proof/prover/documents/reader-by-reader";
import { sliceOfKey, sliceOfRead } from "../../../../proof/prover/documents/slice";
import { type AccessDocuments, deploymentOf, prove } from "../../../proof/pods";
import { byHand, parts, sharing } from "./by-hand";

const MILLISECONDS = 60_000;

function partsOf(documents: AccessDocuments): AccessDocuments[] | undefined {
  const deployment = deploymentOf(documents);
  const [secret] = deployment.secrets;
  const slice = sliceOfRead(deployment, [secret?.arn ?? ""]);
  return readerByReader(deployment, slice, [secret?.arn ?? ""]) as AccessDocuments[] | undefined;
}

/** The answers about every caller, asked of all documents at once. */
async function askedAtOnce(documents: AccessDocuments): Promise<string[]> {
  const whole = deploymentOf(documents);
  const questions = [
    ...whole.secrets.map((secret) => secretBounded(secretQuestion(whole, secret))),
    ...whole.keys.map((key) => keyBounded(keyQuestion(whole, key))),
    ...whole.secrets.flatMap(({ arn }) => {
      const target = readTarget(whole, arn);
      return target ? [readExclusive(exclusiveQuestion(whole, target))] : [];
    }),
  ];
  const results: string[] = [];
  for (const question of questions) {
    const { claim, result, subject } = await settle(question, MILLISECONDS);
    results.push(`${claim} ${subject} ${result}`);
  }
  return results;
}

async function askedByReader(documents: AccessDocuments): Promise<string[]> {
  const { claims } = await prove(documents, {
    claims: ["secret-bounded", "key-bounded", "read-exclusive"],
    millisecondsPerClaim: MILLISECONDS,
  });
  return claims.map(({ claim, result, subject }) => `${claim} ${subject} ${result}`);
}

describe("a claim about what several readers share", function () {
  this.timeout(120_000);

  it("is taken apart by reader, each with what the policies say of it", () => {
    const { copy, job, web } = parts(sharing(""));
    const found = partsOf(copy) ?? [];
    strictEqual(found.length, 3);
    for (const one of found) {
      const text = JSON.stringify([one.secrets, one.keys, one.roles, one.associations]);
      strictEqual(one.grants?.length, 1);
      ok([web, job].filter(({ arn }) => text.includes(arn)).length <= 1);
    }
  });

  it("of a key has in each part what its reader reads, and what others rotate", () => {
    const { copy } = parts(sharing(""));
    const readBy = (documents: AccessDocuments) => {
      const deployment = deploymentOf(documents);
      const [{ arn = "" } = {}] = deployment.keys;
      const found = readerByReader(deployment, sliceOfKey(deployment, arn), [arn]) ?? [];
      return found.map(({ secrets }) => secrets?.length);
    };
    deepStrictEqual(readBy(copy), [2, 2, 1]);
    const role = "arn:aws:iam::333333333333:role/rotates";
    for (const one of copy.secrets ?? []) one.rotation = { role };
    deepStrictEqual(readBy(copy), [2, 2, 2]);
  });

  it("is not taken apart where one reader may become the other, or has the same target role", () => {
    for (const title of ["lets the one become the other", "gives both one target role"]) {
      const changed = parts(sharing(""));
      byHand[title]?.(changed);
      const found = partsOf(changed.copy);
      for (const one of found ?? []) {
        const arns = (one.roles ?? []).map(({ arn }) => arn);
        strictEqual(arns.includes(changed.web.arn), arns.includes(changed.job.arn), title);
      }
    }
  });

  it("keeps in every part whom nobody declared, and so finds them", async () => {
    const changed = parts(sharing(""));
    const { job, copy } = changed;
    copy.grants = (copy.grants ?? []).filter(
      ({ reader }) => !job.arn.includes(reader.serviceAccount),
    );
    const claims = await askedByReader(copy);
    ok(claims.some((one) => one.startsWith("secret-bounded") && one.endsWith("refuted")));
    deepStrictEqual(claims, await askedAtOnce(copy));
  });

  for (const sealed of ["", ", sealed: true"]) {
    for (const [title, change] of Object.entries(byHand)) {
      it(`says what all documents say at once, where somebody ${title}${sealed}`, async () => {
        const changed = parts(sharing(sealed));
        change(changed);
        deepStrictEqual(await askedByReader(changed.copy), await askedAtOnce(changed.copy));
      });
    }
  }
});
