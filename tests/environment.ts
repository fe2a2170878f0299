// Every process of Node.js reads these certificates of hosts outside when it starts, for 0.04 s. No test calls such a host.
delete process.env.NODE_EXTRA_CA_CERTS;
