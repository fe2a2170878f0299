import { Command } from "commander";

import type { LandingZone, ResolvedParameter, ResolvedSecret } from "../../../sdk/grant";
import type { AccountAccess } from "../../aws/account-access";
import { awsFailure } from "../../aws/aws-error";
import { DEFAULT_INVENTORY, usableInventory } from "../../inventory/inventory-file";
import { UserError } from "../../terminal/errors";
import { note, print, printJson } from "../../terminal/output";
import type { PutAnswer } from "./shape";
import type { SecretValue } from "./standard-input";

interface PutOptions {
  inventory: string;
  fd: string;
  json?: true;
}

/** `put`: give a secret its value. */
export function command(): Command {
  return new Command("put")
    .summary("give a secret its value, from standard input")
    .description(
      "Reads a value from standard input, byte for byte, and makes it the current one of a secret\n" +
        "or parameter of the inventory. The value is in no argument, file, output or state.",
    )
    .argument("<SECRET>", "name of a secret or parameter of the inventory")
    .option("--inventory <FILE>", "the inventory", DEFAULT_INVENTORY)
    .option("--fd <N>", "file descriptor to read the value from", "0")
    .option("--json", "answer in JSON; eks-pod-secrets schema put describes it")
    .addHelpText(
      "after",
      `
Credentials are those of the owner's deployRole or profile in the inventory, else the ambient ones;
nothing is sent unless they are of the owner's account.

Examples:
  $ printf %s "$PASSWORD" | eks-pod-secrets put orders/db
  $ eks-pod-secrets put orders/tls --fd 3 3< tls.key`,
    )
    .action(put);
}

async function put(name: string, options: PutOptions): Promise<void> {
  if (!/^[0-9]{1,4}$/.test(options.fd)) {
    throw new UserError(`--fd must be the number of a file descriptor, got "${options.fd}"`);
  }
  const { landingZone } = await usableInventory(options.inventory);
  const target = targetOf(landingZone, name, options.inventory);
  const { readValue } = await import("./standard-input.js");
  const value = await readValue(Number(options.fd));
  const { checkJsonParts } = await import("./json-parts.js");
  await checkJsonParts(value, target.object.grants);

  const answer = await send(target, value);
  if (options.json) return printJson(answer);
  const { account, region, result, version } = answer;
  const what = `${target.kind} ${name} of account ${account} (${target.object.account.name}), ${region}`;
  print(
    result === "created"
      ? `${what}: new version ${version}`
      : `${what}: unchanged, version ${version} has this value`,
  );
  if (value.text?.endsWith("\n") && !value.text.trimEnd().includes("\n")) {
    note("note: the value ends in a newline, which is part of it; printf %s writes none");
  }
}

type Target =
  | { kind: "secret"; object: ResolvedSecret }
  | { kind: "parameter"; object: ResolvedParameter };

function targetOf(zone: LandingZone, name: string, inventory: string): Target {
  const secret = zone.secrets.find(({ id }) => id === name);
  const parameter = zone.parameters.find(({ id }) => id === name);
  if (secret && parameter) {
    throw new UserError(`${name} must be a secret or a parameter of ${inventory}, got both`);
  }
  if (secret) return { kind: "secret", object: secret };
  if (parameter) return { kind: "parameter", object: parameter };
  const known = [...zone.secrets, ...zone.parameters].map(({ id }) => id);
  const list = known.length > 0 && known.length <= 20 ? `; known: ${known.join(", ")}` : "";
  throw new UserError(
    `SECRET must name a secret or parameter of ${inventory}, got "${name}"${list}`,
  );
}

async function send(target: Target, value: SecretValue): Promise<PutAnswer> {
  const { account, id, region } = target.object;
  const place = { kind: target.kind, name: id, account: account.id, region };
  try {
    const { accountAccess } = await import("../../aws/account-access.js");
    const access = await accountAccess(account, region, "put");
    return { ...(await store(target, value, access)), ...place };
  } catch (error) {
    throw awsFailure(
      error,
      `cannot put ${target.kind} ${id} of account ${account.id}`,
      value.bytes,
    );
  }
}

async function store(target: Target, value: SecretValue, access: AccountAccess) {
  if (target.kind === "secret") {
    const { putSecret } = await import("./put-secret.js");
    return putSecret(target.object, value, access);
  }
  const { putParameter } = await import("./put-parameter.js");
  return putParameter(target.object, value, access);
}
