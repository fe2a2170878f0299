export { createKubernetesApi, type KubernetesHandler } from "./api/api";
