import { match, strictEqual } from "node:assert";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { failed, refused } from "../../outcomes";
import { heldResources, suiteEngine, writeInventory } from "../harness";
import { byHandInventory, type MadeByHand, makeByHand } from "./by-hand";
import { ownersImports, readersImports, takingOver, writeImports } from "./import-files";

describe("an import file", () => {
  const sandbox = suiteEngine(byHandInventory());
  let made: MadeByHand;

  before(async () => {
    made = await makeByHand(sandbox, byHandInventory());
  });

  const up = (taken: string[] = []) => sandbox.command(["up", "--yes", ...taken]);

  it("is refused before any stack runs, with line, where it is malformed", async () => {
    const [first] = readersImports(made);
    writeImports(sandbox, "a.workloads", [...readersImports(made), ...(first ? [first] : [])]);
    match(
      await refused(up()),
      /a\.workloads\.imports\.json:24: aws:iam\/role:Role orders-role must stand here once, got it at \S+:4, too/,
    );
  });

  it("is refused where it is of no stack, and a role that exists must stand in one", async () => {
    writeImports(sandbox, "a.workload", []);
    writeImports(sandbox, "a.workloads", []);
    writeInventory(sandbox.data, byHandInventory(", role: existing"));
    const stderr = await refused(up());
    match(stderr, /a\.workload\.imports\.json: must be named after a stack/);
    match(
      stderr,
      /reader orders has role: existing, and stack a\.workloads neither holds its role nor/,
    );
    match(stderr, /no stack was run/);
  });

  it("changes nothing in its stack where an object is not there, or the stack has no such resource", async () => {
    writeInventory(sandbox.data, byHandInventory());
    rmSync(join(sandbox.data.project, "adopted", "a.workload.imports.json"));
    writeImports(sandbox, "a.workloads", readersImports(made));
    const [secret, , ...others] = ownersImports(made);
    const absent = { type: "aws:ssm/parameter:Parameter", name: "orders-url", id: "/orders/url" };
    const id = "11111111-1111-1111-1111-111111111111";
    writeImports(sandbox, "b.secrets", [
      ...(secret ? [secret] : []),
      ...others.map((one) => (one.type.startsWith("aws:kms/key:") ? { ...one, id } : one)),
    ]);
    const stderr = await refused(up(takingOver({ ...made, keyId: id })));
    match(
      stderr,
      /b\.secrets\.imports\.json:\d+: there is no aws:kms\/key:Key with the id 1\S+1; eks-pod-secrets adopt --force finds /,
    );
    match(stderr, /no stack was run/);
    writeImports(sandbox, "b.secrets", [...ownersImports(made), absent]);
    match(
      await failed(up(takingOver(made))),
      /stack b\.secrets has no aws:ssm\/parameter:Parameter of the name/,
    );
    const { secretsManager } = await sandbox.aws("b");
    const { Tags } = await secretsManager.describeSecret({ SecretId: made.secretArn });
    strictEqual(Tags?.[0]?.Key, "team");
  });

  it("changes nothing where up would replace an object, or cannot do so", async () => {
    writeImports(sandbox, "b.secrets", ownersImports(made));
    const { iam } = await sandbox.aws("a");
    for (const [inventory, says] of [
      [
        byHandInventory().replace("serviceAccount: orders", "serviceAccount: other"),
        /a\.workloads\.imports\.json:\d+: orders-association \(\S+\) was not taken over, because up would replace it: it differs in .*serviceAccount/,
      ],
      [
        byHandInventory(", rolePath: /team/"),
        /a\.workloads: reader orders of a\.workloads: role \/team\/by-hand cannot take the place of role \/by-hand/,
      ],
    ] as const) {
      writeInventory(sandbox.data, inventory);
      match(await failed(up(takingOver(made))), says);
      const { PolicyNames } = await iam.listRolePolicies({ RoleName: "by-hand" });
      strictEqual(PolicyNames?.join(), "read");
      const types = heldResources(sandbox.data, "a.workloads").map(({ type }) => type);
      strictEqual(types.includes("aws:iam/role:Role"), false);
    }
  });
});
