import { ASSOCIATION, ROLE, SENTINEL } from "./terraform-state";

type Values = Record<string, unknown>;

export function urn(type: string, name: string): string {
  return `urn:pulumi:prod::shop::${type}::${name}`;
}

/** A secret value, as an export with `--show-secrets` writes it. */
export function hidden(): Values {
  return {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: SENTINEL,
    plaintext: SENTINEL,
  };
}

/** A resource as `pulumi stack export` writes it. */
export function pulumiResource(type: string, name: string, outputs: Values): Values {
  return {
    urn: urn(type, name),
    custom: true,
    id: SENTINEL,
    type,
    inputs: { description: SENTINEL, secretString: hidden() },
    outputs: { description: SENTINEL, secretString: hidden(), ...outputs },
    parent: SENTINEL,
    propertyDependencies: { [SENTINEL]: [SENTINEL] },
  };
}

export function role(): Values {
  return pulumiResource("aws:iam/role:Role", "orders", {
    arn: ROLE,
    name: SENTINEL,
    assumeRolePolicy: SENTINEL,
    tagsAll: hidden(),
  });
}

export function association(): Values {
  return pulumiResource("aws:eks/podIdentityAssociation:PodIdentityAssociation", "orders", {
    associationArn: ASSOCIATION,
    associationId: SENTINEL,
    clusterName: SENTINEL,
    namespace: "orders",
    serviceAccount: "orders",
    roleArn: SENTINEL,
  });
}

/** What `pulumi stack export` prints. */
export function exported(resources: readonly object[]): string {
  return JSON.stringify({
    version: 3,
    deployment: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: SENTINEL, version: "v3.200.0" },
      secrets_providers: { type: "passphrase", state: { salt: SENTINEL } },
      resources,
      metadata: {},
    },
  });
}
