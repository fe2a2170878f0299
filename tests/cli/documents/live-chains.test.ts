import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { CreatePodIdentityAssociationCommand } from "@aws-sdk/client-eks";
import { GetSecretValueCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";

import { blastRadius } from "../../../sdk/access";
import { POD_TRUST, roleArn } from "../../sandbox/eks-support";
import { A, B, type Credentials, type TestSandbox } from "../../sandbox/support";
import { everyone, exclusiveness, givenAwayBy, otherReaders } from "./live-questions";
import { mayAssume, PARAMETER, READS, trusting } from "./live-rights";
import { type LiveSandbox, startLiveSandbox, ZONE } from "./live-sandbox";

const root = (account: string) => `arn:aws:iam::${account}:root`;

describe("chains of roles in live accounts", function () {
  this.timeout(120_000);
  let live: LiveSandbox;
  let sandbox: TestSandbox;
  let secret: string;

  before(async () => {
    live = await startLiveSandbox();
    sandbox = live.sandbox;
    secret = live.foreignSecret;
    await sandbox
      .clients(B)
      .secretsManager.send(new PutSecretValueCommand({ SecretId: secret, SecretString: "value" }));
  });

  after(() => live.stop());

  afterEach(() => live.clear());

  const readsSecret = async (credentials: Credentials) => {
    const command = new GetSecretValueCommand({ SecretId: secret });
    const { SecretString } = await sandbox.clients(credentials).secretsManager.send(command);
    return SecretString === "value";
  };

  it("proves what was deployed", async () => {
    const documents = await everyone();
    strictEqual(await exclusiveness(documents, secret), "proved");
    strictEqual(await exclusiveness(documents, PARAMETER), "proved");
    deepStrictEqual(await otherReaders(documents, secret), []);
  });

  it("sees that a role of another account may become one that reads", async () => {
    const last = roleArn(B, "crossread");
    const first = await live.plant(
      A,
      "far",
      trusting(`arn:aws:iam::${A}:user/administrator`),
      mayAssume(last),
    );
    await live.plant(B, "crossread", trusting(first), ...READS);
    ok(await readsSecret(await live.sessionAlong(first, last)));
    const documents = await everyone();
    strictEqual(await exclusiveness(documents, secret), "refuted");
    deepStrictEqual(await otherReaders(documents, secret), [last]);
    deepStrictEqual(await givenAwayBy(documents, first), [secret]);
  });

  it("sees that a role of the same account may become one that reads", async () => {
    const last = roleArn(B, "crossread");
    const first = await live.plant(B, "near", trusting(root(B)), mayAssume(last));
    const beside = await live.plant(B, "beside", trusting(root(B)));
    await live.plant(B, "crossread", trusting(root(B)), ...READS);
    ok(await readsSecret(await live.sessionAlong(first, last)));
    const documents = await everyone();
    strictEqual(await exclusiveness(documents, secret), "refuted");
    deepStrictEqual(await otherReaders(documents, secret), [last]);
    deepStrictEqual(await givenAwayBy(documents, first), [secret]);
    deepStrictEqual(await givenAwayBy(documents, beside), []);
  });

  it("sees that another pod's role may become one that reads", async () => {
    const last = roleArn(B, "crossread");
    const first = await live.plant(A, "other-pod", POD_TRUST, mayAssume(last));
    await live.plant(B, "crossread", trusting(first), ...READS);
    const pod = { clusterArn: ZONE.clusters[0]?.arn ?? "", namespace: "web", serviceAccount: "x" };
    await sandbox.clients(A).eks.send(
      new CreatePodIdentityAssociationCommand({
        ...{ clusterName: "shop", namespace: "web", serviceAccount: "x", roleArn: first },
      }),
    );
    const documents = await everyone();
    strictEqual(await exclusiveness(documents, secret), "refuted");
    deepStrictEqual(await otherReaders(documents, secret), [last]);
    const { found } = await blastRadius(documents, { kind: "pod", ...pod });
    deepStrictEqual(
      found.map((one) => one.secret),
      [secret],
    );
  });

  for (const length of [3, 6, 9]) {
    it(`follows chains of ${length} roles over both accounts`, async () => {
      const names = Array.from({ length }, (_, index) => `link-${index}`);
      const accountOf = (index: number) => (index % 2 === 0 ? A : B);
      const arn = (index: number) => roleArn(accountOf(index), names[index] ?? "");
      for (const [index, name] of names.entries()) {
        const trust =
          index === 0 ? trusting(`arn:aws:iam::${A}:user/administrator`) : trusting(arn(index - 1));
        const isLast = index === length - 1;
        const account = isLast ? B : accountOf(index);
        if (isLast) await live.plant(B, "last", trust, ...READS);
        else {
          const next = index === length - 2 ? roleArn(B, "last") : arn(index + 1);
          await live.plant(account, name, trust, mayAssume(next));
        }
      }
      const chain = [...names.slice(0, -1).map((_, index) => arn(index)), roleArn(B, "last")];
      ok(await readsSecret(await live.sessionAlong(...chain)));
      const documents = await everyone();
      strictEqual(await exclusiveness(documents, secret), "refuted");
      deepStrictEqual(await otherReaders(documents, secret), [roleArn(B, "last")]);
      deepStrictEqual(await givenAwayBy(documents, chain[0] ?? ""), [secret]);
    });
  }
});
