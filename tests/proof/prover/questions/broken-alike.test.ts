import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { secretBounded } from "../../../../proof/prover/claims/bounded";
import type { ClaimResult } from "../../../../proof/prover/claims/claim";
import { fingerprint } from "../../../../proof/prover/documents/fingerprint";
import { secretQuestion } from "../../../../proof/prover/documents/questions";
import { withNamesOf } from "../../../../proof/prover/documents/renaming";
import { Settler } from "../../../../proof/prover/questions/settler";
import { limitsWith } from "../../../../proof/prover/solver/limits";
import { Problem } from "../../../../proof/prover/texts/problem";
import { type AccessDocuments, deploymentOf, evaluate, prove, withKind } from "../../pods";
import { allowTo, denyTo, trusts } from "../../statements";
import * as the from "../deployments/deployment";
import { oneReader, readStatement, root } from "../deployments/deployment";

const { BILLING, OTHER_ROLE, OTHER_SECRET, REPORTS, ROLE, SECRET } = the;

/** The documents with the names of the other reader, secret, role and key. */
function ofReports(documents: AccessDocuments): AccessDocuments {
  const names = [
    [ROLE, OTHER_ROLE],
    [SECRET, OTHER_SECRET],
    [the.KEY, `${the.KEY}-2`],
    [`"${BILLING.namespace}"`, `"${REPORTS.namespace}"`],
    [`"${BILLING.serviceAccount}"`, `"${REPORTS.serviceAccount}"`],
  ] as const;
  return JSON.parse(
    names.reduce((so, [from, to]) => so.replaceAll(from, to), JSON.stringify(documents)),
  );
}

/** The documents of two deployments together. */
function both(one: AccessDocuments, two: AccessDocuments): AccessDocuments {
  const lists = ["keys", "secrets", "roles", "associations", "grants"] as const;
  const joined = lists.map((list) => [list, [...(one[list] ?? []), ...(two[list] ?? [])]]);
  return Object.fromEntries(joined);
}

/** The results of all claims, and how many questions they needed. */
async function proving(documents: AccessDocuments) {
  let questions = 0;
  const { solve } = Problem.prototype;
  Problem.prototype.solve = function (...given) {
    questions++;
    return solve.apply(this, given);
  };
  try {
    return { claims: (await prove(documents)).claims, questions };
  } finally {
    Problem.prototype.solve = solve;
  }
}

const results = (claims: ClaimResult[]) =>
  claims.map(({ claim, result, subject }) => `${claim} ${subject.split(" ").at(-1)} ${result}`);
const refuted = (claims: ClaimResult[]) => claims.filter(({ result }) => result === "refuted");

/** Documents that allow an undeclared partner something by the secret's policy, the key's, the trust and the role's. */
const OPEN = oneReader({
  secretAlso: [allowTo(root(the.PARTNER), "secretsmanager:GetSecretValue")],
  keyAlso: [allowTo(root(the.PARTNER), "kms:Decrypt")],
  trustAlso: [trusts(root(the.PARTNER), "sts:AssumeRole")],
  policiesAlso: [the.policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" })],
});

/** The reader's secret, which also admits this role. */
const lettingIn = (role: string, reader = BILLING) =>
  oneReader({ secretAlso: [readStatement(role, reader)] });

describe("a claim about documents that look like others of which it was refuted", function () {
  this.timeout(60_000);

  it("is refuted without another question, by its own request, which the evaluator allows", async () => {
    const documents = both(OPEN, ofReports(OPEN));
    const [alone, two] = [await proving(OPEN), await proving(documents)];
    strictEqual(two.questions, alone.questions);
    const found = refuted(two.claims);
    strictEqual(found.length, 2 * refuted(alone.claims).length);
    ok(refuted(alone.claims).length >= 5);
    for (const { claim, counterexample, subject } of found) {
      const { document, request, summary } = counterexample as NonNullable<typeof counterexample>;
      const told = JSON.stringify([document, request, summary]);
      const [own, other] =
        subject.includes("reports") || subject.endsWith("-2")
          ? [ofReports(OPEN), OPEN]
          : [OPEN, ofReports(OPEN)];
      ok(told.includes(subject), `${claim}: ${told}`);
      for (const { arn } of [other.secrets, other.roles].flatMap((list) => list ?? [])) {
        ok(!told.includes(`${arn}"`), `${claim}: ${told}`);
      }
      if (claim === "role-contained") continue;
      const isAllowed = (given: AccessDocuments) =>
        evaluate(given, request, { ownerPrincipalsClosed: false }).decision === "allowed";
      ok(isAllowed(own) || /keeps this very request out/.test(summary), summary);
    }
  });

  it("is told as it is where it is asked alone", async () => {
    const [, two] = [await proving(OPEN), await proving(both(OPEN, ofReports(OPEN)))];
    const own = await proving(ofReports(OPEN));
    const told = (claims: ClaimResult[]) =>
      refuted(claims).map(({ milliseconds: _, ...one }) => one);
    const ofOwn = new Set(own.claims.map(({ subject }) => subject));
    deepStrictEqual(told(two.claims.filter(({ subject }) => ofOwn.has(subject))), told(own.claims));
  });

  it("is proved where whom one lets in is declared, and whom the other does is not", async () => {
    const open = lettingIn(OTHER_ROLE, REPORTS);
    const shut = ofReports(lettingIn(ROLE));
    for (const [one, two] of [
      [open, shut],
      [shut, open],
    ] as const) {
      const { claims } = await prove(both(one, two), { claims: ["secret-bounded"] });
      deepStrictEqual(
        results(claims).sort(),
        [`secret-bounded ${SECRET} refuted`, `secret-bounded ${OTHER_SECRET} proved`].sort(),
      );
    }
  });

  it("is asked where the evaluator does not agree that the same breaks it", async () => {
    const documents = withKind(both(OPEN, ofReports(OPEN)));
    const dropped = new Set<string>();
    const limits = limitsWith();
    const settler = new Settler(deploymentOf(documents), { dropped, limits, milliseconds: 10_000 });
    // Imitates a slice that takes two different things for the same: the second secret is asked about with another policy.
    const ask = (given: AccessDocuments, slice: AccessDocuments, arn: string) =>
      settler.settle({
        claim: "secret-bounded",
        subject: arn,
        named: arn,
        work: () => ({
          about: [arn],
          given: [],
          slice: () => withKind(slice),
          claimOf: () => {
            const deployment = deploymentOf(withKind(given));
            const [secret] = deployment.secrets;
            if (!secret) throw new Error("the documents have no secret");
            return secretBounded(secretQuestion(deployment, secret));
          },
        }),
      });
    const first = await ask(OPEN, OPEN, SECRET);
    const second = await ask(ofReports(oneReader()), ofReports(OPEN), OTHER_SECRET);
    const third = await ask(ofReports(OPEN), ofReports(OPEN), OTHER_SECRET);
    deepStrictEqual(
      [first, second, third].map(({ result }) => result),
      ["refuted", "proved", "proved"],
    );
  });
});

describe("a claim that is refuted of a part of its documents", () => {
  it("is asked of all of them where the evaluator, which has these, does not agree", async () => {
    const partner = root(the.PARTNER);
    const parts = [
      [allowTo(partner, "secretsmanager:GetSecretValue")],
      [
        allowTo(partner, "secretsmanager:GetSecretValue"),
        denyTo(partner, "secretsmanager:GetSecretValue"),
      ],
    ].map((secretAlso) => withKind(oneReader({ secretAlso })));
    const [cut, whole] = parts as [AccessDocuments, AccessDocuments];
    const settings = { dropped: new Set<string>(), limits: limitsWith(), milliseconds: 10_000 };
    const resultWithin = async (documents: AccessDocuments) => {
      const settler = new Settler(deploymentOf(documents), settings);
      const { counterexample, result } = await settler.settle({
        claim: "secret-bounded",
        subject: SECRET,
        named: SECRET,
        work: () => ({
          about: [SECRET],
          given: [],
          slice: () => cut,
          claimOf: (deployment) => {
            const secret = deployment.secret(SECRET);
            if (!secret) throw new Error("the documents have no such secret");
            return secretBounded(secretQuestion(deployment, secret));
          },
        }),
      });
      return [result, counterexample?.statement];
    };
    deepStrictEqual(await resultWithin(cut), ["refuted", 1]);
    deepStrictEqual(await resultWithin(whole), ["proved", undefined]);
  });
});

describe("what is said of one slice, with the names of another", () => {
  const whole = withKind(both(OPEN, ofReports(OPEN)));
  const print = (documents: AccessDocuments, arn: string) =>
    fingerprint(withKind(documents), [arn], whole) as NonNullable<ReturnType<typeof fingerprint>>;
  const [from, to] = [print(OPEN, SECRET), print(ofReports(OPEN), OTHER_SECRET)];
  const retold = (value: unknown) => withNamesOf(value, from, to, whole);

  it("has each name of the one in the place where it stands in the other", () => {
    const said = { principal: { kind: "session", roleArn: ROLE, tags: { a: BILLING.namespace } } };
    deepStrictEqual(retold([said, SECRET]), [
      { principal: { kind: "session", roleArn: OTHER_ROLE, tags: { a: REPORTS.namespace } } },
      OTHER_SECRET,
    ]);
  });

  it("leaves names that neither has, and words that only look like a reader's", () => {
    const said = { action: BILLING.serviceAccount, kind: BILLING.namespace, a: [the.STRANGER] };
    deepStrictEqual(retold(said), said);
  });

  it("is not told where a name of the other would mean somebody else", () => {
    strictEqual(retold({ roleArn: OTHER_ROLE }), undefined);
  });

  for (const text of [`${ROLE}*`, `arn:aws:sts::${the.OWNER}:assumed-role/a/b`, "arn:aws"]) {
    it(`is not told where it is not sure what is a name: ${text}`, () => {
      strictEqual(retold([text]), undefined);
    });
  }
});
