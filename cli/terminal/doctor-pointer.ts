/** A hint for other verbs that show that a pod may not be able to read. */
export const DOCTOR =
  "what keeps a pod from its secret, and what mends it: eks-pod-secrets doctor READER";
