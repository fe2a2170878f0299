import { match, ok, strictEqual } from "node:assert";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { done } from "../../outcomes";
import { policy } from "../../sandbox/secrets-support";
import { suiteEngine } from "../harness";
import { ADOPT, byHandInventory, type MadeByHand, makeByHand, READS, replacePods } from "./by-hand";
import { mounted, upPolled } from "./polling";

const INVENTORY = byHandInventory();
const ROLE = "arn:aws:iam::111111111111:role/by-hand";
const TARGET = "arn:aws:iam::222222222222:role/orders-target";
const ASSUMES = ["sts:AssumeRole", "sts:TagSession"];

describe("a pod that reads by a target role, all made by hand", () => {
  const sandbox = suiteEngine(INVENTORY);
  let made: MadeByHand;

  before(async () => {
    made = await makeByHand(sandbox, INVENTORY);
    const [a, b] = await Promise.all([sandbox.aws("a"), sandbox.aws("b")]);
    const trust = { Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: ASSUMES };
    await b.iam.createRole({ RoleName: "orders-target", AssumeRolePolicyDocument: policy(trust) });
    const key = `arn:aws:kms:us-east-1:222222222222:key/${made.keyId}`;
    await b.iam.putRolePolicy({
      ...{ RoleName: "orders-target", PolicyName: "read" },
      PolicyDocument: policy(
        { Action: READS, Resource: made.secretArn },
        { Action: "kms:Decrypt", Resource: key },
      ),
    });
    await a.iam.putRolePolicy({
      ...{ RoleName: "by-hand", PolicyName: "read" },
      PolicyDocument: policy({ Action: ASSUMES, Resource: TARGET }),
    });
    await a.eks.updatePodIdentityAssociation({
      ...{ clusterName: "shop", associationId: made.associationId },
      targetRoleArn: TARGET,
    });
    await b.secretsManager.deleteResourcePolicy({ SecretId: made.secretArn });
    await replacePods(sandbox);
    rmSync(join(sandbox.data.project, "landing-zone.yaml"));
    strictEqual(await mounted(sandbox, "orders"), "swordfish");
  });

  it("is found, with a mark that a whole account may become the target role", async () => {
    await done(sandbox.command(ADOPT));
    const text = readFileSync(join(sandbox.data.project, "landing-zone.yaml"), "utf8");
    match(text, /targetRoleName: orders-target/);
    match(
      text,
      /# decide: whoever account 111111111111 lets may also assume its target role \S+orders-target; up lets in \S+by-hand alone/,
    );
  });

  it("is taken over with both roles, and reads all the while", async () => {
    await upPolled(sandbox, made);
    strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
  });

  it("becomes the target role by its own role alone then, which is proved", async () => {
    const { iam } = await sandbox.aws("b");
    const { Role } = await iam.getRole({ RoleName: "orders-target" });
    const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
    ok(trust.includes(ROLE), trust);
    for (const source of [[], ["--state"], ["--live"]]) {
      match(await done(sandbox.command(["prove", ...source])), /^proved/);
    }
  });
});
