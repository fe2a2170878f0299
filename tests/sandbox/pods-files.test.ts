import { deepStrictEqual, equal, ok, rejects, strictEqual, throws } from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClusterRecord } from "../../sandbox/clusters/records";
import { createPodIdentityAgent } from "../../sandbox/pods/agent/pod-identity-agent";
import { readDescriptors } from "../../sandbox/pods/provider/descriptors";
import { fetchParameters } from "../../sandbox/pods/provider/fetch";
import { filesOf, writeFiles } from "../../sandbox/pods/provider/fetched-file";
import { newDirectory } from "../directories";
import { CLUSTER } from "./eks-support";
import {
  DEPLOYMENTS,
  type PodWorld,
  restartPodWorld,
  SECRET_A,
  startPodWorld,
  VALUE,
} from "./pods-support";
import { A, pluck, REGION } from "./support";

describe("the files of pods", () => {
  let world: PodWorld;
  afterEach(() => world.end());

  const cat = (path: string) => world.exec("application-a", "cat", path);

  it("leave no file behind when their Deployment or cluster goes", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    const pod = await world.pod("application-a");
    ok(existsSync(world.directoryOf(pod.name)));
    await world.k8s("DELETE", `${DEPLOYMENTS}/application-a`);
    deepStrictEqual(await world.pods(), []);
    ok(!existsSync(join(world.directoryOf(pod.name), "..")));
    await world.deploy([SECRET_A]);
    const next = await world.pod("application-a");
    ok(existsSync(world.directoryOf(next.name)));
    const { eks } = world.sandbox.clients(A);
    const nodes = { clusterName: CLUSTER, nodegroupName: "nodes" };
    await eks.deleteNodegroup(nodes);
    await eks.deleteCluster({ name: CLUSTER });
    deepStrictEqual(await world.pods(), []);
    ok(!existsSync(join(world.sandbox.directory, "pods", A, REGION, CLUSTER)));
  });

  it("copy files into a Kubernetes Secret where the driver may, and only there", async () => {
    world = await startPodWorld();
    await world.k8s("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", {
      metadata: { name: "secretprovidersyncing-role" },
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["create", "get", "update"] }],
    });
    const secretObjects = [
      { secretName: "synced", type: "Opaque", data: [{ key: "password", objectName: "pass" }] },
    ];
    const objects = [{ ...SECRET_A, jmesPath: [{ path: "password", objectAlias: "pass" }] }];
    await world.deploy(objects, { secretObjects });
    await world.settle();
    const secret = await world.k8s("GET", "/api/v1/namespaces/default/secrets/synced");
    deepStrictEqual(secret.body.data, { password: Buffer.from("passwd1").toString("base64") });
    await world.sandbox.stop();
    world = await startPodWorld();
    await world.deploy(objects, { secretObjects });
    equal((await world.pod("application-a")).phase, "Running");
    equal((await world.k8s("GET", "/api/v1/namespaces/default/secrets/synced")).status, 404);
  });

  it("may override their class by the volume's attributes: the class is no boundary", async () => {
    world = await startPodWorld();
    await world.deploy([{ objectName: "other", objectType: "secretsmanager" }], {
      csi: {
        volumeAttributes: {
          secretProviderClass: "secrets",
          objects: JSON.stringify([{ ...SECRET_A, objectAlias: "mine" }]),
        },
      },
    });
    await world.settle();
    equal((await cat("/mnt/secret/mine")).stdout, VALUE);
  });

  it("outlive a restart of the sandbox, which leaves no value on the disk meanwhile", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    const before = await world.pod("application-a");
    world = await restartPodWorld(world, () =>
      ok(!existsSync(join(world.sandbox.directory, "pods"))),
    );
    const after = await world.pod("application-a");
    deepStrictEqual([after.name, after.phase], [before.name, "Running"]);
    equal((await cat("/mnt/secret/secret-a")).stdout, VALUE);
    await world.putValue("second");
    await world.remount("application-a");
    equal((await cat("/mnt/secret/secret-a")).stdout, "second");
  });

  it("do not take for mounted what a kill left half written", async () => {
    world = await startPodWorld({ association: false });
    await world.deploy([SECRET_A]);
    const { name } = await world.pod("application-a");
    const half = join(world.directoryOf(name), ".0123456789abcdef.part");
    world = await restartPodWorld(world, () => {
      mkdirSync(world.directoryOf(name), { recursive: true });
      writeFileSync(half, "half");
    });
    equal((await world.pod("application-a")).phase, "Pending");
    ok(!existsSync(half));
  });

  it("print nothing but their mounted files", async () => {
    world = await startPodWorld();
    await world.deploy([SECRET_A]);
    const { name } = await world.pod("application-a");
    for (const path of [
      // The place of the pod's own directory, relative to its mount.
      `/${name}/secrets/secret-a`,
      "/mnt/secret/../../state.lmdb",
      "/etc/passwd",
      "/mnt/secret/absent",
      "secret-a",
      "/mnt/secretsecret-a",
    ]) {
      deepStrictEqual(await cat(path), {
        exitCode: 1,
        stdout: "",
        stderr: `cat: ${path}: No such file or directory\n`,
      });
    }
    equal((await world.exec("application-a", "sh", "-c", "env")).exitCode, 127);
    const unknown = await world.sandbox.control("POST", "/exec", {
      reader: "nobody",
      command: ["cat", "x"],
    });
    equal(unknown.status, 404);
  });
});

const read = (object: string) =>
  readDescriptors(`- objectName: a\n  objectType: ssmparameter\n  ${object}\n`, "", ["us-east-1"]);

describe("what the AWS provider and the Pod Identity agent were seen to do", () => {
  for (const [written, member, text] of [
    ["objectVersion: 1", "objectVersion", "1"],
    ["objectVersion: 12345678901234567890", "objectVersion", "12345678901234567890"],
    ["objectAlias: 123", "objectAlias", "123"],
    ["objectAlias: n", "objectAlias", "false"],
    ["objectAlias: On", "objectAlias", "true"],
    ["objectAlias: 1.50", "objectAlias", "1.5"],
    ["objectAlias: 1234567.5", "objectAlias", "1.2345675e+06"],
    ["objectAlias: 2026-11-27", "objectAlias", "2026-11-27"],
    ["objectAlias: ~", "objectAlias", ""],
    ['filePermission: "0644"', "filePermission", "0644"],
  ] as const) {
    it(`reads ${written} as ${JSON.stringify(text)}`, () => {
      strictEqual(read(written).descriptors[0]?.[member], text);
    });
  }

  it("reads aliases", () => {
    const type = "objectType: &type ssmparameter\n- objectName: b\n  objectType: *type\n";
    const { descriptors } = readDescriptors(`- objectName: a\n  ${type}`, "", ["us-east-1"]);
    deepStrictEqual(pluck(descriptors, "objectType"), ["ssmparameter", "ssmparameter"]);
  });

  for (const [written, text] of [
    ["filePermission: 0644", "Invalid File Permission: 420"],
    ["filePermission: 644", "Invalid File Permission: 644"],
    [
      "jmesPath: 1",
      "Failed to load SecretProviderClass: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal number into Go value of type []provider.JMESPathEntry",
    ],
    [
      "objectAlias: [a]",
      "Failed to load SecretProviderClass: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field SecretDescriptor.objectAlias of type string",
    ],
  ] as const) {
    it(`refuses ${written} by ${text}`, () => {
      throws(() => read(written), { message: text });
    });
  }

  it("gives a part of a value the permission of the whole, unless it has its own", () => {
    const modes = (whole: string, part: string) => {
      const jmesPath = `jmesPath: [{ path: a, objectAlias: part${part && `, filePermission: "${part}"`} }]`;
      const object = whole ? `filePermission: "${whole}"\n  ${jmesPath}` : jmesPath;
      const { descriptors, fileName } = read(object);
      const fetched = { value: Buffer.from('{"a":"b"}'), version: "1" };
      const files = descriptors.flatMap((one) => filesOf(one, fetched, fileName));
      return files.map(({ mode }) => mode.toString(8));
    };
    deepStrictEqual(modes("", ""), ["644", "644"]);
    deepStrictEqual(modes("0400", ""), ["400", "400"]);
    deepStrictEqual(modes("0400", "0440"), ["400", "440"]);
    deepStrictEqual(modes("", "0440"), ["644", "440"]);
  });

  it("names the file that a slash keeps from being written", async () => {
    const directory = newDirectory();
    const file = { name: "shop/limits", value: Buffer.from("x"), mode: 0o644, version: "1" };
    await rejects(writeFiles(directory, [file]), {
      message: "createtemp shop/limits: pattern contains path separator",
    });
    deepStrictEqual(readdirSync(directory), []);
  });

  it("says that no region has the parameters", async () => {
    const { descriptors, fileName } = read("objectAlias: x");
    await rejects(
      fetchParameters([], descriptors, fileName, () => {}),
      { message: "Failed to fetch parameters from all regions." },
    );
  });

  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = (header: object, claims: object) => `${part(header)}.${part(claims)}.x`;
  const CLAIMS = "Service account token failed basic claim validations";
  const PARSE = "Service account token cannot be parsed";
  const now = new Date("2026-11-27T12:00:00Z");
  const seconds = now.getTime() / 1000;
  const cluster = { name: "c", region: "us-east-1" } as ClusterRecord;
  const RS256 = { alg: "RS256" };
  for (const [what, given, text] of [
    ["expired", token(RS256, { exp: seconds }), `${CLAIMS}: token is expired`],
    ["early", token(RS256, { nbf: seconds + 1 }), `${CLAIMS}: token is not valid yet`],
    [
      "shapeless",
      "x",
      `${PARSE}: token is malformed: token contains an invalid number of segments`,
    ],
    ["headless", "x.y.z", `${PARSE}: token is malformed: could not JSON decode header`],
    [
      "without claims",
      `${part(RS256)}.y.z`,
      `${PARSE}: token is malformed: could not JSON decode claim`,
    ],
    [
      "of an unknown algorithm",
      token({ alg: "RS1" }, {}),
      `${PARSE}: token is unverifiable: signing method (alg) is unavailable`,
    ],
  ] as const) {
    it(`refuses at the agent a token that is ${what}`, async () => {
      const agent = createPodIdentityAgent({ endpoint: "http://127.0.0.1:1" });
      const node = () => {
        throw new Error("the agent asks EKS Auth");
      };
      const request = { cluster, generation: "0.1" as const, token: given, node, now };
      await rejects(agent(request), {
        status: 400,
        message: `failed to load credentials, : ${text}`,
      });
    });
  }

  it("leaves it to EKS Auth to refuse a token without an end", async () => {
    const agent = createPodIdentityAgent({ endpoint: "http://127.0.0.1:1" });
    const node = () => {
      throw new Error("the agent asks EKS Auth");
    };
    const request = { cluster, generation: "0.1" as const, token: token(RS256, {}), node, now };
    await rejects(agent(request), { message: "the agent asks EKS Auth" });
  });
});
