import * as z from "zod";

import * as rules from "../../../rules";
import { entry, oneOf, text, wholeNumber } from "./entry";

const capabilities = entry({
  add: z.array(text(rules.word)).optional().describe("Linux capabilities that the process gains."),
  drop: z.array(text(rules.word)).optional().describe("Default: [ALL]."),
});

const seccompProfile = entry({
  type: oneOf(["RuntimeDefault", "Localhost", "Unconfined"]).describe("Kind of the profile."),
  localhostProfile: text(rules.word).optional().describe("File of the profile on the node."),
});

const securityContext = entry({
  runAsUser: wholeNumber(rules.userId)
    .optional()
    .describe("User id of the process. Default: 65532, which is nobody's on most images."),
  runAsGroup: wholeNumber(rules.userId).optional().describe("Group id. Default: 65532."),
  runAsNonRoot: z.boolean().optional().describe("Refuses to run as root. Default: true."),
  allowPrivilegeEscalation: z.boolean().optional().describe("Default: false."),
  readOnlyRootFilesystem: z.boolean().optional().describe("Default: Kubernetes's own, false."),
  capabilities: capabilities.optional().describe("Linux capabilities. Default: none."),
  seccompProfile: seccompProfile.optional().describe("Default: type RuntimeDefault."),
});

const quantities = z.record(text(rules.word), text(rules.quantity));

const resources = entry({
  requests: quantities.optional().describe("What a node must have free for a pod."),
  limits: quantities.optional().describe("What a pod may use at most."),
});

const port = z
  .union([wholeNumber(rules.port), text(rules.label)], {
    error: "must be the number or the name of a port",
  })
  .describe("Number of a port, or its name.");

const probe = entry({
  exec: entry({ command: z.array(z.string()).min(1).describe("The command and its arguments.") })
    .optional()
    .describe("A command in the container; exit code 0 is success."),
  httpGet: entry({
    port,
    path: text(rules.anyText).optional().describe("Default: /."),
    scheme: oneOf(["HTTP", "HTTPS"]).optional().describe("Default: HTTP."),
  })
    .optional()
    .describe("A request; a status from 200 to 399 is success."),
  tcpSocket: entry({ port }).optional().describe("A connection to a port."),
  grpc: entry({
    port: wholeNumber(rules.port).describe("Number of a port."),
    service: text(rules.anyText).optional().describe("Name of the service that is asked for."),
  })
    .optional()
    .describe("gRPC's health protocol."),
  initialDelaySeconds: wholeNumber(rules.seconds).optional().describe("Default: 0."),
  periodSeconds: wholeNumber(rules.probeNumber).optional().describe("Default: 10."),
  timeoutSeconds: wholeNumber(rules.probeNumber).optional().describe("Default: 1."),
  successThreshold: wholeNumber(rules.probeNumber).optional().describe("Default: 1."),
  failureThreshold: wholeNumber(rules.probeNumber).optional().describe("Default: 3."),
}).refine(
  ({ exec, grpc, httpGet, tcpSocket }) =>
    [exec, grpc, httpGet, tcpSocket].filter((way) => way !== undefined).length === 1,
  { error: "must have exactly one of exec, httpGet, tcpSocket and grpc" },
);

/** The workload of a reader, in Kubernetes's own words. */
export const deployment = entry({
  image: text(rules.word).describe("Container image."),
  command: z.array(z.string()).optional().describe("Default: the image's own."),
  replicas: wholeNumber(rules.podReplicas).optional().describe("Number of pods. Default: 1."),
  autoscaled: z
    .boolean()
    .optional()
    .describe(
      "An autoscaler sets the number of pods; replicas is only the number at first. Default: false.",
    ),
  mountPath: text(rules.mountPath).describe("Directory of the files within the container."),
  automountServiceAccountToken: z
    .boolean()
    .optional()
    .describe("Gives the container a token of the Kubernetes API. Default: false."),
  securityContext: securityContext
    .optional()
    .describe("How the container runs. Default: what Pod Security restricted admits."),
  resources: resources.optional().describe("CPU, memory and others. Default: none."),
  readinessProbe: probe.optional().describe("When a pod is ready."),
  livenessProbe: probe.optional().describe("When a container is restarted."),
  startupProbe: probe.optional().describe("When the other probes begin."),
});
