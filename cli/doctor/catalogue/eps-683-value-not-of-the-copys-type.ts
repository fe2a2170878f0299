import type { Entry } from "./entry";

export const valueNotOfTheCopysType: Entry = {
  id: "EPS-683",
  title: "the value does not have the form that the type of its Secret needs",
  texts: [
    "failed to create Kubernetes secret … is invalid: data[",
    "is invalid: data[{.dockerconfigjson|.dockercfg}]: Invalid value",
    "tls key is not supported. Only tls.key and tls.crt are supported",
    "unknown private key type found while getting key",
    "failed to get cert data from file",
    "failed to create or update secret: … is invalid",
    "is not supported. Only tls.key and tls.crt are supported",
  ],
  over: ["EPS-710"],
  step: "file",
  why: "A Secret of type `kubernetes.io/dockerconfigjson` needs JSON, and one of type `kubernetes.io/tls` a certificate and an RSA or ECDSA key in PEM under `tls.crt` and `tls.key`. The file is mounted, but no Secret is made.",
  check:
    "`kubectl -n {namespace} get secretproviderclass -o yaml`: `type` and `data` under `secretObjects`. Of External Secrets: `target.template`, which may take the JSON apart or leave it encoded.",
  mend: "Store the value in the form that the type needs, or write `type: Opaque` if no program needs that type.",
  sources: [
    "external-secrets/external-secrets#4569",
    "kubernetes-sigs/secrets-store-csi-driver: pkg/util/secretutil/secret.go",
    "Azure/secrets-store-csi-driver-provider-azure#590",
  ],
};
