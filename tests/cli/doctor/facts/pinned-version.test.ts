import { deepStrictEqual, ok } from "node:assert";
import { readFacts } from "../../../../cli/doctor/facts/read-facts";
import { LOOKS } from "../../../../cli/doctor/steps/looks";
import { A } from "../../../sandbox/support";
import { landingZone } from "../../../stacks/run-stack";
import { suiteLive, ZONE_TEXT } from "../../documents/live-sandbox";

describe("a version that is pinned in accounts", () => {
  const live = suiteLive();
  const STEPS = ["value", "identity-policy", "key-policy", "key-state"] as const;

  /** What the steps find about the keys of what a reader reads: the causes, or the results. */
  async function found(reads: string): Promise<(string | undefined)[]> {
    const zone = landingZone(ZONE_TEXT.replace(/\[own, foreign, .*\]/, `[{ ${reads} }]`));
    const [facts] = await readFacts(zone, zone.readers, { inventory: "zone.yaml" });
    ok(facts);
    return STEPS.map((step) => {
      const [first] = LOOKS[step](facts);
      return first?.result === "wrong" ? first.cause : first?.result;
    });
  }
  const ofFlags = (version: number | undefined) =>
    found(`parameter: /flags, version: "${version}"`);
  const newKey = async () => (await live.sandbox.clients(A).kms.createKey({})).KeyMetadata?.Arn;

  it("of a parameter is judged by its own key, and not by the one in force", async () => {
    const { kms, ssm } = live.sandbox.clients(A);
    const KeyId = await newKey();
    const flags = { Name: "/flags", Value: "x", Type: "SecureString", Overwrite: true } as const;
    const { Version: former } = await ssm.putParameter({ ...flags, KeyId });
    const { Version: inForce } = await ssm.putParameter({ ...flags, KeyId: "alias/aws/ssm" });
    deepStrictEqual(await ofFlags(former), ["right", "EPS-472", "right", "right"]);
    await kms.disableKey({ KeyId });
    deepStrictEqual(await ofFlags(former), ["right", "EPS-472", "right", "EPS-556"]);
    deepStrictEqual(await ofFlags(inForce), ["right", "right", "right", "right"]);
  });

  it("that is gone is wrong, and no key is", async () => {
    deepStrictEqual(await ofFlags(99), ["EPS-568", "right", "right", "right"]);
    deepStrictEqual((await found("secret: own, version: none"))[0], "EPS-538");
  });

  it("is right where nothing is encrypted", async () => {
    const { ssm } = live.sandbox.clients(A);
    await ssm.deleteParameter({ Name: "/flags" });
    for (const Value of ["x", "y"]) {
      await ssm.putParameter({ Name: "/flags", Value, Type: "String", Overwrite: true });
    }
    deepStrictEqual(await ofFlags(1), ["right", "right", "right", "right"]);
  });

  it("of a secret is judged by its own key", async () => {
    const { secretsManager } = live.sandbox.clients(A);
    const own = { SecretId: "own", SecretString: "x" };
    const { VersionId } = await secretsManager.updateSecret({ ...own, KmsKeyId: await newKey() });
    for (let count = 0; count < 2; count++) await secretsManager.putSecretValue(own);
    await secretsManager.updateSecret({ SecretId: "own", KmsKeyId: "alias/aws/secretsmanager" });
    deepStrictEqual(await found(`secret: own, version: ${VersionId}`), [
      "right",
      "EPS-472",
      "right",
      "right",
    ]);
    deepStrictEqual(await found("secret: own, versionStage: AWSCURRENT"), [
      "right",
      "right",
      "right",
      "right",
    ]);
  });
});
