/**
 * `npm run bench -- NAME…` prints the figures of docs/understanding/benchmarks.md, of all parts or of the named ones.
 * With `--small` each part runs once at its smallest size. That shows that it works, and measures nothing.
 */
const benches: Record<string, (isSmall: boolean) => Promise<void>> = {
  evaluator: async (isSmall) => (await import("./evaluator.js")).benchEvaluator(isSmall),
  check: async (isSmall) => (await import("./check.js")).benchCheck(isSmall),
  prover: async (isSmall) => (await import("./prover.js")).benchProver(isSmall),
  memory: async (isSmall) => (await import("./memory.js")).benchMemory(isSmall),
  size: async (isSmall) => (await import("./size.js")).benchSize(isSmall),
  ways: async (isSmall) => (await import("./ways.js")).benchWays(isSmall),
  zone: async (isSmall) => (await import("./zone.js")).benchZone(isSmall),
  "start-up": async (isSmall) => (await import("./start-up.js")).benchStartUp(isSmall),
  reads: async (isSmall) => (await import("./reads.js")).benchReads(isSmall),
  programs: async (isSmall) => (await import("./programs.js")).benchPrograms(isSmall),
  states: async (isSmall) => (await import("./states.js")).benchStates(isSmall),
  unchanged: async (isSmall) => (await import("./unchanged.js")).benchUnchanged(isSmall),
  scale: async (isSmall) => (await import("./scale.js")).benchScale(isSmall),
  accounts: async (isSmall) => (await import("./accounts.js")).benchAccounts(isSmall),
};

// The SDK would print a warning about future versions of Node between the figures.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
// Each run does all of its work, because it finds no earlier proofs. A part may say otherwise.
process.env.EKS_POD_SECRETS_PROOFS = "off";

async function main(args: string[]): Promise<void> {
  const names = args.filter((arg) => arg !== "--small");
  const isSmall = names.length < args.length;
  const unknown = names.find((name) => !Object.hasOwn(benches, name));
  if (unknown !== undefined) {
    throw new Error(`bench must be one of ${Object.keys(benches).join(", ")}, got ${unknown}`);
  }
  for (const name of names.length > 0 ? names : Object.keys(benches)) {
    await benches[name]?.(isSmall);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
