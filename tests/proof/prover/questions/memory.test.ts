import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { deploymentOf } from "../../../../proof/prover/documents/deployment";
import { GroupsApart } from "../../../../proof/prover/documents/groups-apart";
import { Recollection } from "../../../../proof/prover/questions/memory";
import { limitsWith } from "../../../../proof/prover/solver/limits";
import {
  type AccessDocuments,
  type ClaimId,
  type ClaimResult,
  difference,
  PODS,
  type PrincipalKind,
  type ProofMemory,
  prove,
} from "../../pods";
import * as the from "../deployments/deployment";
import { oneReader } from "../deployments/deployment";
import { themes, wholeAccounts } from "../deployments/themes";
import { besideItself } from "./beside-itself";
import { type Kept, memoryOf, mustSayTheSame, said } from "./memory-support";
import { type Mutant, mutantsOf } from "./mutants";

/** How many mutants of each deployment to try, and from which on. Raise the number after a change of what keys consist of. */
const MUTANTS = Number(process.env.MEMORY_MUTANTS || 1);
const FROM = Number(process.env.MEMORY_FROM || 1);

type Ask = (documents: AccessDocuments, memory?: ProofMemory) => Promise<ClaimResult[]>;

const premises = { dropped: new Set<string>(), limits: limitsWith() };
const PROVED = {
  ...{ claim: "read-exclusive" as const, subject: "a", result: "proved" as const },
  ...{ milliseconds: 0, assumptionsUsed: [] },
};

/** Mutants at equal distances. */
function sample(mutants: Mutant[], from: number, count = MUTANTS): Mutant[] {
  const step = Math.max(mutants.length / count, 1);
  return mutants.filter((_, index) => (index + from) % step < 1);
}

/** Fills a memory from documents, and asks about mutants with and without it. Both must answer alike. Returns how many answers changed. */
async function attack(documents: AccessDocuments, mutants: Mutant[], ask: Ask) {
  const kept: Kept = new Map();
  const first = await said(ask(documents, memoryOf(kept)));
  const again = await said(ask(documents, memoryOf(kept)));
  mustSayTheSame(again, first, "asked again");
  ok(again.recalls >= first.proved, "what was proved is recalled");
  for (const [place, used] of first.used.entries()) {
    if (used.length > 0) deepStrictEqual(again.used[place], used, "with the same assumptions");
  }
  let changes = 0;
  for (const { documents: changed, title } of mutants) {
    const recalling = await said(ask(changed, memoryOf(kept, new Map())));
    const fresh = await said(ask(changed));
    mustSayTheSame(recalling, fresh, title);
    if (!isDeepStrictEqual(fresh.says, first.says)) changes += 1;
  }
  return changes;
}

describe(`a memory of proofs, from mutant ${FROM}`, () => {
  let [seen, all] = [0, 0];

  for (const [theme, deployments] of Object.entries({ ...themes, ...wholeAccounts })) {
    it(`answers of changed documents as if there were none: ${theme}`, async () => {
      for (const [index, { documents, drop = [] }] of deployments.entries()) {
        const plain: AccessDocuments = JSON.parse(JSON.stringify(documents));
        const mutants = sample(mutantsOf(documents), FROM + index);
        const asks: Ask[] = [
          async (of, memory) => (await prove(of, { drop, memory })).claims,
          (of, memory) => difference(plain, of, { drop, memory }),
          (of, memory) => difference(of, plain, { drop, memory }),
        ];
        // If more mutants are wanted, all questions are asked.
        const some = MUTANTS > 1 ? asks : [asks[(FROM + index) % asks.length]];
        for (const ask of some) seen += ask ? await attack(documents, mutants, ask) : 0;
        all += mutants.length * some.length;
      }
    });
  }

  it("is asked about enough documents whose answer differs", () => {
    // Otherwise the tests above would show nothing.
    ok(seen * 4 > all, `of ${all} mutants only ${seen} changed an answer`);
  });

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

  it("has another key of a group for every place of its documents and of the common ones, and of whatever else its claims rest on", () => {
    const keysOf = (
      documents: AccessDocuments,
      claims: ClaimId[] = ["read-exclusive"],
      other: Partial<typeof premises> = {},
      principalKind: PrincipalKind = PODS,
      given: unknown[] = [],
    ) => {
      const keys: string[] = [];
      const memory = { ...memoryOf(new Map()), recall: (key: string) => void keys.push(key) };
      const recollection = new Recollection(memory, { ...premises, ...other });
      const apart = new GroupsApart([deploymentOf({ ...documents, principalKind })]);
      const about = apart.groups.flatMap((group) =>
        claims.map((claim) => ({ claim, subject: "a", group })),
      );
      recollection.aboutGroups(apart, about, given);
      return keys;
    };
    let places = 0;
    for (const { documents, title } of Object.values(themes).flat()) {
      const own = keysOf(JSON.parse(JSON.stringify(documents)));
      deepStrictEqual(keysOf(documents), own, title);
      for (const mutant of sample(mutantsOf(documents), FROM, 20 * MUTANTS)) {
        let keys: string[];
        try {
          keys = keysOf(mutant.documents);
        } catch {
          continue;
        }
        notDeepStrictEqual(keys, own, `${title}: ${mutant.title}`);
        places += 1;
      }
    }
    ok(places > 1_000);
    const documents = besideItself(oneReader());
    const own = keysOf(documents);
    const others = [
      keysOf(documents, ["secret-bounded"]),
      keysOf(documents, ["read-exclusive", "secret-bounded"]),
      keysOf(documents, undefined, { dropped: new Set(["reader-trust"]) }),
      keysOf(documents, undefined, { limits: limitsWith({ chain: 3 }) }),
      keysOf(documents, undefined, undefined, { ...PODS, varying: {} }),
      keysOf(documents, undefined, undefined, undefined, [["reader-trust"]]),
      keysOf({ ...documents, wholeAccounts: [] }),
      keysOf({ ...documents, administrators: [the.AUDITOR] }),
      keysOf({ ...documents, vpcEndpoints: null }),
    ];
    ok(own.length > 1);
    for (const keys of others) {
      strictEqual(keys.length, own.length);
      ok(keys.every((key) => !own.includes(key)));
    }
    strictEqual(new Set(others.flat()).size, others.flat().length);
  });

  it("answers about one of two deployments side by side as it does about a whole", async () => {
    let recalls = 0;
    for (const [index, { documents, drop = [] }] of Object.values(themes).flat().entries()) {
      if (MUTANTS === 1 && (FROM + index) % 8 > 0) continue;
      const twice = besideItself(documents);
      const [mutant] = sample(mutantsOf(twice), FROM + index);
      if (!mutant) continue;
      const kept: Kept = new Map();
      const ask = (of: AccessDocuments, memory?: ProofMemory) =>
        said(prove(of, { drop, memory }).then(({ claims }) => claims));
      await ask(twice, memoryOf(kept));
      const recalling = await ask(mutant.documents, memoryOf(kept, new Map()));
      mustSayTheSame(recalling, await ask(mutant.documents), mutant.title);
      recalls += recalling.recalls;
    }
    ok(recalls > 0);
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
    // One entry for the claim itself, and one for the only claim of its group.
    strictEqual(kept.size, 2);
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
    ok((await recalls({ millisecondsPerClaim: 20_000 })) > 0);
  });
});
