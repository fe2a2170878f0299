/** A kind of capture: what is repeated of a text must be this as a whole. None begins like an option of a command. */
const KINDS = {
  action: /[a-z][a-z0-9-]{1,39}:[A-Za-z]{3,64}/,
  arn: /arn:aws[a-z-]{0,12}:[a-z0-9-]{2,32}:[a-z0-9-]{0,32}:(?:\d{12}|aws)?:[\w+=,.@/:*!-]{1,400}/,
  audience: /(?:pods\.eks|sts)\.amazonaws\.com(?:\.cn)?/,
  cluster: /[A-Za-z0-9][\w-]{0,99}/,
  keyId: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}/,
  /** Name of an object of Kubernetes: of a pod, a namespace, a service account, a class, a volume. */
  kubernetes: /[a-z0-9][a-z0-9.-]{0,252}/,
  /** Name of a secret or a parameter, without an ARN. */
  name: /[\w/.][\w/+=.@!-]{0,399}/,
  /** An action, not even the beginning of one, that neither reads, encrypts, assumes a role nor passes one: no reader has it. */
  notRead:
    /(?!secretsmanager:(?:Get(?!Res|Ran)|Bat|Des)|ssm:Get|kms:(?:Dec|Enc|Gen|ReE)|sts:|eks-auth:|iam:Pas)[a-z][a-z0-9-]{1,39}:[A-Za-z]{3,64}/,
  /** Name or ARN of a secret or a parameter. */
  object: /arn:aws[a-z-]{0,12}:(?:secretsmanager|ssm):[\w/+=.@:!-]{1,440}|[\w/.][\w/+=.@!-]{0,399}/,
  region: /[a-z]{2}(?:-[a-z]{2,9}){1,3}-\d/,
  role: /[\w+=,.@][\w+=,.@-]{0,63}/,
} as const;

/** The name of a kind. */
export type CaptureKind = keyof typeof KINDS;

/** The longest text that a capture can have. */
export const LONGEST_CAPTURE = 460;

/** Key ids of AWS, tokens by their beginnings, and what is assigned to a name of a credential. */
const CREDENTIALS = [
  /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{2}/,
  /eyJ/,
  /(?:^|[^A-Za-z0-9])(?:gh[opsu]_|github_pat_|glpat-|xox[abprs]-|xapp-|sk[-_]|[pr]k_(?:live|test)_|whsec_|hvs\.|npm_|AIza)/,
  /(?:pass|passwd|password|pwd|secret|token|key|credential)[\w.-]{0,40}=/i,
];

/** User and password before a host, and tokens of hexadecimal digits, but for ids of multi-Region keys. */
const SHAPES = [/:[^:/@]*@|:\/\//, /(?<![0-9a-f]|mrk-)[0-9a-f]{32}/i];

/** Changes between letters and digits that make a run a random one. */
const CHANGES = /(?:[a-z]+\d+){3}|(?:\d+[a-z]+){3}/i;

/** Long runs of letters and digits: of an access key with its slashes, of a password without. */
const RUNS = [/[A-Za-z0-9/+]{40,}/g, /[A-Za-z0-9+]{20,}/g];

/** Whether a name is that of a kind. */
export function isCaptureKind(name: string): name is CaptureKind {
  return name in KINDS;
}

/**
 * The text, if it is of the kind as a whole and looks like no credential: nothing that looks like one is repeated,
 * whatever its kind allows.
 */
export function captured(kind: CaptureKind, text: string): string | undefined {
  const trimmed = text.replace(/[.,:;)\]]{1,4}$/, "");
  const whole = new RegExp(`^(?:${KINDS[kind].source})$`);
  return whole.test(trimmed) && !isCredential(trimmed) ? trimmed : undefined;
}

/** The same of the first word of a text that can be a name. A colon, a quote or white space may stand before it. */
export function capturedFirst(kind: CaptureKind, text: string): string | undefined {
  return captured(kind, /^[\s:"'`\\]{0,8}([\w+=,.@/*-][\w+=,.@/:*-]*)/.exec(text)?.[1] ?? "");
}

/** Whether a text looks like a credential, or holds what does. */
export function isCredential(text: string): boolean {
  const runs = RUNS.flatMap((pattern) => text.match(pattern) ?? []);
  return [...CREDENTIALS, ...SHAPES].some((pattern) => pattern.test(text)) || runs.some(isRandom);
}

function isRandom(run: string): boolean {
  return CHANGES.test(run) || [/[a-z]/, /[A-Z]/, /\d/].every((pattern) => pattern.test(run));
}
