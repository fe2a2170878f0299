import { strictEqual } from "node:assert";

import type { MountedObjectArgs } from "../../../sdk/args/mounted-object-args";
import type { MountedObject } from "../../../sdk/manifest/mounted-object";
import {
  type SecretProviderClassSpec,
  secretProviderClass,
} from "../../../sdk/manifest/secret-provider-class";
import { plain, rejects, replicaArn, secretArn, withObject } from "./refused-spec";

describe("secretProviderClass", () => {
  describe("rejects of an object", () => {
    const cases: [string, Partial<SecretProviderClassSpec["objects"][number]>, string][] = [
      [
        "a wildcard",
        { objectName: "db-*" },
        'objects[0].objectName must be a name or full ARN without wildcards or spaces, got "db-*"',
      ],
      [
        "an ARN of another service",
        { objectName: "arn:aws:s3:::bucket", objectAlias: "x", objectType: undefined },
        'objects[0].objectName must be the ARN of a secret or of a parameter, got "arn:aws:s3:::bucket"',
      ],
      [
        "an ARN of another type",
        { objectName: secretArn, objectAlias: "x", objectType: "ssmparameter" },
        `objects[0].objectName must be an ARN of ssmparameter, its objectType, got "${secretArn}"`,
      ],
      [
        "an ARN of another region",
        { objectName: replicaArn, objectAlias: "x" },
        `objects[0].objectName must be an ARN of region eu-west-1, where it is read, got "${replicaArn}"`,
      ],
      [
        "a name without a type",
        { objectType: undefined },
        'objects[0].objectType is required because objectName "db" is not an ARN; set secretsmanager or ssmparameter',
      ],
      [
        "an unknown type",
        { objectType: "ssm" as "ssmparameter" },
        'objects[0].objectType must be secretsmanager or ssmparameter, got "ssm"',
      ],
      [
        "an ARN without an alias",
        { objectName: secretArn },
        `objects[0].objectAlias is required because objectName "${secretArn}" is an ARN; set the file name`,
      ],
      [
        "an alias in quotes",
        { objectAlias: '"db"' },
        'objects[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "\\"db\\""',
      ],
      [
        "an alias that the driver refuses, whose own links begin so",
        { objectAlias: "..data" },
        'objects[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "..data"',
      ],
      [
        "an alias that leaves the mount",
        { objectAlias: "../etc" },
        'objects[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "../etc"',
      ],
      [
        "an alias that is too long",
        { objectAlias: "a".repeat(246) },
        `objects[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "${"a".repeat(80)}…"`,
      ],
      [
        "a version and a label at once",
        { objectVersion: "1", objectVersionLabel: "AWSCURRENT" },
        "objects[0].objectVersionLabel must be left out beside objectVersion; keep one of them",
      ],
      [
        "a version that is no id",
        { objectVersion: "1 2" },
        'objects[0].objectVersion must be the id or number of a version, got "1 2"',
      ],
      [
        "a file mode of three digits",
        { filePermission: "644" },
        'objects[0].filePermission must be four octal digits, got "644"; write it in quotes, such as "0400"',
      ],
      [
        "a file mode that is not octal",
        { filePermission: "0888" },
        'objects[0].filePermission must be four octal digits, got "0888"; write it in quotes, such as "0400"',
      ],
      [
        "a jmesPath that cannot be parsed",
        { jmesPath: [{ path: "user[", objectAlias: "x" }] },
        'objects[0].jmesPath[0].path must be a JMESPath expression, got "user["; its parser says: Expected Star, got: EOF',
      ],
      [
        "a jmesPath with a hyphen outside quotes",
        { jmesPath: [{ path: "api-key", objectAlias: "x" }] },
        'objects[0].jmesPath[0].path must have keys with hyphens in double quotes, got "api-key"',
      ],
      [
        "an empty jmesPath expression",
        { jmesPath: [{ path: "", objectAlias: "x" }] },
        'objects[0].jmesPath[0].path must be a JMESPath expression, got ""',
      ],
      [
        "a JMESPath alias in quotes",
        { jmesPath: [{ path: "a", objectAlias: "'a'" }] },
        `objects[0].jmesPath[0].objectAlias must be a file name of at most 245 bytes without quotes and spaces, not beginning with two dots, got "'a'"`,
      ],
      [
        "a JMESPath file mode that is not octal",
        { jmesPath: [{ path: "a", objectAlias: "a", filePermission: "9999" }] },
        'objects[0].jmesPath[0].filePermission must be four octal digits, got "9999"; write it in quotes, such as "0400"',
      ],
      [
        "a failover object without a failover region",
        { objectAlias: "db", failoverObject: { objectName: "db" } },
        "objects[0].failoverObject needs failoverRegion",
      ],
    ];
    for (const [what, change, message] of cases) {
      it(`rejects ${what}`, () => rejects(withObject(change), message));
    }
  });

  describe("rejects of failover", () => {
    const failover = { ...plain, failoverRegion: "eu-central-1" };

    it("rejects an ARN without its counterpart", () => {
      rejects(
        { ...failover, objects: [{ objectName: secretArn, objectAlias: "db" }] },
        "objects[0].failoverObject is required because objectName is an ARN of eu-west-1 and failoverRegion is eu-central-1",
      );
    });

    it("rejects a counterpart in the first region", () => {
      rejects(
        {
          ...failover,
          objects: [
            { objectName: secretArn, objectAlias: "db", failoverObject: { objectName: secretArn } },
          ],
        },
        `objects[0].failoverObject.objectName must be an ARN of region eu-central-1, where it is read, got "${secretArn}"`,
      );
    });

    it("rejects a counterpart without an alias", () => {
      rejects(
        {
          ...failover,
          objects: [
            {
              objectName: "db",
              objectType: "secretsmanager",
              failoverObject: { objectName: "db2" },
            },
          ],
        },
        "objects[0].objectAlias is required with failoverObject",
      );
    });

    it("rejects a counterpart of another version", () => {
      rejects(
        {
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
        'objects[0].failoverObject.objectVersion must be that of the object itself, got "2"',
      );
    });
  });

  describe("rejects of file names", () => {
    const object = (objectName: string, more = {}) =>
      ({ objectName, objectType: "secretsmanager", ...more }) as const;

    it("rejects two objects that become one file by translation", () => {
      rejects(
        { ...plain, objects: [object("a/b"), object("a_b")] },
        'objects[1] must have a file name of its own, got "a_b", which objects[0] has too; set objectAlias',
      );
    });

    it("rejects a slash that is not translated", () => {
      rejects(
        { ...plain, pathTranslation: "False", objects: [object("/a"), object("a/b")] },
        'objects[1] must have a file name without / where pathTranslation is False, got "a/b"; set objectAlias',
      );
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

    it("rejects a JMESPath file that another object has", () => {
      rejects(
        {
          ...plain,
          objects: [
            object("password"),
            object("db", { jmesPath: [{ path: "password", objectAlias: "password" }] }),
          ],
        },
        'objects[1].jmesPath[0] must have a file name of its own, got "password", which objects[0] has too; set objectAlias',
      );
    });
  });

  describe("rejects of Kubernetes Secrets", () => {
    it("rejects a key from a file that is not mounted", () => {
      rejects(
        {
          ...plain,
          secretObjects: [
            { secretName: "db", data: [{ key: "password", objectName: "password" }] },
          ],
        },
        'secretObjects[0].data[0].objectName must be a file of the mount (db), got "password"',
      );
    });

    it("rejects two Kubernetes Secrets of one name, of which the driver makes the first alone", () => {
      const copy = { secretName: "db", data: [{ key: "db", objectName: "db" }] };
      rejects(
        { ...plain, secretObjects: [copy, { ...copy, data: [{ key: "db2", objectName: "db" }] }] },
        'secretObjects[1].secretName must be a name of its own, got "db", which secretObjects[0] has too',
      );
    });

    it("rejects one key of a Kubernetes Secret twice", () => {
      const entry = { key: "db", objectName: "db" };
      rejects(
        { ...plain, secretObjects: [{ secretName: "db", data: [entry, entry] }] },
        'secretObjects[0].data[1].key must be a key of its own, got "db", which data[0] has too',
      );
    });

    it("rejects a Secret without keys", () => {
      rejects(
        { ...plain, secretObjects: [{ secretName: "db", data: [] }] },
        "secretObjects[0].data must have at least one key",
      );
    });

    it("rejects a key that Kubernetes refuses", () => {
      rejects(
        {
          ...plain,
          secretObjects: [{ secretName: "db", data: [{ key: "a/b", objectName: "db" }] }],
        },
        'secretObjects[0].data[0].key must be a key of at most 253 letters, digits, dots, hyphens and underscores, got "a/b"',
      );
    });

    it("rejects a name that Kubernetes refuses", () => {
      rejects(
        {
          ...plain,
          secretObjects: [{ secretName: "DB", data: [{ key: "db", objectName: "db" }] }],
        },
        'secretObjects[0].secretName must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "DB"',
      );
    });
  });
});

/** Programs may say of an object whatever a manifest may: a missing attribute does not compile. */
const everyAttribute: readonly (keyof MountedObjectArgs)[] = [] as (keyof MountedObject)[];
void everyAttribute;
