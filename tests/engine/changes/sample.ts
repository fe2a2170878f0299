/** What to try. `CHANGE_RUNS` says how many, `CHANGE_SEED` the first seed, and `CHANGE_STEPS` the length of each. */
export interface Sample {
  seeds: number[];
  steps: number;
  /** Whether to shrink a failure, which runs the engine dozens of times. */
  shrinks: boolean;
}

/** How a run ended. */
export interface RunReport {
  /** Everything that is wrong. A run ends with the first step that has defects. */
  defects: string[];
  /** The inventories of the last step. */
  last: string[];
  /** Number of steps, and number of those that the command refused. */
  steps: number;
  refusals: number;
}

/** The sample that the environment asks for. `usual` is what `npm run test:slow engine` tries. */
export function sampleOf(usual: { seed: number; steps: number }): Sample {
  const { CHANGE_RUNS = "1", CHANGE_SEED, CHANGE_SHRINK, CHANGE_STEPS } = process.env;
  const first = Number(CHANGE_SEED ?? usual.seed);
  return {
    seeds: Array.from({ length: Number(CHANGE_RUNS) }, (_, index) => first + index),
    steps: Number(CHANGE_STEPS ?? usual.steps),
    shrinks: CHANGE_SHRINK !== undefined,
  };
}

/** Counts what was tried. Long runs report each step. */
export function tally() {
  const isLong = process.env.CHANGE_RUNS !== undefined;
  const sum = { runs: 0, steps: 0, refusals: 0, defects: 0 };
  const started = Date.now();
  const tell = (line: string) => isLong && console.log(`      ${line}`);
  return {
    tell,
    add: ({ defects, last, refusals, steps }: RunReport, where: string) => {
      if (defects.length > 0) tell([where, ...defects, ...last].join("\n"));
      sum.runs++;
      sum.steps += steps;
      sum.refusals += refusals;
      sum.defects += defects.length;
    },
    end: () => {
      const seconds = Math.round((Date.now() - started) / 1000);
      const { defects, refusals, runs, steps } = sum;
      tell(`${runs} runs, ${steps} steps, ${refusals} refused, ${defects} defects, ${seconds} s`);
    },
  };
}
