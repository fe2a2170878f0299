import fc from "fast-check";

// Every process of Node.js reads these certificates of hosts outside when it starts, for 0.04 s. No test calls such a host.
delete process.env.NODE_EXTRA_CA_CERTS;

// The same draws in each run, so that a run fails by the change that it tests. FAST_CHECK_SEED draws others.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 1) });
