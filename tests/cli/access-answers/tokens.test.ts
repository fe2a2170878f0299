import { deepStrictEqual, match } from "node:assert";
import { becomesLines, becomesOf } from "../../../cli/access-answers/assumed";
import type { OidcProviderDocuments } from "../../../proof";
import type { AccessDocuments } from "../../../sdk/access";
import { BILLING, CLUSTER_ACCOUNT, ROLE } from "../../proof/prover/deployments/deployment";
import {
  formerReader,
  ISSUER,
  tokenReader,
  WEB_IDENTITY,
} from "../../proof/prover/deployments/web-identities";
import { filesIn, run } from "../support";

/** The answer of the verb to documents, in JSON. */
async function answer(documents: object) {
  const directory = filesIn({ "access.json": JSON.stringify(documents) });
  const source = `who-can-read billing/db --documents ${directory}/access.json --json`;
  const { code, stderr, stdout } = await run(source);
  deepStrictEqual([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

/** The reader gets its role by tokens of its cluster, or by both identities. `oidcProviders` describes the tokens' provider. */
const byTokens = (
  oidcProviders?: AccessDocuments["oidcProviders"],
  associations = tokenReader.associations ?? [],
) => ({
  ...{ ...tokenReader, associations },
  ...(oidcProviders && { oidcProviders }),
});

describe("eks-pod-secrets who-can-read, of tokens", () => {
  it("tells a reader by its own tokens, with one lock where that is so, and its former role", async () => {
    const found = async (documents: object) =>
      (await answer(documents)) as {
        found: { as: string; byToken?: true; former?: true }[];
        notes: string[];
      };
    const token = await found(byTokens());
    deepStrictEqual(
      token.found.map(({ as, byToken, former: was }) => [as, byToken, was]),
      [["declared reader", true, undefined]],
    );
    match(token.notes.join(), /with one lock in place of two.*: billing\/api as \S+billing-api;/);
    const both = await found(formerReader);
    deepStrictEqual(
      both.found.map(({ as, byToken, former: was }) => [as, byToken, was]),
      [
        ["declared reader", undefined, undefined],
        ["declared reader", undefined, true],
      ],
    );
    deepStrictEqual(
      both.notes.filter((one) => one.includes("one lock")),
      [],
    );
    const directory = filesIn({ "access.json": JSON.stringify(byTokens()) });
    const { stdout } = await run([
      "who-can-read",
      "billing/db",
      "--documents",
      `${directory}/access.json`,
    ]);
    match(
      stdout,
      /declared reader .*\(by its own tokens: one lock in place of two\), as a session of/,
    );
  });

  it("tells of an undeclared role whose tokens let in whom, and whether their provider exists", async () => {
    const becoming = async (oidcProviders?: AccessDocuments["oidcProviders"]) => {
      const undeclared = { ...byTokens(oidcProviders, []), grants: [] };
      const { found } = await answer(undeclared);
      return found[0] as { as: string; becomes: Parameters<typeof becomesLines>[0] };
    };
    const account = (provider?: OidcProviderDocuments) => [
      { account: CLUSTER_ACCOUNT, providers: provider ? [provider] : [] },
    ];
    const { audience, provider, subject } = WEB_IDENTITY;
    const own = { provider, issuer: ISSUER, subjects: [subject], audiences: [audience] };
    const one = await becoming();
    deepStrictEqual([one.as, one.becomes?.[0]?.tokens], ["known role", [own]]);
    const known = { arn: provider, audiences: [audience], clusterArn: BILLING.clusterArn };
    const there = await becoming(account(known));
    const { clusterArn } = BILLING;
    deepStrictEqual(there.becomes?.[0]?.tokens, [{ ...own, exists: true, clusterArn }]);
    match(
      becomesLines(there.becomes).join(),
      /tokens of cluster prod of subject system:serviceaccount:billing:api and audience sts\.amazonaws\.com \(arn\S+\) may become it/,
    );
    const { clusterArn: _, ...foreign } = known;
    const other = await becoming(account(foreign));
    match(
      becomesLines(other.becomes).join(),
      /tokens of oidc\S+, no cluster that is known, of subject/,
    );
    const gone = becomesOf(byTokens(account(), []), ROLE);
    deepStrictEqual(gone.becomes?.[0]?.tokens, [{ ...own, exists: false }]);
    match(becomesLines(gone.becomes).join(), /, which does not exist, so that nobody does yet\)/);
    deepStrictEqual((await answer({ ...byTokens(account(), []), grants: [] })).found, []);
  });
});
