import assert from "node:assert/strict";

import {
  type Confirmation,
  confirmEach,
  noteNeedless,
} from "../../../../cli/stacks/before-run/confirmations";
import { type Confirmed, confirmingEnvironment, readConfirmed } from "../../../../stacks/confirmed";

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

/** A terminal at which somebody types these answers in turn. */
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

  it("asks for a name that a loss of nothing has, too", async () => {
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
