import { readFileSync } from "node:fs";
import { join } from "node:path";
import { proofsIn } from "../../../cli/proof/memory/kept-proofs";
import type { ProveAnswer } from "../../../cli/proof/shape";
import { crossAccountDocuments } from "../../proof/cross-account-documents";
import { filesIn, run } from "../support";

const FILES = { "access.json": JSON.stringify(crossAccountDocuments()) };

/** A directory for proofs that does not exist yet, and the calls of the command that use it. */
export function place(files: Record<string, string> = FILES) {
  const directory = filesIn(files);
  const kept = join(directory, "proofs");
  const ended = (line: string[]) =>
    run(
      line.map((word) => word.replace("@", `${directory}/`)),
      { env: { EKS_POD_SECRETS_PROOFS: kept } },
    );
  return {
    directory,
    kept,
    file: join(kept, "proofs"),
    ended,
    prove: async (...args: string[]) => {
      const { stderr, stdout } = await ended([
        "prove",
        "--documents",
        "@access.json",
        "--json",
        ...args,
      ]);
      const answer: ProveAnswer = JSON.parse(stdout);
      return { ...answer, stderr };
    },
  };
}

/** The proofs in a file. */
export function entries(file: string) {
  return proofsIn(readFileSync(file))?.proofs ?? new Map<string, readonly string[]>();
}
