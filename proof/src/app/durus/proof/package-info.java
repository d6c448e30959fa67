/**
 * The proofs of docs/proofs.md: seeded histories, a naive oracle, a fuzzer, and processes that are
 * killed. They reach the product by HTTP only, or call the pure rules. They compute the expected
 * outcome separately and naively, never with the product's own code.
 */
package app.durus.proof;
