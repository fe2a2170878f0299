// Two inventories. To deploy the first and then the second makes every AWS call that a deployment can make.

const POWER_USER = "arn:aws:iam::aws:policy/PowerUserAccess";
export const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const PLACE = "cluster: shop, namespace: default";

const inventory = (parts: Record<"tag" | "cluster" | "secrets" | "readers", string>) => `
id: lz-permissions
accounts:
  a: { id: "111111111111", region: us-east-1, tags: { ${parts.tag} } }
  b: { id: "222222222222", region: us-east-1, tags: { ${parts.tag} } }
clusters: { shop: { account: a, ${parts.cluster} } }
secrets:${parts.secrets}
parameters: { setting: { account: a, key: settings, tags: { team: one } } }
readers:${parts.readers}
`;

/** The inventory that is deployed first. */
export const BEFORE = inventory({
  tag: "made-by: one",
  cluster: `create: { version: "1.33" }`,
  secrets: `
  own: { account: a, description: first, tags: { team: one } }
  old: { account: b, key: pods }
  left: { account: b, key: others }
  foreign:
    account: b
    key: pods
    rotation:
      lambdaArn: arn:aws:lambda:us-east-1:222222222222:function:rotate
      roleArn: arn:aws:iam::222222222222:role/rotate
      automaticallyAfterDays: 30`,
  readers: `
  web:
    ${PLACE.replace(", ", "\n    ")}
    serviceAccount: web
    permissionsBoundary: ${POWER_USER}
    reads: [own, { parameter: setting }]
    deployment: { image: nginx, mountPath: /mnt }
  api: { ${PLACE}, serviceAccount: api, reads: [foreign, old] }
  batch: { ${PLACE}, serviceAccount: batch, identity: irsa, reads: [own] }
  job:
    ${PLACE.replace(", ", "\n    ")}
    serviceAccount: job
    roleName: job
    mode: targetRole
    permissionsBoundary: ${POWER_USER}
    reads: [foreign]
  gone: { ${PLACE}, serviceAccount: gone, reads: [left] }`,
});

/** The inventory that is deployed next. Everything that can change has changed. */
export const AFTER = inventory({
  tag: "kept-by: two",
  cluster: `
    create: { version: "1.34", nodes: { max: 4 }, endpoint: { private: true } },
    secretsStoreCsi: { rotationPollInterval: 1h }`,
  secrets: `
  own: { account: a, description: second, tags: { owner: two }, replicas: [{ region: eu-west-1 }] }
  new: { account: b, key: pods, renamedFrom: old }
  foreign: { account: b, key: fresh }`,
  readers: `
  web:
    ${PLACE.replace(", ", "\n    ")}
    serviceAccount: web
    reads: [own, { parameter: setting }]
    deployment: { image: nginx, mountPath: /mnt }
  api: { ${PLACE}, serviceAccount: api, mode: targetRole, reads: [foreign, new] }
  batch: { ${PLACE}, serviceAccount: batch, identity: irsa, reads: [own] }
  job:
    ${PLACE.replace(", ", "\n    ")}
    serviceAccount: worker
    roleName: job
    mode: targetRole
    permissionsBoundary: ${READ_ONLY}
    reads: [foreign]`,
});
