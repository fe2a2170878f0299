import { deepStrictEqual, fail, match, ok, strictEqual } from "node:assert";
import { parseInventory } from "eks-pod-secrets/grant";
import {
  deployedBy,
  foreignStack,
  INVENTORY_TYPE,
  readerFiles,
  recordIn,
} from "../../stacks/deployed-by";
import { inventoryText, reader } from "../sdk/grant/support";
import { landingZone } from "./run-stack";

const zoneOf = (id: string) =>
  landingZone(`${id}
accounts:
  a: { id: "111111111111", region: cn-north-1, deployRole: "arn:aws-cn:iam::111111111111:role/d", administrators: [] }
`);
const zone = zoneOf("id: lz-one");
const [account] = zone.accounts;
ok(account);
const record = deployedBy(zone, account, "workloads");
ok(record);

const resource = (inventory: string) => ({
  type: INVENTORY_TYPE,
  outputs: { ...record, inventory },
});

describe("the record of a stack", () => {
  it("tells the inventory, and what it takes to run the stack without it", () => {
    deepStrictEqual(record, {
      inventory: "lz-one",
      account: {
        name: "a",
        id: "111111111111",
        region: "cn-north-1",
        partition: "aws-cn",
        deployRole: "arn:aws-cn:iam::111111111111:role/d",
      },
      layer: "workloads",
    });
    strictEqual(deployedBy(zoneOf(""), account, "workloads"), undefined);
  });

  it("tells which of its readers stand in which included file", () => {
    const zone = landingZone(
      inventoryText({
        secrets: " { foreign: { account: b, key: pods } }",
        readers: `${reader("[foreign]")}
  far: { external: true, clusterArn: "arn:aws:eks:us-east-1:333333333333:cluster/far", namespace: far, serviceAccount: far, reads: [foreign] }`,
        more: "id: lz-one",
      }),
    );
    const files = new Map([
      ["web", "teams/web.yaml"],
      ["far", "far.yaml"],
    ]);
    const [a, b] = zone.accounts;
    ok(a && b);
    const web = {
      name: "web",
      clusterArn: "arn:aws:eks:us-east-1:111111111111:cluster/shop",
      namespace: "web",
      serviceAccount: "web",
    };
    deepStrictEqual(deployedBy(zone, a, "workloads", files)?.files, { "teams/web.yaml": [web] });
    deepStrictEqual(Object.keys(deployedBy(zone, b, "secrets", files)?.files ?? {}), ["far.yaml"]);
    strictEqual(deployedBy(zone, a, "cluster", files)?.files, undefined);
    strictEqual(deployedBy(zone, a, "workloads")?.files, undefined);
  });

  it("finds the files of readers without looking for their lines, which reads the whole text again", () => {
    const included = { file: "zone/teams/web.yaml", text: `readers:${reader("[foreign]")}\n` };
    const text = inventoryText({
      secrets: " { foreign: { account: b, key: pods } }",
      readers: " {}",
    });
    const parsed = parseInventory(text, "zone.yaml", [], [included]);
    ok("landingZone" in parsed);
    const problemAt = () => fail("a place was looked for");
    deepStrictEqual(
      readerFiles({ ...parsed, problemAt }, "zone/zone.yaml", "zone.yaml"),
      new Map([["web", "teams/web.yaml"]]),
    );
  });

  it("is found among the stack's resources, once it is whole", () => {
    const other = { type: "aws:kms/key:Key", outputs: { inventory: "lz-two" } };
    deepStrictEqual(recordIn([other, resource("lz-one")], zone), record);
    strictEqual(recordIn([other, { type: INVENTORY_TYPE, outputs: {} }], zone), undefined);
    strictEqual(recordIn([{ type: INVENTORY_TYPE }], zone), undefined);
  });

  it("is that of the other inventory after a hand-over that failed, whoever asks", () => {
    const both = [resource("lz-one"), resource("lz-two")];
    strictEqual(recordIn(both, zone)?.inventory, "lz-two");
    strictEqual(recordIn(both.toReversed(), zone)?.inventory, "lz-two");
    strictEqual(recordIn(both, zoneOf("id: lz-two"))?.inventory, "lz-one");
  });

  it("keeps other inventories off, with an id and without, and both are named", () => {
    strictEqual(foreignStack("a.workloads", record, zone), undefined);
    strictEqual(foreignStack("a.workloads", undefined, zone), undefined);
    const said = foreignStack("a.workloads", record, zoneOf("id: lz-two"));
    match(said ?? "", /^stack a\.workloads belongs to the inventory with .* has the id lz-two; /);
    match(foreignStack("a.workloads", record, zoneOf("")) ?? "", /; this inventory has no id; /);
  });
});
