import { deepStrictEqual, strictEqual } from "node:assert";
import { parse } from "yaml";

import { secretProviderClass } from "../../../sdk/manifest/secret-provider-class";
import { plain, rejectsEach, replicaArn, secretArn, withObject } from "./refused-spec";

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
