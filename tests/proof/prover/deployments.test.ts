import assert from "node:assert";
import type { ClaimId } from "../../../proof/prover/claims/claim";
import { type AccessDocuments, prove } from "../pods";
import { allowTo } from "../statements";
import * as the from "./deployments/deployment";
import { oneReader, policy, readStatement, root } from "./deployments/deployment";
import { themes, wholeAccounts } from "./deployments/themes";
import { withSecondOpinion } from "./solver/oracle/z3";

const CLAIMS: ClaimId[] = [
  "secret-bounded",
  "key-bounded",
  "role-unforgeable",
  "role-contained",
  "grant-available",
  "read-exclusive",
];

describe("prove, of deployments that others wrote", () => {
  for (const [theme, deployments] of Object.entries({ ...themes, ...wholeAccounts })) {
    describe(theme, () => {
      for (const { documents, drop = [], refuted = [], title } of deployments) {
        it(title, async function () {
          this.timeout(180_000);
          await withSecondOpinion(async () => {
            const { claims } = await prove(documents, {
              claims: CLAIMS,
              drop,
              millisecondsPerClaim: 60_000,
            });
            const failed = claims.filter(({ result }) => result !== "proved");
            assert.deepStrictEqual(
              failed.map(({ claim, reason, result, subject }) =>
                [claim, lastArn(subject), result, reason].filter(Boolean).join(" "),
              ),
              refuted.map(([claim, subject]) => `${claim} ${subject} refuted`),
            );
          });
        });
      }
    });
  }
});

describe("prove, of a key that a secret names and the documents lack", () => {
  const lacking = (secretPolicy: object) => ({ ...oneReader({ secretPolicy }), keys: null });
  const readerOnly = readStatement(the.ROLE, the.BILLING);
  const resultsOf = async (documents: AccessDocuments) =>
    (await prove(documents, { claims: CLAIMS })).claims
      .filter(({ result }) => result !== "proved")
      .map(({ claim, reason, result }) => [claim, result, reason].filter(Boolean).join(" "));
  const unknownKey =
    "key-bounded unknown the documents have no such key, whose policy may let in anyone";

  it("knows neither of the key nor that its reader may decrypt", async () => {
    const documents = lacking(policy(readerOnly));
    assert.deepStrictEqual(await resultsOf(documents), [unknownKey, "grant-available refuted"]);
    const { claims } = await prove(documents, { claims: ["grant-available"] });
    const summaries = claims.map(({ counterexample }) => counterexample?.summary ?? "");
    assert.match(summaries.join(), /^the key \S+ is not in the documents, so that nothing says/);
  });

  it("takes whoever the secret lets in for a reader", async () => {
    const open = allowTo(root(the.PARTNER), the.READS);
    assert.deepStrictEqual(await resultsOf(lacking(policy(readerOnly, open))), [
      "secret-bounded refuted",
      unknownKey,
      "grant-available refuted",
      "read-exclusive refuted",
    ]);
  });
});

describe("prove, of documents that EKS would refuse", () => {
  it("rejects a service account with two associations", async () => {
    const documents = oneReader();
    const associations = [
      ...(documents.associations ?? []),
      { ...the.BILLING, roleArn: the.OTHER_ROLE },
    ];
    await assert.rejects(prove({ ...documents, associations }), {
      message: `the documents must have one association of each reader, got two of ${the.BILLING.clusterArn} billing/api`,
    });
  });
});

/** The secret of a grant. Otherwise the subject itself. */
function lastArn(subject: string): string {
  return subject.split(" ").at(-1) ?? "";
}
