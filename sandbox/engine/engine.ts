/** The version that this package is built with, and the oldest that it accepts. */
export const ENGINE_VERSION = "3.248.0";

export interface Engine {
  /** Where it came from: the user's own, the official release, or a build from source. */
  origin: "path" | "release" | "build";
  command: string;
  version: string;
}

/** Why a source gave no engine. */
export interface Unavailable {
  unavailable: string;
}

export type EngineSource = (report: (line: string) => void) => Promise<Engine | Unavailable>;

export function describeEngine(engine: Engine): string {
  const from = {
    path: "found on PATH",
    release: "the official release",
    build: "built from source with Go",
  }[engine.origin];
  return `Pulumi CLI ${engine.version}, ${from} (${engine.command})`;
}
