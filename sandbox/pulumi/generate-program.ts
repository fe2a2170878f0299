import { spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import * as messages from "@pulumi/pulumi/proto/language_pb";

import { ENGINE_VERSION } from "../engine/engine";
import { engineCacheDirectory } from "../engine/engine-cache";
import { goBuild, hasGo } from "../engine/go/go-build";
import { installationDirectory } from "../instance/installation";
import { withLock } from "../instance/lock";

/** Raised where the generator is to be built in another way. */
const REVISION = 1;

/** Writes resources that `pulumi import` has imported as a program, by Pulumi's own generator. */
export async function generateProgram(
  request: messages.GenerateProgramRequest,
): Promise<messages.GenerateProgramResponse> {
  const child = spawn(await generator(), { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
  child.stdin.end(request.serializeBinary());
  const [code, output, errors] = await Promise.all([
    ended,
    buffer(child.stdout),
    buffer(child.stderr),
  ]);
  if (code !== 0) throw new Error(`no code for what was imported: ${errors.toString().trim()}`);
  return messages.GenerateProgramResponse.deserializeBinary(output);
}

/** Where the generator is. It is built with Go once, when it is first needed. */
async function generator(): Promise<string> {
  const parent = join(engineCacheDirectory(), "generators");
  const file = join(parent, `${ENGINE_VERSION}-${process.platform}-${process.arch}-${REVISION}`);
  mkdirSync(parent, { recursive: true });
  await withLock(`${file}.lock`, async () => {
    if (existsSync(file)) return;
    if (!(await hasGo())) {
      throw new Error(
        "the resources are imported, but to write code for them takes Go 1.21 or later, or a Pulumi CLI that was installed with its language hosts; --generate-code=false leaves the code out",
      );
    }
    console.error("building Pulumi's generator of code with Go, once: about a minute");
    const draft = `${file}.draft`;
    const directory = join(installationDirectory(), "sandbox", "engine", "go");
    await goBuild(directory, ["-trimpath", "-ldflags=-s -w", "-o", draft, "./generator"], {
      report: console.error,
    });
    renameSync(draft, file);
  });
  return file;
}
