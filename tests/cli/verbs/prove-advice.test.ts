import { deepStrictEqual, match, ok, strictEqual } from "node:assert";

import type { AccessDocuments, Advice } from "../../../sdk/access";
import { landingZoneDocuments } from "../../../sdk/access/landing-zone/landing-zone-documents";
import { crossAccountDocuments } from "../../fixtures/cross-account-documents";
import { zoneOf } from "../pages";
import { run, withFiles } from "../support";

const proveDocuments = (documents: AccessDocuments, args: string[]) =>
  withFiles({ "access.json": JSON.stringify(documents) }, (directory) =>
    run(["prove", "--documents", `${directory}/access.json`, "--json", ...args]),
  );

/** Documents about which every claim is settled soon, and advice on the role of the one reader is not. */
function manySecrets() {
  const names = Array.from({ length: 500 }, (_, index) => `s${index}`);
  return landingZoneDocuments(
    zoneOf(`
accounts:
  platform: { id: "111111111111", region: eu-west-1 }
clusters:
  shop: { account: platform, existing: true }
secrets:${names.map((name) => `\n  ${name}: { account: platform }`).join("")}
readers:
  shop: { cluster: shop, namespace: shop, serviceAccount: shop, reads: [${names.join()}] }
`),
  );
}

describe("eks-pod-secrets prove --advice", function () {
  this.timeout(120_000); // each case starts a process

  it("gives advice where it is asked for, in a place of its own", async () => {
    const [plain, asked] = await Promise.all(
      [[], ["--advice"]].map(async (args) => {
        const { code, stdout } = await proveDocuments(crossAccountDocuments(), args);
        return { code, answer: JSON.parse(stdout) };
      }),
    );
    deepStrictEqual([plain?.code, asked?.code], [0, 0]);
    strictEqual(plain?.answer.advice, undefined);
    ok(asked?.answer.advice.some(({ spare }: Advice) => spare.length > 0));
  });

  it("proves no less because the time for advice runs out", async () => {
    const { code, stdout } = await proveDocuments(manySecrets(), [
      ...["--advice", "--claim", "secret-bounded", "grant-available", "--time-limit", "0.5"],
    ]);
    const { advice, result } = JSON.parse(stdout);
    deepStrictEqual([code, result], [0, "proved"]);
    ok(
      advice.some(({ reason }: Advice) =>
        reason?.startsWith("the time for one claim (--time-limit 0.5) ran out"),
      ),
    );
  });

  it("says of an inventory that every statement is this package's own", async () => {
    const { code, stdout } = await run(["prove", "--advice"]);
    strictEqual(code, 0);
    match(stdout, /\nAdvice:\n {2}none: this package wrote every statement\n/);
  });
});
