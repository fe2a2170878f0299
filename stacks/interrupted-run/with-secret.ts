import type { State, StateResource } from "./settled-state";

const COMPONENT = "eks-pod-secrets:index:PodSecret";
const SECRET = "aws:secretsmanager/secret:Secret";

/** A secret that exists, and that its stack does not hold. */
export interface OutsideSecret {
  /** What the inventory calls it. */
  id: string;
  name: string;
  arn: string;
}

/** The stack and the project that a state is of, and the name of the provider of the secret's region. */
export interface StateOf {
  stack: string;
  project: string;
  provider: string;
}

/** URN of the provider that a stack deploys a region with. */
export function providerUrn({ project, provider, stack }: StateOf): string {
  return `urn:pulumi:${stack}::${project}::pulumi:providers:aws::${provider}`;
}

/**
 * The state with a secret beside what it holds, as if a run had been killed while it made it: the next run reads it, and goes on.
 * The same text where it holds the secret; undefined where the provider is not there yet.
 */
export function withSecret(text: string, of: StateOf, secret: OutsideSecret): string | undefined {
  const state = JSON.parse(text) as State;
  const resources = state.deployment?.resources ?? [];
  const urn = (type: string, name: string) =>
    `urn:pulumi:${of.stack}::${of.project}::${type}::${name}`;
  const known = (wanted: string) => resources.find((one) => one.urn === wanted && !one.delete);
  const component = urn(COMPONENT, secret.id);
  const own = urn(`${COMPONENT}$${SECRET}`, `${secret.id}-secret`);
  if (known(own)) return text;
  const provider = known(providerUrn(of));
  if (!state.deployment || !provider) return undefined;
  const parent = urn("pulumi:pulumi:Stack", `${of.project}-${of.stack}`);
  const inputs = { name: secret.name };
  const added: StateResource[] = [
    ...(known(component) ? [] : [{ urn: component, custom: false, type: COMPONENT, parent }]),
    {
      ...{ urn: own, custom: true, id: secret.arn, type: SECRET, parent: component },
      ...{ inputs, outputs: inputs, provider: `${provider.urn}::${provider.id}` },
    },
  ];
  state.deployment.resources = [...resources, ...added];
  return JSON.stringify(state);
}
