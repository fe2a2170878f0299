import { deepStrictEqual, strictEqual, throws } from "node:assert";
import { parse } from "yaml";

import { ManifestError } from "../../sdk/manifest/problem";
import {
  type SecretProviderClassSpec,
  secretProviderClass,
} from "../../sdk/manifest/secret-provider-class";

const secretArn = "arn:aws:secretsmanager:eu-west-1:222222222222:secret:orders/db-AbC123";
const replicaArn = "arn:aws:secretsmanager:eu-central-1:222222222222:secret:orders/db-AbC123";

const plain: SecretProviderClassSpec = {
  namespace: "orders",
  name: "orders",
  region: "eu-west-1",
  objects: [{ objectName: "db", objectType: "secretsmanager" }],
};

/** The spec with some properties of its one object changed. */
function withObject(
  change: Partial<SecretProviderClassSpec["objects"][number]>,
): SecretProviderClassSpec {
  return {
    ...plain,
    objects: [{ objectName: "db", objectType: "secretsmanager", ...change }],
  };
}

function rejects(spec: SecretProviderClassSpec, message: string): void {
  throws(
    () => secretProviderClass(spec),
    (error) => error instanceof ManifestError && error.message === message,
    message,
  );
}

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
    const { spec } = secretProviderClass({
      ...plain,
      failoverRegion: "eu-central-1",
      pathTranslation: "-",
      preferredAddressType: "ipv6",
      objects: [
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
      ],
      secretObjects: [
        { secretName: "db", data: [{ key: "password", objectName: "password" }] },
        {
          secretName: "flags",
          type: "example.com/flags",
          data: [{ key: "flags", objectName: "-shop-flags" }],
        },
      ],
    });
    deepStrictEqual(Object.keys(spec.parameters), [
      "failoverRegion",
      "objects",
      "pathTranslation",
      "preferredAddressType",
      "region",
      "usePodIdentity",
    ]);
    strictEqual(spec.parameters.failoverRegion, "eu-central-1");
    strictEqual(spec.parameters.pathTranslation, "-");
    strictEqual(spec.parameters.preferredAddressType, "ipv6");
    deepStrictEqual(parse(spec.parameters.objects ?? "", { version: "1.1" }), [
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
    ]);
    deepStrictEqual(spec.secretObjects, [
      { secretName: "db", type: "Opaque", data: [{ key: "password", objectName: "password" }] },
      {
        secretName: "flags",
        type: "example.com/flags",
        data: [{ key: "flags", objectName: "-shop-flags" }],
      },
    ]);
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

  describe("rejects of the whole", () => {
    it("rejects a namespace that is not one", () => {
      rejects(
        { ...plain, namespace: "Orders" },
        'namespace must be at most 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit, got "Orders"',
      );
    });

    it("rejects a name that is not one", () => {
      rejects(
        { ...plain, name: "orders_db" },
        'name must be at most 253 lower-case letters, digits, hyphens and dots, beginning and ending with a letter or digit, got "orders_db"',
      );
    });

    it("rejects a region that is not one", () => {
      rejects({ ...plain, region: "ireland" }, 'region must be an AWS region, got "ireland"');
    });

    it("rejects a failover region equal to the first", () => {
      rejects(
        { ...plain, failoverRegion: "eu-west-1" },
        'failoverRegion must be another region than region, got "eu-west-1"',
      );
    });

    for (const pathTranslation of ["__", "/", " "]) {
      it(`rejects the path translation "${pathTranslation}"`, () => {
        rejects(
          { ...plain, pathTranslation },
          `pathTranslation must be one character other than /, or False, got "${pathTranslation}"`,
        );
      });
    }

    it("rejects an unknown address type", () => {
      rejects(
        { ...plain, preferredAddressType: "IPv6" as "ipv6" },
        'preferredAddressType must be auto, ipv4 or ipv6, got "IPv6"',
      );
    });

    it("rejects no objects", () => {
      rejects({ ...plain, objects: [] }, "objects must be at least one object, got []");
    });
  });

  it("writes the role that ASCP assumes, its duration as a string", () => {
    const { spec } = secretProviderClass({
      ...plain,
      assumeRole: {
        roleArn: "arn:aws:iam::222222222222:role/read",
        externalId: "orders",
        durationSeconds: 900,
      },
    });
    deepStrictEqual(spec.parameters, {
      ...secretProviderClass(plain).spec.parameters,
      assumeRoleArn: "arn:aws:iam::222222222222:role/read",
      assumeRoleDurationSeconds: "900",
      assumeRoleExternalId: "orders",
    });
  });

  describe("rejects of the role that ASCP assumes", () => {
    const roleArn = "arn:aws:iam::222222222222:role/read";

    it("rejects what is not a role", () => {
      rejects(
        { ...plain, assumeRole: { roleArn: "arn:aws:iam::222222222222:role/*" } },
        'assumeRole.roleArn must be the full ARN of an IAM role, without wildcards, got "arn:aws:iam::222222222222:role/*"',
      );
    });

    it("rejects more than an hour", () => {
      rejects(
        { ...plain, assumeRole: { roleArn, durationSeconds: 3601 } },
        "assumeRole.durationSeconds must be 900 to 3600, got 3601",
      );
    });

    it("rejects an external id of one character", () => {
      rejects(
        { ...plain, assumeRole: { roleArn, externalId: "x" } },
        'assumeRole.externalId must be 2 to 1224 letters, digits and _+=,.@:/-, got "x"',
      );
    });
  });

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
        'objects[0].objectAlias must be a file name without quotes, spaces or .., got "\\"db\\""',
      ],
      [
        "an alias that leaves the mount",
        { objectAlias: "../etc" },
        'objects[0].objectAlias must be a file name without quotes, spaces or .., got "../etc"',
      ],
      [
        "an alias that is too long",
        { objectAlias: "a".repeat(246) },
        `objects[0].objectAlias must be at most 245 bytes long, got "${"a".repeat(246)}"`,
      ],
      [
        "a version and a label at once",
        { objectVersion: "1", objectVersionLabel: "AWSCURRENT" },
        "objects[0] must have either objectVersion or objectVersionLabel, got both",
      ],
      [
        "a file mode of three digits",
        { filePermission: "644" },
        'objects[0].filePermission must be four octal digits in quotes, such as "0644", got "644"',
      ],
      [
        "a file mode that is not octal",
        { filePermission: "0888" },
        'objects[0].filePermission must be four octal digits in quotes, such as "0644", got "0888"',
      ],
      [
        "an empty jmesPath expression",
        { jmesPath: [{ path: "", objectAlias: "x" }] },
        'objects[0].jmesPath[0].path must be a JMESPath expression, got ""',
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

    it("rejects a Secret without keys", () => {
      rejects(
        { ...plain, secretObjects: [{ secretName: "db", data: [] }] },
        "secretObjects[0].data must be at least one key, got []",
      );
    });

    it("rejects a key that Kubernetes refuses", () => {
      rejects(
        {
          ...plain,
          secretObjects: [{ secretName: "db", data: [{ key: "a/b", objectName: "db" }] }],
        },
        'secretObjects[0].data[0].key must be at most 253 letters, digits, hyphens, underscores and dots, got "a/b"',
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
