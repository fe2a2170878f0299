import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { ALL_ATTEMPTS } from "../../attempts/all-attempts";
import { castOf } from "../../cli/verbs/verify/attempts/cast";
import { madeNames } from "../../cli/verbs/verify/attempts/names";
import { chooseAttempts, tryAll } from "../../cli/verbs/verify/attempts/run-attempts";
import { accessesOf, findSecrets, openScene } from "../../cli/verbs/verify/attempts/scene";
import { attemptsShape } from "../../cli/verbs/verify/attempts/shape";
import { builtFile } from "../built";
import { none } from "../facts";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { deployWith } from "./deployed-orders";
import { suiteEngine } from "./harness";
import { creation, proxyTo } from "./proxy";
import { living, sandboxRecords } from "./sandbox-records";

/** Three accounts. The first has two clusters, and the third has one with the name of one of those. The readers read in another region. */
const INVENTORY = `
id: lz-tests
accounts:
  pods: { id: "111111111111", region: us-east-1 }
  data: { id: "222222222222", region: eu-west-1 }
  third: { id: "333333333333", region: us-east-1 }
clusters:
  shop: { account: pods, existing: true }
  second: { account: pods, existing: true }
  namesake: { account: third, name: shop, existing: true }
secrets: { own: { account: pods, region: eu-west-1 }, orders/db: { account: data, key: pods } }
readers:
  web: { cluster: shop, namespace: default, serviceAccount: web, region: eu-west-1, reads: [own] }
  orders: { cluster: shop, namespace: default, serviceAccount: orders, region: eu-west-1, reads: [orders/db] }
  beside: { cluster: second, namespace: default, serviceAccount: web, region: eu-west-1, reads: [own] }
  third: { cluster: namesake, namespace: default, serviceAccount: web, region: eu-west-1, reads: [orders/db] }
`;

describe("verify --attempts", () => {
  const zone = landingZone(INVENTORY);
  const sandbox = suiteEngine(INVENTORY);

  before(async () => {
    await makeAdoptedClusters(sandbox, zone);
    await deployWith(sandbox, ["own", "orders/db"]);
  });

  const verify = async () => {
    const ended = await sandbox.command(["verify", "--attempts", "--yes", "--json"]);
    return { ...ended, answer: attemptsShape.parse(JSON.parse(ended.stdout || "{}")) };
  };
  /** What the accounts and clusters hold. An association that is made again has another ID. */
  const held = async () =>
    living(await sandboxRecords(sandbox.control))
      .map((key) => key.replace(/^(eks-association .*) a-\w+$/, "$1"))
      .sort();

  it("sends to a deployment that people use only what changes and makes nothing", async () => {
    const before = process.env;
    process.env = { ...before, ...sandbox.environment };
    try {
      // The pods of a Deployment would exist by now. Here the first run of all attempts makes them.
      const cast = castOf(zone);
      const accessTo = accessesOf();
      const found = await findSecrets(cast, accessTo);
      const { leftOut, tried } = chooseAttempts(cast, false);
      const open = openScene(cast, found, madeNames(cast), accessTo, true);
      for (const { serviceAccount } of [cast.applicationA, cast.applicationB]) {
        await open.pod(serviceAccount);
      }
      const records = await held();
      const scene = openScene(cast, found, madeNames(cast), accessTo, false);
      const answers = await tryAll(tried, scene, new AbortController().signal);
      none(answers, ({ result }) => result !== "refused");
      ok(tried.length >= 12 && leftOut.length >= 10, `${tried.length} ${leftOut.length}`);
      deepStrictEqual(await held(), records);
    } finally {
      process.env = before;
    }
  });

  it("makes every attempt that there is, says what stopped each, and removes all of it, in three accounts", async () => {
    const records = await held();
    const { answer, code, stderr } = await verify();
    strictEqual(code, 0, `${stderr}${JSON.stringify(answer, null, 1)}`);
    deepStrictEqual([answer.result, answer.world, answer.leftOut], ["verified", "sandbox", []]);
    ok(answer.attempts.every(({ requestId }) => requestId));
    deepStrictEqual(
      new Map(answer.attempts.map(({ attempt, stoppedBy }) => [attempt, stoppedBy])),
      new Map(ALL_ATTEMPTS.map(({ name, refusedBy }) => [name, refusedBy])),
    );
    ok(answer.made.length > 5 && answer.made.every(({ result }) => result === "removed"));
    await sandbox.stacks(["up", "--refresh"]);
    deepStrictEqual(await held(), records);
  });

  it("removes by the next run what a kill has left, and says what sets the readers' roles right", async () => {
    const records = await held();
    const madeAnew = castOf(zone).applicationB.role.name;
    const proxy = await proxyTo(sandbox.connection.endpoint, {
      answered: (call) => {
        const isLast =
          creation(call) === `CreateRole ${madeAnew}` && /Path=%2Feks-pod-secrets-/.test(call.body);
        if (isLast) child.kill("SIGKILL");
        return isLast;
      },
    });
    const child = spawn(
      process.execPath,
      [builtFile("cli/main.js"), "verify", "--attempts", "--yes"],
      {
        cwd: sandbox.data.project,
        env: { ...sandbox.environment, AWS_ENDPOINT_URL: proxy.endpoint },
        stdio: "ignore",
      },
    );
    await once(child, "exit");
    proxy.close();
    strictEqual(child.signalCode, "SIGKILL");
    const { answer, code } = await verify();
    deepStrictEqual([code, answer.result], [1, "failed"]);
    match(answer.reads[1]?.reason ?? "", /No association found|ResourceNotFound/);
    ok(answer.made.some(({ kind }) => kind === "role"));
    await sandbox.stacks(["up", "--refresh"]);
    deepStrictEqual(await held(), records);
  });
});
