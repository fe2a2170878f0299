import { deepStrictEqual, rejects, strictEqual, throws } from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ClusterRecord } from "../../sandbox/clusters/records";
import { createPodIdentityAgent } from "../../sandbox/pods/agent/pod-identity-agent";
import { readDescriptors } from "../../sandbox/pods/provider/descriptors";
import { fetchParameters } from "../../sandbox/pods/provider/fetch-parameters";
import { filesOf } from "../../sandbox/pods/provider/fetched-file";
import { writeFiles } from "../../sandbox/pods/provider/write-files";
import { pluck } from "./support";

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
    const directory = mkdtempSync(join(tmpdir(), "provider-texts-"));
    const file = { name: "shop/limits", value: Buffer.from("x"), mode: 0o644, version: "1" };
    await rejects(writeFiles(directory, [file]), {
      message: "createtemp shop/limits: pattern contains path separator",
    });
    deepStrictEqual(readdirSync(directory), []);
    rmSync(directory, { recursive: true });
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
