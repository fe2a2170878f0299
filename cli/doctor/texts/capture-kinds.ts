/** The kinds of captures. A repeated text must match its kind as a whole. None starts like a command's option. */
const KINDS = {
  action: /[a-z][a-z0-9-]{1,39}:[A-Za-z]{3,64}/,
  arn: /arn:aws[a-z-]{0,12}:[a-z0-9-]{2,32}:[a-z0-9-]{0,32}:(?:\d{12}|aws)?:[\w+=,.@/:*!-]{1,400}/,
  audience: /(?:pods\.eks|sts)\.amazonaws\.com(?:\.cn)?/,
  cluster: /[A-Za-z0-9][\w-]{0,99}/,
  keyId: /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}/,
  /** Name of a Kubernetes object: a pod, namespace, service account, class or volume. */
  kubernetes: /[a-z0-9][a-z0-9.-]{0,252}/,
  /** Name of a secret or a parameter, without an ARN. */
  name: /[\w/.][\w/+=.@!-]{0,399}/,
  /** An action that does not start like one that reads, encrypts, assumes a role or passes one: no reader has it. */
  notRead:
    /(?!secretsmanager:(?:Get(?!Res|Ran)|Bat|Des)|ssm:Get|kms:(?:Dec|Enc|Gen|ReE)|sts:|eks-auth:|iam:Pas)[a-z][a-z0-9-]{1,39}:[A-Za-z]{3,64}/,
  /** Name or ARN of a secret or a parameter. */
  object: /arn:aws[a-z-]{0,12}:(?:secretsmanager|ssm):[\w/+=.@:!-]{1,440}|[\w/.][\w/+=.@!-]{0,399}/,
  region: /[a-z]{2}(?:-[a-z]{2,9}){1,3}-\d/,
  role: /[\w+=,.@][\w+=,.@-]{0,63}/,
} as const;

/** The name of a kind. */
export type CaptureKind = keyof typeof KINDS;

/** The longest capture. */
export const LONGEST_CAPTURE = 460;

/** AWS access key IDs, tokens by their starts, and values assigned to the name of a credential. */
const CREDENTIALS = [
  /(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{2}/,
  /eyJ/,
  /(?:^|[^A-Za-z0-9])(?:gh[opsu]_|github_pat_|glpat-|xox[abprs]-|xapp-|sk[-_]|[pr]k_(?:live|test)_|whsec_|hvs\.|npm_|AIza)/,
  /(?:pass|passwd|password|pwd|secret|token|key|credential)[\w.-]{0,40}=/i,
];

/** A user and password before a host, and hexadecimal tokens, except IDs of multi-Region keys. */
const SHAPES = [/:[^:/@]*@|:\/\//, /(?<![0-9a-f]|mrk-)[0-9a-f]{32}/i];

/** Alternating letters and digits, which make a text look random. */
const CHANGES = /(?:[a-z]+\d+){3}|(?:\d+[a-z]+){3}/i;

/** Long runs of letters and digits: with slashes like an access key, without like a password. */
const RUNS = [/[A-Za-z0-9/+]{40,}/g, /[A-Za-z0-9+]{20,}/g];

/** Whether a text is the name of a kind. */
export function isCaptureKind(name: string): name is CaptureKind {
  return name in KINDS;
}

/**
 * The text, if all of it matches the kind and it does not look like a credential. A credential is never repeated, whatever its
 * kind allows.
 */
export function captured(kind: CaptureKind, text: string): string | undefined {
  const trimmed = text.replace(/[.,:;)\]]{1,4}$/, "");
  const whole = new RegExp(`^(?:${KINDS[kind].source})$`);
  return whole.test(trimmed) && !isCredential(trimmed) ? trimmed : undefined;
}

/** The same for the first word of a text that can be a name. A colon, a quote or white space may precede it. */
export function capturedFirst(kind: CaptureKind, text: string): string | undefined {
  return captured(kind, /^[\s:"'`\\]{0,8}([\w+=,.@/*-][\w+=,.@/:*-]*)/.exec(text)?.[1] ?? "");
}

/** Whether a text looks like a credential, or contains one. */
export function isCredential(text: string): boolean {
  const runs = RUNS.flatMap((pattern) => text.match(pattern) ?? []);
  return [...CREDENTIALS, ...SHAPES].some((pattern) => pattern.test(text)) || runs.some(isRandom);
}

function isRandom(run: string): boolean {
  return CHANGES.test(run) || [/[a-z]/, /[A-Z]/, /\d/].every((pattern) => pattern.test(run));
}
