/** An error that the provider returns to the driver: its text ends in the pod's event, so it holds no secret value. */
export class MountError extends Error {}

/** Where the provider's own log goes; lines hold names and reasons, never values. */
export type Log = (line: string) => void;
