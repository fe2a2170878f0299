/** Readers with IAM roles for service accounts, in a cluster whose stack makes the OIDC provider. */
export const IRSA_INVENTORY = `
id: lz-doctor-irsa
accounts:
  pods: { id: "111111111111", region: us-east-1, profile: pods }
  data: { id: "222222222222", region: us-east-1, profile: data }
clusters:
  shop:
    account: pods
    create: {}
    namespaces: { shop: { defaults: { readers: { deployment: { image: nginx, mountPath: /mnt } } } } }
secrets:
  own: { account: pods }
  orders: { account: data, key: orders }
  sealed: { account: data, key: sealed, sealed: true }
defaults: { readers: { cluster: shop, identity: irsa } }
readers:
  own: { namespace: shop, serviceAccount: own, reads: [{ secret: own, as: value }] }
  orders: { namespace: shop, serviceAccount: orders, reads: [{ secret: orders, as: value }] }
  sealed: { namespace: shop, serviceAccount: sealed, reads: [{ secret: sealed, as: value }] }
  both: { namespace: shop, serviceAccount: both, identity: both, reads: [{ secret: orders, as: value }] }
`;
