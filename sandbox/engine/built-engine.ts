import { spawn } from "node:child_process";
import { join } from "node:path";
import { checkoutDirectory } from "../instance/checkout";
import { ENGINE_VERSION, type Engine, type Unavailable } from "./engine";
import { keepEngine } from "./engine-cache";

const SOURCE = "github.com/pulumi/pulumi";

/** Builds the CLI from its pinned source with Go, once, into `cache`. Takes minutes; says how far it is. */
export async function builtEngine(
  cache: string,
  report: (line: string) => void,
  go = "go",
): Promise<Engine | Unavailable> {
  if ((await runGo(go, ["version"], () => {})) !== undefined) {
    return { unavailable: "no Go to build it with" };
  }
  const started = Date.now();
  report(`building Pulumi CLI ${ENGINE_VERSION} with Go, once: about three minutes on two cores`);
  const progress = buildProgress(report);
  try {
    return await keepEngine(
      cache,
      "build",
      async (draft) => {
        const failure = await runGo(go, buildArguments(join(draft, "pulumi")), progress.line);
        if (failure !== undefined) throw new Error(failure);
        report(`built in ${Math.round((Date.now() - started) / 1000)} s`);
      },
      report,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { unavailable: `the build with Go failed (${reason})` };
  } finally {
    progress.stop();
  }
}

function buildArguments(output: string): string[] {
  const version = `${SOURCE}/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`;
  return [
    "build",
    "-C",
    join(checkoutDirectory(), "sandbox", "engine", "go"),
    "-v",
    "-mod=readonly",
    "-buildvcs=false",
    "-trimpath",
    `-ldflags=-s -w -X ${version}`,
    "-o",
    output,
    `${SOURCE}/pkg/v3/cmd/pulumi`,
  ];
}

/** Runs Go; undefined when it ended well, else what it said last. */
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

/** Go names each module that it downloads and each package that it compiles: counts, said every ten seconds. */
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
