/**
 * How tests, proofs and benches wait: for a fact, never for a time. Nothing else under the test
 * folders sleeps, which {@code TestsWaitForFactsTest} holds.
 */
package app.durus.server.waiting;
