import { join, resolve } from "node:path";

export const checkout = resolve(__dirname, "..");

/** The pages that the site is made of: those of docs/, and beside them the reference, which is written from the sources. */
export const pages = join(checkout, "bin", "docs", "pages");

/** The site as it is built. */
export const output = join(checkout, "bin", "docs", "site");
