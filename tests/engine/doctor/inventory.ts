/** Two accounts and every kind of reader, each with a pod. Another tool deploys the pod of reader `tool`. */
export const INVENTORY = `
id: lz-doctor
accounts:
  pods: { id: "111111111111", region: us-east-1, profile: pods }
  data: { id: "222222222222", region: us-east-1, profile: data }
clusters:
  shop:
    account: pods
    existing: true
    namespaces: { shop: { defaults: { readers: { deployment: { image: nginx, mountPath: /mnt } } } } }
secrets:
  own: { account: pods }
  other: { account: pods }
  config: { account: pods, key: config }
  tagged: { account: pods, style: attributes }
  staged: { account: pods }
  orders: { account: data, key: orders }
  ledger: { account: data, key: ledger }
  sealed: { account: data, key: sealed, sealed: true }
parameters:
  limits: { account: pods, name: /shop/limits, secure: true }
  pinned: { account: pods, name: /shop/pinned }
defaults: { readers: { cluster: shop } }
readers:
  own: { namespace: shop, serviceAccount: own, reads: [{ secret: own, as: value }] }
  config: { namespace: shop, serviceAccount: config, reads: [{ secret: config, as: value, jmesPath: [{ path: password, as: password }] }] }
  tagged: { namespace: shop, serviceAccount: tagged, reads: [{ secret: tagged, as: value }] }
  staged: { namespace: shop, serviceAccount: staged, reads: [{ secret: staged, as: value, versionStage: STABLE }] }
  orders: { namespace: shop, serviceAccount: orders, reads: [{ secret: orders, as: value }] }
  ledger: { namespace: shop, serviceAccount: ledger, mode: targetRole, reads: [{ secret: ledger, as: value }] }
  sealed: { namespace: shop, serviceAccount: sealed, reads: [{ secret: sealed, as: value }] }
  limits: { namespace: shop, serviceAccount: limits, reads: [{ parameter: limits, as: value }] }
  pinned: { namespace: shop, serviceAccount: pinned, reads: [{ parameter: pinned, as: value, version: "2" }] }
  bounded:
    namespace: shop
    serviceAccount: bounded
    permissionsBoundary: arn:aws:iam::111111111111:policy/limit
    reads: [{ secret: other, as: value }]
  audit: { external: true, clusterArn: "arn:aws:eks:us-east-1:333333333333:cluster/audit", namespace: audit, serviceAccount: audit, roleArn: "arn:aws:iam::333333333333:role/audit", reads: [orders] }
  tool: { namespace: tools, serviceAccount: tool, createServiceAccount: false, reads: [{ secret: own, as: value }] }
`;

export const VALUE = JSON.stringify({ user: "shop", password: "swordfish" });
