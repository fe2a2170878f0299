import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert";
import type { EntryId } from "../../../cli/doctor/catalogue/entry";
import type { StepId } from "../../../cli/doctor/step";
import { VALUE } from "./inventory";
import { doctorScene, type Scene } from "./scene";

/** Removes a fault again, as its maker could. */
export type Undo = () => Promise<unknown>;

/** Something that keeps the pods of one reader from its secret. */
export interface Fault {
  name: string;
  reader: string;
  /** The first wrong step, and the cause. */
  step: StepId;
  cause: EntryId | RegExp;
  /** The wrong object that the answer names. */
  names: string | RegExp;
  /**
   * How the fault is mended. By the given commands, to the letter. By them and a new value, because the old value is lost. Or by
   * hand, because no command here may do it: then the answer says what to do, and the undo of `plant` does it.
   */
  mend: "commands" | "value lost" | RegExp;
  options?: string[];
  plant(scene: Scene): Promise<Undo>;
  /** Whether the pods stay as they are. Otherwise they are replaced after the fault, so that it shows in them. */
  stays?: true;
  /** Whether the pods read again. Only for faults whose pods read in another way. */
  isMended?(scene: Scene): Promise<boolean>;
}

/** Plants each fault alone. `doctor` must find it, and after the mend the reader's pods must read again. */
export function findsEach(faults: readonly Fault[], scene = doctorScene()): void {
  for (const fault of faults) {
    it(`${fault.step}: ${fault.name}`, async () => {
      const undo = await fault.plant(scene);
      let isPlanted = true;
      try {
        if (!fault.stays) await scene.restart(fault.reader);
        isPlanted = (await findAndMend(scene, fault)) !== "mended";
      } finally {
        if (isPlanted) await undo();
      }
      await seeMended(scene, fault);
    });
  }
}

async function findAndMend(scene: Scene, fault: Fault): Promise<"mended" | "to be undone"> {
  const { code, reader } = await scene.doctor(fault.reader, ...(fault.options ?? []));
  const { answer } = reader;
  ok(answer, JSON.stringify(reader, null, 1));
  const shown = JSON.stringify(answer, null, 1);
  deepStrictEqual([answer.step, code], [fault.step, 1], shown);
  match(answer.cause, new RegExp(fault.cause), shown);
  match(answer.says, new RegExp(fault.names), shown);
  ok(answer.known.length > 0 && !shown.includes("swordfish"));
  const { commands, says } = answer.mend;
  if (fault.mend instanceof RegExp) {
    deepStrictEqual(commands, [], shown);
    match(says, fault.mend);
    return "to be undone";
  }
  notStrictEqual(commands.length, 0, shown);
  if (fault.mend === "value lost") match(`${answer.says} ${says}`, /value|knows it/);
  await scene.shell(commands, VALUE);
  return "mended";
}

async function seeMended(scene: Scene, { isMended, reader }: Fault): Promise<void> {
  if (isMended) {
    ok(await isMended(scene));
    return;
  }
  strictEqual(await scene.read(reader), VALUE);
  const { reader: after } = await scene.doctor(reader);
  strictEqual(after.answer, undefined);
}
