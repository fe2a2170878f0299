/** Who may do what, by the documents of a deployment: `eks-pod-secrets/access`. */

export * from "../../proof";
