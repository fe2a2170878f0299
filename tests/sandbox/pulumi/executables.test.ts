import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../sandbox/engine/engine";
import {
  type DataDirectory,
  dataDirectory,
  prepareDataDirectory,
} from "../../../sandbox/instance/data-directory";
import {
  awsEnvironment,
  pulumiEnvironment,
  unrelatedVariables,
} from "../../../sandbox/pulumi/environment";
import { installExecutables } from "../../../sandbox/pulumi/executables";

const ACCOUNT = {
  id: "222222222222",
  region: "us-east-1",
  accessKeyId: "key",
  secretAccessKey: "secret",
};

describe("sandbox executables", () => {
  let parent: string;
  let data: DataDirectory;
  let engine: Engine;

  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), "executables 'quoted' "));
    data = dataDirectory(join(parent, "sandbox"));
    await prepareDataDirectory(data);
    const command = join(parent, "engine", "pulumi");
    mkdirSync(join(parent, "engine"));
    writeFileSync(command, "#!/bin/sh\n", { mode: 0o755 });
    engine = { origin: "build", command, version: "3.248.0" };
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it("puts a built CLI itself into the sandbox, with the language host beside it", () => {
    installExecutables(data, engine, {});
    strictEqual(statSync(join(data.bin, "pulumi")).ino, statSync(engine.command).ino);
    match(readFileSync(join(data.bin, "pulumi-language-nodejs"), "utf8"), /language-host\.js/);
  });

  it("can be done again, and follows another engine", () => {
    installExecutables(data, engine, {});
    const other = join(parent, "engine", "other");
    writeFileSync(other, "#!/bin/sh\necho other\n", { mode: 0o755 });
    for (const command of [other, other]) {
      installExecutables(data, { ...engine, command }, {});
      strictEqual(statSync(join(data.bin, "pulumi")).ino, statSync(other).ino);
    }
  });

  it("keeps the language host that a released CLI brings", () => {
    writeFileSync(join(parent, "engine", "pulumi-language-nodejs"), "#!/bin/sh\n# its own\n", {
      mode: 0o755,
    });
    installExecutables(data, { ...engine, origin: "release" }, {});
    match(readFileSync(join(data.bin, "pulumi-language-nodejs"), "utf8"), /its own/);
  });

  it("links to a CLI of PATH, which knows its own language host", () => {
    installExecutables(data, engine, {});
    writeFileSync(join(parent, "engine", "pulumi-language-nodejs"), "#!/bin/sh\n", { mode: 0o755 });
    installExecutables(data, { ...engine, origin: "path" }, {});
    strictEqual(lstatSync(join(data.bin, "pulumi")).isSymbolicLink(), true);
    strictEqual(existsSync(join(data.bin, "pulumi-language-nodejs")), false);
  });

  it("installs a provider under the version that the programs ask for", () => {
    installExecutables(data, engine, { aws: "sandbox/pulumi/plain-errors.js" });
    const plugin = join(data.pulumiHome, "plugins", "resource-aws-v7.48.0", "pulumi-resource-aws");
    strictEqual(execFileSync(plugin, { encoding: "utf8" }), "");
  });
});

describe("sandbox environment", () => {
  const data = dataDirectory("/data");
  const connection = { endpoint: "http://127.0.0.1:1", controlToken: "token", authority: "" };

  it("points any SDK at the sandbox with the account's credentials", () => {
    deepStrictEqual(awsEnvironment(connection, ACCOUNT), {
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ACCESS_KEY_ID: "key",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });

  it("puts the sandbox's engine first on PATH, once", () => {
    strictEqual(pulumiEnvironment(data, "/usr/bin:/data/bin:/bin").PATH, "/data/bin:/usr/bin:/bin");
  });

  it("lets nothing of the user's own AWS, Pulumi or Kubernetes settings in", () => {
    const own = {
      AWS_PROFILE: "production",
      AWS_SESSION_TOKEN: "session",
      AWS_ENDPOINT_URL_KMS: "https://elsewhere",
      PULUMI_ACCESS_TOKEN: "token",
      PULUMI_STACK: "production",
      KUBECONFIG: "own/kube/config",
      EKS_POD_SECRETS_INVENTORY: "own.yaml",
      NODE_EXTRA_CA_CERTS: "own.pem",
    };
    deepStrictEqual(unrelatedVariables({ ...own, LANG: "C" }), { LANG: "C" });
    strictEqual(
      pulumiEnvironment(data).PULUMI_BACKEND_URL,
      "file:///data/pulumi/backend?metadata=skip",
    );
  });
});
