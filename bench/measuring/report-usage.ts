// `node --require` loads this into a measured process. When the process ends, it writes its usage to a file in $BENCH_USAGE.
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
