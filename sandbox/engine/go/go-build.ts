import { spawn } from "node:child_process";
import { join } from "node:path";

interface GoBuildOptions {
  /** Defaults to `go`. */
  go?: string;
  report: (line: string) => void;
}

/** Runs `go build` with the versions pinned in a directory's go.mod and go.sum. Reports progress. Throws Go's last output. */
export async function goBuild(
  directory: string,
  args: string[],
  { go = "go", report }: GoBuildOptions,
): Promise<void> {
  const started = Date.now();
  const progress = buildProgress(report);
  try {
    const failure = await runGo(
      go,
      ["build", "-C", directory, "-v", "-mod=readonly", "-buildvcs=false", ...args],
      progress.line,
    );
    if (failure !== undefined) throw new Error(failure);
    report(`built in ${Math.round((Date.now() - started) / 1000)} s`);
  } finally {
    progress.stop();
  }
}

export async function hasGo(go = "go"): Promise<boolean> {
  return (await runGo(go, ["version"], () => {})) === undefined;
}

/** Runs Go. Returns undefined on success, otherwise Go's last output. */
function runGo(
  go: string,
  args: string[],
  onLine: (line: string) => void,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    // No C compiler is needed, as for the official release.
    const child = spawn(go, args, {
      env: { ...process.env, CGO_ENABLED: "0" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let last = "";
    let partial = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      const lines = (partial + text).split("\n");
      partial = lines.pop() ?? "";
      for (const line of lines) {
        last = line || last;
        onLine(line);
      }
    });
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) =>
      resolve(code === 0 ? undefined : partial || last || `exit ${code}`),
    );
  });
}

/** Counts the modules that Go downloads and the packages that it compiles, and reports the counts every ten seconds. */
function buildProgress(report: (line: string) => void) {
  let downloaded = 0;
  let compiled = 0;
  const timer = setInterval(
    () => report(`  ${downloaded} modules downloaded, ${compiled} packages compiled`),
    10_000,
  );
  timer.unref();
  return {
    line(line: string): void {
      if (line.startsWith("go: ")) downloaded++;
      else compiled++;
    },
    stop: () => clearInterval(timer),
  };
}

const SOURCE = "github.com/pulumi/pulumi";

interface PulumiBuild extends GoBuildOptions {
  /** The checkout, in which this folder's go.mod and go.sum pin the source and all that it needs. */
  checkout: string;
  /** Version that the CLI says it has, e.g. `3.248.0`. */
  version: string;
  output: string;
}

/** Builds the Pulumi CLI from its pinned source with Go. Takes minutes; says how far it is. Throws what Go said last. */
export async function buildPulumi({
  checkout,
  output,
  version,
  ...options
}: PulumiBuild): Promise<void> {
  options.report(`building Pulumi CLI ${version} with Go, once: about three minutes on two cores`);
  await goBuild(
    join(checkout, "sandbox", "engine", "go"),
    [
      "-trimpath",
      `-ldflags=-s -w -X ${SOURCE}/sdk/v3/go/common/version.Version=v${version}`,
      ...["-o", output, `${SOURCE}/pkg/v3/cmd/pulumi`],
    ],
    options,
  );
}
