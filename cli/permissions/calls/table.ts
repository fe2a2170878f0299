import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { type Call, callTable, type Deployed } from "./call";

/**
 * All calls to AWS that deploying makes, by the kind of thing. The build runs this module and puts them into the command, which then
 * reads no file for them (`scripts/bundle-data.mjs`).
 */
export const CALLS: Record<Deployed, Call[]> = readCalls(
  readdirSync(__dirname)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => readFileSync(join(__dirname, file), "utf8")),
);

/** Parses the calls of these files. Throws an error that names the place if a call is not valid. */
export function readCalls(texts: readonly string[]): Record<Deployed, Call[]> {
  const { data: table, error } = callTable.safeParse(
    Object.assign({}, ...texts.map((text) => parse(text))),
  );
  if (error)
    throw new Error(`cli/permissions/calls must have valid calls: ${z.prettifyError(error)}`);
  const callsOf = (kind: keyof typeof table): Call[] =>
    table[kind].flatMap((one) => {
      if ("also" in one) return callsOf(one.also);
      if (!("tags" in one)) return one;
      const { tags, ...more } = one;
      const [tag, untag] = tags.map((action) => ({ action, forTags: true as const, ...more }));
      return [
        { ...tag, reason: "gives it the account's tags" },
        { ...untag, reason: "takes tags away that the account has no more" },
      ] as Call[];
    });
  const { everyRole: _, ...kinds } = table;
  const lists = Object.keys(kinds).map((kind) => [kind, callsOf(kind as Deployed)]);
  return Object.fromEntries(lists);
}
