import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert";
import { writeFileSync } from "node:fs";
import { withGuards } from "../../../cli/guard/guard-policies";
import { denialsIn, guardsInForce, nameEachCall } from "../../../cli/guard/guards-in-force";
import { planGuards } from "../../../cli/guard/plan-guards";
import { usableInventory } from "../../../cli/inventory/inventory-file";
import { outside } from "../../../cli/proof/outside";
import { guardShape } from "../../../cli/verbs/guard/shape";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import { done } from "../../outcomes";
import { inventoryText } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";
import { filesIn, run } from "../support";
import { controlOf, deployer, EVERYTHING, EXAMPLES, guardsOf } from "./guards";

/** The people who administer accounts, and so may change who reads there. */
const ADMINISTRATORS = /the IAM administrators of|whoever in the owners' accounts/;

describe("what lies outside a proof, with guards in force", function () {
  this.timeout(60_000);

  for (const file of EXAMPLES) {
    it(`lists no administrators whom these bind: ${file}`, async () => {
      const { landingZone: zone } = await usableInventory(file);
      const documents = landingZoneDocuments(zone, undefined, controlOf(guardsOf(zone)));
      const before = outside(documents);
      match(before.join("\n"), ADMINISTRATORS);
      const after = outside(documents, undefined, await guardsInForce(zone, documents));
      doesNotMatch(after.join("\n"), ADMINISTRATORS);
      const isKept = (line: string) => !ADMINISTRATORS.test(line);
      const exempt = after.filter((line) => line.startsWith("those whom the guard of "));
      deepStrictEqual(
        after.filter((line) => !exempt.includes(line)),
        before.filter(isKept),
      );
      deepStrictEqual(
        exempt.map((line) => /guard of (\d+) exempts: .*role\/deploy/.exec(line)?.[1]).sort(),
        zone.accounts.map(({ id }) => id).sort(),
      );
    });
  }

  const zone = landingZone(inventoryText());
  const [first, second] = guardsOf(zone);

  it("lists the administrators of the other accounts", async () => {
    const documents = landingZoneDocuments(zone, undefined, controlOf(second ? [second] : []));
    const lines = outside(documents, undefined, await guardsInForce(zone, documents)).join("\n");
    match(lines, /the IAM administrators of 111111111111: /);
    match(lines, /whoever in the owners' accounts 111111111111 may change/);
  });

  it("knows the guard of an organizational unit", async () => {
    for (const one of [zone, EVERYTHING]) {
      const named = one.accounts.map(({ id }) => deployer(id));
      const planned = planGuards(one, { named, unit: "ou-exam-12345678" });
      const organization = withGuards(
        undefined,
        planned.flatMap(({ guards }) => guards),
      );
      const documents = { ...landingZoneDocuments(one), organization };
      const found = await guardsInForce(one, documents);
      const exempt = planned.flatMap((guard) => guard.exempt);
      deepStrictEqual(
        [...found].sort(),
        one.accounts.map(({ id }) => [id, exempt]),
      );
    }
  });

  it("lists the administrators of an account whose guard lacks a statement", async () => {
    const [policy] = first?.serviceControlPolicies ?? [];
    const weak = { ...policy, Statement: policy?.Statement.slice(1) };
    const control = controlOf(first ? [{ ...first, serviceControlPolicies: [weak as never] }] : []);
    const documents = landingZoneDocuments(zone, undefined, control);
    deepStrictEqual([...(await guardsInForce(zone, documents))], []);
  });

  it("proves nothing of policies that do not deny each guarded call by its name", () => {
    for (const { calls, resourceControlPolicies, serviceControlPolicies } of guardsOf(EVERYTHING)) {
      const [service, resource] = [
        denialsIn(serviceControlPolicies, "scp"),
        denialsIn(resourceControlPolicies, "rcp"),
      ];
      const one = { Effect: "Deny", Resource: "*" };
      const denialsOf = (more: object) =>
        denialsIn([{ Version: "2012-10-17", Statement: [{ ...one, ...more }] }], "scp");
      strictEqual(nameEachCall([...service, ...resource], calls), true);
      strictEqual(nameEachCall(service, calls), false);
      strictEqual(nameEachCall(denialsOf({ Action: "*" }), calls), true);
      strictEqual(nameEachCall(denialsOf({ Action: "*", Effect: "Allow" }), calls), false);
      strictEqual(nameEachCall(denialsOf({ NotAction: "s3:*" }), calls), true);
      strictEqual(nameEachCall(denialsOf({ NotAction: ["s3:*", "IAM:pass*"] }), calls), false);
    }
  });

  for (const [what, more] of [
    [
      "a secret of others",
      `secrets:
  own: { account: a }
  far: { external: true, arn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:far-abcdef" }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, far] }`,
    ],
    [
      "a role of others",
      `secrets: { own: { account: a } }
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }
  far:
    external: true
    clusterArn: arn:aws:eks:us-east-1:111111111111:cluster/shop
    namespace: far
    serviceAccount: far
    reads: [own]`,
    ],
  ] as const) {
    it(`lists the administrators of an account that has ${what}, which its guard does not know`, async () => {
      const own = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
${more}
`);
      const documents = landingZoneDocuments(own, undefined, controlOf(guardsOf(own)));
      const lines = outside(documents, undefined, await guardsInForce(own, documents)).join("\n");
      match(lines, ADMINISTRATORS);
    });
  }

  it("is said by prove, of the files that guard writes for the inventory", async () => {
    const directory = filesIn({ "zone.yaml": inventoryText() });
    const file = `${directory}/zone.yaml`;
    const exempt = zone.accounts.map(({ id }) => deployer(id));
    const asked = ["--write", `${directory}/guards`, "--exempt", ...exempt, "--json"];
    const { inventory } = guardShape.parse(
      JSON.parse(await done(run(["guard", "--inventory", file, ...asked]))),
    );
    const more = `organization: ${JSON.stringify({ id: "o-exampleorg", ...inventory })}\n`;
    writeFileSync(file, inventoryText({ more }));
    const stdout = await done(run(["prove", "--inventory", file]));
    doesNotMatch(stdout, ADMINISTRATORS);
    match(stdout, /guard of 111111111111 exempts: role deploy of account 111111111111; /);
  });
});
