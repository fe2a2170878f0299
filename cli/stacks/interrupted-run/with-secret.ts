import { isDeepStrictEqual } from "node:util";
import type { ExportedResource, State } from "../backend/exported-state";

const COMPONENT = "eks-pod-secrets:index:PodSecret";
const SECRET = "aws:secretsmanager/secret:Secret";

/** A secret that exists and that its stack may not hold. */
export interface OutsideSecret {
  /** What the inventory calls it. */
  id: string;
  name: string;
  restoration: Restoration;
}

/** What is restored. The secret's component records it, so that a run that was killed halfway can be repeated. */
export interface Restoration {
  /** ARN of the secret. */
  secret: string;
  /** ARN of the key that encrypts its value, if the key was scheduled for deletion. */
  key?: string;
}

/** The stack and project of a state, and the name of the provider for the secret's region. */
export interface StateOf {
  stack: string;
  project: string;
  provider: string;
}

/** URN of a stack's provider for a region. */
export function providerUrn(of: StateOf): string {
  return urnIn(of, "pulumi:providers:aws", of.provider);
}

/** The record of a restoration that began without a later deployment of the stack. */
export function restorationIn(text: string, of: StateOf, id: string): Restoration | undefined {
  const { deployment } = JSON.parse(text) as State;
  const component = held(deployment?.resources ?? [], urnIn(of, COMPONENT, id));
  return component?.outputs?.restoration as Restoration | undefined;
}

/**
 * The state with a secret added as if a run had been killed while creating it: the next run reads it and continues. Returns the
 * same text if the secret is already there; undefined if the provider does not exist yet.
 */
export function withSecret(text: string, of: StateOf, secret: OutsideSecret): string | undefined {
  const { id, name, restoration } = secret;
  const state = JSON.parse(text) as State;
  const resources = state.deployment?.resources ?? [];
  const provider = held(resources, providerUrn(of));
  if (!state.deployment || !provider) return undefined;
  const componentUrn = urnIn(of, COMPONENT, id);
  const urn = urnIn(of, `${COMPONENT}$${SECRET}`, `${id}-secret`);
  const known = held(resources, componentUrn);
  const isRecorded = isDeepStrictEqual(known?.outputs?.restoration, restoration);
  if (isRecorded && held(resources, urn)) return text;
  const component = known ?? {
    ...{ urn: componentUrn, custom: false, type: COMPONENT },
    parent: urnIn(of, "pulumi:pulumi:Stack", `${of.project}-${of.stack}`),
  };
  const inputs = { name };
  const own = held(resources, urn) ?? {
    ...{ urn, custom: true, id: restoration.secret, type: SECRET, parent: componentUrn },
    ...{ inputs, outputs: inputs, provider: `${provider.urn}::${provider.id}` },
  };
  const recording = { ...component, outputs: { ...component.outputs, restoration } };
  state.deployment.resources = [
    ...resources.map((one) => (one === known ? recording : one)),
    ...[recording, own].filter((one) => !held(resources, one.urn)),
  ];
  return JSON.stringify(state);
}

function urnIn({ project, stack }: StateOf, type: string, name: string): string {
  return `urn:pulumi:${stack}::${project}::${type}::${name}`;
}

function held(resources: readonly ExportedResource[], urn: string): ExportedResource | undefined {
  return resources.find((one) => one.urn === urn && !one.delete);
}
