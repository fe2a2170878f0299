import { deepStrictEqual, match, strictEqual } from "node:assert";
import { becomesOf } from "../../../cli/access-answers/assumed";
import { liveDocuments } from "../../../cli/documents/live-documents";
import { proveSources } from "../../../cli/proof/prove-sources";
import { whoCanRead } from "../../../sdk/access";
import { A, B } from "../../sandbox/support";
import { inventoryText } from "../../sdk/grant/support";
import { landingZone } from "../../stacks/run-stack";
import { createProvider, suiteLive, tokenTrust, ZONE } from "./live-sandbox";

const READS = { Effect: "Allow", Action: "secretsmanager:*", Resource: "*" };
const DECRYPTS = { Effect: "Allow", Action: "kms:Decrypt", Resource: "*" };
const AUDIENCE = "sts.amazonaws.com";

describe("--live, of OIDC providers", () => {
  const live = suiteLive();
  afterEach(() => live.clear());

  const read = async () => {
    const { documents, everyone = documents, gaps } = await liveDocuments(ZONE, "zone.yaml");
    deepStrictEqual(gaps, []);
    return everyone;
  };
  const issuerOfCluster = async () => {
    const { cluster } = await live.sandbox.clients(A).eks.describeCluster({ name: "shop" });
    return cluster?.identity?.oidc?.issuer?.replace("https://", "") ?? "";
  };

  it("asks for none where no trust policy names one", async () => {
    strictEqual((await read()).oidcProviders, undefined);
  });

  it("tells their audiences, and which cluster is the issuer", async () => {
    const { iam } = live.sandbox.clients(A);
    const own = await createProvider(iam, await issuerOfCluster());
    const other = await createProvider(iam, "token.example.com");
    await live.plant(A, "token", tokenTrust(own));
    const [clusterArn] = ZONE.clusters.map(({ arn }) => arn);
    const audiences = [AUDIENCE];
    const found = (await read()).oidcProviders?.[0];
    strictEqual(found?.account, A);
    deepStrictEqual(
      found.providers.toSorted((a, b) => (a.arn < b.arn ? -1 : 1)),
      [
        { arn: own, audiences, clusterArn },
        { arn: other, audiences },
      ].sort((a, b) => (a.arn < b.arn ? -1 : 1)),
    );
    for (const OpenIDConnectProviderArn of [own, other]) {
      await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
    }
  });

  it("lets nobody read by tokens of one that does not exist, and names whose tokens do once it exists", async () => {
    const provider = `arn:aws:iam::${B}:oidc-provider/token.example.com`;
    const Condition = { StringLike: { "token.example.com:sub": "job:*" } };
    const role = await live.plant(B, "job", tokenTrust(provider, Condition), READS, DECRYPTS);
    const readers = async () => {
      const everyone = await read();
      const { found, result } = await whoCanRead(everyone, live.foreignSecret);
      strictEqual(result, "complete");
      const reads = found.some(
        ({ principal }) => principal.kind === "session" && principal.roleArn === role,
      );
      return { reads, tokens: becomesOf(everyone, role).becomes?.[0]?.tokens };
    };
    const token = {
      ...{ provider, issuer: "token.example.com", subjects: ["job:*"], audiences: ["*"] },
    };
    deepStrictEqual(await readers(), { reads: false, tokens: [{ ...token, exists: false }] });
    const { iam } = live.sandbox.clients(B);
    strictEqual(await createProvider(iam, "token.example.com"), provider);
    deepStrictEqual(await readers(), { reads: true, tokens: [{ ...token, exists: true }] });
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: provider });
  });

  it("refutes what was granted to pods by tokens whose provider does not exist", async () => {
    const provider = `arn:aws:iam::${A}:oidc-provider/${await issuerOfCluster()}`;
    const zone = landingZone(
      inventoryText({
        clusters: `\n  shop: { account: a, existing: true, oidcProvider: "${provider}" }`,
        readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, identity: irsa, reads: [own] }`,
      }),
    );
    await live.plant(A, "token", tokenTrust(provider));
    const settings = { claims: ["grant-available" as const], drop: [], milliseconds: 10_000 };
    const summaries = async () => {
      const { proof } = await proveSources([await liveDocuments(zone, "zone.yaml")], settings);
      return proof.claims.map(({ counterexample }) => counterexample?.summary ?? "");
    };
    match((await summaries()).join(), /the OIDC provider \S+ does not exist, so that its tokens/);
    await createProvider(live.sandbox.clients(A).iam, await issuerOfCluster());
    match((await summaries()).join(), /sts:AssumeRoleWithWebIdentity on \S+ is denied/);
  });
});
