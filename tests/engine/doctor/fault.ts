import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert";
import type { EntryId } from "../../../cli/doctor/catalogue/entry";
import type { StepId } from "../../../cli/doctor/step";
import { VALUE } from "./inventory";
import { doctorScene, type Scene } from "./scene";

/** Takes a fault away again, as whoever made it could. */
export type Undo = () => Promise<unknown>;

/** Something that keeps the pods of one reader from its secret. */
export interface Fault {
  name: string;
  reader: string;
  /** The first wrong step, and its cause. */
  step: StepId;
  cause: EntryId | RegExp;
  /** What its answer names: the object that is wrong. */
  names: string | RegExp;
  /**
   * How it is mended: by its commands, to the letter; by its commands and a new value, since the old one is lost; by hand, because
   * no command here may change it: then the mend says what is to be done, and `plant`'s undo does it.
   */
  mend: "commands" | "value lost" | RegExp;
  options?: string[];
  plant(scene: Scene): Promise<Undo>;
  /** Why the pods are as they were when `doctor` looks: else they are replaced after the fault, so that it shows in them. */
  stays?: true;
  /** Whether it is mended, of pods that read in another way. */
  isMended?(scene: Scene): Promise<boolean>;
}

/** Plants each fault alone, and sees that `doctor` finds it, and that its mend has the reader's pods read again. */
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
