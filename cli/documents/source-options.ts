import type { Command } from "commander";
import { DEFAULT_INVENTORY } from "../inventory/inventory-file";
import { UserError } from "../terminal/errors";
import type { Source } from "./source";

/** Options that choose where documents come from. */
export interface SourceOptions extends ZoneSourceOptions {
  documents?: string;
  resources?: string[];
}

/** The options among them that name documents of an inventory. */
export interface ZoneSourceOptions {
  inventory?: string;
  preview?: true;
  state?: true;
  live?: true;
}

/** Adds the options that name documents of an inventory. */
export function addZoneSourceOptions<Any extends Command>(command: Any): Any {
  return command
    .option("--inventory <FILE>", `the inventory (default: ${DEFAULT_INVENTORY})`)
    .option("--preview", "read what the stacks would deploy, by pulumi preview")
    .option("--state", "read what the stacks hold, by pulumi stack export")
    .option("--live", "read what the accounts hold, by the AWS SDK");
}

/** Adds the options that `sourceOf` reads. */
export function addSourceOptions<Any extends Command>(command: Any): Any {
  return addZoneSourceOptions(command)
    .option(
      "--documents <FILE>",
      "read a documents file; eks-pod-secrets schema documents describes it",
    )
    .option(
      "--resources <FILE...>",
      "read stacks of any Pulumi program with components of this package: first what\npulumi stack export prints, then what pulumi preview --save-plan writes",
    );
}

/** The source that the options choose. Defaults to the inventory itself. */
export function sourceOf(options: SourceOptions): Source {
  const file = options.inventory ?? DEFAULT_INVENTORY;
  const kinds = (["preview", "state", "live"] as const).filter((kind) => options[kind]);
  const files = (["documents", "resources"] as const).filter((kind) => options[kind] !== undefined);
  const named = [...kinds, ...files];
  if (named.length > 1) {
    throw new UserError(
      `documents must come from one source, got ${named.map((kind) => `--${kind}`).join(" and ")}`,
    );
  }
  if (files[0] !== undefined && options.inventory !== undefined) {
    throw new UserError(`must be given either --inventory or --${files[0]}, got both`);
  }
  if (options.documents !== undefined) return { kind: "documents", file: options.documents };
  if (options.resources !== undefined) return { kind: "resources", files: options.resources };
  const [kind = "inventory"] = kinds;
  return { kind, file };
}
