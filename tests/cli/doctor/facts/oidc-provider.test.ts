import { deepStrictEqual, match, ok } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClusterFacts } from "../../../../cli/doctor/facts/cluster-facts";
import { doctorPermissions } from "../../../../cli/doctor/facts/doctor-permissions";
import { readClusterFacts } from "../../../../cli/doctor/facts/read-cluster-facts";
import { A } from "../../../sandbox/support";
import { suiteLive, ZONE } from "../../documents/live-sandbox";

/** The same readers, but their pods get the role by their own tokens. */
const readers = ZONE.readers.map((one) => ({ ...one, identity: "irsa" as const }));
const BY_TOKENS = { ...ZONE, readers };
const UserName = "doctor-of-tokens";

describe("the OIDC provider of a cluster's issuer, as doctor reads it", () => {
  const live = suiteLive();

  async function read(of = readers): Promise<ClusterFacts["oidcProvider"]> {
    const [facts] = await readClusterFacts(of);
    return facts?.oidcProvider;
  }

  it("is not asked for where no reader needs it", async () => {
    deepStrictEqual(await read(ZONE.readers as typeof readers), undefined);
  });

  it("is that of the cluster's account, or none", async () => {
    const { eks, iam } = live.sandbox.clients(A);
    const { cluster } = await eks.describeCluster({ name: "shop" });
    const Url = cluster?.identity?.oidc?.issuer ?? "";
    const arn = `arn:aws:iam::${A}:oidc-provider/${Url.slice("https://".length)}`;
    deepStrictEqual(await read(), { value: { arn, audiences: undefined } });
    await iam.createOpenIDConnectProvider({ Url, ClientIDList: ["sts.amazonaws.com"] });
    deepStrictEqual(await read(), { value: { arn, audiences: ["sts.amazonaws.com"] } });
  });

  it("is not seen without the right, and seen with those of doctor", async () => {
    const { iam } = live.sandbox.clients(A);
    await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const file = join(live.sandbox.directory, UserName);
    const keys = `aws_access_key_id = ${AccessKey?.AccessKeyId}\naws_secret_access_key = ${AccessKey?.SecretAccessKey}`;
    writeFileSync(file, `[a]\n${keys}\n`, { mode: 0o600 });
    process.env.AWS_SHARED_CREDENTIALS_FILE = file;
    const [rights] = doctorPermissions(BY_TOKENS, false).filter(({ account }) => account === A);
    const text = JSON.stringify(rights?.policy);
    const allow = (PolicyDocument: string) =>
      iam.putUserPolicy({ UserName, PolicyName: "reads", PolicyDocument });
    await allow(text.replace('"iam:GetOpenIDConnectProvider"', '"iam:GetRole"'));
    const refused = await read();
    ok(refused && "unseen" in refused);
    match(refused.right ?? "", /^iam:GetOpenIDConnectProvider in account /);
    await allow(text);
    ok("value" in ((await read()) ?? {}));
  });
});
