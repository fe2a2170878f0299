/** `npm run bench -- NAME…` prints the figures of docs/benchmarks.md, of all parts or of those named. */
const benches: Record<string, () => Promise<void>> = {
  evaluator: async () => (await import("./evaluator.js")).benchEvaluator(),
  check: async () => (await import("./check.js")).benchCheck(),
  prover: async () => (await import("./prover.js")).benchProver(),
  "landing-zone": async () => (await import("./landing-zone.js")).benchLandingZone(),
  "start-up": async () => (await import("./start-up.js")).benchStartUp(),
  reads: async () => (await import("./reads.js")).benchReads(),
  programs: async () => (await import("./programs.js")).benchPrograms(),
  accounts: async () => (await import("./accounts.js")).benchAccounts(),
};

// The SDK's warning about future versions of Node would stand between the figures.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

async function main(names: string[]): Promise<void> {
  const unknown = names.find((name) => !Object.hasOwn(benches, name));
  if (unknown !== undefined) {
    throw new Error(`bench must be one of ${Object.keys(benches).join(", ")}, got ${unknown}`);
  }
  for (const name of names.length > 0 ? names : Object.keys(benches)) await benches[name]?.();
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
