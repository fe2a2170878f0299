import fc from "fast-check";

// At its start, every process of Node.js reads these certificates of other hosts, for 0.04 s. No test calls such a host.
delete process.env.NODE_EXTRA_CA_CERTS;

// Each run draws the same examples, so that only a change can make it fail. FAST_CHECK_SEED draws others.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 1) });
