/** What rights are asked for: those of stacks, by the command or by Pulumi alone, or of one verb. */
export const USES = ["deploy", "pulumi", "put", "revoke", "restore"] as const;

export type Use = (typeof USES)[number];
