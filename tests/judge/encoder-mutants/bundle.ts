import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { ClaimId } from "../../../proof";
import type { AccessDocuments } from "../../../sdk/access";

/** What the worker is to do. */
export interface Task {
  deployments: { documents: AccessDocuments; drop: string[] }[];
  /** Places of the mistakes to try, in this order, until so many were found that prove something wrong. */
  mutations: number[];
  count: number;
  /** Of these claims alone. */
  claims: ClaimId[];
  /** Where certificates are written. */
  directory: string;
}

/** A mistake by which a claim is proved that is wrong. */
export interface WrongProof {
  mutation: number;
  claim: ClaimId;
  /** What it proves, and what the true prover refutes. */
  subject: string;
  /** Its certificates; its documents are in the file of this name with `.json`. */
  directory: string;
}

/** Puts the worker, with these texts in place of the sources', into one file outside the checkout. */
export async function bundle(
  root: string,
  texts: ReadonlyMap<string, string>,
  directory: string,
): Promise<string> {
  const outfile = join(directory, "worker.cjs");
  await build({
    entryPoints: [join(__dirname, "worker.ts")],
    outfile,
    absWorkingDir: root,
    tsconfig: "tsconfig.json",
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    logLevel: "error",
    plugins: [
      {
        name: "mistakes",
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const contents = texts.get(path);
            return contents === undefined ? undefined : { contents, loader: "ts" };
          });
        },
      },
    ],
  });
  for (const name of ["LICENSE", "package.json"])
    copyFileSync(join(root, name), join(directory, name));
  return outfile;
}
