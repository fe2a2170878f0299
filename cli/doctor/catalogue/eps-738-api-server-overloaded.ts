import type { Entry } from "./entry";

export const apiServerOverloaded: Entry = {
  id: "EPS-738",
  title: "the cluster's API server is overloaded, or is being replaced",
  texts: [
    "{etcdserver:|the server is currently unable to handle the request|was unable to return a response in the time allotted|Too many requests, please try again later|the server has received too many requests|http2: client connection lost|server sent GOAWAY|apiserver not ready|failed to acquire APIService}",
    "Error from server (TooManyRequests)",
    "{an error on the server|has prevented the request from succeeding|the server rejected our request for an unknown reason|The provided continue parameter is too old}",
  ],
  why: "The API server answered that it cannot serve now, or ended the connection: it is updated, has too many requests, or its storage is slow.",
  check: "`kubectl get --raw /readyz?verbose`, and the cluster's health in the EKS console.",
  mend: "Wait a minute, and run again: a run that failed can be repeated.",
  sources: ["https://kubernetes.io/docs/reference/using-api/health-checks/"],
};
