// Loaded by `node --require` into a measured process: on its end it writes what it used to a file of $BENCH_USAGE, a directory.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const directory = process.env.BENCH_USAGE;
if (directory) {
  process.on("exit", () => {
    const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage();
    const usage = {
      program: process.argv[1] ?? "",
      seconds: process.uptime(),
      processorSeconds: (userCPUTime + systemCPUTime) / 1_000_000,
      peakMegabytes: maxRSS / 1024,
    };
    writeFileSync(join(directory, `${process.pid}.json`), JSON.stringify(usage));
  });
}
