import { ok, strictEqual } from "node:assert";
import { adoption } from "../../../../cli/adopt/adoption/adoption";
import { type Found, together } from "../../../../cli/adopt/found";
import { type Random, randomFrom } from "../../../sandbox/fuzz/random";
import {
  A,
  allowing,
  association,
  B,
  byHand,
  DECISIONS,
  key,
  keyArn,
  providerClass,
  READS,
  role,
  roleArn,
  secret,
  secretArn,
  serviceAccount,
  today,
  workload,
} from "./by-hand";

/** Draws a deployment that a team may have made: with inline or managed policies, shared roles and keys, IRSA, and other readers. */
function deployment({ below, chance }: Random) {
  const found: Found = { ...together([]), clusters: byHand().clusters };
  const names = Array.from({ length: 1 + below(5) }, (_, index) => `s${index}`);
  const keys = names.map(() => (chance(0.7) ? `${1 + below(2)}` : undefined));
  const accounts = names.map(() => (chance(0.6) ? B : A));
  const arns = names.map((name, index) => secretArn(name, accounts[index]));
  found.secrets = names.map((name, index) =>
    secret(name, {
      arn: arns[index] ?? "",
      key: keys[index] ? keyArn(keys[index] ?? "", accounts[index]) : null,
      ...(chance(0.3) && {
        policy: allowing(READS, "*", { Principal: { AWS: roleArn("audit") } }),
      }),
      ...(chance(0.2) && { owningService: "rds" }),
    }),
  );
  found.keys = [A, B].flatMap((account) =>
    ["1", "2"].map((id) => key(id, chance(0.8) ? [`key-${id}`] : [], { arn: keyArn(id, account) })),
  );
  const pods = Array.from({ length: 1 + below(6) }, (_, index) => `pod${index}`);
  const reads = pods.map(() => arns.filter(() => chance(0.5)));
  for (const [index, pod] of pods.entries()) {
    const own = reads[index] ?? [];
    const document = allowing(READS, own.length > 0 ? own : "*");
    const logs = allowing("logs:*", "*");
    const roleName = chance(0.2) ? "shared" : `role${index}`;
    found.roles.push(
      role(roleName, own, {
        policies: [
          ...(chance(0.5) ? [{ name: "read", document }] : []),
          { name: `arn:aws:iam::${A}:policy/read${index}`, document },
          ...(chance(0.3) ? [{ name: `arn:aws:iam::${A}:policy/logs`, document: logs }] : []),
        ],
      }),
    );
    const isIrsa = chance(0.2);
    if (!isIrsa || chance(0.2)) {
      found.associations.push(
        association(pod, roleName, {
          disableSessionTags: chance(0.1),
          policy: chance(0.05) ? document : null,
        }),
      );
    }
    found.serviceAccounts.push(serviceAccount(pod, isIrsa ? { roleArn: roleArn(roleName) } : {}));
    if (chance(0.8)) {
      const objects = own.map((name) => ({
        objectName: name,
        objectType: "secretsmanager" as const,
        objectAlias: name.slice(-9),
      }));
      found.classes.push(providerClass(pod, chance(0.95) ? objects : "its objects are no list"));
      found.workloads.push(workload(pod, pod, ...(chance(0.1) ? ["pod0"] : [])));
    }
  }
  found.roles = found.roles.filter(
    (one, index, all) => all.findIndex(({ arn }) => arn === one.arn) === index,
  );
  const who = Object.fromEntries(
    arns.map((arn) => [arn, chance(0.2) ? [roleArn("stranger")] : [roleArn("role0")]]),
  );
  return { found, who, pods };
}

describe("the adoption of random deployments", () => {
  for (let seed = 1; seed <= 20; seed++) {
    it(`passes check and names every pod, in deployment ${seed}`, () => {
      const { found, pods, who } = deployment(randomFrom(seed));
      const answer = adoption({ found, decisions: DECISIONS, today: today(who) });
      if ("problems" in answer) throw new Error(JSON.stringify(answer.problems));
      const named = [
        ...answer.readers.map(({ pod }) => `default/${pod.serviceAccount} of cluster shop`),
        ...answer.left.map(({ what }) => what),
        ...answer.without,
      ];
      for (const pod of pods) {
        const times = named.filter((one) => one === `default/${pod} of cluster shop`).length;
        strictEqual(times, 1, pod);
      }
      for (const { next, why } of answer.left) ok(why !== "" && next !== "");
    });
  }
});
