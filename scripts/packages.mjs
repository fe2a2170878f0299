import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const checkout = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * The published packages. The build puts each program of `entries` and `late` into one file. The programs of `late` load some
 * libraries only at their first use, so that Pulumi starts sooner. `licences` is where the licences of the bundled libraries go.
 * The files of `beside` lie beside the manifest, and must do so in the package. Paths in a package are the same as in the checkout.
 */
export const packages = [
  {
    manifest: "proof/package.json",
    readme: "proof/README.md",
    entries: ["proof/index.ts"],
    beside: ["CHANGELOG.md"],
  },
  {
    manifest: "package.json",
    readme: "sdk/README.md",
    entries: ["cli/forward.ts", "sdk/index.ts", "sdk/access/index.ts", "sdk/testing/index.ts"],
    licences: "bin/sdk/LICENSES.txt",
  },
  {
    manifest: "cli/package.json",
    readme: "cli/README.md",
    beside: ["CHANGELOG.md"],
    entries: [
      "cli/inventory/served-inventory.ts",
      "cli/main.ts",
      "cli/stacks/engine/program-worker.ts",
      "stacks/index.ts",
    ],
    // It cannot stand in the manifest, or npm would link it into the checkout in place of the checkout's own command.
    bin: { "eks-pod-secrets": "bin/cli/main.js" },
    licences: "bin/cli/LICENSES.txt",
  },
  {
    manifest: "sandbox/package.json",
    readme: "sandbox/README.md",
    beside: ["CHANGELOG.md"],
    entries: [
      "sandbox/command/main.ts",
      "sandbox/providers/aws/main.ts",
      "sandbox/providers/kubernetes/main.ts",
      "sandbox/pulumi/language-host.ts",
      "sandbox/pulumi/plain-errors.ts",
      "sandbox/server/main.ts",
    ],
    late: ["sandbox/providers/eks/main.ts"],
    licences: "bin/sandbox/LICENSES.txt",
  },
  {
    manifest: "policy-pack/package.json",
    readme: "policy-pack/README.md",
    entries: ["policy-pack/index.ts"],
    beside: ["CHANGELOG.md", "PulumiPolicy.yaml"],
  },
];

/** Programs that are compiled, but run only in the checkout. */
export const tools = [
  "bench/main.ts",
  "bench/measuring/report-profile.ts",
  "bench/measuring/report-usage.ts",
  "bench/programs/hand-written.ts",
  "bench/reads/client.ts",
  "bench/size-proof.ts",
  "cli/demo/main.ts",
  "sandbox/engine/main.ts",
  "tests/engine/providers/thread.ts",
];

export function readManifest(path) {
  return JSON.parse(readFileSync(join(checkout, path), "utf8"));
}
