import { deepStrictEqual, match, ok } from "node:assert";
import { readFacts } from "../../../../cli/doctor/facts/read-facts";
import { LOOKS } from "../../../../cli/doctor/steps/looks";
import { A } from "../../../sandbox/support";
import { landingZone } from "../../../stacks/run-stack";
import { suiteLive, ZONE_TEXT } from "../../documents/live-sandbox";

describe("a version that is pinned in accounts", () => {
  const live = suiteLive();

  /** What the steps find of the key of a version of /flags. */
  async function keySteps(version: number) {
    const pinned = ZONE_TEXT.replace(
      /\[own, foreign, .*\]/,
      `[{ parameter: /flags, version: "${version}" }]`,
    );
    const { readers } = landingZone(pinned);
    const [facts] = await readFacts(landingZone(pinned), readers, { inventory: "zone.yaml" });
    ok(facts);
    return (["key-policy", "key-state"] as const).map((step) => {
      const [found] = LOOKS[step](facts);
      return found?.result === "not seen" ? found.says : found?.result;
    });
  }

  it("under a former key is not judged by the key in force", async () => {
    const { kms, ssm } = live.sandbox.clients(A);
    const { KeyMetadata } = await kms.createKey({});
    const flags = { Name: "/flags", Value: "x", Type: "SecureString", Overwrite: true } as const;
    const former = await ssm.putParameter({ ...flags, KeyId: KeyMetadata?.Arn });
    const inForce = await ssm.putParameter({ ...flags, KeyId: "alias/aws/ssm" });
    for (const said of await keySteps(former.Version ?? 0)) {
      match(String(said), /may be under another key than the one in force/);
    }
    deepStrictEqual(await keySteps(inForce.Version ?? 0), ["right", "right"]);
  });

  it("is right where nothing is encrypted", async () => {
    const { ssm } = live.sandbox.clients(A);
    await ssm.deleteParameter({ Name: "/flags" });
    for (const Value of ["x", "y"]) {
      await ssm.putParameter({ Name: "/flags", Value, Type: "String", Overwrite: true });
    }
    deepStrictEqual(await keySteps(1), ["right", "right"]);
  });
});
