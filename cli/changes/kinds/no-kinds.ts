/** Something that looks like a way to read but is no kind of change: it gives nothing, or another kind already counts it. */
export interface NoKind {
  /** Never changes. */
  id: string;
  title: string;
  /** Pages that document it. */
  pages: string[];
  /** What an attempt gives, and why that is no way to read. */
  why: string;
  /** IDs of the kinds that count what it can add. */
  countedBy?: string[];
}

export const NO_KINDS: NoKind[] = [
  {
    id: "replicate-key",
    title: "Replicate a multi-Region key, with a policy of one's own",
    pages: [
      "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
      "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
    ],
    why: "Secrets Manager opens a value with the key of the value's Region, and encrypts it again where it replicates a secret, as services do with multi-Region keys, too. The claims of `prove` are stricter: they take each related key as one that opens.",
    countedBy: ["replicate-secret"],
  },
  {
    id: "move-alias",
    title: "Move a key's alias to another key",
    pages: ["https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html"],
    why: "What is encrypted names its key by its ARN, and no alias. Later values of whoever writes by the alias lie under the other key; that takes an encryption by somebody else, and no value of today is read.",
  },
  {
    id: "rotate-secret",
    title: "Rotate a secret by a function of one's own",
    pages: [
      "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html",
    ],
    why: "secretsmanager:RotateSecret has the function called with the secret's ARN, and hands it no value. The function reads with the rights of its own role, so that it takes a role that reads.",
    countedBy: ["pass-role", "change-code"],
  },
  {
    id: "write-value",
    title: "Write a value, or move its staging labels",
    pages: [
      "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html",
    ],
    why: "secretsmanager:PutSecretValue and UpdateSecretVersionStage decide what readers get, and read nothing themselves. They harm the value's integrity.",
  },
  {
    id: "approve-certificate",
    title: "Approve a certificate signing request",
    pages: [
      "https://docs.aws.amazon.com/eks/latest/userguide/cert-signing.html",
      "https://github.com/aws/containers-roadmap/issues/1604",
    ],
    why: "EKS signs no client certificates: its signers make certificates of servers alone, and its API servers let in by IAM, OIDC and service account tokens. So an approved request gives no identity.",
  },
  {
    id: "read-node-disk",
    title: "Read a node's disk from a snapshot",
    pages: ["https://secrets-store-csi-driver.sigs.k8s.io/concepts"],
    why: "What the CSI driver mounts, and the tokens of pods, lie in memory (tmpfs), never on the disk. A copy in a Secret lies in the control plane's etcd, which AWS encrypts and gives nobody.",
    countedBy: ["read-copied-secret"],
  },
  {
    id: "access-kubernetes-api",
    title: "Look into a cluster through the EKS console",
    pages: ["https://docs.aws.amazon.com/eks/latest/userguide/view-kubernetes-resources.html"],
    why: "eks:AccessKubernetesApi shows what the caller's own access entry lets them read in Kubernetes, and nothing else. Whoever has the entry can ask the API server without it.",
    countedBy: ["read-copied-secret"],
  },
  {
    id: "steal-pod",
    title: "Have a reader's pod move to a node of one's own",
    pages: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
    why: "Whoever deletes or evicts a pod, or writes nodes/status, has the scheduler start it elsewhere. That helps those who hold a node, and these are taken to have every pod of the cluster already.",
    countedBy: ["take-tokens-of-node", "run-command-on-node", "add-node", "reach-host"],
  },
  {
    id: "open-cluster-endpoint",
    title: "Make a cluster's endpoint public",
    pages: ["https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"],
    why: "A network stops nobody in these answers: whoever has an entry in a cluster is taken to reach it.",
  },
  {
    id: "change-dns",
    title: "Change CoreDNS's ConfigMap",
    pages: ["https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/"],
    why: "It sends pods to other hosts. AWS's own endpoints prove by TLS who they are, and no value goes the other way.",
  },
];
