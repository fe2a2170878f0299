import { CLUSTER, type ClusterAddress } from "../../eks-support";
import { REGION } from "../../support";

/** A kubeconfig for one server and one user. */
export function kubeconfig({ certificateAuthority, server }: ClusterAddress, user: object): string {
  const data = Buffer.from(certificateAuthority).toString("base64");
  return JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server, "certificate-authority-data": data } }],
    users: [{ name: "u", user }],
  });
}

/** A user whose token comes from the AWS CLI. */
export const getToken = {
  exec: {
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", CLUSTER, "--region", REGION],
  },
};
