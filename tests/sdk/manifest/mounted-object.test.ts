import { deepStrictEqual, strictEqual } from "node:assert";
import { parse } from "yaml";
import type { MountedObjectArgs } from "../../../sdk/argument-types/mounted-object-args";
import type { MountedObject } from "../../../sdk/manifest/mounted-object";
import {
  type SecretProviderClassSpec,
  secretProviderClass,
} from "../../../sdk/manifest/secret-provider-class";
import { plain, rejectsEach, replicaArn, secretArn, withObject } from "./refused-spec";

type ObjectChange = Partial<SecretProviderClassSpec["objects"][number]>;

describe("secretProviderClass, of one object", () => {
  describe("rejects of an object", () => {
    rejectsEach<ObjectChange>(
      {
        'objects[0].objectName must be a name or full ARN without wildcards or spaces, got "db-*"':
          { objectName: "db-*" },
        'objects[0].objectName must be the ARN of a secret or of a parameter, got "arn:aws:s3:::bucket"':
          { objectName: "arn:aws:s3:::bucket", objectAlias: "x", objectType: undefined },
        [`objects[0].objectName must be an ARN of ssmparameter, its objectType, got "${secretArn}"`]:
          { objectName: secretArn, objectAlias: "x", objectType: "ssmparameter" },
        [`objects[0].objectName must be an ARN of region eu-west-1, where it is read, got "${replicaArn}"`]:
          { objectName: replicaArn, objectAlias: "x" },
        'objects[0].objectType is required because objectName "db" is not an ARN; set secretsmanager or ssmparameter':
          { objectType: undefined },
        'objects[0].objectType must be secretsmanager or ssmparameter, got "ssm"': {
          objectType: "ssm" as "ssmparameter",
        },
        [`objects[0].objectAlias is required because objectName "${secretArn}" is an ARN; set the file name`]:
          { objectName: secretArn },
        'objects[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "\\"db\\""':
          { objectAlias: '"db"' },
        'objects[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "..data"':
          { objectAlias: "..data" },
        'objects[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "../etc"':
          { objectAlias: "../etc" },
        [`objects[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "${"a".repeat(80)}…"`]:
          { objectAlias: "a".repeat(246) },
        "objects[0].objectVersionLabel must be left out beside objectVersion; keep one of them": {
          objectVersion: "1",
          objectVersionLabel: "AWSCURRENT",
        },
        'objects[0].objectVersion must be the id or number of a version, got "1 2"': {
          objectVersion: "1 2",
        },
        'objects[0].filePermission must be four octal digits, got "644"; write it in quotes, such as "0400"':
          { filePermission: "644" },
        'objects[0].filePermission must be four octal digits, got "0888"; write it in quotes, such as "0400"':
          { filePermission: "0888" },
        'objects[0].jmesPath[0].path must be a JMESPath expression, got "user["; its parser says: Expected Star, got: EOF':
          { jmesPath: [{ path: "user[", objectAlias: "x" }] },
        'objects[0].jmesPath[0].path must have keys with hyphens in double quotes, got "api-key"': {
          jmesPath: [{ path: "api-key", objectAlias: "x" }],
        },
        'objects[0].jmesPath[0].path must be a JMESPath expression, got ""': {
          jmesPath: [{ path: "", objectAlias: "x" }],
        },
        "objects[0].jmesPath[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got \"'a'\"":
          { jmesPath: [{ path: "a", objectAlias: "'a'" }] },
        'objects[0].jmesPath[0].filePermission must be four octal digits, got "9999"; write it in quotes, such as "0400"':
          { jmesPath: [{ path: "a", objectAlias: "a", filePermission: "9999" }] },
        "objects[0].failoverObject needs failoverRegion": {
          objectAlias: "db",
          failoverObject: { objectName: "db" },
        },
      },
      withObject,
    );
  });

  describe("rejects of failover", () => {
    const failover = { failoverRegion: "eu-central-1" };

    rejectsEach({
      "objects[0].failoverObject is required because objectName is an ARN of eu-west-1 and failoverRegion is eu-central-1":
        { ...failover, objects: [{ objectName: secretArn, objectAlias: "db" }] },
      [`objects[0].failoverObject.objectName must be an ARN of region eu-central-1, where it is read, got "${secretArn}"`]:
        {
          ...failover,
          objects: [
            { objectName: secretArn, objectAlias: "db", failoverObject: { objectName: secretArn } },
          ],
        },
      "objects[0].objectAlias is required with failoverObject": {
        ...failover,
        objects: [
          { objectName: "db", objectType: "secretsmanager", failoverObject: { objectName: "db2" } },
        ],
      },
      'objects[0].failoverObject.objectVersion must be that of the object itself, got "2"': {
        ...failover,
        objects: [
          {
            objectName: "db",
            objectType: "secretsmanager",
            objectAlias: "db",
            objectVersion: "1",
            failoverObject: { objectName: "db2", objectVersion: "2" },
          },
        ],
      },
    });
  });

  describe("rejects of file names", () => {
    const object = (objectName: string, more = {}) =>
      ({ objectName, objectType: "secretsmanager", ...more }) as const;

    rejectsEach({
      'objects[1] must have a file name of its own, got "a_b", which objects[0] has too; set objectAlias':
        { objects: [object("a/b"), object("a_b")] },
      'objects[1] must have a file name without / where pathTranslation is False, got "a/b"; set objectAlias':
        { pathTranslation: "False", objects: [object("/a"), object("a/b")] },
    });

    it("drops a leading slash that is not translated", () => {
      const { spec } = secretProviderClass({
        ...plain,
        pathTranslation: "False",
        objects: [object("/a")],
        secretObjects: [{ secretName: "a", data: [{ key: "a", objectName: "a" }] }],
      });
      strictEqual(spec.parameters.pathTranslation, "False");
    });

    rejectsEach({
      'objects[1].jmesPath[0] must have a file name of its own, got "password", which objects[0] has too; set objectAlias':
        {
          objects: [
            object("password"),
            object("db", { jmesPath: [{ path: "password", objectAlias: "password" }] }),
          ],
        },
    });
  });

  describe("rejects of Kubernetes Secrets", () => {
    const copy = { secretName: "db", data: [{ key: "db", objectName: "db" }] };
    const entry = { key: "db", objectName: "db" };
    rejectsEach({
      'secretObjects[0].data[0].objectName must be a file of the mount (db), got "password"': {
        secretObjects: [{ secretName: "db", data: [{ key: "password", objectName: "password" }] }],
      },
      'secretObjects[1].secretName must be a name of its own, got "db", which secretObjects[0] has too':
        { secretObjects: [copy, { ...copy, data: [{ key: "db2", objectName: "db" }] }] },
      'secretObjects[0].data[1].key must be a key of its own, got "db", which data[0] has too': {
        secretObjects: [{ secretName: "db", data: [entry, entry] }],
      },
      "secretObjects[0].data must have at least one key": {
        secretObjects: [{ secretName: "db", data: [] }],
      },
      'secretObjects[0].data[0].key must be a key of at most 253 letters, digits, dots, hyphens and underscores, got "a/b"':
        { secretObjects: [{ secretName: "db", data: [{ key: "a/b", objectName: "db" }] }] },
      'secretObjects[0].secretName must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "DB"':
        { secretObjects: [{ secretName: "DB", data: [{ key: "db", objectName: "db" }] }] },
    });
  });
});

/** A component's object must have every attribute of a manifest's. If one is missing, this does not compile. */
const everyAttribute: readonly (keyof MountedObjectArgs)[] = [] as (keyof MountedObject)[];
void everyAttribute;

describe("secretProviderClass", () => {
  it("mounts one secret by its name, read as the pod itself", () => {
    deepStrictEqual(secretProviderClass(plain), {
      apiVersion: "secrets-store.csi.x-k8s.io/v1",
      kind: "SecretProviderClass",
      metadata: { name: "orders", namespace: "orders" },
      spec: {
        provider: "aws",
        parameters: {
          objects: '- objectName: "db"\n  objectType: "secretsmanager"\n',
          region: "eu-west-1",
          usePodIdentity: "true",
        },
      },
    });
  });

  it("writes every field in ASCP's words, all parameters as strings", () => {
    const objects: SecretProviderClassSpec["objects"] = [
      {
        objectName: secretArn,
        objectType: "secretsmanager",
        objectAlias: "db.json",
        objectVersionLabel: "AWSPREVIOUS",
        filePermission: "0444",
        jmesPath: [
          { path: "password", objectAlias: "password" },
          { path: '"api-key"', objectAlias: "n", filePermission: "0440" },
        ],
        failoverObject: { objectName: replicaArn, objectVersionLabel: "AWSPREVIOUS" },
      },
      { objectName: "/shop/flags", objectType: "ssmparameter", objectVersion: "7" },
    ];
    const db = { secretName: "db", data: [{ key: "password", objectName: "password" }] };
    const flags = {
      secretName: "flags",
      type: "example.com/flags",
      data: [{ key: "flags", objectName: "-shop-flags" }],
    };
    const settings = {
      failoverRegion: "eu-central-1",
      pathTranslation: "-",
      preferredAddressType: "ipv6",
    } as const;
    const { parameters, secretObjects } = secretProviderClass({
      ...plain,
      ...settings,
      objects,
      secretObjects: [db, flags],
    }).spec;
    const { objects: written = "", ...others } = parameters;
    deepStrictEqual(others, { ...settings, region: "eu-west-1", usePodIdentity: "true" });
    deepStrictEqual(Object.keys(parameters), Object.keys(parameters).toSorted());
    deepStrictEqual(parse(written, { version: "1.1" }), objects);
    deepStrictEqual(secretObjects, [{ ...db, type: "Opaque" }, flags]);
  });

  it("quotes what YAML 1.1 would read as another type", () => {
    const { spec } = secretProviderClass(
      withObject({ objectName: "yes", objectAlias: "0644", objectVersion: "1e3" }),
    );
    deepStrictEqual(parse(spec.parameters.objects ?? "", { version: "1.1" }), [
      {
        objectName: "yes",
        objectType: "secretsmanager",
        objectAlias: "0644",
        objectVersion: "1e3",
      },
    ]);
  });

  it("takes the regions of every partition", () => {
    for (const region of ["cn-north-1", "eusc-de-east-1", "us-gov-west-1", "us-isob-east-1"]) {
      strictEqual(secretProviderClass({ ...plain, region }).spec.parameters.region, region);
    }
  });

  rejectsEach({
    'namespace must be at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit, got "Orders"':
      { namespace: "Orders" },
    'name must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "orders_db"':
      { name: "orders_db" },
    'region must be an AWS region, such as us-east-1, got "ireland"': { region: "ireland" },
    'failoverRegion must be another region than region, got "eu-west-1"': {
      failoverRegion: "eu-west-1",
    },
    'preferredAddressType must be one of auto, ipv4, ipv6, got "IPv6"': {
      preferredAddressType: "IPv6" as "ipv6",
    },
    "objects must have at least one object": { objects: [] },
  });
  for (const pathTranslation of ["__", "/", " "]) {
    rejectsEach({
      [`pathTranslation must be one character other than /, or False, got "${pathTranslation}"`]: {
        pathTranslation,
      },
    });
  }
});
