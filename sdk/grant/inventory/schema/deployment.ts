import * as z from "zod";

import * as rules from "../../../rules";
import { entry, oneOf, optional, text, wholeNumber } from "./entry";

const capabilities = entry({
  add: optional("Linux capabilities that the process gains.", z.array(text(rules.word))),
  drop: optional("Default: [ALL].", z.array(text(rules.word))),
});

const seccompProfile = entry({
  type: oneOf(["RuntimeDefault", "Localhost", "Unconfined"]).describe("Kind of the profile."),
  localhostProfile: optional("File of the profile on the node.", text(rules.word)),
});

const securityContext = entry({
  runAsUser: optional(
    "User id of the process. Default: 65532, which is nobody's on most images.",
    wholeNumber(rules.userId),
  ),
  runAsGroup: optional("Group id. Default: 65532.", wholeNumber(rules.userId)),
  runAsNonRoot: optional("Refuses to run as root. Default: true.", z.boolean()),
  allowPrivilegeEscalation: optional("Default: false.", z.boolean()),
  readOnlyRootFilesystem: optional("Default: Kubernetes's own, false.", z.boolean()),
  capabilities: optional("Linux capabilities. Default: none.", capabilities),
  seccompProfile: optional("Default: type RuntimeDefault.", seccompProfile),
});

const quantities = z.record(text(rules.word), text(rules.quantity));

const resources = entry({
  requests: optional("What a node must have free for a pod.", quantities),
  limits: optional("What a pod may use at most.", quantities),
});

const port = z
  .union([wholeNumber(rules.port), text(rules.label)], {
    error: "must be the number or the name of a port",
  })
  .describe("Number of a port, or its name.");

const probe = entry({
  exec: optional(
    "A command in the container; exit code 0 is success.",
    entry({ command: z.array(z.string()).min(1).describe("The command and its arguments.") }),
  ),
  httpGet: optional(
    "A request; a status from 200 to 399 is success.",
    entry({
      port,
      path: optional("Default: /.", text(rules.anyText)),
      scheme: optional("Default: HTTP.", oneOf(["HTTP", "HTTPS"])),
    }),
  ),
  tcpSocket: optional("A connection to a port.", entry({ port })),
  grpc: optional(
    "gRPC's health protocol.",
    entry({
      port: wholeNumber(rules.port).describe("Number of a port."),
      service: optional("Name of the service that is asked for.", text(rules.anyText)),
    }),
  ),
  initialDelaySeconds: optional("Default: 0.", wholeNumber(rules.seconds)),
  periodSeconds: optional("Default: 10.", wholeNumber(rules.probeNumber)),
  timeoutSeconds: optional("Default: 1.", wholeNumber(rules.probeNumber)),
  successThreshold: optional("Default: 1.", wholeNumber(rules.probeNumber)),
  failureThreshold: optional("Default: 3.", wholeNumber(rules.probeNumber)),
}).refine(
  ({ exec, grpc, httpGet, tcpSocket }) =>
    [exec, grpc, httpGet, tcpSocket].filter((way) => way !== undefined).length === 1,
  { error: "must have exactly one of exec, httpGet, tcpSocket and grpc" },
);

/** The workload of a reader, in Kubernetes's own words. */
export const deployment = entry({
  image: text(rules.word).describe("Container image."),
  command: optional("Default: the image's own.", z.array(z.string())),
  replicas: optional("Number of pods. Default: 1.", wholeNumber(rules.podReplicas)),
  autoscaled: optional(
    "An autoscaler sets the number of pods; replicas is only the number at first. Default: false.",
    z.boolean(),
  ),
  mountPath: text(rules.mountPath).describe("Directory of the files within the container."),
  automountServiceAccountToken: optional(
    "Gives the container a token of the Kubernetes API. Default: false.",
    z.boolean(),
  ),
  securityContext: optional(
    "How the container runs. Default: what Pod Security restricted admits.",
    securityContext,
  ),
  resources: optional("CPU, memory and others. Default: none.", resources),
  readinessProbe: optional("When a pod is ready.", probe),
  livenessProbe: optional("When a container is restarted.", probe),
  startupProbe: optional("When the other probes begin.", probe),
});
