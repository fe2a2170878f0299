import { deepStrictEqual } from "node:assert";
import type { ExportedResource } from "../../../../cli/stacks/backend/exported-state";
import { keysThatGo } from "../../../../cli/stacks/before-run/keys-that-go";
import { UserError } from "../../../../cli/terminal/errors";
import { stackPlan } from "../../../../stacks/stack-plan";
import { B } from "../../../sandbox/support";
import { landingZoneOf } from "../../../sdk/grant/support";

/** A key of account `b`, as its stack's state has it. */
const key = (alias: string): ExportedResource => ({
  urn: `urn:pulumi:b.secrets::p::PodSecretKey$aws:kms/key:Key::${alias}-us-east-1-key`,
  type: "aws:kms/key:Key",
  outputs: { arn: `arn:aws:kms:us-east-1:${B}:key/${alias}` },
});

/** What a run asks about keys of account `b` while the state of `a.workloads` cannot be read, and whether it tried to read it. */
async function asked(...keys: ExportedResource[]) {
  const zone = landingZoneOf();
  const stacks = stackPlan(zone).filter(({ name }) => name === "b.secrets");
  let looked = false;
  const found = await keysThatGo({
    ...{ operation: "up", zone, stacks, toEmpty: [], leftOwners: [], isMeant: true, takenOver: [] },
    ...{ chosen: new Set(["b.secrets"]), workDir: ".", inventory: "zone.yaml" },
    importsOf: () => [],
    held: new Map(
      ["a.workloads", "b.secrets"].map((name) => [name, { resources: 2, inProgress: false }]),
    ),
    stateOf: async (name) => {
      if (name === "b.secrets") return { resources: keys, pending: [] };
      looked = true;
      throw new UserError(`${name} cannot be read`);
    },
  });
  return { found, looked };
}

describe("keys that up may delete, where the state of a reader's stack cannot be read", () => {
  it("does not hold up a run that deletes no key", async () => {
    deepStrictEqual(await asked(key("pods")), { found: [], looked: false });
  });

  it("keeps a key that would go, because nobody knows who decrypts with it", async () => {
    deepStrictEqual(await asked(key("pods"), key("gone")), { found: [], looked: true });
  });
});
