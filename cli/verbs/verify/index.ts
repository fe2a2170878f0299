import { Command } from "commander";

import type { LandingZone, ResolvedReader } from "../../../sdk/grant";
import { inParallel } from "../../aws/in-parallel";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { exitCodes } from "../../terminal/errors";
import { coloursOf, print, printJson } from "../../terminal/output";
import { mountedFiles } from "./mounted-files";
import { probeCommands } from "./probe-commands";
import { type AskPod, PROBE_MOUNT, sandboxPods } from "./sandbox-pods";
import type { VerifyAnswer } from "./shape";

interface VerifyOptions {
  inventory: string;
  json?: true;
}

/** Pods that are asked at once. */
const AT_ONCE = 4;

/** `verify`: can every reader read, asked from its pod? */
export function command(): Command {
  return new Command("verify")
    .summary("ask from every reader's pod whether it can read")
    .description(
      "In the sandbox, asks every reader's pod for each of its files; where another tool deploys it, a\n" +
        "pod that lives as long as the question. On AWS, prints the commands that ask it there.\n" +
        "No value is printed. Exit code 0: nothing failed; 1: a reader cannot read.",
    )
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--json", "answer in JSON; eks-pod-secrets schema verify describes it")
    .addHelpText(
      "after",
      `
The sandbox is meant where AWS_ENDPOINT_URL is set and its data directory is at hand.

Examples:
  $ eval "$(npx eks-pod-secrets sandbox env)" && eks-pod-secrets verify
  $ eks-pod-secrets verify | sh -ex`,
    )
    .action(verify);
}

async function verify(options: VerifyOptions): Promise<void> {
  const { landingZone } = await usableInventory(options.inventory);
  const ask = sandboxPods();
  const readers = await inParallel(landingZone.readers, AT_ONCE, (reader) =>
    verifyReader(reader, ask),
  );
  const failed = readers.some(({ result }) => result === "fails");
  const answer: VerifyAnswer = {
    result: failed ? "failed" : ask ? "verified" : "not asked",
    readers,
  };
  if (failed) process.exitCode = exitCodes.refuted;
  if (options.json) return printJson(answer);
  print(ask ? answerText(answer, landingZone) : commandsText(answer));
}

async function verifyReader(
  reader: ResolvedReader,
  ask: AskPod | undefined,
): Promise<VerifyAnswer["readers"][number]> {
  const files: VerifyAnswer["readers"][number]["files"] = [];
  const mountPath = reader.deployment?.mountPath ?? PROBE_MOUNT;
  for (const file of ask ? mountedFiles(reader, mountPath) : []) {
    const reason = await ask?.(reader, file.path);
    files.push({ ...file, ...(reason ? { result: "fails", reason } : { result: "reads" }) });
  }
  const fails = files.some(({ result }) => result === "fails");
  return {
    reader: reader.id,
    result: fails ? "fails" : ask ? "reads" : "not asked",
    files,
    commands: probeCommands(reader),
  };
}

function commandsText({ readers }: VerifyAnswer): string {
  return readers.flatMap(({ commands }) => commands).join("\n");
}

function answerText({ readers }: VerifyAnswer, zone: LandingZone): string {
  const { green, red } = coloursOf(process.stdout);
  const isDeployed = (id: string) => zone.readers.some((one) => one.id === id && one.deployment);
  return readers
    .flatMap(({ files, reader, result }) => {
      const reading = files.filter(({ reason }) => reason === undefined);
      const lines = [
        ...reading.map((file) => `${green("reads")} ${reader}: ${placed(file)}`),
        ...reasonsOf(files).map((reason) => {
          const failing = files.filter((file) => file.reason === reason);
          return `${red("fails")} ${reader}: ${failing.map(placed).join(", ")}: ${reason}`;
        }),
      ];
      const hasPod = files.every(({ reason = "" }) => !reason.startsWith("no pod of "));
      const canMount = result === "fails" && isDeployed(reader) && hasPod;
      return canMount ? [...lines, mountsAnew(reader)] : lines;
    })
    .join("\n");
}

type File = VerifyAnswer["readers"][number]["files"][number];

function placed({ object, path }: File): string {
  return `${object} in ${path}`;
}

/** Why files fail, each cause once. */
function reasonsOf(files: readonly File[]): string[] {
  return [...new Set(files.flatMap(({ reason }) => reason ?? []))];
}

/** A value that came after the pod's start is not in its files yet. */
function mountsAnew(reader: string): string {
  return `      its pod mounts when it starts; anew by: npx eks-pod-secrets sandbox remount ${reader}`;
}
