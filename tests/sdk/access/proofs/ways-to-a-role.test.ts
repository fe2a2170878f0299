import { deepStrictEqual, match, strictEqual } from "node:assert";
import { landingZoneDocuments } from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { difference, prove } from "../../../proof/pods";
import { landingZoneOf, reader } from "../../grant/support";

const PROVIDER =
  "arn:aws:iam::111111111111:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const FORMER = "arn:aws:iam::111111111111:role/by-hand";

/** A reader of one secret in each account. `more` has further lines of the inventory. */
const documentsOf = (more = "") =>
  landingZoneDocuments(
    landingZoneOf({
      clusters: `\n  shop: { account: a, existing: true, oidcProvider: "${PROVIDER}" }`,
      readers: reader("[own, foreign]", more && `    ${more}\n`),
    }),
  );

async function settled(documents: ReturnType<typeof documentsOf>) {
  const { claims } = await prove(documents);
  const open = claims.filter(({ result }) => result !== "proved");
  deepStrictEqual(
    open.map(({ claim, counterexample, reason }) => [claim, reason, counterexample?.summary]),
    [],
  );
  return claims;
}

/** The ways in that the claims about grants name. */
const waysIn = (claims: Awaited<ReturnType<typeof settled>>) =>
  [
    ...new Set(
      claims.flatMap(({ claim, subject }) =>
        claim === "grant-available" ? (/\((.*)\) →/.exec(subject)?.[1] ?? "Pod Identity") : [],
      ),
    ),
  ].sort();

describe("what an inventory leads to, of each way to a role", () => {
  for (const [more, ways, isWeaker] of [
    ["", ["Pod Identity"], false],
    ["identity: irsa", ["web identity"], true],
    ["identity: both", ["Pod Identity", "web identity"], true],
    [`formerRole: "${FORMER}"`, ["Pod Identity", "former role by-hand"], false],
    [
      `formerRole: { role: "${FORMER}", identity: irsa }`,
      ["Pod Identity", "former role by-hand, web identity"],
      true,
    ],
  ] as const) {
    it(`is proved with ${more || "nothing said"}, ${isWeaker ? "with one lock" : "with two locks"}`, async () => {
      const claims = await settled(documentsOf(more));
      deepStrictEqual(waysIn(claims), [...ways]);
      const bounded = claims.filter(({ claim }) => claim === "secret-bounded");
      strictEqual(
        bounded.some(({ assumptionsUsed }) => assumptionsUsed.includes("reader-trust")),
        isWeaker,
      );
    });
  }

  it("gives and takes nothing on the way from tokens to Pod Identity and back", async () => {
    const steps = ["identity: irsa", "identity: both", "", "identity: both", "identity: irsa"];
    for (const [index, step] of steps.slice(1).entries()) {
      const claims = await difference(documentsOf(steps[index]), documentsOf(step));
      for (const { counterexample, result } of claims) {
        strictEqual(result, "proved", `${steps[index]} → ${step}: ${counterexample?.summary}`);
      }
    }
  });

  it("tells who loses as a former role leaves, if not its own reader", async () => {
    const before = documentsOf(`formerRole: "${FORMER}"`);
    const same = await difference(before, documentsOf());
    deepStrictEqual(new Set(same.map(({ result }) => result)), new Set(["proved"]));
    const roles = (before.roles ?? []).map((role) =>
      role.arn === FORMER ? { ...role, trust: null } : role,
    );
    const lost = await difference({ ...before, roles }, documentsOf());
    match(lost[0]?.counterexample?.summary ?? "", /^a session of \S+by-hand loses /);
  });
});
