import pc from "picocolors";
import { type Demo, runVerb } from "./demo";

/** What each kind of claim says of the accounts of the demo. */
const CLAIMS: Record<string, string> = {
  "secret-bounded": "A secret's own policy lets in nobody of another account but readers.",
  "key-bounded": "In another account only the readers of its secret can use the key.",
  "role-unforgeable": "Only the pods of a reader can have the reader's role.",
  "role-contained": "A role may read what its reader was granted, and nothing more.",
  "grant-available": "Every reader can read what it was granted.",
  "read-exclusive": "Nobody else can read a secret, but its account's administrators.",
};

/**
 * Proves, of the policies that both accounts hold now, that exactly the declared pods can read each secret:
 * `eks-pod-secrets prove --live`, which makes the AWS calls that it makes on AWS. Throws where that is not proved.
 */
export async function proveLive(demo: Demo): Promise<void> {
  const { say, verbose } = demo;
  const { code, stdout } = await runVerb(demo, ["prove", "--live", ...(verbose ? [] : ["--json"])]);
  if (code !== 0) throw new Error(`the proof failed with exit code ${code}\n${stdout}`);
  if (verbose) return say(stdout.trimEnd().replaceAll(/^(?=.)/gm, "  "));
  const { claims }: { claims: { claim: string }[] } = JSON.parse(stdout);
  for (const [kind, sentence] of Object.entries(CLAIMS)) {
    if (claims.some(({ claim }) => claim === kind)) say(`  ${pc.green("proved")}  ${sentence}`);
  }
}
