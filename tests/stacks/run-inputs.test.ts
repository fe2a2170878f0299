import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { isIn, sourceFiles } from "../source-imports";

/** Code through which a program reads anything but its arguments. */
const READS =
  /process\.env|\b(?:readFileSync|readdirSync|existsSync|homedir|hostname)\(|new pulumi\.Config|new pulumi\.StackReference|\bDate\b|Math\.random|\.invoke\(|\bget[A-Z]\w*\([^)]*\{ provider/;

/** What each file of the program reads beside the inventory, and why no stack is wrongly left out when that changes. */
const KNOWN: Record<string, string> = {
  "stacks/ask-stack.ts": "its own stack is compared whole; what it reads of others is noted",
  "stacks/before-deployment.ts": "configuration, of which the fingerprint is made",
  "stacks/cluster-network.ts": "a chosen network stays, and a subnet stays in its VPC and zone",
  "stacks/cluster.ts": "up --changed asks what the cluster is",
  "stacks/confirmed.ts":
    "what is confirmed is of stacks that run again anyway; a stack keeps what is revoked",
  "stacks/contract.ts": "outputs of other stacks, each of which is noted",
  "stacks/fingerprint.ts": "it makes the fingerprint",
  "stacks/imports.ts": "the import file, of which the fingerprint is made",
  "stacks/inventory-files.ts": "the inventory",
  "stacks/inventory.ts": "the inventory",
  "stacks/kept-policies.ts": "to delete by hand what revoke has put there is drift",
  "stacks/kubeconfig-context.ts": "it decides whether the run is refused, not what it registers",
  "stacks/provider.ts": "configuration, of which the fingerprint is made",
};

describe("the program of the stacks", () => {
  it("reads nothing beside the inventory whose change has an unknown effect", () => {
    const files = sourceFiles().filter((file) => isIn(file, "stacks") && file.endsWith(".ts"));
    const reading = files.filter((file) => READS.test(readFileSync(file, "utf8")));
    deepStrictEqual(reading.sort(), Object.keys(KNOWN).sort());
  });
});
