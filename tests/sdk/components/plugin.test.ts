import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { GetSchemaRequest } from "@pulumi/pulumi/proto/provider_pb";

import { ComponentsProvider } from "../../../sdk/plugin/components-provider";
import schema from "../../../sdk/plugin/schema.json";
import { builtFile } from "../../built";
import { mockEngine } from "./mocked-engine";

const type = "eks-pod-secrets:index:PodSecret";

describe("the plugin", () => {
  it("constructs a component and answers its outputs", async () => {
    const engine = await mockEngine();
    const plugin = new ComponentsProvider();
    const { urn, state } = await plugin.construct("db", type, { secretName: "orders/db" }, {});
    deepStrictEqual(Object.keys(state), ["secretArn"]);
    match(await value(state.secretArn), /^arn:aws:secretsmanager:.*:secret:orders\/db-/);
    match(await value(urn), /eks-pod-secrets:index:PodSecret::db$/);
    await engine.settled();
    strictEqual(engine.one(type, "db").name, "db");
  });

  it("keeps a secret argument secret", async () => {
    const engine = await mockEngine();
    const inputs = { secretName: "orders/db", description: pulumi.secret("the new vault") };
    await new ComponentsProvider().construct("db", type, inputs, {});
    await engine.settled();
    const { description } = engine.one("aws:secretsmanager/secret:Secret", "db-secret").inputs;
    strictEqual(description[SECRET], SECRET_VALUE);
  });

  it("refuses an output where the component needs the value itself, by component and argument", async () => {
    const engine = await mockEngine();
    const inputs = { secretName: "orders/db", readers: pulumi.output([]) };
    await rejects(new ComponentsProvider().construct("db", type, inputs, {}), {
      message:
        "PodSecret db: readers must be a plain value, got an output: it decides which resources there are",
    });
    deepStrictEqual(engine.resources, []);
  });

  it("refuses a component that there is not", async () => {
    const none = "eks-pod-secrets:index:PodWriter";
    const message = `eks-pod-secrets ${schema.version} has no component ${none}`;
    await rejects(new ComponentsProvider().construct("it", none, {}, {}), { message });
  });

  describe("as Pulumi starts it", () => {
    let folder: string;
    let executable: string;
    let plugin: ChildProcess;
    let client: ResourceProviderClient;
    before(async () => {
      // The folder has nothing else in it.
      folder = mkdtempSync(join(tmpdir(), "plugin-"));
      executable = join(folder, "pulumi-resource-eks-pod-secrets");
      copyFileSync(builtFile("plugin/pulumi-resource-eks-pod-secrets"), executable);
      const started = spawn(executable, ["127.0.0.1:1"], { cwd: folder });
      plugin = started;
      const [port] = await Promise.race([once(started.stdout, "data"), once(started, "exit")]);
      const address = `127.0.0.1:${String(port).trim()}`;
      client = new ResourceProviderClient(address, credentials.createInsecure());
    });
    after(() => {
      client.close();
      plugin.kill();
      rmSync(folder, { recursive: true });
    });

    it("answers the schema that is checked in", async () => {
      const served = await new Promise<string>((resolve, reject) =>
        client.getSchema(new GetSchemaRequest(), (error, response) =>
          error ? reject(error) : resolve(response.getSchema()),
        ),
      );
      deepStrictEqual(JSON.parse(served), schema);
    });

    it("ends after the process that started it, which may not stop it", async () => {
      const command = ["-c", '"$0" 127.0.0.1:1 & wait', executable];
      const shell = spawn("sh", command, { detached: true, stdio: ["ignore", "pipe", "inherit"] });
      try {
        await once(shell.stdout, "data"); // The plugin has printed its port.
        shell.kill("SIGKILL");
        await once(shell, "close", { signal: AbortSignal.timeout(2 * 60_000) }); // The plugin holds the shell's output, too.
      } catch (error) {
        process.kill(-(shell.pid ?? 0));
        throw error;
      }
    });

    const end = (env: NodeJS.ProcessEnv) => {
      const { status, stderr } = spawnSync(executable, { env, encoding: "utf8" });
      return { status, stderr };
    };

    it("says that there is no Node.js", () => {
      symlinkSync("/bin/sh", join(folder, "sh"));
      const stderr =
        "error: eks-pod-secrets needs Node.js 20.19 or later on the PATH: there is none\n";
      deepStrictEqual(end({ PATH: folder }), { status: 1, stderr });
    });

    it("says which Node.js is too old", () => {
      const old = join(folder, "old.js");
      const versions = '{ value: { ...process.versions, node: "20.18.3" } }';
      writeFileSync(old, `Object.defineProperty(process, "versions", ${versions});`);
      const { stderr, status } = end({ ...process.env, NODE_OPTIONS: `--require ${old}` });
      match(stderr, /^error: eks-pod-secrets needs Node\.js 20\.19 .*: this is 20\.18\.3, \/.*\n$/);
      strictEqual(status, 1);
    });
  });
});

/** The marks of a secret in Pulumi's protocol. */
const SECRET = "4dabf18193072939515e22adb298388d";
const SECRET_VALUE = "1b47061264138c4ac30d75fd1eb44270";

function value<T>(input: pulumi.Input<T>): Promise<string> {
  return new Promise((resolve) => pulumi.output(input).apply((known) => resolve(String(known))));
}
