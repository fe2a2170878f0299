export { understoodIdentities, understoodReaders } from "./understood-identities";
