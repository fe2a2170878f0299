import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { ClaimId } from "../../../proof";
import type { AccessDocuments } from "../../../sdk/access";

/** The work of the worker. */
export interface Task {
  deployments: { documents: AccessDocuments; drop: string[] }[];
  /** Places of the mistakes to try, in this order, until `count` wrong proofs were found. */
  mutations: number[];
  count: number;
  /** Only these claims are tried. */
  claims: ClaimId[];
  /** The directory for certificates. */
  directory: string;
}

/** A mistake with which the prover proves a wrong claim. */
export interface WrongProof {
  mutation: number;
  claim: ClaimId;
  /** The subject that it wrongly proves. The real prover refutes the claim. */
  subject: string;
  /** Its certificates. Its documents are in the file with this name and `.json`. */
  directory: string;
}

/** Bundles the worker into one file outside the checkout, with these texts in place of the sources. */
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
