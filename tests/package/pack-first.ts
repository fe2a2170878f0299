import { packages } from "./installed";

/** Packs before the files of tests run, several at a time. */
export const mochaGlobalSetup = (): void => void packages();
