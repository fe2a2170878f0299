import type { Entry } from "./entry";

export const tokenFileNotReadable: Entry = {
  id: "EPS-320",
  title: "the program's user may not read its token's file",
  texts: [
    "open /var/run/secrets/eks.amazonaws.com/serviceaccount/token: permission denied",
    "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token: permission denied",
    "Permission denied: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'",
    "permission denied, open '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'",
    "permission denied, open '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token'",
    "AccessDeniedException: /var/run/secrets/eks.amazonaws.com",
    "AccessDeniedException: /var/run/secrets/pods.eks.amazonaws.com",
    "Access to the path '/var/run/secrets/eks.amazonaws.com/serviceaccount/token' is denied",
    "Access to the path '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token' is denied",
    "Permission denied: '/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token'",
    "EACCES: … /var/run/secrets/{eks|pods.eks}.amazonaws.com",
  ],
  over: ["EPS-373"],
  step: "webhook",
  why: "The file is there, and the user of the container is neither its owner nor in its group.",
  check:
    "`kubectl -n {namespace} exec {pod} -- sh -c 'id; ls -lL /var/run/secrets/*/serviceaccount/'`",
  mend: "Set `securityContext.fsGroup` of the pod to a group of that user.",
  sources: ["external-secrets/kubernetes-external-secrets#452"],
};
