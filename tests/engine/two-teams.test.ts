import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { proveShape } from "../../cli/proof/shape";
import { planShape } from "../../cli/verbs/plan/shape";
import { statusShape } from "../../cli/verbs/status/shape";
import { verifyShape } from "../../cli/verbs/verify/shape";
import { commandEnvironment } from "../../sandbox/pulumi/environment";
import type { LandingZone } from "../../sdk/grant";
import { column } from "../facts";
import { refused } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { suiteEngine, writeInventory } from "./harness";
import { readAsPod } from "./read-as-pod";

const OWNER = `
id: lz-owner
accounts: { data: { id: "222222222222", region: us-east-1 } }
secrets: { orders: { account: data, key: orders } }
`;

const readerInventory = (arn: string, key: string) => `
id: lz-reader
accounts: { shop: { id: "111111111111", region: us-east-1 } }
clusters: { shop: { account: shop, existing: true } }
secrets: { theirs: { external: true, arn: "${arn}", key: "${key}" } }
readers:
  web:
    cluster: shop
    namespace: shop
    serviceAccount: web
    reads: [{ secret: theirs, as: orders.txt }]
`;

describe("two teams, one of which owns a secret that the other's pod reads", () => {
  const sandbox = suiteEngine(OWNER, { secretsProvider: "passphrase" });
  let reader: string;
  let admitting: string;
  let zone: LandingZone;

  before(async () => {
    await done(["up", "--yes"], OWNER);
    await done(["put", "orders"], OWNER, "swordfish");
    const { ARN = "", KmsKeyId = "" } = await described();
    reader = readerInventory(ARN, KmsKeyId);
    zone = landingZone(reader);
    writeInventory(sandbox.data, reader);
    await makeAdoptedClusters(sandbox, zone);
  });

  async function described() {
    const { secretsManager: owner } = await sandbox.aws("222222222222");
    return owner.describeSecret({ SecretId: "orders" });
  }

  /** Runs a command of one team. The team has credentials only for the accounts of its own inventory. */
  async function ended(args: string[], inventory: string, input?: string) {
    writeInventory(sandbox.data, inventory);
    const { environment: shared, connection, data } = sandbox;
    const environment = { ...shared, ...(await commandEnvironment(data, connection)) };
    return sandbox.command(args, {
      environment: { ...environment, HOME: data.pulumiHome, NO_COLOR: "1" },
      ...(input !== undefined && { input }),
    });
  }

  async function done(args: string[], inventory: string, input?: string): Promise<string> {
    const { code, stderr, stdout } = await ended(args, inventory, input);
    strictEqual(code, 0, stderr + stdout);
    return stdout;
  }

  const asPod = () => {
    const [[web], [theirs]] = [zone.readers, zone.externalSecrets];
    if (!web || !theirs) throw new Error("the reader reads a secret");
    return readAsPod(sandbox, web, theirs);
  };
  const isReading = async () => strictEqual((await asPod()).SecretString, "swordfish");
  const isRefused = () => rejects(asPod(), { name: "AccessDeniedException" });

  it("deploys the reader's side without the owner's credentials, and its pod does not read yet", async () => {
    await done(["up", "--yes"], reader);
    await isRefused();
  });

  it("rejects to put, and to restore, what others own", async () => {
    for (const verb of ["put", "restore"]) {
      match(
        await refused(ended([verb, "theirs"], reader, "other")),
        /theirs.* others.* in account 222222222222/,
      );
    }
  });

  it("lets the pod read once the owner has added what the reader's plan says", async () => {
    const { ownersToAsk } = planShape.parse(JSON.parse(await done(["plan", "--json"], reader)));
    deepStrictEqual(column(ownersToAsk, "account"), ["222222222222"]);
    admitting = `${OWNER}${ownersToAsk[0]?.yaml}`;
    await done(["up", "--yes"], admitting);
    await isReading();
    const verified = verifyShape.parse(JSON.parse(await done(["verify", "--json"], reader)));
    deepStrictEqual(column(verified.readers, "result"), ["reads"]);
  });

  it("finds nothing to do for either afterwards", async () => {
    for (const inventory of [admitting, reader]) {
      await done(["preview", "--refresh", "--expect-no-changes"], inventory);
      const status = statusShape.parse(JSON.parse(await done(["status", "--json"], inventory)));
      deepStrictEqual([status.leftStacks, status.revokedReaders], [[], []]);
    }
  });

  for (const source of [[], ["--state"], ["--live"]]) {
    it(`proves each side ${source[0] ?? "by the inventory"}, and names what it takes the other to do`, async () => {
      const owed = async (inventory: string) => {
        const answer = await done(["prove", ...source, "--json"], inventory);
        const { claims } = proveShape.parse(JSON.parse(answer));
        return claims.flatMap(({ assumptionsUsed, claim }) =>
          assumptionsUsed
            .filter((name) => /^(owner-admits|external)/.test(name))
            .map((name) => `${claim} ${name}`),
        );
      };
      deepStrictEqual(await owed(admitting), [
        "grant-available external-reader-trust",
        "read-exclusive external-reader-trust",
      ]);
      deepStrictEqual(await owed(reader), ["grant-available owner-admits-reader"]);
    });
  }

  it("cuts the reader off by its owner, who leaves the role to those who deploy it", async () => {
    const words = await done(["revoke", "web", "--yes"], admitting);
    match(words, /others deploy the role \S+ \(arn:aws:iam::111111111111:role\/\S+\)/);
    await isRefused();
    await done(["up", "--yes"], admitting);
    await isRefused();
    await done(["revoke", "web", "--lift", "--yes"], admitting);
    await isReading();
  });

  it("ends the read with the owner's side, and harms nothing of the reader's", async () => {
    await done(["up", "--yes"], OWNER);
    await isRefused();
    await done(["preview", "--refresh", "--expect-no-changes"], reader);
    await done(["up", "--yes"], admitting);
    await isReading();
  });

  it("ends the read with the reader's side, and harms nothing of the owner's", async () => {
    await done(["destroy", "--yes"], reader);
    const { iam } = await sandbox.aws("111111111111");
    const RoleName = zone.readers[0]?.role.name;
    await rejects(iam.getRole({ RoleName }), { name: "NoSuchEntityException" });
    strictEqual((await described()).DeletedDate, undefined);
    await done(["preview", "--refresh", "--expect-no-changes"], admitting);
    await done(["up", "--yes"], reader);
    await isReading();
  });

  it("ends the read where the owner destroys all that is theirs, and leaves what is the reader's", async () => {
    await done(["destroy", "--yes", "--yes-remove", "orders"], admitting);
    await rejects(asPod());
    await done(["preview", "--refresh", "--expect-no-changes"], reader);
  });
});
