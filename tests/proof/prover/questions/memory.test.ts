import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { Recollection } from "../../../../proof/prover/questions/memory";
import { limitsWith } from "../../../../proof/prover/solver/limits";
import {
  type AccessDocuments,
  type ClaimResult,
  difference,
  PODS,
  type ProofMemory,
  prove,
} from "../../pods";
import * as the from "../deployments/deployment";
import { oneReader } from "../deployments/deployment";
import { themes, wholeAccounts } from "../deployments/themes";
import { type Mutant, mutantsOf } from "./mutants";

/** Mutants of each deployment that a run looks at, from which on. More are for a change of what keys are made of. */
const MUTANTS = Number(process.env.MEMORY_MUTANTS || 1);
const FROM = Number(process.env.MEMORY_FROM || Math.floor(Math.random() * 100_000));

type Kept = Map<string, readonly string[]>;

/** A memory that knows what is kept, and puts what is proved into `into`. */
function memoryOf(kept: Kept, into: Kept = kept): ProofMemory {
  return {
    digest: (text) => createHash("sha256").update(text).digest("base64url"),
    recall: (key) => kept.get(key),
    keep: (key, used) => into.set(key, used),
  };
}

interface Said {
  says: string[];
  /** How many claims were proved before. */
  recalls: number;
  /** The assumptions of each claim. */
  used: string[][];
}

/**
 * What is answered; the error where there is no answer. Of the requests that refute a claim, and of the assumptions that suffice to prove
 * it, there may be several, of which the solver finds another one after other questions.
 */
async function said(answer: Promise<ClaimResult[]>): Promise<Said> {
  try {
    const claims = await answer;
    const says = claims.map(({ claim, reason, result, subject }) =>
      [claim, subject, result, reason].join(" "),
    );
    const used = claims.map(({ assumptionsUsed }) => assumptionsUsed);
    return { says, used, recalls: claims.filter(({ recalled }) => recalled).length };
  } catch (error) {
    return { says: [String(error)], used: [], recalls: 0 };
  }
}

type Ask = (documents: AccessDocuments, memory?: ProofMemory) => Promise<ClaimResult[]>;

const premises = { dropped: new Set<string>(), limits: limitsWith() };
const PROVED = {
  ...{ claim: "read-exclusive" as const, subject: "a", result: "proved" as const },
  ...{ milliseconds: 0, assumptionsUsed: [] },
};

/** Mutants at even distances. */
function sample(mutants: Mutant[], from: number): Mutant[] {
  const step = Math.max(mutants.length / MUTANTS, 1);
  return mutants.filter((_, index) => (index + from) % step < 1);
}

/** Fills a memory from documents, and asks of their mutants with it and without: the answers must be the same. Answers how many mutants have other answers. */
async function attack(documents: AccessDocuments, mutants: Mutant[], ask: Ask) {
  const kept: Kept = new Map();
  const first = await said(ask(documents, memoryOf(kept)));
  const again = await said(ask(documents, memoryOf(kept)));
  deepStrictEqual([again.says, again.used], [first.says, first.used]);
  strictEqual(again.recalls, kept.size);
  let changes = 0;
  for (const { documents: changed, title } of mutants) {
    const recalling = await said(ask(changed, memoryOf(kept, new Map())));
    const fresh = await said(ask(changed));
    deepStrictEqual(recalling.says, fresh.says, title);
    if (fresh.says.join() !== first.says.join()) changes += 1;
  }
  return changes;
}

describe(`a memory of proofs, from mutant ${FROM}`, () => {
  for (const [theme, deployments] of Object.entries({ ...themes, ...wholeAccounts })) {
    it(`answers of changed documents as if there were none: ${theme}`, async () => {
      let seen = 0;
      for (const [index, { documents, drop = [] }] of deployments.entries()) {
        const plain: AccessDocuments = JSON.parse(JSON.stringify(documents));
        const mutants = sample(mutantsOf(documents), FROM + index);
        const asks: Ask[] = [
          async (of, memory) => (await prove(of, { drop, memory })).claims,
          (of, memory) => difference(plain, of, { drop, memory }),
          (of, memory) => difference(of, plain, { drop, memory }),
        ];
        // All of them where more is asked for.
        const some = MUTANTS > 1 ? asks : [asks[(FROM + index) % asks.length]];
        for (const ask of some) seen += ask ? await attack(documents, mutants, ask) : 0;
      }
      // Else the test would show nothing.
      ok(seen > 0, "no mutant changed an answer");
    });
  }

  it("has another key for every place of the documents, and of whatever else a claim rests on", () => {
    const keyOf = (documents: AccessDocuments, given: unknown[] = [], subject = "a") => {
      const kept: Kept = new Map();
      const recollection = new Recollection(memoryOf(kept), premises);
      const grounds = { claim: "read-exclusive" as const, subject, given };
      recollection
        .about({ ...grounds, documents: [{ principalKind: PODS, ...documents }] })
        .keep(PROVED);
      return [...kept.keys()].join();
    };
    let places = 0;
    for (const { documents, title } of Object.values(themes).flat()) {
      const [own, mutants] = [keyOf(JSON.parse(JSON.stringify(documents))), mutantsOf(documents)];
      ok(own.length > 0 && own === keyOf(documents), title);
      const same = mutants.filter((one) => keyOf(one.documents) === own);
      deepStrictEqual(
        same.map((one) => one.title),
        [],
        title,
      );
      places += mutants.length;
    }
    ok(places > 50_000);
    const documents = oneReader();
    const keys = [
      keyOf(documents),
      keyOf(documents, [], "b"),
      ...[[null], ["a"], ["a", "b"], [["a", "b"]], [{ a: "b" }]].map((one) =>
        keyOf(documents, one),
      ),
      keyOf({ ...documents, wholeAccounts: [] }),
      keyOf({ ...documents, wholeAccounts: null }),
      ...[
        { ...PODS, varying: {} },
        { ...PODS, service: "other.amazonaws.com" },
      ].map((principalKind) => keyOf({ ...documents, principalKind })),
    ];
    strictEqual(new Set(keys).size, keys.length);
  });

  it("keeps of another claim, reader or secret what a change does not touch", async () => {
    const { associations, grants, roles, secrets, ...rest } = oneReader();
    const [role, secret] = [roles?.[0], secrets?.[0]];
    ok(role && secret);
    const [OTHER, SECRET] = [the.OTHER_ROLE, the.OTHER_SECRET];
    const renamed = JSON.parse(
      JSON.stringify([role, secret])
        .replaceAll(the.ROLE, OTHER)
        .replaceAll(the.SECRET, SECRET)
        .replaceAll('"billing"', '"reports"')
        .replaceAll('"api"', '"job"'),
    );
    const two: AccessDocuments = {
      ...rest,
      roles: [role, renamed[0]],
      secrets: [secret, { ...renamed[1], key: null }],
      associations: [...(associations ?? []), { ...the.REPORTS, roleArn: OTHER }],
      grants: [...(grants ?? []), { reader: the.REPORTS, secret: SECRET }],
    };
    const kept: Kept = new Map();
    const before = await prove(two, { memory: memoryOf(kept) });
    const tagged = { ...two, roles: [role, { ...renamed[0], tags: { team: "x" } }] };
    const { claims } = await prove(tagged, { memory: memoryOf(kept) });
    const anew = claims.filter(({ recalled, result }) => result === "proved" && !recalled);
    ok(before.claims.length > anew.length);
    deepStrictEqual(
      anew.filter(({ subject }) => subject === the.ROLE || subject === the.SECRET),
      [],
    );
    ok(anew.some(({ subject }) => subject === OTHER));
  });

  it("keeps nothing of documents that are no JSON, of which two may look the same", async () => {
    const [none, nothing] = [{}, { team: undefined }].map((tags) =>
      oneReader({ secretTags: tags as Record<string, string> }),
    );
    ok(none && nothing);
    const kept: Kept = new Map();
    await prove(nothing, { claims: ["secret-bounded"], memory: memoryOf(kept) });
    strictEqual(kept.size, 0);
    await prove(none, { claims: ["secret-bounded"], memory: memoryOf(kept) });
    strictEqual(kept.size, 1);
  });

  it("is not asked where certificates are made, and keeps nothing then", async () => {
    const kept: Kept = new Map();
    const documents = oneReader();
    await prove(documents, { memory: memoryOf(kept), onProved: () => {} });
    await difference(documents, documents, { memory: memoryOf(kept), onProved: () => {} });
    strictEqual(kept.size, 0);
    await prove(documents, { memory: memoryOf(kept) });
    const { claims } = await prove(documents, { memory: memoryOf(kept), onProved: () => {} });
    ok(claims.every(({ recalled }) => !recalled));
  });

  it("has other keys for other assumptions and limits, and the same for another time", async () => {
    const kept: Kept = new Map();
    const documents = oneReader();
    const recalls = async (options: Parameters<typeof prove>[1]) =>
      (
        await said(
          prove(documents, { ...options, memory: memoryOf(kept, new Map()) }).then(
            ({ claims }) => claims,
          ),
        )
      ).recalls;
    await prove(documents, { memory: memoryOf(kept) });
    strictEqual(await recalls({ drop: ["service-linked-roles"] }), 0);
    strictEqual(await recalls({ limits: { chain: 3 } }), 0);
    strictEqual(await recalls({ millisecondsPerClaim: 20_000 }), kept.size);
  });
});
