import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { blastRadius } from "../../../sdk/access";
import { column } from "../../facts";
import { POD_TRUST, roleArn } from "../../sandbox/eks-support";
import { A, B, type Credentials, type TestSandbox } from "../../sandbox/support";
import { everyone, exclusiveness, givenAwayBy, otherReaders } from "./live-questions";
import { mayAssume, PARAMETER, READS, trusting } from "./live-rights";
import { suiteLive, ZONE } from "./live-sandbox";

const ADMINISTRATOR = `arn:aws:iam::${A}:user/administrator`;
const root = (account: string) => `arn:aws:iam::${account}:root`;

describe("chains of roles in live accounts", () => {
  const live = suiteLive();
  let sandbox: TestSandbox;
  let secret: string;

  before(async () => {
    sandbox = live.sandbox;
    secret = live.foreignSecret;
    const { secretsManager } = sandbox.clients(B);
    await secretsManager.putSecretValue({ SecretId: secret, SecretString: "value" });
  });

  afterEach(() => live.clear());

  const readsSecret = async (credentials: Credentials) => {
    const { secretsManager } = sandbox.clients(credentials);
    return (await secretsManager.getSecretValue({ SecretId: secret })).SecretString === "value";
  };

  /** The last of a chain alone reads besides, and whoever has the first gives the secret away. */
  async function isGivenAway(last: string, first: string) {
    const documents = await everyone();
    strictEqual(await exclusiveness(documents, secret), "refuted");
    deepStrictEqual(await otherReaders(documents, secret), [last]);
    deepStrictEqual(await givenAwayBy(documents, first), [secret]);
    return documents;
  }

  it("proves what was deployed", async () => {
    const documents = await everyone();
    strictEqual(await exclusiveness(documents, secret), "proved");
    strictEqual(await exclusiveness(documents, PARAMETER), "proved");
    deepStrictEqual(await otherReaders(documents, secret), []);
  });

  it("sees that a role of another account may become one that reads", async () => {
    const last = roleArn(B, "crossread");
    const first = await live.plant(A, "far", trusting(ADMINISTRATOR), mayAssume(last));
    await live.plant(B, "crossread", trusting(first), ...READS);
    ok(await readsSecret(await live.sessionAlong(first, last)));
    await isGivenAway(last, first);
  });

  it("sees that a role of the same account may become one that reads", async () => {
    const last = roleArn(B, "crossread");
    const first = await live.plant(B, "near", trusting(root(B)), mayAssume(last));
    const beside = await live.plant(B, "beside", trusting(root(B)));
    await live.plant(B, "crossread", trusting(root(B)), ...READS);
    ok(await readsSecret(await live.sessionAlong(first, last)));
    const documents = await isGivenAway(last, first);
    deepStrictEqual(await givenAwayBy(documents, beside), []);
  });

  it("sees that another pod's role may become one that reads", async () => {
    const last = roleArn(B, "crossread");
    const first = await live.plant(A, "other-pod", POD_TRUST, mayAssume(last));
    await live.plant(B, "crossread", trusting(first), ...READS);
    const pod = { namespace: "web", serviceAccount: "x" };
    const { eks } = sandbox.clients(A);
    await eks.createPodIdentityAssociation({ clusterName: "shop", ...pod, roleArn: first });
    const documents = await isGivenAway(last, first);
    const clusterArn = ZONE.clusters[0]?.arn ?? "";
    const { found } = await blastRadius(documents, { kind: "pod", clusterArn, ...pod });
    deepStrictEqual(column(found, "secret"), [secret]);
  });

  for (const length of [3, 6, 9]) {
    it(`follows chains of ${length} roles over both accounts`, async () => {
      const names = Array.from({ length }, (_, index) => `link-${index}`);
      const accountOf = (index: number) => (index % 2 === 0 ? A : B);
      const arn = (index: number) => roleArn(accountOf(index), names[index] ?? "");
      for (const [index, name] of names.entries()) {
        const trust = trusting(index === 0 ? ADMINISTRATOR : arn(index - 1));
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
      await isGivenAway(roleArn(B, "last"), chain[0] ?? "");
    });
  }
});
