import { INVENTORY_VERSION } from "eks-pod-secrets/rules";

/** What a first inventory is made of. */
export interface Choices {
  /** Id of the account with the cluster. */
  readerAccount: string;
  /** Id of the account that owns the secret; empty for the same. */
  ownerAccount: string;
  region: string;
  /** Name of an EKS cluster that exists. */
  cluster: string;
  namespace: string;
  serviceAccount: string;
  /** Name of the secret. */
  secret: string;
}

/** A first inventory, with comments that say what each part is and what may be added. */
export function inventoryText(choices: Choices, id: string): string {
  const { cluster, namespace, ownerAccount, readerAccount, region, secret, serviceAccount } =
    choices;
  const crosses = ownerAccount !== "" && ownerAccount !== readerAccount;
  const owner = crosses ? "data" : "platform";
  const q = (text: string) => JSON.stringify(text);
  const account = (id: string) => `{ id: ${q(id)}, region: ${q(region)} }`;
  const key = crosses
    ? "    key: pod-secrets # alias of a customer managed key, which is created: other accounts cannot use the AWS managed one"
    : "    # key: pod-secrets # alias of a customer managed key, which is created; without one, the AWS managed key encrypts";
  return `# yaml-language-server: $schema=landing-zone.schema.json
# The line above lets editors complete this file. After an upgrade: eks-pod-secrets schema > landing-zone.schema.json
# Who reads which secret. Everything else (roles, policies, keys, mounts) is derived from this file:
# eks-pod-secrets check finds mistakes, plan shows the stacks, prove proves them, up deploys them.

version: ${INVENTORY_VERSION} # of this vocabulary; eks-pod-secrets migrate brings an older file to it
id: ${id} # stays when the file moves; every stack records it, so that no other inventory touches what this one deployed

accounts: # by names of your own; add deployRole or profile where the ambient credentials are of another account
  platform: ${account(readerAccount)}
${crosses ? `  data: ${account(ownerAccount)}\n` : ""}
clusters:
  ${q(cluster)}:
    account: platform
    existing: true # or create: { version: "1.34" }

secrets: # without their values: eks-pod-secrets put gives each its own, from standard input
  ${q(secret)}:
    account: ${owner}
${key}

readers: # Kubernetes service accounts; each gets a role of its own
  app:
    cluster: ${q(cluster)}
    namespace: ${q(namespace)}
    serviceAccount: ${q(serviceAccount)}
    reads:
      - { secret: ${q(secret)}, as: secret } # as: name of the file in the mount
    # deployment: # without one, another tool deploys the pods
    #   image: public.ecr.aws/nginx/nginx-unprivileged:1.29
    #   mountPath: /mnt/secrets
`;
}
