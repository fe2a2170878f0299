import { join, resolve } from "node:path";

export const checkout = resolve(__dirname, "..");

/** The pages that the site is made of: those of docs/, and beside them the reference, which is written from the sources. */
export const pages = join(checkout, "bin", "docs", "pages");

/** The site while it is built and its links are not checked. */
export const draft = join(checkout, "bin", "docs", "draft");

/** The site whose links are right. */
export const output = join(checkout, "bin", "docs", "site");

/** What the site is made of. */
export const sources = ["docs", "site", "cli", "sdk"].map((folder) => join(checkout, folder));
