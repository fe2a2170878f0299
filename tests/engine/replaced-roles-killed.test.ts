import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { done } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { polledBy } from "./adopt/polling";
import { deployOrders, ordersInventory } from "./deployed-orders";
import { suiteEngine, writeInventory } from "./harness";
import { readAsPod } from "./read-as-pod";
import { killedWhere } from "./runs-killed";

const inventory = (roleName: string) =>
  ordersInventory(`
  orders: { cluster: shop, namespace: default, serviceAccount: orders, roleName: ${roleName}, reads: [orders] }
`);

describe("up that was killed between a role and the association that is to have it", () => {
  const sandbox = suiteEngine(inventory("first"), { providers: "processes" });

  before(() => deployOrders(sandbox, inventory("first")));

  async function value(): Promise<string | undefined> {
    const { readers, secrets } = landingZone(inventory("first"));
    const [reader] = readers;
    const [secret] = secrets;
    ok(reader && secret);
    return (await readAsPod(sandbox, reader, secret)).SecretString;
  }

  for (const [way, last] of [
    ["back to the former role", "first"],
    ["on to the new one", "second"],
  ] as const) {
    it(`goes ${way}, while pods that start read on`, async () => {
      writeInventory(sandbox.data, inventory("second"));
      const isMoment = ({ method, url }: { method?: string; url: string }) =>
        method === "POST" && /\/pod-identity-associations\/a-/.test(url);
      strictEqual(await killedWhere(sandbox, "asked", isMoment), true);
      writeInventory(sandbox.data, inventory(last));
      const { asked, refusals } = await polledBy([value], () =>
        done(sandbox.command(["up", "--yes"])),
      );
      ok(asked > 1);
      deepStrictEqual(refusals, []);
      strictEqual((await sandbox.ask("preview", ["--refresh"])).answer.result, "no change");
      const { iam } = await sandbox.aws("a");
      const { Roles = [] } = await iam.listRoles({});
      const names = Roles.flatMap(({ RoleName = "" }) =>
        /first|second/.test(RoleName) ? RoleName : [],
      );
      deepStrictEqual(names, [last]);
    });
  }
});
