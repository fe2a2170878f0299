import { deepStrictEqual, ok, strictEqual } from "node:assert";

import { type AccessDocuments, type Advice, advise, prove } from "../../../../sdk/access";
import {
  landingZoneDocuments,
  plannedArns,
} from "../../../../sdk/access/landing-zone/landing-zone-documents";
import { writtenDocuments } from "../../../../sdk/access/landing-zone/written-documents";
import { zoneOf } from "../../../cli/pages";
import { oneReader } from "../deployments/deployment";

const ROOT = "arn:aws:iam::222222222222:root";

/** What a user might add: a denial that keeps out nobody who is not kept out already. */
const ADDED = {
  Sid: "NoVpc",
  Effect: "Deny",
  Principal: { AWS: [ROOT, "arn:aws:iam::333333333333:root"] },
  Action: ["secretsmanager:PutSecretValue", "secretsmanager:DeleteSecret"],
  Resource: "*",
};

function zoneWith(...added: object[]) {
  return zoneOf(`
accounts:
  data: { id: "222222222222", region: eu-west-1 }
  platform: { id: "111111111111", region: eu-west-1 }
clusters:
  shop: { account: platform, existing: true }
secrets:
  db: { account: data, key: shared, extraPolicyStatements: ${JSON.stringify(added)} }
readers:
  shop: { cluster: shop, namespace: shop, serviceAccount: shop, reads: [db] }
`);
}

function adviseOnZone(zone: ReturnType<typeof zoneOf>, change = (all: AccessDocuments) => all) {
  const written = writtenDocuments(zone, plannedArns);
  return advise(change(landingZoneDocuments(zone)), { written });
}

const partsOf = (advice: Advice[]) =>
  advice.flatMap(({ document, spare }) =>
    spare.map(({ part, sid }) => [document.split(" of ")[0], sid, part]),
  );

/** The policy's lists and objects in another order, as AWS may give them back. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed).reverse();
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, reversed(one)]);
  return Object.fromEntries(entries.reverse());
}

describe("advise", () => {
  it("leaves what was proved alone where it could not find out", async () => {
    const advice = await advise(oneReader(), { millisecondsPerDocument: 1e-3 });
    ok(advice.length > 0);
    for (const { reason, spare } of advice) {
      deepStrictEqual(
        [reason?.replace(/ while .*/, ""), spare],
        ["the time for one claim (--time-limit 0.000001) ran out", []],
      );
    }
    strictEqual((await prove(oneReader())).result, "proved");
  });

  it("says nothing of statements that this package writes", async () => {
    deepStrictEqual(await adviseOnZone(zoneWith()), []);
    ok(partsOf(await advise(landingZoneDocuments(zoneWith()))).length > 0);
  });

  it("says nothing of them in the order in which AWS gives them back", async () => {
    const change = ({ keys, secrets, ...rest }: AccessDocuments) => ({
      ...rest,
      keys: (keys ?? []).map((key) => ({ ...key, policy: reversed(key.policy) })),
      secrets: (secrets ?? []).map((secret) => ({ ...secret, policy: reversed(secret.policy) })),
    });
    deepStrictEqual(await adviseOnZone(zoneWith(), change), []);
  });

  it("names what no claim needs of a statement that the user adds, and of no other", async () => {
    deepStrictEqual(partsOf(await adviseOnZone(zoneWith(ADDED))), [
      ["resource policy", "NoVpc", "the statement"],
      ["resource policy", "NoVpc", "secretsmanager:PutSecretValue in Action"],
      ["resource policy", "NoVpc", "secretsmanager:DeleteSecret in Action"],
      ["resource policy", "NoVpc", `${ROOT} in Principal`],
      ["resource policy", "NoVpc", "arn:aws:iam::333333333333:root in Principal"],
    ]);
  });

  it("judges a statement of this package that was changed by hand", async () => {
    const change = ({ secrets, ...rest }: AccessDocuments) => ({
      ...rest,
      secrets: (secrets ?? []).map((secret) => {
        const policy = structuredClone(secret.policy) as { Statement: { Action: string[] }[] };
        policy.Statement[0]?.Action.push("secretsmanager:ListSecretVersionIds");
        return { ...secret, policy };
      }),
    });
    const [{ document } = { document: "" }, ...others] = await adviseOnZone(zoneWith(), change);
    ok(document.startsWith("resource policy of "));
    deepStrictEqual(others, []);
  });
});
