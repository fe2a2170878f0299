import { match, ok, strictEqual } from "node:assert";
import { everyoneInAccounts, prove } from "../../../sdk/access";
import type { Administrator } from "../../../sdk/grant";
import { roleArn, serviceTrust } from "../../sandbox/eks-support";
import { B } from "../../sandbox/support";
import { everyone } from "./live-questions";
import { mayAssume, READS, trusting } from "./live-rights";
import { suiteLive, ZONE } from "./live-sandbox";

const ADMIN = roleArn(B, "breakglass");
const HELPER = roleArn(B, "helper");
const root = (account: string) => `arn:aws:iam::${account}:root`;

describe("administrators in live accounts", () => {
  const live = suiteLive();

  afterEach(() => live.clear());

  const documentsWith = (...administrators: Administrator[]) => {
    const zone = structuredClone(ZONE);
    for (const account of zone.accounts)
      if (account.id === B) account.administrators = administrators;
    return everyone(zone);
  };

  const exclusiveness = async (...administrators: Administrator[]) => {
    const { claims } = await prove(await documentsWith(...administrators), {
      claims: ["read-exclusive"],
    });
    const claim = claims.find(({ subject }) => subject === live.foreignSecret);
    ok(claim);
    return claim;
  };

  it("proves that nobody reads where only an administrator may become the role of its account", async () => {
    await live.plant(B, "breakglass", trusting(root(B)), ...READS);
    const { result, ...found } = await exclusiveness(ADMIN);
    strictEqual(result, "proved", found.counterexample?.summary);
  });

  it("refutes it where somebody becomes a role that may become it, until that is declared", async () => {
    await live.plant(B, "breakglass", trusting(root(B)), ...READS);
    await live.plant(B, "helper", serviceTrust("ec2.amazonaws.com"), mayAssume(ADMIN));
    const { counterexample, result } = await exclusiveness(ADMIN);
    strictEqual(result, "refuted");
    match(counterexample?.summary ?? "", /ec2.amazonaws.com .*helper, then .*breakglass/);
    const declared = { role: ADMIN, from: [{ role: HELPER, from: ["ec2.amazonaws.com"] }] };
    ok(counterexample?.fix.endsWith(JSON.stringify(declared)), counterexample?.fix);
    strictEqual((await exclusiveness(declared)).result, "proved");
  });

  it("asks as well who may become the role with whose credentials the account was read", async () => {
    const trust = JSON.parse(trusting(root("333333333333")));
    const Statement = READS;
    const auditor = {
      arn: roleArn(B, "auditor"),
      trust,
      policies: [{ Version: "2012-10-17", Statement }],
    };
    const { everyone: read } = everyoneInAccounts(
      live.expected,
      [],
      [
        {
          account: { id: B },
          identities: { roles: [auditor], users: [], groups: [] },
          associations: [],
          callerArn: `arn:aws:sts::${B}:assumed-role/auditor/ci`,
        },
      ],
    );
    const { claims } = await prove(read, { claims: ["read-exclusive"] });
    const found = claims.find(({ subject }) => subject === live.foreignSecret);
    match(found?.counterexample?.summary ?? "", /333333333333:.* can become .*role\/auditor/);
  });
});
