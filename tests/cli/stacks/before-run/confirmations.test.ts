import { deepStrictEqual, match, strictEqual } from "node:assert";
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type Confirmation,
  confirmEach,
  noteNeedless,
} from "../../../../cli/stacks/before-run/confirmations";
import { stacksShape } from "../../../../cli/stacks/run/stacks-shape";
import { statusShape } from "../../../../cli/verbs/status/shape";
import { type Confirmed, confirmingEnvironment, readConfirmed } from "../../../../stacks/confirmed";
import { INVENTORY_TYPE } from "../../../../stacks/deployed-by";
import { fakePulumi, keptFiles, keptIn } from "../../fake-pulumi/kept-stacks";
import { run, withFiles } from "../../support";

const removal: Confirmation = {
  option: "yes-remove",
  name: "orders/db",
  says: "secret orders/db has a value, which would be deleted",
};
const takeOver: Confirmation = {
  option: "take-over",
  name: "shop-role",
  says: "role shop-role exists, and would be replaced",
};
const nothing: Confirmed = { "yes-remove": [], "take-over": [] };
const { signal } = new AbortController();

/** A terminal at which somebody types these answers one after another. */
function typing(...answers: (string | undefined)[]) {
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return answers[questions.length - 1];
  };
  return { canAsk: () => true, ask, questions };
}

describe("what a run does only where someone confirms it by name", () => {
  it("asks for each name on the terminal, and only for what the command line does not confirm", async () => {
    const terminal = typing("shop-role");
    const given = { ...nothing, "yes-remove": ["orders/db"] };
    assert.deepEqual(await confirmEach([removal, takeOver], given, signal, terminal), {
      "yes-remove": ["orders/db"],
      "take-over": ["shop-role"],
    });
    assert.deepEqual(terminal.questions, ["Type shop-role to go on: "]);
  });

  it("does nothing where somebody types another name, presses Enter, or presses Ctrl-C", async () => {
    for (const typed of ["orders", "", "y", undefined]) {
      assert.equal(await confirmEach([removal], nothing, signal, typing(typed)), undefined);
    }
  });

  it("does not take a name for another option's", async () => {
    const given = { ...nothing, "take-over": ["orders/db"] };
    assert.equal(await confirmEach([removal], given, signal, typing("no")), undefined);
  });

  it("asks for a name that two losses have, though one of them needs no name", async () => {
    const empty = { ...removal, needsNoName: true as const, says: "secret orders/db has no value" };
    const terminal = typing("no");
    assert.equal(await confirmEach([empty, removal], nothing, signal, terminal), undefined);
    assert.deepEqual(terminal.questions, ["Type orders/db to go on: "]);
  });

  it("lets the programs delete nothing that the run has not told the cost of", async () => {
    const given = { "yes-remove": ["orders/db", "a/us-east-1/orders"], "take-over": ["a.secrets"] };
    const { write } = process.stderr;
    let said = "";
    process.stderr.write = (text) => {
      said += text;
      return true;
    };
    try {
      assert.deepEqual(await confirmEach([removal], given, signal, typing()), {
        "yes-remove": ["orders/db"],
        "take-over": ["a.secrets"],
      });
      noteNeedless([removal], given);
    } finally {
      process.stderr.write = write;
    }
    assert.match(said, /^note: --yes-remove a\/us-east-1\/orders confirms nothing: /);
    assert.doesNotMatch(said, /--yes-remove orders/);
  });

  it("says without a terminal what each costs, and how to confirm it", async () => {
    const terminal = { ...typing(), canAsk: () => false };
    await assert.rejects(confirmEach([removal, takeOver], nothing, signal, terminal), {
      message: [
        "secret orders/db has a value, which would be deleted; where that is meant, add --yes-remove orders/db",
        "role shop-role exists, and would be replaced; where that is meant, add --take-over shop-role",
      ].join("\n"),
    });
  });

  it("says first how the inventory keeps what would be lost, and then what confirming loses", async () => {
    const ways = { keep: "to keep it, write x", remove: "to delete it" };
    await assert.rejects(
      confirmEach([{ ...removal, says: "orders/db goes", ways }], nothing, signal, {
        ...typing(),
        canAsk: () => false,
      }),
      {
        message:
          "orders/db goes\n  to keep it, write x\n  to delete it: add --yes-remove orders/db",
      },
    );
  });

  it("reaches the programs by the environment, whole", () => {
    const confirmed = { "yes-remove": ["orders/db", "a+b=c@d.e"], "take-over": [] };
    assert.deepEqual(readConfirmed(confirmingEnvironment(confirmed)), confirmed);
    assert.deepEqual(readConfirmed({ EKS_POD_SECRETS_YES_REMOVE: " a , ,b" }), {
      "yes-remove": ["a", "b"],
      "take-over": [],
    });
  });
});

const PROGRAM = join(__dirname, "../../../../stacks/index.ts");

const inventory = (id = "") => `${id}
accounts: { a: { id: "111111111111", region: us-east-1 }, b: { id: "222222222222", region: us-east-1 } }
secrets: { own: { account: a }, other: { account: b } }
`;

/** A stack with five resources. One of them records an inventory. */
const deployedBy = (inventory: string) => ({
  resources: 5,
  holds: [{ urn: "urn::it", type: INVENTORY_TYPE, outputs: { inventory, account: { id: "1" } } }],
});

const HELD = {
  "a.secrets": deployedBy("lz-other"),
  "b.secrets": deployedBy("lz-own"),
  "c.secrets": deployedBy("lz-other"),
  "d.secrets": deployedBy("lz-own"),
  "e.secrets": { resources: 5 },
};

/** Runs a verb while the backend has these stacks. Also returns how many resources a.secrets has afterwards. */
function asked(args: string[], id: string) {
  const files = {
    "zone.yaml": inventory(id),
    "Pulumi.yaml": `name: eks-pod-secrets\nruntime: nodejs\nmain: ${PROGRAM}\n`,
    ...keptFiles(HELD),
  };
  return withFiles(files, async (directory) => {
    const env = fakePulumi(directory);
    const ended = await run([...args, "--inventory", join(directory, "zone.yaml")], { env });
    return { ...ended, resources: keptIn(directory, "a.secrets").resources };
  });
}

describe("a stack of another inventory", function () {
  this.timeout(60_000); // each case starts processes

  for (const verb of ["up", "destroy", "refresh"]) {
    it(`stops ${verb} before it does anything, by inventories with and without an id`, async () => {
      for (const id of ["id: lz-own", ""]) {
        const { code, resources, stderr } = await asked([verb, "--yes"], id);
        match(stderr, /^error: stack a\.secrets belongs to the inventory with the id lz-other, /m);
        match(stderr, id ? /this inventory has the id lz-own/ : /this inventory has no id/);
        deepStrictEqual([code, resources], [2, 5]);
      }
    });
  }

  it("does not stop a run that leaves it out", async () => {
    const only = ["destroy", "--yes", "--json", "--only", "b.secrets"];
    const { stderr, stdout } = await asked(only, "id: lz-own");
    strictEqual(stderr.includes("belongs to"), false, stderr);
    strictEqual(stacksShape.parse(JSON.parse(stdout)).stacks[0]?.stack, "b.secrets");
  });

  it("goes to the inventory that takes it over by name", async () => {
    const args = ["destroy", "--yes", "--json", "--take-over", "a.secrets", "--only", "a.secrets"];
    const { stderr, stdout } = await asked(args, "id: lz-own");
    strictEqual(stderr.includes("belongs to"), false, stderr);
    strictEqual(stacksShape.parse(JSON.parse(stdout)).stacks.length, 1);
  });

  it("is not shown as one that is left over", async () => {
    const shown = async (id: string) => {
      const { stdout } = await asked(["status", "--json"], id);
      return statusShape.parse(JSON.parse(stdout)).leftStacks.map(({ stack }) => stack);
    };
    deepStrictEqual(await shown("id: lz-own"), ["d.secrets", "e.secrets"]);
    deepStrictEqual(await shown(""), ["e.secrets"]);
  });
});
