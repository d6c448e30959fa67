/**
 * The proofs of docs/proofs.md: seeded histories, a naive oracle, a fuzzer, and processes that are
 * killed. What the product does is reached by HTTP only, or as the pure rules; what should have
 * come out is computed here once more, separately and naively, and never with the product's own
 * code.
 */
package app.durus.proof;
