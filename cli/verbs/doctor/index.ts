import { Command, Option } from "commander";
import { STEPS } from "../../doctor/step";
import { waitOption } from "../../doctor/walk/wait-option";
import { DEFAULT_INVENTORY } from "../../inventory/inventory-file";
import type { DoctorOptions } from "./options";

/** `doctor`: what keeps a pod from its secret? */
export function command(): Command {
  return new Command("doctor")
    .summary("find what keeps a pod from its secret, and what mends it")
    .description(
      "Walks the way of a read, step by step, in the cluster and in the accounts, for the readers that are named or\n" +
        "for all. The first wrong step is the answer: the cause, how it is known, and what mends it. With --text, says\n" +
        "what an event, a log or an error means. doctor changes nothing and prints no value.\n" +
        "Exit code 0: every step is right; 1: one is wrong; 2: none is wrong, but not all were seen, or an error.",
    )
    .argument("[READER...]", "names of readers of the inventory (default: all)")
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option(
      "--text <FILE>",
      "answer a text: an event, a log, an error, a CloudTrail event; - is standard input",
    )
    .option("--object <NAME>", "look at the read of this secret or parameter alone")
    .addOption(
      new Option(
        "--explain <ID>",
        "print what the catalogue knows of a cause, and look at nothing",
      ).conflicts("text"),
    )
    .addOption(
      new Option(
        "--accept-unseen <STEP...>",
        "steps that may be not seen, such as control-policies",
      ).choices(Object.keys(STEPS)),
    )
    .option(
      "--read-parts",
      "read values to see whether their JSON parts are there; prints their names only",
    )
    .addOption(waitOption())
    .option("--json", "answer in JSON; eks-pod-secrets schema doctor describes it")
    .addHelpText(
      "after",
      `
What doctor may not look at is not seen, and never right: it says which right is missing. It needs the rights that
eks-pod-secrets permissions --for doctor prints, and in the clusters the right to read the readers' namespaces, nodes,
DaemonSets and CSIDrivers. --read-parts needs those of --for doctor-parts, which read values.

A text is answered without access. If it does not decide and the inventory has the reader that it speaks of, or READER
is given, doctor also walks that reader's way. Of a text it repeats only names that fit their grammar.
Exit code of a text: 1: one cause is known; 2: several are possible, or none is known; after a walk, that of the walk.

Examples:
  $ eks-pod-secrets doctor
  $ eks-pod-secrets doctor orders
  $ eks-pod-secrets doctor orders --accept-unseen control-policies
  $ kubectl describe pod orders-5d8c | eks-pod-secrets doctor --text -
  $ eks-pod-secrets doctor orders --wait 10
  $ eks-pod-secrets doctor --explain EPS-101`,
    )
    .action(doctor);
}

async function doctor(names: string[], options: DoctorOptions): Promise<void> {
  if (options.explain !== undefined) {
    const { explain } = await import("./explain.js");
    return explain(options.explain, options);
  }
  if (options.text !== undefined) {
    const { answerText } = await import("./answer-text.js");
    return answerText(options.text, names, options);
  }
  const { answerReaders } = await import("./answer-readers.js");
  return answerReaders(names, options);
}
