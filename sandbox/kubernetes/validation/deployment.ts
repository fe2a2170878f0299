import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject, PodSpec } from "../model/object";
import { DEPLOYMENTS } from "../model/resource-types";
import { invalid } from "../model/status-error";
import { checkPodSpec } from "./pod-spec";

interface DeploymentSpec {
  replicas?: number;
  selector?: { matchLabels?: Record<string, string> };
  template?: { metadata?: { labels?: Record<string, string> }; spec?: PodSpec };
}

/** Checks a Deployment as far as the sandbox acts on it; defaults to one replica. */
export function admitDeployment(
  object: KubernetesObject,
  before: KubernetesObject | undefined,
): KubernetesObject {
  const spec = (object.spec ?? {}) as DeploymentSpec;
  const fail = (problem: string) => invalid(DEPLOYMENTS, object.metadata.name, problem);
  const { matchLabels } = spec.selector ?? {};
  const replicas = spec.replicas ?? 1;
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw fail(`spec.replicas: Invalid value: ${replicas}: must be greater than or equal to 0`);
  }
  if (!matchLabels || Object.keys(matchLabels).length === 0) {
    throw fail("spec.selector: Required value");
  }
  const labels = spec.template?.metadata?.labels ?? {};
  if (Object.entries(matchLabels).some(([name, value]) => labels[name] !== value)) {
    throw fail(
      `spec.template.metadata.labels: Invalid value: ${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``,
    );
  }
  const selectorBefore = (before?.spec as DeploymentSpec | undefined)?.selector;
  if (selectorBefore && !isDeepStrictEqual(selectorBefore, spec.selector)) {
    throw fail("spec.selector: Invalid value: field is immutable");
  }
  checkPodSpec(DEPLOYMENTS, object.metadata.name, "spec.template.spec", spec.template?.spec);
  return { ...object, spec: { ...object.spec, replicas } };
}
