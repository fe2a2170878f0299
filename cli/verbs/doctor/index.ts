import { Command, Option } from "commander";
import { STEPS } from "../../doctor/step";
import { DEFAULT_INVENTORY } from "../../inventory/inventory-file";
import type { DoctorOptions } from "./options";

/** `doctor`: what keeps a pod from its secret? */
export function command(): Command {
  return new Command("doctor")
    .summary("find what keeps a pod from its secret, and what mends it")
    .description(
      "Walks the way of a read, step by step, in the cluster and in the accounts, for the readers that are named or\n" +
        "for all. The first wrong step is the answer: the cause, how it is known, and what mends it. doctor changes\n" +
        "nothing and prints no value.\n" +
        "Exit code 0: every step is right; 1: one is wrong; 2: none is wrong, but not all were seen, or an error.",
    )
    .argument("[READER...]", "names of readers of the inventory (default: all)")
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--explain <ID>", "print what the catalogue knows of a cause, and look at nothing")
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
    .option("--json", "answer in JSON; eks-pod-secrets schema doctor describes it")
    .addHelpText(
      "after",
      `
What doctor may not look at is not seen, and never right: it says which right is missing.

Examples:
  $ eks-pod-secrets doctor
  $ eks-pod-secrets doctor orders
  $ eks-pod-secrets doctor orders --accept-unseen control-policies
  $ eks-pod-secrets doctor --explain EPS-101`,
    )
    .action(doctor);
}

async function doctor(names: string[], options: DoctorOptions): Promise<void> {
  if (options.explain !== undefined) {
    const { explain } = await import("./explain.js");
    return explain(options.explain, options);
  }
  const { answerReaders } = await import("./answer-readers.js");
  return answerReaders(names, options);
}
