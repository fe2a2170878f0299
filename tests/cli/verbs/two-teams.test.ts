import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert";
import { grantedReader } from "../../../cli/doctor/facts/read-objects";
import { wantedVersion } from "../../../cli/doctor/facts/read-version";
import { usableInventory } from "../../../cli/inventory/inventory-file";
import { graphShape } from "../../../cli/picture/graph-shape";
import { checkShape } from "../../../cli/verbs/check";
import { revokeShape } from "../../../cli/verbs/revoke/shape";
import { probeCommands } from "../../../cli/verbs/verify/probe-commands";
import { column, each } from "../../facts";
import { filesIn, run } from "../support";

const OWNER = "examples/two-teams/owner.yaml";
const READER = "examples/two-teams/reader.yaml";
const SECRET =
  "payments-db, of others (arn:aws:secretsmanager:eu-west-1:222222222222:secret:payments/db-a1B2c3)";

describe("eks-pod-secrets, of what others own or deploy", () => {
  it("counts it apart", async () => {
    const [owner, reader] = await Promise.all([run(`check ${OWNER}`), run(`check ${READER}`)]);
    match(owner.stdout, /1 secret, 0 readers, 1 grant, 1 reader of others$/m);
    match(reader.stdout, /0 secrets, 1 reader, 1 grant, 1 secret of others$/m);
  });

  it("says what is wrong with it by file and line", async () => {
    const directory = filesIn({
      "zone.yaml":
        "accounts: {}\nsecrets:\n  x:\n    external: true\n    arn: arn:aws:secretsmanager:eu-west-1:222222222222:secret:x-a1B2c3\n    tags: { a: b }\n",
    });
    const { code, stdout } = await run(`check ${directory}/zone.yaml --json`);
    strictEqual(code, 2);
    const [problem] = checkShape.parse(JSON.parse(stdout)).problems;
    deepStrictEqual([problem?.line, problem?.path], [6, "secrets.x.tags"]);
  });

  it("plans no stack of the other team's accounts, and prints what their owner must add", async () => {
    const { stdout } = await run(`plan --inventory ${READER}`);
    match(
      stdout,
      /^2 stacks, in order\n {2}shop\.cluster .*\n {2}shop\.workloads .*after shop\.cluster\n/,
    );
    match(stdout, /account 222222222222 must add.*\nreaders:\n {2}shop:\n {4}external: true\n/);
    const owner = await run(`plan --inventory ${OWNER}`);
    match(owner.stdout, /^1 stack, in order\n {2}payments\.secrets /);
    doesNotMatch(owner.stdout, /must add/);
    match(owner.stdout, /deployed by others, reads payments\/db of payments/);
  });

  it("does not say of another's secret that it knows all who read it", async () => {
    const reader = await run(`who-can-read payments-db --inventory ${READER}`);
    strictEqual(reader.code, 2);
    match(reader.stdout, /declared reader +shop .*\nthe list is not complete: others own/);
    const owner = await run(`who-can-read payments/db --inventory ${OWNER}`);
    deepStrictEqual([owner.code, /not complete/.test(owner.stdout)], [0, false]);
    const pod = await run(`what-can-read shop --inventory ${READER}`);
    strictEqual(pod.code, 0);
    match(pod.stdout, /can read 1 secret/);
    strictEqual(pod.stdout.includes(SECRET), true);
  });

  it("asks a pod for another's secret by its ARN, and nobody for its current version", async () => {
    const { landingZone } = await usableInventory(READER);
    const [reader] = landingZone.readers;
    const [grant] = reader?.grants ?? [];
    if (!reader || !grant) throw new Error("the reader reads a secret");
    const { deployment: _, ...ofOthers } = reader;
    match(
      probeCommands(ofOthers).join(),
      /--secret-id '?arn:aws:secretsmanager:eu-west-1:222222222222:secret:payments/,
    );
    deepStrictEqual(await wantedVersion(grant, grantedReader([])), {
      unseen: "others own secret payments-db, and they alone can look at it",
    });
  });

  it("draws it, marked, within its account", async () => {
    for (const [file, kind, account] of [
      [OWNER, "reader", "account:111111111111"],
      [READER, "secret", "account:222222222222"],
    ] as const) {
      const { nodes } = graphShape.parse(
        JSON.parse((await run(`graph --json --inventory ${file}`)).stdout),
      );
      const marked = nodes.filter((node) => "external" in node);
      deepStrictEqual(column(marked, "kind"), [kind]);
      const parents = new Map(nodes.map((node) => [node.id, "parent" in node ? node.parent : ""]));
      const parent = marked[0] ? (parents.get(marked[0].id) ?? "") : "";
      strictEqual(kind === "secret" ? parent : parents.get(parent), account);
    }
  });

  it("revokes a reader of others in the policies of the secrets alone", async () => {
    const { stdout } = await run(`revoke shop --dry-run --json --inventory ${OWNER}`);
    const { pods, steps } = revokeShape.parse(JSON.parse(stdout));
    each(steps, ({ step, subject }) => `${step} ${subject}`).are([
      "deny secret payments/db of account 222222222222 (payments)",
      "state stack payments.secrets",
    ]);
    match(pods.leaves, /^others deploy the role shop-checkout \(arn:aws:iam::111111111111:role\//);
    deepStrictEqual(pods.commands, []);
  });

  it("leaves the owner of another's secret alone where it revokes a reader of its own", async () => {
    const { stdout } = await run(`revoke shop --dry-run --json --inventory ${READER}`);
    const role = "role shop-checkout of account 111111111111 (shop)";
    each(
      revokeShape.parse(JSON.parse(stdout)).steps,
      ({ step, subject }) => `${step} ${subject}`,
    ).are([`deny ${role}`, `sessions ${role}`, "state stack shop.workloads"]);
  });
});
