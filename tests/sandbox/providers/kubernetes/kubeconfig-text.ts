import { CLUSTER } from "../../eks-support";
import { REGION } from "../../support";

/** A kubeconfig for one server and one user. */
export function kubeconfig(server: string, user: object): string {
  return JSON.stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user }],
  });
}

/** A user whose token the AWS CLI makes. */
export const getToken = {
  exec: {
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", CLUSTER, "--region", REGION],
  },
};
