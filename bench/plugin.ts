import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { GetSchemaRequest } from "@pulumi/pulumi/proto/provider_pb";
import { installationDirectory } from "../sandbox/instance/installation";
import { byTurns, OVER_TITLES, overColumns } from "./measuring/over";
import { processorTimeOf } from "./measuring/processor-time";
import { printTable } from "./measuring/table";
import type { Usage } from "./measuring/usage";
import { USAGE_TITLES, usageColumns } from "./measuring/usage-columns";

const RUNS = 5;

/** From the start of the plugin to its schema, beside Pulumi's own component host, which reads it from the sources. */
export async function benchPlugin(isSmall: boolean): Promise<void> {
  const [alone = [], plugin = [], stock = []] = await withStockHost((directory) =>
    byTurns(isSmall ? 1 : RUNS, [
      () => usageUntilReady(["--eval", ALONE], async () => {}),
      () => plugsIn(installationDirectory()),
      () => plugsIn(directory),
    ]),
  );
  const row = (title: string, usages: Usage[]) => [
    ...[title, ...usageColumns(usages)],
    ...overColumns(alone, usages),
  ];
  printTable(
    ["start-up, to the schema", ...USAGE_TITLES, ...OVER_TITLES],
    [
      row("@pulumi/pulumi alone", alone),
      row("the plugin", plugin),
      row("the stock component host", stock),
    ],
  );
}

const ALONE = `require(${JSON.stringify(require.resolve("@pulumi/pulumi"))});
  console.log("ready");
  setInterval(() => {}, 1_000);`;

function plugsIn(directory: string): Promise<Usage> {
  const program = require.resolve("@pulumi/pulumi/cmd/run-plugin");
  return usageUntilReady([program, directory, "127.0.0.1:1"], schemaOf);
}

/** A package whose plugin is Pulumi's component host upon the library's sources. */
async function withStockHost<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = join(installationDirectory(), "node_modules", ".cache", "stock-host");
  mkdirSync(directory, { recursive: true });
  const write = (name: string, content: object) =>
    writeFileSync(join(directory, name), JSON.stringify(content));
  write("package.json", { name: "eks-pod-secrets", main: "../../../sdk/index.ts" });
  write("tsconfig.json", { extends: "../../../sdk/tsconfig.json" });
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs Node.js until it has said its first line and been asked, and ends it. */
async function usageUntilReady(
  args: string[],
  ask: (said: string) => Promise<void>,
): Promise<Usage> {
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [said] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
    await ask(String(said).trim());
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    return { program: args[0] ?? "", seconds, ...usedBy(child.pid ?? 0) };
  } finally {
    child.kill();
  }
}

function schemaOf(port: string): Promise<void> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  return new Promise((resolve, reject) =>
    client.getSchema(new GetSchemaRequest(), (error) => {
      client.close();
      if (error) reject(error);
      else resolve();
    }),
  );
}

function usedBy(pid: number): { processorSeconds: number; peakMegabytes: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(status) ?? [];
  return { processorSeconds: processorTimeOf(pid), peakMegabytes: Number(kilobytes) / 1024 };
}
