import type { LandingZone } from "eks-pod-secrets/grant";
import { waitOption } from "../../doctor/walk/wait-option";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { exitCodes, UserError } from "../../terminal/errors";
import { note, print, printJson } from "../../terminal/output";
import { Verb } from "../../terminal/verb";
import type { PutManyAnswer } from "./shape";
import { send, type Target, targetOf } from "./target";

interface PutOptions {
  inventory: string;
  fd?: string;
  /** True without a FILE: standard input. */
  fromJson?: string | true;
  wait?: number;
  json?: true;
}

/** `put`: give secrets their values. */
export function command(): Verb {
  return new Verb("put", "give a secret its value, from standard input")
    .description(
      "Reads a value from standard input, byte for byte, and makes it the current value of a secret\n" +
        "or parameter of the inventory. --from-json gives many their values. No argument, output or state holds a value.",
    )
    .argument("[SECRET]", "name of a secret or parameter of the inventory")
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--fd <N>", "file descriptor to read the value from (default: 0)")
    .option(
      "--from-json [FILE]",
      'put many: {"SECRET": "text", "SECRET": {…}, …}; - or no FILE reads standard input',
    )
    .addOption(waitOption())
    .option("--json", "answer in JSON; eks-pod-secrets schema put describes it")
    .ending(`
put uses the deployRole or profile that the inventory gives the owner's account. Without them it uses the credentials
of the environment, or the AWS profile with the account's name or id. If they are of another account, put sends nothing.

With --from-json, put checks every name, value and account before it puts the first value. A value that is an object is
put as it stands in the file. What already has its value stays as it is. If one fails, put still puts the others; run
the same command again for the rest. Exit code 2: put could not put all.

put then names the readers' pods that still have an old value, as far as the clusters may be asked. With --wait it waits
until none has. Exit code 1: some still have it; 2: not all were seen.

Examples:
  $ printf %s "$PASSWORD" | eks-pod-secrets put orders/db
  $ eks-pod-secrets put orders/db --wait < password
  $ eks-pod-secrets put orders/tls --fd 3 3< tls.key
  $ sops decrypt values.json | eks-pod-secrets put --from-json -`)
    .action(put);
}

async function put(name: string | undefined, options: PutOptions): Promise<void> {
  const { fd, fromJson } = options;
  if ((name === undefined) === (fromJson === undefined)) {
    const got = name === undefined ? "neither" : "both";
    throw new UserError(`must be given either SECRET or --from-json, got ${got}`);
  }
  if (fd !== undefined && fromJson !== undefined) {
    throw new UserError("--fd must be given without --from-json, whose FILE names what is read");
  }
  if (fd !== undefined && !/^[0-9]{1,4}$/.test(fd)) {
    throw new UserError(`--fd must be the number of a file descriptor, got "${fd}"`);
  }
  const { landingZone } = await usableInventory(options.inventory);
  if (name !== undefined) await putOne(landingZone, name, options);
  else if (fromJson === true) await putAll(landingZone, "-", options);
  else if (fromJson !== undefined) await putAll(landingZone, fromJson, options);
}

async function putOne(zone: LandingZone, name: string, options: PutOptions): Promise<void> {
  const target = targetOf(zone, name, options.inventory, "SECRET");
  const { readValue } = await import("./standard-input.js");
  const value = await readValue(Number(options.fd ?? 0));
  const { checkJsonParts } = await import("./json-parts.js");
  await checkJsonParts(value, target.object.grants);

  const answer = await send(target, value);
  if (!options.json) print(answerLine(answer, target));
  const { podsAfter, printPods } = await import("../../doctor/walk/old-pods.js");
  const pods = await podsAfter(zone, [target.object], options.wait);
  if (options.json) return printJson({ ...answer, pods });
  printPods(pods, options.wait !== undefined);
  if (value.text?.endsWith("\n") && !value.text.trimEnd().includes("\n")) {
    note("note: the value ends in a newline, which is part of it; printf %s writes none");
  }
}

async function putAll(zone: LandingZone, source: string, options: PutOptions): Promise<void> {
  const { putMany } = await import("./put-many.js");
  const { inventory, json } = options;
  const answer = await putMany(zone, { inventory, source }, (one, target) => {
    if (!json) print(answerLine(one, target));
  });
  const put = answer.values.filter(({ result }) => result !== "failed");
  const targets = put.map(({ name }) => targetOf(zone, name, inventory, "SECRET").object);
  const { podsAfter, printPods } = await import("../../doctor/walk/old-pods.js");
  const pods = await podsAfter(zone, targets, options.wait);
  if (json) printJson({ ...answer, pods });
  else printPods(pods, options.wait !== undefined);
  if (answer.result !== "done") process.exitCode = exitCodes.error;
}

function answerLine(answer: PutManyAnswer["values"][number], { kind, object }: Target): string {
  const { account, id, region } = object;
  const what = `${kind} ${id} of account ${account.id} (${account.name}), ${region}`;
  switch (answer.result) {
    case "created":
      return `${what}: new version ${answer.version}`;
    case "unchanged":
      return `${what}: unchanged, version ${answer.version} has this value`;
    case "failed":
      return `${what}: failed: ${answer.reason}`;
  }
}
